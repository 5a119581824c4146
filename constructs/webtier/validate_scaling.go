package webtier

import (
	"cmp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/flap"
)

// Source: Amazon EC2 Auto Scaling User Guide, "Quotas for Auto Scaling resources and groups".
const maxSteps = 20

// A threshold is one step: beyond at, by servers or percent of them are added or removed.
type threshold struct {
	atField, byField string
	at, by           int
}

// out returns the steps that add servers, from the lowest threshold to the highest.
func (s *Scaling) out() []threshold {
	steps := []threshold{{atField: "scaling.scaleOutAbove", at: s.ScaleOutAbove, by: s.ScaleOutBy}}
	for i, step := range s.Steps {
		if step.Above != 0 {
			at := problem.Index("scaling.steps", i)
			steps = append(steps, threshold{problem.Join(at, "above"), problem.Join(at, "add"), step.Above, step.Add})
		}
	}
	slices.SortStableFunc(steps[1:], func(a, b threshold) int { return cmp.Compare(a.at, b.at) })
	return steps
}

// in returns the steps that remove servers, from the highest threshold to the lowest.
func (s *Scaling) in() []threshold {
	steps := []threshold{{atField: "scaling.scaleInBelow", at: s.ScaleInBelow, by: s.ScaleInBy}}
	for i, step := range s.Steps {
		if step.Below != 0 {
			at := problem.Index("scaling.steps", i)
			steps = append(steps, threshold{problem.Join(at, "below"), problem.Join(at, "remove"), step.Below, step.Remove})
		}
	}
	slices.SortStableFunc(steps[1:], func(a, b threshold) int { return cmp.Compare(b.at, a.at) })
	return steps
}

func (p *Props) checkScaling(problems *problem.List) {
	s := p.Scaling
	switch {
	case s.PeriodSeconds%60 != 0:
		problems.Addf("scaling.periodSeconds", "%d is not a multiple of 60", s.PeriodSeconds)
	case s.PeriodSeconds < 300 && p.DisableDetailedMonitoring && !s.Metric.given():
		problems.Addf("scaling.periodSeconds", "%d is shorter than the 300 in which metrics arrive with disableDetailedMonitoring; use 300 or more", s.PeriodSeconds)
	}
	// Source: Amazon CloudWatch API Reference, "PutMetricAlarm": all periods together may not be longer than a day.
	const day = 86400
	if periods := max(s.ScaleOutPeriods, s.ScaleInPeriods); periods*s.PeriodSeconds > day {
		problems.Addf("scaling.periodSeconds", "%d periods of %d seconds are longer than a day; use fewer or shorter ones", periods, s.PeriodSeconds)
	}
	if s.AtLeast != 1 && s.Adjust == AdjustServers {
		problems.Addf("scaling.atLeast", "%d has no meaning for steps in servers; leave it out, or say adjust: percent", s.AtLeast)
	}
	s.Metric.check("scaling.metric", problems)
	p.checkThresholds(problems)
	p.checkPolicies(problems)
	p.checkSchedules(problems)
}

func (p *Props) checkThresholds(problems *problem.List) {
	s := p.Scaling
	const most = 99 // percent of a CPU
	var before int
	if before = len(problem.All(problems.Err())); !s.Metric.given() {
		for _, step := range append(s.out(), s.in()...) {
			if step.at > most {
				problems.Addf(step.atField, "%d is out of range; use 1 to %d", step.at, most)
			}
		}
	}
	if s.ScaleInBelow >= s.ScaleOutAbove {
		problems.Addf("scaling.scaleInBelow", "%d is not below scaleOutAbove %d", s.ScaleInBelow, s.ScaleOutAbove)
	}
	s.checkSteps(problems)
	wrong := len(problem.All(problems.Err())) > before || problems.Has("minCapacity", "maxCapacity", "scaling.scaleInBelow", "scaling.scaleOutAbove", "scaling.scaleInBy")
	if wrong || s.Metric.Total || s.DisableSteps {
		return // the arithmetic would be about numbers that nobody means
	}
	p.checkFlaps(problems)
}

