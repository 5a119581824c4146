package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// refuses fails the test unless the call panics with an error that has every one of the texts in it.
func refuses(t testing.TB, call func(), texts ...string) {
	t.Helper()
	defer func() {
		t.Helper()
		problem := recover()
		err, ok := problem.(error)
		if !ok {
			t.Fatalf("panic value is %v, want an error", problem)
		}
		for _, text := range texts {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("the error is\n%v\nwant it to contain\n%s", err, text)
			}
		}
	}()
	call()
}

// wantProblems fails the test unless the error is the list of problems: no more, no less, in that order.
func wantProblems(t testing.TB, err error, want ...string) {
	t.Helper()
	var got []string
	for _, p := range problem.All(err) {
		got = append(got, p.Error())
	}
	if !slices.Equal(got, want) {
		t.Errorf("the problems are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
