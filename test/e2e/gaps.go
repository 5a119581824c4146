package e2e

import (
	"slices"
	"testing"
)

// gaps are what the endpoint cannot do, and what is therefore not asserted: on an endpoint that can, it is. And they are what
// this suite does not know of.
type gaps struct {
	real  bool // AWS itself answers, which has no gaps: what could be one is a failure
	lines []string
}

// note tells what is not asserted, and what the endpoint does not do. It takes more than an answer that is not there to
// say so: what was not set is a failure.
func (g *gaps) note(t *testing.T, open, lacks string) {
	t.Helper()
	line := open + ": the endpoint does not " + lacks
	if g.real {
		t.Error(line)
		return
	}
	g.add(t, line)
}

// unseen tells of a type of resources that only its stack's list shows. It is this suite that does not look at it.
func (g *gaps) unseen(t *testing.T, resourceType string) {
	t.Helper()
	g.add(t, resourceType+": kinds in resources.go does not have it")
}

func (g *gaps) add(t *testing.T, line string) {
	t.Helper()
	if !slices.Contains(g.lines, line) {
		t.Log("not asserted: " + line)
		g.lines = append(g.lines, line)
	}
}

// tell lists them all, at the end.
func (g *gaps) tell(t *testing.T) {
	t.Helper()
	for _, line := range g.lines {
		t.Log("not asserted here: " + line)
	}
}

// reported asserts a field that some endpoints leave out altogether. AWS always has it: as a zero, when it was not set.
func reported[T comparable](t *testing.T, g *gaps, field string, got *T, want T) {
	t.Helper()
	if got == nil {
		g.note(t, field, "report it")
		return
	}
	same(t, field, *got, want)
}
