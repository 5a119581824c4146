package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	scaling "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	balancing "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	rdstypes "github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// wanted is what the shipped files say, and what follows from it.
type wanted struct {
	cidr                   string
	zones                  string // their letters
	gateways               int
	protected              bool // from deletion
	https, firewall        bool
	minServers, maxServers int32
	serverType             string
	serverPort             int32
	healthPath             string
	standby, insights      bool
	engine, databaseClass  string
	parameters             map[string]string
	exports                []string // the database's logs
	storage, maxStorage    int32
	connections            float64 // from which on the database is said to have many: four in five of what its class takes
	freeableMemory         float64 // below which it is said to have little: a twentieth of its class, in bytes
	backupDays             int32
	logDays                int32     // of flow logs and of the database's logs
	port                   int32     // the database's
	windows                [2]string // backup and maintenance, where the file says
}

var wants = map[string]wanted{
	"dev": {
		cidr: "10.0.0.0/16", zones: "ac", gateways: 1, minServers: 1, maxServers: 2, serverType: "t4g.micro", serverPort: 8080, healthPath: "/healthz",
		engine: "mysql", parameters: mysqlParameters, exports: mysqlLogs,
		databaseClass: "db.t4g.small", connections: 112, freeableMemory: 107374182, storage: 20, maxStorage: 100, backupDays: 1, logDays: 90, port: 3306,
	},
	"prod": {
		cidr: "10.1.0.0/16", zones: "ac", gateways: 2, protected: true, https: true, firewall: true, minServers: 2, maxServers: 4, serverType: "m7g.large", serverPort: 8080, healthPath: "/healthz",
		engine: "mysql", parameters: mysqlParameters, exports: mysqlLogs,
		standby: true, insights: true, databaseClass: "db.m7g.large", connections: 501, freeableMemory: 429496729, storage: 100, maxStorage: 500, backupDays: 14, logDays: 365, port: 13306,
		windows: [2]string{"17:00-17:30", "sat:18:00-sat:19:00"},
	},
	threeTier: {
		cidr: "10.2.0.0/16", zones: "ac", gateways: 2, protected: true, https: true, firewall: true, minServers: 2, maxServers: 6, serverType: "t4g.small", serverPort: 8080, healthPath: "/healthz",
		engine: "postgres", parameters: map[string]string{"rds.force_ssl": "1", "log_min_duration_statement": "2000"}, exports: []string{"postgresql", "upgrade"},
		standby: true, insights: true, databaseClass: "db.m7g.large", connections: 662, freeableMemory: 429496729, storage: 100, maxStorage: 500, backupDays: 14, logDays: 365, port: 15432,
	},
	aurora: {
		cidr: "10.3.0.0/16", zones: "acd", gateways: 3, protected: true, https: true, minServers: 3, maxServers: 6, serverType: "m7g.large", serverPort: 8080, healthPath: "/healthz",
		engine: "aurora-postgresql", parameters: map[string]string{"rds.force_ssl": "1", "log_min_duration_statement": "2000"}, exports: []string{"postgresql"},
		insights: true, databaseClass: "db.r7g.large", backupDays: 14, logDays: 365, port: 15432,
		windows: [2]string{"17:00-17:30", "sat:18:00-sat:19:00"},
	},
}

var (
	mysqlParameters = map[string]string{"require_secure_transport": "1", "character_set_server": "utf8mb4", "slow_query_log": "1", "long_query_time": "2", "log_output": "FILE"}
	mysqlLogs       = []string{"error", "slowquery"}
)

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
	cluster     *rdstypes.DBCluster // whose writer the database is, or nil

	app *environment // the same, with what stands in its application tier; nil in a system of two tiers

	taken map[*account]inventory // what was there when it was looked at
}

