package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// whoReachesWhom asserts the one path in, and that there is no other, from the security groups as they stand.
func (e *environment) whoReachesWhom(t *testing.T) {
	wearers := map[string]string{}
	for _, group := range e.balancer.SecurityGroups {
		wearers[group] = "load balancer"
	}
	for _, group := range e.template.SecurityGroupIds {
		wearers[group] = "servers"
	}
	if e.app != nil {
		for _, group := range e.app.balancer.SecurityGroups {
			wearers[group] = "inner load balancer"
		}
		for _, group := range e.app.template.SecurityGroupIds {
			wearers[group] = "application servers"
		}
	}
	for _, group := range e.database.VpcSecurityGroups {
		wearers[aws.ToString(group.VpcSecurityGroupId)] = "database"
	}
	same(t, "security groups that are worn", len(wearers), 1+2*e.tiers())
	inside := []types.Filter{{Name: aws.String("vpc-id"), Values: []string{*e.vpc.VpcId}}}
	groups := must(e.ec2.DescribeSecurityGroups(e.ctx, &ec2.DescribeSecurityGroupsInput{Filters: inside}))(t)
	r := newReach(groups.SecurityGroups, wearers)

	hops := []string{"load balancer → servers: tcp 8080"}
	out := []string{"servers → internet: tcp 443"}
	users := "servers"
	if e.app != nil {
		hops = append(hops, "servers → inner load balancer: tcp 9000", "inner load balancer → application servers: tcp 9000")
		users = "application servers"
		out = append(out, "application servers → internet: tcp 443")
	}
	hops = append(hops, fmt.Sprintf("%s → database: tcp %d", users, e.want.port))
	in := []string{"internet → load balancer: tcp 80"}
	if e.want.https {
		in = append(in, "internet → load balancer: tcp 443")
	}
	sameSet(t, "who reaches whom", r.paths(), slices.Concat(hops, in))
	sameSet(t, "ways out", r.waysOut(), slices.Concat(hops, out))
	e.nobodyElse(t, inside, wearers)
}

// nobodyElse asserts that nothing in the VPC wears another security group. What a NAT gateway wears, if anything, does
// not matter.
func (e *environment) nobodyElse(t *testing.T, inside []types.Filter, wearers map[string]string) {
	t.Helper()
	gateways := map[string]bool{}
	for _, gateway := range must(e.ec2.DescribeNatGateways(e.ctx, &ec2.DescribeNatGatewaysInput{Filter: inside}))(t).NatGateways {
		for _, address := range gateway.NatGatewayAddresses {
			gateways[aws.ToString(address.NetworkInterfaceId)] = true
		}
	}
	interfaces := must(e.ec2.DescribeNetworkInterfaces(e.ctx, &ec2.DescribeNetworkInterfacesInput{Filters: inside}))(t)
	for _, i := range interfaces.NetworkInterfaces {
		for _, group := range i.Groups {
			if id := aws.ToString(group.GroupId); !gateways[aws.ToString(i.NetworkInterfaceId)] && wearers[id] == "" {
				t.Errorf("%s (%s) wears %s", aws.ToString(i.NetworkInterfaceId), aws.ToString(i.Description), id)
			}
		}
	}
}
