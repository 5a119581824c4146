package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const (
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	targetGroup  = "AWS::ElasticLoadBalancingV2::TargetGroup"
)

func TestWebLoadBalancerByDefault(t *testing.T) {
	lb := defaultWeb(t).one(t, loadBalancer)
	lb.wantEach(t, map[string]any{
		"Type":           "application",
		"Scheme":         "internet-facing",
		"IpAddressType":  nil, // IPv4 only
		"Subnets":        webPublicSubnets,
		"SecurityGroups": []any{att(defaultWeb(t).named(t, "AWS::EC2::SecurityGroup", "WebLoadBalancerSecurityGroup").ID, "GroupId")},
	})
	got := attributes(lb, "LoadBalancerAttributes")
	for key, want := range map[string]string{
		"deletion_protection.enabled":                     "true",
		"routing.http.drop_invalid_header_fields.enabled": "true",
	} {
		if got[key] != want {
			t.Errorf("%s is %v, want %s", key, got[key], want)
		}
	}
}

func TestWebLoadBalancerProps(t *testing.T) {
	lb := synthWeb(t, webtier.Props{IPv6: true, DisableDeletionProtection: true}).one(t, loadBalancer)
	lb.want(t, "IpAddressType", "dualstack")
	if got := attributes(lb, "LoadBalancerAttributes")["deletion_protection.enabled"]; got != "false" {
		t.Errorf("with disableDeletionProtection deletion_protection.enabled is %v", got)
	}
}

// listenerAt returns the only listener at a port.
func listenerAt(t *testing.T, tm *template, port int) resource {
	t.Helper()
	for _, l := range tm.all(listener) {
		if l.get("Port") == float64(port) {
			return l
		}
	}
	t.Fatalf("no listener at port %d", port)
	return resource{}
}

// CloudFormation makes a new listener before it deletes an old one, and a port can have but one.
func TestWebKeepsTheListenerOfPort80(t *testing.T) {
	plain := listenerAt(t, synthWeb(t, webtier.Props{AllowPlainHTTP: true}), 80)
	redirect := listenerAt(t, defaultWeb(t), 80)
	if plain.ID != redirect.ID {
		t.Errorf("port 80 is %s with plain HTTP and %s with HTTPS: an update from one to the other fails", plain.ID, redirect.ID)
	}
}

func TestWebListensToHTTPSByDefault(t *testing.T) {
	tm := defaultWeb(t)
	if n := len(tm.all(listener)); n != 2 {
		t.Fatalf("%d listeners, want HTTPS and the redirect", n)
	}
	https := listenerAt(t, tm, 443)
	https.wantEach(t, map[string]any{
		"LoadBalancerArn": ref(tm.one(t, loadBalancer).ID),
		"Port":            443,
		"Protocol":        "HTTPS",
		"SslPolicy":       "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
		"Certificates":    []any{map[string]any{"CertificateArn": webCertificate}},
		"DefaultActions":  []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(tm.one(t, targetGroup).ID)}},
	})
	redirect := listenerAt(t, tm, 80)
	redirect.wantEach(t, map[string]any{
		"LoadBalancerArn": ref(tm.one(t, loadBalancer).ID),
		"Port":            80,
		"Protocol":        "HTTP",
		"DefaultActions": []any{map[string]any{"Type": "redirect", "RedirectConfig": map[string]any{
			"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301",
		}}},
	})
	for _, l := range []resource{https, redirect} {
		if got := show(dig(l.Metadata, "cfn-lint.config.ignore_checks")); got != `["E3002"]` {
			t.Errorf("%s passes over cfn-lint's rules %s, want E3002", l.ID, got)
		}
	}
}

