package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A system's names, page and firewall take what can be said of a load balancer that is there already.
func TestWebSystemOnAnExistingLoadBalancer(t *testing.T) {
	site := domain.Props{Zone: "example.com", HostedZoneID: siteZoneID, Redirects: []string{"www.example.com"}}
	tm := synth(t, func(stack awscdk.Stack) {
		websystem.New(stack, "System", &websystem.Props{
			Domain: site, SorryPage: websystem.SorryPage{Maintenance: true},
			Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Existing: existing()}},
		})
	})
	records := tm.all(recordKind)
	for _, record := range records {
		record.wantEach(t, map[string]any{"AliasTarget.DNSName": existingName, "AliasTarget.HostedZoneId": existingZone})
	}
	if len(records) != 2 {
		t.Errorf("%d records, want one of the site and one of the redirect", len(records))
	}
	tm.one(t, certificateKind)
	nameless, zoneless := existing(), existing()
	nameless.DNSName, nameless.HostedZoneID, zoneless.HostedZoneID = "", "", ""
	maintained := websystem.SorryPage{Maintenance: true}
	wall := firewall.Props{Mode: firewall.Count}
	in := func(lb webtier.LoadBalancer, props websystem.Props) websystem.Props {
		props.Web.LoadBalancer = lb
		return props
	}
	plain := webtier.Props{AllowPlainHTTP: true}
	for what, c := range map[string]struct {
		props websystem.Props
		want  []string
	}{
		"no name":                {in(webtier.LoadBalancer{Existing: nameless}, websystem.Props{Domain: site}), []string{"web.loadBalancer.existing.dnsName: missing; the names of domain lead to it"}},
		"no zone":                {in(webtier.LoadBalancer{Existing: zoneless}, websystem.Props{Domain: site}), []string{"web.loadBalancer.existing.hostedZoneId: missing; the names of domain lead to dnsName by it"}},
		"neither, nor a domain":  {in(webtier.LoadBalancer{Existing: nameless}, websystem.Props{Web: plain}), nil},
		"a firewall":             {in(webtier.LoadBalancer{Existing: existing()}, websystem.Props{Web: plain, Firewall: wall}), []string{"firewall: protects the web tier's own load balancer, and its listener is on the one of web.loadBalancer.existing; protect that one where it is made, or leave the firewall out"}},
		"a target group's":       {in(webtier.LoadBalancer{TargetGroup: joined()}, websystem.Props{Firewall: wall}), []string{"firewall: protects the web tier's own load balancer, and its servers are in web.loadBalancer.targetGroup; protect the load balancer where it is made, or leave the firewall out"}},
		"a target group's names": {in(webtier.LoadBalancer{TargetGroup: joined()}, websystem.Props{Domain: site}), []string{"domain: has no load balancer to lead to: web.loadBalancer.targetGroup brings one along, whose owner gives it names; leave one of them out"}},
		"a target group's page":  {in(webtier.LoadBalancer{TargetGroup: joined()}, websystem.Props{SorryPage: maintained}), []string{"sorryPage.maintenance: is a matter of the load balancer, which web.loadBalancer.targetGroup brings along; switch it on where that is configured"}},
		"a page that is not on":  {in(webtier.LoadBalancer{TargetGroup: joined()}, websystem.Props{SorryPage: websystem.SorryPage{HTML: "<p>Sorry"}}), nil},
		"an inner one": {websystem.Props{Tiers: websystem.ThreeTiers, Web: plain, App: webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application, Existing: nameless}}},
			[]string{"app.loadBalancer.existing.dnsName: missing; the web servers find the application tier by it"}},
		"an inner one with a name": {websystem.Props{Tiers: websystem.ThreeTiers, Web: plain, App: webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application, Existing: zoneless}}}, nil},
	} {
		t.Run(what, func(t *testing.T) { wantProblems(t, c.props.ValidateIn(testRegion), c.want...) })
	}
}

func TestWebSystemInAnExistingTargetGroup(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		websystem.New(stack, "System", &websystem.Props{Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{TargetGroup: joined()}}})
	})
	tm.one(t, autoScalingGroup).want(t, "TargetGroupARNs", []any{existingTargets})
	if len(tm.Outputs) != 0 {
		t.Errorf("the outputs are %v", tm.Outputs)
	}
}

func TestWebSystemBehindAListener(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		websystem.New(stack, "System", &websystem.Props{Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought()}}})
	})
	tm.one(t, listenerRule)
	if len(tm.Outputs) != 0 {
		t.Errorf("the outputs are %v", tm.Outputs)
	}
}
