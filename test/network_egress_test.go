package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestASingleNATGatewayIsInTheFirstZone(t *testing.T) {
	found := synthNetwork(t, &network.Props{Zones: zones("da"), NAT: network.NATSingle})
	gateway := found.one(t, "AWS::EC2::NatGateway")
	gateway.wantEach(t, map[string]any{
		"SubnetId":     ref(found.named(t, "AWS::EC2::Subnet", "NetworkPublicSubnetD").ID),
		"AllocationId": att(found.one(t, "AWS::EC2::EIP").ID, "AllocationId"),
	})
	found.wantRoutes(t, "PrivateSubnetA", map[string]any{"0.0.0.0/0": ref(gateway.ID)})
	found.wantRoutes(t, "PrivateSubnetD", map[string]any{"0.0.0.0/0": ref(gateway.ID)})
	if found.routeTable(t, "PrivateSubnetA") == found.routeTable(t, "PrivateSubnetD") {
		t.Error("the private subnets share a route table: a gateway for each could not be added without changing it")
	}
}

func TestWithoutNATPrivateSubnetsHaveNoWayOut(t *testing.T) {
	found := synthNetwork(t, &network.Props{NAT: network.NATNone})
	found.wantNone(t, "AWS::EC2::NatGateway", "AWS::EC2::EIP")
	internet := ref(found.one(t, "AWS::EC2::InternetGateway").ID)
	for _, zone := range []string{"A", "B"} {
		found.wantRoutes(t, "PublicSubnet"+zone, map[string]any{"0.0.0.0/0": internet})
		found.wantRoutes(t, "PrivateSubnet"+zone, nil)
		found.wantRoutes(t, "IsolatedSubnet"+zone, nil)
	}
}

func TestElasticIPsOfOnesOwn(t *testing.T) {
	found := synth(t, func(stack awscdk.Stack) {
		own := awsec2.NewCfnEIP(stack, jsii.String("Own"), nil).AttrAllocationId()
		net := network.New(stack, "Network", &network.Props{Zones: zones("dca"), ElasticIPs: []string{address1, *own, address2}})
		if got := net.ElasticIPs(); len(got) != 0 {
			t.Errorf("the network has %d Elastic IPs, want none besides those brought along", len(got))
		}
	})
	own := found.one(t, "AWS::EC2::EIP") // the network adds none
	for zone, want := range map[string]any{"D": address1, "C": att(own.ID, "AllocationId"), "A": address2} {
		found.named(t, "AWS::EC2::NatGateway", "NetworkNATGateway"+zone).want(t, "AllocationId", want)
	}
}

func TestElasticIPsAreInTheOrderOfTheZones(t *testing.T) {
	for name, tt := range map[string]struct {
		props network.Props
		want  []string
	}{
		"one per zone": {network.Props{Zones: zones("dac")}, []string{"ElasticIPD", "ElasticIPA", "ElasticIPC"}},
		"a single one": {network.Props{Zones: zones("dac"), NAT: network.NATSingle}, []string{"ElasticIPD"}},
		"none":         {network.Props{Zones: zones("dac"), NAT: network.NATNone}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []awsec2.CfnEIP
			synth(t, func(stack awscdk.Stack) { got = network.New(stack, "Network", &tt.props).ElasticIPs() })
			if len(got) != len(tt.want) {
				t.Fatalf("there are %d Elastic IPs, want %d", len(got), len(tt.want))
			}
			for i, want := range tt.want {
				if id := *got[i].Node().Id(); id != want {
					t.Errorf("Elastic IP %d is %s, want %s", i, id, want)
				}
			}
		})
	}
}

// Without NAT gateways the interface endpoints are the way out: what stands in a private subnet waits for them.
func TestServersWaitForEndpointsWithoutNAT(t *testing.T) {
	for nat, want := range map[network.NATStrategy]bool{network.NATNone: true, network.NATPerZone: false} {
		tm := synth(t, func(stack awscdk.Stack) {
			net := network.New(stack, "Network", &network.Props{NAT: nat, InterfaceEndpoints: []string{"ssm"}})
			webtier.New(stack, "Web", &webtier.Props{VPC: net.VPC(), AllowPlainHTTP: true, AMI: webtier.AMI{SSMParameter: "/images/web"}})
		})
		endpoint := tm.named(t, "AWS::EC2::VPCEndpoint", "NetworkInterfaceEndpoint")
		group := tm.one(t, "AWS::AutoScaling::AutoScalingGroup")
		if got := slices.Contains(group.DependsOn, endpoint.ID); got != want {
			t.Errorf("with nat %s the servers wait for the endpoint: %v, want %v", nat, got, want)
		}
	}
}
