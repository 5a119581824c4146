package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// TestAVPCMustHaveTheSubnets brings along a VPC that lacks the tier which a construct wants.
func TestAVPCMustHaveTheSubnets(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	bare := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId:             jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones: jsii.Strings("ap-northeast-1a"),
		PublicSubnetIds:   jsii.Strings("subnet-00000000000000001"),
	})
	before := len(*stack.Node().Children())
	refuses(t, func() { database.New(stack, "Database", &database.Props{VPC: bare}) },
		`database "Database": vpc: has 0 isolated subnets; a database needs them in two zones`)
	refuses(t, func() { image.New(stack, "Image", &image.Props{VPC: bare}) },
		`image "Image": vpc: has no private subnets with a way out to build images in`)
	refuses(t, func() { webtier.New(stack, "Web", &webtier.Props{VPC: bare, AllowPlainHTTP: true}) },
		`web tier "Web": vpc: has 1 public subnets; a load balancer needs them in two zones`,
		"vpc: has no private subnets with a way out to hold the servers")
	refuses(t, func() { webtier.New(stack, "Web", &webtier.Props{VPC: bare, LoadBalancer: internalNetwork}) },
		`web tier "Web": vpc: has 0 private subnets; a load balancer needs them in two zones`)
	if after := len(*stack.Node().Children()); after != before {
		t.Errorf("%d children were created before the refusal", after-before)
	}
}
