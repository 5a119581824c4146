package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
)

// TestFirewallRules changes every part of the rules at once.
func TestFirewallRules(t *testing.T) {
	tm := synthFirewall(t, &firewall.Props{
		ManagedGroups: []firewall.ManagedGroup{firewall.CommonRuleSet, firewall.BotControl},
		GroupSettings: []firewall.GroupSettings{{Group: firewall.CommonRuleSet, CountRules: []string{"SizeRestrictions_BODY", "Unheard_OF"}, Version: "Version_1.4"}},
		RuleGroups:    []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 700}, {Name: "Api", ARN: broughtGroupARN, Capacity: 50}},
		RateLimit:     firewall.RateLimit{Requests: 100, WindowSeconds: 60},
		Countries:     firewall.Countries{Blocked: []string{"US", "AQ"}},
		Addresses: firewall.Addresses{
			Trusted: []string{"192.0.2.1", "2001:db8::1"},
			Blocked: []string{broughtIPSet},
			Only:    []string{"198.51.100.0/24", "198.51.101.7/32"},
		},
		Sizes: firewall.Sizes{BodyBytes: 4096, QueryBytes: 1000, PathBytes: 500},
	})
	acl := tm.one(t, webACL)
	want := []string{
		"TrustedAddresses", "BlockedAddresses", "OnlyAddresses", "BlockedCountries", "RateLimit", "BodySize", "QuerySize", "PathSize", "Shop", "Api",
		"AWSManagedRulesCommonRuleSet", "AWSManagedRulesBotControlRuleSet",
	}
	if got := rulesOf(acl); !slices.Equal(got, want) {
		t.Errorf("the rules are %v, want %v", got, want)
	}
	set := func(id string) map[string]any { return map[string]any{"Arn": att(tm.named(t, wafIPSet, id).ID, "Arn")} }
	for id, want := range map[string]map[string]any{
		"FirewallTrustedV4": {"Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": []string{"192.0.2.1/32"}},
		"FirewallTrustedV6": {"Scope": "REGIONAL", "IPAddressVersion": "IPV6", "Addresses": []string{"2001:db8::1/128"}},
		"FirewallOnlyV4":    {"Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": []string{"198.51.100.0/24", "198.51.101.7/32"}},
	} {
		tm.named(t, wafIPSet, id).wantEach(t, want)
	}
	size := func(bytes int, field map[string]any) map[string]any {
		return map[string]any{"SizeConstraintStatement": map[string]any{
			"FieldToMatch": field, "ComparisonOperator": "GT", "Size": bytes, "TextTransformations": []any{map[string]any{"Priority": 0, "Type": "NONE"}},
		}}
	}
	reference := func(arn any) map[string]any { return map[string]any{"IPSetReferenceStatement": arn} }
	for name, want := range map[string]struct {
		priority  int
		statement any
	}{
		"TrustedAddresses": {0, map[string]any{"OrStatement": map[string]any{"Statements": []any{reference(set("FirewallTrustedV4")), reference(set("FirewallTrustedV6"))}}}},
		"BlockedAddresses": {1, reference(map[string]any{"Arn": broughtIPSet})},
		"OnlyAddresses":    {2, map[string]any{"NotStatement": map[string]any{"Statement": reference(set("FirewallOnlyV4"))}}},
		"BlockedCountries": {3, map[string]any{"GeoMatchStatement": map[string]any{"CountryCodes": []string{"AQ", "US"}}}},
		"RateLimit":        {5, map[string]any{"RateBasedStatement": map[string]any{"Limit": 100, "EvaluationWindowSec": 60, "AggregateKeyType": "IP"}}},
		"BodySize":         {6, size(4096, map[string]any{"Body": map[string]any{"OversizeHandling": "MATCH"}})},
		"QuerySize":        {7, size(1000, map[string]any{"QueryString": yes})},
		"PathSize":         {8, size(500, map[string]any{"UriPath": yes})},
		"Shop":             {100, map[string]any{"RuleGroupReferenceStatement": map[string]any{"Arn": broughtGroupARN}}},
		"Api":              {101, map[string]any{"RuleGroupReferenceStatement": map[string]any{"Arn": broughtGroupARN}}},
		"AWSManagedRulesCommonRuleSet": {200, map[string]any{"ManagedRuleGroupStatement": map[string]any{
			"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet", "Version": "Version_1.4",
			"RuleActionOverrides": []any{
				map[string]any{"Name": "SizeRestrictions_BODY", "ActionToUse": map[string]any{"Count": yes}},
				map[string]any{"Name": "Unheard_OF", "ActionToUse": map[string]any{"Count": yes}},
			},
		}}},
		"AWSManagedRulesBotControlRuleSet": {201, map[string]any{"ManagedRuleGroupStatement": map[string]any{
			"VendorName": "AWS", "Name": "AWSManagedRulesBotControlRuleSet",
			"ManagedRuleGroupConfigs": []any{map[string]any{"AWSManagedRulesBotControlRuleSet": map[string]any{"InspectionLevel": "COMMON"}}},
		}}},
	} {
		ruleOf(t, acl, name).wantEach(t, map[string]any{"Statement": want.statement, "Priority": want.priority})
	}
	wantWarnings(t, tm,
		"groupSettings: AWSManagedRulesCommonRuleSet is not known to have a rule Unheard_OF. If it has none, AWS WAF says nothing and excepts nothing: see docs/firewall.md for how to find a rule's name. [ack: evenkeel:unknown-firewall-rule:Unheard_OF]",
		"The rules take more than the 1500 capacity units that the price of requests covers: AWSManagedRulesCommonRuleSet 700 + AWSManagedRulesBotControlRuleSet 50 + Shop 700 + Api 50 + rateLimit 2 + addresses 4 + countries 1 + sizes 3 = 1510. Every million requests is charged for 1 more steps of 500 units. [ack: evenkeel:firewall-capacity]",
	)
}

