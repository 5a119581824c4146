package simulate_test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

func tracking(initial int, targets ...simulate.TargetPolicy) simulate.Settings {
	s := between(1, 20, initial)
	s.Targets = targets
	return s
}

func TestTargetTracking(t *testing.T) {
	for name, test := range map[string]struct {
		servers int
		policy  simulate.TargetPolicy
		load    simulate.Load
		want    string
	}{
		// The examples of the Auto Scaling User Guide: adding 1.5 servers adds two, removing 1.5 removes one.
		"adds in proportion, rounded up":        {3, simulate.TargetPolicy{Target: 50}, load(10, 225), "3: 3→5 out"},
		"removes in proportion, rounded down":   {5, simulate.TargetPolicy{Target: 50}, load(15, 175), "15: 5→4 in"},
		"adds until the target is met":          {2, simulate.TargetPolicy{Target: 50}, load(30, 300), "3: 2→4 out, 4: 4→6 out"}, // 100 % is all that can be seen first
		"at the target, nothing":                {4, simulate.TargetPolicy{Target: 50}, load(30, 200), ""},
		"two minutes above are not enough":      {4, simulate.TargetPolicy{Target: 50}, load(2, 300, 1, 200, 2, 300, 20, 200), ""},
		"a little below the target, nothing":    {10, simulate.TargetPolicy{Target: 50}, load(60, 451), ""},
		"a tenth below the target":              {10, simulate.TargetPolicy{Target: 50}, load(60, 440), "15: 10→9 in"},
		"further below, where AWS wants it so":  {10, simulate.TargetPolicy{Target: 50, ScaleInPercent: 70}, load(60, 360), ""},
		"fourteen minutes below are not enough": {10, simulate.TargetPolicy{Target: 50}, load(14, 100, 1, 500, 14, 100), ""},
		"never removes":                         {10, simulate.TargetPolicy{Target: 50, DisableScaleIn: true}, load(60, 100), ""},
		"requests, which do not end at 100 %":   {2, simulate.TargetPolicy{Metric: simulate.RequestsPerTarget, Target: 3000}, load(30, 300), "3: 2→6 out"},
		"never above the maximum":               {10, simulate.TargetPolicy{Target: 10}, load(10, 900), "3: 10→20 out"},
		"never below the minimum":               {3, simulate.TargetPolicy{Target: 50}, load(30, 0), "15: 3→1 in"},
	} {
		t.Run(name, func(t *testing.T) { wantChanges(t, tracking(test.servers, test.policy), test.load, test.want) })
	}
}

// TestTargetTrackingWarmup counts what warms up as wanted, not as there: three servers at 75 % want five, at 80 % five, and at
// 100 % six.
func TestTargetTrackingWarmup(t *testing.T) {
	s := tracking(3, simulate.TargetPolicy{Target: 50})
	s.WarmupSeconds, s.ReadySeconds = 600, 600
	wantChanges(t, s, load(3, 225, 1, 240, 1, 300), "3: 3→5 out, 5: 5→6 out")
	s.Targets[0].WarmupSeconds = 60
	s.ReadySeconds = 0
	s.StartSeconds = 60
	r := wantChanges(t, s, load(8, 225), "3: 3→5 out")
	if m := r.Minutes[4]; m.InService != 5 || m.Seen != 45 {
		t.Errorf("minute 4 is %+v, want five servers at 45 %%", m)
	}
}

// TestAllTargetsMustBeReady removes servers only when neither policy objects; one that never removes does not object.
func TestAllTargetsMustBeReady(t *testing.T) {
	cpu := simulate.TargetPolicy{Name: "cpu", Target: 50}
	requests := simulate.TargetPolicy{Name: "requests", Metric: simulate.RequestsPerTarget, Target: 1000}
	s := tracking(10, cpu, requests)
	wantChanges(t, s, load(30, 160), "") // 16 % CPU, 960 requests a minute
	requests.DisableScaleIn = true
	s.Targets[1] = requests
	wantChanges(t, s, load(18, 160), "15: 10→4 in, 18: 4→10 out")
	s.Targets = []simulate.TargetPolicy{cpu, {Name: "requests", Metric: simulate.RequestsPerTarget, Target: 1500}}
	// 3.2 and 6.4 servers: the larger capacity wins.
	wantChanges(t, s, load(30, 160), "15: 10→7 in")
}

// TestStepsRemoveBesideTargets has a step policy that does not wait for the target tracking policy.
func TestStepsRemoveBesideTargets(t *testing.T) {
	s := tracking(10, simulate.TargetPolicy{Target: 20})
	s.Steps = []simulate.StepPolicy{{Alarm: below(30), Steps: remove(1)}}
	wantChanges(t, s, load(1, 190), "1: 10→9 in")
}
