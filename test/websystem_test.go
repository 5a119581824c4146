package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// servesPlainHTTP is the least that a web system's web tier needs.
var servesPlainHTTP = webtier.Props{AllowPlainHTTP: true}

func TestWebSystemInOneStack(t *testing.T) {
	props := &websystem.Props{
		Network:  network.Props{CIDR: "10.9.0.0/16", ZoneCount: 3},
		Database: database.Props{Engine: database.PostgreSQL},
		Web:      servesPlainHTTP,
	}
	var system *websystem.WebSystem
	tm := synth(t, func(stack awscdk.Stack) { system = websystem.New(stack, "System", props) })
	vpc := tm.one(t, "AWS::EC2::VPC")
	db := tm.one(t, "AWS::RDS::DBInstance")
	balancer := tm.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	databaseGroup := tm.named(t, "AWS::EC2::SecurityGroup", "SystemDatabaseSecurityGroup")
	serverGroup := tm.named(t, "AWS::EC2::SecurityGroup", "SystemWebSecurityGroup")

	t.Run("each part gets its props", func(t *testing.T) {
		vpc.want(t, "CidrBlock", "10.9.0.0/16")
		db.want(t, "Engine", "postgres")
		tm.one(t, "AWS::ElasticLoadBalancingV2::Listener").want(t, "Protocol", "HTTP")
	})
	t.Run("the parts share the VPC", func(t *testing.T) {
		databaseGroup.want(t, "VpcId", ref(vpc.ID))
		serverGroup.want(t, "VpcId", ref(vpc.ID))
		subnetsOf(t, tm, tm.one(t, "AWS::RDS::DBSubnetGroup").get("SubnetIds"), "SystemNetworkIsolatedSubnet", 3)
		subnetsOf(t, tm, balancer.get("Subnets"), "SystemNetworkPublicSubnet", 3)
		subnetsOf(t, tm, tm.one(t, "AWS::AutoScaling::AutoScalingGroup").get("VPCZoneIdentifier"), "SystemNetworkPrivateSubnet", 3)
	})
	t.Run("the web servers use the database", func(t *testing.T) {
		tm.named(t, "AWS::EC2::SecurityGroupIngress", "SystemDatabaseSecurityGroup").wantEach(t, map[string]any{
			"GroupId":               att(databaseGroup.ID, "GroupId"),
			"SourceSecurityGroupId": att(serverGroup.ID, "GroupId"),
			"FromPort":              5432,
			"ToPort":                5432,
		})
		userData := show(tm.one(t, "AWS::EC2::LaunchTemplate").get("LaunchTemplateData.UserData"))
		if !strings.Contains(userData, "DATABASE_HOST=") || !strings.Contains(userData, show(att(db.ID, "Endpoint.Address"))) {
			t.Errorf("the servers are not told where the database is: %s", userData)
		}
	})
	t.Run("the address of the site is an output", func(t *testing.T) {
		want := show(map[string]any{
			"Description": "Where the site answers: point the domain's alias record here",
			"Value":       att(balancer.ID, "DNSName"),
		})
		for id, output := range tm.Outputs {
			if !strings.HasPrefix(id, "SystemLoadBalancerDNSName") || show(output) != want {
				t.Errorf("output %s is %s, want SystemLoadBalancerDNSName to be %s", id, show(output), want)
			}
		}
		if len(tm.Outputs) != 1 {
			t.Errorf("%d outputs, want 1", len(tm.Outputs))
		}
	})
	t.Run("its parts can be reached", func(t *testing.T) {
		if system.VPC() != system.Network().VPC() {
			t.Error("the VPC is not the network's")
		}
		for want, got := range map[string]*string{
			"Test/System":                  system.Node().Path(),
			"Test/System/Network":          system.Network().Node().Path(),
			"Test/System/Database":         system.Database().Node().Path(),
			"Test/System/Web":              system.WebTier().Node().Path(),
			"Test/System/Network/VPC":      system.VPC().Node().Path(),
			"Test/System/Web/LoadBalancer": system.WebTier().LoadBalancer().Node().Path(),
		} {
			if *got != want {
				t.Errorf("%s is at %s", want, *got)
			}
		}
	})
	t.Run("the props are left as they were", func(t *testing.T) {
		if props.Database.VPC != nil || props.Web.VPC != nil {
			t.Error("a VPC was put into the caller's props")
		}
	})
}