func TestFirewallWithoutRateLimit(t *testing.T) {
	acl := synthFirewall(t, &firewall.Props{RateLimit: firewall.RateLimit{Disable: true}}).one(t, webACL)
	if slices.Contains(rulesOf(acl), "RateLimit") {
		t.Error("there is a limit")
	}
}

// TestFirewallBehindAProxy reads the client's address from a header. What it cannot read is refused, whichever way the list goes.
func TestFirewallBehindAProxy(t *testing.T) {
	header := func(fallback string) map[string]any {
		return map[string]any{"HeaderName": "X-Forwarded-For", "FallbackBehavior": fallback}
	}
	positioned := func(fallback string) map[string]any {
		return map[string]any{"HeaderName": "X-Forwarded-For", "FallbackBehavior": fallback, "Position": "FIRST"}
	}
	props := firewall.Props{
		ClientAddressHeader: "X-Forwarded-For",
		Countries:           firewall.Countries{Only: []string{"JP"}},
		Addresses:           firewall.Addresses{Blocked: []string{"203.0.113.0/24"}, Only: []string{"198.51.100.0/24"}},
	}
	acl := synthFirewall(t, &props).one(t, webACL)
	ruleOf(t, acl, "RateLimit").wantEach(t, map[string]any{
		"Statement.RateBasedStatement.AggregateKeyType":  "FORWARDED_IP",
		"Statement.RateBasedStatement.ForwardedIPConfig": header("MATCH"),
	})
	ruleOf(t, acl, "BlockedAddresses").want(t, "Statement.IPSetReferenceStatement.IPSetForwardedIPConfig", positioned("MATCH"))
	ruleOf(t, acl, "OnlyAddresses").want(t, "Statement.NotStatement.Statement.IPSetReferenceStatement.IPSetForwardedIPConfig", positioned("NO_MATCH"))
	only := ruleOf(t, acl, "OnlyCountries")
	only.wantEach(t, map[string]any{
		"Priority": 4,
		"Statement.NotStatement.Statement.GeoMatchStatement": map[string]any{"CountryCodes": []string{"JP"}, "ForwardedIPConfig": header("NO_MATCH")},
	})
	props.Countries = firewall.Countries{Blocked: []string{"AQ"}}
	ruleOf(t, synthFirewall(t, &props).one(t, webACL), "BlockedCountries").want(t, "Statement.GeoMatchStatement.ForwardedIPConfig", header("MATCH"))
}

func TestFirewallForCloudFront(t *testing.T) {
	tm := synthGlobalFirewall(t, firewall.Props{
		BodyInspectionKiB: 32,
		Sizes:             firewall.Sizes{BodyBytes: 32768},
		Addresses:         firewall.Addresses{Blocked: []string{"203.0.113.0/24"}},
	})
	tm.one(t, webACL).wantEach(t, map[string]any{
		"Scope":             "CLOUDFRONT",
		"AssociationConfig": map[string]any{"RequestBody": map[string]any{"CLOUDFRONT": map[string]any{"DefaultSizeInspectionLimit": "KB_32"}}},
	})
	tm.one(t, wafIPSet).want(t, "Scope", "CLOUDFRONT")
	tm = synthGlobalFirewall(t, firewall.Props{Sizes: firewall.Sizes{BodyBytes: 16384}})
	tm.one(t, webACL).want(t, "AssociationConfig", nil)
}

