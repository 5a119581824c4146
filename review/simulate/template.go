package simulate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

const (
	// startSeconds is how long an instance is taken to need until it is in service: no template says it.
	startSeconds = 60
	// defaultCooldown and defaultDrain are what AWS takes where a template says nothing.
	defaultCooldown = 300
	defaultDrain    = 300
)

// A Group is an Auto Scaling group of a template.
type Group struct {
	// Resource is the group.
	Resource *assembly.Resource
	// Settings are what the templates say of its scaling. What no template says is taken to be: a server is in service a
	// minute after its start, and from its start to carrying its share takes as long as the warm-up.
	Settings Settings
	// Unread are what scales the group, or decides how it does, and is not part of the simulation; each names the resource.
	Unread []string
}

// FromAssembly reads the scaling settings of every Auto Scaling group.
func FromAssembly(a *assembly.Assembly) []Group {
	var groups []Group
	for _, resource := range a.All("AWS::AutoScaling::AutoScalingGroup") {
		r := reader{Assembly: a, group: resource, at: resource}
		r.readGroup()
		for _, policy := range r.of("AWS::AutoScaling::ScalingPolicy") {
			r.readPolicy(policy)
		}
		for _, action := range r.of("AWS::AutoScaling::ScheduledAction") {
			r.readAction(action)
		}
		for _, hook := range r.of("AWS::AutoScaling::LifecycleHook") {
			r.leave(hook, "a lifecycle hook, which makes starting or stopping take longer")
		}
		for _, pool := range r.of("AWS::AutoScaling::WarmPool") {
			r.leave(pool, "a warm pool, which makes starting faster")
		}
		groups = append(groups, Group{resource, r.settings, r.unread})
	}
	return groups
}

// A reader reads one group.
type reader struct {
	*assembly.Assembly
	group    *assembly.Resource
	at       *assembly.Resource // what is being read
	settings Settings
	unread   []string
}

// leave notes something that is not simulated.
func (r *reader) leave(what *assembly.Resource, format string, args ...any) {
	r.unread = append(r.unread, fmt.Sprintf("%s: %s", what, fmt.Sprintf(format, args...)))
}

// of returns the resources of a type that belong to the group.
func (r *reader) of(kind string) []*assembly.Resource {
	return slices.DeleteFunc(r.All(kind), func(x *assembly.Resource) bool {
		return r.Target(x.Stack, x.Properties["AutoScalingGroupName"]) != r.group
	})
}

func (r *reader) readGroup() {
	p := r.group.Properties
	s := &r.settings
	s.Min, s.Max = r.count(p, "MinSize"), r.count(p, "MaxSize")
	s.Initial = max(s.Min, r.count(p, "DesiredCapacity"))
	// Where there is no warm-up, the cooldown is it.
	s.WarmupSeconds = r.countOr(p, "DefaultInstanceWarmup", r.countOr(p, "Cooldown", defaultCooldown))
	s.StartSeconds, s.ReadySeconds = startSeconds, max(0, s.WarmupSeconds-startSeconds)
	s.DrainSeconds, s.MetricSeconds = r.drain(), r.metricSeconds()
	if p["MixedInstancesPolicy"] != nil {
		r.leave(r.group, "MixedInstancesPolicy: the servers are taken to be all alike")
	}
	if p["InstanceMaintenancePolicy"] != nil {
		r.leave(r.group, "InstanceMaintenancePolicy: no server is replaced")
	}
}

// drain is the longest deregistration delay of the group's target groups.
func (r *reader) drain() int {
	longest := 0
	for _, target := range r.Targets(r.group.Stack, r.group.Properties["TargetGroupARNs"]) {
		if target == nil {
			r.leave(r.group, "TargetGroupARNs: a target group that is in none of the templates; its deregistration delay is taken to be %d s", defaultDrain)
			longest = max(longest, defaultDrain)
			continue
		}
		r.at = target
		delay := defaultDrain
		for attribute := range objects(target.Properties["TargetGroupAttributes"]) {
			if attribute["Key"] == "deregistration_delay.timeout_seconds" {
				delay = r.count(attribute, "Value")
			}
		}
		longest = max(longest, delay)
	}
	return longest
}

