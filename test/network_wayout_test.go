package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

// Servers that boot before their subnet has its route table and the table its default route cannot install anything.
func TestWhatStandsInANetworkWaitsForItsWayOut(t *testing.T) {
	tests := map[string]struct {
		props *network.Props
		want  map[string][]string // by tier
	}{
		"a NAT gateway in each zone": {nil, map[string][]string{
			"Public":   {"NetworkPublicDefaultRoute", "NetworkPublicRouteTableAssociationA", "NetworkPublicRouteTableAssociationB"},
			"Private":  {"NetworkPrivateDefaultRouteB", "NetworkPrivateRouteTableAssociationB"},
			"Isolated": {"NetworkIsolatedRouteTableAssociationB"},
		}},
		"one NAT gateway and IPv6": {&network.Props{NAT: network.NATSingle, IPv6: true}, map[string][]string{
			"Public": {"NetworkPublicDefaultRoute", "NetworkPublicDefaultRouteIPv6",
				"NetworkPublicRouteTableAssociationA", "NetworkPublicRouteTableAssociationB"},
			"Private":  {"NetworkPrivateDefaultRouteB", "NetworkPrivateDefaultRouteIPv6B", "NetworkPrivateRouteTableAssociationB"},
			"Isolated": {"NetworkIsolatedRouteTableAssociationB"},
		}},
		"no way out of private subnets": {&network.Props{NAT: network.NATNone}, map[string][]string{
			"Public":   {"NetworkPublicDefaultRoute", "NetworkPublicRouteTableAssociationA", "NetworkPublicRouteTableAssociationB"},
			"Private":  {"NetworkPrivateRouteTableAssociationB"},
			"Isolated": {"NetworkIsolatedRouteTableAssociationB"},
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			found := synth(t, func(stack awscdk.Stack) {
				vpc := network.New(stack, "Network", tt.props).VPC()
				awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("Public"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{
					Vpc:            vpc,
					InternetFacing: jsii.Bool(true),
				})
				addWaiting(stack, "Private", (*vpc.PrivateSubnets())[1])
				addWaiting(stack, "Isolated", (*vpc.IsolatedSubnets())[1])
			})
			waiting := map[string]resource{
				"Public":   found.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer"),
				"Private":  found.named(t, "AWS::CloudFormation::WaitConditionHandle", "Private"),
				"Isolated": found.named(t, "AWS::CloudFormation::WaitConditionHandle", "Isolated"),
			}
			for tier, r := range waiting {
				if got := withoutHashes(r.DependsOn); !slices.Equal(got, tt.want[tier]) {
					t.Errorf("what stands in %s subnets waits for %v, want %v", tier, got, tt.want[tier])
				}
			}
		})
	}
}

// addWaiting adds the cheapest of resources, which waits for what the subnet says, as the CDK's servers do.
func addWaiting(stack awscdk.Stack, id string, subnet awsec2.ISubnet) {
	handle := awscdk.NewCfnWaitConditionHandle(stack, &id, nil)
	handle.Node().AddDependency(subnet.InternetConnectivityEstablished())
}

// Without an internet gateway, routes to it, Elastic IPs and NAT gateways fail to create; nor can the gateway be deleted
// before them.
func TestWhatNeedsTheInternetGatewayWaitsForIt(t *testing.T) {
	found := synth(t, func(stack awscdk.Stack) { network.New(stack, "Network", &network.Props{IPv6: true}) })
	want := map[string][]string{
		"NetworkPublicDefaultRoute":     {"NetworkInternetGatewayAttachment"},
		"NetworkPublicDefaultRouteIPv6": {"NetworkInternetGatewayAttachment"},
		"NetworkElasticIPB":             {"NetworkPublicDefaultRoute"},
		"NetworkNATGatewayB":            {"NetworkPublicDefaultRoute", "NetworkPublicDefaultRouteIPv6", "NetworkPublicRouteTableAssociationB"},
	}
	for id, r := range found.Resources {
		name := withoutHash(id)
		waitFor, ok := want[name]
		if !ok {
			continue
		}
		delete(want, name)
		if got := withoutHashes(r.DependsOn); !slices.Equal(got, waitFor) {
			t.Errorf("%s waits for %v, want %v", name, got, waitFor)
		}
	}
	if len(want) > 0 {
		t.Errorf("these are not in the template: %v", want)
	}
}

// withoutHashes returns those of the ids that are a network's, without what makes them unique.
func withoutHashes(ids []string) []string {
	var names []string
	for _, id := range ids {
		if strings.HasPrefix(id, "Network") {
			names = append(names, withoutHash(id))
		}
	}
	slices.Sort(names)
	return names
}
