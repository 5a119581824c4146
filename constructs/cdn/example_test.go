package cdn_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
)

// CloudFront in front of a load balancer of your own, in Tokyo: the distribution is in a stack in us-east-1, which is deployed
// first. The stacks refer to each other by names that are written out, but for the name of the distribution.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	in := func(id, region string) awscdk.Stack {
		return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111111111111"), Region: &region}})
	}
	awscdk.CrossStackReferences_Of(app).Consume(awscdk.ReferenceStrength_WEAK)
	edge, tokyo := in("Edge", "us-east-1"), in("Site", "ap-northeast-1")
	zone := &awsroute53.HostedZoneAttributes{HostedZoneId: jsii.String("Z0123456789EXAMPLE"), ZoneName: jsii.String("example.com")}

	site := cdn.New(edge, "CDN", &cdn.Props{
		Names: []string{"example.com"},
		Certificate: awscertificatemanager.NewCertificate(edge, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
			DomainName: jsii.String("example.com"),
			Validation: awscertificatemanager.CertificateValidation_FromDns(awsroute53.HostedZone_FromHostedZoneAttributes(edge, jsii.String("Zone"), zone)),
		}),
		OriginName: "origin.example.com", OriginRegion: "ap-northeast-1",
		StaticPaths: []string{"/static/*", "*.css", "*.js"},
	})

	// The load balancer lets in nobody, and its listener answers everybody with 403, until an Origin opens both to the distribution.
	vpc := awsec2.NewVpc(tokyo, jsii.String("VPC"), nil)
	group := awsec2.NewSecurityGroup(tokyo, jsii.String("Group"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
	balancer := elbv2.NewApplicationLoadBalancer(tokyo, jsii.String("LoadBalancer"), &elbv2.ApplicationLoadBalancerProps{
		Vpc: vpc, InternetFacing: jsii.Bool(true), SecurityGroup: group,
	})
	servers := elbv2.NewApplicationTargetGroup(tokyo, jsii.String("Servers"), &elbv2.ApplicationTargetGroupProps{
		Vpc: vpc, Port: jsii.Number(8080), TargetType: elbv2.TargetType_IP,
	})
	found := awsroute53.HostedZone_FromHostedZoneAttributes(tokyo, jsii.String("Zone"), zone)
	listener := balancer.AddListener(jsii.String("HTTPS"), &elbv2.BaseApplicationListenerProps{
		Port: jsii.Number(443), Open: jsii.Bool(false),
		Certificates: &[]elbv2.IListenerCertificate{awscertificatemanager.NewCertificate(tokyo, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
			DomainName: jsii.String("example.com"), Validation: awscertificatemanager.CertificateValidation_FromDns(found),
		})},
		DefaultAction: elbv2.ListenerAction_FixedResponse(jsii.Number(403), nil),
	})
	origin := cdn.NewOrigin(tokyo, "Origin", &cdn.OriginProps{
		Listener: listener, TargetGroup: servers, SecurityGroup: group, SecretNames: site.SecretNames(),
	})
	origin.Node().AddDependency(site) // the secret must be there

	for name, target := range map[string]awsroute53.CfnRecordSet_AliasTargetProperty{
		"origin.example.com": {DnsName: balancer.LoadBalancerDnsName(), HostedZoneId: balancer.LoadBalancerCanonicalHostedZoneId()},
		"example.com":        {DnsName: site.DomainName(), HostedZoneId: jsii.String("Z2FDTNDATAQYW2")}, // of all distributions
	} {
		awsroute53.NewCfnRecordSet(tokyo, jsii.String("Record-"+name), &awsroute53.CfnRecordSetProps{
			HostedZoneId: zone.HostedZoneId, Name: &name, Type: jsii.String("A"), AliasTarget: &target,
		})
	}

	app.Synth(nil)
}
