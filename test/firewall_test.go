package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
)

const (
	webACL            = "AWS::WAFv2::WebACL"
	webACLAssociation = "AWS::WAFv2::WebACLAssociation"
	wafLogging        = "AWS::WAFv2::LoggingConfiguration"
	wafIPSet          = "AWS::WAFv2::IPSet"

	broughtIPSet    = "arn:aws:wafv2:ap-northeast-1:222222222222:regional/ipset/office/12345678-1234-1234-1234-123456789012"
	broughtGroupARN = "arn:aws:wafv2:ap-northeast-1:222222222222:regional/rulegroup/shop/12345678-1234-1234-1234-123456789012"
	broughtACL      = "arn:aws:wafv2:ap-northeast-1:222222222222:regional/webacl/site/12345678-1234-1234-1234-123456789012"
	broughtBalancer = "arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:loadbalancer/app/web/0123456789abcdef"
)

// synthFirewall makes a stack with a firewall.
func synthFirewall(t testing.TB, props *firewall.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) { firewall.New(stack, "Firewall", props) })
}

// synthGlobalFirewall is synthFirewall for CloudFront.
func synthGlobalFirewall(t testing.TB, props firewall.Props) *template {
	t.Helper()
	props.Scope = firewall.CloudFront
	env := &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String("us-east-1")}
	return synthStack(t, &awscdk.StackProps{Env: env}, func(stack awscdk.Stack) { firewall.New(stack, "Firewall", &props) })
}

// rulesOf are the names of a web ACL's rules in the order in which they look at requests.
func rulesOf(acl resource) []string {
	rules, _ := acl.get("Rules").([]any)
	slices.SortFunc(rules, func(a, b any) int { return int(dig(a, "Priority").(float64) - dig(b, "Priority").(float64)) })
	var names []string
	for _, rule := range rules {
		names = append(names, dig(rule, "Name").(string))
	}
	return names
}

// ruleOf is a rule of a web ACL.
func ruleOf(t testing.TB, acl resource, name string) resource {
	t.Helper()
	rules, _ := acl.get("Rules").([]any)
	for _, rule := range rules {
		if dig(rule, "Name") == name {
			return resource{ID: name, Type: "rule", Properties: rule.(map[string]any)}
		}
	}
	t.Fatalf("there is no rule %s, but %v", name, rulesOf(acl))
	return resource{}
}

// yes is how a template says yes to what has no settings.
var yes = map[string]any{}

func TestFirewallDefaults(t *testing.T) {
	tm := synthFirewall(t, nil)
	acl := tm.one(t, webACL)
	visible := func(metric string) map[string]any {
		return map[string]any{"CloudWatchMetricsEnabled": true, "MetricName": metric, "SampledRequestsEnabled": true}
	}
	acl.wantEach(t, map[string]any{
		"Scope":                "REGIONAL",
		"Name":                 nil,
		"DefaultAction":        map[string]any{"Allow": yes},
		"AssociationConfig":    nil,
		"VisibilityConfig":     visible("Test-Firewall-47EE6BBC"),
		"DataProtectionConfig": map[string]any{"DataProtections": []any{map[string]any{"Action": "SUBSTITUTION", "Field": map[string]any{"FieldType": "SINGLE_HEADER", "FieldKeys": []string{"authorization", "cookie"}}}}},
	})
	groups := []string{
		"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet",
		"AWSManagedRulesSQLiRuleSet", "AWSManagedRulesLinuxRuleSet",
	}
	if got, want := rulesOf(acl), append([]string{"RateLimit"}, groups...); !slices.Equal(got, want) {
		t.Errorf("the rules are %v, want %v", got, want)
	}
	ruleOf(t, acl, "RateLimit").wantEach(t, map[string]any{
		"Action":           map[string]any{"Block": yes},
		"Priority":         5,
		"Statement":        map[string]any{"RateBasedStatement": map[string]any{"Limit": 2000, "EvaluationWindowSec": 300, "AggregateKeyType": "IP"}},
		"VisibilityConfig": visible("RateLimit"),
	})
	for i, group := range groups {
		ruleOf(t, acl, group).wantEach(t, map[string]any{
			"OverrideAction":   map[string]any{"None": yes},
			"Priority":         200 + i,
			"Statement":        map[string]any{"ManagedRuleGroupStatement": map[string]any{"VendorName": "AWS", "Name": group}},
			"VisibilityConfig": visible(group),
		})
	}
	if sets, associations := len(tm.all(wafIPSet)), len(tm.all(webACLAssociation)); sets+associations > 0 {
		t.Errorf("there are %d IP sets and %d associations", sets, associations)
	}
	if len(tm.warnings) > 0 {
		t.Errorf("it warns of %v", tm.warnings)
	}
	wantFirewallLogs(t, tm)
}

