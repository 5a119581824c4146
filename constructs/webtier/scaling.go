package webtier

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

// createScaling makes the two alarms on the group's average CPU and the two step policies that they trigger. They are
// plain resources: the CDK's ScaleOnMetric draws both alarms from one set of intervals, with thresholds that include
// their bounds, and cannot give them different periods.
func (w *WebTier) createScaling() {
	s := w.cfg.Scaling
	group := w.group.AutoScalingGroupName()
	out := w.stepPolicy("ScaleOutPolicy", group, &awsautoscaling.CfnScalingPolicy_StepAdjustmentProperty{
		MetricIntervalLowerBound: jsii.Number(0),
		ScalingAdjustment:        jsii.Number(s.ScaleOutBy),
	})
	w.scaleOut = w.cpuAlarm("ScaleOutAlarm", group, out, cpuAlarm{
		description: fmt.Sprintf("CPU above %d %%: adds %d to the web servers", s.ScaleOutAbove, s.ScaleOutBy),
		comparison:  "GreaterThanThreshold",
		threshold:   s.ScaleOutAbove,
		periods:     s.ScaleOutPeriods,
	})
	in := w.stepPolicy("ScaleInPolicy", group, &awsautoscaling.CfnScalingPolicy_StepAdjustmentProperty{
		MetricIntervalUpperBound: jsii.Number(0),
		ScalingAdjustment:        jsii.Number(-s.ScaleInBy),
	})
	w.scaleIn = w.cpuAlarm("ScaleInAlarm", group, in, cpuAlarm{
		description: fmt.Sprintf("CPU below %d %%: removes %d of the web servers", s.ScaleInBelow, s.ScaleInBy),
		comparison:  "LessThanThreshold",
		threshold:   s.ScaleInBelow,
		periods:     s.ScaleInPeriods,
	})
}

func (w *WebTier) stepPolicy(id string, group *string, step *awsautoscaling.CfnScalingPolicy_StepAdjustmentProperty) awsautoscaling.CfnScalingPolicy {
	return awsautoscaling.NewCfnScalingPolicy(w, &id, &awsautoscaling.CfnScalingPolicyProps{
		AutoScalingGroupName:    group,
		PolicyType:              jsii.String("StepScaling"),
		AdjustmentType:          jsii.String("ChangeInCapacity"),
		MetricAggregationType:   jsii.String("Average"),
		EstimatedInstanceWarmup: jsii.Number(w.cfg.Scaling.WarmupSeconds),
		StepAdjustments:         []any{step},
	})
}

type cpuAlarm struct {
	description, comparison string
	threshold, periods      int
}

func (w *WebTier) cpuAlarm(id string, group *string, policy awsautoscaling.CfnScalingPolicy, alarm cpuAlarm) awscloudwatch.CfnAlarm {
	return awscloudwatch.NewCfnAlarm(w, &id, &awscloudwatch.CfnAlarmProps{
		AlarmDescription:   &alarm.description,
		Namespace:          jsii.String("AWS/EC2"),
		MetricName:         jsii.String("CPUUtilization"),
		Dimensions:         []any{&awscloudwatch.CfnAlarm_DimensionProperty{Name: jsii.String("AutoScalingGroupName"), Value: group}},
		Statistic:          jsii.String("Average"),
		Period:             jsii.Number(w.cfg.Scaling.PeriodSeconds),
		EvaluationPeriods:  jsii.Number(alarm.periods),
		DatapointsToAlarm:  jsii.Number(alarm.periods),
		ComparisonOperator: &alarm.comparison,
		Threshold:          jsii.Number(alarm.threshold),
		TreatMissingData:   jsii.String("missing"), // no servers, no reason to scale
		AlarmActions:       &[]any{policy},
	})
}
