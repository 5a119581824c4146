package simulate

import (
	"math"
	"testing"
)

// TestEvaluate is the tables of the CloudWatch User Guide, "How alarm state is evaluated when data is missing": X breaches,
// 0 does not, - is missing. Left out are two oddities of CloudWatch: that missing data changes nothing when one data point
// remains that is about to go out of sight, which this treats as the rest.
func TestEvaluate(t *testing.T) {
	ways := []Missing{Missed, Ignore, Breaching, NotBreaching}
	for _, test := range []struct {
		points      string
		atLeast, of int
		want        [4]State
	}{
		{"0-X-X", 3, 3, [4]State{OK, OK, OK, OK}},
		{"0----", 3, 3, [4]State{OK, OK, OK, OK}},
		{"-----", 3, 3, [4]State{InsufficientData, "as before", InAlarm, OK}},
		{"0XX-X", 3, 3, [4]State{InAlarm, InAlarm, InAlarm, InAlarm}},
		{"----X", 3, 3, [4]State{InsufficientData, "as before", InAlarm, OK}},
		{"0-X-X", 2, 3, [4]State{InAlarm, InAlarm, InAlarm, InAlarm}},
		{"00X0X", 2, 3, [4]State{InAlarm, InAlarm, InAlarm, InAlarm}},
		{"0-X--", 2, 3, [4]State{OK, OK, InAlarm, OK}},
		{"----0", 2, 3, [4]State{OK, OK, InAlarm, OK}},
		{"----X", 2, 3, [4]State{InsufficientData, "as before", InAlarm, OK}},
	} {
		for i, missing := range ways {
			w := newWatch(Alarm{Comparison: GreaterThan, Threshold: 50, PeriodSeconds: 60, Periods: test.of, Datapoints: test.atLeast, Missing: missing}, 60)
			for _, p := range test.points {
				w.points = append(w.points, map[rune]float64{'X': 60, '0': 40, '-': math.NaN()}[p])
			}
			w.state = "as before"
			if got := w.evaluate(); got != test.want[i] {
				t.Errorf("%s, %d of %d, %s: %s, want %s", test.points, test.atLeast, test.of, missing, got, test.want[i])
			}
		}
	}
}

// TestRounded is the list of the Auto Scaling User Guide, "Scaling adjustment types".
func TestRounded(t *testing.T) {
	for change, want := range map[float64]int{12.7: 12, 0.67: 1, -0.58: -1, -6.67: -6, 0: 0, 1: 1, -1: -1, 3: 3} {
		if got := rounded(change); got != want {
			t.Errorf("%g is rounded to %d, want %d", change, got, want)
		}
	}
}

// TestStepBounds is the rule of the Auto Scaling User Guide, "Step adjustments": above the threshold the lower bound belongs
// to a step, below it the upper one.
func TestStepBounds(t *testing.T) {
	out, in := Step{Lower: new(10.0), Upper: new(20.0)}, Step{Lower: new(-20.0), Upper: new(-10.0)}
	for distance, want := range map[float64]bool{9.9: false, 10: true, 19.9: true, 20: false} {
		if got := out.contains(distance, true); got != want {
			t.Errorf("10 to 20 contains %g: %v", distance, got)
		}
		if got := in.contains(-distance, false); got != want {
			t.Errorf("-20 to -10 contains %g: %v", -distance, got)
		}
	}
	if first := (Step{Lower: new(0.0)}); !first.contains(0, true) || first.contains(-0.1, true) {
		t.Error("the step from 0 does not begin at 0")
	}
	if first := (Step{Upper: new(0.0)}); !first.contains(0, false) || first.contains(0.1, false) {
		t.Error("the step up to 0 does not end at 0")
	}
}
