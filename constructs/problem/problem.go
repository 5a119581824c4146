// Package problem holds what a Validate method finds wrong with a construct's props: every problem, not just the first,
// each with the field it is about.
//
// It is pure Go and has no dependencies, so that a program that reads props from its own files can map problems back to
// the lines they came from:
//
//	for _, p := range problem.All(props.Validate()) {
//		fmt.Println(p.Field, p.Message)
//	}
package problem

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing that is wrong with one field of a construct's props.
type Problem struct {
	// Field is the path from the props to the field, in the words of the configuration files: "scaling.scaleInBelow",
	// "zones[1]". It is empty when the problem is about the props as a whole.
	Field string
	// Message says what was found and what would be right.
	Message string
}

// Error returns the field and the message.
func (p *Problem) Error() string {
	if p.Field == "" {
		return p.Message
	}
	return p.Field + ": " + p.Message
}

// A List collects problems. Its zero value is ready to use.
type List struct {
	problems []error
}

// Addf adds a problem with a field.
func (l *List) Addf(field, format string, args ...any) {
	l.problems = append(l.problems, &Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

// Nest adds the problems of err with their fields put below field.
func (l *List) Nest(field string, err error) {
	for _, p := range All(err) {
		l.problems = append(l.problems, &Problem{Field: Join(field, p.Field), Message: p.Message})
	}
}

// Has reports whether the list has a problem of one of the fields, so that what follows from it need not be told too.
func (l *List) Has(fields ...string) bool {
	return slices.ContainsFunc(All(l.Err()), func(p *Problem) bool { return slices.Contains(fields, p.Field) })
}

// Err returns the problems as one error, or nil if there are none.
func (l *List) Err() error {
	return errors.Join(l.problems...)
}

// Join puts the field below the parent: Join("web", "scaling.warmup") is "web.scaling.warmup".
func Join(parent, field string) string {
	switch {
	case parent == "":
		return field
	case field == "" || strings.HasPrefix(field, "["):
		return parent + field
	default:
		return parent + "." + field
	}
}

// All returns every problem in err, in the order in which they were added. An error that is no Problem becomes one
// without a field, so nothing is lost.
func All(err error) []*Problem {
	if err == nil {
		return nil
	}
	switch e := err.(type) { //nolint:errorlint // this walks the chain of wrapped errors itself
	case *Problem:
		return []*Problem{e}
	case interface{ Unwrap() []error }:
		var all []*Problem
		for _, joined := range e.Unwrap() {
			all = append(all, All(joined)...)
		}
		return all
	case interface{ Unwrap() error }:
		var p *Problem
		if errors.As(err, &p) {
			return All(e.Unwrap())
		}
	}
	return []*Problem{{Message: err.Error()}}
}

// Index is the path of one element of a list: Index("zones", 1) is "zones[1]".
func Index(list string, i int) string {
	return fmt.Sprintf("%s[%d]", list, i)
}
