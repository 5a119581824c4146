package e2e

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func (a *account) takeNetwork(c *collector) {
	collect(c, "VPC", ec2.NewDescribeVpcsPaginator(a.ec2, &ec2.DescribeVpcsInput{}),
		func(o *ec2.DescribeVpcsOutput) []types.Vpc { return o.Vpcs },
		func(v types.Vpc) *string { return v.VpcId })
	collect(c, "Subnet", ec2.NewDescribeSubnetsPaginator(a.ec2, &ec2.DescribeSubnetsInput{}),
		func(o *ec2.DescribeSubnetsOutput) []types.Subnet { return o.Subnets },
		func(s types.Subnet) *string { return s.SubnetId })
	collect(c, "RouteTable", ec2.NewDescribeRouteTablesPaginator(a.ec2, &ec2.DescribeRouteTablesInput{}),
		func(o *ec2.DescribeRouteTablesOutput) []types.RouteTable { return o.RouteTables },
		func(r types.RouteTable) *string { return r.RouteTableId })
	collect(c, "InternetGateway", ec2.NewDescribeInternetGatewaysPaginator(a.ec2, &ec2.DescribeInternetGatewaysInput{}),
		func(o *ec2.DescribeInternetGatewaysOutput) []types.InternetGateway { return o.InternetGateways },
		func(g types.InternetGateway) *string { return g.InternetGatewayId })
	collect(c, "NATGateway", ec2.NewDescribeNatGatewaysPaginator(a.ec2, &ec2.DescribeNatGatewaysInput{}),
		func(o *ec2.DescribeNatGatewaysOutput) []types.NatGateway { return o.NatGateways },
		func(g types.NatGateway) *string {
			return unless(g.State == types.NatGatewayStateDeleted || g.State == types.NatGatewayStateFailed, g.NatGatewayId)
		})
	collect(c, "VPCEndpoint", ec2.NewDescribeVpcEndpointsPaginator(a.ec2, &ec2.DescribeVpcEndpointsInput{}),
		func(o *ec2.DescribeVpcEndpointsOutput) []types.VpcEndpoint { return o.VpcEndpoints },
		func(e types.VpcEndpoint) *string {
			return unless(strings.EqualFold(string(e.State), string(types.StateDeleted)), e.VpcEndpointId)
		})
	collect(c, "SecurityGroup", ec2.NewDescribeSecurityGroupsPaginator(a.ec2, &ec2.DescribeSecurityGroupsInput{}),
		func(o *ec2.DescribeSecurityGroupsOutput) []types.SecurityGroup { return o.SecurityGroups },
		func(g types.SecurityGroup) *string { return g.GroupId })
	collect(c, "FlowLog", ec2.NewDescribeFlowLogsPaginator(a.ec2, &ec2.DescribeFlowLogsInput{}),
		func(o *ec2.DescribeFlowLogsOutput) []types.FlowLog { return o.FlowLogs },
		func(f types.FlowLog) *string { return f.FlowLogId })
	addresses, err := a.ec2.DescribeAddresses(c.ctx, &ec2.DescribeAddressesInput{})
	if err != nil {
		c.err = err
		return
	}
	for _, address := range addresses.Addresses {
		c.take("ElasticIP", aws.ToString(address.AllocationId), address)
	}
}

func (a *account) takeServers(c *collector) {
	collect(c, "LaunchTemplate", ec2.NewDescribeLaunchTemplatesPaginator(a.ec2, &ec2.DescribeLaunchTemplatesInput{}),
		func(o *ec2.DescribeLaunchTemplatesOutput) []types.LaunchTemplate { return o.LaunchTemplates },
		func(l types.LaunchTemplate) *string { return l.LaunchTemplateId })
	collect(c, "Instance", ec2.NewDescribeInstancesPaginator(a.ec2, &ec2.DescribeInstancesInput{}),
		func(o *ec2.DescribeInstancesOutput) []types.Instance {
			var instances []types.Instance
			for _, r := range o.Reservations {
				instances = append(instances, r.Instances...)
			}
			return instances
		},
		func(i types.Instance) *string {
			over := []types.InstanceStateName{types.InstanceStateNameShuttingDown, types.InstanceStateNameTerminated}
			return unless(slices.Contains(over, i.State.Name), i.InstanceId)
		})
	collect(c, "Volume", ec2.NewDescribeVolumesPaginator(a.ec2, &ec2.DescribeVolumesInput{}),
		func(o *ec2.DescribeVolumesOutput) []types.Volume { return o.Volumes },
		func(v types.Volume) *string { return unless(v.State == types.VolumeStateDeleting, v.VolumeId) })
}

// unless leaves out what is about to go.
func unless(gone bool, id *string) *string {
	if gone {
		return nil
	}
	return id
}
