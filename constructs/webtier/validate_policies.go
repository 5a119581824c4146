package webtier

import (
	"maps"
	"regexp"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/cron"
)

// Source: Amazon EC2 Auto Scaling User Guide, "Quotas for Auto Scaling resources and groups".
const (
	maxPolicies  = 50
	maxSchedules = 125
)

var scheduleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,63}$`)

// checkPolicies refuses policies that cannot be and those that contradict one another.
func (p *Props) checkPolicies(problems *problem.List) {
	s := p.Scaling
	if s.DisableSteps {
		if len(s.Steps) > 0 || s.Metric.given() {
			problems.Addf("scaling.disableSteps", "contradicts steps and metric; leave it or them out")
		}
		if len(s.TargetTracking) == 0 && len(s.Schedules) == 0 {
			problems.Addf("scaling.disableSteps", "leaves nothing that adds and removes servers; give targetTracking or schedules")
		}
	}
	policies := len(s.TargetTracking)
	if !s.DisableSteps {
		policies += 2
	}
	if s.Predictive.Metric != "" {
		policies++
	}
	if policies > maxPolicies {
		problems.Addf("scaling.targetTracking", "makes %d policies, with those of steps and predictive; a group has %d at most", policies, maxPolicies)
	}
	scalesIn := !s.DisableSteps
	for i, tracking := range s.TargetTracking {
		field := problem.Index("scaling.targetTracking", i)
		scalesIn = scalesIn || !tracking.DisableScaleIn
		p.checkTracking(field, tracking, problems)
		for _, other := range s.TargetTracking[:i] {
			if tracking.same(other) {
				problems.Addf(field, "tracks what another one does; leave one of them out")
				break
			}
		}
	}
	if len(s.TargetTracking) > 0 && !scalesIn {
		problems.Addf("scaling.disableSteps", "leaves nothing that removes servers, since no targetTracking does; leave one disableScaleIn out")
	}
	p.checkPredictive(scalesIn, problems)
}

func (p *Props) checkTracking(field string, tracking TargetTracking, problems *problem.List) {
	tracking.Custom.check(problem.Join(field, "custom"), problems)
	switch metric := problem.Join(field, "metric"); {
	case tracking.Custom.given() && tracking.Metric != "":
		problems.Addf(metric, "contradicts custom; leave one of them out")
	case tracking.Custom.Total:
		problems.Addf(problem.Join(field, "custom.total"), "a total cannot be tracked: adding a server does not lower it; track the average per server")
	case tracking.metric() == ScalingCPU && !p.Scaling.DisableSteps && !p.Scaling.Metric.given():
		problems.Addf(metric, "cpu is what the steps watch too; say disableSteps: true, or track something else")
	default:
		p.checkPredefined(metric, tracking.metric(), problems)
	}
	checkTarget(problem.Join(field, "target"), tracking.Target, tracking.metric(), problems)
}

// metric is what is tracked, or empty when it is a custom one.
func (t *TargetTracking) metric() ScalingMetric {
	if t.Metric == "" && !t.Custom.given() {
		return ScalingCPU
	}
	return t.Metric
}

func (t *TargetTracking) same(other TargetTracking) bool {
	a, b := t.Custom, other.Custom
	return t.metric() == other.metric() && a.Metric == b.Metric && a.Namespace == b.Namespace && a.Name == b.Name &&
		a.Statistic == b.Statistic && maps.Equal(a.Dimensions, b.Dimensions)
}

func (p *Props) checkPredefined(field string, metric ScalingMetric, problems *problem.List) {
	if metric != ScalingRequests {
		return
	}
	switch {
	case p.LoadBalancer.Kind != Application:
		problems.Addf(field, "requestsPerTarget takes an Application Load Balancer, which counts requests; use networkIn or cpu")
	case p.shares() || p.joins():
		problems.Addf(field, "requestsPerTarget takes a load balancer that is known, by whose name requests are counted; use networkIn or cpu")
	}
}

func checkTarget(field string, target int, metric ScalingMetric, problems *problem.List) {
	const most = 99 // percent of a CPU
	switch {
	case target == 0:
		problems.Addf(field, "missing; give the value to keep")
	case metric == ScalingCPU && target > most:
		problems.Addf(field, "%d is out of range; use 1 to %d", target, most)
	}
}

func (p *Props) checkPredictive(scalesIn bool, problems *problem.List) {
	predictive := p.Scaling.Predictive
	if predictive.Metric == "" {
		if predictive.Target != 0 || predictive.MaxCapacityBufferPercent != 0 || predictive.Mode == ForecastAndScale {
			problems.Addf("scaling.predictive.metric", "missing; say what is forecast")
		}
		return
	}
	p.checkPredefined("scaling.predictive.metric", predictive.Metric, problems)
	checkTarget("scaling.predictive.target", predictive.Target, predictive.Metric, problems)
	if predictive.Mode == ForecastAndScale && !scalesIn {
		problems.Addf("scaling.predictive.mode", "forecastAndScale only adds servers, and nothing removes them; leave disableSteps out, or give a targetTracking that scales in")
	}
	if predictive.Mode != ForecastAndScale && predictive.MaxCapacityBufferPercent != 0 {
		problems.Addf("scaling.predictive.maxCapacityBufferPercent", "has no meaning while forecasts are only made; leave it out, or say mode: forecastAndScale")
	}
}

func (p *Props) checkSchedules(problems *problem.List) {
	if n := len(p.Scaling.Schedules); n > maxSchedules {
		problems.Addf("scaling.schedules", "there are %d; a group has %d at most", n, maxSchedules)
	}
	named := map[string]bool{}
	stops, starts := "", false
	for i, schedule := range p.Scaling.Schedules {
		field := problem.Index("scaling.schedules", i)
		switch {
		case !scheduleName.MatchString(schedule.Name):
			problems.Addf(problem.Join(field, "name"), "%q is not a schedule's name; use a letter, then letters, digits and hyphens, 64 at most", schedule.Name)
		case named[schedule.Name]:
			problems.Addf(problem.Join(field, "name"), "%s is taken; use another", schedule.Name)
		}
		named[schedule.Name] = true
		if err := cron.Check(schedule.Cron); err != nil {
			problems.Addf(problem.Join(field, "cron"), "%v", err)
		}
		if err := cron.CheckZone(schedule.TimeZone); err != nil {
			problems.Addf(problem.Join(field, "timeZone"), "%v", err)
		}
		if schedule.StopServers {
			stops = field
		}
		starts = starts || schedule.MinCapacity != 0
		p.checkScheduled(field, schedule, problems)
	}
	if stops != "" && !starts {
		problems.Addf(problem.Join(stops, "stopServers"), "stops the servers for good; give another schedule a minCapacity that starts them again")
	}
}

// checkScheduled compares the numbers of a schedule with one another and with the tier's where it leaves them.
func (p *Props) checkScheduled(field string, schedule Schedule, problems *problem.List) {
	sizes := schedule.MinCapacity + schedule.MaxCapacity + schedule.DesiredCapacity
	if schedule.StopServers && sizes != 0 {
		problems.Addf(problem.Join(field, "stopServers"), "contradicts minCapacity, maxCapacity and desiredCapacity; leave it or them out")
		return
	}
	if !schedule.StopServers && sizes == 0 {
		problems.Addf(field, "changes nothing; give it minCapacity, maxCapacity or desiredCapacity")
	}
	if schedule.MinCapacity == 1 && !p.SingleServer {
		problems.Addf(problem.Join(field, "minCapacity"), "1 does not survive the loss of a server; use 2 or more, or say singleServer: true")
	}
	least, most := schedule.MinCapacity, schedule.MaxCapacity
	switch {
	case most != 0 && least > most:
		problems.Addf(problem.Join(field, "minCapacity"), "%d is more than maxCapacity %d", least, most)
		return
	case most == 0 && least > p.MaxCapacity:
		problems.Addf(problem.Join(field, "minCapacity"), "%d is more than the tier's maxCapacity %d; give the schedule a maxCapacity too", least, p.MaxCapacity)
		return
	case least == 0 && most != 0 && most < p.MinCapacity:
		problems.Addf(problem.Join(field, "maxCapacity"), "%d is less than the tier's minCapacity %d; give the schedule a minCapacity too", most, p.MinCapacity)
		return
	}
	if least == 0 {
		least = p.MinCapacity
	}
	if most == 0 {
		most = p.MaxCapacity
	}
	if desired := schedule.DesiredCapacity; desired != 0 && (desired < least || desired > most) {
		problems.Addf(problem.Join(field, "desiredCapacity"), "%d is outside %d to %d", desired, least, most)
	}
}
