package simulate_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/internal/flap"
	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// FuzzRun gives random settings a random load. Whatever they are: the group stays within its limits, every server is
// accounted for, and nothing is carried that did not come or could not be.
func FuzzRun(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		s, l := randomSettings(r), randomLoad(r)
		result, err := simulate.Run(s, l)
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Minutes) != len(l.PerMinute) {
			t.Fatalf("%d minutes of %d", len(result.Minutes), len(l.PerMinute))
		}
		for i, m := range result.Minutes {
			switch {
			case m.Wanted < m.Min || m.Wanted > m.Max,
				m.InService+m.Starting != m.Wanted,
				m.Carried > m.Load || m.Carried > m.Capacity,
				m.CPU < 0 || m.CPU > 100,
				m.Load != l.PerMinute[i]:
				t.Fatalf("minute %d is %+v", i, m)
			}
		}
		wanted := result.Minutes[0].Wanted
		for _, e := range result.Events {
			if e.Kind == simulate.ScaledOut && e.From >= e.To || e.Kind == simulate.ScaledIn && e.From <= e.To {
				t.Fatalf("%v", e)
			}
			if e.Kind != simulate.AlarmChanged && e.Minute > 0 {
				if e.From != wanted {
					t.Fatalf("before %v there are %d", e, wanted)
				}
				wanted = e.To
			}
		}
	})
}

func randomSettings(r *rand.Rand) simulate.Settings {
	seconds := func() int { return r.IntN(600) }
	periods := func() int { return 1 + r.IntN(15) }
	s := simulate.Settings{
		Min: r.IntN(4), WarmupSeconds: seconds(), StartSeconds: seconds(), ReadySeconds: seconds(), DrainSeconds: seconds(),
		MetricSeconds: 60 * (1 + r.IntN(5)),
	}
	s.Max = s.Min + 1 + r.IntN(20)
	s.Initial = s.Min + r.IntN(s.Max-s.Min+1)
	for range r.IntN(4) {
		p := simulate.StepPolicy{Simple: r.IntN(4) == 0, CooldownSeconds: seconds(), WarmupSeconds: seconds(), MinMagnitude: r.IntN(3)}
		p.Adjustment = []simulate.Adjustment{simulate.ChangeInCapacity, simulate.PercentChangeInCapacity, simulate.ExactCapacity}[r.IntN(3)]
		n := periods()
		p.Alarm = simulate.Alarm{Comparison: simulate.GreaterThan, Threshold: 40 + 50*r.Float64(), Periods: n, Datapoints: 1 + r.IntN(n), PeriodSeconds: 60 * (1 + r.IntN(5))}
		by := 1 + r.IntN(60)
		if p.Steps = add(by); r.IntN(2) == 0 {
			p.Alarm.Comparison, p.Alarm.Threshold = simulate.LessThan, 10+30*r.Float64()
			if p.Steps = remove(by); p.Adjustment == simulate.ExactCapacity {
				p.Steps = []simulate.Step{{Upper: new(0.0), By: by}}
			}
		}
		s.Steps = append(s.Steps, p)
	}
	for range r.IntN(3) {
		s.Targets = append(s.Targets, simulate.TargetPolicy{Target: 20 + 60*r.Float64(), DisableScaleIn: r.IntN(3) == 0})
	}
	if r.IntN(2) == 0 {
		s.Schedule = []simulate.ScheduledAction{{Recurrence: "*/50 * * * *", Desired: new(r.IntN(20))}, {Recurrence: "10 * * * *", Min: new(r.IntN(30))}}
	}
	return s
}

func randomLoad(r *rand.Rand) simulate.Load {
	l := simulate.Load{Start: midnight, PerServer: perServer, IdleCPU: 10 * r.Float64()}
	level := 2000 * r.Float64()
	for range 600 {
		if r.IntN(40) == 0 {
			level = 2000 * r.Float64()
		}
		l.PerMinute = append(l.PerMinute, level)
	}
	return l
}

