// Package dbparameter knows the names of the parameters that people set, by engine. It does not know all that there are: a name
// that is like none of these may be right.
package dbparameter

import (
	"fmt"
	"slices"
	"strings"
)

// A family is parameters that some engines have.
type family struct {
	engines []string
	begins  []string // what only these engines' names begin with
	names   []string
}

const (
	farthest       = 2 // letters between a name and what it was meant to be
	lettersForEach = 4 // of those, so that short names are not taken for one another
)

// Problem is what speaks against a name for an engine, or nothing.
func Problem(engine, name string) string {
	name = strings.ToLower(name)
	var near string
	best := min(farthest, len(name)/lettersForEach) + 1
	var others, perhaps []string // whose name it is, and whose it is like
	beginsAsOwn := false
	for _, f := range families {
		own, has, begins := slices.Contains(f.engines, engine), slices.Contains(f.names, name), f.begin(name)
		switch {
		case own && has:
			return ""
		case own:
			beginsAsOwn = beginsAsOwn || begins
			for _, known := range f.names {
				if d := distance(name, known); d < best {
					near, best = known, d
				}
			}
		case has:
			others = append(others, f.engines...)
		case begins:
			perhaps = append(perhaps, f.engines...)
		}
	}
	if others == nil && !beginsAsOwn {
		others = perhaps
	}
	switch {
	case near != "":
		return fmt.Sprintf("is not known of %s; did you mean %s?", engine, near)
	case others != nil:
		return fmt.Sprintf("is a parameter of %s, not of %s; leave it out", either(others), engine)
	}
	return ""
}

func (f family) begin(name string) bool {
	return slices.ContainsFunc(f.begins, func(begin string) bool { return strings.HasPrefix(name, begin) })
}

func either(engines []string) string {
	last := len(engines) - 1
	if last == 0 {
		return engines[0]
	}
	return strings.Join(engines[:last], ", ") + " and " + engines[last]
}

// distance is how many letters must be put in, left out or changed to make one name of another: Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
