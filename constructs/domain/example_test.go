package domain_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A certificate for a load balancer of your own, and the names that lead to it.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	site := domain.New(stack, "Domain", &domain.Props{
		Zone:         "example.com",
		HostedZoneID: "Z0123456789EXAMPLE",
		Names:        []string{"www.example.com"},
	})
	certificate := domain.NewCertificate(stack, "Certificate", &domain.CertificateProps{Zone: site.Zone(), Names: site.Names()})
	balancer := elbv2.NewApplicationLoadBalancer(stack, jsii.String("LoadBalancer"), &elbv2.ApplicationLoadBalancerProps{
		Vpc: awsec2.NewVpc(stack, jsii.String("VPC"), nil), InternetFacing: jsii.Bool(true),
	})
	balancer.AddListener(jsii.String("HTTPS"), &elbv2.BaseApplicationListenerProps{
		Port:          jsii.Number(443),
		Certificates:  &[]elbv2.IListenerCertificate{certificate.Certificate()},
		DefaultAction: elbv2.ListenerAction_FixedResponse(jsii.Number(200), nil),
	})

	domain.NewRecords(stack, "Records", &domain.RecordsProps{
		Zone: site.Zone(), Names: site.Names(),
		TargetDNSName: *balancer.LoadBalancerDnsName(), TargetZoneID: *balancer.LoadBalancerCanonicalHostedZoneId(),
	})

	app.Synth(nil)
}

// A new private zone, in which inner tiers find each other by names.
func ExampleNew_private() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)
	servers := webtier.New(stack, "App", &webtier.Props{VPC: vpc, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true}})
	inner := domain.New(stack, "Inner", &domain.Props{Zone: "corp.internal", NewZone: true, Names: []string{"app.corp.internal"}, VPC: vpc})

	domain.NewRecords(stack, "Records", &domain.RecordsProps{
		Zone: inner.Zone(), Names: inner.Names(),
		TargetDNSName: *servers.DNSName(), TargetZoneID: *servers.CanonicalHostedZoneID(),
	})

	app.Synth(nil)
}

// Other records of the domain, such as those of its mail, by the CDK's own constructs.
func ExampleDomain_Zone() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	site := domain.New(stack, "Domain", &domain.Props{Zone: "example.com", NewZone: true})

	awsroute53.NewMxRecord(stack, jsii.String("Mail"), &awsroute53.MxRecordProps{
		Zone:   site.Zone(),
		Values: &[]*awsroute53.MxRecordValue{{HostName: jsii.String("mail.example.com"), Priority: jsii.Number(10)}},
	})

	app.Synth(nil)
}