func TestFirewallLogs(t *testing.T) {
	tm := synthFirewall(t, &firewall.Props{
		DisableSampledRequests: true,
		MetricName:             "shop",
		Logs: firewall.Logs{
			RetentionDays: 365, KMSKeyARN: testKeyARN, AllRequests: true, RedactQueryString: true,
			RedactedHeaders: []string{"X-Api-Key"},
		},
	})
	tm.one(t, logGroup).wantEach(t, map[string]any{"RetentionInDays": 365, "KmsKeyId": testKeyARN})
	if keys := tm.all("AWS::KMS::Key"); len(keys) > 0 {
		t.Errorf("there is a key besides the one that was brought along: %v", keys)
	}
	tm.one(t, wafLogging).wantEach(t, map[string]any{
		"LoggingFilter":  nil,
		"RedactedFields": []any{map[string]any{"SingleHeader": map[string]any{"Name": "x-api-key"}}, map[string]any{"QueryString": yes}},
	})
	acl := tm.one(t, webACL)
	acl.wantEach(t, map[string]any{
		"VisibilityConfig.MetricName":             "shop",
		"VisibilityConfig.SampledRequestsEnabled": false,
		"DataProtectionConfig.DataProtections": []any{
			map[string]any{"Action": "SUBSTITUTION", "Field": map[string]any{"FieldType": "SINGLE_HEADER", "FieldKeys": []string{"x-api-key"}}},
			map[string]any{"Action": "SUBSTITUTION", "Field": map[string]any{"FieldType": "QUERY_STRING"}},
		},
	})
	ruleOf(t, acl, "RateLimit").want(t, "VisibilityConfig.SampledRequestsEnabled", false)
	ruleOf(t, acl, "AWSManagedRulesCommonRuleSet").want(t, "VisibilityConfig.SampledRequestsEnabled", false)

	const bucket = "arn:aws:s3:::aws-waf-logs-222222222222"
	tm = synthFirewall(t, &firewall.Props{Logs: firewall.Logs{DestinationARN: bucket}})
	tm.one(t, wafLogging).want(t, "LogDestinationConfigs", []string{bucket})
	if groups := tm.all(logGroup); len(groups) > 0 {
		t.Errorf("there is a log group besides the destination: %v", groups)
	}

	tm = synthFirewall(t, &firewall.Props{Logs: firewall.Logs{Disable: true}})
	if left := len(tm.all(wafLogging)) + len(tm.all(logGroup)) + len(tm.all("AWS::KMS::Key")); left > 0 {
		t.Errorf("%d resources are left of the logs", left)
	}
}

// TestFirewallCapacity holds each managed group to the capacity that AWS's documentation names, and to a rule that it has.
func TestFirewallCapacity(t *testing.T) {
	var groups []firewall.ManagedGroup
	var settings []firewall.GroupSettings
	for _, group := range []struct {
		name  firewall.ManagedGroup
		rules string // the first and the last that its page names
	}{
		{firewall.IPReputationList, "AWSManagedIPReputationList AWSManagedIPDDoSList"},
		{firewall.AnonymousIPList, "AnonymousIPList HostingProviderIPList"},
		{firewall.KnownBadInputs, "JavaDeserializationRCE_HEADER ReactJSRCE_BODY"},
		{firewall.CommonRuleSet, "NoUserAgent_HEADER CrossSiteScripting_URIPATH"},
		{firewall.AdminProtection, "AdminProtection_URIPATH"},
		{firewall.SQLDatabase, "SQLi_QUERYARGUMENTS SQLi_URIPATH"},
		{firewall.Linux, "LFI_URIPATH LFI_HEADER"},
		{firewall.POSIX, "UNIXShellCommandsVariables_QUERYSTRING UNIXShellCommandsVariables_HEADER"},
		{firewall.Windows, "WindowsShellCommands_COOKIE PowerShellCommands_BODY"},
		{firewall.PHP, "PHPHighRiskMethodsVariables_HEADER PHPHighRiskMethodsVariables_URIPATH"},
		{firewall.WordPress, "WordPressExploitableCommands_QUERYSTRING WordPressExploitablePaths_URIPATH"},
		{firewall.BotControl, "CategoryAdvertising SignalNonBrowserUserAgent"},
	} {
		groups = append(groups, group.name)
		settings = append(settings, firewall.GroupSettings{Group: group.name, CountRules: strings.Fields(group.rules)})
	}
	tm := synthFirewall(t, &firewall.Props{ManagedGroups: groups, GroupSettings: settings, RateLimit: firewall.RateLimit{Disable: true}})
	wantWarnings(t, tm, "The rules take more than the 1500 capacity units that the price of requests covers: "+
		"AWSManagedRulesAmazonIpReputationList 25 + AWSManagedRulesAnonymousIpList 50 + AWSManagedRulesKnownBadInputsRuleSet 200 + "+
		"AWSManagedRulesCommonRuleSet 700 + AWSManagedRulesAdminProtectionRuleSet 100 + AWSManagedRulesSQLiRuleSet 200 + "+
		"AWSManagedRulesLinuxRuleSet 200 + AWSManagedRulesUnixRuleSet 100 + AWSManagedRulesWindowsRuleSet 200 + AWSManagedRulesPHPRuleSet 100 + "+
		"AWSManagedRulesWordPressRuleSet 100 + AWSManagedRulesBotControlRuleSet 50 = 2025. Every million requests is charged for 2 more steps of 500 units. "+
		"[ack: evenkeel:firewall-capacity]")
}