// wantFirewallLogs fails the test unless what the rules match is logged, without credentials, to an encrypted group that stays.
func wantFirewallLogs(t *testing.T, tm *template) {
	t.Helper()
	group, key := tm.one(t, logGroup), tm.one(t, "AWS::KMS::Key")
	group.wantEach(t, map[string]any{
		"LogGroupName": map[string]any{"Fn::Join": []any{"", []any{
			"aws-waf-logs-Test-Firewall-47EE6BBC-",
			map[string]any{"Fn::Select": []any{2, map[string]any{"Fn::Split": []any{"/", ref("AWS::StackId")}}}},
		}}},
		"RetentionInDays": 90,
		"KmsKeyId":        att(key.ID, "Arn"),
	})
	key.wantEach(t, map[string]any{
		"Description":               "Firewall logs of Test/Firewall",
		"KeyPolicy.Statement.2.Sid": "LogGroups",
		"KeyPolicy.Statement.2.Condition.ArnLike.kms:EncryptionContext:aws:logs:arn.Fn::Join.1.6": ":log-group:aws-waf-logs-*",
	})
	for _, kept := range []resource{group, key} {
		if kept.DeletionPolicy != "RetainExceptOnCreate" || kept.UpdateReplacePolicy != "Retain" {
			t.Errorf("the policies of %s are %q and %q", kept.ID, kept.DeletionPolicy, kept.UpdateReplacePolicy)
		}
	}
	var conditions []any
	for _, action := range []string{"BLOCK", "COUNT", "EXCLUDED_AS_COUNT", "CAPTCHA", "CHALLENGE"} {
		conditions = append(conditions, map[string]any{"ActionCondition": map[string]any{"Action": action}})
	}
	tm.one(t, wafLogging).wantEach(t, map[string]any{
		"ResourceArn": att(tm.one(t, webACL).ID, "Arn"),
		"LogDestinationConfigs": []any{map[string]any{"Fn::Join": []any{"", []any{
			"arn:aws:logs:" + testRegion + ":" + testAccount + ":log-group:", ref(group.ID),
		}}}},
		"RedactedFields": []any{
			map[string]any{"SingleHeader": map[string]any{"Name": "authorization"}},
			map[string]any{"SingleHeader": map[string]any{"Name": "cookie"}},
		},
		"LoggingFilter": map[string]any{"DefaultBehavior": "DROP", "Filters": []any{map[string]any{
			"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": conditions,
		}}},
	})
}

func TestFirewallAccessors(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		wall := firewall.New(stack, "Firewall", nil)
		if *wall.WebACL().LogicalId() == "" || *wall.ARN() != *wall.WebACL().AttrArn() {
			t.Errorf("the ARN is %s", *wall.ARN())
		}
		if wall.LogGroup() == nil {
			t.Error("there is no log group")
		}
		if got := wall.Capacity(); got != 1327 { // 25 + 200 + 700 + 200 + 200 + 2
			t.Errorf("the capacity is %d, want 1327", got)
		}
		lists := firewall.Props{Countries: firewall.Countries{Only: []string{"JP"}}, RuleGroups: []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 172}}}
		long := firewall.New(stack, "Firewall-"+strings.Repeat("x", 200), &lists)
		if got := long.Capacity(); got != 1500 { // and no warning, which is seen below
			t.Errorf("the capacity with a list of countries is %d, want 1500", got)
		}
		if found, ok := stack.Node().FindChild(jsii.String("Firewall")).(*firewall.Firewall); !ok || found != wall {
			t.Errorf("the construct is found as a %T", found)
		}
	})
	wantWarnings(t, tm)
	metric, _ := tm.named(t, webACL, "Firewallx").get("VisibilityConfig.MetricName").(string)
	if len(metric) < 100 || len(metric) > 128 || !strings.HasPrefix(metric, "Test-Firewall") {
		t.Errorf("the metric of a long id is %q, of %d characters", metric, len(metric))
	}
}

