package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const (
	alarm         = "AWS::CloudWatch::Alarm"
	scalingPolicy = "AWS::AutoScaling::ScalingPolicy"
)

// A step is what one alarm watches for and what its policy then does.
type step struct {
	description, comparison                string
	threshold, period, periods, by, warmup int
	bound                                  string
}

// wantStep fails the test unless the alarm watches the tier's own group and triggers the policy that changes that group.
func wantStep(t *testing.T, tm *template, name string, want step) {
	t.Helper()
	group := ref(tm.one(t, autoScalingGroup).ID)
	policy := tm.named(t, scalingPolicy, "Web"+name+"Policy")
	policy.wantEach(t, map[string]any{
		"AutoScalingGroupName":    group,
		"PolicyType":              "StepScaling",
		"AdjustmentType":          "ChangeInCapacity",
		"MetricAggregationType":   "Average",
		"EstimatedInstanceWarmup": want.warmup,
		"StepAdjustments":         []any{map[string]any{"ScalingAdjustment": want.by, want.bound: 0}},
	})
	tm.named(t, alarm, "Web"+name+"Alarm").wantEach(t, map[string]any{
		"AlarmDescription":   want.description,
		"Namespace":          "AWS/EC2",
		"MetricName":         "CPUUtilization",
		"Dimensions":         []any{map[string]any{"Name": "AutoScalingGroupName", "Value": group}},
		"Statistic":          "Average",
		"ComparisonOperator": want.comparison,
		"Threshold":          want.threshold,
		"Period":             want.period,
		"EvaluationPeriods":  want.periods,
		"DatapointsToAlarm":  want.periods,
		"TreatMissingData":   "missing",
		"AlarmActions":       []any{ref(policy.ID)},
		"OKActions":          nil,
		"ActionsEnabled":     nil, // they are unless turned off
	})
}

func TestWebScalingByDefault(t *testing.T) {
	tm := defaultWeb(t)
	wantStep(t, tm, "ScaleOut", step{
		description: "CPU above 70 %: adds 1 to the web servers",
		comparison:  "GreaterThanThreshold", threshold: 70,
		period: 60, periods: 3,
		by: 1, bound: "MetricIntervalLowerBound", warmup: 180,
	})
	wantStep(t, tm, "ScaleIn", step{
		description: "CPU below 30 %: removes 1 of the web servers",
		comparison:  "LessThanThreshold", threshold: 30,
		period: 60, periods: 15,
		by: -1, bound: "MetricIntervalUpperBound", warmup: 180,
	})
	if alarms, policies := len(tm.all(alarm)), len(tm.all(scalingPolicy)); alarms != 2 || policies != 2 {
		t.Errorf("%d alarms and %d policies, want 2 of each", alarms, policies)
	}
}

func TestWebScalingProps(t *testing.T) {
	tm := synthWeb(t, webtier.Props{MinCapacity: 4, MaxCapacity: 20, Scaling: webtier.Scaling{
		ScaleOutAbove: 60, ScaleOutBy: 4, ScaleOutPeriods: 2,
		ScaleInBelow: 25, ScaleInBy: 2, ScaleInPeriods: 10,
		PeriodSeconds: 120, WarmupSeconds: 240,
	}})
	wantStep(t, tm, "ScaleOut", step{
		description: "CPU above 60 %: adds 4 to the web servers",
		comparison:  "GreaterThanThreshold", threshold: 60,
		period: 120, periods: 2,
		by: 4, bound: "MetricIntervalLowerBound", warmup: 240,
	})
	wantStep(t, tm, "ScaleIn", step{
		description: "CPU below 25 %: removes 2 of the web servers",
		comparison:  "LessThanThreshold", threshold: 25,
		period: 120, periods: 10,
		by: -2, bound: "MetricIntervalUpperBound", warmup: 240,
	})
	tm.one(t, autoScalingGroup).want(t, "DefaultInstanceWarmup", 240)
}

// Metrics every five minutes make shorter periods useless; scaling in still takes a quarter of an hour.
func TestWebScalingWithoutDetailedMonitoring(t *testing.T) {
	tm := synthWeb(t, webtier.Props{DisableDetailedMonitoring: true})
	tm.named(t, alarm, "WebScaleOutAlarm").wantEach(t, map[string]any{"Period": 300, "EvaluationPeriods": 3})
	tm.named(t, alarm, "WebScaleInAlarm").wantEach(t, map[string]any{"Period": 300, "EvaluationPeriods": 3})
	tm.one(t, "AWS::EC2::LaunchTemplate").want(t, "LaunchTemplateData.Monitoring.Enabled", false)

	tm = synthWeb(t, webtier.Props{DisableDetailedMonitoring: true, Scaling: webtier.Scaling{PeriodSeconds: 600, ScaleInPeriods: 5}})
	tm.named(t, alarm, "WebScaleInAlarm").wantEach(t, map[string]any{"Period": 600, "EvaluationPeriods": 5})
}
