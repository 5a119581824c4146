package simulate_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// shipped reads the committed template of an environment.
func shipped(t *testing.T, environment string) []simulate.Group {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("../../test/testdata/golden", environment+"-Stateless.json"))
	if err != nil {
		t.Fatal(err)
	}
	return read(t, string(source))
}

func read(t *testing.T, templates ...string) []simulate.Group {
	t.Helper()
	a := &assembly.Assembly{}
	for _, template := range templates {
		stack, err := assembly.Parse("Web", "eu-west-1", []byte(template))
		if err != nil {
			t.Fatal(err)
		}
		a.Stacks = append(a.Stacks, stack)
	}
	return simulate.FromAssembly(a)
}

// TestShippedSettings reads what the templates of the shipped environments say: prod scales as the defaults do.
func TestShippedSettings(t *testing.T) {
	const out, in = "SystemWebScaleOut", "SystemWebScaleIn"
	for environment, sizes := range map[string][2]int{"prod": {2, 4}, "dev": {1, 2}} {
		groups := shipped(t, environment)
		if len(groups) != 1 || groups[0].Unread != nil {
			t.Fatalf("%s: groups are %+v", environment, groups)
		}
		got := groups[0].Settings
		slices.Reverse(got.Steps)
		for i, prefix := range []string{out, in} {
			for _, name := range []*string{&got.Steps[i].Name, &got.Steps[i].Alarm.Name} {
				if !strings.HasPrefix(*name, prefix) {
					t.Errorf("%s: policy or alarm %d is %s", environment, i, *name)
				}
				*name = ""
			}
		}
		want := simulate.Default()
		want.Min, want.Initial, want.Max = sizes[0], sizes[0], sizes[1]
		for i := range want.Steps {
			want.Steps[i].Name = ""
			want.Steps[i].Adjustment, want.Steps[i].Aggregation = simulate.ChangeInCapacity, simulate.Average
			want.Steps[i].Alarm.Metric, want.Steps[i].Alarm.Missing = simulate.CPU, simulate.Missed
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", environment, diff)
		}
	}
}