func TestFirewallProtects(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		wall := firewall.New(stack, "Firewall", &firewall.Props{LoadBalancerARNs: []string{broughtBalancer}})
		wall.Protect("Other", jsii.String("arn:of:another"))
	})
	acl := att(tm.one(t, webACL).ID, "Arn")
	tm.named(t, webACLAssociation, "FirewallAssociationweb0123456789abcdef").wantEach(t, map[string]any{"ResourceArn": broughtBalancer, "WebACLArn": acl})
	tm.named(t, webACLAssociation, "FirewallAssociationOther").wantEach(t, map[string]any{"ResourceArn": "arn:of:another", "WebACLArn": acl})
}

// TestFirewallCounts is the one word by which a new firewall starts.
func TestFirewallCounts(t *testing.T) {
	all := firewall.Props{
		Mode:       firewall.Count,
		RuleGroups: []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 10}},
		Countries:  firewall.Countries{Only: []string{"JP"}},
		Addresses:  firewall.Addresses{Trusted: []string{"192.0.2.1"}, Blocked: []string{"203.0.113.0/24"}, Only: []string{"198.51.100.0/24"}},
		Sizes:      firewall.Sizes{BodyBytes: 8192, QueryBytes: 1000, PathBytes: 500},
	}
	acl := synthFirewall(t, &all).one(t, webACL)
	for _, name := range rulesOf(acl) {
		rule := ruleOf(t, acl, name)
		switch {
		case name == "TrustedAddresses":
			rule.want(t, "Action", map[string]any{"Allow": yes})
		case name == "Shop" || strings.HasPrefix(name, "AWS"):
			rule.want(t, "OverrideAction", map[string]any{"Count": yes})
			rule.want(t, "Action", nil)
		default:
			rule.want(t, "Action", map[string]any{"Count": yes})
			rule.want(t, "OverrideAction", nil)
		}
	}
	parts := all // and each part may differ
	parts.RuleGroups = []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 10, Mode: firewall.Block}}
	parts.GroupSettings = []firewall.GroupSettings{{Group: firewall.CommonRuleSet, Mode: firewall.Block}}
	parts.RateLimit.Mode, parts.Countries.Mode, parts.Addresses.Mode, parts.Sizes.Mode = firewall.Block, firewall.Block, firewall.Block, firewall.Block
	acl = synthFirewall(t, &parts).one(t, webACL)
	for name, want := range map[string]string{
		"BlockedAddresses": "Action.Block", "OnlyAddresses": "Action.Block", "OnlyCountries": "Action.Block", "RateLimit": "Action.Block",
		"BodySize": "Action.Block", "QuerySize": "Action.Block", "PathSize": "Action.Block",
		"Shop": "OverrideAction.None", "AWSManagedRulesCommonRuleSet": "OverrideAction.None", "AWSManagedRulesSQLiRuleSet": "OverrideAction.Count",
	} {
		ruleOf(t, acl, name).want(t, want, yes)
	}
	parts.Mode, parts.Countries = firewall.Block, firewall.Countries{Blocked: []string{"AQ"}, Mode: firewall.Count}
	parts.RateLimit.Mode, parts.GroupSettings = firewall.Count, []firewall.GroupSettings{{Group: firewall.CommonRuleSet, Mode: firewall.Count}}
	acl = synthFirewall(t, &parts).one(t, webACL)
	ruleOf(t, acl, "BlockedCountries").want(t, "Action.Count", yes)
	ruleOf(t, acl, "RateLimit").want(t, "Action.Count", yes)
	ruleOf(t, acl, "AWSManagedRulesCommonRuleSet").want(t, "OverrideAction.Count", yes)
	ruleOf(t, acl, "AWSManagedRulesSQLiRuleSet").want(t, "OverrideAction.None", yes)
}
