package e2e

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// must is for what a test cannot do without: must(call())(t).
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// at is what a pointer points at, or nothing: an answer that lacks a part is a failure to tell, not to stumble over.
func at[T any](p *T) T {
	if p == nil {
		var nothing T
		return nothing
	}
	return *p
}

// only returns the one thing that a list should hold.
func only[T any](t *testing.T, what string, list []T) T {
	t.Helper()
	if len(list) != 1 {
		t.Fatalf("%d %s, want 1: %v", len(list), what, list)
	}
	return list[0]
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %s, want %s", what, text(got), text(want))
	}
}

// sameSet compares lists whose order says nothing.
func sameSet(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func text(value any) string {
	if s, ok := value.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(value)
}
