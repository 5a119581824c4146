package test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// wantRules fails the test unless the rules of all security groups, wherever the template has them, are exactly these.
func wantRules(t *testing.T, tm *template, want []string) {
	t.Helper()
	var got []string
	for _, group := range tm.all("AWS::EC2::SecurityGroup") {
		for _, direction := range []string{"Ingress", "Egress"} {
			rules, _ := group.get("SecurityGroup" + direction).([]any)
			for _, rule := range rules {
				got = append(got, tm.rule(group.ID, direction, resource{Properties: rule.(map[string]any)}))
			}
		}
	}
	for _, direction := range []string{"Ingress", "Egress"} {
		for _, rule := range tm.all("AWS::EC2::SecurityGroup" + direction) {
			got = append(got, tm.rule(rule.get("GroupId.Fn::GetAtt.0"), direction, rule))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the security groups' rules are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// rule puts a security group's rule into words.
func (t *template) rule(group any, direction string, rule resource) string {
	way, peer := "in", "from "
	security := "SourceSecurityGroupId"
	if direction == "Egress" {
		way, peer, security = "out", "to ", "DestinationSecurityGroupId"
	}
	switch {
	case rule.get("CidrIp") != nil:
		peer += rule.get("CidrIp").(string)
	case rule.get("CidrIpv6") != nil:
		peer += rule.get("CidrIpv6").(string)
	default:
		peer += t.nickname(rule.get(security + ".Fn::GetAtt.0"))
	}
	traffic := fmt.Sprintf("%v %v", rule.get("IpProtocol"), rule.get("FromPort"))
	switch {
	case rule.get("IpProtocol") == "-1":
		traffic = "everything"
	case rule.get("FromPort") != rule.get("ToPort"):
		traffic += fmt.Sprintf("-%v", rule.get("ToPort"))
	}
	return fmt.Sprintf("%s: %s %s %s", t.nickname(group), way, traffic, peer)
}

// nickname is what a security group's description says that it is.
func (t *template) nickname(group any) string {
	id, _ := group.(string)
	description, _ := t.Resources[id].get("GroupDescription").(string)
	name, _, _ := strings.Cut(description, ":")
	return strings.ToLower(name)
}

func TestWebSecurityGroupsAreChained(t *testing.T) {
	tm := defaultWeb(t)
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
	for _, direction := range []string{"Ingress", "Egress"} { // the health check takes the way that requests take
		tm.one(t, "AWS::EC2::SecurityGroup"+direction).want(t, "Description", "Load balancer to target")
	}
	for prefix, description := range map[string]string{
		"WebLoadBalancerSecurityGroup": "Load balancer: from the internet to the web servers",
		"WebSecurityGroup":             "Web servers: only from their load balancer",
	} {
		tm.named(t, "AWS::EC2::SecurityGroup", prefix).wantEach(t, map[string]any{
			"VpcId":            "vpc-0123456789abcdef0",
			"GroupDescription": description,
		})
	}
}

func TestWebSecurityGroupsWithIPv6AndPortOfYourOwn(t *testing.T) {
	wantRules(t, synthWeb(t, webtier.Props{IPv6: true, Port: 3000}), []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: in tcp 443 from ::/0",
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: in tcp 80 from ::/0",
		"load balancer: out tcp 3000 to web servers",
		"web servers: in tcp 3000 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
}

func TestWebAllowAllOutbound(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		newWeb(stack, webtier.Props{VPC: vpc, AllowAllOutbound: true, UserData: "#!/bin/sh\nstart\n"}).Use(newCache(stack, vpc, nil))
	})
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: out everything to 0.0.0.0/0",
		"web servers: out everything to ::/0",
		"cache: in tcp 6379 from web servers",
		"cache: out icmp 252-86 to 255.255.255.255/32",
	})
	wantWarnings(t, tm) // the CDK would warn that the path to the cache is part of everything
}
