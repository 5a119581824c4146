package network

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// Network is a VPC over two or more Availability Zones with public, private and isolated subnets in each. Create it with
// [New]; do not copy it.
type Network struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfnVPC    awsec2.CfnVPC
	vpc       awsec2.IVpc
	elastics  []awsec2.CfnEIP
	endpoints map[string]awsec2.CfnVPCEndpoint
}

var _ constructs.Construct = (*Network)(nil)

// New creates a network. The props may be nil: every field has a default. New panics with the error of
// [Props.Validate] when the props are wrong, or when zones are named and are not in the stack's Region or the stack has
// none, and has then created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *Network {
	if err := props.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("network %q: %w", id, err))
	}
	cfg := props.resolve()
	n := &Network{endpoints: map[string]awsec2.CfnVPCEndpoint{}}
	constructs.NewConstruct_Override(n, scopeOf, &id)

	b := newBuilder(n, cfg)
	b.createVPC()
	b.createSubnets()
	b.createEgress()
	b.createEndpoints()
	b.importVPC()
	b.createFlowLogs()
	return n
}

// VPC returns the VPC for everything that takes one. Its subnets carry their routes as dependencies, as those of a VPC
// that the CDK creates do: what is put into a subnet waits for the subnet's way out.
func (n *Network) VPC() awsec2.IVpc { return n.vpc }

// CfnVPC returns the VPC's own resource, for what no prop covers.
func (n *Network) CfnVPC() awsec2.CfnVPC { return n.cfnVPC }

// ElasticIPs returns the Elastic IPs of the NAT gateways, in the order of the zones: the addresses that the servers'
// calls to the internet come from. It is empty when they were brought along.
func (n *Network) ElasticIPs() []awsec2.CfnEIP { return n.elastics }

// InterfaceEndpoint returns an interface endpoint by the name that the props give it, or nil.
func (n *Network) InterfaceEndpoint(service string) awsec2.CfnVPCEndpoint {
	return n.endpoints[service]
}

// builder holds what the steps of New hand on to each other.
type builder struct {
	*Network
	cfg  Props
	path string // the construct's path, for Name tags

	zones   []placement
	vpcID   *string
	subnets map[tier][]subnet
	ipv6    *string // the VPC's IPv6 range, once it has one

	publicRoute awsec2.CfnRoute // what needs the internet gateway waits for it
}

func newBuilder(n *Network, cfg Props) *builder {
	return &builder{
		Network: n,
		cfg:     cfg,
		path:    *n.Node().Path(),
		zones:   placements(cfg),
		subnets: map[tier][]subnet{},
	}
}

func (b *builder) createVPC() {
	b.cfnVPC = awsec2.NewCfnVPC(b.Network, jsii.String("Resource"), &awsec2.CfnVPCProps{
		CidrBlock:          &b.cfg.CIDR,
		EnableDnsHostnames: true,
		EnableDnsSupport:   true,
		Tags:               b.named(""),
	})
	b.vpcID = b.cfnVPC.Ref()
	acknowledge.At(b.cfnVPC, acknowledge.Because{
		Reason: "CloudFormation cannot take away the rules of the default security group without a function of its own. Nothing uses the group: every load balancer, server, database and endpoint names the security groups that it is in.",
		Rules:  acknowledge.Packs("VPCDefaultSecurityGroupClosed", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
	})
}

// importVPC makes an IVpc of the resources. The CDK's own Vpc is not used: it asks the account for its zones, and it
// numbers subnets, so that a zone in the middle renames the ones behind it (docs/adr/0004-network-from-resources.md).
func (b *builder) importVPC() {
	attributes := &awsec2.VpcAttributes{
		VpcId:                        b.vpcID,
		VpcCidrBlock:                 &b.cfg.CIDR,
		AvailabilityZones:            new(zoneNames(b.zones)),
		PublicSubnetIds:              b.ids(publicTier),
		PrivateSubnetIds:             b.ids(privateTier),
		IsolatedSubnetIds:            b.ids(isolatedTier),
		PublicSubnetRouteTableIds:    b.routeTables(publicTier),
		PrivateSubnetRouteTableIds:   b.routeTables(privateTier),
		IsolatedSubnetRouteTableIds:  b.routeTables(isolatedTier),
		PublicSubnetIpv4CidrBlocks:   b.cidrs(publicTier),
		PrivateSubnetIpv4CidrBlocks:  b.cidrs(privateTier),
		IsolatedSubnetIpv4CidrBlocks: b.cidrs(isolatedTier),
	}
	b.vpc = awsec2.Vpc_FromVpcAttributes(b.Network, jsii.String("VPC"), attributes)
	b.waitForRoutes(publicTier, b.vpc.PublicSubnets())
	b.waitForRoutes(privateTier, b.vpc.PrivateSubnets())
	b.waitForRoutes(isolatedTier, b.vpc.IsolatedSubnets())
}

// waitForRoutes makes what stands in a subnet depend on the subnet's route table and way out: until the table is the
// subnet's own, the VPC's main one applies, which leads nowhere. An imported subnet comes with an empty group of
// dependencies for that.
func (b *builder) waitForRoutes(t tier, imported *[]awsec2.ISubnet) {
	for i, s := range *imported {
		var group constructs.DependencyGroup
		jsii.UnsafeCast(s.InternetConnectivityEstablished(), &group)
		group.Add(b.subnets[t][i].wayOut...)
	}
}

// named returns the Name tag of a resource of this network.
func (b *builder) named(id string) *[]*awscdk.CfnTag {
	name := b.path
	if id != "" {
		name += "/" + id
	}
	return &[]*awscdk.CfnTag{{Key: jsii.String("Name"), Value: &name}}
}