func TestWebSystemWithAStatefulScope(t *testing.T) {
	app := newApp(t)
	stateful := awscdk.NewStack(app, jsii.String("Data"), nil)
	stateless := awscdk.NewStack(app, jsii.String("Servers"), nil)
	system := websystem.New(stateless, "System", &websystem.Props{StatefulScope: stateful, Web: servesPlainHTTP})
	for want, got := range map[string]*string{
		"Data/Network":       system.Network().Node().Path(),
		"Data/Database":      system.Database().Node().Path(),
		"Servers/System/Web": system.WebTier().Node().Path(),
	} {
		if *got != want {
			t.Errorf("%s is at %s", want, *got)
		}
	}
	templates := synthApp(t, app)
	templates["Data"].one(t, "AWS::EC2::VPC")
	templates["Data"].one(t, "AWS::RDS::DBInstance")
	templates["Servers"].one(t, "AWS::AutoScaling::AutoScalingGroup")
	if len(templates["Servers"].Outputs) != 1 {
		t.Error("the address of the site is not an output of the servers' stack")
	}
}

func TestWebSystemInAnExistingVPC(t *testing.T) {
	brought := existingVPC()
	var system *websystem.WebSystem
	tm := synth(t, func(stack awscdk.Stack) {
		system = websystem.New(stack, "System", &websystem.Props{
			ExistingVPC: *brought,
			Database:    database.Props{SingleZone: true, Zone: "ap-northeast-1c"},
			Web:         webtier.Props{AllowPlainHTTP: true, IPv6: true, MaxCapacity: 1000, UserData: "#!/bin/bash\nstart\n"},
		})
	})
	if system.Network() != nil {
		t.Error("there is a network beside the existing VPC")
	}
	if id, path := *system.VPC().VpcId(), *system.VPC().Node().Path(); id != brought.VPCID || path != "Test/System/VPC" {
		t.Errorf("the VPC is %s at %s", id, path)
	}
	for _, kind := range []string{"AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::NatGateway"} {
		if found := tm.all(kind); len(found) > 0 {
			t.Errorf("%d resources of type %s, want none", len(found), kind)
		}
	}
	if len(tm.warnings) > 0 {
		t.Errorf("warnings of what the user cannot change: %v", tm.warnings)
	}
	tm.named(t, "AWS::EC2::SecurityGroup", "SystemDatabaseSecurityGroup").want(t, "VpcId", brought.VPCID)
	tm.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer").want(t, "Subnets", brought.PublicSubnetIDs)
	tm.one(t, "AWS::AutoScaling::AutoScalingGroup").want(t, "VPCZoneIdentifier", brought.PrivateSubnetIDs)
	tm.one(t, "AWS::RDS::DBSubnetGroup").want(t, "SubnetIds", brought.IsolatedSubnetIDs)
}

// A refusal must not leave half a system behind.
func TestWebSystemRefusesBeforeItCreates(t *testing.T) {
	const missing = "web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS"
	tokyo := awscdk.NewStack(newApp(t), jsii.String("Test"), &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String(testRegion)}})
	anywhere := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	refuses(t, func() { websystem.New(tokyo, "System", nil) }, `web system "System": `+missing)
	refuses(t, func() { websystem.New(anywhere, "System", nil) }, `web system "System": `+missing)
	refuses(t, func() { websystem.New(tokyo, "System", &websystem.Props{}) }, `web system "System": `+missing)
	refuses(t, func() {
		websystem.New(tokyo, "System", &websystem.Props{Network: network.Props{Zones: []string{"us-east-1a", "us-east-1b"}}, Web: servesPlainHTTP})
	}, "network.zones[0]: us-east-1a is not in ap-northeast-1; name zones of that Region")
	refuses(t, func() {
		websystem.New(anywhere, "System", &websystem.Props{
			Network:  network.Props{Zones: []string{"us-east-1a", "us-east-1b"}},
			Database: database.Props{SingleZone: true, Zone: "us-east-1a"},
			Web:      servesPlainHTTP,
		})
	},
		"network.zones: named for a stack without a Region; give the stack its Region, or zoneCount instead of zones",
		"database.zone: named for a stack without a Region; give the stack its Region, or leave zone out")
	for _, stack := range []awscdk.Stack{tokyo, anywhere} {
		if children := *stack.Node().Children(); len(children) > 0 {
			t.Errorf("the stack has %d children after the refusals", len(children))
		}
	}
}
