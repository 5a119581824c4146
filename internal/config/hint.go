package config

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// hint says what may be meant by a key that its section does not have and that is no slip of one that it has.
func (d *decoder) hint(section, name string, fields map[string]target) string {
	if places := elsewhere(d.root, section, name); len(places) > 0 {
		return "did you mean " + props.Either(places) + "?"
	}
	known := slices.Sorted(maps.Keys(fields))
	if alike := slices.DeleteFunc(slices.Clone(known), func(key string) bool { return firstWord(key) != firstWord(name) }); len(alike) == 1 {
		return "did you mean " + alike[0] + "?"
	}
	const most = 12 // a longer list is not read
	if len(known) <= most {
		return "use " + props.Either(known)
	}
	if section == "" {
		section = "the file"
	}
	return "docs/configuration.md lists those of " + section
}

// firstWord is cpu of cpuAbove.
func firstWord(key string) string {
	if i := strings.IndexFunc(key, unicode.IsUpper); i > 0 {
		return key[:i]
	}
	return key
}

var index = regexp.MustCompile(`\[\d+\]`)

// elsewhere finds where a file may have a key that a section may not: in the places that share most with the section.
// A name that many places share, like disable, says nothing.
func elsewhere(root reflect.Type, section, name string) []string {
	const most = 3
	var found []string
	nearest := 0
	places(root, "", nil, func(place string) {
		if place[strings.LastIndex(place, ".")+1:] != name {
			return
		}
		switch near := shared(place, index.ReplaceAllString(section, "[]")); {
		case near > nearest:
			found, nearest = []string{place}, near
		case near == nearest:
			found = append(found, place)
		}
	})
	if len(found) > most {
		return nil
	}
	for i, place := range found {
		if !strings.Contains(place, ".") {
			found[i] = place + " at the top of the file"
		}
	}
	return found
}

// shared counts the sections that two paths start with.
func shared(a, b string) int {
	first, second := strings.Split(a, "."), strings.Split(b, ".")
	n := 0
	for n < min(len(first), len(second)) && first[n] == second[n] {
		n++
	}
	return n
}

// places visits the path of every key of a type, with [] for the elements of lists. A type that holds itself is not
// entered again.
func places(of reflect.Type, path string, around []reflect.Type, visit func(place string)) {
	if slices.Contains(around, of) {
		return
	}
	around = append(around, of)
	for i := range of.NumField() {
		field := of.Field(i)
		if !field.IsExported() || props.Name(field) == "" {
			continue
		}
		at := path
		if !props.Inline(field) {
			at = problem.Join(path, props.Name(field))
			visit(at)
		}
		switch {
		case field.Type.Kind() == reflect.Struct:
			places(field.Type, at, around, visit)
		case props.Structs(field.Type):
			places(field.Type.Elem(), at+"[]", around, visit)
		}
	}
}
