package simulate

import "math"

// The alarms that AWS makes for a target tracking policy look at this many data points.
const (
	targetOutPeriods = 3
	targetInPeriods  = 15
)

// A TargetPolicy is a target tracking scaling policy.
type TargetPolicy struct {
	// What it is called in the list of events.
	Name string
	// What is tracked. Default: CPU.
	Metric Metric
	// The value that the metric is kept at, in the metric's unit.
	Target float64
	// Never removes a server.
	DisableScaleIn bool
	// How far below the target the metric must be before servers are removed, in percent of the target. AWS chooses it, and
	// less in some groups. Default: 90.
	ScaleInPercent int
	// How long a server that this policy starts is left out of the averages. Default: the group's.
	WarmupSeconds int
}

func (p TargetPolicy) withDefaults(s Settings) TargetPolicy {
	if p.Metric == "" {
		p.Metric = CPU
	}
	if p.ScaleInPercent == 0 {
		p.ScaleInPercent = 90
	}
	if p.WarmupSeconds == 0 {
		p.WarmupSeconds = s.WarmupSeconds
	}
	return p
}

// A tracker is a target tracking policy at work, with the two alarms that AWS makes for it.
type tracker struct {
	TargetPolicy
	high, low *watch
}

func newTracker(p TargetPolicy, s Settings) *tracker {
	alarm := func(comparison Comparison, threshold float64, periods int, name string) *watch {
		return newWatch(Alarm{
			Name: p.Name + " " + name, Metric: p.Metric, Comparison: comparison, Threshold: threshold, Periods: periods,
		}.withDefaults(""), s.MetricSeconds)
	}
	return &tracker{
		TargetPolicy: p,
		high:         alarm(GreaterThan, p.Target, targetOutPeriods, "high"),
		low:          alarm(LessThan, p.Target*float64(p.ScaleInPercent)/100, targetInPeriods, "low"),
	}
}

// ready reports whether the policy has nothing against removing servers.
func (p *tracker) ready() bool { return p.DisableScaleIn || p.low.state == InAlarm }

// propose returns the capacity at which the metric would be at its target, rounded up.
func (p *tracker) propose(g *group) []proposal {
	switch {
	case p.high.state == InAlarm:
		value := p.high.newest()[0]
		return one(proposal{
			policy: p.Name, warmup: p.WarmupSeconds, reason: p.high.describe(value),
			capacity: max(g.desired, p.proportional(g.fleet.warm(g.now), value)),
		})
	case p.low.state == InAlarm && !p.DisableScaleIn:
		value := p.low.newest()[0]
		return one(proposal{
			policy: p.Name, reason: p.low.describe(value), tracks: true, removes: true,
			capacity: min(g.desired, p.proportional(g.fleet.there(), value)),
		})
	}
	return nil
}

// proportional forgives rounding errors: 2 servers at exactly the target are 2.
func (p *tracker) proportional(servers int, value float64) int {
	return int(math.Ceil(float64(servers)*value/p.Target - 1e-9))
}
