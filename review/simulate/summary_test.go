package simulate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// TestSummary adds up half an hour by hand. Two servers carry 200; 260 comes for ten minutes. The third server carries from
// minute 16 on, so that minutes 10 to 15 are overloaded by 60 of 260. CPU: 50 %, 100 % in six minutes, 87 % in four, 33 %.
// Above 70 % for ten minutes; at minute 17 the third has warmed up, and a fourth is added, which carries from minute 20 on.
func TestSummary(t *testing.T) {
	r := wantChanges(t, simulate.Default(), load(10, 100, 10, 260, 10, 100), "13: 2→3 out, 17: 3→4 out")
	s := r.Summary()
	const offered, lost = 60 * (10*100 + 10*260 + 10*100.0), 60 * 6 * 60
	if s.PeakLoad != 260 || !s.PeakAt.Equal(r.Load.At(10)) || s.PeakCPU != 100 || s.Threshold != 70 || s.MinutesAbove != 10 ||
		!near(s.Lost, lost/offered) || s.PeakServers != 4 || s.Needed != 4 || s.ScaleOuts != 2 || s.ScaleIns != 0 || s.KeepsUp() ||
		!near(s.ServerHours, (13*2+4*3+13*4)/60.0) {
		t.Errorf("summary is %+v", s)
	}
	const want = `is overloaded from Mon 00:10 to 00:16
loses 7.8 % of the requests
peak: 260 requests per second at Mon 00:10; CPU 100 %, above 70 % for 10 min
servers: at most 4 in service, 4 needed at the peak, 1.5 server hours
scaling: added 2 times, removed 0 times
`
	if diff := cmp.Diff(want, s.String()); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func TestVerdict(t *testing.T) {
	flapping := simulate.Default()
	flapping.Steps[1].Alarm.Threshold = 55
	flapping.Initial = 3
	for name, test := range map[string]struct {
		settings simulate.Settings
		load     simulate.Load
		want     string
	}{
		"keeps up": {simulate.Default(), load(30, 100), `keeps up: every request is carried
peak: 100 requests per second at Mon 00:00; CPU 50 %, above 70 % for 0 min
servers: at most 2 in service, 2 needed at the peak, 1.0 server hours
scaling: added 0 times, removed 0 times
`},
		// 150 is 50 % of three and 75 % of two.
		"flaps": {flapping, load(25, 150), `keeps up: every request is carried
flaps: removes at Mon 00:15 and adds again at Mon 00:18
peak: 150 requests per second at Mon 00:00; CPU 75 %, above 70 % for 6 min
servers: at most 3 in service, 3 needed at the peak, 1.2 server hours
scaling: added once, removed once
`},
		"overshoots": {simulate.Default(), load(4, 160, 30, 40), `keeps up: every request is carried
overshoots: adds at Mon 00:03 and removes again at Mon 00:19
peak: 160 requests per second at Mon 00:00; CPU 80 %, above 70 % for 4 min
servers: at most 3 in service, 3 needed at the peak, 1.4 server hours
scaling: added once, removed once
`},
		"is bounded, twice": {simulate.Default(), load(30, 400, 5, 100, 10, 300), `is overloaded from Mon 00:00 to 00:10
loses 10 % of the requests
wants more servers than its maximum from Mon 00:11 to 00:31
wants more servers than its maximum from Mon 00:38 to 00:45
peak: 400 requests per second at Mon 00:00; CPU 100 %, above 70 % for 40 min
servers: at most 4 in service, 6 needed at the peak, 2.8 server hours
scaling: added 2 times, removed 0 times
`},
		"of a fixed size, for a day": {between(1, 1, 1), load(24*60, 150, 1, 0), `is overloaded from Mon 00:00 to Tue 00:00
loses 33 % of the requests
peak: 150 requests per second at Mon 00:00; CPU 100 %
servers: at most 1 in service, 2 needed at the peak, 24.0 server hours
scaling: added 0 times, removed 0 times
`},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, run(t, test.settings, test.load).Summary().String()); diff != "" {
				t.Errorf("summary (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUndone has what undoes a change half an hour later, and a minute too late.
func TestUndone(t *testing.T) {
	s := simulate.Default()
	for minute, want := range map[float64]int{18: 1, 19: 0} {
		r := wantChanges(t, s, load(minute, 160, 15, 40), map[float64]string{18: "3: 2→3 out, 33: 3→2 in", 19: "3: 2→3 out, 34: 3→2 in"}[minute])
		if summary := r.Summary(); len(summary.Overshoots) != want || len(summary.Flaps) != 0 {
			t.Errorf("overshoots are %v, want %d", summary.Overshoots, want)
		}
	}
	s.Initial = 3
	for minute, want := range map[float64]int{42: 1, 43: 0} {
		r := wantChanges(t, s, load(minute, 80, 5, 160), map[float64]string{42: "15: 3→2 in, 45: 2→3 out", 43: "15: 3→2 in, 46: 2→3 out"}[minute])
		if summary := r.Summary(); len(summary.Flaps) != want || len(summary.Overshoots) != 0 {
			t.Errorf("flaps are %v, want %d", summary.Flaps, want)
		}
	}
}

// TestNothingToSum has no load and no threshold.
func TestNothingToSum(t *testing.T) {
	if s := run(t, between(1, 1, 1), load(2, 0)).Summary(); s.Lost != 0 || !s.KeepsUp() || s.Needed != 0 {
		t.Errorf("summary is %+v", s)
	}
	if s := run(t, between(1, 1, 1), load(2, 100)).Summary(); s.MinutesAbove != 0 || s.Threshold != 0 {
		t.Errorf("summary is %+v", s)
	}
}

// TestThreshold is the lowest CPU that adds servers; what removes them, or looks at something else, is none.
func TestThreshold(t *testing.T) {
	s := between(1, 9, 2)
	s.Steps = []simulate.StepPolicy{
		{Alarm: below(10), Steps: remove(1)},
		{Alarm: above(80), Steps: add(1)},
		{Alarm: simulate.Alarm{Metric: simulate.RequestsPerTarget, Comparison: simulate.GreaterThan, Threshold: 5}, Steps: add(1)},
	}
	for _, want := range []float64{80, 60} {
		if got := run(t, s, load(1, 50)).Summary().Threshold; got != want {
			t.Errorf("threshold is %g, want %g", got, want)
		}
		s.Targets = []simulate.TargetPolicy{{Target: 60}, {Metric: simulate.RequestsPerTarget, Target: 5}}
	}
}

// TestNeeded counts what a server does without load. 100 a server at 100 % and 20 % idle leave 50 a server at 60 %.
func TestNeeded(t *testing.T) {
	s := between(1, 9, 4)
	s.Steps = []simulate.StepPolicy{{Alarm: above(60), Steps: add(1)}}
	l := load(1, 201)
	l.IdleCPU = 20
	if got := run(t, s, l).Summary().Needed; got != 5 {
		t.Errorf("%d are needed, want 5", got)
	}
	l.IdleCPU = 60 // no server stays below that
	if got := run(t, s, l).Summary().Needed; got != 3 {
		t.Errorf("%d are needed, want 3", got)
	}
}

func TestEventsRead(t *testing.T) {
	var lines []string
	for _, e := range run(t, simulate.Default(), load(4, 160, 25, 40)).Events {
		lines = append(lines, e.String())
	}
	want := []string{
		"Mon 00:01  alarm ScaleIn: OK",
		"Mon 00:03  alarm ScaleOut: ALARM",
		"Mon 00:03  2 → 3 servers by ScaleOut: CPU 80.0 % is above 70 %",
		"Mon 00:05  alarm ScaleOut: OK",
		"Mon 00:19  alarm ScaleIn: ALARM",
		"Mon 00:19  3 → 2 servers by ScaleIn: CPU 14.2 % is below 30 %",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	s := tracking(2, simulate.TargetPolicy{Name: "requests", Metric: simulate.RequestsPerTarget, Target: 3000})
	events := run(t, s, load(3, 160)).Events
	if got, want := events[len(events)-1].Reason, "4800 requests a minute per server are above 3000"; got != want {
		t.Errorf("reason is %q, want %q", got, want)
	}
}
