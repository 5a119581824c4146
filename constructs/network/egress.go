package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

var (
	anyIPv4 = jsii.String("0.0.0.0/0")
	anyIPv6 = jsii.String("::/0")
)

// createEgress gives every tier its route tables: public subnets share one to the internet gateway, isolated subnets
// share one that leads nowhere, and each private subnet has its own, to the NAT gateway of its zone.
func (b *builder) createEgress() {
	b.createPublicRoutes()
	b.createPrivateRoutes()
	table := b.routeTable("IsolatedRouteTable")
	for i := range b.zones {
		b.associate(isolatedTier, i, table)
	}
}

func (b *builder) createPublicRoutes() {
	gateway := awsec2.NewCfnInternetGateway(b.Network, jsii.String("InternetGateway"), &awsec2.CfnInternetGatewayProps{
		Tags: b.named(""),
	})
	attachment := awsec2.NewCfnVPCGatewayAttachment(b.Network, jsii.String("InternetGatewayAttachment"), &awsec2.CfnVPCGatewayAttachmentProps{
		VpcId:             b.vpcID,
		InternetGatewayId: gateway,
	})
	table := b.routeTable("PublicRouteTable")
	b.publicRoute = awsec2.NewCfnRoute(b.Network, jsii.String("PublicDefaultRoute"), &awsec2.CfnRouteProps{
		RouteTableId:         table,
		DestinationCidrBlock: anyIPv4,
		GatewayId:            gateway,
	})
	b.publicRoute.AddResourceDependency(attachment, nil)
	acknowledgePublicRoute(b.publicRoute)
	routes := []constructs.IDependable{b.publicRoute}
	if b.cfg.IPv6 {
		route := awsec2.NewCfnRoute(b.Network, jsii.String("PublicDefaultRouteIPv6"), &awsec2.CfnRouteProps{
			RouteTableId:             table,
			DestinationIpv6CidrBlock: anyIPv6,
			GatewayId:                gateway,
		})
		route.AddResourceDependency(attachment, nil)
		acknowledgePublicRoute(route)
		routes = append(routes, route)
	}
	for i := range b.zones {
		b.associate(publicTier, i, table, routes...)
	}
}

func acknowledgePublicRoute(route awsec2.CfnRoute) {
	acknowledge.At(route, acknowledge.Because{
		Reason: "The public subnets hold the load balancer and the NAT gateways, which the internet must reach and which must reach it. Servers and databases are in subnets without this route.",
		Rules:  acknowledge.Packs("VPCNoUnrestrictedRouteToIGW", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
	})
}

func (b *builder) createPrivateRoutes() {
	gateways := b.createNATGateways()
	var egressOnly awsec2.CfnEgressOnlyInternetGateway
	if b.cfg.IPv6 {
		egressOnly = awsec2.NewCfnEgressOnlyInternetGateway(b.Network, jsii.String("EgressOnlyInternetGateway"), &awsec2.CfnEgressOnlyInternetGatewayProps{
			VpcId: b.vpcID,
			Tags:  b.named(""),
		})
	}
	for i, z := range b.zones {
		table := b.routeTable("PrivateRouteTable" + z.letter())
		var routes []constructs.IDependable
		if len(gateways) > 0 {
			routes = append(routes, awsec2.NewCfnRoute(b.Network, jsii.String("PrivateDefaultRoute"+z.letter()), &awsec2.CfnRouteProps{
				RouteTableId:         table,
				DestinationCidrBlock: anyIPv4,
				NatGatewayId:         gateways[min(i, len(gateways)-1)],
			}))
		}
		if egressOnly != nil {
			routes = append(routes, awsec2.NewCfnRoute(b.Network, jsii.String("PrivateDefaultRouteIPv6"+z.letter()), &awsec2.CfnRouteProps{
				RouteTableId:                table,
				DestinationIpv6CidrBlock:    anyIPv6,
				EgressOnlyInternetGatewayId: egressOnly,
			}))
		}
		b.associate(privateTier, i, table, routes...)
	}
}

// createNATGateways returns the NAT gateways, in the order of the zones' slots. A single one is in the zone that the props
// list first.
func (b *builder) createNATGateways() []awsec2.CfnNatGateway {
	var gateways []awsec2.CfnNatGateway
	for i, z := range b.zones {
		if z.index >= b.cfg.natGateways() {
			continue
		}
		gateway := awsec2.NewCfnNatGateway(b.Network, jsii.String("NATGateway"+z.letter()), &awsec2.CfnNatGatewayProps{
			SubnetId:     b.subnets[publicTier][i].id,
			AllocationId: b.allocation(z),
			Tags:         b.named("NATGateway" + z.letter()),
		})
		gateway.Node().AddDependency(b.subnets[publicTier][i].wayOut...)
		gateways = append(gateways, gateway)
	}
	return gateways
}

// allocation returns the Elastic IP of a NAT gateway: the id of the user's own, or a new one.
func (b *builder) allocation(z placement) any {
	if len(b.cfg.ElasticIPs) > 0 {
		return &b.cfg.ElasticIPs[z.index]
	}
	if b.elastics == nil {
		b.elastics = make([]awsec2.CfnEIP, b.cfg.natGateways())
	}
	address := awsec2.NewCfnEIP(b.Network, jsii.String("ElasticIP"+z.letter()), &awsec2.CfnEIPProps{
		Domain: jsii.String("vpc"),
		Tags:   b.named("NATGateway" + z.letter()),
	})
	address.AddResourceDependency(b.publicRoute, nil)
	b.elastics[z.index] = address
	return address
}

func (b *builder) routeTable(id string) *string {
	return awsec2.NewCfnRouteTable(b.Network, &id, &awsec2.CfnRouteTableProps{
		VpcId: b.vpcID,
		Tags:  b.named(id),
	}).Ref()
}

// associate gives a subnet its route table, whose default routes are its way out.
func (b *builder) associate(t tier, i int, table *string, routes ...constructs.IDependable) {
	s := &b.subnets[t][i]
	s.routeTable = table
	association := awsec2.NewCfnSubnetRouteTableAssociation(b.Network, jsii.String(t.String()+"RouteTableAssociation"+b.zones[i].letter()), &awsec2.CfnSubnetRouteTableAssociationProps{
		SubnetId:     s.id,
		RouteTableId: table,
	})
	s.wayOut = append([]constructs.IDependable{association}, routes...)
}
