package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	scaling "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	balancing "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	rdstypes "github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// wanted is what the shipped files say, and what follows from it.
type wanted struct {
	cidr                   string
	gateways               int
	protected              bool // from deletion
	https                  bool
	minServers, maxServers int32
	serverType             string
	standby, insights      bool
	databaseClass          string
	storage, maxStorage    int32
	backupDays             int32
	logDays                int32     // of flow logs and of the database's logs
	port                   int32     // the database's
	windows                [2]string // backup and maintenance, where the file says
}

var wants = map[string]wanted{
	"dev": {
		cidr: "10.0.0.0/16", gateways: 1, minServers: 1, maxServers: 2, serverType: "t4g.micro",
		databaseClass: "db.t4g.small", storage: 20, maxStorage: 100, backupDays: 1, logDays: 90, port: 3306,
	},
	"prod": {
		cidr: "10.1.0.0/16", gateways: 2, protected: true, https: true, minServers: 2, maxServers: 4, serverType: "m7g.large",
		standby: true, insights: true, databaseClass: "db.m7g.large", storage: 100, maxStorage: 500, backupDays: 14, logDays: 365, port: 13306,
		windows: [2]string{"17:00-17:30", "sat:18:00-sat:19:00"},
	},
}

// An environment is a deployed one, as the APIs describe it.
type environment struct {
	*suite
	*account
	want wanted

	vpc         types.Vpc
	subnet      map[string]types.Subnet
	route       map[string]types.RouteTable // by subnet
	balancer    balancing.LoadBalancer
	targetGroup balancing.TargetGroup
	group       scaling.AutoScalingGroup
	template    types.ResponseLaunchTemplateData // of the version that the group starts servers from
	database    rdstypes.DBInstance
}

// look finds what there must be one of in an account besides what was there before.
func (s *suite) look(t *testing.T, a *account) *environment {
	t.Helper()
	e := &environment{suite: s, account: a, want: wants[a.environment], subnet: map[string]types.Subnet{}, route: map[string]types.RouteTable{}}
	there := s.system(t, a)
	one := func(kind string) string { t.Helper(); return only(t, kind, there.of(kind)).id }

	vpcs := must(a.ec2.DescribeVpcs(s.ctx, &ec2.DescribeVpcsInput{VpcIds: []string{one("VPC")}}))(t)
	e.vpc = only(t, "VPCs", vpcs.Vpcs)
	inside := []types.Filter{{Name: aws.String("vpc-id"), Values: []string{*e.vpc.VpcId}}}
	for _, subnet := range must(a.ec2.DescribeSubnets(s.ctx, &ec2.DescribeSubnetsInput{Filters: inside}))(t).Subnets {
		e.subnet[*subnet.SubnetId] = subnet
	}
	for _, table := range must(a.ec2.DescribeRouteTables(s.ctx, &ec2.DescribeRouteTablesInput{Filters: inside}))(t).RouteTables {
		for _, association := range table.Associations {
			e.route[aws.ToString(association.SubnetId)] = table
		}
	}
	balancers := must(a.elb.DescribeLoadBalancers(s.ctx, &elb.DescribeLoadBalancersInput{LoadBalancerArns: []string{one("LoadBalancer")}}))(t)
	e.balancer = only(t, "load balancers", balancers.LoadBalancers)
	targets := must(a.elb.DescribeTargetGroups(s.ctx, &elb.DescribeTargetGroupsInput{TargetGroupArns: []string{one("TargetGroup")}}))(t)
	e.targetGroup = only(t, "target groups", targets.TargetGroups)
	groups := must(a.autoscaling.DescribeAutoScalingGroups(s.ctx, &autoscaling.DescribeAutoScalingGroupsInput{
		AutoScalingGroupNames: []string{one("AutoScalingGroup")},
	}))(t)
	e.group = only(t, "Auto Scaling groups", groups.AutoScalingGroups)
	versions := must(a.ec2.DescribeLaunchTemplateVersions(s.ctx, &ec2.DescribeLaunchTemplateVersionsInput{
		LaunchTemplateId: at(e.group.LaunchTemplate).LaunchTemplateId, Versions: []string{aws.ToString(at(e.group.LaunchTemplate).Version)},
	}))(t)
	e.template = at(only(t, "versions of the launch template", versions.LaunchTemplateVersions).LaunchTemplateData)
	databases := must(a.rds.DescribeDBInstances(s.ctx, &rds.DescribeDBInstancesInput{DBInstanceIdentifier: aws.String(one("DBInstance"))}))(t)
	e.database = only(t, "databases", databases.DBInstances)
	return e
}

// zones are the two that both files name.
func (e *environment) zones() []string { return []string{e.region + "a", e.region + "c"} }

// groupSubnets are the subnets in which the group starts servers.
func (e *environment) groupSubnets() []string {
	return strings.Split(aws.ToString(e.group.VPCZoneIdentifier), ",")
}

func (e *environment) balancerSubnets() []string {
	var ids []string
	for _, zone := range e.balancer.AvailabilityZones {
		ids = append(ids, aws.ToString(zone.SubnetId))
	}
	return ids
}

func (e *environment) databaseSubnetIDs() []string {
	var ids []string
	for _, subnet := range at(e.database.DBSubnetGroup).Subnets {
		ids = append(ids, aws.ToString(subnet.SubnetIdentifier))
	}
	return ids
}

// stack is the name of one of the environment's stacks.
func (e *environment) stackName(id string) string { return e.account.environment + "-" + id }
