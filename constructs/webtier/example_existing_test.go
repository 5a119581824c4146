package webtier_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A load balancer of another stack gets the tier's listener, at a port that is free there.
func ExampleExistingLoadBalancer() {
	app := awscdk.NewApp(nil)
	shared := awscdk.NewStack(app, jsii.String("Shared"), nil)
	vpc := awsec2.NewVpc(shared, jsii.String("VPC"), nil)
	entrance := awsec2.NewSecurityGroup(shared, jsii.String("Entrance"), &awsec2.SecurityGroupProps{Vpc: vpc})
	balancer := elbv2.NewApplicationLoadBalancer(shared, jsii.String("Balancer"), &elbv2.ApplicationLoadBalancerProps{
		Vpc: vpc, SecurityGroup: entrance, InternetFacing: jsii.Bool(true),
	})

	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	webtier.New(stack, "Web", &webtier.Props{
		VPC:            vpc,
		CertificateARN: siteCertificate,
		LoadBalancer: webtier.LoadBalancer{Port: 8443, Existing: webtier.ExistingLoadBalancer{
			ARN:             *balancer.LoadBalancerArn(),
			SecurityGroupID: *entrance.SecurityGroupId(),
			DNSName:         *balancer.LoadBalancerDnsName(),
			HostedZoneID:    *balancer.LoadBalancerCanonicalHostedZoneId(),
		}},
	})

	app.Synth(nil)
}

// The servers join a target group that is there already, with the health check that it has.
func ExampleTargetGroup() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	webtier.New(stack, "Web", &webtier.Props{
		VPC:  vpc,
		Port: 9000,
		LoadBalancer: webtier.LoadBalancer{TargetGroup: webtier.TargetGroup{
			ARN:              "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/web/0123456789abcdef",
			SecurityGroupIDs: []string{"sg-0123456789abcdef0"},
		}},
	})

	app.Synth(nil)
}
