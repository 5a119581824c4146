package e2e

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	scaling "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	watch "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

func (a *account) takeLoadBalancers(c *collector) {
	tags := func(arn *string) (any, error) {
		out, err := a.elb.DescribeTags(c.ctx, &elb.DescribeTagsInput{ResourceArns: []string{aws.ToString(arn)}})
		if err != nil || len(out.TagDescriptions) == 0 {
			return nil, err
		}
		return map[string]any{"Tags": out.TagDescriptions[0].Tags}, nil
	}
	var balancers []string
	collect(c, "LoadBalancer", elb.NewDescribeLoadBalancersPaginator(a.elb, &elb.DescribeLoadBalancersInput{}),
		func(o *elb.DescribeLoadBalancersOutput) []types.LoadBalancer { return o.LoadBalancers },
		func(l types.LoadBalancer) *string { return l.LoadBalancerArn },
		func(l types.LoadBalancer) (any, error) { return tags(l.LoadBalancerArn) },
		func(l types.LoadBalancer) (any, error) {
			balancers = append(balancers, *l.LoadBalancerArn)
			return a.elb.DescribeLoadBalancerAttributes(c.ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerArn: l.LoadBalancerArn})
		})
	for _, balancer := range balancers {
		collect(c, "Listener", elb.NewDescribeListenersPaginator(a.elb, &elb.DescribeListenersInput{LoadBalancerArn: &balancer}),
			func(o *elb.DescribeListenersOutput) []types.Listener { return o.Listeners },
			func(l types.Listener) *string { return l.ListenerArn },
			func(l types.Listener) (any, error) { return tags(l.ListenerArn) },
			func(l types.Listener) (any, error) {
				return a.elb.DescribeRules(c.ctx, &elb.DescribeRulesInput{ListenerArn: l.ListenerArn})
			})
	}
	collect(c, "TargetGroup", elb.NewDescribeTargetGroupsPaginator(a.elb, &elb.DescribeTargetGroupsInput{}),
		func(o *elb.DescribeTargetGroupsOutput) []types.TargetGroup { return o.TargetGroups },
		func(g types.TargetGroup) *string { return g.TargetGroupArn },
		func(g types.TargetGroup) (any, error) { return tags(g.TargetGroupArn) },
		func(g types.TargetGroup) (any, error) {
			return a.elb.DescribeTargetGroupAttributes(c.ctx, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: g.TargetGroupArn})
		})
	a.takeScaling(c)
}

func (a *account) takeScaling(c *collector) {
	collect(c, "AutoScalingGroup", autoscaling.NewDescribeAutoScalingGroupsPaginator(a.autoscaling, &autoscaling.DescribeAutoScalingGroupsInput{}),
		func(o *autoscaling.DescribeAutoScalingGroupsOutput) []scaling.AutoScalingGroup {
			return o.AutoScalingGroups
		},
		func(g scaling.AutoScalingGroup) *string { return g.AutoScalingGroupName },
		func(g scaling.AutoScalingGroup) (any, error) {
			if g.LaunchTemplate == nil {
				return nil, nil
			}
			version, err := a.ec2.DescribeLaunchTemplateVersions(c.ctx, &ec2.DescribeLaunchTemplateVersionsInput{
				LaunchTemplateId: g.LaunchTemplate.LaunchTemplateId,
				Versions:         []string{aws.ToString(g.LaunchTemplate.Version)},
			})
			return version, err
		})
	collect(c, "ScalingPolicy", autoscaling.NewDescribePoliciesPaginator(a.autoscaling, &autoscaling.DescribePoliciesInput{}),
		func(o *autoscaling.DescribePoliciesOutput) []scaling.ScalingPolicy { return o.ScalingPolicies },
		func(p scaling.ScalingPolicy) *string { return p.PolicyARN })
	collect(c, "Alarm", cloudwatch.NewDescribeAlarmsPaginator(a.cloudwatch, &cloudwatch.DescribeAlarmsInput{}),
		func(o *cloudwatch.DescribeAlarmsOutput) []watch.MetricAlarm { return o.MetricAlarms },
		func(m watch.MetricAlarm) *string { return m.AlarmName },
		func(m watch.MetricAlarm) (any, error) {
			return a.cloudwatch.ListTagsForResource(c.ctx, &cloudwatch.ListTagsForResourceInput{ResourceARN: m.AlarmArn})
		})
}
