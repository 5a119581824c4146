package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

const (
	address1 = "eipalloc-00000000000000001"
	address2 = "eipalloc-00000000000000002"
)

func TestNetworkRefuses(t *testing.T) {
	tests := map[string]struct {
		props network.Props
		want  []string
	}{
		"a VPC range that is none": {network.Props{CIDR: "10.0.0.0"},
			[]string{`cidr: "10.0.0.0" is not an IPv4 CIDR block; use one like 10.0.0.0/16`}},
		"a VPC range of IPv6": {network.Props{CIDR: "2001:db8::/32"},
			[]string{`cidr: "2001:db8::/32" is not an IPv4 CIDR block; use one like 10.0.0.0/16`}},
		"a VPC range with host bits": {network.Props{CIDR: "10.1.2.0/16"},
			[]string{"cidr: 10.1.2.0/16 has host bits set; use 10.1.0.0/16"}},
		"a VPC that is too large": {network.Props{CIDR: "10.0.0.0/15"},
			[]string{"cidr: 10.0.0.0/15: a VPC must be between /16 and /28"}},
		"a VPC that is too small": {network.Props{CIDR: "10.0.0.0/29"},
			[]string{"cidr: 10.0.0.0/29: a VPC must be between /16 and /28"}},
		"a VPC that is too small for the plan": {network.Props{CIDR: "10.0.0.0/24"},
			[]string{"cidr: 10.0.0.0/24 is too small to give four tiers in eight zones a /28 each; use /23 or larger, or list the subnets"}},

		"one zone": {network.Props{Zones: zones("a")},
			[]string{"zones: 1 named; name 2 to 4, so that losing one leaves another"}},
		"five zones": {network.Props{Zones: zones("abcde")},
			[]string{"zones: 5 named; name 2 to 4, so that losing one leaves another"}},
		"a zone named twice": {network.Props{Zones: zones("aca")},
			[]string{"zones[2]: ap-northeast-1a is named twice; name each zone once"}},
		"what is no zone": {network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1"}},
			[]string{`zones[1]: "ap-northeast-1" is not the name of an Availability Zone; use one like ap-northeast-1a`}},
		"zones of two Regions": {network.Props{Zones: []string{"ap-northeast-1a", "us-east-1b", "ap-northeast-1c"}},
			[]string{"zones[1]: us-east-1b is not in ap-northeast-1; name zones of that Region"}},
		"one zone by count": {network.Props{ZoneCount: 1},
			[]string{"zoneCount: 1 is out of range; use 2 to 4"}},
		"five zones by count": {network.Props{ZoneCount: 5},
			[]string{"zoneCount: 5 is out of range; use 2 to 4"}},
		"a count that contradicts the names": {network.Props{Zones: zones("ac"), ZoneCount: 3},
			[]string{"zoneCount: 3 contradicts zones, which names 2; leave zoneCount out"}},

		"subnets in only one tier": {network.Props{Subnets: network.SubnetCIDRs{Public: []string{"10.0.0.0/24", "10.0.1.0/24"}}},
			[]string{
				"subnets.private: 0 ranges for 2 zones; list one for each zone in every tier, or none at all",
				"subnets.isolated: 0 ranges for 2 zones; list one for each zone in every tier, or none at all",
			}},
		"a subnet too many": {network.Props{ZoneCount: 3, Subnets: network.SubnetCIDRs{
			Public:   []string{"10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"},
			Private:  []string{"10.0.3.0/24", "10.0.4.0/24", "10.0.5.0/24"},
			Isolated: []string{"10.0.6.0/24", "10.0.7.0/24", "10.0.8.0/24", "10.0.9.0/24"},
		}},
			[]string{"subnets.isolated: 4 ranges for 3 zones; list one for each zone in every tier, or none at all"}},
		"subnets that cannot be": {network.Props{CIDR: "10.0.0.0/20", Subnets: network.SubnetCIDRs{
			Public:   []string{"10.0.0.0/33", "10.0.1.1/24"},
			Private:  []string{"10.0.2.0/29", "10.0.16.0/24"},
			Isolated: []string{"10.0.0.0/19", "10.0.3.0/28"},
		}},
			[]string{
				`subnets.public[0]: "10.0.0.0/33" is not an IPv4 CIDR block; use one like 10.0.0.0/16`,
				"subnets.public[1]: 10.0.1.1/24 has host bits set; use 10.0.1.0/24",
				"subnets.private[0]: 10.0.2.0/29 is too small; AWS allows no subnet smaller than /28",
				"subnets.private[1]: 10.0.16.0/24 is outside the VPC's 10.0.0.0/20",
				"subnets.isolated[0]: 10.0.0.0/19 is outside the VPC's 10.0.0.0/20",
			}},
		"subnets that overlap": {network.Props{Subnets: network.SubnetCIDRs{
			Public:   []string{"10.0.0.0/24", "10.0.1.0/24"},
			Private:  []string{"10.0.2.0/23", "10.0.4.0/24"},
			Isolated: []string{"10.0.3.0/24", "10.0.0.0/23"},
		}},
			[]string{
				"subnets.isolated[0]: 10.0.3.0/24 overlaps subnets.private[0], which is 10.0.2.0/23",
				"subnets.isolated[1]: 10.0.0.0/23 overlaps subnets.public[0], which is 10.0.0.0/24",
				"subnets.isolated[1]: 10.0.0.0/23 overlaps subnets.public[1], which is 10.0.1.0/24",
			}},

		"a subnet that is too small, inside another": {network.Props{Subnets: network.SubnetCIDRs{
			Public:   []string{"10.0.0.0/24", "10.0.0.0/29"},
			Private:  []string{"10.0.2.0/24", "10.0.3.0/24"},
			Isolated: []string{"10.0.4.0/24", "10.0.5.0/24"},
		}},
			[]string{"subnets.public[1]: 10.0.0.0/29 is too small; AWS allows no subnet smaller than /28"}},
		"a subnet as large as the VPC": {network.Props{Subnets: network.SubnetCIDRs{
			Public:   []string{"10.0.0.0/24", "10.0.0.0/16"},
			Private:  []string{"10.1.2.0/24", "10.1.3.0/24"},
			Isolated: []string{"10.1.4.0/24", "10.1.5.0/24"},
		}},
			[]string{
				"subnets.public[1]: 10.0.0.0/16 overlaps subnets.public[0], which is 10.0.0.0/24",
				"subnets.private[0]: 10.1.2.0/24 is outside the VPC's 10.0.0.0/16",
				"subnets.private[1]: 10.1.3.0/24 is outside the VPC's 10.0.0.0/16",
				"subnets.isolated[0]: 10.1.4.0/24 is outside the VPC's 10.0.0.0/16",
				"subnets.isolated[1]: 10.1.5.0/24 is outside the VPC's 10.0.0.0/16",
			}},

		"an unknown NAT strategy": {network.Props{NAT: "double"},
			[]string{`nat: "double" is not known; use perZone, single or none`}},
		"an address too few": {network.Props{ElasticIPs: []string{address1}},
			[]string{"elasticIps: 1 for 2 NAT gateways; give one for each, or none"}},
		"an address too many": {network.Props{NAT: network.NATSingle, ElasticIPs: []string{address1, address2}},
			[]string{"elasticIps: 2 for 1 NAT gateways; give one for each, or none"}},
		"addresses without NAT gateways": {network.Props{NAT: network.NATNone, ElasticIPs: []string{address1}},
			[]string{"elasticIps: 1 for 0 NAT gateways; give one for each, or none"}},
		"an address that is no allocation id": {network.Props{ElasticIPs: []string{address1, "203.0.113.1"}},
			[]string{`elasticIps[1]: "203.0.113.1" is not such an id; use one like eipalloc-0123456789abcdef0`}},
		"an address for two NAT gateways": {network.Props{ElasticIPs: []string{address1, address1}},
			[]string{"elasticIps[1]: eipalloc-00000000000000001 is listed twice; each NAT gateway has an address of its own"}},

		"endpoints that cannot be": {network.Props{InterfaceEndpoints: []string{"com.amazonaws.us-east-1.ssm", "SSM", "s3", "dynamodb", "ssm", "ssm"}},
			[]string{
				`interfaceEndpoints[0]: "com.amazonaws.us-east-1.ssm" is not a service; use the last part of its name, like secretsmanager`,
				`interfaceEndpoints[1]: "SSM" is not a service; use the last part of its name, like secretsmanager`,
				"interfaceEndpoints[2]: s3 has a free gateway endpoint; use that instead",
				"interfaceEndpoints[3]: dynamodb has a free gateway endpoint; use that instead",
				"interfaceEndpoints[5]: ssm is listed twice",
			}},

		"an unknown destination of flow logs": {network.Props{FlowLogs: network.FlowLogs{Destination: "firehose"}},
			[]string{`flowLogs.destination: "firehose" is not known; use cloudWatchLogs, s3 or none`}},
		"an unknown traffic of flow logs": {network.Props{FlowLogs: network.FlowLogs{Traffic: "ALL"}},
			[]string{`flowLogs.traffic: "ALL" is not known; use all, accept or reject`}},
		"a retention that CloudWatch Logs does not offer": {network.Props{FlowLogs: network.FlowLogs{RetentionDays: 100}},
			[]string{"flowLogs.retentionDays: 100 is not a period that CloudWatch Logs offers; use 90 or 120"}},
		"a retention that no destination has": {network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, RetentionDays: 3654}},
			[]string{"flowLogs.retentionDays: 3654 is out of range; use 1 to 3653"}},
		"a negative retention": {network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, RetentionDays: -1}},
			[]string{"flowLogs.retentionDays: -1 is out of range; use 1 to 3653"}},
		"a bucket for another destination": {network.Props{FlowLogs: network.FlowLogs{BucketARN: "arn:aws:s3:::log-archive"}},
			[]string{"flowLogs.bucketArn: does nothing with destination cloudWatchLogs; use destination s3"}},
		"a bucket that is no ARN": {network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, BucketARN: "log-archive"}},
			[]string{`flowLogs.bucketArn: "log-archive" is not such an ARN; use one like arn:aws:s3:::log-archive`}},
		"a bucket that is something else": {network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, BucketARN: "arn:aws:logs:::log-archive"}},
			[]string{`flowLogs.bucketArn: "arn:aws:logs:::log-archive" is not such an ARN; use one like arn:aws:s3:::log-archive`}},

		"several things at once": {network.Props{CIDR: "10.0.0.0/8", ZoneCount: 7, NAT: "double", FlowLogs: network.FlowLogs{RetentionDays: 2}},
			[]string{
				"zoneCount: 7 is out of range; use 2 to 4",
				`nat: "double" is not known; use perZone, single or none`,
				"cidr: 10.0.0.0/8: a VPC must be between /16 and /28",
				"flowLogs.retentionDays: 2 is not a period that CloudWatch Logs offers; use 1 or 3",
			}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, tt.props.Validate(), tt.want...)
		})
	}
}

