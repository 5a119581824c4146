package firewall

import (
	"fmt"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/jsii-runtime-go"
)

// The names of the construct's own rules, in the web ACL and in metrics.
const (
	trustedRule          = "TrustedAddresses"
	blockedAddressesRule = "BlockedAddresses"
	onlyAddressesRule    = "OnlyAddresses"
	blockedCountriesRule = "BlockedCountries"
	onlyCountriesRule    = "OnlyCountries"
	rateRule             = "RateLimit"
	bodyRule             = "BodySize"
	queryRule            = "QuerySize"
	pathRule             = "PathSize"
)

// Where groups of rules begin in the order. A rule keeps its place when others come and go.
const (
	firstRuleGroup    = 100
	firstManagedGroup = 200
)

// empty is how a template says yes to what has no settings.
var empty = map[string]any{}

// addRules makes the rules, in their order.
func (f *Firewall) addRules() {
	a, c, s := f.cfg.Addresses, f.cfg.Countries, f.cfg.Sizes
	if len(a.Trusted) > 0 {
		f.add(trustedRule, 0, &awswafv2.CfnWebACL_RuleProperty{
			Action:    &awswafv2.CfnWebACL_RuleActionProperty{Allow: empty},
			Statement: f.from("Trusted", a.Trusted, false),
		})
	}
	if len(a.Blocked) > 0 {
		f.refuse(blockedAddressesRule, 1, a.Mode, f.from("Blocked", a.Blocked, true))
	}
	if len(a.Only) > 0 {
		f.refuse(onlyAddressesRule, 2, a.Mode, not(f.from("Only", a.Only, false)))
	}
	if len(c.Blocked) > 0 {
		f.refuse(blockedCountriesRule, 3, c.Mode, f.inCountries(c.Blocked, true))
	}
	if len(c.Only) > 0 {
		f.refuse(onlyCountriesRule, 4, c.Mode, not(f.inCountries(c.Only, false)))
	}
	if !f.cfg.RateLimit.Disable {
		f.refuse(rateRule, 5, f.cfg.RateLimit.Mode, f.beyondRate())
	}
	if s.BodyBytes > 0 {
		// A body is larger than what the rules see of it, too, if there is more than they see.
		f.refuse(bodyRule, 6, s.Mode, larger(s.BodyBytes, &awswafv2.CfnWebACL_FieldToMatchProperty{
			Body: &awswafv2.CfnWebACL_BodyProperty{OversizeHandling: jsii.String("MATCH")},
		}))
	}
	if s.QueryBytes > 0 {
		f.refuse(queryRule, 7, s.Mode, larger(s.QueryBytes, &awswafv2.CfnWebACL_FieldToMatchProperty{QueryString: empty}))
	}
	if s.PathBytes > 0 {
		f.refuse(pathRule, 8, s.Mode, larger(s.PathBytes, &awswafv2.CfnWebACL_FieldToMatchProperty{UriPath: empty}))
	}
	for i, group := range f.cfg.RuleGroups {
		f.add(group.Name, firstRuleGroup+i, &awswafv2.CfnWebACL_RuleProperty{
			OverrideAction: f.override(group.Mode),
			Statement: &awswafv2.CfnWebACL_StatementProperty{
				RuleGroupReferenceStatement: &awswafv2.CfnWebACL_RuleGroupReferenceStatementProperty{Arn: &group.ARN},
			},
		})
	}
	for i, group := range f.cfg.ManagedGroups {
		f.addManaged(group, firstManagedGroup+i)
	}
}

func (f *Firewall) add(name string, priority int, rule *awswafv2.CfnWebACL_RuleProperty) {
	rule.Name = &name
	rule.Priority = jsii.Number(priority)
	rule.VisibilityConfig = f.visible(name)
	f.rules = append(f.rules, rule)
}

// refuse adds a rule of the construct's own.
func (f *Firewall) refuse(name string, priority int, mode Mode, statement *awswafv2.CfnWebACL_StatementProperty) {
	action := &awswafv2.CfnWebACL_RuleActionProperty{Block: empty}
	if mode == Count {
		action = &awswafv2.CfnWebACL_RuleActionProperty{Count: empty}
	}
	f.add(name, priority, &awswafv2.CfnWebACL_RuleProperty{Action: action, Statement: statement})
}

func (f *Firewall) addManaged(group ManagedGroup, priority int) {
	statement := &awswafv2.CfnWebACL_ManagedRuleGroupStatementProperty{VendorName: jsii.String("AWS"), Name: jsii.String(string(group))}
	if group == BotControl {
		statement.ManagedRuleGroupConfigs = []any{&awswafv2.CfnWebACL_ManagedRuleGroupConfigProperty{
			AwsManagedRulesBotControlRuleSet: &awswafv2.CfnWebACL_AWSManagedRulesBotControlRuleSetProperty{InspectionLevel: jsii.String("COMMON")},
		}}
	}
	var settings GroupSettings
	for _, s := range f.cfg.GroupSettings {
		if s.Group == group {
			settings = s
		}
	}
	if settings.Version != "" {
		statement.Version = &settings.Version
	}
	var overrides []any
	for _, rule := range settings.CountRules {
		overrides = append(overrides, &awswafv2.CfnWebACL_RuleActionOverrideProperty{
			Name:        &rule,
			ActionToUse: &awswafv2.CfnWebACL_RuleActionProperty{Count: empty},
		})
		if !managedGroups[group].has(rule) {
			awscdk.Annotations_Of(f).AddWarningV2(jsii.String("evenkeel:unknown-firewall-rule:"+rule), jsii.String(fmt.Sprintf(
				"groupSettings: %s is not known to have a rule %s. If it has none, AWS WAF says nothing and excepts nothing: see docs/firewall.md for how to find a rule's name.", group, rule)))
		}
	}
	if overrides != nil {
		statement.RuleActionOverrides = overrides
	}
	f.add(string(group), priority, &awswafv2.CfnWebACL_RuleProperty{
		OverrideAction: f.override(settings.Mode),
		Statement:      &awswafv2.CfnWebACL_StatementProperty{ManagedRuleGroupStatement: statement},
	})
}

