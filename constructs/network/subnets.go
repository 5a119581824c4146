package network

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/cidrplan"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

// A tier is a kind of subnet; its value is the tier's slot in the plan.
type tier int

const (
	publicTier   tier = cidrplan.Public
	privateTier  tier = cidrplan.Private
	isolatedTier tier = cidrplan.Isolated
)

var tiers = []tier{publicTier, privateTier, isolatedTier}

func (t tier) String() string {
	return [...]string{"Public", "Private", "Isolated"}[t]
}

// A placement is a zone, its place in the lists of the props and its slot in the plan.
type placement struct {
	index int
	slot  int
	name  *string // as the CDK knows it; a token for a zone that is only counted
	zone  *string // as the template has it
}

func (p placement) letter() string {
	return letter(p.slot)
}

// placements returns the zones in the order of their slots: the order in which they are listed leaves no trace in lists
// of subnets and route tables. A group of servers would be replaced for that.
func placements(cfg Props) []placement {
	var all []placement
	for i, slot := range cfg.slots() {
		p := placement{index: i, slot: slot}
		if len(cfg.Zones) > 0 {
			p.name = &cfg.Zones[i]
			p.zone = awscdk.Fn_Sub(jsii.String(zone.Template(cfg.Zones[i])), nil)
		} else {
			p.zone = awscdk.Fn_Select(jsii.Number(slot), awscdk.Fn_GetAzs(nil))
			p.name = p.zone
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b placement) int { return a.slot - b.slot })
	return all
}

func zoneNames(zones []placement) []*string {
	var names []*string
	for _, z := range zones {
		names = append(names, z.name)
	}
	return names
}

type subnet struct {
	id, routeTable, cidr *string

	wayOut []constructs.IDependable // the association with the route table, and the table's default routes
}

func (b *builder) createSubnets() {
	var ipv6Block awsec2.CfnVPCCidrBlock
	if b.cfg.IPv6 {
		ipv6Block = awsec2.NewCfnVPCCidrBlock(b.Network, jsii.String("IPv6CIDR"), &awsec2.CfnVPCCidrBlockProps{
			VpcId:                       b.vpcID,
			AmazonProvidedIpv6CidrBlock: true,
		})
		b.ipv6 = awscdk.Fn_Select(jsii.Number(0), b.cfnVPC.AttrIpv6CidrBlocks())
	}
	for _, t := range tiers {
		for _, z := range b.zones {
			id := t.String() + "Subnet" + z.letter()
			cidr := b.cfg.cidr(t, z.index, z.slot)
			resource := awsec2.NewCfnSubnet(b.Network, &id, &awsec2.CfnSubnetProps{
				VpcId:                       b.vpcID,
				AvailabilityZone:            z.zone,
				CidrBlock:                   &cidr,
				MapPublicIpOnLaunch:         false,
				Ipv6CidrBlock:               b.ipv6CIDR(t, z),
				AssignIpv6AddressOnCreation: b.assignIPv6(),
				Tags:                        b.subnetTags(t, id),
			})
			if ipv6Block != nil {
				resource.AddResourceDependency(ipv6Block, nil)
			}
			b.subnets[t] = append(b.subnets[t], subnet{id: resource.Ref(), cidr: &cidr})
		}
	}
}

func (b *builder) ipv6CIDR(t tier, z placement) *string {
	if b.ipv6 == nil {
		return nil
	}
	index := cidrplan.IPv6Index(int(t), z.slot)
	blocks := awscdk.Fn_Cidr(b.ipv6, jsii.Number(index+1), jsii.String("64"))
	return awscdk.Fn_Select(jsii.Number(index), blocks)
}

func (b *builder) assignIPv6() any {
	if b.ipv6 == nil {
		return nil
	}
	return true
}

// subnetTags are the Name and the two tags by which the CDK's Vpc.fromLookup tells tiers apart in other apps.
func (b *builder) subnetTags(t tier, id string) *[]*awscdk.CfnTag {
	types := map[tier]awsec2.SubnetType{
		publicTier:   "Public",
		privateTier:  "Private",
		isolatedTier: "Isolated",
	}
	return &[]*awscdk.CfnTag{
		{Key: jsii.String("aws-cdk:subnet-name"), Value: jsii.String(t.String())},
		{Key: jsii.String("aws-cdk:subnet-type"), Value: jsii.String(string(types[t]))},
		(*b.named(id))[0],
	}
}

func (b *builder) ids(t tier) *[]*string {
	return b.each(t, func(s subnet) *string { return s.id })
}

func (b *builder) routeTables(t tier) *[]*string {
	return b.each(t, func(s subnet) *string { return s.routeTable })
}

func (b *builder) cidrs(t tier) *[]*string {
	return b.each(t, func(s subnet) *string { return s.cidr })
}

func (b *builder) each(t tier, value func(subnet) *string) *[]*string {
	var values []*string
	for _, s := range b.subnets[t] {
		values = append(values, value(s))
	}
	return &values
}
