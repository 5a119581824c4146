package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/wafv2"
	"github.com/aws/aws-sdk-go-v2/service/wafv2/types"
)

// firewall asserts the web ACL of the load balancer, what its rules do, and where they log.
func (e *environment) firewall(t *testing.T) {
	of := must(e.waf.GetWebACLForResource(e.ctx, &wafv2.GetWebACLForResourceInput{ResourceArn: e.balancer.LoadBalancerArn}))(t)
	if !e.want.firewall {
		same(t, "there is a web ACL", of.WebACL != nil, false)
		return
	}
	acl := at(of.WebACL)
	same(t, "requests that no rule matches pass", at(acl.DefaultAction).Allow != nil, true)
	slices.SortFunc(acl.Rules, func(a, b types.Rule) int { return int(a.Priority - b.Priority) })
	var names []string
	for _, rule := range acl.Rules {
		name := aws.ToString(rule.Name)
		names = append(names, name)
		if managed := at(rule.Statement).ManagedRuleGroupStatement; managed != nil {
			same(t, name, aws.ToString(managed.Name), name)
			same(t, name+" refuses", at(rule.OverrideAction).None != nil, true)
			continue
		}
		same(t, name+" refuses", at(rule.Action).Block != nil, true)
		same(t, "requests of an address", aws.ToInt64(at(at(rule.Statement).RateBasedStatement).Limit), int64(2000))
	}
	same(t, "rules", strings.Join(names, " "), "RateLimit AWSManagedRulesAmazonIpReputationList AWSManagedRulesKnownBadInputsRuleSet "+
		"AWSManagedRulesCommonRuleSet AWSManagedRulesSQLiRuleSet AWSManagedRulesLinuxRuleSet")

	group := e.firewallLogGroup(t)
	if got := e.there(t, e.account)["LogGroup "+group].fields["RetentionInDays"]; got != "365" {
		t.Errorf("the firewall's log group keeps logs for %s days", got)
	}
	logging, err := e.waf.GetLoggingConfiguration(e.ctx, &wafv2.GetLoggingConfigurationInput{ResourceArn: acl.ARN})
	if err != nil {
		e.gaps.note(t, "a web ACL's logs", "keep their configuration")
		return
	}
	destination := only(t, "destinations", at(logging.LoggingConfiguration).LogDestinationConfigs)
	same(t, "the logs' destination", strings.HasSuffix(destination, ":log-group:"+group), true)
}

// firewallLogGroup is the name of the log group of the firewall.
func (e *environment) firewallLogGroup(t *testing.T) string {
	t.Helper()
	groups := must(e.account.resources(e.ctx, e.stackName("Stateless"), "AWS::Logs::LogGroup"))(t)
	return only(t, "firewall log groups", slices.DeleteFunc(groups, func(name string) bool { return !strings.HasPrefix(name, "aws-waf-logs-") }))
}

// keptByFirewall are the firewall's resources that stay when the stack is deleted: the logs, and the key that opens them.
func (e *environment) keptByFirewall(t *testing.T) []string {
	t.Helper()
	var kept []string
	for _, a := range e.regions(e.account) { // a load balancer's is in the web tier's stack, CloudFront's in us-east-1
		for _, stack := range a.stackNames() {
			for _, r := range must(a.stackResources(e.ctx, stack))(t) {
				if strings.HasPrefix(strings.TrimPrefix(aws.ToString(r.LogicalResourceId), "System"), "FirewallLog") && kinds[aws.ToString(r.ResourceType)] != "" {
					kept = append(kept, kinds[aws.ToString(r.ResourceType)]+" "+aws.ToString(r.PhysicalResourceId))
				}
			}
		}
	}
	return kept
}
