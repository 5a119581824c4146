package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

var firewallRules = []string{"NIST.800.53.R5-ALBWAFEnabled", "PCI.DSS.321-ALBWAFEnabled"}

func TestWebSystemWithFirewall(t *testing.T) {
	var with, without *websystem.WebSystem
	tm := synth(t, func(stack awscdk.Stack) {
		with = websystem.New(stack, "With", &websystem.Props{Web: servesPlainHTTP, Firewall: firewall.Props{Mode: firewall.Count}})
		without = websystem.New(stack, "Without", &websystem.Props{Web: servesPlainHTTP})
		if with.Firewall() == nil || *with.Firewall().ARN() != *with.Firewall().WebACL().AttrArn() {
			t.Error("the firewall is not handed out")
		}
		if without.Firewall() != nil {
			t.Error("there is a firewall that nobody has asked for")
		}
	})
	acl := tm.one(t, webACL)
	protected := tm.named(t, loadBalancer, "WithWebLoadBalancer")
	ruleOf(t, acl, "RateLimit").want(t, "Action.Count", yes)
	tm.one(t, webACLAssociation).wantEach(t, map[string]any{"WebACLArn": att(acl.ID, "Arn"), "ResourceArn": ref(protected.ID)})
	if rules := acknowledged(t, protected); rules != nil {
		t.Errorf("the load balancer has a web ACL, and yet it answers %v", rules)
	}
	if rules := acknowledged(t, tm.named(t, loadBalancer, "WithoutWebLoadBalancer")); show(rules) != show(firewallRules) {
		t.Errorf("the load balancer without a web ACL answers %v", rules)
	}
}

func TestWebSystemRefusesFirewalls(t *testing.T) {
	for is, c := range map[string]struct {
		system websystem.Props
		want   []string
	}{
		"a Network Load Balancer": {
			websystem.Props{Web: webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}}},
			[]string{"firewall: only an Application Load Balancer reads requests, and web.loadBalancer.kind is network; say application, or leave the firewall out"},
		},
		"a Classic Load Balancer": {
			websystem.Props{Web: webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic}}},
			[]string{"firewall: only an Application Load Balancer reads requests, and web.loadBalancer.kind is classic; say application, or leave the firewall out"},
		},
		"somebody else's load balancer": {
			websystem.Props{Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought()}}},
			[]string{"firewall: protects the web tier's own load balancer, and it is behind the one of web.loadBalancer.listener; protect that one where it is made, or leave the firewall out"},
		},
		"another web ACL": {
			websystem.Props{Web: webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{WebACLARN: broughtACL}}},
			[]string{"firewall: contradicts web.loadBalancer.webAclArn: a load balancer has one web ACL; leave one of them out"},
		},
		"what the firewall refuses, in its Region": {
			websystem.Props{Web: servesPlainHTTP, Firewall: firewall.Props{Mode: "allow", Addresses: firewall.Addresses{Blocked: []string{strings.Replace(broughtIPSet, testRegion, "eu-west-1", 1)}}}},
			[]string{
				`firewall.mode: "allow" is not known; use block or count`,
				"firewall.addresses.blocked[0]: the IP set is in eu-west-1; use one of ap-northeast-1, where the web ACL is",
			},
		},
		"the CDN's scope": {
			websystem.Props{Web: servesPlainHTTP, Firewall: firewall.Props{Scope: firewall.CloudFront}},
			[]string{
				"firewall.scope: a web ACL for CloudFront is in us-east-1, and the stack is in ap-northeast-1; put the firewall into a stack in us-east-1",
				"firewall.scope: the web tier's load balancer takes a regional web ACL; leave scope out",
			},
		},
		"an internal load balancer, which may have one": {
			websystem.Props{Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true}}}, nil,
		},
	} {
		t.Run(is, func(t *testing.T) {
			if c.system.Firewall.Mode == "" && c.system.Firewall.Scope == "" {
				c.system.Firewall.Mode = firewall.Block
			}
			wantProblems(t, c.system.ValidateIn(testRegion), c.want...)
		})
	}
	synth(t, func(stack awscdk.Stack) {
		existing := elbv2.ApplicationListener_FromApplicationListenerAttributes(stack, jsii.String("Listener"), &elbv2.ApplicationListenerAttributes{
			ListenerArn: jsii.String(broughtListener), SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String(broughtGroup), nil),
		})
		listener := webtier.Listener{Existing: existing, Priority: 10, Paths: []string{"/"}}
		system := websystem.Props{Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: listener}}, Firewall: firewall.Props{Mode: firewall.Block}}
		wantProblems(t, system.Validate(), "firewall: protects the web tier's own load balancer, and it is behind the one of web.loadBalancer.listener; protect that one where it is made, or leave the firewall out")
	})
}

