package test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// Every number has its range, and both ends are in it.
func TestWebRanges(t *testing.T) {
	for field, r := range map[string]struct {
		of        func(*webtier.Props) *int
		low, high int
	}{
		"accessLogs.retentionDays":            {func(p *webtier.Props) *int { return &p.AccessLogs.RetentionDays }, 1, 3653},
		"loadBalancer.port":                   {func(p *webtier.Props) *int { return &p.LoadBalancer.Port }, 1, 65535},
		"loadBalancer.idleTimeoutSeconds":     {func(p *webtier.Props) *int { return &p.LoadBalancer.IdleTimeoutSeconds }, 1, 6000},
		"loadBalancer.clientKeepAliveSeconds": {func(p *webtier.Props) *int { return &p.LoadBalancer.ClientKeepAliveSeconds }, 60, 604800},
		"loadBalancer.listener.priority":      {func(p *webtier.Props) *int { return &p.LoadBalancer.Listener.Priority }, 1, 50000},
		"balancing.slowStartSeconds":          {func(p *webtier.Props) *int { return &p.Balancing.SlowStartSeconds }, 30, 900},
		"balancing.failOverBelow":             {func(p *webtier.Props) *int { return &p.Balancing.FailOverBelow }, 1, 1000},
		"balancing.failOverBelowPercent":      {func(p *webtier.Props) *int { return &p.Balancing.FailOverBelowPercent }, 1, 100},
		"balancing.failOpenBelow":             {func(p *webtier.Props) *int { return &p.Balancing.FailOpenBelow }, 1, 1000},
		"balancing.failOpenBelowPercent":      {func(p *webtier.Props) *int { return &p.Balancing.FailOpenBelowPercent }, 1, 100},
		"port":                                {func(p *webtier.Props) *int { return &p.Port }, 1, 65535},
		"deregistrationDelaySeconds":          {func(p *webtier.Props) *int { return &p.DeregistrationDelaySeconds }, 1, 3600},
		"stickinessSeconds":                   {func(p *webtier.Props) *int { return &p.StickinessSeconds }, 1, 604800},
		"rootVolumeGiB":                       {func(p *webtier.Props) *int { return &p.RootVolumeGiB }, 8, 16384},
		"minCapacity":                         {func(p *webtier.Props) *int { return &p.MinCapacity }, 1, 1000},
		"maxCapacity":                         {func(p *webtier.Props) *int { return &p.MaxCapacity }, 1, 1000},
		"desiredCapacity":                     {func(p *webtier.Props) *int { return &p.DesiredCapacity }, 1, 1000},
		"healthCheck.port":                    {func(p *webtier.Props) *int { return &p.HealthCheck.Port }, 1, 65535},
		"healthCheck.intervalSeconds":         {func(p *webtier.Props) *int { return &p.HealthCheck.IntervalSeconds }, 5, 300},
		"healthCheck.timeoutSeconds":          {func(p *webtier.Props) *int { return &p.HealthCheck.TimeoutSeconds }, 2, 120},
		"healthCheck.healthyThreshold":        {func(p *webtier.Props) *int { return &p.HealthCheck.HealthyThreshold }, 2, 10},
		"healthCheck.unhealthyThreshold":      {func(p *webtier.Props) *int { return &p.HealthCheck.UnhealthyThreshold }, 2, 10},
		"scaling.scaleOutAbove":               {func(p *webtier.Props) *int { return &p.Scaling.ScaleOutAbove }, 1, 1000000000},
		"scaling.scaleInBelow":                {func(p *webtier.Props) *int { return &p.Scaling.ScaleInBelow }, 1, 1000000000},
		"scaling.scaleOutBy":                  {func(p *webtier.Props) *int { return &p.Scaling.ScaleOutBy }, 1, 100},
		"scaling.scaleInBy":                   {func(p *webtier.Props) *int { return &p.Scaling.ScaleInBy }, 1, 100},
		"scaling.periodSeconds":               {func(p *webtier.Props) *int { return &p.Scaling.PeriodSeconds }, 60, 3600},
		"scaling.scaleOutPeriods":             {func(p *webtier.Props) *int { return &p.Scaling.ScaleOutPeriods }, 1, 100},
		"scaling.scaleInPeriods":              {func(p *webtier.Props) *int { return &p.Scaling.ScaleInPeriods }, 1, 100},
		"scaling.warmupSeconds":               {func(p *webtier.Props) *int { return &p.Scaling.WarmupSeconds }, 1, 3600},
		"scaling.atLeast":                     {func(p *webtier.Props) *int { return &p.Scaling.AtLeast }, 1, 100},
		"scaling.steps[0].above":              {func(p *webtier.Props) *int { return &firstStep(p).Above }, 1, 1000000000},
		"scaling.steps[0].add":                {func(p *webtier.Props) *int { return &firstStep(p).Add }, 1, 100},
		"scaling.steps[0].below":              {func(p *webtier.Props) *int { return &firstStep(p).Below }, 1, 1000000000},
		"scaling.steps[0].remove":             {func(p *webtier.Props) *int { return &firstStep(p).Remove }, 1, 100},
		"scaling.targetTracking[0].target": {func(p *webtier.Props) *int {
			p.Scaling.TargetTracking = make([]webtier.TargetTracking, 1)
			return &p.Scaling.TargetTracking[0].Target
		}, 1, 1000000000000},
		"scaling.schedules[0].minCapacity":            {func(p *webtier.Props) *int { return &firstSchedule(p).MinCapacity }, 1, 1000},
		"scaling.schedules[0].maxCapacity":            {func(p *webtier.Props) *int { return &firstSchedule(p).MaxCapacity }, 1, 1000},
		"scaling.schedules[0].desiredCapacity":        {func(p *webtier.Props) *int { return &firstSchedule(p).DesiredCapacity }, 1, 1000},
		"scaling.predictive.target":                   {func(p *webtier.Props) *int { return &p.Scaling.Predictive.Target }, 1, 1000000000000},
		"scaling.predictive.schedulingBufferSeconds":  {func(p *webtier.Props) *int { return &p.Scaling.Predictive.SchedulingBufferSeconds }, 1, 3599},
		"scaling.predictive.maxCapacityBufferPercent": {func(p *webtier.Props) *int { return &p.Scaling.Predictive.MaxCapacityBufferPercent }, 1, 100},
		"rollout.batchSize":                           {func(p *webtier.Props) *int { return &p.Rollout.BatchSize }, 1, 100},
		"rollout.timeoutMinutes":                      {func(p *webtier.Props) *int { return &p.Rollout.TimeoutMinutes }, 1, 55},
		"rollout.healthCheckGraceSeconds":             {func(p *webtier.Props) *int { return &p.Rollout.HealthCheckGraceSeconds }, 1, 7200},
	} {
		t.Run(field, func(t *testing.T) {
			below := r.low - 1
			if below == 0 { // which means the default
				below = -1
			}
			for value, refused := range map[int]bool{below: true, r.low: false, r.high: false, r.high + 1: true} {
				props := webtier.Props{CertificateARN: webCertificate}
				*r.of(&props) = value
				message := fmt.Sprintf("%d is out of range; use %d to %d", value, r.low, r.high)
				got := slices.ContainsFunc(problem.All(props.ValidateIn("")), func(p *problem.Problem) bool {
					return p.Field == field && p.Message == message
				})
				if got != refused {
					t.Errorf("%s: %s: refused is %v, want %v", field, message, got, refused)
				}
			}
		})
	}
}

func firstStep(p *webtier.Props) *webtier.ScalingStep {
	p.Scaling.Steps = make([]webtier.ScalingStep, 1)
	return &p.Scaling.Steps[0]
}

func firstSchedule(p *webtier.Props) *webtier.Schedule {
	p.Scaling.Schedules = make([]webtier.Schedule, 1)
	return &p.Scaling.Schedules[0]
}
