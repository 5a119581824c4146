package simulate_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

func TestReadCSV(t *testing.T) {
	tokyo := time.FixedZone("", 9*3600)
	for name, test := range map[string]struct {
		file  string
		day   time.Time
		start time.Time
		want  string
	}{
		"times of a day":       {"time,load\n00:10,5\n00:12,6.5\n00:15,0\n", time.Time{}, midnight.Add(10 * time.Minute), "[5 5 6.5 6.5 6.5 0 0 0]"},
		"of a day of yours":    {"time,load\n9:30,5\n", time.Date(2026, 11, 2, 0, 0, 0, 0, tokyo), time.Date(2026, 11, 2, 9, 30, 0, 0, tokyo), "[5]"},
		"minutes":              {"time,load\n0,5\n1,6\n", time.Time{}, midnight, "[5 6]"},
		"more than a day":      {"time,load\n1439,5\n1441,6\n", time.Time{}, midnight.Add(1439 * time.Minute), "[5 5 6 6]"},
		"dates":                {"time,load\n2026-11-02T09:30:00+09:00,5\n2026-11-02T00:32:00Z,6\n", time.Time{}, time.Date(2026, 11, 2, 0, 30, 0, 0, time.UTC), "[5 5 6 6]"},
		"other columns":        {"\ufeffregion, Load ,errors,TIME\ntokyo,5,0,00:00\n# a note\ntokyo, 6,0, 00:01\n", time.Time{}, midnight, "[5 6]"},
		"load first":           {"load,time\n5,0\n", time.Time{}, midnight, "[5]"},
		"a single line":        {"time,load\n00:00,1e3\n", time.Time{}, midnight, "[1000]"},
		"the last one as long": {"time,load\n0,1\n1,2\n4,3\n", time.Time{}, midnight, "[1 2 2 2 3 3 3]"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := simulate.ReadCSV(strings.NewReader(test.file), test.day)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(l.PerMinute); got != test.want || !l.Start.Equal(test.start) {
				t.Errorf("from %v there is %s, want from %v %s", l.Start, got, test.start, test.want)
			}
		})
	}
}

// TestReadCSVOfAMonth has the longest trace that there may be.
func TestReadCSVOfAMonth(t *testing.T) {
	l, err := simulate.ReadCSV(strings.NewReader("time,load\n0,1\n1,1\n44639,1\n44640,1\n"), time.Time{})
	if err != nil || len(l.PerMinute) != 31*24*60+1 {
		t.Errorf("%d minutes, %v", len(l.PerMinute), err)
	}
}

