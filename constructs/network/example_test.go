package network_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

// Two zones with a NAT gateway in each: the zero value.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)

	network.New(stack, "Network", nil)

	app.Synth(nil)
}

// Three named zones, with what has no prop added through the VPC: an endpoint of another kind and the VPC's own resource.
func ExampleNetwork_VPC() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111111111111"), Region: jsii.String("ap-northeast-1")},
	})

	net := network.New(stack, "Network", &network.Props{
		CIDR:  "10.1.0.0/16",
		Zones: []string{"ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"},
	})
	net.VPC().AddInterfaceEndpoint(jsii.String("Queue"), &awsec2.InterfaceVpcEndpointOptions{
		Service: awsec2.InterfaceVpcEndpointAwsService_SQS(),
	})
	net.CfnVPC().SetInstanceTenancy(jsii.String("dedicated"))

	app.Synth(nil)
}

// A VPC that exists already, for the constructs that want one.
func ExampleImport() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)

	vpc := network.Import(stack, "VPC", &network.Existing{
		VPCID:             "vpc-0123456789abcdef0",
		Zones:             []string{"ap-northeast-1a", "ap-northeast-1c"},
		PublicSubnetIDs:   []string{"subnet-00000000000000001", "subnet-00000000000000002"},
		PrivateSubnetIDs:  []string{"subnet-00000000000000003", "subnet-00000000000000004"},
		IsolatedSubnetIDs: []string{"subnet-00000000000000005", "subnet-00000000000000006"},
	})
	awsec2.NewSecurityGroup(stack, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{Vpc: vpc})

	app.Synth(nil)
}
