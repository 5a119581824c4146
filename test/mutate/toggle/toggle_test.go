package toggle

import (
	"reflect"
	"slices"
	"testing"
)

// with returns what a call gives while a mutant is active.
func with[T any](n int, call func() T) T {
	activate(n)
	defer activate(0)
	return call()
}

func TestEachMutantDoesWhatItSays(t *testing.T) {
	type pair struct {
		A, b int
		C    any
	}
	calls := map[string]struct {
		call func() any
		want []any // without a mutant, with the first, with the second, …
	}{
		"At":                 {func() any { return At(1) }, []any{false, true, false}},
		"True":               {func() any { return True(1, false) }, []any{false, true, false}},
		"True of true":       {func() any { return True(1, true) }, []any{true, true}},
		"False":              {func() any { return False(1, true) }, []any{true, false, true}},
		"False of false":     {func() any { return False(1, false) }, []any{false, false}},
		"less, equal":        {func() any { return Bound(1, 2, "<", 2) }, []any{false, true}},
		"less, below":        {func() any { return Bound(1, 1, "<", 2) }, []any{true, true}},
		"less, above":        {func() any { return Bound(1, 3, "<", 2) }, []any{false, false}},
		"not more, equal":    {func() any { return Bound(1, 2, "<=", 2) }, []any{true, false}},
		"more, equal":        {func() any { return Bound(1, 2, ">", 2) }, []any{false, true}},
		"more, above":        {func() any { return Bound(1, 3, ">", 2) }, []any{true, true}},
		"not less, equal":    {func() any { return Bound(1, 2, ">=", 2) }, []any{true, false}},
		"not less, below":    {func() any { return Bound(1, 1, ">=", 2) }, []any{false, false}},
		"Zero":               {func() any { return Zero(1, "x") }, []any{"x", "", "x"}},
		"Fields":             {func() any { return Fields(pair{1, 2, 3}, 1, "A", "b", "C") }, []any{pair{1, 2, 3}, pair{0, 2, 3}, pair{1, 0, 3}, pair{1, 2, nil}}},
		"Fields by place":    {func() any { return Fields(pair{1, 2, 3}, 1, "#0", "#1") }, []any{pair{1, 2, 3}, pair{0, 2, 3}, pair{1, 0, 3}}},
		"Fields of pointers": {func() any { return *Fields(&pair{1, 2, 3}, 1, "b") }, []any{pair{1, 2, 3}, pair{1, 0, 3}}},
		"Elements":           {func() any { return Elements([]int{7, 8, 9}, 1) }, []any{[]int{7, 8, 9}, []int{8, 9}, []int{7, 9}, []int{7, 8}}},
		"Entries": {
			func() any { return Entries(map[string]int{"a": 1, "b": 2}, 1, "a", "b") },
			[]any{map[string]int{"a": 1, "b": 2}, map[string]int{"b": 2}, map[string]int{"a": 1}},
		},
		"Pointer": {func() any { return *Pointer(5) }, []any{5}},
	}
	for name, c := range calls {
		for n, want := range c.want {
			if got := with(n, c.call); !reflect.DeepEqual(got, want) {
				t.Errorf("%s with mutant %d is %v, want %v", name, n, got, want)
			}
		}
	}
}

func TestWhatIsReachedIsKnown(t *testing.T) {
	takeReached()
	At(3)
	Elements([]int{7, 8}, 5)
	if got := sorted(takeReached()); !slices.Equal(got, []int{3, 5, 6}) {
		t.Errorf("reached %v, want 3, 5 and 6", got)
	}
	if got := takeReached(); len(got) > 0 {
		t.Errorf("reached %v again", got)
	}
}
