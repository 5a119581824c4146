package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebGroupHasNoExtrasByDefault(t *testing.T) {
	defaultWeb(t).one(t, autoScalingGroup).wantEach(t, map[string]any{
		"MixedInstancesPolicy": nil, "CapacityRebalance": nil, "MaxInstanceLifetime": nil, "InstanceMaintenancePolicy": nil,
		"AvailabilityZoneDistribution": nil, "AvailabilityZoneImpairmentPolicy": nil, "DeletionProtection": nil,
	})
}

func TestWebGroupOfSeveralTypes(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Group: webtier.Group{
		InstanceTypes: []string{"t4g.medium", "m7g.medium"}, MaxInstanceLifetimeDays: 7, MinHealthyPercent: 90, MaxHealthyPercent: 120,
		ZoneDistribution: webtier.BalancedOnly, ImpairedZone: webtier.IgnoreUnhealthy, DeletionProtection: webtier.ProtectServers,
	}})
	group := tm.one(t, autoScalingGroup)
	template := tm.one(t, "AWS::EC2::LaunchTemplate").ID
	group.wantEach(t, map[string]any{
		"LaunchTemplate": nil,
		"MixedInstancesPolicy": map[string]any{
			"InstancesDistribution": map[string]any{"OnDemandAllocationStrategy": "prioritized", "OnDemandPercentageAboveBaseCapacity": 100},
			"LaunchTemplate": map[string]any{
				"LaunchTemplateSpecification": map[string]any{"LaunchTemplateId": ref(template), "Version": att(template, "LatestVersionNumber")},
				"Overrides":                   []any{map[string]any{"InstanceType": "t4g.small"}, map[string]any{"InstanceType": "t4g.medium"}, map[string]any{"InstanceType": "m7g.medium"}},
			},
		},
		"CapacityRebalance": nil, "MaxInstanceLifetime": 604800,
		"InstanceMaintenancePolicy":        map[string]any{"MinHealthyPercentage": 90, "MaxHealthyPercentage": 120},
		"AvailabilityZoneDistribution":     map[string]any{"CapacityDistributionStrategy": "balanced-only"},
		"AvailabilityZoneImpairmentPolicy": map[string]any{"ZonalShiftEnabled": true, "ImpairedZoneHealthCheckBehavior": "IgnoreUnhealthy"},
		"DeletionProtection":               "prevent-force-deletion",
	})
	if reasons := fmt.Sprint(group.Metadata); strings.Contains(reasons, "CT.AUTOSCALING.PR.6") || !strings.Contains(reasons, "CT.AUTOSCALING.PR.1") {
		t.Errorf("the acknowledgements are %s", reasons)
	}
}

func TestWebGroupWithSpotInstances(t *testing.T) {
	tm := synthWeb(t, webtier.Props{MinCapacity: 3, Group: webtier.Group{
		Spot: webtier.Spot{Percent: 60}, ImpairedZone: webtier.ReplaceUnhealthy, DeletionProtection: webtier.ProtectAll,
	}})
	tm.one(t, autoScalingGroup).wantEach(t, map[string]any{
		"MixedInstancesPolicy.InstancesDistribution": map[string]any{
			"OnDemandAllocationStrategy": "prioritized", "OnDemandBaseCapacity": 3, "OnDemandPercentageAboveBaseCapacity": 40, "SpotAllocationStrategy": "price-capacity-optimized",
		},
		"CapacityRebalance": true, "DeletionProtection": "prevent-all-deletion",
		"AvailabilityZoneImpairmentPolicy.ImpairedZoneHealthCheckBehavior": "ReplaceUnhealthy",
	})
	for _, strategy := range []webtier.SpotStrategy{webtier.CapacityOptimized, webtier.CapacityOptimizedPrioritized} {
		tm = synthWeb(t, webtier.Props{Group: webtier.Group{Spot: webtier.Spot{Percent: 100, OnDemandBase: 1, AllocationStrategy: strategy, DisableRebalancing: true}}})
		tm.one(t, autoScalingGroup).wantEach(t, map[string]any{
			"MixedInstancesPolicy.InstancesDistribution.OnDemandBaseCapacity":                1,
			"MixedInstancesPolicy.InstancesDistribution.OnDemandPercentageAboveBaseCapacity": 0,
			"MixedInstancesPolicy.InstancesDistribution.SpotAllocationStrategy":              string(strategy),
			"CapacityRebalance": nil,
		})
	}
}