func TestNetworkAccepts(t *testing.T) {
	tests := map[string]*network.Props{
		"nothing at all":           nil,
		"the empty value":          {},
		"the smallest VPC":         {CIDR: "10.0.0.0/23"},
		"the smallest VPC listed":  {CIDR: "10.0.0.0/25", Subnets: smallestSubnets()},
		"as many zones by count":   {Zones: zones("ac"), ZoneCount: 2},
		"four zones":               {Zones: zones("abcd")},
		"a dotted service":         {InterfaceEndpoints: []string{"ecr.api", "ecr.dkr", "s3-outposts"}},
		"any retention in S3":      {FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, RetentionDays: 100}},
		"a folder of a bucket":     {FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, BucketARN: "arn:aws:s3:::log-archive/vpc"}},
		"a token for a bucket":     {FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, BucketARN: "${Token[Archive.Arn.1]}"}},
		"tokens for the addresses": {ElasticIPs: []string{"${Token[A.1]}", "${Token[B.2]}"}},
	}
	for name, props := range tests {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, props.Validate())
		})
	}
}

func TestNetworkRefusesKeysForFlowLogs(t *testing.T) {
	for name, c := range map[string]struct {
		flowLogs network.FlowLogs
		want     []string
	}{
		"what is no key": {network.FlowLogs{KMSKeyARN: "alias/logs"},
			[]string{`flowLogs.kmsKeyArn: "alias/logs" is not such an ARN; use one like ` + testKeyARN}},
		"a key for a bucket": {network.FlowLogs{Destination: network.FlowLogsToS3, KMSKeyARN: testKeyARN},
			[]string{"flowLogs.kmsKeyArn: does nothing with destination s3; use destination cloudWatchLogs"}},
		"a key for nothing": {network.FlowLogs{Destination: network.FlowLogsNone, KMSKeyARN: "${Token[Key.1]}"},
			[]string{"flowLogs.kmsKeyArn: does nothing with destination none; use destination cloudWatchLogs"}},
		"a key of another Region": {network.FlowLogs{KMSKeyARN: "arn:aws:kms:us-east-1:111111111111:key/1234abcd"},
			[]string{"flowLogs.kmsKeyArn: the key is in us-east-1; use one of ap-northeast-1, where the VPC is"}},
		"nothing of a key":             {network.FlowLogs{KMSKeyARN: testKeyARN}, nil},
		"nothing of a key to be known": {network.FlowLogs{KMSKeyARN: "${Token[Key.1]}"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, (&network.Props{FlowLogs: c.flowLogs}).ValidateIn(testRegion), c.want...)
		})
	}
	anywhere := &network.Props{FlowLogs: network.FlowLogs{KMSKeyARN: "arn:aws:kms:us-east-1:111111111111:key/1234abcd"}}
	wantProblems(t, anywhere.Validate())
}