// everything is a group with all that the simulation knows and does not know.
const everything = `{"Resources": {
	"Group": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {
		"MinSize": "1", "MaxSize": 9, "DesiredCapacity": "3", "Cooldown": "120",
		"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}},
		"TargetGroupARNs": [{"Ref": "Targets"}, {"Ref": "More"}],
		"MixedInstancesPolicy": {}, "InstanceMaintenancePolicy": {}}},
	"Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {}}},
	"Targets": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {
		"TargetGroupAttributes": [{"Key": "stickiness.enabled", "Value": "true"}, {"Key": "deregistration_delay.timeout_seconds", "Value": "30"}]}},
	"More": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {}},

	"Steps": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "StepScaling", "AdjustmentType": "PercentChangeInCapacity",
		"MetricAggregationType": "Maximum", "MinAdjustmentMagnitude": 2, "EstimatedInstanceWarmup": 90,
		"StepAdjustments": [
			{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": "20", "ScalingAdjustment": 10},
			{"MetricIntervalLowerBound": 20, "ScalingAdjustment": 50}]}},
	"High": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": ["arn:aws:sns:eu-west-1:111111111111:people", {"Ref": "Steps"}], "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
		"Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Group"}}], "Statistic": "Average",
		"ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": "62.5", "Period": 120, "EvaluationPeriods": 5, "DatapointsToAlarm": 3,
		"TreatMissingData": "breaching"}},
	"Higher": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Ref": "Steps"}], "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
		"Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Group"}}], "Statistic": "Maximum",
		"ComparisonOperator": "GreaterThanThreshold", "Threshold": 90, "Period": 60, "EvaluationPeriods": 1}},
	"Slow": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Ref": "Steps"}], "Namespace": "AWS/ApplicationELB", "MetricName": "TargetResponseTime", "Statistic": "Average",
		"ComparisonOperator": "GreaterThanThreshold", "Threshold": 1, "Period": 60, "EvaluationPeriods": 1}},
	"Others": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Ref": "Steps"}], "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
		"Dimensions": [{"Name": "InstanceId", "Value": "i-1"}], "Statistic": "Average", "Threshold": 1, "EvaluationPeriods": 1}},
	"Elses": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Ref": "Steps"}], "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
		"Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Other"}}], "Statistic": "Average", "Threshold": 1, "EvaluationPeriods": 1}},
	"OwnCPU": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Ref": "Steps"}], "Namespace": "Shop", "MetricName": "CPUUtilization",
		"Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Group"}}]}},
	"Network": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Ref": "Steps"}], "Namespace": "AWS/EC2", "MetricName": "NetworkIn",
		"Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Group"}}]}},
	"Sum": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [{"Ref": "Steps"}], "Metrics": []}},
	"Asleep": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [{"Ref": "Steps"}], "ActionsEnabled": false}},

	"Simple": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "AdjustmentType": "ExactCapacity", "ScalingAdjustment": "4", "Cooldown": "45"}},
	"Low": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
		"AlarmActions": [{"Fn::GetAtt": ["Simple", "Arn"]}], "Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
		"Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Group"}}], "Statistic": "Average",
		"ComparisonOperator": "LessThanThreshold", "Threshold": 10, "Period": 60, "EvaluationPeriods": 2}},
	"Idle": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "SimpleScaling", "AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": 1}},

	"Track": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "TargetTrackingScaling", "EstimatedInstanceWarmup": 75,
		"TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}, "TargetValue": 55.5, "DisableScaleIn": true}}},
	"TrackOwn": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "TargetTrackingScaling",
		"TargetTrackingConfiguration": {"TargetValue": 50, "CustomizedMetricSpecification": {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization",
			"Statistic": "Average", "Dimensions": [{"Name": "AutoScalingGroupName", "Value": {"Ref": "Group"}}]}}}},
	"TrackRequests": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "TargetTrackingScaling",
		"TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ALBRequestCountPerTarget"}, "TargetValue": 1000}}},
	"TrackNetwork": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "TargetTrackingScaling",
		"TargetTrackingConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageNetworkIn"}, "TargetValue": 1000}}},
	"TrackQueue": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "TargetTrackingScaling",
		"TargetTrackingConfiguration": {"CustomizedMetricSpecification": {"Namespace": "Shop", "MetricName": "Backlog"}, "TargetValue": 5}}},
	"Predict": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "PredictiveScaling"}},
	"New": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "Guess"}},

	"Morning": {"Type": "AWS::AutoScaling::ScheduledAction", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "Recurrence": "0 8 * * MON-FRI", "TimeZone": "Asia/Tokyo", "MinSize": 4, "MaxSize": "12",
		"StartTime": "2024-01-01T00:00:00Z", "EndTime": "2024-02-01T00:00:00Z"}},
	"Once": {"Type": "AWS::AutoScaling::ScheduledAction", "Properties": {
		"AutoScalingGroupName": {"Ref": "Group"}, "StartTime": "2024-01-01T05:00:00Z", "DesiredCapacity": 0}},
	"Never": {"Type": "AWS::AutoScaling::ScheduledAction", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "StartTime": "soon", "MinSize": 1}},
	"Hook": {"Type": "AWS::AutoScaling::LifecycleHook", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}}},
	"Pool": {"Type": "AWS::AutoScaling::WarmPool", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}}},

	"Other": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {
		"MinSize": {"Ref": "Size"}, "MaxSize": "1", "DefaultInstanceWarmup": 30, "LaunchTemplate": {"LaunchTemplateName": "ours"},
		"TargetGroupARNs": [{"Ref": "Elsewhere"}, {"Ref": "Odd"}]}},
	"Odd": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {
		"TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": {"Ref": "Delay"}}]}},
	"OtherPolicy": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {"AutoScalingGroupName": {"Ref": "Other"}, "PolicyType": "PredictiveScaling"}},
	"OtherAction": {"Type": "AWS::AutoScaling::ScheduledAction", "Properties": {"AutoScalingGroupName": {"Ref": "Other"}, "Recurrence": "0 0 * * *", "MinSize": {"Ref": "Size"}}}
}}`

