// Package props reads what the fields of a Props struct say of themselves in their tags, so that a default or a range is
// written once and serves the constructs, the refusals, the JSON schema and the configuration reference.
//
// The tags are:
//
//	yaml:"maxCapacity"  the field's name in configuration files and in problems; "-" for what only Go can hold
//	default:"14"        the value of an empty field
//	range:"1,35"        the least and the greatest number allowed, of each element when the field is a list
//	oneof:"a b c"       the values allowed, of each element when the field is a list
//
// A struct with yaml:",inline" has its fields in place of itself. The elements of a list may be structs with tags too.
package props

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// Default gives every empty field of the struct that p points to the value of its default tag, in nested structs and the
// elements of lists too. It does so in lists of its own: those of the caller stay as they are.
func Default(p any) {
	each(reflect.ValueOf(p).Elem(), "", func(_ string, field reflect.StructField, value reflect.Value) {
		if Structs(value.Type()) && !value.IsNil() {
			own := reflect.MakeSlice(value.Type(), value.Len(), value.Len())
			reflect.Copy(own, value)
			value.Set(own)
		}
		tag, ok := field.Tag.Lookup("default")
		if !ok || !value.IsZero() {
			return
		}
		switch value.Kind() {
		case reflect.Int:
			n, err := strconv.Atoi(tag)
			if err != nil {
				panic(fmt.Sprintf("props: default of %s: %v", field.Name, err))
			}
			value.SetInt(int64(n))
		case reflect.String:
			value.SetString(tag)
		default:
			panic(fmt.Sprintf("props: default of %s: %s has no defaults", field.Name, value.Kind()))
		}
	})
}

// Check adds a problem for every field of the struct that p points to whose value is outside its range or is none of its
// oneof values. An empty field passes: it means the default.
func Check(p any, problems *problem.List) {
	each(reflect.ValueOf(p).Elem(), "", func(path string, field reflect.StructField, value reflect.Value) {
		switch {
		case value.Kind() == reflect.Slice:
			for i := range value.Len() {
				check(problem.Index(path, i), field.Tag, value.Index(i), problems)
			}
		case !value.IsZero():
			check(path, field.Tag, value, problems)
		}
	})
}

func check(path string, tags reflect.StructTag, value reflect.Value, problems *problem.List) {
	if tag, ok := tags.Lookup("range"); ok {
		if low, high := Range(tag); value.Int() < int64(low) || value.Int() > int64(high) {
			problems.Addf(path, "%d is out of range; use %d to %d", value.Int(), low, high)
		}
	}
	if tag, ok := tags.Lookup("oneof"); ok {
		if allowed := strings.Fields(tag); !slices.Contains(allowed, value.String()) {
			problems.Addf(path, "%q is not known; use %s", value.String(), Either(allowed))
		}
	}
}

// Range splits a range tag.
func Range(tag string) (low, high int) {
	first, second, _ := strings.Cut(tag, ",")
	low, err := strconv.Atoi(first)
	if err != nil {
		panic(fmt.Sprintf("props: range %q: %v", tag, err))
	}
	high, err = strconv.Atoi(second)
	if err != nil {
		panic(fmt.Sprintf("props: range %q: %v", tag, err))
	}
	return low, high
}

// Either lists choices in a sentence: "a, b or c".
func Either(choices []string) string {
	if len(choices) < 2 {
		return strings.Join(choices, "")
	}
	last := len(choices) - 1
	return strings.Join(choices[:last], ", ") + " or " + choices[last]
}

// Name returns the name that the yaml tag gives a field, or "" for a field that configuration files cannot hold.
func Name(field reflect.StructField) string {
	name := field.Tag.Get("yaml")
	if name == "-" {
		return ""
	}
	return name
}

// Inline reports whether the fields of a struct field stand in place of it.
func Inline(field reflect.StructField) bool {
	return field.Tag.Get("yaml") == ",inline"
}

// Structs reports whether a type is a list of structs.
func Structs(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct
}

// each visits every field that is no struct. A list of structs is visited before its elements' fields are.
func each(v reflect.Value, path string, visit func(path string, field reflect.StructField, value reflect.Value)) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		if !field.IsExported() || Name(field) == "" {
			continue
		}
		at := path
		if !Inline(field) {
			at = problem.Join(path, Name(field))
		}
		if value.Kind() == reflect.Struct {
			each(value, at, visit)
			continue
		}
		visit(at, field, value)
		if Structs(value.Type()) {
			for j := range value.Len() {
				each(value.Index(j), problem.Index(at, j), visit)
			}
		}
	}
}
