package e2e

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	scaling "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

// scaling asserts both alarms, and that each of them runs the policy that answers it.
func (e *environment) scaling(t *testing.T) {
	policies := must(e.autoscaling.DescribePolicies(e.ctx, &autoscaling.DescribePoliciesInput{AutoScalingGroupName: e.group.AutoScalingGroupName}))(t)
	same(t, "policies", len(policies.ScalingPolicies), 2)
	adds, removes := e.policy(t, policies.ScalingPolicies, 1), e.policy(t, policies.ScalingPolicies, -1)
	e.alarm(t, types.ComparisonOperatorGreaterThanThreshold, 70, 3, adds)
	e.alarm(t, types.ComparisonOperatorLessThanThreshold, 30, 15, removes)
	same(t, "alarms", len(e.alarmsOf(t, "AWS/EC2")), 2*len(e.there(t, e.account).of("AutoScalingGroup")))
}

// policy finds the policy with an adjustment, asserts it, and returns its ARN.
func (e *environment) policy(t *testing.T, policies []scaling.ScalingPolicy, adjustment int32) string {
	t.Helper()
	for _, p := range policies {
		step := only(t, "steps", p.StepAdjustments)
		if aws.ToInt32(step.ScalingAdjustment) != adjustment {
			continue
		}
		same(t, "type", aws.ToString(p.PolicyType), "StepScaling")
		same(t, "adjustment", aws.ToString(p.AdjustmentType), "ChangeInCapacity")
		same(t, "aggregation", aws.ToString(p.MetricAggregationType), "Average")
		same(t, "warm-up", aws.ToInt32(p.EstimatedInstanceWarmup), int32(180))
		// From the threshold on without end: upwards for the one, downwards for the other.
		want := []string{"0", "none"}
		if adjustment < 0 {
			want = []string{"none", "0"}
		}
		same(t, fmt.Sprintf("bounds of the step of %d", adjustment), []string{bound(step.MetricIntervalLowerBound), bound(step.MetricIntervalUpperBound)}, want)
		return aws.ToString(p.PolicyARN)
	}
	t.Fatalf("no policy changes the number of servers by %d", adjustment)
	return ""
}

func bound(at *float64) string {
	if at == nil {
		return "none"
	}
	return fmt.Sprint(*at)
}

// alarm asserts the alarm that compares in a way.
func (e *environment) alarm(t *testing.T, comparison types.ComparisonOperator, threshold float64, periods int32, policy string) {
	t.Helper()
	out := must(e.cloudwatch.DescribeAlarms(e.ctx, &cloudwatch.DescribeAlarmsInput{ActionPrefix: &policy}))(t)
	a := only(t, "alarms that run "+policy, out.MetricAlarms)
	same(t, "comparison", a.ComparisonOperator, comparison)
	same(t, "threshold", aws.ToFloat64(a.Threshold), threshold)
	same(t, "metric", aws.ToString(a.Namespace)+" "+aws.ToString(a.MetricName), "AWS/EC2 CPUUtilization")
	same(t, "statistic", a.Statistic, types.StatisticAverage)
	same(t, "period, periods, datapoints", []int32{aws.ToInt32(a.Period), aws.ToInt32(a.EvaluationPeriods), aws.ToInt32(a.DatapointsToAlarm)}, []int32{60, periods, periods})
	same(t, "missing data", aws.ToString(a.TreatMissingData), "missing")
	same(t, "actions are enabled", aws.ToBool(a.ActionsEnabled), true)
	sameSet(t, "actions", a.AlarmActions, []string{policy})
	dimension := only(t, "dimensions", a.Dimensions)
	same(t, "whose CPU", aws.ToString(dimension.Name)+" "+aws.ToString(dimension.Value), "AutoScalingGroupName "+aws.ToString(e.group.AutoScalingGroupName))
}
