package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const classicLoadBalancer = "AWS::ElasticLoadBalancing::LoadBalancer"

var classic = webtier.LoadBalancer{Kind: webtier.Classic}

func TestClassicLoadBalancer(t *testing.T) {
	tm := synthTier(t, webtier.Props{CertificateARN: webCertificate, StickinessSeconds: 3600, LoadBalancer: classic, HealthCheck: webtier.HealthCheck{Path: "/healthz", Port: 9000}})
	lb, group := tm.one(t, classicLoadBalancer), tm.named(t, "AWS::EC2::SecurityGroup", "WebLoadBalancerSecurityGroup")
	lb.wantEach(t, map[string]any{
		"Scheme": "internet-facing", "Subnets": webPublicSubnets, "SecurityGroups": []any{att(group.ID, "GroupId")}, "CrossZone": true,
		"ConnectionDrainingPolicy": map[string]any{"Enabled": true, "Timeout": 60},
		"ConnectionSettings":       nil,
		"HealthCheck":              map[string]any{"Target": "HTTP:9000/healthz", "Interval": "10", "Timeout": "5", "HealthyThreshold": "2", "UnhealthyThreshold": "3"},
		"Listeners": []any{map[string]any{
			"LoadBalancerPort": "443", "Protocol": "HTTPS", "InstancePort": "8080", "InstanceProtocol": "HTTP",
			"SSLCertificateId": webCertificate, "PolicyNames": []any{"TLS", "Stickiness"},
		}},
		"Policies": []any{map[string]any{"PolicyName": "TLS", "PolicyType": "SSLNegotiationPolicyType", "Attributes": []any{
			map[string]any{"Name": "Reference-Security-Policy", "Value": "ELBSecurityPolicy-TLS-1-2-2017-01"},
		}}},
		"LBCookieStickinessPolicy": []any{map[string]any{"PolicyName": "Stickiness", "CookieExpirationPeriod": "3600"}},
		"AccessLoggingPolicy":      map[string]any{"Enabled": true, "S3BucketName": ref(tm.one(t, "AWS::S3::Bucket").ID)},
	})
	wantDependency(t, lb, tm.one(t, "AWS::S3::BucketPolicy").ID)
	servers := tm.one(t, autoScalingGroup)
	servers.wantEach(t, map[string]any{"LoadBalancerNames": []any{ref(lb.ID)}, "TargetGroupARNs": nil})
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"load balancer: out tcp 9000 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: in tcp 9000 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
	if !strings.Contains(strings.Join(tm.warnings, "\n"), "loadBalancer.kind: classic is of the previous generation, without TLS 1.3, redirects, rules and deletion protection. Use application for HTTP, or network for anything else.") {
		t.Errorf("the warnings are %v", tm.warnings)
	}
	script := webScript(t, tm, func(intrinsic string) string { return "<" + intrinsic + ">" })
	want := "until [ \"$(aws elb describe-instance-health --region '<AWS::Region>' --load-balancer-name '<" + lb.ID + ">' --instances \"InstanceId=$instance\" \\\n" +
		"\t--query 'InstanceStates[0].State' --output text)\" = InService ]; do\n"
	if !strings.Contains(script, want) {
		t.Errorf("the script is\n%s\nand has not\n%s", script, want)
	}
	if !strings.Contains(string(tm.source), `"elasticloadbalancing:DescribeInstanceHealth"`) {
		t.Error("the servers may not ask how they are")
	}
}

func TestClassicLoadBalancerProps(t *testing.T) {
	lb := webtier.LoadBalancer{Kind: webtier.Classic, Internal: true, Port: 8000, DisableCrossZone: true, IdleTimeoutSeconds: 50}
	tm := synthTier(t, webtier.Props{
		LoadBalancer: lb, Protocol: webtier.HTTPS, DeregistrationDelaySeconds: 90, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP},
		AccessLogs: webtier.AccessLogs{Bucket: "access-logs-111111111111"},
	})
	tm.one(t, classicLoadBalancer).wantEach(t, map[string]any{
		"Scheme": "internal", "Subnets": webPrivateSubnets, "CrossZone": false,
		"ConnectionDrainingPolicy.Timeout": 90,
		"ConnectionSettings":               map[string]any{"IdleTimeout": 50},
		"HealthCheck.Target":               "TCP:8080",
		"Listeners":                        []any{map[string]any{"LoadBalancerPort": "8000", "Protocol": "HTTP", "InstancePort": "8080", "InstanceProtocol": "HTTPS"}},
		"AccessLoggingPolicy.S3BucketName": "access-logs-111111111111",
	})
}

func TestClassicAccessors(t *testing.T) {
	var web *webtier.WebTier
	tm := synth(t, func(stack awscdk.Stack) {
		web = newTier(stack, "Web", webtier.Props{CertificateARN: webCertificate, LoadBalancer: classic})
		lb := *stack.GetLogicalId(web.ClassicLoadBalancer())
		for got, want := range map[*string]any{web.DNSName(): att(lb, "DNSName"), web.CanonicalHostedZoneID(): att(lb, "CanonicalHostedZoneNameID")} {
			if show(stack.Resolve(got)) != show(want) {
				t.Errorf("got %s, want %s", show(stack.Resolve(got)), show(want))
			}
		}
	})
	tm.one(t, classicLoadBalancer)
	if web.LoadBalancer() != nil || web.NetworkLoadBalancer() != nil || web.Listener() != nil {
		t.Error("there is a load balancer of another kind, too")
	}
}

