package network

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"
)

func (b *builder) createEndpoints() {
	if !b.cfg.DisableS3Endpoint {
		b.createGatewayEndpoint("S3Endpoint", "s3")
	}
	if b.cfg.DynamoDBEndpoint {
		b.createGatewayEndpoint("DynamoDBEndpoint", "dynamodb")
	}
	if len(b.cfg.InterfaceEndpoints) > 0 {
		b.createInterfaceEndpoints()
	}
}

// createGatewayEndpoint routes a service's traffic from the private subnets past the NAT gateways. Isolated subnets get no
// route to it: nothing in them has a way out of the VPC.
func (b *builder) createGatewayEndpoint(id, service string) {
	var tables []any
	for _, table := range *b.routeTables(privateTier) {
		tables = append(tables, table)
	}
	awsec2.NewCfnVPCEndpoint(b.Network, &id, &awsec2.CfnVPCEndpointProps{
		VpcId:           b.vpcID,
		VpcEndpointType: jsii.String("Gateway"),
		ServiceName:     b.serviceName(service),
		RouteTableIds:   &tables,
		Tags:            b.named(id),
	})
}

// createInterfaceEndpoints puts the endpoints into the private subnets, behind one security group that lets the VPC in.
func (b *builder) createInterfaceEndpoints() {
	group := awsec2.NewCfnSecurityGroup(b.Network, jsii.String("EndpointSecurityGroup"), &awsec2.CfnSecurityGroupProps{
		VpcId:            b.vpcID,
		GroupDescription: jsii.String("Interface endpoints: HTTPS from the VPC"),
		SecurityGroupIngress: &[]any{&awsec2.CfnSecurityGroup_IngressProperty{
			IpProtocol:  jsii.String("tcp"),
			FromPort:    jsii.Number(443),
			ToPort:      jsii.Number(443),
			CidrIp:      &b.cfg.CIDR,
			Description: jsii.String("HTTPS from the VPC"),
		}},
		// Endpoints answer and never call; a rule that matches nothing keeps AWS from adding one that allows all.
		SecurityGroupEgress: &[]any{&awsec2.CfnSecurityGroup_EgressProperty{
			IpProtocol:  jsii.String("icmp"),
			FromPort:    jsii.Number(252),
			ToPort:      jsii.Number(86),
			CidrIp:      jsii.String("255.255.255.255/32"),
			Description: jsii.String("No traffic"),
		}},
		Tags: b.named("EndpointSecurityGroup"),
	}).AttrGroupId()
	var subnets []any
	for _, s := range b.subnets[privateTier] {
		subnets = append(subnets, s.id)
	}
	for _, service := range b.cfg.InterfaceEndpoints {
		id := "InterfaceEndpoint-" + service
		b.endpoints[service] = awsec2.NewCfnVPCEndpoint(b.Network, &id, &awsec2.CfnVPCEndpointProps{
			VpcId:             b.vpcID,
			VpcEndpointType:   jsii.String("Interface"),
			ServiceName:       b.serviceName(service),
			SubnetIds:         &subnets,
			SecurityGroupIds:  &[]any{group},
			PrivateDnsEnabled: true,
			Tags:              b.named(id),
		})
		if b.cfg.NAT == NATNone {
			// It is the way out: without a NAT gateway, a server that starts before it reaches nothing.
			for i := range b.subnets[privateTier] {
				s := &b.subnets[privateTier][i]
				s.wayOut = append(s.wayOut, b.endpoints[service])
			}
		}
	}
}

func (b *builder) serviceName(service string) *string {
	return jsii.String("com.amazonaws." + *awscdk.Aws_REGION() + "." + service)
}