func TestWebACLOfOnesOwn(t *testing.T) {
	tm := synthWeb(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{WebACLARN: broughtACL}})
	balancer := tm.one(t, loadBalancer)
	tm.named(t, webACLAssociation, "WebWebACLAssociation").wantEach(t, map[string]any{"WebACLArn": broughtACL, "ResourceArn": ref(balancer.ID)})
	if rules := acknowledged(t, balancer); rules != nil {
		t.Errorf("the load balancer answers %v", rules)
	}
	if associations := defaultWeb(t).all(webACLAssociation); len(associations) > 0 {
		t.Errorf("there are %d associations by default", len(associations))
	}
}

func TestWebRefusesWebACLs(t *testing.T) {
	const (
		not       = "loadBalancer.webAclArn: only an Application Load Balancer reads requests, and can have a web ACL; say kind: application, or leave it out"
		elsewhere = "loadBalancer.webAclArn: the web ACL is in eu-west-1; use one of ap-northeast-1, where the load balancer is"
	)
	for is, c := range map[string]struct {
		lb   webtier.LoadBalancer
		want []string
	}{
		"network":            {webtier.LoadBalancer{Kind: webtier.Network, WebACLARN: broughtACL}, []string{not}},
		"classic":            {webtier.LoadBalancer{Kind: webtier.Classic, WebACLARN: broughtACL}, []string{not}},
		"classic, elsewhere": {webtier.LoadBalancer{Kind: webtier.Classic, WebACLARN: strings.Replace(broughtACL, testRegion, "eu-west-1", 1)}, []string{not, elsewhere}},
		"no ARN":             {webtier.LoadBalancer{WebACLARN: "site"}, []string{`loadBalancer.webAclArn: "site" is not such an ARN; use one like arn:aws:wafv2:ap-northeast-1:111111111111:regional/webacl/site/12345678-1234-1234-1234-123456789012`}},
		"elsewhere":          {webtier.LoadBalancer{WebACLARN: strings.Replace(broughtACL, testRegion, "eu-west-1", 1)}, []string{elsewhere}},
		"global":             {webtier.LoadBalancer{WebACLARN: "arn:aws:wafv2:us-east-1:222222222222:global/webacl/site/12345678-1234-1234-1234-123456789012"}, []string{"loadBalancer.webAclArn: the web ACL is for CloudFront; use a regional one"}},
		"not known":          {webtier.LoadBalancer{WebACLARN: "${Token[TOKEN.1]}"}, nil},
	} {
		t.Run(is, func(t *testing.T) {
			props := webtier.Props{CertificateARN: webCertificate, LoadBalancer: c.lb}
			wantProblems(t, props.ValidateIn(testRegion), c.want...)
		})
	}
	props := webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{WebACLARN: broughtACL}}
	wantProblems(t, props.ValidateIn("")) // without a Region nothing is in another one
	props = webtier.Props{LoadBalancer: webtier.LoadBalancer{WebACLARN: "site", Listener: brought()}}
	wantProblems(t, props.ValidateIn(""), "loadBalancer: has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone")
}