// override is what is done with what a group of rules says.
func (f *Firewall) override(mode Mode) *awswafv2.CfnWebACL_OverrideActionProperty {
	if mode == Count || mode == "" && f.cfg.Mode == Count {
		return &awswafv2.CfnWebACL_OverrideActionProperty{Count: empty}
	}
	return &awswafv2.CfnWebACL_OverrideActionProperty{None: empty}
}

// from tells whether a request is from the addresses of a list. A header that cannot be read counts as one of them where that
// is the side to err on.
func (f *Firewall) from(id string, entries []string, unreadable bool) *awswafv2.CfnWebACL_StatementProperty {
	four, six, sets := split(entries)
	for _, version := range []struct {
		name      string
		addresses []string
	}{{"IPV4", four}, {"IPV6", six}} {
		if len(version.addresses) > 0 {
			set := awswafv2.NewCfnIPSet(f, jsii.String(id+version.name[2:]), &awswafv2.CfnIPSetProps{
				Scope:            f.scope(),
				IpAddressVersion: jsii.String(version.name),
				Addresses:        jsii.Strings(version.addresses...),
			})
			sets = append(sets, *set.AttrArn())
		}
	}
	var any []any
	for _, set := range sets {
		reference := &awswafv2.CfnWebACL_IPSetReferenceStatementProperty{Arn: &set}
		if f.cfg.ClientAddressHeader != "" {
			reference.IpSetForwardedIpConfig = &awswafv2.CfnWebACL_IPSetForwardedIPConfigurationProperty{
				HeaderName:       &f.cfg.ClientAddressHeader,
				Position:         jsii.String("FIRST"),
				FallbackBehavior: fallback(unreadable),
			}
		}
		any = append(any, &awswafv2.CfnWebACL_StatementProperty{IpSetReferenceStatement: reference})
	}
	if len(any) == 1 {
		return any[0].(*awswafv2.CfnWebACL_StatementProperty)
	}
	return &awswafv2.CfnWebACL_StatementProperty{OrStatement: &awswafv2.CfnWebACL_OrStatementProperty{Statements: any}}
}

func (f *Firewall) inCountries(codes []string, unreadable bool) *awswafv2.CfnWebACL_StatementProperty {
	sorted := slices.Sorted(slices.Values(codes)) // so that another order changes nothing
	return &awswafv2.CfnWebACL_StatementProperty{GeoMatchStatement: &awswafv2.CfnWebACL_GeoMatchStatementProperty{
		CountryCodes:      jsii.Strings(sorted...),
		ForwardedIpConfig: f.forwarded(unreadable),
	}}
}

func (f *Firewall) beyondRate() *awswafv2.CfnWebACL_StatementProperty {
	limit := &awswafv2.CfnWebACL_RateBasedStatementProperty{
		Limit:               jsii.Number(f.cfg.RateLimit.Requests),
		EvaluationWindowSec: jsii.Number(f.cfg.RateLimit.WindowSeconds),
		AggregateKeyType:    jsii.String("IP"),
		ForwardedIpConfig:   f.forwarded(true),
	}
	if f.cfg.ClientAddressHeader != "" {
		limit.AggregateKeyType = jsii.String("FORWARDED_IP")
	}
	return &awswafv2.CfnWebACL_StatementProperty{RateBasedStatement: limit}
}

// forwarded is where the client's address is told, or nil when it is the connection's.
func (f *Firewall) forwarded(unreadable bool) any {
	if f.cfg.ClientAddressHeader == "" {
		return nil
	}
	return &awswafv2.CfnWebACL_ForwardedIPConfigurationProperty{
		HeaderName:       &f.cfg.ClientAddressHeader,
		FallbackBehavior: fallback(unreadable),
	}
}

func fallback(match bool) *string {
	if match {
		return jsii.String("MATCH")
	}
	return jsii.String("NO_MATCH")
}

func not(statement *awswafv2.CfnWebACL_StatementProperty) *awswafv2.CfnWebACL_StatementProperty {
	return &awswafv2.CfnWebACL_StatementProperty{NotStatement: &awswafv2.CfnWebACL_NotStatementProperty{Statement: statement}}
}

func larger(than int, field *awswafv2.CfnWebACL_FieldToMatchProperty) *awswafv2.CfnWebACL_StatementProperty {
	return &awswafv2.CfnWebACL_StatementProperty{SizeConstraintStatement: &awswafv2.CfnWebACL_SizeConstraintStatementProperty{
		FieldToMatch:        field,
		ComparisonOperator:  jsii.String("GT"),
		Size:                jsii.Number(than),
		TextTransformations: []any{&awswafv2.CfnWebACL_TextTransformationProperty{Priority: jsii.Number(0), Type: jsii.String("NONE")}},
	}}
}

// visible is what CloudWatch and the console see of a rule.
func (f *Firewall) visible(metric string) *awswafv2.CfnWebACL_VisibilityConfigProperty {
	return &awswafv2.CfnWebACL_VisibilityConfigProperty{
		CloudWatchMetricsEnabled: jsii.Bool(true),
		MetricName:               &metric,
		SampledRequestsEnabled:   jsii.Bool(!f.cfg.DisableSampledRequests),
	}
}

func (f *Firewall) scope() *string {
	if f.cfg.Scope == CloudFront {
		return jsii.String("CLOUDFRONT")
	}
	return jsii.String("REGIONAL")
}