func TestClassicRefuses(t *testing.T) {
	const application, network = "; use loadBalancer.kind: application, or leave it out", "; use loadBalancer.kind: network, or leave it out"
	for want, change := range map[string]func(*webtier.Props){
		"loadBalancer.protocol: a Classic Load Balancer listens here to HTTP, or to HTTPS with a certificate" + network:                                                                         func(p *webtier.Props) { p.LoadBalancer.Protocol = webtier.UDP },
		"loadBalancer.clientAddress: a Classic Load Balancer tells the client's address in X-Forwarded-For" + network:                                                                           func(p *webtier.Props) { p.LoadBalancer.ClientAddress = webtier.ClientAddressHidden },
		"loadBalancer.elasticIps: a Classic Load Balancer has no addresses that stay" + network:                                                                                                 func(p *webtier.Props) { p.LoadBalancer.ElasticIPs = []string{"eipalloc-0123456789abcdef0"} },
		"loadBalancer.additionalCertificateArns: a Classic Load Balancer has one certificate, which may hold several names" + application:                                                       func(p *webtier.Props) { p.LoadBalancer.AdditionalCertificateARNs = []string{otherCertificate} },
		"loadBalancer.tlsPolicy: a Classic Load Balancer takes TLS 1.2 by ELBSecurityPolicy-TLS-1-2-2017-01 and knows no newer one" + application:                                               func(p *webtier.Props) { p.LoadBalancer.TLSPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06" },
		"loadBalancer.clientKeepAliveSeconds: a Classic Load Balancer has idleTimeoutSeconds alone" + application:                                                                               func(p *webtier.Props) { p.LoadBalancer.ClientKeepAliveSeconds = 60 },
		"loadBalancer.zonalShift: a Classic Load Balancer has no zonal shift" + application:                                                                                                     func(p *webtier.Props) { p.LoadBalancer.ZonalShift = true },
		"loadBalancer.idleTimeoutSeconds: 4001 is too long; use 1 to 4000, or a Network Load Balancer with tcp":                                                                                 func(p *webtier.Props) { p.LoadBalancer.IdleTimeoutSeconds = 4001 },
		"ipv6: a Classic Load Balancer in a VPC has IPv4 alone" + application:                                                                                                                   func(p *webtier.Props) { p.IPv6 = true },
		"disableDeletionProtection: a Classic Load Balancer has none to disable; leave it out":                                                                                                  func(p *webtier.Props) { p.DisableDeletionProtection = true },
		"healthCheck.successCodes: a Classic Load Balancer takes 200 alone for good" + application:                                                                                              func(p *webtier.Props) { p.HealthCheck.SuccessCodes = "204" },
		"healthCheck.timeoutSeconds: a Classic Load Balancer waits for 60 seconds at most; use 2 to 60":                                                                                         func(p *webtier.Props) { p.HealthCheck.TimeoutSeconds, p.HealthCheck.IntervalSeconds = 61, 62 },
		"healthCheck.path: is not asked for with protocol: tcp; leave one of them out":                                                                                                          func(p *webtier.Props) { p.HealthCheck.Protocol, p.HealthCheck.Path = webtier.TCP, "/a" },
		"balancing.algorithm: a Classic Load Balancer sends a request to the server with the fewest open ones, and knows no other way" + application:                                            func(p *webtier.Props) { p.Balancing.Algorithm = webtier.RoundRobin },
		"balancing.slowStartSeconds: a Classic Load Balancer has no slow start" + application:                                                                                                   func(p *webtier.Props) { p.Balancing.SlowStartSeconds = 60 },
		"balancing.stickinessCookie: a Classic Load Balancer follows such a cookie for as long as the application says, which there is no prop for; see ClassicLoadBalancer(), or leave it out": func(p *webtier.Props) { p.Balancing.StickinessCookie = "A" },
		"balancing.sourceAddressStickiness: a Classic Load Balancer keeps visitors by stickinessSeconds" + network:                                                                              func(p *webtier.Props) { p.Balancing.SourceAddressStickiness = true },
		"balancing.failOverBelow: a Classic Load Balancer has no thresholds of health" + application:                                                                                            func(p *webtier.Props) { p.Balancing.FailOverBelow = 2 },
		"balancing.failOpenBelow: a Classic Load Balancer has no thresholds of health" + application:                                                                                            func(p *webtier.Props) { p.Balancing.FailOpenBelowPercent = 2 },
	} {
		t.Run(want, func(t *testing.T) {
			props := webtier.Props{CertificateARN: webCertificate, LoadBalancer: classic}
			wantProblems(t, props.ValidateIn(testRegion))
			change(&props)
			wantProblems(t, props.ValidateIn(testRegion), want)
		})
	}
	for field, balancing := range map[string]webtier.Balancing{"balancing.failOverBelow": {FailOverBelowPercent: 2}, "balancing.failOpenBelow": {FailOpenBelow: 2}} {
		wantProblems(t, (&webtier.Props{CertificateARN: webCertificate, LoadBalancer: classic, Balancing: balancing}).ValidateIn(testRegion),
			field+": a Classic Load Balancer has no thresholds of health"+application)
	}
	tcp := webtier.Props{CertificateARN: webCertificate, LoadBalancer: classic, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP, SuccessCodes: "204"}}
	wantProblems(t, tcp.ValidateIn(testRegion), "healthCheck.successCodes: a Classic Load Balancer takes 200 alone for good"+application)
	longest := webtier.Props{CertificateARN: webCertificate, LoadBalancer: classic, HealthCheck: webtier.HealthCheck{TimeoutSeconds: 60, IntervalSeconds: 61}}
	wantProblems(t, longest.ValidateIn(testRegion))
	wantProblems(t, (&webtier.Props{LoadBalancer: classic}).ValidateIn(""), "certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS")
}
