package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	balancing "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"
)

// names asserts that the names of prod's file lead to the load balancer, and to the page when that is down, and that the load
// balancer leads on the one that redirects.
func (e *environment) names(t *testing.T) {
	if e.account.environment != "prod" {
		return // the file has no domain
	}
	primary, secondary := string(types.ResourceRecordSetFailoverPrimary), string(types.ResourceRecordSetFailoverSecondary)
	var got, want []string
	for _, record := range must(e.records(e.ctx, e.zone.id))(t) {
		name, failover := strings.TrimSuffix(aws.ToString(record.Name), "."), string(record.Failover)
		if record.Type == types.RRTypeCname { // proves to AWS Certificate Manager whose the name is
			_, of, _ := strings.Cut(name, ".")
			got = append(got, of+" CNAME")
			continue
		}
		got = append(got, strings.Join([]string{name, string(record.Type), failover}, " "))
		if failover == primary {
			e.leadsToBalancer(t, name, record)
		} else {
			e.leadsToPage(t, name, record)
		}
	}
	for _, name := range []string{e.zone.name, e.zone.www()} {
		want = append(want, name+" A "+primary)
		if e.edge != nil {
			want = append(want, name+" A "+secondary, name+" CNAME")
		}
	}
	sameSet(t, "records", got, want)
	e.redirects(t)
}

// leadsToBalancer asserts a record that is followed while the health check, if any, and the load balancer's targets are healthy.
func (e *environment) leadsToBalancer(t *testing.T, name string, record types.ResourceRecordSet) {
	t.Helper()
	alias := at(record.AliasTarget)
	same(t, "where "+name+" leads", strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(aws.ToString(alias.DNSName)), "."), "dualstack."),
		strings.ToLower(aws.ToString(e.balancer.DNSName)))
	same(t, "zone where "+name+" leads", aws.ToString(alias.HostedZoneId), aws.ToString(e.balancer.CanonicalHostedZoneId))
	same(t, name+" asks whether targets are healthy", alias.EvaluateTargetHealth, true)
	var check string
	if e.edge != nil {
		check = e.theHealthCheck(t)
	}
	same(t, "health check of "+name, aws.ToString(record.HealthCheckId), check)
}

// leadsToPage asserts a record that is followed else, whatever its health.
func (e *environment) leadsToPage(t *testing.T, name string, record types.ResourceRecordSet) {
	t.Helper()
	alias := at(record.AliasTarget)
	same(t, "where "+name+" leads else", strings.TrimSuffix(aws.ToString(alias.DNSName), "."), aws.ToString(e.theDistribution(t).DomainName))
	same(t, "zone where "+name+" leads else, which is CloudFront's", aws.ToString(alias.HostedZoneId), "Z2FDTNDATAQYW2")
	same(t, name+" asks whether CloudFront is healthy", alias.EvaluateTargetHealth, false)
	same(t, "health check of the secondary "+name, aws.ToString(record.HealthCheckId), "")
}

// redirects asserts the rule that leads one name on to the other.
func (e *environment) redirects(t *testing.T) {
	t.Helper()
	var rules []string
	listeners := must(e.elb.DescribeListeners(e.ctx, &elb.DescribeListenersInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t)
	for _, listener := range listeners.Listeners {
		for _, rule := range must(e.elb.DescribeRules(e.ctx, &elb.DescribeRulesInput{ListenerArn: listener.ListenerArn}))(t).Rules {
			if aws.ToBool(rule.IsDefault) {
				continue
			}
			rules = append(rules, aws.ToString(rule.Priority))
			hosts := at(only(t, "conditions", rule.Conditions).HostHeaderConfig)
			sameSet(t, "hosts that are led on", hosts.Values, []string{e.zone.www()})
			redirect := at(only(t, "actions", rule.Actions).RedirectConfig)
			same(t, "where they are led", aws.ToString(redirect.Host), e.zone.name)
			same(t, "status", redirect.StatusCode, balancing.RedirectActionStatusCodeEnumHttp301)
		}
	}
	sameSet(t, "rules of the listeners", rules, []string{"8"})
}
