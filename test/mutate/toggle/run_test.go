package toggle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// follow returns what a plan's process says, without the times.
func follow(t *testing.T, p Plan, passes func(string) bool) []string {
	t.Helper()
	takeReached()
	var out bytes.Buffer
	p.follow(&out, passes)
	var said []string
	for decoder := json.NewDecoder(&out); decoder.More(); {
		var l Line
		if err := decoder.Decode(&l); err != nil {
			t.Fatal(err)
		}
		said = append(said, strings.TrimSpace(fmt.Sprintln(l.Event, l.Mutant, l.Test, l.Reached)))
	}
	return said
}

func TestRecord(t *testing.T) {
	said := follow(t, Plan{Record: []string{"A", "B"}}, func(test string) bool {
		At(2)
		return test != "B"
	})
	if want := []string{"recorded 0  []", "recorded 0 A [2]", "red 0 B [2]"}; !slices.Equal(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
}

func TestWork(t *testing.T) {
	work := []Work{{1, []string{"A", "B", "C"}, nil}, {2, []string{"A"}, nil}, {3, []string{"B"}, nil}, {4, []string{"A"}, nil}}
	broken := false
	said := follow(t, Plan{Work: work}, func(test string) bool {
		broken = broken || At(3)
		return !broken && (test != "B" || !At(1))
	})
	want := []string{
		"running 1 A []", "running 1 B []", "killed 1 B []",
		"running 2 A []", "survived 2  []",
		"running 3 B []", "spoiled 3 B []",
	}
	if !slices.Equal(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
	if At(0) != true {
		t.Error("a mutant stays active")
	}
}

func TestNeighboursMeetTheSameKillersFirst(t *testing.T) {
	tests, last := []string{"A", "B", "C"}, []string{"L"}
	work := []Work{{1, tests, last}, {2, tests, last}, {3, tests, last}, {4, []string{"A"}, last}}
	kills := map[string]int{"C": 1, "B": 2, "L": 3}
	said := follow(t, Plan{Work: work}, func(test string) bool { return kills[test] == 0 || !At(kills[test]) })
	want := []string{
		"running 1 A []", "running 1 B []", "running 1 C []", "killed 1 C []",
		"running 2 C []", "running 2 A []", "running 2 B []", "killed 2 B []",
		"running 3 B []", "running 3 C []", "running 3 A []", "running 3 L []", "killed 3 L []",
		"running 4 A []", "running 4 L []", "survived 4  []",
	}
	if !slices.Equal(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
	if got := toFront("E", []string{"A", "B", "C", "D"}); !slices.Equal(got, []string{"E", "A", "B", "C"}) {
		t.Errorf("the killers are %q", got)
	}
}

type failures struct {
	said    []string
	skipped bool
}

func (f *failures) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}

func (f *failures) Failed() bool { return len(f.said) > 0 }

func (f *failures) SkipNow() { f.skipped = true }

func TestAPanicIsAFailure(t *testing.T) {
	var f failures
	func() {
		defer Caught(&f)
		panic("ouch")
	}()
	func() { defer Caught(&f) }()
	if !slices.Equal(f.said, []string{"panic: ouch"}) {
		t.Errorf("failures are %q", f.said)
	}
}

func TestSubtestsEndWithTheFirstFailure(t *testing.T) {
	subtest := func(fails bool) (skipped bool) {
		var f failures
		defer Caught(&f)
		Started(&f)
		if fails {
			f.Errorf("wrong")
		}
		return f.skipped
	}
	follow(t, Plan{Record: []string{"A", "B"}}, func(string) bool {
		for i, want := range []bool{false, false, true} {
			if got := subtest(i == 1); got != want {
				t.Errorf("subtest %d is left out: %v", i, got)
			}
		}
		return false
	})
}

func TestWhatIsKeptIsForgotten(t *testing.T) {
	defer func(was []any) { kept = was }(kept)
	a, b := 1, &struct{}{}
	Forget(&a, &b)
	forget()
	if a != 0 || b != nil {
		t.Errorf("a is %v and b is %v", a, b)
	}
}