func TestWebListensToPlainHTTPWhenAllowed(t *testing.T) {
	tm := synthWeb(t, webtier.Props{AllowPlainHTTP: true})
	http := tm.one(t, listener)
	want := map[string]any{
		"LoadBalancerArn": ref(tm.one(t, loadBalancer).ID),
		"Port":            80,
		"Protocol":        "HTTP",
		"DefaultActions":  []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(tm.one(t, targetGroup).ID)}},
	}
	http.wantEach(t, want)
	if len(http.Properties) != len(want) { // no certificate, no TLS policy
		t.Errorf("the listener has other properties too: %s", show(http.Properties))
	}
	if got := show(dig(http.Metadata, "cfn-lint.config.ignore_checks")); got != `["E3002"]` {
		t.Errorf("the listener passes over cfn-lint's rules %s, want E3002", got)
	}
	servers := tm.one(t, "AWS::AutoScaling::AutoScalingGroup")
	wantDependency(t, servers, http.ID)
	wantRules(t, tm, []string{
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
}

func TestWebCertificate(t *testing.T) {
	const other = "arn:aws:acm:ap-northeast-1:111111111111:certificate/00000000-0000-0000-0000-000000000001"
	byARN := synthWeb(t, webtier.Props{CertificateARN: other})
	byARN.named(t, listener, "WebLoadBalancerHTTPS").want(t, "Certificates", []any{map[string]any{"CertificateArn": other}})

	byObject := synth(t, func(stack awscdk.Stack) {
		newWeb(stack, webtier.Props{Certificate: awscertificatemanager.NewCertificate(stack, jsii.String("Certificate"), &awscertificatemanager.CertificateProps{
			DomainName: jsii.String("www.example.com"),
		})})
	})
	certificate := byObject.one(t, "AWS::CertificateManager::Certificate")
	byObject.named(t, listener, "WebLoadBalancerHTTPS").want(t, "Certificates", []any{map[string]any{"CertificateArn": ref(certificate.ID)}})

	// An ARN that only the deployment knows is taken as it is.
	byToken := synth(t, func(stack awscdk.Stack) {
		parameter := awscdk.NewCfnParameter(stack, jsii.String("CertificateARN"), nil)
		newWeb(stack, webtier.Props{CertificateARN: *parameter.ValueAsString()})
	})
	byToken.named(t, listener, "WebLoadBalancerHTTPS").want(t, "Certificates", []any{map[string]any{"CertificateArn": ref("CertificateARN")}})
}

// A load balancer can have one subnet in each zone; a VPC of one's own may have more.
func TestWebUsesOneSubnetInEachZone(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
			VpcId:             jsii.String("vpc-0123456789abcdef0"),
			AvailabilityZones: jsii.Strings("ap-northeast-1a", "ap-northeast-1c"),
			PublicSubnetIds:   jsii.Strings("subnet-a1", "subnet-c1", "subnet-a2", "subnet-c2"),
			PublicSubnetNames: jsii.Strings("Edge", "Ingress"),
			PrivateSubnetIds:  jsii.Strings("subnet-a3", "subnet-c3"),
		})
		newWeb(stack, webtier.Props{VPC: vpc})
	})
	tm.one(t, loadBalancer).want(t, "Subnets", []any{"subnet-a1", "subnet-c1"})
}

// A closed load balancer has the listener of an open one, which lets nobody through, and a security group that nobody is in.
func TestWebCloses(t *testing.T) {
	tm := synthWeb(t, webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Closed: true, TLSPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06"}})
	https := tm.one(t, listener)
	if open := listenerAt(t, defaultWeb(t), 443); https.ID != open.ID {
		t.Errorf("the listener is %s, and %s when it is open", https.ID, open.ID)
	}
	https.wantEach(t, map[string]any{
		"Port": 443, "Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06", "Certificates.0.CertificateArn": webCertificate,
		"DefaultActions": []any{map[string]any{"Type": "fixed-response", "FixedResponseConfig": map[string]any{"StatusCode": "403"}}},
	})
	if got := show(dig(https.Metadata, "cfn-lint.config.ignore_checks")); got != `["E3002"]` {
		t.Errorf("the listener passes over cfn-lint's rules %s, want E3002", got)
	}
	wantRules(t, tm, []string{
		"load balancer: out icmp 252-86 to 255.255.255.255/32", // which is how the CDK says that there is no way out
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
	if rules, why := acknowledged(t, tm.one(t, loadBalancer)), show(tm.one(t, loadBalancer).Metadata); show(rules) != show(firewallRules) || !strings.Contains(why, "Nobody reaches the load balancer but what is in front of it") {
		t.Errorf("the load balancer answers %v, because %s", rules, why)
	}
	for _, group := range tm.all("AWS::EC2::SecurityGroup") {
		if rules := acknowledged(t, group); rules != nil {
			t.Errorf("%s answers %v", group.ID, rules)
		}
	}
}
