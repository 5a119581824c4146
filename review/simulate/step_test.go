package simulate_test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// TestTimeToCarry follows one server by hand. 160 on two servers is 80 %, above 70 % from the first minute on. Three minutes
// make an alarm, so the third server is started before minute 3; a minute later it is in service, two more and it carries.
// The alarm sees 53 % in minute 6, in which the server still warms up, and is OK before anything is added again.
func TestTimeToCarry(t *testing.T) {
	r := wantChanges(t, simulate.Default(), load(30, 160), "3: 2→3 out")
	for minute, want := range map[int]simulate.Minute{
		2: {Wanted: 2, InService: 2, CPU: 80},
		3: {Wanted: 3, InService: 2, Starting: 1, CPU: 80},
		5: {Wanted: 3, InService: 2, Starting: 1, CPU: 80},
		6: {Wanted: 3, InService: 3, CPU: 160.0 / 3},
	} {
		got := r.Minutes[minute]
		if got.Wanted != want.Wanted || got.InService != want.InService || got.Starting != want.Starting || !near(got.CPU, want.CPU) {
			t.Errorf("minute %d is %+v, want %+v", minute, got, want)
		}
	}
	var states []simulate.Event
	for _, e := range r.Events {
		if e.Kind == simulate.AlarmChanged && e.By == "ScaleOut" {
			states = append(states, e)
		}
	}
	if len(states) != 2 || states[0].State != simulate.InAlarm || states[0].Minute != 3 || states[1].State != simulate.OK || states[1].Minute != 7 {
		t.Errorf("the alarm goes through %v", states)
	}
}

// TestWarmingServersAreAddedOnce has four servers' worth of load on two: while the third warms up, until minute 7, the same
// breach adds nothing more. From minute 11 on a fifth is wanted.
func TestWarmingServersAreAddedOnce(t *testing.T) {
	r := wantChanges(t, simulate.Default(), load(40, 380), "3: 2→3 out, 7: 3→4 out")
	for minute, want := range map[int]bool{10: false, 11: true, 39: true} {
		if got := r.Minutes[minute].Bounded; got != want {
			t.Errorf("in minute %d bounded is %v", minute, got)
		}
	}
}

// TestWarmupThatIsTooShort makes servers count before they carry: they do nothing, lower the average, and nobody sees that the
// other two are at 80 %.
func TestWarmupThatIsTooShort(t *testing.T) {
	s := simulate.Default()
	s.ReadySeconds = 600
	r := wantChanges(t, s, load(13, 160), "3: 2→3 out, 7: 3→4 out")
	if m := r.Minutes[7]; m.CPU != 80 || !near(m.Seen, 160.0/3) {
		t.Errorf("minute 7 is %+v, want 80 %% CPU and 53 %% seen", m)
	}
	if m := r.Minutes[6]; m.Seen != 80 {
		t.Errorf("minute 6 is %+v, want 80 %% seen", m)
	}
}

// TestWarmupEndsAsTheServerCarries starts a second server too many: the warm-up is over before the alarm has seen a minute
// with the first.
func TestWarmupEndsAsTheServerCarries(t *testing.T) {
	s := simulate.Default()
	s.ReadySeconds = 180
	wantChanges(t, s, load(30, 160), "3: 2→3 out, 7: 3→4 out")
}

func TestGroupsWarmup(t *testing.T) {
	s := between(2, 9, 2)
	s.WarmupSeconds = 240
	s.Steps = []simulate.StepPolicy{{Alarm: above(70), Steps: add(1)}}
	wantChanges(t, s, load(6, 900), "1: 2→3 out, 5: 3→4 out")
	s.Steps[0].WarmupSeconds = 120 // a policy's own goes first
	wantChanges(t, s, load(6, 900), "1: 2→3 out, 3: 3→4 out, 5: 4→5 out")
}

// TestScaleInGoesOn removes one a minute for as long as the alarm stays in ALARM: fifteen minutes below 30 %, and 40 on
// three and on two servers is below 30 % too.
func TestScaleInGoesOn(t *testing.T) {
	s := simulate.Default()
	s.Initial = 4
	for drain, want := range map[int]string{
		0:   "15: 4→3 in, 16: 3→2 in",
		60:  "15: 4→3 in, 16: 3→2 in",
		120: "15: 4→3 in, 17: 3→2 in", // what is being stopped counts as there: the first minute takes it away again
		300: "15: 4→3 in, 20: 3→2 in",
	} {
		s.DrainSeconds = drain
		wantChanges(t, s, load(30, 40), want)
	}
	s.DrainSeconds = 300
	r := run(t, s, load(30, 40))
	if m := r.Minutes[15]; m.InService != 3 || m.Stopping != 1 {
		t.Errorf("minute 15 is %+v, want 3 servers and one that stops", m)
	}
	if m := r.Minutes[20]; m.InService != 2 || m.Stopping != 1 {
		t.Errorf("minute 20 is %+v, want 2 servers and one that stops", m)
	}
}

