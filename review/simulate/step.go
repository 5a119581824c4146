package simulate

import (
	"fmt"
	"math"
	"slices"
)

// An Adjustment says what a step's number means, in the words of Auto Scaling.
type Adjustment string

const (
	// ChangeInCapacity adds or removes that many servers.
	ChangeInCapacity Adjustment = "ChangeInCapacity"
	// PercentChangeInCapacity adds or removes that many percent of the servers.
	PercentChangeInCapacity Adjustment = "PercentChangeInCapacity"
	// ExactCapacity makes it that many servers.
	ExactCapacity Adjustment = "ExactCapacity"
)

// An Aggregation makes one value of an alarm's data points.
type Aggregation string

// The aggregations of step scaling.
const (
	Average Aggregation = "Average"
	Minimum Aggregation = "Minimum"
	Maximum Aggregation = "Maximum"
)

// A StepPolicy is a step scaling policy with the alarm that invokes it, or a simple scaling policy.
type StepPolicy struct {
	// What it is called in the list of events.
	Name string
	// The alarm that invokes it.
	Alarm Alarm
	// What the steps' numbers mean. Default: ChangeInCapacity.
	Adjustment Adjustment
	// The least number of servers that PercentChangeInCapacity adds or removes. Default: 1.
	MinMagnitude int
	// The steps, which do not overlap.
	Steps []Step
	// What the step is picked by, of the data points that the alarm evaluates. Default: Average.
	Aggregation Aggregation
	// How long a server that this policy starts is left out of the averages. Default: the group's.
	WarmupSeconds int
	// Makes it a simple scaling policy: it has one step without bounds and, after it has acted, none of the simple policies
	// acts until that is done and the cooldown is over.
	Simple bool
	// The cooldown of a simple scaling policy.
	CooldownSeconds int
}

// A Step is what a policy does when the metric is between two bounds, which count from the alarm's threshold.
type Step struct {
	// The bounds; nil is none. Above the threshold the lower one belongs to the step, below it the upper one does.
	Lower, Upper *float64
	// What is done: servers to add, percent, or a capacity. Negative removes.
	By int
}

func (p StepPolicy) withDefaults(s Settings) StepPolicy {
	if p.Adjustment == "" {
		p.Adjustment = ChangeInCapacity
	}
	if p.Aggregation == "" {
		p.Aggregation = Average
	}
	if p.WarmupSeconds == 0 {
		p.WarmupSeconds = s.WarmupSeconds
	}
	p.Alarm = p.Alarm.withDefaults(p.Name)
	return p
}

// contains reports whether a distance from the threshold is within the step's bounds.
func (s Step) contains(distance float64, high bool) bool {
	lower, upper := s.bounds()
	if distance > 0 || distance == 0 && high {
		return lower <= distance && distance < upper
	}
	return lower < distance && distance <= upper
}

func (s Step) overlaps(other Step) bool {
	lower, upper := s.bounds()
	otherLower, otherUpper := other.bounds()
	return lower < otherUpper && otherLower < upper
}

func (s Step) bounds() (lower, upper float64) {
	lower, upper = math.Inf(-1), math.Inf(1)
	if s.Lower != nil {
		lower = *s.Lower
	}
	if s.Upper != nil {
		upper = *s.Upper
	}
	return lower, upper
}

// change returns by how many servers a step changes a capacity.
func (p StepPolicy) change(by, capacity int) int {
	switch p.Adjustment {
	case PercentChangeInCapacity:
		return withMagnitude(rounded(float64(by*capacity)/100), p.MinMagnitude)
	case ExactCapacity:
		return by - capacity
	default:
		return by
	}
}

// rounded rounds towards zero, but not to zero.
// Source: Amazon EC2 Auto Scaling User Guide, "Scaling adjustment types".
func rounded(change float64) int {
	switch {
	case change > 0 && change < 1:
		return 1
	case change < 0 && change > -1:
		return -1
	}
	return int(change)
}

func withMagnitude(change, least int) int {
	switch {
	case change > 0:
		return max(change, least)
	case change < 0:
		return min(change, -least)
	}
	return change
}

// A stepper is a step policy at work.
type stepper struct {
	StepPolicy
	alarm *watch
}

// propose returns what the policy wants while its alarm is in ALARM.
func (p *stepper) propose(g *group) []proposal {
	if p.alarm.state != InAlarm {
		return nil
	}
	by, value, found := p.pick()
	if !found {
		return nil
	}
	if p.Simple {
		return p.simple(g, by, value)
	}
	proposal := proposal{policy: p.Name, warmup: p.WarmupSeconds, capacity: g.desired, reason: p.alarm.describe(value)}
	warm := g.fleet.warm(g.now)
	switch out := p.change(by, warm); {
	case p.Adjustment == ExactCapacity && by < g.desired, p.Adjustment != ExactCapacity && by < 0:
		there := g.fleet.there()
		proposal.removes = true
		proposal.capacity = min(g.desired, there+p.change(by, there))
	default: // what is warming up is counted in: the same breach adds it once
		proposal.capacity = max(g.desired, warm+out)
	}
	return one(proposal)
}

// simple is propose for a simple policy, which waits for what it did before and goes by the capacity that was asked for.
func (p *stepper) simple(g *group, by int, value float64) []proposal {
	if g.now < g.cooldown || g.fleet.starting(g.now) > 0 {
		return nil
	}
	change := p.change(by, g.desired)
	return one(proposal{
		policy: p.Name, warmup: p.WarmupSeconds, reason: p.alarm.describe(value),
		capacity: g.desired + change, removes: change < 0,
		simple: true, cooldown: p.CooldownSeconds,
	})
}

// pick returns the step for the value that the policy makes of the alarm's data points.
func (p *stepper) pick() (by int, value float64, found bool) {
	values := p.alarm.newest()
	if len(values) == 0 {
		return 0, 0, false
	}
	switch p.Aggregation {
	case Minimum:
		value = slices.Min(values)
	case Maximum:
		value = slices.Max(values)
	default:
		for _, v := range values {
			value += v / float64(len(values))
		}
	}
	for _, step := range p.Steps {
		if p.Simple || step.contains(value-p.alarm.Threshold, p.alarm.Comparison.high()) {
			return step.By, value, true
		}
	}
	return 0, 0, false
}

// describe says what an alarm has seen.
func (w *watch) describe(value float64) string {
	side, unit := "below", " requests a minute per server"
	if w.Comparison.high() {
		side = "above"
	}
	if w.Metric == CPU {
		return fmt.Sprintf("CPU %.1f %% is %s %g %%", value, side, w.Threshold)
	}
	return fmt.Sprintf("%.0f%s are %s %g", value, unit, side, w.Threshold)
}
