package problem_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

func TestAListWithoutProblemsIsNoError(t *testing.T) {
	var problems problem.List
	problems.Nest("web", nil)
	if err := problems.Err(); err != nil {
		t.Errorf("the error is %v, want nil", err)
	}
	if all := problem.All(nil); all != nil {
		t.Errorf("nil has the problems %v, want none", all)
	}
}

func TestAListKeepsEveryProblemInItsOrder(t *testing.T) {
	var inner problem.List
	inner.Addf("scaling.scaleInBelow", "%d is too much", 65)
	inner.Addf("[1]", "is named twice")
	inner.Addf("", "contradicts itself")

	var problems problem.List
	problems.Addf("cidr", "%s is none", "x")
	problems.Nest("web", inner.Err())
	problems.Nest("config", errors.New("no such file"))

	want := []problem.Problem{
		{Field: "cidr", Message: "x is none"},
		{Field: "web.scaling.scaleInBelow", Message: "65 is too much"},
		{Field: "web[1]", Message: "is named twice"},
		{Field: "web", Message: "contradicts itself"},
		{Field: "config", Message: "no such file"},
	}
	if got := deref(problem.All(problems.Err())); !reflect.DeepEqual(got, want) {
		t.Errorf("the problems are %v, want %v", got, want)
	}
	const text = `cidr: x is none
web.scaling.scaleInBelow: 65 is too much
web[1]: is named twice
web: contradicts itself
config: no such file`
	if got := problems.Err().Error(); got != text {
		t.Errorf("the error is\n%s\nwant\n%s", got, text)
	}
}

func TestAListKnowsItsFields(t *testing.T) {
	var problems problem.List
	if problems.Has("cidr") {
		t.Error("an empty list has a problem")
	}
	problems.Addf("cidr", "is none")
	problems.Nest("web", &problem.Problem{Field: "port", Message: "is out of range"})
	if !problems.Has("zones", "cidr") || !problems.Has("web.port") || problems.Has("web", "port", "zones") || problems.Has() {
		t.Error("the fields are not those that were added")
	}
}

func TestAProblemWithoutAFieldIsItsMessage(t *testing.T) {
	if got := (&problem.Problem{Message: "contradicts itself"}).Error(); got != "contradicts itself" {
		t.Errorf("the error is %q", got)
	}
}

// New panics with the problems wrapped once, and an app may wrap them again.
func TestAllLooksIntoWrappedErrors(t *testing.T) {
	var problems problem.List
	problems.Addf("zones", "1 named")
	problems.Addf("nat", "is not known")
	want := []problem.Problem{{Field: "zones", Message: "1 named"}, {Field: "nat", Message: "is not known"}}

	wrapped := fmt.Errorf("stack: %w", fmt.Errorf("network %q: %w", "Network", problems.Err()))
	if got := deref(problem.All(wrapped)); !reflect.DeepEqual(got, want) {
		t.Errorf("the problems are %v, want %v", got, want)
	}
	joined := errors.Join(errors.New("no such file"), problems.Err())
	if got := deref(problem.All(joined)); !reflect.DeepEqual(got, append([]problem.Problem{{Message: "no such file"}}, want...)) {
		t.Errorf("the problems are %v", got)
	}
	unrelated := fmt.Errorf("config/prod.yaml: %w", errors.New("no such file"))
	if got := deref(problem.All(unrelated)); !reflect.DeepEqual(got, []problem.Problem{{Message: "config/prod.yaml: no such file"}}) {
		t.Errorf("the problems are %v", got)
	}
}

func TestJoin(t *testing.T) {
	for _, tt := range []struct{ parent, field, want string }{
		{"web", "scaling.warmup", "web.scaling.warmup"},
		{"", "cidr", "cidr"},
		{"web", "", "web"},
		{"zones", "[1]", "zones[1]"},
		{"", "", ""},
	} {
		if got := problem.Join(tt.parent, tt.field); got != tt.want {
			t.Errorf("Join(%q, %q) is %q, want %q", tt.parent, tt.field, got, tt.want)
		}
	}
}

func TestIndex(t *testing.T) {
	if got := problem.Index("zones", 12); got != "zones[12]" {
		t.Errorf("the index is %q, want zones[12]", got)
	}
}

func deref(problems []*problem.Problem) []problem.Problem {
	var all []problem.Problem
	for _, p := range problems {
		all = append(all, *p)
	}
	return all
}
