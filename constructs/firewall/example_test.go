package firewall_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfrontorigins"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
)

// A firewall that only counts at first, in front of a load balancer of your own.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)
	balancer := elbv2.NewApplicationLoadBalancer(stack, jsii.String("LoadBalancer"), &elbv2.ApplicationLoadBalancerProps{Vpc: vpc})

	wall := firewall.New(stack, "Firewall", &firewall.Props{
		Mode: firewall.Count,
		GroupSettings: []firewall.GroupSettings{
			{Group: firewall.CommonRuleSet, CountRules: []string{"SizeRestrictions_BODY"}}, // files are uploaded
		},
	})
	wall.Protect("Site", balancer.LoadBalancerArn())

	app.Synth(nil)
}

// A firewall for CloudFront is in a stack in us-east-1, wherever the rest is.
func ExampleFirewall_ARN() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Edge"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("111111111111"), Region: jsii.String("us-east-1")},
	})

	wall := firewall.New(stack, "Firewall", &firewall.Props{
		Scope:     firewall.CloudFront,
		Countries: firewall.Countries{Only: []string{"JP"}},
	})
	awscloudfront.NewDistribution(stack, jsii.String("Distribution"), &awscloudfront.DistributionProps{
		DefaultBehavior: &awscloudfront.BehaviorOptions{Origin: awscloudfrontorigins.NewHttpOrigin(jsii.String("origin.example.com"), nil)},
		WebAclId:        wall.ARN(),
	})

	app.Synth(nil)
}

// A rule of your own, as the CDK has it: here, no request with a method that the site does not know.
func ExampleFirewall_WebACL() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)

	wall := firewall.New(stack, "Firewall", nil)
	wall.WebACL().AddPropertyOverride(jsii.String("Rules.6"), map[string]any{ // behind the six that the default has
		"Name":     "Methods",
		"Priority": 50,
		"Action":   map[string]any{"Block": map[string]any{}},
		"Statement": map[string]any{"ByteMatchStatement": map[string]any{
			"FieldToMatch":         map[string]any{"Method": map[string]any{}},
			"PositionalConstraint": "EXACTLY",
			"SearchString":         "TRACE",
			"TextTransformations":  []any{map[string]any{"Priority": 0, "Type": "NONE"}},
		}},
		"VisibilityConfig": map[string]any{"CloudWatchMetricsEnabled": true, "MetricName": "Methods", "SampledRequestsEnabled": true},
	})

	app.Synth(nil)
}
