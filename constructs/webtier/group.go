package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

// configureGroup adds to the props of the Auto Scaling group what [Group] says. What is not said is not written.
func (w *WebTier) configureGroup(props *awsautoscaling.AutoScalingGroupProps) {
	g := w.cfg.Group
	if len(g.InstanceTypes) > 0 || g.Spot.Percent != 0 {
		props.LaunchTemplate = nil
		props.MixedInstancesPolicy = w.mixed()
	}
	if g.Spot.Percent != 0 && !g.Spot.DisableRebalancing {
		props.CapacityRebalance = jsii.Bool(true)
	}
	if g.MaxInstanceLifetimeDays != 0 {
		props.MaxInstanceLifetime = awscdk.Duration_Days(jsii.Number(g.MaxInstanceLifetimeDays))
	}
	props.MinHealthyPercentage, props.MaxHealthyPercentage = given(g.MinHealthyPercent), given(g.MaxHealthyPercent)
	if g.ZoneDistribution == BalancedOnly {
		props.AzCapacityDistributionStrategy = awsautoscaling.CapacityDistributionStrategy_BALANCED_ONLY
	}
	switch g.DeletionProtection {
	case ProtectServers:
		props.DeletionProtection = awsautoscaling.DeletionProtection_PREVENT_FORCE_DELETION
	case ProtectAll:
		props.DeletionProtection = awsautoscaling.DeletionProtection_PREVENT_ALL_DELETION
	}
}

func (w *WebTier) mixed() *awsautoscaling.MixedInstancesPolicy {
	g := w.cfg.Group
	base := g.Spot.OnDemandBase
	if base == 0 {
		base = w.cfg.MinCapacity
	}
	types := []*awsautoscaling.LaunchTemplateOverrides{{InstanceType: awsec2.NewInstanceType(&w.cfg.InstanceType)}}
	for _, name := range g.InstanceTypes {
		types = append(types, &awsautoscaling.LaunchTemplateOverrides{InstanceType: awsec2.NewInstanceType(&name)})
	}
	policy := &awsautoscaling.MixedInstancesPolicy{LaunchTemplate: w.launchTemplate, LaunchTemplateOverrides: &types}
	policy.InstancesDistribution = &awsautoscaling.InstancesDistribution{
		OnDemandAllocationStrategy:          awsautoscaling.OnDemandAllocationStrategy_PRIORITIZED,
		OnDemandPercentageAboveBaseCapacity: jsii.Number(100 - g.Spot.Percent),
	}
	if g.Spot.Percent != 0 {
		policy.InstancesDistribution.OnDemandBaseCapacity = jsii.Number(base)
		policy.InstancesDistribution.SpotAllocationStrategy = map[SpotStrategy]awsautoscaling.SpotAllocationStrategy{
			PriceCapacityOptimized:       awsautoscaling.SpotAllocationStrategy_PRICE_CAPACITY_OPTIMIZED,
			CapacityOptimized:            awsautoscaling.SpotAllocationStrategy_CAPACITY_OPTIMIZED,
			CapacityOptimizedPrioritized: awsautoscaling.SpotAllocationStrategy_CAPACITY_OPTIMIZED_PRIORITIZED,
		}[g.Spot.AllocationStrategy]
	}
	return policy
}

// finishGroup sets what only the resource has.
func (w *WebTier) finishGroup(resource awsautoscaling.CfnAutoScalingGroup) {
	if behavior := w.cfg.Group.ImpairedZone; behavior != "" {
		resource.SetAvailabilityZoneImpairmentPolicy(&awsautoscaling.CfnAutoScalingGroup_AvailabilityZoneImpairmentPolicyProperty{
			ZonalShiftEnabled: jsii.Bool(true),
			ImpairedZoneHealthCheckBehavior: jsii.String(map[ImpairedZone]string{
				IgnoreUnhealthy: "IgnoreUnhealthy", ReplaceUnhealthy: "ReplaceUnhealthy",
			}[behavior]),
		})
	}
}