// metricSeconds is how often the group's instances report: every minute with detailed monitoring.
func (r *reader) metricSeconds() int {
	specification, _ := r.group.Properties["LaunchTemplate"].(map[string]any)
	template := r.Target(r.group.Stack, specification["LaunchTemplateId"])
	if template == nil {
		r.leave(r.group, "LaunchTemplate: it is in none of the templates; detailed monitoring is taken to be on")
		return 60
	}
	data, _ := template.Properties["LaunchTemplateData"].(map[string]any)
	monitoring, _ := data["Monitoring"].(map[string]any)
	if enabled := monitoring["Enabled"]; enabled == true || enabled == "true" {
		return 60
	}
	return 300
}

func (r *reader) readPolicy(policy *assembly.Resource) {
	r.at = policy
	switch kind := policy.Properties["PolicyType"]; kind {
	case "StepScaling", "SimpleScaling", nil:
		r.readSteps(policy)
	case "TargetTrackingScaling":
		r.readTarget(policy)
	case "PredictiveScaling":
		r.leave(policy, "predictive scaling, which goes by weeks of history")
	default:
		r.leave(policy, "PolicyType %v", kind)
	}
}

// readSteps reads a step or simple scaling policy, once for each alarm that invokes it.
func (r *reader) readSteps(policy *assembly.Resource) {
	p := policy.Properties
	groupCooldown := r.countOr(r.group.Properties, "Cooldown", defaultCooldown)
	step := StepPolicy{
		Name:            policy.ID,
		Adjustment:      Adjustment(text(p["AdjustmentType"])),
		Aggregation:     Aggregation(text(p["MetricAggregationType"])),
		MinMagnitude:    r.count(p, "MinAdjustmentMagnitude"),
		WarmupSeconds:   r.count(p, "EstimatedInstanceWarmup"),
		Simple:          p["PolicyType"] != "StepScaling",
		CooldownSeconds: r.countOr(p, "Cooldown", groupCooldown),
	}
	if step.Simple {
		step.Steps = []Step{{By: r.count(p, "ScalingAdjustment")}}
	} else {
		step.CooldownSeconds = 0
	}
	for adjustment := range objects(p["StepAdjustments"]) {
		step.Steps = append(step.Steps, Step{
			Lower: bound(adjustment["MetricIntervalLowerBound"]),
			Upper: bound(adjustment["MetricIntervalUpperBound"]),
			By:    r.count(adjustment, "ScalingAdjustment"),
		})
	}
	invoked := false
	for _, alarm := range r.All("AWS::CloudWatch::Alarm") {
		if !slices.Contains(r.Targets(alarm.Stack, alarm.Properties["AlarmActions"]), policy) {
			continue
		}
		invoked = true
		if read, ok := r.readAlarm(alarm); ok {
			step.Alarm = read
			r.settings.Steps = append(r.settings.Steps, step)
		}
	}
	if !invoked {
		r.leave(policy, "no alarm of the templates invokes it")
	}
}

func (r *reader) readAlarm(alarm *assembly.Resource) (Alarm, bool) {
	r.at = alarm
	p := alarm.Properties
	if p["ActionsEnabled"] == false {
		r.leave(alarm, "its actions are not enabled")
		return Alarm{}, false
	}
	metric, ok := r.metric(alarm.Stack, p)
	if !ok {
		r.leave(alarm, "it looks at %s", unknown(p))
		return Alarm{}, false
	}
	if statistic := text(p["Statistic"]); statistic != "Average" && metric == CPU {
		r.leave(alarm, "its statistic is %q; the average is taken", statistic)
	}
	threshold, _ := number(p["Threshold"])
	return Alarm{
		Name:          alarm.ID,
		Metric:        metric,
		Comparison:    Comparison(text(p["ComparisonOperator"])),
		Threshold:     threshold,
		PeriodSeconds: r.count(p, "Period"),
		Periods:       r.count(p, "EvaluationPeriods"),
		Datapoints:    r.count(p, "DatapointsToAlarm"),
		Missing:       Missing(text(p["TreatMissingData"])),
	}, true
}