func TestNetworkRefusesZonesOfAnotherRegion(t *testing.T) {
	props := &network.Props{Zones: zones("ac")}
	wantProblems(t, props.ValidateIn(testRegion))
	wantProblems(t, props.ValidateIn("us-east-1"),
		"zones[0]: ap-northeast-1a is not in us-east-1; name zones of that Region",
		"zones[1]: ap-northeast-1c is not in us-east-1; name zones of that Region")
}

func TestNewNetworkRefusesBeforeItCreatesAnything(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String(testRegion)},
	})
	refuses(t, func() {
		network.New(stack, "Network", &network.Props{Zones: []string{"us-east-1a", "ap-northeast-1a"}, NAT: "double"})
	}, `network "Network": nat: "double" is not known; use perZone, single or none
zones[0]: us-east-1a is not in ap-northeast-1; name zones of that Region`)
	if children := *stack.Node().Children(); len(children) != 0 {
		t.Errorf("the stack has %d children after a refusal, want none", len(children))
	}
}

// The template names zones relative to the stack's Region: elsewhere the letters would be another Region's.
func TestNewNetworkRefusesNamedZonesInAStackWithoutARegion(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	refuses(t, func() { network.New(stack, "Network", &network.Props{Zones: zones("ac"), NAT: "double"}) },
		`network "Network": nat: "double" is not known; use perZone, single or none
zones: named for a stack without a Region; give the stack its Region, or zoneCount instead of zones`)
}

func smallestSubnets() network.SubnetCIDRs {
	return network.SubnetCIDRs{
		Public:   []string{"10.0.0.0/28", "10.0.0.16/28"},
		Private:  []string{"10.0.0.32/28", "10.0.0.48/28"},
		Isolated: []string{"10.0.0.64/28", "10.0.0.80/28"},
	}
}