func (s *Scaling) checkSteps(problems *problem.List) {
	for i, step := range s.Steps {
		switch field := problem.Index("scaling.steps", i); {
		case step.Above != 0 && step.Below != 0:
			problems.Addf(field, "above and below contradict each other; make two steps of it")
		case step.Above == 0 && step.Below == 0:
			problems.Addf(field, "has no threshold; give it above and add, or below and remove")
		case step.Above != 0 && step.Remove != 0:
			problems.Addf(problem.Join(field, "remove"), "contradicts above; use add")
		case step.Below != 0 && step.Add != 0:
			problems.Addf(problem.Join(field, "add"), "contradicts below; use remove")
		case step.Above != 0 && step.Add == 0:
			problems.Addf(problem.Join(field, "add"), "missing; say how many servers are added")
		case step.Below != 0 && step.Remove == 0:
			problems.Addf(problem.Join(field, "remove"), "missing; say how many servers are removed")
		}
	}
	out, in := s.out(), s.in()
	if steps := max(len(out), len(in)); steps > maxSteps {
		problems.Addf("scaling.steps", "%d steps one way are more than the %d that a policy can have; leave some out", steps, maxSteps)
	}
	before := out[0]
	for _, step := range out[1:] {
		switch {
		case step.at <= s.ScaleOutAbove:
			problems.Addf(step.atField, "%d is not above scaleOutAbove %d, where the first step is", step.at, s.ScaleOutAbove)
			continue
		case step.at == before.at:
			problems.Addf(step.atField, "%d is the threshold of another step; leave one of them out", step.at)
		case step.by != 0 && step.by < before.by:
			problems.Addf(step.byField, "%d is less than the %d that are added above %d; use %d or more", step.by, before.by, before.at, before.by)
		}
		before = step
	}
	before = in[0]
	for _, step := range in[1:] {
		switch {
		case step.at >= s.ScaleInBelow:
			problems.Addf(step.atField, "%d is not below scaleInBelow %d, where the first step is", step.at, s.ScaleInBelow)
			continue
		case step.at == before.at:
			problems.Addf(step.atField, "%d is the threshold of another step; leave one of them out", step.at)
		case step.by != 0 && step.by < before.by:
			problems.Addf(step.byField, "%d is less than the %d that are removed below %d; use %d or more", step.by, before.by, before.at, before.by)
		}
		before = step
	}
}

// checkFlaps refuses every step that removes servers only for the first step that adds to add them again.
func (p *Props) checkFlaps(problems *problem.List) {
	s, unit := p.Scaling, " %"
	if s.Metric.given() {
		unit = ""
	}
	least, most := p.sizes()
	for _, step := range s.in() {
		f := flap.Check(flap.Scaling{
			OutAbove: s.ScaleOutAbove, InBelow: step.at, InBy: step.by, Percent: s.Adjust == AdjustPercent, AtLeast: s.AtLeast,
			Min: max(1, least), Max: most,
		})
		if f == nil {
			continue
		}
		problems.Addf(step.atField, "%d makes the group flap: at %d%s on %d servers, removing %d leaves %d%s on each of %d, above scaleOutAbove %d, so it is added again; use %d or less",
			step.at, step.at, unit, f.From, f.From-f.To, f.After, unit, f.To, s.ScaleOutAbove, f.Most)
	}
}

func (m *Metric) given() bool {
	return m.Metric != nil || m.Namespace != "" || m.Name != "" || len(m.Dimensions) > 0 || m.Statistic != "" || m.Total
}

func (m *Metric) check(field string, problems *problem.List) {
	named := m.Namespace != "" || m.Name != "" || len(m.Dimensions) > 0 || m.Statistic != ""
	switch {
	case m.Metric != nil && named:
		problems.Addf(field, "Metric contradicts namespace, name, dimensions and statistic; leave it or them out")
	case m.Metric != nil || !m.given():
	case m.Name == "":
		problems.Addf(problem.Join(field, "name"), "missing; give the metric's name")
	case m.Namespace == "":
		problems.Addf(problem.Join(field, "namespace"), "missing; give the namespace of %s", m.Name)
	}
}
