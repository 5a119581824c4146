package simulate_test

import (
	"math"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// alarmed has one alarm that adds one of nine servers at 50 %.
func alarmed(a simulate.Alarm) simulate.Settings {
	a.Threshold = 50
	if a.Comparison == "" {
		a.Comparison = simulate.GreaterThan
	}
	s := between(2, 9, 2)
	// What is added never warms up, so that the alarm acts once.
	s.WarmupSeconds = 1 << 20
	s.Steps = []simulate.StepPolicy{{Alarm: a, Steps: []simulate.Step{{By: 1}}}}
	return s
}

func TestAlarmsCount(t *testing.T) {
	const hi, lo = 120.0, 80.0 // 60 % and 40 %
	for name, test := range map[string]struct {
		alarm simulate.Alarm
		load  simulate.Load
		want  string
	}{
		"one period":                   {simulate.Alarm{}, load(3, lo, 1, hi), "4: 2→3 out"},
		"three in a row":               {simulate.Alarm{Periods: 3}, load(2, hi, 1, lo, 3, hi), "6: 2→3 out"},
		"three in a row, never":        {simulate.Alarm{Periods: 3}, load(2, hi, 1, lo, 2, hi, 1, lo), ""},
		"two of three":                 {simulate.Alarm{Periods: 3, Datapoints: 2}, load(1, hi, 1, lo, 1, hi), "3: 2→3 out"},
		"two of three, too far apart":  {simulate.Alarm{Periods: 3, Datapoints: 2}, load(1, hi, 2, lo, 1, hi, 2, lo, 1, hi), ""},
		"two of three, after two":      {simulate.Alarm{Periods: 3, Datapoints: 2}, load(2, hi), "2: 2→3 out"}, // more cannot change it
		"five minutes' average":        {simulate.Alarm{PeriodSeconds: 300}, load(4, lo, 1, 2.01*hi), "5: 2→3 out"},
		"five minutes' average is low": {simulate.Alarm{PeriodSeconds: 300}, load(4, lo, 1, hi, 4, lo), ""},
		"two periods of five minutes":  {simulate.Alarm{PeriodSeconds: 300, Periods: 2}, load(30, hi), "10: 2→3 out"},
		"equal is not above":           {simulate.Alarm{}, load(3, 100), ""},
		"equal is at least":            {simulate.Alarm{Comparison: simulate.GreaterOrEqual}, load(3, 100), "1: 2→3 out"},
		"equal is not below":           {simulate.Alarm{Comparison: simulate.LessThan}, load(3, 100), ""},
		"below":                        {simulate.Alarm{Comparison: simulate.LessThan}, load(3, lo), "1: 2→3 out"},
		"equal is at most":             {simulate.Alarm{Comparison: simulate.LessOrEqual}, load(3, 100), "1: 2→3 out"},
		"requests per minute":          {simulate.Alarm{Metric: simulate.RequestsPerTarget}, load(3, 1.6, 1, 1.7), "4: 2→3 out"}, // 48 and 51 each
	} {
		t.Run(name, func(t *testing.T) { wantChanges(t, alarmed(test.alarm), test.load, test.want) })
	}
}

// TestAlarmsOfBasicMonitoring has servers that report every five minutes: no alarm knows more.
func TestAlarmsOfBasicMonitoring(t *testing.T) {
	s := alarmed(simulate.Alarm{PeriodSeconds: 60, Periods: 2})
	s.MetricSeconds = 300
	wantChanges(t, s, load(30, 120), "10: 2→3 out")
	s.Steps[0].Alarm.Metric = simulate.RequestsPerTarget // of the load balancer, which reports every minute
	wantChanges(t, s, load(30, 120), "2: 2→3 out")
}

// TestActionsRepeatEveryMinute has periods of five minutes: the policy is invoked every minute, on the same data.
func TestActionsRepeatEveryMinute(t *testing.T) {
	s := atOnce(alarmed(simulate.Alarm{PeriodSeconds: 300}))
	wantChanges(t, s, load(8, 120), "5: 2→3 out, 6: 3→4 out, 7: 4→5 out, 8: 5→6 out")
}

// TestMissingData has no server, and so no data, until the clock starts two in minute 3.
func TestMissingData(t *testing.T) {
	for missing, want := range map[simulate.Missing]string{
		"":                    "3: 0→2 on time, 5: 2→3 out",
		simulate.NotBreaching: "3: 0→2 on time, 5: 2→3 out",
		simulate.Ignore:       "3: 0→2 on time, 5: 2→3 out",
		simulate.Breaching:    "3: 0→2 on time, 4: 2→3 out",
	} {
		s := alarmed(simulate.Alarm{Periods: 2, Missing: missing})
		s.Min, s.Initial, s.WarmupSeconds = 0, 0, 0
		s.Steps[0].Steps[0].Lower = new(0.0)
		s.Steps[0].WarmupSeconds = 600
		s.Schedule = []simulate.ScheduledAction{{From: midnight.Add(3 * 60e9), Desired: new(2)}}
		wantChanges(t, s, load(8, 120), want)
	}
}

func TestNoServersCarryNothing(t *testing.T) {
	m := run(t, between(0, 2, 0), load(1, 50)).Minutes[0]
	if m.CPU != 0 || !math.IsNaN(m.Seen) || m.Carried != 0 || m.Capacity != 0 {
		t.Errorf("without servers a minute is %+v", m)
	}
}

func TestCPU(t *testing.T) {
	l := load(1, 0, 1, 100, 1, 200, 1, 300)
	l.IdleCPU = 20
	r := run(t, between(2, 2, 2), l)
	for minute, want := range []float64{20, 60, 100, 100} {
		if got := r.Minutes[minute].CPU; !near(got, want) {
			t.Errorf("minute %d is at %g %%, want %g %%", minute, got, want)
		}
	}
	if m := r.Minutes[3]; m.Load != 300 || m.Capacity != 200 || m.Carried != 200 {
		t.Errorf("the overloaded minute is %+v", m)
	}
}
