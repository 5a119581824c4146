package webtier_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancing"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A Network Load Balancer ends TLS at addresses of one's own, for an application that does not speak HTTP.
func ExampleLoadBalancer_network() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	webtier.New(stack, "Broker", &webtier.Props{
		VPC:            vpc,
		CertificateARN: siteCertificate,
		Port:           1883,
		LoadBalancer: webtier.LoadBalancer{
			Kind:       webtier.Network,
			Port:       8883,
			ElasticIPs: []string{"eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef1"},
		},
		HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP},
	})

	app.Synth(nil)
}

// A Classic Load Balancer keeps visitors by a cookie of the application, which there is no prop for.
func ExampleLoadBalancer_classic() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{
		VPC:            vpc,
		CertificateARN: siteCertificate,
		LoadBalancer:   webtier.LoadBalancer{Kind: webtier.Classic},
	})
	web.ClassicLoadBalancer().SetAppCookieStickinessPolicy([]any{&elb.CfnLoadBalancer_AppCookieStickinessPolicyProperty{
		PolicyName: jsii.String("Session"),
		CookieName: jsii.String("JSESSIONID"),
	}})
	web.ClassicLoadBalancer().AddPropertyOverride(jsii.String("Listeners.0.PolicyNames.1"), "Session")

	app.Synth(nil)
}

// What else an Application Load Balancer has: how strictly it reads requests, what it tells the servers of the client, what it
// does when AWS WAF does not answer, a record of connections, and capacity that is there before the load is.
func ExampleWebTier_LoadBalancer() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: siteCertificate})
	for key, value := range map[string]string{
		"routing.http.desync_mitigation_mode":                      "strictest",
		"routing.http.preserve_host_header.enabled":                "true",
		"routing.http.xff_header_processing.mode":                  "append",
		"routing.http.xff_client_port.enabled":                     "true",
		"routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "true",
		"routing.http2.enabled":                                    "false",
		"waf.fail_open.enabled":                                    "false",
		"connection_logs.s3.enabled":                               "true",
		"connection_logs.s3.bucket":                                *web.AccessLogsBucket().BucketName(),
	} {
		web.LoadBalancer().SetAttribute(&key, &value)
	}
	balancer := web.LoadBalancer().Node().DefaultChild().(elbv2.CfnLoadBalancer)
	balancer.SetMinimumLoadBalancerCapacity(&elbv2.CfnLoadBalancer_MinimumLoadBalancerCapacityProperty{CapacityUnits: jsii.Number(200)})

	app.Synth(nil)
}

// What else a Network Load Balancer has: clients that stay in their zone, rules for what comes by AWS PrivateLink, the protocols
// of applications over TLS, an end of the connections of servers that leave or fail, and a second listener, for TCP and UDP.
func ExampleWebTier_NetworkLoadBalancer() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{
		VPC: vpc, CertificateARN: siteCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network},
	})
	web.NetworkLoadBalancer().SetAttribute(jsii.String("dns_record.client_routing_policy"), jsii.String("availability_zone_affinity"))
	balancer := web.NetworkLoadBalancer().Node().DefaultChild().(elbv2.CfnLoadBalancer)
	balancer.SetEnforceSecurityGroupInboundRulesOnPrivateLinkTraffic(jsii.String("on"))
	listener := web.NetworkListener().Node().DefaultChild().(elbv2.CfnListener)
	listener.SetAlpnPolicy(jsii.Strings("HTTP2Preferred"))
	for key, value := range map[string]string{
		"deregistration_delay.connection_termination.enabled":          "true",
		"target_health_state.unhealthy.connection_termination.enabled": "false",
		"target_health_state.unhealthy.draining_interval_seconds":      "60",
	} {
		web.NetworkTargetGroup().SetAttribute(&key, &value)
	}

	const port = 5060
	calls := elbv2.NewNetworkTargetGroup(stack, jsii.String("Calls"), &elbv2.NetworkTargetGroupProps{
		Vpc: vpc, TargetType: elbv2.TargetType_INSTANCE, Protocol: elbv2.Protocol_TCP_UDP, Port: jsii.Number(port),
	})
	calls.AddTarget(web.AutoScalingGroup())
	web.NetworkLoadBalancer().AddListener(jsii.String("Calls"), &elbv2.BaseNetworkListenerProps{
		Protocol: elbv2.Protocol_TCP_UDP, Port: jsii.Number(port), DefaultTargetGroups: &[]elbv2.INetworkTargetGroup{calls},
	})
	for _, way := range []awsec2.Port{awsec2.Port_Tcp(jsii.Number(port)), awsec2.Port_Udp(jsii.Number(port))} {
		web.LoadBalancerSecurityGroup().AddIngressRule(awsec2.Peer_AnyIpv4(), way, jsii.String("Calls"), nil)
		web.Connections().AllowFrom(web.LoadBalancerSecurityGroup(), way, jsii.String("Calls"))
	}

	app.Synth(nil)
}
