package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	balancing "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"
)

// names asserts that the names of prod's file lead to the load balancer, and that it leads the one that redirects on.
func (e *environment) names(t *testing.T) {
	if e.account.environment != "prod" {
		return // the file has no domain
	}
	zone := must(e.shipped.value("prod", "hostedZoneId"))(t)
	var got []string
	for _, record := range must(e.records(e.ctx, zone))(t) {
		alias := at(record.AliasTarget)
		got = append(got, strings.Join([]string{strings.TrimSuffix(aws.ToString(record.Name), "."), string(record.Type), string(record.Failover)}, " "))
		same(t, "where "+aws.ToString(record.Name)+" leads", strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(aws.ToString(alias.DNSName)), "."), "dualstack."),
			strings.ToLower(aws.ToString(e.balancer.DNSName)))
		same(t, "zone where "+aws.ToString(record.Name)+" leads", aws.ToString(alias.HostedZoneId), aws.ToString(e.balancer.CanonicalHostedZoneId))
	}
	sameSet(t, "records", got, []string{
		zoneName + " " + string(types.RRTypeA) + " " + string(types.ResourceRecordSetFailoverPrimary),
		"www." + zoneName + " " + string(types.RRTypeA) + " " + string(types.ResourceRecordSetFailoverPrimary),
	})

	var rules []string
	listeners := must(e.elb.DescribeListeners(e.ctx, &elb.DescribeListenersInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t)
	for _, listener := range listeners.Listeners {
		for _, rule := range must(e.elb.DescribeRules(e.ctx, &elb.DescribeRulesInput{ListenerArn: listener.ListenerArn}))(t).Rules {
			if aws.ToBool(rule.IsDefault) {
				continue
			}
			rules = append(rules, aws.ToString(rule.Priority))
			hosts := at(only(t, "conditions", rule.Conditions).HostHeaderConfig)
			sameSet(t, "hosts that are led on", hosts.Values, []string{"www." + zoneName})
			redirect := at(only(t, "actions", rule.Actions).RedirectConfig)
			same(t, "where they are led", aws.ToString(redirect.Host), zoneName)
			same(t, "status", redirect.StatusCode, balancing.RedirectActionStatusCodeEnumHttp301)
		}
	}
	sameSet(t, "rules of the listeners", rules, []string{"8"})
}
