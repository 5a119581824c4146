package test

import (
	"slices"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestIPv6(t *testing.T) {
	found := synthNetwork(t, &network.Props{Zones: zones("ca"), IPv6: true})
	vpc := found.one(t, "AWS::EC2::VPC")
	block := found.one(t, "AWS::EC2::VPCCidrBlock")
	block.wantEach(t, map[string]any{"VpcId": ref(vpc.ID), "AmazonProvidedIpv6CidrBlock": true})

	t.Run("gives each subnet the /64 of its slot", func(t *testing.T) {
		for name, slot := range map[string]int{
			"PublicSubnetA": 0, "PublicSubnetC": 2,
			"PrivateSubnetA": 8, "PrivateSubnetC": 10,
			"IsolatedSubnetA": 16, "IsolatedSubnetC": 18,
		} {
			whole := map[string]any{"Fn::Select": []any{0, att(vpc.ID, "Ipv6CidrBlocks")}}
			subnet := found.named(t, "AWS::EC2::Subnet", "Network"+name)
			subnet.wantEach(t, map[string]any{
				"Ipv6CidrBlock":               map[string]any{"Fn::Select": []any{slot, map[string]any{"Fn::Cidr": []any{whole, slot + 1, "64"}}}},
				"AssignIpv6AddressOnCreation": true,
			})
			if !slices.Contains(subnet.DependsOn, block.ID) {
				t.Errorf("%s depends on %v, want the VPC's IPv6 range among them", name, subnet.DependsOn)
			}
		}
	})

	t.Run("lets private subnets out and nobody in", func(t *testing.T) {
		egressOnly := found.one(t, "AWS::EC2::EgressOnlyInternetGateway")
		egressOnly.wantEach(t, map[string]any{"VpcId": ref(vpc.ID), "Tags": nameTag("Test/Network")})
		internet := ref(found.one(t, "AWS::EC2::InternetGateway").ID)
		for _, zone := range []string{"A", "C"} {
			gateway := found.named(t, "AWS::EC2::NatGateway", "NetworkNATGateway"+zone)
			found.wantRoutes(t, "PublicSubnet"+zone, map[string]any{"0.0.0.0/0": internet, "::/0": internet})
			found.wantRoutes(t, "PrivateSubnet"+zone, map[string]any{"0.0.0.0/0": ref(gateway.ID), "::/0": ref(egressOnly.ID)})
			found.wantRoutes(t, "IsolatedSubnet"+zone, nil)
		}
	})
}
