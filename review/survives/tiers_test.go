package survives_test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// twoTiers is a web tier behind a load balancer that faces the internet, and an inner one behind an internal load balancer,
// which alone uses the database. Servers let in security groups by the names of the groups.
const twoTiers = `{"Resources": {
	"A": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "a", "CidrBlock": "10.0.0.0/24"}},
	"B": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "b", "CidrBlock": "10.0.1.0/24"}},
	"Gateway": {"Type": "AWS::EC2::InternetGateway"},
	"Attached": {"Type": "AWS::EC2::VPCGatewayAttachment", "Properties": {"InternetGatewayId": {"Ref": "Gateway"}}},
	"PublicA": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "a", "CidrBlock": "10.0.2.0/24"}},
	"PublicB": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "b", "CidrBlock": "10.0.3.0/24"}},
	"Table": {"Type": "AWS::EC2::RouteTable"},
	"Route": {"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": {"Ref": "Table"}, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": {"Ref": "Gateway"}}},
	"TableA": {"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {"RouteTableId": {"Ref": "Table"}, "SubnetId": {"Ref": "PublicA"}}},
	"TableB": {"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {"RouteTableId": {"Ref": "Table"}, "SubnetId": {"Ref": "PublicB"}}},

	"Front": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "application", "Scheme": "internet-facing",
		"SubnetMappings": [{"SubnetId": {"Ref": "PublicA"}}, {"SubnetId": {"Ref": "PublicB"}}], "SecurityGroups": [{"Ref": "FrontGroup"}]}},
	"FrontListener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Front"}, "DefaultActions": [{"Type": "fixed-response"}]}},
	"FrontRule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "FrontListener"},
		"Actions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": {"Ref": "WebTargets"}}]}}]}},
	"FrontGroup": {"Type": "AWS::EC2::SecurityGroup"},
	"WebTargets": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Port": 8080}},
	"Web": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MinSize": "2", "VPCZoneIdentifier": [{"Ref": "A"}, {"Ref": "B"}],
		"TargetGroupARNs": [{"Ref": "WebTargets"}], "LaunchTemplate": {"LaunchTemplateId": {"Ref": "WebTemplate"}}}},
	"WebTemplate": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"SecurityGroupIds": [{"Ref": "WebGroup"}]}}},
	"WebGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"SourceSecurityGroupId": {"Ref": "FrontGroup"}, "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}]}},

	"Inner": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Type": "network", "Scheme": "internal",
		"Subnets": [{"Ref": "A"}, {"Ref": "B"}], "SecurityGroups": [{"Ref": "InnerGroup"}]}},
	"InnerListener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Inner"}, "DefaultActions": [{"Type": "forward", "TargetGroupArn": {"Ref": "AppTargets"}}]}},
	"InnerGroup": {"Type": "AWS::EC2::SecurityGroup"},
	"AppTargets": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"Port": 9090}},
	"Old": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer", "Properties": {"Scheme": "internal", "Subnets": [{"Ref": "A"}, {"Ref": "B"}],
		"SecurityGroups": [{"Ref": "InnerGroup"}], "Listeners": [{"LoadBalancerPort": "80", "InstancePort": "9090"}]}},
	"App": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MinSize": "2", "VPCZoneIdentifier": [{"Ref": "A"}, {"Ref": "B"}],
		"TargetGroupARNs": [{"Ref": "AppTargets"}], "LoadBalancerNames": [{"Ref": "Old"}], "LaunchTemplate": {"LaunchTemplateId": {"Ref": "AppTemplate"}}}},
	"AppTemplate": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"SecurityGroupIds": [{"Ref": "AppGroup"}]}}},
	"AppGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"SourceSecurityGroupId": {"Ref": "InnerGroup"}, "IpProtocol": "tcp", "FromPort": 9090, "ToPort": 9090}]}},

	"Data": {"Type": "AWS::RDS::DBInstance", "Properties": {"MultiAZ": true, "Port": "3306", "DBSubnetGroupName": {"Ref": "DataSubnets"}, "VPCSecurityGroups": [{"Ref": "DataGroup"}]}},
	"DataSubnets": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": [{"Ref": "A"}, {"Ref": "B"}]}},
	"DataGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"SourceSecurityGroupId": {"Ref": "AppGroup"}, "IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306}]}}
}}`

func TestInnerTiers(t *testing.T) {
	const front = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	for name, test := range map[string]struct {
		old, new         string
		withoutA, always string
	}{
		"as they should be": {},
		"the front in one zone": {
			old: `, {"SubnetId": {"Ref": "PublicB"}}`, withoutA: front + " has no node left that the internet reaches",
		},
		"an inner load balancer in one zone": {
			old: `"Subnets": [{"Ref": "A"}, {"Ref": "B"}], "SecurityGroups": [{"Ref": "InnerGroup"}]}},
	"InnerListener"`, new: `"Subnets": [{"Ref": "A"}], "SecurityGroups": [{"Ref": "InnerGroup"}]}},
	"InnerListener"`, withoutA: front + " has no node left",
		},
		"a classic one in one zone": {
			old: `"Scheme": "internal", "Subnets": [{"Ref": "A"}, {"Ref": "B"}],
		"SecurityGroups"`, new: `"Scheme": "internal", "Subnets": [{"Ref": "A"}],
		"SecurityGroups"`, withoutA: "AWS::ElasticLoadBalancing::LoadBalancer has no node left",
		},
		"servers behind a rule that do not let it in": {
			old: `{"Ref": "FrontGroup"}, "IpProtocol"`, new: `{"Ref": "AppGroup"}, "IpProtocol"`,
			always: "AWS::AutoScaling::AutoScalingGroup servers do not let Front in at port 8080",
		},
		"servers behind a classic one that let it in elsewhere": {
			old: `"InstancePort": "9090"`, new: `"InstancePort": "9091"`,
			always: "AWS::AutoScaling::AutoScalingGroup servers do not let Old in at port 9091",
		},
		"a database that nobody reaches": {
			old: `{"Ref": "AppGroup"}, "IpProtocol": "tcp", "FromPort": 3306`, new: `{"Ref": "InnerGroup"}, "IpProtocol": "tcp", "FromPort": 3306`,
			always: "AWS::RDS::DBInstance does not let the servers of App or of Web in at port 3306",
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(twoTiers, test.old, test.new, 1)
			if test.old != "" && changed == twoTiers {
				t.Fatal("the template has not changed")
			}
			stack, err := assembly.Parse("prod", "ap-northeast-1", []byte(changed))
			if err != nil {
				t.Fatal(err)
			}
			found := check(t, &assembly.Assembly{Stacks: []*assembly.Stack{stack}})
			if found["a"] != test.withoutA+test.always || found["b"] != test.always {
				t.Errorf("without a: %q, want %q\nwithout b: %q, want %q", found["a"], test.withoutA+test.always, found["b"], test.always)
			}
		})
	}
}
