package webtier

import (
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/jsii-runtime-go"
)

// A predefined metric, as the kinds of policies name it.
type predefined struct {
	construct string
	tracked   awsautoscaling.PredefinedMetric
	pair      string
}

var predefinedMetrics = map[ScalingMetric]predefined{
	ScalingCPU:        {"CPU", awsautoscaling.PredefinedMetric_ASG_AVERAGE_CPU_UTILIZATION, "ASGCPUUtilization"},
	ScalingRequests:   {"Requests", awsautoscaling.PredefinedMetric_ALB_REQUEST_COUNT_PER_TARGET, "ALBRequestCount"},
	ScalingNetworkIn:  {"NetworkIn", awsautoscaling.PredefinedMetric_ASG_AVERAGE_NETWORK_IN, "ASGNetworkIn"},
	ScalingNetworkOut: {"NetworkOut", awsautoscaling.PredefinedMetric_ASG_AVERAGE_NETWORK_OUT, "ASGNetworkOut"},
}

// createTracking makes a policy for every metric that is tracked. One of a custom metric is named by its place among those.
func (w *WebTier) createTracking() {
	customs := 0
	for _, tracking := range w.cfg.Scaling.TargetTracking {
		props := &awsautoscaling.TargetTrackingScalingPolicyProps{
			AutoScalingGroup:        w.group,
			TargetValue:             jsii.Number(tracking.Target),
			DisableScaleIn:          jsii.Bool(tracking.DisableScaleIn),
			EstimatedInstanceWarmup: seconds(w.cfg.Scaling.WarmupSeconds),
		}
		id := "Track"
		if tracking.Custom.given() {
			customs++
			id += "Custom" + strconv.Itoa(customs)
			props.CustomMetric = w.metric(tracking.Custom)
		} else {
			metric := predefinedMetrics[tracking.metric()]
			id += metric.construct
			props.PredefinedMetric = metric.tracked
			props.ResourceLabel = w.resourceLabel(tracking.metric())
		}
		awsautoscaling.NewTargetTrackingScalingPolicy(w, &id, props)
	}
}

// resourceLabel names the target group whose requests are counted, or is nil for other metrics.
func (w *WebTier) resourceLabel(metric ScalingMetric) *string {
	if metric != ScalingRequests {
		return nil
	}
	return jsii.String(strings.Join([]string{*w.fullName(), *w.targetGroup.TargetGroupFullName()}, "/"))
}

func (w *WebTier) createPredictive() {
	predictive := w.cfg.Scaling.Predictive
	if predictive.Metric == "" {
		return
	}
	config := &awsautoscaling.CfnScalingPolicy_PredictiveScalingConfigurationProperty{
		MetricSpecifications: []any{&awsautoscaling.CfnScalingPolicy_PredictiveScalingMetricSpecificationProperty{
			TargetValue: jsii.Number(predictive.Target),
			PredefinedMetricPairSpecification: &awsautoscaling.CfnScalingPolicy_PredictiveScalingPredefinedMetricPairProperty{
				PredefinedMetricType: jsii.String(predefinedMetrics[predictive.Metric].pair),
				ResourceLabel:        w.resourceLabel(predictive.Metric),
			},
		}},
		Mode:                 jsii.String("ForecastOnly"),
		SchedulingBufferTime: jsii.Number(predictive.SchedulingBufferSeconds),
	}
	if predictive.Mode == ForecastAndScale {
		config.Mode = jsii.String("ForecastAndScale")
	}
	if predictive.MaxCapacityBufferPercent != 0 {
		config.MaxCapacityBreachBehavior = jsii.String("IncreaseMaxCapacity")
		config.MaxCapacityBuffer = jsii.Number(predictive.MaxCapacityBufferPercent)
	}
	awsautoscaling.NewCfnScalingPolicy(w, jsii.String("PredictivePolicy"), &awsautoscaling.CfnScalingPolicyProps{
		AutoScalingGroupName:           w.group.AutoScalingGroupName(),
		PolicyType:                     jsii.String("PredictiveScaling"),
		PredictiveScalingConfiguration: config,
	})
}

// createSchedules makes plain resources: the CDK's ScaleOnSchedule wants its own form of the expression.
func (w *WebTier) createSchedules() {
	for _, schedule := range w.cfg.Scaling.Schedules {
		props := &awsautoscaling.CfnScheduledActionProps{
			AutoScalingGroupName: w.group.AutoScalingGroupName(),
			Recurrence:           &schedule.Cron,
			TimeZone:             &schedule.TimeZone,
			MinSize:              given(schedule.MinCapacity),
			MaxSize:              given(schedule.MaxCapacity),
			DesiredCapacity:      given(schedule.DesiredCapacity),
		}
		if schedule.StopServers {
			props.MinSize, props.DesiredCapacity = jsii.Number(0), jsii.Number(0)
		}
		awsautoscaling.NewCfnScheduledAction(w, jsii.String("Schedule"+schedule.Name), props)
	}
}

// given is a number, or nil for the zero that means none.
func given(n int) *float64 {
	if n == 0 {
		return nil
	}
	return jsii.Number(n)
}
