package webtier

import (
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/instancetype"
)

// maxInstanceTypes is how many types a mixed instances policy can have.
// Source: Amazon EC2 Auto Scaling API Reference, "LaunchTemplate": Overrides.
const maxInstanceTypes = 40

func (p *Props) checkGroup(problems *problem.List) {
	g := p.Group
	if len(g.InstanceTypes) >= maxInstanceTypes {
		problems.Addf("group.instanceTypes", "%d are more than the %d that there can be beside instanceType", len(g.InstanceTypes), maxInstanceTypes-1)
	}
	for i, name := range g.InstanceTypes {
		field := problem.Index("group.instanceTypes", i)
		switch {
		case !instancetype.Valid(name):
			problems.Addf(field, "%q is not an instance type; use one like t4g.small", name)
		case name == p.InstanceType:
			problems.Addf(field, "%s is instanceType; leave it out", name)
		case slices.Index(g.InstanceTypes, name) < i:
			problems.Addf(field, "%s is listed twice", name)
		case instancetype.Valid(p.InstanceType) && instancetype.ARM64(name) != instancetype.ARM64(p.InstanceType):
			problems.Addf(field, "%s has another architecture than instanceType %s, and the servers have one image; use types of one architecture", name, p.InstanceType)
		}
	}
	spot := g.Spot
	if spot.Percent == 0 && (spot.OnDemandBase != 0 || spot.DisableRebalancing || spot.AllocationStrategy != PriceCapacityOptimized) {
		problems.Addf("group.spot.percent", "missing; say how many percent of the servers above onDemandBase are Spot Instances")
	}
	p.checkSpotBase(problems)
	switch {
	case g.MinHealthyPercent == 0 && g.MaxHealthyPercent == 0:
	case g.MinHealthyPercent == 0:
		problems.Addf("group.minHealthyPercent", "missing; AWS takes maxHealthyPercent only with it")
	case g.MaxHealthyPercent == 0:
		problems.Addf("group.maxHealthyPercent", "missing; AWS takes minHealthyPercent only with it")
	case g.MaxHealthyPercent-g.MinHealthyPercent > 100:
		problems.Addf("group.maxHealthyPercent", "%d is more than 100 above minHealthyPercent %d; use %d or less", g.MaxHealthyPercent, g.MinHealthyPercent, g.MinHealthyPercent+100)
	case g.MinHealthyPercent == 100 && g.MaxHealthyPercent == 100:
		problems.Addf("group.maxHealthyPercent", "100 leaves no room to start a server before one is stopped, and minHealthyPercent 100 none to stop one before; use 101 or more")
	}
}

// checkSpotBase refuses a base of On-Demand Instances that is all that there can be: no Spot Instance would ever start.
func (p *Props) checkSpotBase(problems *problem.List) {
	spot := p.Group.Spot
	if spot.Percent == 0 || problems.Has("minCapacity", "maxCapacity", "group.spot.onDemandBase") {
		return
	}
	switch _, most := p.sizes(); {
	case spot.OnDemandBase >= most:
		problems.Addf("group.spot.onDemandBase", "%d leaves no server of %d at most to be a Spot Instance; use less, or raise maxCapacity to %d or more", spot.OnDemandBase, most, spot.OnDemandBase+1)
	case spot.OnDemandBase == 0 && p.MinCapacity >= most:
		problems.Addf("group.spot.percent", "starts no Spot Instance: as many servers as minCapacity %d are none, and there are %d at most; raise maxCapacity, or give a smaller group.spot.onDemandBase", p.MinCapacity, most)
	}
}
