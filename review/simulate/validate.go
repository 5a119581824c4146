package simulate

import (
	"slices"
	"time"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// Validate returns every problem of the settings, joined, or nil. They can be told apart with [problem.All].
func (s Settings) Validate() error {
	warmup := s.WarmupSeconds
	s.WarmupSeconds = 0 // the policies have it by default, and are not to be blamed for it
	s = s.withDefaults()
	s.WarmupSeconds = warmup
	var l problem.List
	switch {
	case s.Min < 0:
		l.Addf("min", "%d is negative", s.Min)
	case s.Max < s.Min:
		l.Addf("max", "%d is less than min %d", s.Max, s.Min)
	case s.Initial < s.Min || s.Initial > s.Max:
		l.Addf("initial", "%d is not between min %d and max %d", s.Initial, s.Min, s.Max)
	}
	for _, d := range []struct {
		name    string
		seconds int
	}{{"warmupSeconds", s.WarmupSeconds}, {"startSeconds", s.StartSeconds}, {"readySeconds", s.ReadySeconds}, {"drainSeconds", s.DrainSeconds}} {
		if d.seconds < 0 {
			l.Addf(d.name, "%d is negative", d.seconds)
		}
	}
	if s.MetricSeconds%60 != 0 || s.MetricSeconds < 60 {
		l.Addf("metricSeconds", "%d is no multiple of 60", s.MetricSeconds)
	}
	for i, p := range s.Steps {
		l.Nest(problem.Index("steps", i), p.validate())
	}
	for i, p := range s.Targets {
		l.Nest(problem.Index("targets", i), p.validate())
	}
	for i, a := range s.Schedule {
		l.Nest(problem.Index("schedule", i), a.validate())
	}
	return l.Err()
}

func (p StepPolicy) validate() error {
	var l problem.List
	l.Nest("alarm", p.Alarm.validate())
	if !slices.Contains([]Adjustment{ChangeInCapacity, PercentChangeInCapacity, ExactCapacity}, p.Adjustment) {
		l.Addf("adjustment", "%q is none of %s, %s and %s", p.Adjustment, ChangeInCapacity, PercentChangeInCapacity, ExactCapacity)
	}
	if !slices.Contains([]Aggregation{Average, Minimum, Maximum}, p.Aggregation) {
		l.Addf("aggregation", "%q is none of %s, %s and %s", p.Aggregation, Average, Minimum, Maximum)
	}
	if p.WarmupSeconds < 0 {
		l.Addf("warmupSeconds", "%d is negative", p.WarmupSeconds)
	}
	if p.CooldownSeconds < 0 {
		l.Addf("cooldownSeconds", "%d is negative", p.CooldownSeconds)
	}
	if len(p.Steps) == 0 {
		l.Addf("steps", "there are none; the policy would do nothing")
	}
	for i, step := range p.Steps {
		if step.Lower != nil && step.Upper != nil && *step.Lower >= *step.Upper {
			l.Addf(problem.Index("steps", i), "the lower bound %g is not below the upper bound %g", *step.Lower, *step.Upper)
		}
		if p.Adjustment == ExactCapacity && step.By < 0 {
			l.Addf(problem.Index("steps", i), "%d is no capacity", step.By)
		}
		if slices.ContainsFunc(p.Steps[:i], step.overlaps) {
			l.Addf(problem.Index("steps", i), "it overlaps another step")
		}
	}
	return l.Err()
}

func (p TargetPolicy) validate() error {
	var l problem.List
	if !p.Metric.known() {
		l.Addf("metric", "%q is neither %s nor %s", p.Metric, CPU, RequestsPerTarget)
	}
	if p.Target <= 0 || p.Metric == CPU && p.Target > 100 {
		l.Addf("target", "%g cannot be tracked", p.Target)
	}
	if p.ScaleInPercent < 1 || p.ScaleInPercent > 100 {
		l.Addf("scaleInPercent", "%d is out of range; use 1 to 100", p.ScaleInPercent)
	}
	if p.WarmupSeconds < 0 {
		l.Addf("warmupSeconds", "%d is negative", p.WarmupSeconds)
	}
	return l.Err()
}

func (a Alarm) validate() error {
	var l problem.List
	if !a.Metric.known() {
		l.Addf("metric", "%q is neither %s nor %s", a.Metric, CPU, RequestsPerTarget)
	}
	if !slices.Contains([]Comparison{GreaterThan, GreaterOrEqual, LessThan, LessOrEqual}, a.Comparison) {
		l.Addf("comparison", "%q is none of %s, %s, %s and %s", a.Comparison, GreaterThan, GreaterOrEqual, LessThan, LessOrEqual)
	}
	if a.PeriodSeconds < 60 || a.PeriodSeconds%60 != 0 {
		l.Addf("periodSeconds", "%d is no multiple of 60", a.PeriodSeconds)
	}
	if a.Periods < 1 {
		l.Addf("periods", "%d is less than 1", a.Periods)
	} else if a.Datapoints < 1 || a.Datapoints > a.Periods {
		l.Addf("datapoints", "%d is not between 1 and periods %d", a.Datapoints, a.Periods)
	}
	if !slices.Contains([]Missing{Missed, NotBreaching, Breaching, Ignore}, a.Missing) {
		l.Addf("missing", "%q is none of %s, %s, %s and %s", a.Missing, Missed, NotBreaching, Breaching, Ignore)
	}
	return l.Err()
}

func (a ScheduledAction) validate() error {
	var l problem.List
	if _, err := parseCron(a.Recurrence); a.Recurrence != "" && err != nil {
		l.Addf("recurrence", "%v", err)
	}
	if a.Recurrence == "" && a.From.IsZero() {
		l.Addf("recurrence", "there is none, and no time to act once")
	}
	if _, err := time.LoadLocation(a.TimeZone); err != nil {
		l.Addf("timeZone", "%q is no time zone", a.TimeZone)
	}
	if a.Min == nil && a.Max == nil && a.Desired == nil {
		l.Addf("", "it sets neither min nor max nor desired")
	}
	for name, size := range map[string]*int{"min": a.Min, "max": a.Max, "desired": a.Desired} {
		if size != nil && *size < 0 {
			l.Addf(name, "%d is negative", *size)
		}
	}
	if a.Min != nil && a.Max != nil && *a.Max < *a.Min {
		l.Addf("max", "%d is less than min %d", *a.Max, *a.Min)
	}
	return l.Err()
}
