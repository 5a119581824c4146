package webtier_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const certificate = "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"

// Two to four servers behind HTTPS, in a VPC of your own.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: certificate})

	app.Synth(nil)
}

// The servers use a database: its address and the name of its secret are in their environment.
func ExampleWebTier_Use() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)

	net := network.New(stack, "Network", &network.Props{CIDR: "10.1.0.0/16"})
	db := database.New(stack, "Database", &database.Props{VPC: net.VPC(), Engine: database.PostgreSQL})
	web := webtier.New(stack, "Web", &webtier.Props{
		VPC:            net.VPC(),
		CertificateARN: certificate,
		MaxCapacity:    8,
		HealthCheck:    webtier.HealthCheck{Path: "/healthz"},
	})
	web.Use(db) // security groups, secret, endpoint

	app.Synth(nil)
}

// What has no prop is reached through the parts: a rule of the listener, a permission of the servers.
func ExampleWebTier_Listener() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)
	uploads := awss3.NewBucket(stack, jsii.String("Uploads"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: certificate})
	web.Listener().AddAction(jsii.String("Robots"), &elbv2.AddApplicationActionProps{
		Priority:   jsii.Number(1),
		Conditions: &[]elbv2.ListenerCondition{elbv2.ListenerCondition_PathPatterns(jsii.Strings("/robots.txt"))},
		Action: elbv2.ListenerAction_FixedResponse(jsii.Number(200), &elbv2.FixedResponseOptions{
			ContentType: jsii.String("text/plain"),
			MessageBody: jsii.String("User-agent: *\nDisallow: /\n"),
		}),
	})
	uploads.GrantReadWrite(web, nil)

	app.Synth(nil)
}
