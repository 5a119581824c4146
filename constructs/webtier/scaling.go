package webtier

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

// createScaling makes what changes the number of servers.
func (w *WebTier) createScaling() {
	if !w.cfg.Scaling.DisableSteps {
		w.createSteps()
	}
	w.createTracking()
	w.createPredictive()
	w.createSchedules()
}

// createSteps makes the two alarms on what the tier is scaled by and the two step policies that they trigger. They are
// plain resources: the CDK's ScaleOnMetric draws both alarms from one set of intervals, with thresholds that include
// their bounds, and cannot give them different periods.
func (w *WebTier) createSteps() {
	s := &w.cfg.Scaling
	out, in := s.out(), s.in()
	w.scaleOut = w.stepAlarm("ScaleOutAlarm", w.stepPolicy("ScaleOutPolicy", out, 1), stepAlarm{
		description: s.describe("above", "adds %s to the "+w.named, out),
		comparison:  awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD,
		threshold:   s.ScaleOutAbove,
		periods:     s.ScaleOutPeriods,
	})
	w.scaleIn = w.stepAlarm("ScaleInAlarm", w.stepPolicy("ScaleInPolicy", in, -1), stepAlarm{
		description: s.describe("below", "removes %s of the "+w.named, in),
		comparison:  awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD,
		threshold:   s.ScaleInBelow,
		periods:     s.ScaleInPeriods,
	})
}

// describe says what an alarm is about: "CPU above 70 %: adds 1, above 85 % 2 to the web servers".
func (s *Scaling) describe(beyond, does string, steps []threshold) string {
	what, unit, of := "CPU", " %", ""
	if s.Metric.given() {
		what, unit = "Metric", ""
		if s.Metric.Name != "" {
			what = s.Metric.Name
		}
	}
	if s.Adjust == AdjustPercent {
		of = " %"
	}
	by := fmt.Sprintf("%d%s", steps[0].by, of)
	for _, step := range steps[1:] {
		by += fmt.Sprintf(", %s %d%s %d%s", beyond, step.at, unit, step.by, of)
	}
	return fmt.Sprintf("%s %s %d%s: %s", what, beyond, steps[0].at, unit, fmt.Sprintf(does, by))
}

// stepPolicy makes a policy whose steps are counted from the first threshold, up or down as the sign says.
func (w *WebTier) stepPolicy(id string, steps []threshold, sign int) awsautoscaling.CfnScalingPolicy {
	var adjustments []any
	for i, step := range steps {
		near := jsii.Number(step.at - steps[0].at)
		var far *float64
		if i+1 < len(steps) {
			far = jsii.Number(steps[i+1].at - steps[0].at)
		}
		adjustment := &awsautoscaling.CfnScalingPolicy_StepAdjustmentProperty{
			MetricIntervalLowerBound: near,
			MetricIntervalUpperBound: far,
			ScalingAdjustment:        jsii.Number(sign * step.by),
		}
		if sign == -1 {
			adjustment.MetricIntervalLowerBound, adjustment.MetricIntervalUpperBound = far, near
		}
		adjustments = append(adjustments, adjustment)
	}
	props := &awsautoscaling.CfnScalingPolicyProps{
		AutoScalingGroupName:    w.group.AutoScalingGroupName(),
		PolicyType:              jsii.String("StepScaling"),
		AdjustmentType:          jsii.String("ChangeInCapacity"),
		MetricAggregationType:   jsii.String("Average"),
		EstimatedInstanceWarmup: jsii.Number(w.cfg.Scaling.WarmupSeconds),
		StepAdjustments:         adjustments,
	}
	if w.cfg.Scaling.Adjust == AdjustPercent {
		props.AdjustmentType = jsii.String("PercentChangeInCapacity")
		props.MinAdjustmentMagnitude = jsii.Number(w.cfg.Scaling.AtLeast)
	}
	return awsautoscaling.NewCfnScalingPolicy(w, &id, props)
}

type stepAlarm struct {
	description        string
	comparison         awscloudwatch.ComparisonOperator
	threshold, periods int
}

// stepAlarm makes an alarm that triggers a policy. Missing data changes nothing: without servers there is no reason to
// scale.
func (w *WebTier) stepAlarm(id string, policy awsautoscaling.CfnScalingPolicy, alarm stepAlarm) awscloudwatch.CfnAlarm {
	if w.cfg.Scaling.Metric.given() {
		made := awscloudwatch.NewAlarm(w, &id, &awscloudwatch.AlarmProps{
			AlarmDescription:   &alarm.description,
			Metric:             w.metric(w.cfg.Scaling.Metric),
			EvaluationPeriods:  jsii.Number(alarm.periods),
			DatapointsToAlarm:  jsii.Number(alarm.periods),
			ComparisonOperator: alarm.comparison,
			Threshold:          jsii.Number(alarm.threshold),
			TreatMissingData:   awscloudwatch.TreatMissingData_MISSING,
		})
		resource := made.Node().DefaultChild().(awscloudwatch.CfnAlarm)
		resource.SetAlarmActions(&[]*string{policy.Ref()})
		return resource
	}
	comparison := map[awscloudwatch.ComparisonOperator]string{
		awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD: "GreaterThanThreshold",
		awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD:    "LessThanThreshold",
	}[alarm.comparison]
	return awscloudwatch.NewCfnAlarm(w, &id, &awscloudwatch.CfnAlarmProps{
		AlarmDescription:   &alarm.description,
		Namespace:          jsii.String("AWS/EC2"),
		MetricName:         jsii.String("CPUUtilization"),
		Dimensions:         []any{&awscloudwatch.CfnAlarm_DimensionProperty{Name: jsii.String("AutoScalingGroupName"), Value: w.group.AutoScalingGroupName()}},
		Statistic:          jsii.String("Average"),
		Period:             jsii.Number(w.cfg.Scaling.PeriodSeconds),
		EvaluationPeriods:  jsii.Number(alarm.periods),
		DatapointsToAlarm:  jsii.Number(alarm.periods),
		ComparisonOperator: &comparison,
		Threshold:          jsii.Number(alarm.threshold),
		TreatMissingData:   jsii.String("missing"),
		AlarmActions:       &[]any{policy},
	})
}

// metric returns a metric as the CDK has it, over scaling's period.
func (w *WebTier) metric(m Metric) awscloudwatch.IMetric {
	if m.Metric != nil {
		return m.Metric
	}
	dimensions := map[string]*string{"AutoScalingGroupName": w.group.AutoScalingGroupName()}
	if len(m.Dimensions) > 0 {
		dimensions = map[string]*string{}
		for name, value := range m.Dimensions {
			dimensions[name] = &value
		}
	}
	statistic := m.Statistic
	if statistic == "" {
		statistic = "Average"
	}
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace:     &m.Namespace,
		MetricName:    &m.Name,
		DimensionsMap: &dimensions,
		Statistic:     &statistic,
		Period:        seconds(w.cfg.Scaling.PeriodSeconds),
	})
}
