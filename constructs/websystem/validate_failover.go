package websystem

import (
	"reflect"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// checkFailover finds what keeps the names from leading to the page, or health checkers from the site.
func (p *Props) checkFailover(region string, problems *problem.List) {
	page := p.SorryPage
	switch page.Automatic {
	case "", AutomaticNone, AutomaticDNS, AutomaticCDN:
	default:
		problems.Addf("sorryPage.automatic", "%q is not known; use none, dns or cdn", page.Automatic)
	}
	problems.Nest("sorryPage.healthCheck", edge.CheckHealthCheck(page.HealthCheck.IntervalSeconds, page.HealthCheck.Failures, page.HealthCheck.Regions))
	problems.Nest("sorryPage", edge.CheckAlarmTopic(page.TopicARN))
	if days := page.LogRetentionDays; days < 0 || days > 3653 {
		problems.Addf("sorryPage.logRetentionDays", "%d is out of range; use 1 to 3653", days)
	}
	if !p.failsOver() {
		for _, unused := range []struct {
			field string
			value any
		}{{"healthCheck", page.HealthCheck}, {"topicArn", page.TopicARN}, {"logRetentionDays", page.LogRetentionDays}} {
			if !reflect.ValueOf(unused.value).IsZero() && !problems.Has(problem.Join("sorryPage", unused.field)) {
				problems.Addf(problem.Join("sorryPage", unused.field), "does nothing without automatic: dns; say that, or leave it out")
			}
		}
		return
	}
	lb := p.Web.LoadBalancer
	switch {
	case !p.hasDomain():
		problems.Addf("sorryPage.automatic", "takes a domain, whose names lead to the page while the site is down; give domain, or leave automatic out")
	case lb.Protocol == webtier.TCP || lb.Protocol == webtier.UDP:
		problems.Addf("sorryPage.automatic", "asks over HTTPS, which the load balancer must end; leave it out, or leave out web.loadBalancer.protocol: %s", lb.Protocol)
	case lb.Port != 0 && lb.Port != 443:
		problems.Addf("sorryPage.automatic", "shows the page at port 443 alone, where CloudFront answers; leave it out, or leave out web.loadBalancer.port: %d", lb.Port)
	}
	p.checkPartition(region, problems)
	p.checkCheckers(problems)
}

// checkPartition refuses Regions whose accounts do not reach what must be in us-east-1.
func (p *Props) checkPartition(region string, problems *problem.List) {
	if strings.HasPrefix(region, "cn-") || strings.HasPrefix(region, "us-gov-") {
		problems.Addf("sorryPage.automatic", "is not possible in %s, whose accounts have no %s; leave it out", region, edgeRegion)
	}
}

// checkCheckers refuses a firewall that keeps Route 53's checkers out, so that the page would be shown always. Trusted
// addresses may be theirs.
func (p *Props) checkCheckers(problems *problem.List) {
	f := p.Firewall
	if len(f.Addresses.Trusted) > 0 {
		return
	}
	blocks := func(mode firewall.Mode) bool {
		if mode == "" {
			mode = f.Mode
		}
		return mode != firewall.Count
	}
	if len(f.Addresses.Only) > 0 && blocks(f.Addresses.Mode) {
		problems.Addf("firewall.addresses.only", "keeps out Route 53's health checkers, and the page would be shown always; add their ranges to firewall.addresses.trusted, or leave out sorryPage.automatic")
	}
	if !blocks(f.Countries.Mode) {
		return
	}
	var kept []string
	for _, country := range edge.CheckerCountries(p.SorryPage.HealthCheck.Regions) {
		if only := f.Countries.Only; len(only) > 0 && !slices.Contains(only, country) || slices.Contains(f.Countries.Blocked, country) {
			kept = append(kept, country)
		}
	}
	if len(kept) > 0 {
		problems.Addf("firewall.countries", "keeps out Route 53's health checkers in %s, which would take the site for down; let them in, choose others by sorryPage.healthCheck.regions, or add their ranges to firewall.addresses.trusted", strings.Join(kept, ", "))
	}
}