// look finds what there must be one of in an account besides what was there before.
func (s *suite) look(t *testing.T, a *account) *environment {
	t.Helper()
	e := &environment{suite: s, account: a, want: wants[a.environment], subnet: map[string]types.Subnet{}, route: map[string]types.RouteTable{}}
	there := e.there(t, a)
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
	if a.environment == aurora {
		e.lookAtCluster(t, one("DBCluster"))
	} else {
		e.database = e.databaseCalled(t, one("DBInstance"))
	}
	if a.environment == threeTier {
		inner := *e
		inner.want.maxServers, inner.want.serverType, inner.want.serverPort, inner.want.healthPath = 8, "m7g.large", 9000, "/"
		inner.lookAtTier(t, there, balancing.LoadBalancerSchemeEnumInternal)
		e.app = &inner
	}
	e.lookAtTier(t, there, balancing.LoadBalancerSchemeEnumInternetFacing)
	same(t, "load balancers and groups, one in each tier", []int{len(there.of("LoadBalancer")), len(there.of("TargetGroup")), len(there.of("AutoScalingGroup"))},
		[]int{e.tiers(), e.tiers(), e.tiers()})
	return e
}

// there is what the deployment has put into one of the environment's Regions, as it was when it was first asked for.
func (e *environment) there(t *testing.T, a *account) inventory {
	t.Helper()
	if e.taken == nil {
		e.taken = map[*account]inventory{}
	}
	if e.taken[a] == nil {
		e.taken[a] = e.system(t, a)
	}
	return e.taken[a]
}

// again forgets what was there, for something has been deployed or deleted.
func (e *environment) again() { e.taken = nil }

// everywhere is what the deployment has put into the account, in all Regions.
func (e *environment) everywhere(t *testing.T) inventory {
	t.Helper()
	there := inventory{}
	for _, a := range e.regions(e.account) {
		maps.Copy(there, e.there(t, a))
	}
	return there
}

// tiers is how many tiers of servers there are.
func (e *environment) tiers() int {
	if e.app != nil {
		return 2
	}
	return 1
}

// lookAtTier finds the one load balancer of a scheme, and by it the target group and the servers.
func (e *environment) lookAtTier(t *testing.T, there inventory, scheme balancing.LoadBalancerSchemeEnum) {
	t.Helper()
	var arns, names []string
	for _, balancer := range there.of("LoadBalancer") {
		if balancer.fields["Scheme"] == string(scheme) {
			arns = append(arns, balancer.id)
		}
	}
	for _, group := range there.of("AutoScalingGroup") {
		names = append(names, group.id)
	}
	balancers := must(e.elb.DescribeLoadBalancers(e.ctx, &elb.DescribeLoadBalancersInput{LoadBalancerArns: []string{only(t, string(scheme)+" load balancers", arns)}}))(t)
	e.balancer = only(t, "load balancers", balancers.LoadBalancers)
	targets := must(e.elb.DescribeTargetGroups(e.ctx, &elb.DescribeTargetGroupsInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t)
	e.targetGroup = only(t, "target groups", targets.TargetGroups)
	groups := must(e.autoscaling.DescribeAutoScalingGroups(e.ctx, &autoscaling.DescribeAutoScalingGroupsInput{AutoScalingGroupNames: names}))(t)
	var behind []scaling.AutoScalingGroup
	for _, group := range groups.AutoScalingGroups {
		if slices.Contains(group.TargetGroupARNs, aws.ToString(e.targetGroup.TargetGroupArn)) {
			behind = append(behind, group)
		}
	}
	e.group = only(t, "Auto Scaling groups", behind)
	versions := must(e.ec2.DescribeLaunchTemplateVersions(e.ctx, &ec2.DescribeLaunchTemplateVersionsInput{
		LaunchTemplateId: at(e.group.LaunchTemplate).LaunchTemplateId, Versions: []string{aws.ToString(at(e.group.LaunchTemplate).Version)},
	}))(t)
	e.template = at(only(t, "versions of the launch template", versions.LaunchTemplateVersions).LaunchTemplateData)
}

// zones are those that the file names.
func (e *environment) zones() []string {
	var zones []string
	for _, letter := range e.want.zones {
		zones = append(zones, e.region+string(letter))
	}
	return zones
}

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

func (e *environment) databaseSubnetIDs() []string { return subnetIDs(e.database) }

func subnetIDs(database rdstypes.DBInstance) []string {
	var ids []string
	for _, subnet := range at(database.DBSubnetGroup).Subnets {
		ids = append(ids, aws.ToString(subnet.SubnetIdentifier))
	}
	return ids
}

// stack is the name of one of the environment's stacks.
func (e *environment) stackName(id string) string { return e.account.environment + "-" + id }
