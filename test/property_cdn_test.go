package test

import (
	"maps"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func init() {
	maps.Copy(texts, map[string][]string{
		"cdn.originName":          {"lb.example.com", "example.org", "x"},
		"cdn.keys[]":              {"a", "b", "C"},
		"cdn.staticPaths[]":       {"/static/*", "*.css", "/img/*.png", "static"},
		"cdn.countries.only[]":    {"JP", "US", "jp"},
		"cdn.countries.blocked[]": {"FR", "DE"},
		"cdn.webAclArn":           {edgeWebACL, broughtACL},
		"cdn.prefixListId":        {"pl-0123456789abcdef0", "pl"},
	})
	maps.Copy(numbers, map[string][]int{
		"cdn.staticSeconds":    {60, 86400},
		"cdn.responseSeconds":  {30, 121},
		"cdn.logRetentionDays": {30},
	})
}

func behindACDN(p *websystem.StageProps) bool { return p.SorryPage.Automatic == websystem.AutomaticCDN }

// prefixListOf is the list of the addresses that a system's load balancer is open to.
func prefixListOf(p *websystem.StageProps) string {
	if p.CDN.PrefixListID != "" {
		return p.CDN.PrefixListID
	}
	return "pl-58a04531"
}

// stand puts a system behind a CDN, without most of what it cannot have there, or few would have one.
func (g generator) stand(p *websystem.StageProps) {
	page := &p.SorryPage
	page.Automatic, page.HealthCheck, page.TopicARN, page.LogRetentionDays = websystem.AutomaticCDN, websystem.HealthCheck{}, "", 0
	if g.Float64() < 0.1 {
		return
	}
	p.Web.LoadBalancer = webtier.LoadBalancer{TLSPolicy: p.Web.LoadBalancer.TLSPolicy, AllowOldTLS: p.Web.LoadBalancer.AllowOldTLS}
	p.Web.AllowPlainHTTP, p.Web.AccessLogs.Bucket = false, ""
	p.Firewall.LoadBalancerARNs, p.Firewall.RuleGroups, p.Firewall.ClientAddressHeader = nil, nil, ""
	p.Firewall.Addresses, p.Firewall.Logs.KMSKeyARN = firewall.Addresses{}, ""
	p.CDN.Countries.Blocked = nil
	if len(p.CDN.StaticPaths) == 0 {
		p.CDN.StaticSeconds = 0
	}
	if g.Float64() < 0.7 {
		p.CDN.AllowDirect = false
	}
}

// wantCDN fails the test unless the names of a system behind a CDN lead to it, and it alone through the load balancer.
func wantCDN(t *testing.T, p *websystem.StageProps, edge, stateless *template) {
	t.Helper()
	if !behindACDN(p) {
		return
	}
	wantPlainResources(t, edge)
	wantOwnKeys(t, edge)
	distribution := edge.named(t, distributionKind, "CDNDistribution")
	distribution.want(t, "DistributionConfig.ViewerCertificate.MinimumProtocolVersion", "TLSv1.2_2021")
	sent := distribution.get("DistributionConfig.Origins.0.OriginCustomHeaders.0.HeaderValue")
	taken := map[string]bool{}
	for _, rule := range stateless.all(ruleKind) {
		values, _ := rule.get("Conditions.0.HttpHeaderConfig.Values").([]any)
		for _, value := range values {
			taken[value.(string)] = true
		}
	}
	if text, _ := sent.(string); !taken[text] || len(taken) != len(edge.all(secretKind)) {
		t.Errorf("the distribution sends %v, and the load balancer takes %v", sent, taken)
	}
	for _, of := range stateless.all(listener) {
		if to := of.get("DefaultActions.0.FixedResponseConfig.StatusCode"); of.ID[:len("SystemWeb")] == "SystemWeb" && (to == "403") == p.CDN.AllowDirect {
			t.Errorf("%s answers everybody with %s", of.ID, show(of.get("DefaultActions")))
		}
	}
	for _, record := range stateless.all(recordKind) {
		to := record.get("AliasTarget.DNSName.Fn::GetStackOutput.StackName")
		if name := record.ID[:len("SystemRecords")]; (name == "SystemRecords") != (to != nil) {
			t.Errorf("%s leads to %s", record.ID, show(record.get("AliasTarget")))
		}
	}
}
