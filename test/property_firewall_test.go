package test

import (
	"maps"
	"reflect"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
)

// Random firewalls have their values here.
func init() {
	maps.Copy(texts, map[string][]string{
		"web.loadBalancer.webAclArn":            {broughtACL, "x"},
		"firewall.loadBalancerArns[]":           {broughtBalancer, "web"},
		"firewall.groupSettings[].group":        {string(firewall.CommonRuleSet), string(firewall.Linux), string(firewall.SQLDatabase), string(firewall.BotControl)},
		"firewall.groupSettings[].countRules[]": {"SizeRestrictions_BODY", "LFI_HEADER", "SQLi_BODY", "a b"},
		"firewall.groupSettings[].version":      {"Version_1.4", "1.4"},
		"firewall.ruleGroups[].name":            {"Shop", "Api", "RateLimit"},
		"firewall.ruleGroups[].arn":             {broughtGroupARN},
		"firewall.countries.only[]":             {"JP", "US"},
		"firewall.countries.blocked[]":          {"AQ", "aq"},
		"firewall.addresses.trusted[]":          {"192.0.2.1", "2001:db8::/32"},
		"firewall.addresses.blocked[]":          {"203.0.113.0/24", broughtIPSet, "here"},
		"firewall.addresses.only[]":             {"198.51.100.0/24", broughtIPSet},
		"firewall.clientAddressHeader":          {"X-Forwarded-For", "X Forwarded"},
		"firewall.logs.destinationArn":          {"arn:aws:s3:::aws-waf-logs-222222222222", "logs"},
		"firewall.logs.kmsKeyArn":               {testKeyARN, "key"},
		"firewall.logs.redactedHeaders[]":       {"authorization", "x-api-key", "x y"},
		"firewall.metricName":                   {"site", "a b"},
	})
	maps.Copy(numbers, map[string][]int{
		"firewall.ruleGroups[].capacity":   {100, 1000, 5000},
		"firewall.rateLimit.requests":      {100, 10000},
		"firewall.rateLimit.windowSeconds": {60, 600, 90},
		"firewall.sizes.bodyBytes":         {8192, 9000},
		"firewall.sizes.queryBytes":        {1000},
		"firewall.sizes.pathBytes":         {500},
		"firewall.logs.retentionDays":      {30, 31},
		"firewall.bodyInspectionKiB":       {16, 32},
	})
}

// wantFirewall fails the test unless the web tier's load balancer, or the CDN in front of it, is behind the firewall that was
// asked for, whose rules add up.
func wantFirewall(t *testing.T, p *websystem.StageProps, stateless, edge *template) {
	t.Helper()
	in := stateless
	if behindACDN(p) {
		in = edge
	}
	acls := in.all(webACL)
	if wanted := !reflect.ValueOf(p.Firewall).IsZero(); len(acls) > 1 || (len(acls) == 1) != wanted {
		t.Fatalf("there are %d web ACLs", len(acls))
	}
	if len(acls) == 0 {
		return
	}
	acls[0].want(t, "DefaultAction", map[string]any{"Allow": yes})
	if behindACDN(p) {
		edge.named(t, distributionKind, "CDNDistribution").want(t, "DistributionConfig.WebACLId", att(acls[0].ID, "Arn"))
	} else {
		stateless.named(t, webACLAssociation, "SystemWebWebACLAssociation").wantEach(t, map[string]any{
			"WebACLArn": att(acls[0].ID, "Arn"), "ResourceArn": ref(balancerOf(t, p, stateless).ID),
		})
	}
	priorities := map[any]bool{}
	rules, _ := acls[0].get("Rules").([]any)
	for _, rule := range rules {
		if priorities[dig(rule, "Priority")] {
			t.Errorf("two rules have the priority %v", dig(rule, "Priority"))
		}
		priorities[dig(rule, "Priority")] = true
		if (dig(rule, "Action") == nil) == (dig(rule, "OverrideAction") == nil) {
			t.Errorf("the rule %s has an action and an override, or neither", show(rule))
		}
	}
	if logged := len(in.all(wafLogging)); (logged == 1) == p.Firewall.Logs.Disable {
		t.Errorf("there are %d logging configurations", logged)
	}
}
