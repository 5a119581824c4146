package network

import (
	"errors"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/cidrplan"
	"github.com/evenkeel-cdk/evenkeel/internal/logs"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

const (
	defaultZones = 2
	maxZones     = 4
)

var (
	serviceName  = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)
	bucketInARN  = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?$`)
	gatewayNames = []string{"s3", "dynamodb"}
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	return p.ValidateIn("")
}

// ValidateIn is [Props.Validate] for a network in a known Region: it also refuses zones of another one.
func (p *Props) ValidateIn(region string) error {
	var problems problem.List
	if p == nil {
		return nil
	}
	props.Check(p, &problems)
	p.checkZones(region, &problems)
	p.checkRanges(&problems)
	p.checkElasticIPs(&problems)
	p.checkEndpoints(&problems)
	p.checkFlowLogs(region, &problems)
	return problems.Err()
}

// validateFor is ValidateIn for a stack, whose Region is empty when only the deployment knows it.
func (p *Props) validateFor(region string) error {
	var problems problem.List
	if p != nil && len(p.Zones) > 0 && region == "" {
		problems.Addf("zones", "named for a stack without a Region; give the stack its Region, or zoneCount instead of zones")
	}
	return errors.Join(p.ValidateIn(region), problems.Err())
}

// resolve returns the props with every default applied.
func (p *Props) resolve() Props {
	var resolved Props
	if p != nil {
		resolved = *p
	}
	props.Default(&resolved)
	if resolved.ZoneCount == 0 {
		resolved.ZoneCount = defaultZones
	}
	if len(resolved.Zones) > 0 {
		resolved.ZoneCount = len(resolved.Zones)
	}
	return resolved
}

func (p *Props) checkZones(region string, problems *problem.List) {
	if len(p.Zones) == 0 {
		return
	}
	if p.ZoneCount != 0 && p.ZoneCount != len(p.Zones) {
		problems.Addf("zoneCount", "%d contradicts zones, which names %d; leave zoneCount out", p.ZoneCount, len(p.Zones))
	}
	if len(p.Zones) < 2 || len(p.Zones) > maxZones {
		problems.Addf("zones", "%d named; name 2 to %d, so that losing one leaves another", len(p.Zones), maxZones)
	}
	checkZoneNames(p.Zones, region, problems)
}

func (p *Props) checkRanges(problems *problem.List) {
	cidr := p.resolve().CIDR
	vpc, err := cidrplan.Parse(cidr)
	if err != nil {
		problems.Addf("cidr", "%v", err)
		return
	}
	if !p.Subnets.given() {
		if vpc.Bits() > cidrplan.SmallestPlanned {
			problems.Addf("cidr", "%s is too small to give four tiers in eight zones a /%d each; use /%d or larger, or list the subnets",
				cidr, cidrplan.SmallestSubnet, cidrplan.SmallestPlanned)
		}
		return
	}
	p.checkSubnets(vpc, problems)
}

func (p *Props) checkSubnets(vpc netip.Prefix, problems *problem.List) {
	type placed struct {
		field  string
		subnet netip.Prefix
	}
	var all []placed
	for _, tier := range p.Subnets.tiers() {
		field := problem.Join("subnets", tier.name)
		if want := p.resolve().ZoneCount; len(tier.cidrs) != want {
			problems.Addf(field, "%d ranges for %d zones; list one for each zone in every tier, or none at all", len(tier.cidrs), want)
		}
		for i, cidr := range tier.cidrs {
			at := problem.Index(field, i)
			subnet, err := cidrplan.ParseBlock(cidr)
			switch {
			case err != nil:
				problems.Addf(at, "%v", err)
				continue
			case subnet.Bits() > cidrplan.SmallestSubnet:
				problems.Addf(at, "%s is too small; AWS allows no subnet smaller than /%d", cidr, cidrplan.SmallestSubnet)
				continue
			case !vpc.Contains(subnet.Addr()) || subnet.Bits() < vpc.Bits():
				problems.Addf(at, "%s is outside the VPC's %s", cidr, vpc)
				continue
			}
			for _, other := range all {
				if subnet.Overlaps(other.subnet) {
					problems.Addf(at, "%s overlaps %s, which is %s", cidr, other.field, other.subnet)
				}
			}
			all = append(all, placed{at, subnet})
		}
	}
}

func (p *Props) checkElasticIPs(problems *problem.List) {
	if len(p.ElasticIPs) == 0 {
		return
	}
	if gateways := p.resolve().natGateways(); len(p.ElasticIPs) != gateways {
		problems.Addf("elasticIps", "%d for %d NAT gateways; give one for each, or none", len(p.ElasticIPs), gateways)
	}
	for i, id := range p.ElasticIPs {
		field := problem.Index("elasticIps", i)
		if err := checkID(id, "eipalloc"); err != nil {
			problems.Addf(field, "%v", err)
		} else if slices.Index(p.ElasticIPs, id) < i {
			problems.Addf(field, "%s is listed twice; each NAT gateway has an address of its own", id)
		}
	}
}

func (p *Props) checkEndpoints(problems *problem.List) {
	for i, name := range p.InterfaceEndpoints {
		field := problem.Index("interfaceEndpoints", i)
		switch {
		case !serviceName.MatchString(name) || strings.HasPrefix(name, "com."):
			problems.Addf(field, "%q is not a service; use the last part of its name, like secretsmanager", name)
		case slices.Contains(gatewayNames, name):
			problems.Addf(field, "%s has a free gateway endpoint; use that instead", name)
		case slices.Index(p.InterfaceEndpoints, name) < i:
			problems.Addf(field, "%s is listed twice", name)
		}
	}
}

func (p *Props) checkFlowLogs(region string, problems *problem.List) {
	f := p.resolve().FlowLogs
	f.checkKey(region, problems)
	if f.Destination == FlowLogsToCloudWatchLogs && !logs.Offered(f.RetentionDays) {
		problems.Addf("flowLogs.retentionDays", "%s", logs.Refusal(f.RetentionDays))
	}
	if f.BucketARN == "" {
		return
	}
	if f.Destination != FlowLogsToS3 {
		problems.Addf("flowLogs.bucketArn", "does nothing with destination %s; use destination s3", f.Destination)
	}
	if arn.Unresolved(f.BucketARN) {
		return
	}
	if _, err := arn.Check(f.BucketARN, "s3", bucketInARN, "arn:aws:s3:::log-archive"); err != nil {
		problems.Addf("flowLogs.bucketArn", "%v", err)
	}
}

func (f *FlowLogs) checkKey(region string, problems *problem.List) {
	if f.KMSKeyARN == "" {
		return
	}
	if f.Destination != FlowLogsToCloudWatchLogs {
		problems.Addf("flowLogs.kmsKeyArn", "does nothing with destination %s; use destination cloudWatchLogs", f.Destination)
	}
	if arn.Unresolved(f.KMSKeyARN) {
		return
	}
	if of, err := arn.CheckKey(f.KMSKeyARN); err != nil {
		problems.Addf("flowLogs.kmsKeyArn", "%v", err)
	} else if region != "" && of != region {
		problems.Addf("flowLogs.kmsKeyArn", "the key is in %s; use one of %s, where the VPC is", of, region)
	}
}

// checkID returns an error when the value is neither a token nor an id with the prefix.
func checkID(value, prefix string) error {
	if arn.Unresolved(value) {
		return nil
	}
	return arn.ID(value, prefix)
}

// natGateways returns how many NAT gateways the resolved props make.
func (p Props) natGateways() int {
	switch p.NAT {
	case NATSingle:
		return 1
	case NATNone:
		return 0
	default:
		return p.ZoneCount
	}
}

type tierCIDRs struct {
	name  string
	cidrs []string
}

func (s SubnetCIDRs) tiers() []tierCIDRs {
	return []tierCIDRs{{"public", s.Public}, {"private", s.Private}, {"isolated", s.Isolated}}
}

func (s SubnetCIDRs) given() bool {
	return len(s.Public)+len(s.Private)+len(s.Isolated) > 0
}