func TestWebGroupRefusals(t *testing.T) {
	many := make([]string, 40)
	for i := range many {
		many[i] = fmt.Sprintf("m%dg.large", 10+i)
	}
	for want, group := range map[string]webtier.Group{
		"group.instanceTypes: 40 are more than the 39 that there can be beside instanceType":                                                                      {InstanceTypes: many},
		`group.instanceTypes[0]: "large" is not an instance type; use one like t4g.small`:                                                                         {InstanceTypes: []string{"large"}},
		"group.instanceTypes[0]: t4g.small is instanceType; leave it out":                                                                                         {InstanceTypes: []string{"t4g.small"}},
		"group.instanceTypes[1]: m7g.large is listed twice":                                                                                                       {InstanceTypes: []string{"m7g.large", "m7g.large"}},
		"group.instanceTypes[0]: m7i.large has another architecture than instanceType t4g.small, and the servers have one image; use types of one architecture":   {InstanceTypes: []string{"m7i.large"}},
		"group.spot.percent: missing; say how many percent of the servers above onDemandBase are Spot Instances":                                                  {Spot: webtier.Spot{OnDemandBase: 2}},
		"group.minHealthyPercent: missing; AWS takes maxHealthyPercent only with it":                                                                              {MaxHealthyPercent: 110},
		"group.maxHealthyPercent: missing; AWS takes minHealthyPercent only with it":                                                                              {MinHealthyPercent: 90},
		"group.maxHealthyPercent: 200 is more than 100 above minHealthyPercent 90; use 190 or less":                                                               {MinHealthyPercent: 90, MaxHealthyPercent: 200},
		"group.maxHealthyPercent: 100 leaves no room to start a server before one is stopped, and minHealthyPercent 100 none to stop one before; use 101 or more": {MinHealthyPercent: 100, MaxHealthyPercent: 100},
		"group.maxInstanceLifetimeDays: 366 is out of range; use 1 to 365":                                                                                        {MaxInstanceLifetimeDays: 366},
		"group.spot.percent: 101 is out of range; use 1 to 100":                                                                                                   {Spot: webtier.Spot{Percent: 101}},
	} {
		t.Run(want, func(t *testing.T) { wantWebProblems(t, webtier.Props{Group: group}, want) })
	}
	for _, healthy := range []webtier.Group{{MinHealthyPercent: 100, MaxHealthyPercent: 120}, {MinHealthyPercent: 90, MaxHealthyPercent: 100}, {MinHealthyPercent: 90, MaxHealthyPercent: 190}} {
		wantWebProblems(t, webtier.Props{Group: healthy})
	}
	wantWebProblems(t, webtier.Props{InstanceType: "large", Group: webtier.Group{InstanceTypes: []string{"t4g.small"}}}, `instanceType: "large" is not an instance type; use one like t4g.small`)
	for _, spot := range []webtier.Spot{{DisableRebalancing: true}, {AllocationStrategy: webtier.CapacityOptimized}} {
		wantWebProblems(t, webtier.Props{Group: webtier.Group{Spot: spot}}, "group.spot.percent: missing; say how many percent of the servers above onDemandBase are Spot Instances")
	}
}

// A base of On-Demand Instances that is all that there can be leaves no Spot Instance.
func TestWebGroupRefusesSpotInstancesThatNeverStart(t *testing.T) {
	spot := func(percent, base int) webtier.Group {
		return webtier.Group{Spot: webtier.Spot{Percent: percent, OnDemandBase: base}}
	}
	const (
		least = "group.spot.percent: starts no Spot Instance: as many servers as minCapacity 2 are none, and there are 2 at most; raise maxCapacity, or give a smaller group.spot.onDemandBase"
		base  = "group.spot.onDemandBase: 4 leaves no server of 4 at most to be a Spot Instance; use less, or raise maxCapacity to 5 or more"
		more  = "group.spot.onDemandBase: 7 leaves no server of 4 at most to be a Spot Instance; use less, or raise maxCapacity to 8 or more"
	)
	day := webtier.Scaling{Schedules: []webtier.Schedule{
		{Name: "Day", Cron: "0 9 * * *", TimeZone: "Asia/Tokyo", MinCapacity: 3, MaxCapacity: 5},
		{Name: "Night", Cron: "0 21 * * *", TimeZone: "Asia/Tokyo", MinCapacity: 2, MaxCapacity: 4},
	}}
	for what, c := range map[string]struct {
		props webtier.Props
		want  []string
	}{
		"as few as many":            {webtier.Props{MaxCapacity: 2, Group: spot(50, 0)}, []string{least}},
		"one above the minimum":     {webtier.Props{MaxCapacity: 3, Group: spot(50, 0)}, nil},
		"a smaller base":            {webtier.Props{MaxCapacity: 2, Group: spot(50, 1)}, nil},
		"a base of all":             {webtier.Props{Group: spot(50, 4)}, []string{base}},
		"a base of more":            {webtier.Props{Group: spot(50, 7)}, []string{more}},
		"a base of all but one":     {webtier.Props{Group: spot(50, 3)}, nil},
		"more by day":               {webtier.Props{MaxCapacity: 4, Group: spot(50, 4), Scaling: day}, nil},
		"no Spot Instances":         {webtier.Props{MaxCapacity: 2}, nil},
		"another problem, least":    {webtier.Props{MinCapacity: 1, MaxCapacity: 1, Group: spot(50, 0)}, []string{"minCapacity: 1 does not survive the loss of a server; use 2 or more, or say singleServer: true"}},
		"another problem, most":     {webtier.Props{MinCapacity: 4, MaxCapacity: 3, Group: spot(50, 0)}, []string{"maxCapacity: 3 is less than minCapacity 4; use 4 or more"}},
		"another problem, the base": {webtier.Props{Group: spot(50, 1001)}, []string{"group.spot.onDemandBase: 1001 is out of range; use 1 to 1000"}},
	} {
		t.Run(what, func(t *testing.T) { wantWebProblems(t, c.props, c.want...) })
	}
}