// TestNothingIsRemovedDuringWarmup starts a server by the clock when the load is low.
func TestNothingIsRemovedDuringWarmup(t *testing.T) {
	s := simulate.Default()
	s.Schedule = []simulate.ScheduledAction{{Name: "more", From: midnight.Add(14 * 60e9), Desired: new(4)}}
	// Without a warm-up, the alarm would remove one before minute 15. The servers have warmed up before minute 18.
	wantChanges(t, s, load(30, 20), "14: 2→4 on time, 18: 4→3 in, 19: 3→2 in")
}

func TestBoundsOfTheGroup(t *testing.T) {
	// The examples of the Auto Scaling User Guide, "How scaling policies work".
	s := between(1, 3, 2)
	s.Steps = []simulate.StepPolicy{{Alarm: above(70), Steps: add(3)}}
	wantChanges(t, s, load(3, 300), "1: 2→3 out")
	s = between(2, 5, 3)
	s.Steps = []simulate.StepPolicy{{Alarm: below(30), Steps: remove(2)}}
	wantChanges(t, s, load(3, 10), "1: 3→2 in")
}

// TestStepAdjustments is the example of the Auto Scaling User Guide, "Step adjustments" and "Instance warm-up".
func TestStepAdjustments(t *testing.T) {
	s := between(1, 100, 10)
	s.Steps = []simulate.StepPolicy{
		{Name: "out", Alarm: simulate.Alarm{Comparison: simulate.GreaterOrEqual, Threshold: 50}, Adjustment: simulate.PercentChangeInCapacity, Steps: []simulate.Step{
			{Lower: new(0.0), Upper: new(10.0), By: 0},
			{Lower: new(10.0), Upper: new(20.0), By: 10},
			{Lower: new(20.0), By: 30},
		}},
		{Name: "in", Alarm: simulate.Alarm{Comparison: simulate.LessOrEqual, Threshold: 50}, Adjustment: simulate.PercentChangeInCapacity, Steps: []simulate.Step{
			{Lower: new(-10.0), Upper: new(0.0), By: 0},
			{Lower: new(-20.0), Upper: new(-10.0), By: -10},
			{Upper: new(-20.0), By: -30},
		}},
	}
	t.Run("after warm-up", func(t *testing.T) {
		// 60 % on 10; 70 % on 11; 40 % on 14; 30 % on 13; between, nothing.
		wantChanges(t, s, load(1, 600, 1, 770, 1, 560, 1, 390, 5, 590, 5, 410), "1: 10→11 out, 2: 11→14 out, 3: 14→13 in, 4: 13→10 in")
	})
	t.Run("during warm-up", func(t *testing.T) {
		s.WarmupSeconds, s.ReadySeconds = 600, 600
		wantChanges(t, s, load(1, 600, 1, 620, 1, 700), "1: 10→11 out, 3: 11→13 out")
	})
}

