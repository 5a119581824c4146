package toggle

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"time"
)

// PlanVariable names the environment variable that names the file with a [Plan]: a variable holds no long plan.
const PlanVariable = "MUTATE_PLAN"

// A Plan is what a test binary does instead of running its tests once.
type Plan struct {
	// Record runs these tests one by one, without a mutant, and tells what each reaches and how long it takes.
	Record []string
	// Work runs each mutant against its tests until one fails.
	Work []Work
}

// Work is a mutant and the tests that may kill it, those first that come first.
type Work struct {
	Mutant int
	Tests  []string
	// Last are tests that are run after the others, however likely they are to kill.
	Last []string
}

// A Line is what the test binary says on standard output: each is JSON on a line of its own.
type Line struct {
	Event   Event
	Mutant  int           `json:",omitempty"`
	Test    string        `json:",omitempty"`
	Took    time.Duration `json:",omitempty"`
	Reached []int         `json:",omitempty"`
}

// An Event is what a [Line] is about.
type Event string

const (
	// Recorded tells what a test reaches without a mutant. Without a name of a test, it is what the start reaches.
	Recorded Event = "recorded"
	// Red tells of a test that fails without a mutant.
	Red Event = "red"
	// Running tells of a test that starts.
	Running Event = "running"
	// Killed tells that the test fails with the mutant and passes without it.
	Killed Event = "killed"
	// Survived tells that every test passes with the mutant.
	Survived Event = "survived"
	// Spoiled tells that the test fails with the mutant and then without it as well: the process is of no more use.
	Spoiled Event = "spoiled"
)

// Main is the tests' m.Run when there is no plan; with one, it does what the plan says.
func Main(run func() int) int {
	file := os.Getenv(PlanVariable)
	if file == "" {
		return run()
	}
	plan, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	var p Plan
	if err := json.Unmarshal(plan, &p); err != nil {
		panic(err)
	}
	out := os.Stdout
	os.Stdout = os.Stderr // what the tests say is in nobody's way there
	p.follow(out, func(test string) bool {
		forget()
		if err := flag.Set("test.run", "^"+test+"$"); err != nil {
			panic(err)
		}
		return run() == 0
	})
	return 0
}

var kept []any

// Forget names variables, by their addresses, that are given their zero values before each test: what an earlier one has
// put there was made with another mutant.
func Forget(addresses ...any) {
	kept = append(kept, addresses...)
}

func forget() {
	for _, address := range kept {
		reflect.ValueOf(address).Elem().SetZero()
	}
}

func (p Plan) follow(out io.Writer, run func(test string) bool) {
	passes := func(test string) bool {
		failed = false
		return run(test)
	}
	tell := func(l Line) {
		if err := json.NewEncoder(out).Encode(l); err != nil {
			panic(err)
		}
	}
	if len(p.Record) > 0 {
		tell(Line{Event: Recorded, Reached: sorted(takeReached())})
	}
	for _, test := range p.Record {
		start, event := time.Now(), Recorded
		if !passes(test) {
			event = Red
		}
		tell(Line{Event: event, Test: test, Took: time.Since(start), Reached: sorted(takeReached())})
	}
	recording = false
	fromStart := active // it stays: what the package variables are made of does not change any more
	var killers []string
	for _, w := range p.Work {
		verdict := w.after(killers).verdict(fromStart, passes, tell)
		if verdict.Event == Killed && slices.Contains(w.Tests, verdict.Test) {
			killers = toFront(verdict.Test, killers)
		}
		tell(verdict)
		if verdict.Event == Spoiled {
			return
		}
	}
}

// toFront puts what has just killed before what did earlier, which is forgotten in the end.
func toFront(test string, killers []string) []string {
	const most = 4
	rest := slices.DeleteFunc(slices.Clone(killers), func(k string) bool { return k == test })
	return append([]string{test}, rest[:min(len(rest), most-1)]...)
}

// after puts first the tests that have killed the mutants before: neighbours are killed by the same ones.
func (w Work) after(killers []string) Work {
	isKiller := func(test string) bool { return slices.Contains(killers, test) }
	first := slices.DeleteFunc(slices.Clone(killers), func(k string) bool { return !slices.Contains(w.Tests, k) })
	w.Tests = slices.Concat(first, slices.DeleteFunc(slices.Clone(w.Tests), isKiller))
	return w
}

func (w Work) verdict(fromStart int, passes func(string) bool, tell func(Line)) Line {
	activate(w.Mutant)
	for _, test := range slices.Concat(w.Tests, w.Last) {
		tell(Line{Event: Running, Mutant: w.Mutant, Test: test})
		if passes(test) {
			continue
		}
		activate(0)
		if fromStart == 0 && !passes(test) {
			return Line{Event: Spoiled, Mutant: w.Mutant, Test: test}
		}
		return Line{Event: Killed, Mutant: w.Mutant, Test: test}
	}
	activate(0)
	return Line{Event: Survived, Mutant: w.Mutant}
}

func sorted(set map[int]bool) []int {
	var all []int
	for n := range set {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// failed says that a part of the test that runs has failed: nothing more can be learnt from it.
var failed bool

// A T is what is needed of a *testing.T.
type T interface {
	Errorf(format string, args ...any)
	Failed() bool
	SkipNow()
}

// Caught makes a panic a failure of the test that panics. The instrumented tests defer it.
func Caught(t T) {
	if problem := recover(); problem != nil {
		t.Errorf("%s", fmt.Sprint("panic: ", problem))
	}
	failed = failed || t.Failed()
}

// Started leaves out a subtest when another one has failed before it. The instrumented subtests begin with it.
func Started(t T) {
	if failed {
		t.SkipNow()
	}
}
