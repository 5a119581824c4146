package simulate

// Settings are what decides how a group scales. Durations are in seconds, as in a template; the simulation rounds them up to
// whole minutes.
type Settings struct {
	// The least and the greatest number of servers.
	Min, Max int
	// How many there are at the start. Default: Min.
	Initial int
	// How long after it is in service AWS leaves a new server out of the averages, unless the policy that starts it says
	// otherwise: the group's default instance warm-up.
	WarmupSeconds int
	// How long a server takes from the decision to start it until AWS calls it in service, which is when its warm-up begins.
	StartSeconds int
	// How long a server that is in service takes until it carries its share of the load. A warm-up that is set right is longer:
	// otherwise an idle server lowers the average, or another is added before the alarm has seen what the first one does.
	ReadySeconds int
	// How long a server that is taken out is there still, finishing its requests.
	DrainSeconds int
	// How often servers report their CPU: 60 with detailed monitoring, 300 without. No period is shorter. Default: 60.
	MetricSeconds int
	// The step and simple scaling policies.
	Steps []StepPolicy
	// The target tracking policies.
	Targets []TargetPolicy
	// The scheduled actions.
	Schedule []ScheduledAction
}

// Default returns what a web tier scales by when nothing is said: 2 to 4 servers, one more above 70 % CPU, one fewer below
// 30 %.
func Default() Settings {
	return Settings{
		Min: 2, Max: 4, Initial: 2,
		WarmupSeconds: 180, StartSeconds: 60, ReadySeconds: 120, DrainSeconds: 60,
		MetricSeconds: 60,
		Steps: []StepPolicy{
			{
				Name:          "ScaleOut",
				Alarm:         Alarm{Comparison: GreaterThan, Threshold: 70, PeriodSeconds: 60, Periods: 3, Datapoints: 3},
				WarmupSeconds: 180,
				Steps:         []Step{{Lower: new(0.0), By: 1}},
			},
			{
				Name:          "ScaleIn",
				Alarm:         Alarm{Comparison: LessThan, Threshold: 30, PeriodSeconds: 60, Periods: 15, Datapoints: 15},
				WarmupSeconds: 180,
				Steps:         []Step{{Upper: new(0.0), By: -1}},
			},
		},
	}
}

// withDefaults returns the settings with every default filled in, in copies of the lists.
func (s Settings) withDefaults() Settings {
	if s.Initial == 0 {
		s.Initial = s.Min
	}
	if s.MetricSeconds == 0 {
		s.MetricSeconds = 60
	}
	steps := make([]StepPolicy, len(s.Steps))
	for i, p := range s.Steps {
		steps[i] = p.withDefaults(s)
	}
	targets := make([]TargetPolicy, len(s.Targets))
	for i, p := range s.Targets {
		targets[i] = p.withDefaults(s)
	}
	s.Steps, s.Targets = steps, targets
	return s
}

// minutes rounds seconds up to whole minutes.
func minutes(seconds int) int { return (seconds + 59) / 60 }