func TestAdjustments(t *testing.T) {
	for name, test := range map[string]struct {
		policy simulate.StepPolicy
		load   float64
		want   string
	}{
		"percent of few":                {simulate.StepPolicy{Alarm: above(70), Adjustment: simulate.PercentChangeInCapacity, Steps: add(10)}, 380, "1: 4→5 out"},
		"at least a magnitude":          {simulate.StepPolicy{Alarm: above(70), Adjustment: simulate.PercentChangeInCapacity, MinMagnitude: 2, Steps: add(25)}, 380, "1: 4→6 out"},
		"removing at least a magnitude": {simulate.StepPolicy{Alarm: below(30), Adjustment: simulate.PercentChangeInCapacity, MinMagnitude: 2, Steps: remove(25)}, 100, "1: 4→2 in"},
		"a magnitude of nothing":        {simulate.StepPolicy{Alarm: above(70), Adjustment: simulate.PercentChangeInCapacity, MinMagnitude: 2, Steps: add(0)}, 380, ""},
		"exactly more":                  {simulate.StepPolicy{Alarm: above(70), Adjustment: simulate.ExactCapacity, Steps: add(7)}, 380, "1: 4→7 out"},
		"exactly fewer":                 {simulate.StepPolicy{Alarm: below(70), Adjustment: simulate.ExactCapacity, Steps: []simulate.Step{{Upper: new(0.0), By: 2}}}, 260, "1: 4→2 in"},
		"no step for so little":         {simulate.StepPolicy{Alarm: above(70), Steps: []simulate.Step{{Lower: new(26.0), By: 1}}}, 380, ""},
		"the step that it is in":        {simulate.StepPolicy{Alarm: above(70), Steps: []simulate.Step{{Lower: new(0.0), Upper: new(25.0), By: 1}, {Lower: new(25.0), By: 3}}}, 380, "1: 4→7 out"},
	} {
		t.Run(name, func(t *testing.T) {
			s := between(1, 9, 4)
			s.Steps = []simulate.StepPolicy{test.policy}
			wantChanges(t, s, load(1, test.load), test.want)
		})
	}
}

// TestAggregation picks the step by three minutes of 75, 85 and 95 %.
func TestAggregation(t *testing.T) {
	for aggregation, want := range map[simulate.Aggregation]string{
		"":               "3: 4→6 out",
		simulate.Minimum: "3: 4→5 out",
		simulate.Maximum: "3: 4→7 out",
	} {
		s := between(1, 9, 4)
		alarm := above(70)
		alarm.Periods = 3
		s.Steps = []simulate.StepPolicy{{Alarm: alarm, Aggregation: aggregation, Steps: []simulate.Step{
			{Lower: new(0.0), Upper: new(10.0), By: 1}, {Lower: new(10.0), Upper: new(20.0), By: 2}, {Lower: new(20.0), By: 3},
		}}}
		wantChanges(t, s, load(1, 300, 1, 340, 1, 380), want)
	}
}

// TestSimplePolicies wait: a server starts in one minute, and the cooldown lasts three more.
func TestSimplePolicies(t *testing.T) {
	s := between(1, 9, 2)
	s.StartSeconds = 60
	s.Steps = []simulate.StepPolicy{{Alarm: above(70), Simple: true, CooldownSeconds: 180, Steps: []simulate.Step{{By: 1}}}}
	wantChanges(t, s, load(10, 900), "1: 2→3 out, 5: 3→4 out, 9: 4→5 out")
	s.Steps[0].CooldownSeconds, s.StartSeconds = 0, 120
	wantChanges(t, s, load(6, 900), "1: 2→3 out, 3: 3→4 out, 5: 4→5 out")

	s = between(1, 9, 4)
	s.DrainSeconds = 60
	s.Steps = []simulate.StepPolicy{{Alarm: below(30), Simple: true, CooldownSeconds: 60, Steps: []simulate.Step{{By: -1}}}}
	wantChanges(t, s, load(6, 10), "1: 4→3 in, 3: 3→2 in, 5: 2→1 in")
}

// TestLargestCapacityWins is the example of the Auto Scaling User Guide, "Multiple scaling policies".
func TestLargestCapacityWins(t *testing.T) {
	s := between(1, 20, 8)
	s.Steps = []simulate.StepPolicy{
		{Alarm: below(30), Steps: remove(3)},
		{Alarm: below(30), Adjustment: simulate.PercentChangeInCapacity, Steps: remove(25)},
	}
	wantChanges(t, s, load(1, 100), "1: 8→6 in")
	s.Steps = []simulate.StepPolicy{
		{Name: "one", Alarm: above(70), Steps: add(1)},
		{Name: "two", Alarm: above(70), Steps: add(2)},
	}
	r := wantChanges(t, s, load(1, 700), "1: 8→10 out")
	if by := r.Events[len(r.Events)-1].By; by != "two" {
		t.Errorf("it is by %s", by)
	}
	s.Steps[0].Steps = add(2)
	r = run(t, s, load(1, 700))
	if by := r.Events[len(r.Events)-1].By; by != "one" {
		t.Errorf("of two that want the same, it is by %s", by)
	}
	s.Steps = []simulate.StepPolicy{{Alarm: above(10), Steps: add(0)}, {Alarm: below(30), Steps: remove(1)}}
	wantChanges(t, s, load(5, 160), "") // one policy is content with 8
}
