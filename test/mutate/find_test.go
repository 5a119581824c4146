package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every case is the body of a function or a declaration, the mutants that it has, and what is compiled in its place.
func TestInstrument(t *testing.T) {
	for name, c := range map[string]struct {
		source  string
		mutants []string
		want    string
	}{
		"properties of a struct": {
			"var v = &p.Props{A: x, B: jsii.Bool(false)}",
			[]string{"B: jsii.Bool(false) is true", "A: x left out", "B: jsii.Bool(false) left out"},
			`var v = toggle.Fields(&p.Props{A: x, B: jsii.Bool(toggle.True(1, false))}, 2, "A", "B")`,
		},
		"fields without names": {
			"var v = pair{1, x}",
			[]string{"1 left out", "x left out"},
			`var v = toggle.Fields(pair{1, x}, 1, "#0", "#1")`,
		},
		"elements of a list": {
			"var v = &[]any{a, b}",
			[]string{"a left out", "b left out"},
			"var v = toggle.Pointer(toggle.Elements([]any{a, b}, 1))",
		},
		"strings": {
			`var v = jsii.Strings("a", "b")`,
			[]string{`"a" left out`, `"b" left out`},
			`var v = jsii.Strings(toggle.Elements([]string{"a", "b"}, 1)...)`,
		},
		"no list of strings that is one already": {"var v = jsii.Strings(list...)", nil, "var v = jsii.Strings(list...)"},
		"entries of a map": {
			`var v = map[string]any{"a": true}`,
			[]string{`"a": true is false`, `"a": true left out`},
			`var v = toggle.Entries(map[string]any{"a": toggle.False(1, true)}, 2, "a")`,
		},
		"literals without their type": {
			"var v = map[string]*map[string]T{k: {l: {m}}}",
			[]string{"k: {l: {m}} left out", "l: {m} left out", "m left out"},
			"var v = toggle.Entries(map[string]*map[string]T{k: toggle.Pointer(toggle.Entries(map[string]T{l: toggle.Fields(T{m}, 3, \"#0\")}, 2, l))}, 1, k)",
		},
		"pointers without their type": {
			"var v = []*T{{m}}",
			[]string{"{m} left out", "m left out"},
			`var v = toggle.Elements([]*T{toggle.Fields(&T{m}, 2, "#0")}, 1)`,
		},
		"nothing in arrays, constants and empty literals": {
			"const c = 1 < 2; var v, w, x = [...]int{1}, []int{}, T{}", nil, "const c = 1 < 2; var v, w, x = [...]int{1}, []int{}, T{}",
		},
		"a condition": {
			"func f() { if a() { x() } }",
			[]string{"a() is true", "a() is false", "x() left out"},
			"func f() { if toggle.True(1, toggle.False(2, a())) { if !toggle.At(3) { x() } } }",
		},
		"sides and bounds": {
			"var v = a < b && !(c || d)",
			[]string{
				"a < b && !(c || d) is true", "a < b && !(c || d) is false", "a < b is true", "a < b with <=",
				"!(c || d) is true", "c is false", "d is false",
			},
			`var v = toggle.True(1, toggle.False(2, toggle.True(3, toggle.Bound(4, a , "<",  b)) && toggle.True(5, !(toggle.False(6, c) || toggle.False(7, d)))))`,
		},
		"no end that is never reached": {
			"func f() { for i <= n { i++ } }",
			[]string{"i <= n with <", "i++ left out"},
			`func f() { for toggle.Bound(1, i , "<=",  n) { if !toggle.At(2) { i++ } } }`,
		},
		"cases": {
			"func f() { switch x { case A: y = 1; default: } }",
			[]string{"case A is true", "case A is false", "y = 1 left out"},
			"func f() { switch mutantTag := x; { case toggle.True(1, toggle.False(2, mutantTag == (A))): if !toggle.At(3) { y = 1 }; default: } }",
		},
		"cases that are conditions": {
			"func f() { switch { case a: } }",
			[]string{"a is true", "a is false"},
			"func f() { switch { case toggle.True(1, toggle.False(2, a)): } }",
		},
		"statements": {
			"func f() { a := 1; a = 2; _ = a; if err := g(); !ok { panic(1) }; for { continue }; return }",
			[]string{"a = 2 left out", "!ok is true", "!ok is false", "continue left out"},
			"func f() { a := 1; if !toggle.At(1) { a = 2 }; _ = a; if err := g(); toggle.True(2, toggle.False(3, !ok)) { panic(1) }; for { if !toggle.At(4) { continue } }; return }",
		},
		"an early return": {
			"func f() { { return }; x := 1 }",
			[]string{"return left out"},
			"func f() { { if !toggle.At(1) { return } }; x := 1 }",
		},
		"results": {
			"func (t *T) f() (a int, b error, c bool) { return x, nil, true }",
			[]string{"returns the zero value for x", "true is false"},
			"func (t *T) f() (a int, b error, c bool) { return toggle.Zero[int](1, x), nil, toggle.False(2, true) }",
		},
		"results of a function in a function": {
			"func f() error { g(func() int { return x }); return nil }",
			[]string{"g(func() int { return x }) left out", "returns the zero value for x"},
			"func f() error { if !toggle.At(1) { g(func() int { return toggle.Zero[int](2, x) }) }; return nil }",
		},
		"results of another function": {"func f() (int, error) { return g() }", nil, "func f() (int, error) { return g() }"},
	} {
		t.Run(name, func(t *testing.T) {
			mutants, changed, err := instrument("f.go", "package p\n\n"+c.source, 1)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, m := range mutants {
				if m.id != i+1 || m.file != "f.go" || m.line != 3 {
					t.Errorf("mutant %d is %+v", i+1, m)
				}
				got = append(got, m.text)
			}
			if diff := cmp.Diff(c.mutants, got); diff != "" {
				t.Errorf("the mutants (-want +got):\n%s", diff)
			}
			_, changed, _ = strings.Cut(changed, "\n\n")
			if diff := cmp.Diff(c.want, changed); diff != "" {
				t.Errorf("the source (-want +got):\n%s", diff)
			}
			if _, _, err := instrument("f.go", "package p\n"+changed, 1); err != nil {
				t.Error(err)
			}
		})
	}
}