// unknown says what an alarm or a policy looks at that the simulation does not know.
func unknown(p map[string]any) string {
	switch namespace, name := text(p["Namespace"]), text(p["MetricName"]); {
	case name == "":
		return "an expression, which the simulation does not know"
	case namespace == "AWS/EC2" && name == "CPUUtilization":
		return "AWS/EC2 CPUUtilization of something else than the group"
	default:
		return namespace + " " + name + ", which the simulation does not know"
	}
}

// metric tells which of the simulation's metrics an alarm or a customized specification looks at: the group's own CPU.
func (r *reader) metric(in *assembly.Stack, p map[string]any) (Metric, bool) {
	if p["Namespace"] != "AWS/EC2" || p["MetricName"] != "CPUUtilization" {
		return "", false
	}
	for dimension := range objects(p["Dimensions"]) {
		if dimension["Name"] == "AutoScalingGroupName" && r.Target(in, dimension["Value"]) == r.group {
			return CPU, true
		}
	}
	return "", false
}

func (r *reader) readTarget(policy *assembly.Resource) {
	configuration, _ := policy.Properties["TargetTrackingConfiguration"].(map[string]any)
	predefined, _ := configuration["PredefinedMetricSpecification"].(map[string]any)
	customized, _ := configuration["CustomizedMetricSpecification"].(map[string]any)
	target := TargetPolicy{
		Name:           policy.ID,
		DisableScaleIn: configuration["DisableScaleIn"] == true,
		WarmupSeconds:  r.count(policy.Properties, "EstimatedInstanceWarmup"),
	}
	target.Target, _ = number(configuration["TargetValue"])
	switch kind := text(predefined["PredefinedMetricType"]); kind {
	case "ASGAverageCPUUtilization":
		target.Metric = CPU
	case "ALBRequestCountPerTarget":
		target.Metric = RequestsPerTarget
	case "":
		metric, ok := r.metric(policy.Stack, customized)
		if !ok {
			r.leave(policy, "it tracks %s", unknown(customized))
			return
		}
		target.Metric = metric
	default:
		r.leave(policy, "it tracks %s, which the simulation does not know", kind)
		return
	}
	r.settings.Targets = append(r.settings.Targets, target)
}

func (r *reader) readAction(action *assembly.Resource) {
	r.at = action
	p := action.Properties
	scheduled := ScheduledAction{
		Name: action.ID, Recurrence: text(p["Recurrence"]), TimeZone: text(p["TimeZone"]),
		Min: r.size(p, "MinSize"), Max: r.size(p, "MaxSize"), Desired: r.size(p, "DesiredCapacity"),
	}
	for name, at := range map[string]*time.Time{"StartTime": &scheduled.From, "EndTime": &scheduled.Until} {
		if value := text(p[name]); value != "" {
			parsed, err := time.Parse(time.RFC3339, value)
			if err != nil {
				r.leave(action, "%s: %q is no time", name, value)
				return
			}
			*at = parsed
		}
	}
	r.settings.Schedule = append(r.settings.Schedule, scheduled)
}

func (r *reader) size(p map[string]any, name string) *int {
	if p[name] == nil {
		return nil
	}
	return new(r.count(p, name))
}

// count reads a whole number, which a template may have as a text, or 0 when there is none.
func (r *reader) count(p map[string]any, name string) int { return r.countOr(p, name, 0) }

func (r *reader) countOr(p map[string]any, name string, otherwise int) int {
	if p[name] == nil {
		return otherwise
	}
	n, ok := number(p[name])
	if !ok || n != math.Trunc(n) {
		r.leave(r.at, "%s is %v, which is known only when it is deployed; %d is taken", name, p[name], otherwise)
		return otherwise
	}
	return int(n)
}

func number(value any) (float64, bool) {
	n, err := strconv.ParseFloat(fmt.Sprint(value), 64)
	return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

func bound(value any) *float64 {
	n, ok := number(value)
	if !ok {
		return nil
	}
	return &n
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

// objects ranges over the objects of a list.
func objects(list any) func(yield func(map[string]any) bool) {
	return func(yield func(map[string]any) bool) {
		values, _ := list.([]any)
		for _, value := range values {
			if object, ok := value.(map[string]any); ok && !yield(object) {
				return
			}
		}
	}
}
