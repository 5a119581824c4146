package simulate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// Servers in these tests carry 100 requests per second each, so that a load of 160 on two of them is 80 % CPU.
const perServer = 100

var midnight = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// load is so many minutes of each of some loads: load(3, 100, 5, 200).
func load(minutesAndLoads ...float64) simulate.Load {
	l := simulate.Load{Start: midnight, PerServer: perServer}
	for pair := range slices.Chunk(minutesAndLoads, 2) {
		l.PerMinute = append(l.PerMinute, slices.Repeat(pair[1:], int(pair[0]))...)
	}
	return l
}

func run(t *testing.T, s simulate.Settings, l simulate.Load) *simulate.Result {
	t.Helper()
	result, err := simulate.Run(s, l)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// changes are the changes of the number of servers: "3: 2→3 out", before the third minute.
func changes(r *simulate.Result) string {
	var all []string
	for _, e := range r.Events {
		switch e.Kind {
		case simulate.ScaledOut:
			all = append(all, fmt.Sprintf("%d: %d→%d out", e.Minute, e.From, e.To))
		case simulate.ScaledIn:
			all = append(all, fmt.Sprintf("%d: %d→%d in", e.Minute, e.From, e.To))
		case simulate.Scheduled:
			all = append(all, fmt.Sprintf("%d: %d→%d on time", e.Minute, e.From, e.To))
		}
	}
	return strings.Join(all, ", ")
}

func wantChanges(t *testing.T, s simulate.Settings, l simulate.Load, want string) *simulate.Result {
	t.Helper()
	r := run(t, s, l)
	if got := changes(r); got != want {
		t.Errorf("changes are %q, want %q", got, want)
	}
	return r
}

// at once makes servers carry and count from the minute after the decision, and be gone at once.
func atOnce(s simulate.Settings) simulate.Settings {
	s.StartSeconds, s.ReadySeconds, s.WarmupSeconds, s.DrainSeconds = 0, 0, 0, 0
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		s.Steps[i].WarmupSeconds = 0
	}
	return s
}

// between is a group of a number of servers.
func between(least, most, initial int) simulate.Settings {
	return simulate.Settings{Min: least, Max: most, Initial: initial}
}

// above and below are alarms that go off at once.
func above(threshold float64) simulate.Alarm {
	return simulate.Alarm{Comparison: simulate.GreaterThan, Threshold: threshold}
}

func below(threshold float64) simulate.Alarm {
	return simulate.Alarm{Comparison: simulate.LessThan, Threshold: threshold}
}

// add and remove are steps of one policy.
func add(n int) []simulate.Step    { return []simulate.Step{{Lower: new(0.0), By: n}} }
func remove(n int) []simulate.Step { return []simulate.Step{{Upper: new(0.0), By: -n}} }
