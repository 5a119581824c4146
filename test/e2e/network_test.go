package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// subnets asserts three tiers over the zones, by what stands in them.
func (e *environment) subnets(t *testing.T) {
	same(t, "VPC's range", aws.ToString(e.vpc.CidrBlock), e.want.cidr)
	same(t, "subnets", len(e.subnet), 3*len(e.zones()))
	standing := map[string]bool{}
	for tier, ids := range map[string][]string{
		"load balancer": e.balancerSubnets(), "servers": e.groupSubnets(), "database": e.databaseSubnetIDs(),
	} {
		var zones []string
		for _, id := range ids {
			subnet, ours := e.subnet[id]
			if !ours || standing[id] {
				t.Errorf("%s: subnet %s is of another VPC or another tier's", tier, id)
			}
			standing[id] = true
			zones = append(zones, aws.ToString(subnet.AvailabilityZone))
			same(t, tier+": public addresses in "+id, aws.ToBool(subnet.MapPublicIpOnLaunch), false)
		}
		sameSet(t, "zones of the "+tier, zones, e.zones())
	}
	if e.app != nil {
		sameSet(t, "subnets of the application servers", e.app.groupSubnets(), e.groupSubnets())
		sameSet(t, "subnets of the inner load balancer", e.app.balancerSubnets(), e.groupSubnets())
	}
}

// wayOut asserts where each tier's default route leads.
func (e *environment) wayOut(t *testing.T) {
	for _, id := range e.balancerSubnets() {
		if to := e.leadsTo(id); !strings.HasPrefix(to, "igw-") {
			t.Errorf("the load balancer's subnet %s leads to %s, not to an internet gateway", id, to)
		}
	}
	gateways := map[string]string{} // the zone of each NAT gateway that is led to
	for _, id := range e.groupSubnets() {
		to := e.leadsTo(id)
		if !strings.HasPrefix(to, "nat-") {
			t.Errorf("the servers' subnet %s leads to %s, not to a NAT gateway", id, to)
			continue
		}
		gateways[to] = e.gatewayZone(t, to)
		if zone := aws.ToString(e.subnet[id].AvailabilityZone); e.want.gateways > 1 && gateways[to] != zone {
			t.Errorf("the servers in %s depend on a NAT gateway in %s", zone, gateways[to])
		}
	}
	same(t, "NAT gateways that servers are led to", len(gateways), e.want.gateways)
	there := e.there(t, e.account)
	same(t, "NAT gateways", len(there.of("NATGateway")), e.want.gateways)
	same(t, "Elastic IPs", len(there.of("ElasticIP")), e.want.gateways)
	for _, id := range e.databaseSubnetIDs() {
		if e.route[id].RouteTableId == nil {
			t.Errorf("the database's subnet %s has no route table of its own", id)
		}
		same(t, "where the database's subnet "+id+" leads to", e.leadsTo(id), nowhere)
		for _, route := range e.route[id].Routes { // not by a narrower or an IPv6 route either
			if to := aws.ToString(route.GatewayId); to != "local" && !strings.HasPrefix(to, "vpce-") {
				t.Errorf("the database's subnet %s has a route that leaves the VPC: %s", id, text(route))
			}
		}
	}
}

const nowhere = "nowhere"

// leadsTo is the target of a subnet's default route.
func (e *environment) leadsTo(subnet string) string {
	for _, route := range e.route[subnet].Routes {
		if aws.ToString(route.DestinationCidrBlock) != "0.0.0.0/0" {
			continue
		}
		for _, target := range []*string{route.GatewayId, route.NatGatewayId, route.TransitGatewayId, route.VpcPeeringConnectionId, route.NetworkInterfaceId} {
			if aws.ToString(target) != "" {
				return *target
			}
		}
		return "something else"
	}
	return nowhere
}

// gatewayZone asserts that a NAT gateway works, and returns its zone.
func (e *environment) gatewayZone(t *testing.T, id string) string {
	t.Helper()
	gateways := must(e.ec2.DescribeNatGateways(e.ctx, &ec2.DescribeNatGatewaysInput{NatGatewayIds: []string{id}}))(t)
	gateway := only(t, "NAT gateways", gateways.NatGateways)
	same(t, "state of "+id, gateway.State, types.NatGatewayStateAvailable)
	if to := e.leadsTo(aws.ToString(gateway.SubnetId)); !strings.HasPrefix(to, "igw-") {
		t.Errorf("NAT gateway %s is in a subnet that leads to %s, not to an internet gateway", id, to)
	}
	if address := only(t, "addresses of the NAT gateway", gateway.NatGatewayAddresses); aws.ToString(address.PublicIp) == "" {
		t.Errorf("NAT gateway %s has no public address", id)
	}
	return aws.ToString(e.subnet[aws.ToString(gateway.SubnetId)].AvailabilityZone)
}

// flowLogs asserts what is recorded and where to. Whether records arrive shows only after minutes.
func (e *environment) flowLogs(t *testing.T) {
	logs := must(e.ec2.DescribeFlowLogs(e.ctx, &ec2.DescribeFlowLogsInput{
		Filter: []types.Filter{{Name: aws.String("resource-id"), Values: []string{*e.vpc.VpcId}}},
	}))(t)
	log := only(t, "flow logs of the VPC", logs.FlowLogs)
	same(t, "traffic", log.TrafficType, types.TrafficTypeAll)
	same(t, "destination", log.LogDestinationType, types.LogDestinationTypeCloudWatchLogs)
	same(t, "aggregation", aws.ToInt32(log.MaxAggregationInterval), int32(60))
	name := e.flowLogGroup(t)
	to := aws.ToString(log.LogGroupName)
	if log.LogDestination != nil { // an ARN that ends in :* is a mistake, to which nothing is delivered
		_, to, _ = strings.Cut(*log.LogDestination, ":log-group:")
	}
	same(t, "where the flow log goes", to, name)
	same(t, "days that records are kept", e.retention(t, name), e.want.logDays)
	_, role, _ := strings.Cut(aws.ToString(log.DeliverLogsPermissionArn), ":role/")
	if delivers, there := e.there(t, e.account)["Role "+role]; !there || !strings.Contains(delivers.fields["AssumeRolePolicyDocument"], "vpc-flow-logs") {
		t.Errorf("the flow log delivers as %s, which it cannot assume", aws.ToString(log.DeliverLogsPermissionArn))
	}
}

// flowLogGroup is the log group of the stateful stack that is not a database's.
func (e *environment) flowLogGroup(t *testing.T) string {
	t.Helper()
	var names []string
	for _, name := range must(e.resources(e.ctx, e.stackName("Stateful"), "AWS::Logs::LogGroup"))(t) {
		if !strings.HasPrefix(name, "/aws/rds/") {
			names = append(names, name)
		}
	}
	return only(t, "log groups", names)
}

// retention is how many days a log group keeps its records.
func (e *environment) retention(t *testing.T, name string) int32 {
	t.Helper()
	groups := must(e.logs.DescribeLogGroups(e.ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: &name}))(t)
	return aws.ToInt32(only(t, "log groups called "+name, groups.LogGroups).RetentionInDays)
}