func TestReadCSVRefuses(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"nothing":      {"", "no load: the file has no line with the columns' names, time and load"},
		"no names":     {"00:00,5\n", `no load: the first line is "00:00,5"; it must name the columns time and load`},
		"no load":      {"time,lod\n00:00,5\n", `no load: the first line is "time,lod"; it must name the columns time and load`},
		"only names":   {"time,load\n", "no load: the file has no line with a time and a load"},
		"broken quote": {"time,load\n0,x\n1,\"5\n", "line 2: load: \"x\" is no number of requests per second\nparse error on line 3, column 6: extraneous or missing \" in quoted-field"},
		"every problem": {"time,load\nnoon,5\n0,-3\n0\n1,1\n1,2\n0,2\n2,NaN\n3,+Inf\n2024-01-01T00:04:30Z,1\n2025-01-01T00:04:00Z,1\n", `line 2: time: "noon" is neither 15:04 nor 2024-01-01T15:04:00Z nor a number of minutes
line 3: load: "-3" is no number of requests per second
line 4: there is no time or no load
line 6: time: 1 is not after that of the line before
line 7: time: 0 is not after that of the line before
line 8: load: "NaN" is no number of requests per second
line 9: load: "+Inf" is no number of requests per second
line 10: time: 2024-01-01T00:04:30Z is not a whole minute
line 11: time: 2025-01-01T00:04:00Z is more than 31 days after the first`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := simulate.ReadCSV(strings.NewReader(test.file), time.Time{})
			if diff := cmp.Diff(test.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("time,load\n00:10,5\n00:12,6.5\n")
	f.Add("load,time\n1,0\n2,1439\n")
	f.Add("time,load\n2026-11-02T09:30:00+09:00,5\n2026-11-02T00:32:00Z,6\n")
	f.Fuzz(func(t *testing.T, file string) {
		l, err := simulate.ReadCSV(strings.NewReader(file), time.Time{})
		if err != nil {
			return
		}
		l.PerServer = 1
		if err := l.Validate(); err != nil {
			t.Errorf("%q: %v", file, err)
		}
	})
}

func TestValidate(t *testing.T) {
	s := simulate.Settings{
		Min: 3, Max: 2, WarmupSeconds: -1, StartSeconds: -2, ReadySeconds: -3, DrainSeconds: -4, MetricSeconds: 90,
		Steps: []simulate.StepPolicy{
			{},
			{
				Alarm:      simulate.Alarm{Metric: "latency", Comparison: simulate.LessThan, PeriodSeconds: 90, Periods: 3, Datapoints: 4, Missing: "gone"},
				Adjustment: "Half", Aggregation: "Median", WarmupSeconds: -5, CooldownSeconds: -6,
				Steps: []simulate.Step{{Lower: new(10.0), By: 1}, {Lower: new(5.0), Upper: new(5.0), By: 1}, {Upper: new(11.0), By: 2}},
			},
			{Alarm: simulate.Alarm{Comparison: simulate.LessThan, Periods: -1}, Adjustment: simulate.ExactCapacity, Steps: remove(1)},
		},
		Targets:  []simulate.TargetPolicy{{Target: 101}, {Metric: "latency", Target: 1, ScaleInPercent: 101, WarmupSeconds: -7}, {Metric: simulate.RequestsPerTarget}},
		Schedule: []simulate.ScheduledAction{{TimeZone: "Nowhere", Min: new(3), Max: new(2), Desired: new(-1)}, {From: midnight}},
	}
	const want = `max: 2 is less than min 3
warmupSeconds: -1 is negative
startSeconds: -2 is negative
readySeconds: -3 is negative
drainSeconds: -4 is negative
metricSeconds: 90 is no multiple of 60
steps[0].alarm.comparison: "" is none of GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold and LessThanOrEqualToThreshold
steps[0].steps: there are none; the policy would do nothing
steps[1].alarm.metric: "latency" is neither cpu nor requestsPerTarget
steps[1].alarm.periodSeconds: 90 is no multiple of 60
steps[1].alarm.datapoints: 4 is not between 1 and periods 3
steps[1].alarm.missing: "gone" is none of missing, notBreaching, breaching and ignore
steps[1].adjustment: "Half" is none of ChangeInCapacity, PercentChangeInCapacity and ExactCapacity
steps[1].aggregation: "Median" is none of Average, Minimum and Maximum
steps[1].warmupSeconds: -5 is negative
steps[1].cooldownSeconds: -6 is negative
steps[1].steps[1]: the lower bound 5 is not below the upper bound 5
steps[1].steps[2]: it overlaps another step
steps[2].alarm.periods: -1 is less than 1
steps[2].steps[0]: -1 is no capacity
targets[0].target: 101 cannot be tracked
targets[1].metric: "latency" is neither cpu nor requestsPerTarget
targets[1].scaleInPercent: 101 is out of range; use 1 to 100
targets[1].warmupSeconds: -7 is negative
targets[2].target: 0 cannot be tracked
schedule[0].recurrence: there is none, and no time to act once
schedule[0].timeZone: "Nowhere" is no time zone
schedule[0].desired: -1 is negative
schedule[0].max: 2 is less than min 3
schedule[1]: it sets neither min nor max nor desired`
	if diff := cmp.Diff(want, fmt.Sprint(s.Validate())); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	for want, s := range map[string]simulate.Settings{
		"min: -1 is negative":                           {Min: -1},
		"initial: 5 is not between min 2 and max 4":     {Min: 2, Max: 4, Initial: 5},
		"metricSeconds: -60 is no multiple of 60":       {MetricSeconds: -60},
		"steps[0].alarm.periodSeconds: -60 is no multi": {Steps: []simulate.StepPolicy{{Alarm: simulate.Alarm{Comparison: simulate.LessThan, PeriodSeconds: -60}, Steps: add(1)}}},
	} {
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("problems are %v, want %s", err, want)
		}
	}
	if err := simulate.Default().Validate(); err != nil {
		t.Error(err)
	}
}

// TestRunRefuses both what is wrong with the settings and what is wrong with the load.
func TestRunRefuses(t *testing.T) {
	_, err := simulate.Run(simulate.Settings{Min: -1}, simulate.Load{PerServer: math.NaN(), IdleCPU: 100})
	const want = "min: -1 is negative\nperMinute: there is no load\nperServer: NaN is nothing that a server carries\nidleCpu: 100 is out of range; use 0 to less than 100"
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	l := load(1, -1)
	l.IdleCPU, l.PerServer = -1, 0
	_, err = simulate.Run(simulate.Default(), l)
	const other = "perMinute[0]: -1 is no load\nperServer: 0 is nothing that a server carries\nidleCpu: -1 is out of range; use 0 to less than 100"
	if diff := cmp.Diff(other, fmt.Sprint(err)); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}
