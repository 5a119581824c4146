package survives

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// balancerTypes are the types of load balancers.
var balancerTypes = []string{"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"}

// balancers finds load balancers without a node that clients reach: from the internet through an internet gateway, or, of
// an internal one, in any subnet.
func (s system) balancers(zone string) []Finding {
	var findings []Finding
	for _, kind := range balancerTypes {
		for _, balancer := range s.All(kind) {
			facing := balancer.Properties["Scheme"] != "internal" // which is the default of each type
			nodes := 0
			for _, subnet := range s.nodes(balancer, zone) {
				if !facing || s.defaultRoute(subnet, "GatewayId") != nil {
					nodes++
				}
			}
			switch {
			case nodes > 0:
			case facing:
				findings = append(findings, Finding{balancer, "has no node left that the internet reaches"})
			default:
				findings = append(findings, Finding{balancer, "has no node left"})
			}
		}
	}
	return findings
}

// nodes are the subnets of a load balancer's nodes that are outside a zone.
func (s system) nodes(balancer *assembly.Resource, zone string) []*assembly.Resource {
	left := s.left(balancer.Stack, balancer.Properties["Subnets"], zone)
	mappings, _ := balancer.Properties["SubnetMappings"].([]any)
	for _, mapping := range mappings {
		m, _ := mapping.(map[string]any)
		left = append(left, s.left(balancer.Stack, []any{m["SubnetId"]}, zone)...)
	}
	return left
}

// servers finds groups whose minimum has no room in the subnets that are left.
func (s system) servers(zone string) []Finding {
	var findings []Finding
	for _, group := range s.All("AWS::AutoScaling::AutoScalingGroup") {
		least := number(group.Properties["MinSize"])
		room := 0
		for _, subnet := range s.left(group.Stack, group.Properties["VPCZoneIdentifier"], zone) {
			room += addresses(subnet)
		}
		if room < least {
			findings = append(findings, Finding{group, fmt.Sprintf("has room for %d of its minimum of %d servers in the subnets that are left", room, least)})
		}
	}
	return findings
}

// waysOut finds servers whose NAT gateway was in the zone, or has lost its own way out, and those that have none though others
// of their group do. A group that never had any needs none.
func (s system) waysOut(zone string) []Finding {
	var findings []Finding
	for _, group := range s.All("AWS::AutoScaling::AutoScalingGroup") {
		for _, subnet := range s.left(group.Stack, group.Properties["VPCZoneIdentifier"], zone) {
			gateway := s.defaultRoute(subnet, "NatGatewayId")
			if gateway == nil {
				if s.anyWayOut(group) {
					findings = append(findings, Finding{group, fmt.Sprintf("servers in %s have no way out, and others of the group do", subnet.ID)})
				}
				continue
			}
			standsIn := s.Target(gateway.Stack, gateway.Properties["SubnetId"])
			switch {
			case standsIn == nil || s.defaultRoute(standsIn, "GatewayId") == nil:
				findings = append(findings, Finding{group, fmt.Sprintf("servers in %s have no way out: %s has none", subnet.ID, gateway.ID)})
			case zoneOf(standsIn) == zone:
				findings = append(findings, Finding{group, fmt.Sprintf("servers in %s have no way out: %s is in the zone that is gone", subnet.ID, gateway.ID)})
			}
		}
	}
	return findings
}

// anyWayOut reports whether any server of a group has a way out through a NAT gateway while no zone is gone.
func (s system) anyWayOut(group *assembly.Resource) bool {
	subnets := s.Targets(group.Stack, group.Properties["VPCZoneIdentifier"])
	return slices.ContainsFunc(subnets, func(subnet *assembly.Resource) bool {
		return subnet != nil && s.defaultRoute(subnet, "NatGatewayId") != nil
	})
}

// defaultRoute follows a subnet's route table to what its default route leads to by that property, or returns nil. A route
// to an internet gateway counts only when the gateway is attached.
func (s system) defaultRoute(subnet *assembly.Resource, by string) *assembly.Resource {
	for _, association := range s.All("AWS::EC2::SubnetRouteTableAssociation") {
		if s.Target(association.Stack, association.Properties["SubnetId"]) != subnet {
			continue
		}
		table := s.Target(association.Stack, association.Properties["RouteTableId"])
		for _, route := range s.All("AWS::EC2::Route") {
			if table == nil || s.Target(route.Stack, route.Properties["RouteTableId"]) != table || route.Properties["DestinationCidrBlock"] != "0.0.0.0/0" {
				continue
			}
			to := s.Target(route.Stack, route.Properties[by])
			if to != nil && (to.Type != "AWS::EC2::InternetGateway" || s.attached(to)) {
				return to
			}
		}
	}
	return nil
}

func (s system) attached(gateway *assembly.Resource) bool {
	for _, attachment := range s.All("AWS::EC2::VPCGatewayAttachment") {
		if s.Target(attachment.Stack, attachment.Properties["InternetGatewayId"]) == gateway {
			return true
		}
	}
	return false
}

// addresses returns how many servers a subnet has addresses for: AWS keeps five of each subnet for itself.
// Source: Amazon VPC User Guide, "Subnet CIDR blocks".
func addresses(subnet *assembly.Resource) int {
	cidr, _ := subnet.Properties["CidrBlock"].(string)
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return 0
	}
	return 1<<(32-prefix.Bits()) - 5
}

// number reads a number that a template may have as a text.
func number(value any) int {
	n, err := strconv.ParseFloat(fmt.Sprint(value), 64)
	if err != nil {
		return 0
	}
	return int(n)
}
