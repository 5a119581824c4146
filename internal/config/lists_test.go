package config

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

type listed struct {
	Rules []listedRule `yaml:"rules"`
	Ports []int        `yaml:"ports" range:"1,65535"`
}

type listedRule struct {
	Name   string       `yaml:"name"`
	Weight int          `yaml:"weight" range:"1,100"`
	Paths  []string     `yaml:"paths"`
	Within []listedRule `yaml:"within"`
	Check  struct {
		Seconds int `yaml:"seconds" range:"1,60"`
	} `yaml:"check"`
}

// read decodes a source and returns what it holds and what is wrong with it.
func read(source string, later ...problem.Problem) (listed, []string) {
	var into listed
	d := newDecoder("f.yaml")
	d.decode([]byte(source), &into)
	for _, p := range later {
		d.report(p.Field, "%s", p.Message)
	}
	var said []string
	for _, p := range d.problems {
		said = append(said, p.Error())
	}
	return into, said
}

func TestListsOfStructs(t *testing.T) {
	check := func(seconds int) (c struct {
		Seconds int `yaml:"seconds" range:"1,60"`
	}) {
		c.Seconds = seconds
		return c
	}
	for name, c := range map[string]struct {
		source string
		want   listed
	}{
		"none":       {"rules: []\nports:\n", listed{}},
		"in a block": {"rules:\n  - name: a\n    weight: 5\n  - name: b\n", listed{Rules: []listedRule{{Name: "a", Weight: 5}, {Name: "b"}}}},
		"in braces":  {"rules: [{name: a, paths: [x, y]}, {}]\nports: [80, 443]\n", listed{Rules: []listedRule{{Name: "a", Paths: []string{"x", "y"}}, {}}, Ports: []int{80, 443}}},
		"one key":    {"rules:\n- weight: 7\n", listed{Rules: []listedRule{{Weight: 7}}}},
		"nested":     {"rules: [{check: {seconds: 9}, within: [{name: b, check: {seconds: 8}}]}]\n", listed{Rules: []listedRule{{Check: check(9), Within: []listedRule{{Name: "b", Check: check(8)}}}}}},
		"repeated":   {"rules: [&r {name: a}, *r]\n", listed{Rules: []listedRule{{Name: "a"}, {Name: "a"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, said := read(c.source)
			if diff := cmp.Diff(c.want, got); diff != "" || said != nil {
				t.Errorf("%v (-want +got):\n%s", said, diff)
			}
		})
	}
}

func TestListsOfStructsAreRefusedWhereTheyAreWrong(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"a key":      {"rules:\n  - name: a\n  - naem: b\n", []string{"f.yaml:3:5: rules[1].naem: is not a key; did you mean name?"}},
		"a type":     {"rules:\n  - weight: 1\n  - name: b\n    weight: x\n", []string{`f.yaml:4:13: rules[1].weight: "x" is a text; write a whole number`}},
		"a zero":     {"rules: [{weight: 0}]\nports: [80, 0]\n", []string{"f.yaml:1:18: rules[0].weight: 0 is out of range; use 1 to 100", "f.yaml:2:13: ports[1]: 0 is out of range; use 1 to 65535"}},
		"given once": {"rules: [{name: a, name: b}]\n", []string{"f.yaml:1:19: rules[0].name: is given twice; line 1 has it too"}},
		"no list":    {"rules: {name: a}\nports: 80\n", []string{"f.yaml:1:1: rules: {…} is a mapping; write a list like [{key: value}]", "f.yaml:2:8: ports: 80 is a number; write a list like [1, 2]"}},
		"a text":     {"rules: [a]\n", []string{`f.yaml:1:9: rules[0]: "a" is a text; write keys and values`}},
		"nothing":    {"rules:\n  -\nports: [~]\n", []string{"f.yaml:2:4: rules[0]: has no value; write keys and values", "f.yaml:3:9: ports[0]: has no value; write a whole number"}},
		"nested":     {"rules: [{within: [{check: {second: 1}}]}]\n", []string{"f.yaml:1:28: rules[0].within[0].check.second: is not a key; did you mean seconds?"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, said := read(c.source)
			if diff := cmp.Diff(c.want, said); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What a construct refuses later is told at the element, at its key, or at the closest thing around that the file has.
func TestProblemsOfElementsHaveTheirPlaces(t *testing.T) {
	source := "rules:\n  - name: a\n    weight: 5\n  - name: b\n    check:\n      seconds: 9\n"
	var list problem.List
	for _, field := range []string{"rules[0].weight", "rules[1].weight", "rules[1].check", "rules[1].check.seconds", "rules[1]", "rules"} {
		list.Addf(field, "no")
	}
	var later []problem.Problem
	for _, p := range problem.All(errors.Join(list.Err())) {
		later = append(later, *p)
	}
	_, said := read(source, later...)
	want := []string{
		"f.yaml:3:13: rules[0].weight: no",
		"f.yaml:4:5: rules[1].weight: no",
		"f.yaml:5:5: rules[1].check: no",
		"f.yaml:6:16: rules[1].check.seconds: no",
		"f.yaml:4:5: rules[1]: no",
		"f.yaml:1:1: rules: no",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