func TestFromAssembly(t *testing.T) {
	groups := read(t, everything)
	if len(groups) != 2 || groups[0].Resource.ID != "Group" || groups[1].Resource.ID != "Other" {
		t.Fatalf("groups are %v", groups)
	}
	steps := []simulate.Step{{Lower: new(0.0), Upper: new(20.0), By: 10}, {Lower: new(20.0), By: 50}}
	policy := simulate.StepPolicy{
		Name: "Steps", Adjustment: simulate.PercentChangeInCapacity, Aggregation: simulate.Maximum, MinMagnitude: 2, WarmupSeconds: 90, Steps: steps,
	}
	high, higher := policy, policy
	high.Alarm = simulate.Alarm{
		Name: "High", Metric: simulate.CPU, Comparison: simulate.GreaterOrEqual, Threshold: 62.5, PeriodSeconds: 120, Periods: 5, Datapoints: 3, Missing: simulate.Breaching,
	}
	higher.Alarm = simulate.Alarm{Name: "Higher", Metric: simulate.CPU, Comparison: simulate.GreaterThan, Threshold: 90, PeriodSeconds: 60, Periods: 1}
	want := simulate.Settings{
		Min: 1, Max: 9, Initial: 3,
		WarmupSeconds: 120, StartSeconds: 60, ReadySeconds: 60, DrainSeconds: 300, MetricSeconds: 300,
		Steps: []simulate.StepPolicy{
			{
				Name: "Simple", Adjustment: simulate.ExactCapacity, Steps: []simulate.Step{{By: 4}}, Simple: true, CooldownSeconds: 45,
				Alarm: simulate.Alarm{Name: "Low", Metric: simulate.CPU, Comparison: simulate.LessThan, Threshold: 10, PeriodSeconds: 60, Periods: 2},
			},
			high, higher,
		},
		Targets: []simulate.TargetPolicy{
			{Name: "Track", Metric: simulate.CPU, Target: 55.5, DisableScaleIn: true, WarmupSeconds: 75},
			{Name: "TrackOwn", Metric: simulate.CPU, Target: 50},
			{Name: "TrackRequests", Metric: simulate.RequestsPerTarget, Target: 1000},
		},
		Schedule: []simulate.ScheduledAction{
			{
				Name: "Morning", Recurrence: "0 8 * * MON-FRI", TimeZone: "Asia/Tokyo", Min: new(4), Max: new(12),
				From: midnight, Until: time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC),
			},
			{Name: "Once", From: midnight.Add(5 * time.Hour), Desired: new(0)},
		},
	}
	if diff := cmp.Diff(want, groups[0].Settings); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if err := groups[0].Settings.Validate(); err != nil {
		t.Error(err)
	}
	unread := []string{
		"Web/Group: MixedInstancesPolicy: the servers are taken to be all alike",
		"Web/Group: InstanceMaintenancePolicy: no server is replaced",
		"Web/Idle: no alarm of the templates invokes it",
		"Web/New: PolicyType Guess",
		"Web/Predict: predictive scaling, which goes by weeks of history",
		"Web/Asleep: its actions are not enabled",
		"Web/Elses: it looks at AWS/EC2 CPUUtilization of something else than the group",
		"Web/Higher: its statistic is \"Maximum\"; the average is taken",
		"Web/Network: it looks at AWS/EC2 NetworkIn, which the simulation does not know",
		"Web/Others: it looks at AWS/EC2 CPUUtilization of something else than the group",
		"Web/OwnCPU: it looks at Shop CPUUtilization, which the simulation does not know",
		"Web/Slow: it looks at AWS/ApplicationELB TargetResponseTime, which the simulation does not know",
		"Web/Sum: it looks at an expression, which the simulation does not know",
		"Web/TrackNetwork: it tracks ASGAverageNetworkIn, which the simulation does not know",
		"Web/TrackQueue: it tracks Shop Backlog, which the simulation does not know",
		"Web/Never: StartTime: \"soon\" is no time",
		"Web/Hook: a lifecycle hook, which makes starting or stopping take longer",
		"Web/Pool: a warm pool, which makes starting faster",
	}
	if diff := cmp.Diff(unread, groups[0].Unread); diff != "" {
		t.Errorf("unread (-want +got):\n%s", diff)
	}

	other := simulate.Settings{
		Max: 1, WarmupSeconds: 30, StartSeconds: 60, DrainSeconds: 300, MetricSeconds: 60,
		Schedule: []simulate.ScheduledAction{{Name: "OtherAction", Recurrence: "0 0 * * *", Min: new(0)}},
	}
	if diff := cmp.Diff(other, groups[1].Settings); diff != "" {
		t.Errorf("settings of the other (-want +got):\n%s", diff)
	}
	unread = []string{
		"Web/Other: MinSize is map[Ref:Size], which is known only when it is deployed; 0 is taken",
		"Web/Other: TargetGroupARNs: a target group that is in none of the templates; its deregistration delay is taken to be 300 s",
		"Web/Odd: Value is map[Ref:Delay], which is known only when it is deployed; 0 is taken",
		"Web/Other: LaunchTemplate: it is in none of the templates; detailed monitoring is taken to be on",
		"Web/OtherPolicy: predictive scaling, which goes by weeks of history",
		"Web/OtherAction: MinSize is map[Ref:Size], which is known only when it is deployed; 0 is taken",
	}
	if diff := cmp.Diff(unread, groups[1].Unread); diff != "" {
		t.Errorf("unread of the other (-want +got):\n%s", diff)
	}
}
