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
