package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestTheS3EndpointCanBeLeftOut(t *testing.T) {
	found := synthNetwork(t, &network.Props{DisableS3Endpoint: true})
	found.wantNone(t, "AWS::EC2::VPCEndpoint")
}

func TestGatewayEndpointsAreForPrivateSubnets(t *testing.T) {
	found := synthNetwork(t, &network.Props{DynamoDBEndpoint: true, ZoneCount: 3})
	endpoint := found.named(t, "AWS::EC2::VPCEndpoint", "NetworkDynamoDBEndpoint")
	endpoint.wantEach(t, map[string]any{
		"VpcEndpointType": "Gateway",
		"ServiceName":     serviceInRegion("dynamodb"),
		"Tags":            nameTag("Test/Network/DynamoDBEndpoint"),
	})
	found.wantPrivateRouteTables(t, endpoint)
	found.wantPrivateRouteTables(t, found.named(t, "AWS::EC2::VPCEndpoint", "NetworkS3Endpoint"))
}

func TestInterfaceEndpoints(t *testing.T) {
	found := synth(t, func(stack awscdk.Stack) {
		net := network.New(stack, "Network", &network.Props{CIDR: "10.3.0.0/16", InterfaceEndpoints: []string{"ssm", "ecr.api"}})
		if got := *net.InterfaceEndpoint("ecr.api").Node().Id(); got != "InterfaceEndpoint-ecr.api" {
			t.Errorf("the endpoint of ecr.api is %s", got)
		}
		if got := net.InterfaceEndpoint("logs"); got != nil {
			t.Errorf("the endpoint of a service that has none is %v, want nil", got)
		}
	})
	vpc := found.one(t, "AWS::EC2::VPC")
	group := found.one(t, "AWS::EC2::SecurityGroup")
	for id, service := range map[string]string{"ssm": "ssm", "ecrapi": "ecr.api"} {
		found.named(t, "AWS::EC2::VPCEndpoint", "NetworkInterfaceEndpoint"+id).wantEach(t, map[string]any{
			"VpcId":           ref(vpc.ID),
			"VpcEndpointType": "Interface",
			"ServiceName":     serviceInRegion(service),
			"SubnetIds": []any{
				ref(found.named(t, "AWS::EC2::Subnet", "NetworkPrivateSubnetA").ID),
				ref(found.named(t, "AWS::EC2::Subnet", "NetworkPrivateSubnetB").ID),
			},
			"SecurityGroupIds":  []any{att(group.ID, "GroupId")},
			"PrivateDnsEnabled": true,
			"Tags":              nameTag("Test/Network/InterfaceEndpoint-" + service),
		})
	}
	if got := len(found.all("AWS::EC2::VPCEndpoint")); got != 3 {
		t.Errorf("there are %d endpoints, want the two and that of S3", got)
	}
	group.wantEach(t, map[string]any{
		"VpcId":            ref(vpc.ID),
		"GroupDescription": "Interface endpoints: HTTPS from the VPC",
		"SecurityGroupIngress": []map[string]any{{
			"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.3.0.0/16", "Description": "HTTPS from the VPC",
		}},
		// A rule that matches nothing: without any, AWS adds one that allows everything.
		"SecurityGroupEgress": []map[string]any{{
			"IpProtocol": "icmp", "FromPort": 252, "ToPort": 86, "CidrIp": "255.255.255.255/32", "Description": "No traffic",
		}},
		"Tags": nameTag("Test/Network/EndpointSecurityGroup"),
	})
}