// TestRisingLoadRemovesNothing gives the default settings loads that never fall and are never below 30 % of two servers. What
// is added at 70 % leaves at least 46 %.
func TestRisingLoadRemovesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		l := simulate.Load{Start: midnight, PerServer: perServer}
		level, step := 60.0, 4*r.Float64()
		for range 300 {
			level += step * r.Float64()
			l.PerMinute = append(l.PerMinute, level)
		}
		s := run(t, simulate.Default(), l).Summary()
		if s.ScaleIns > 0 || s.PeakServers < 3 && s.PeakLoad > 145 {
			t.Fatalf("%+v", s)
		}
	}
}

// TestFlapping holds the simulation against the arithmetic that refuses settings: what that accepts never flaps under a load
// that does not change, and what it refuses does.
func TestFlapping(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	accepted, refused := 0, 0
	for range 300 {
		c := flap.Scaling{OutAbove: 50 + r.IntN(45), InBy: 1 + r.IntN(3), Min: 1 + r.IntN(3)}
		c.InBelow = 10 + r.IntN(c.OutAbove-10)
		c.Max = c.Min + 1 + r.IntN(6)
		s := simulate.Default()
		s.Min, s.Max = c.Min, c.Max
		s.Steps[0].Alarm.Threshold, s.Steps[1].Alarm.Threshold = float64(c.OutAbove), float64(c.InBelow)
		s.Steps[1].Steps[0].By = -c.InBy
		if found := flap.Check(c); found != nil {
			refused++
			s.Initial = found.From
			constant := load(60, float64(found.From)*(float64(c.InBelow)-0.01)*perServer/100)
			if summary := run(t, s, constant).Summary(); len(summary.Flaps) == 0 {
				t.Errorf("%+v is refused, and does not flap at %g", c, constant.PerMinute[0])
			}
			continue
		}
		accepted++
		for initial := s.Min; initial <= s.Max; initial++ {
			s.Initial = initial
			for cpu := 1; cpu < 100; cpu += 7 {
				constant := load(120, float64(initial*cpu)*perServer/100)
				if summary := run(t, s, constant).Summary(); len(summary.Flaps) > 0 {
					t.Errorf("%+v is accepted, and flaps at %g on %d", c, constant.PerMinute[0], initial)
				}
			}
		}
	}
	if accepted < 50 || refused < 50 {
		t.Errorf("%d accepted and %d refused say little", accepted, refused)
	}
}

// aDay has a day's load and everything that a group can have.
func aDay() (simulate.Settings, simulate.Load) {
	s := simulate.Default()
	s.Max = 40
	s.Targets = []simulate.TargetPolicy{{Name: "cpu", Target: 60}, {Name: "requests", Metric: simulate.RequestsPerTarget, Target: 5000}}
	s.Schedule = []simulate.ScheduledAction{{Recurrence: "0 8 * * MON-FRI", TimeZone: "Asia/Tokyo", Min: new(4)}, {Recurrence: "0 20 * * *", Min: new(2)}}
	r := rand.New(rand.NewPCG(4, 4))
	l := simulate.Load{Start: midnight, PerServer: perServer}
	for range 24 * 60 {
		l.PerMinute = append(l.PerMinute, 2500*r.Float64())
	}
	return s, l
}

// TestADayTakesMilliseconds is generous, for machines that are busy: a day takes a few.
func TestADayTakesMilliseconds(t *testing.T) {
	s, l := aDay()
	best := time.Hour
	for range 5 {
		began := time.Now()
		run(t, s, l)
		best = min(best, time.Since(began))
	}
	if best > 30*time.Millisecond {
		t.Errorf("a day takes %v", best)
	}
}

func BenchmarkDay(b *testing.B) {
	s, l := aDay()
	for b.Loop() {
		if _, err := simulate.Run(s, l); err != nil {
			b.Fatal(err)
		}
	}
}
