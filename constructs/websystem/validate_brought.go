package websystem

import (
	"reflect"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// joins reports whether the web servers are in a target group that was brought along, so that the system has no listener.
func (p *Props) joins() bool { return !reflect.ValueOf(p.Web.LoadBalancer.TargetGroup).IsZero() }

// checkBrought finds what the load balancer or the target group that is brought along cannot do for the system.
func (p *Props) checkBrought(problems *problem.List) {
	existing := p.Web.LoadBalancer.Existing
	extends := existing != webtier.ExistingLoadBalancer{}
	const at = "web.loadBalancer.existing."
	switch {
	case p.hasFirewall() && p.joins():
		problems.Addf("firewall", "protects the web tier's own load balancer, and its servers are in web.loadBalancer.targetGroup; protect the load balancer where it is made, or leave the firewall out")
	case p.hasFirewall() && extends:
		problems.Addf("firewall", "protects the web tier's own load balancer, and its listener is on the one of web.loadBalancer.existing; protect that one where it is made, or leave the firewall out")
	}
	switch {
	case p.hasDomain() && p.joins():
		problems.Addf("domain", "has no load balancer to lead to: web.loadBalancer.targetGroup brings one along, whose owner gives it names; leave one of them out")
	case p.hasDomain() && extends && existing.DNSName == "":
		problems.Addf(at+"dnsName", "missing; the names of domain lead to it")
	case p.hasDomain() && extends && existing.HostedZoneID == "":
		problems.Addf(at+"hostedZoneId", "missing; the names of domain lead to dnsName by it")
	}
	if p.SorryPage.Maintenance && p.joins() {
		problems.Addf("sorryPage.maintenance", "is a matter of the load balancer, which web.loadBalancer.targetGroup brings along; switch it on where that is configured")
	}
	if app := p.App.LoadBalancer.Existing; app != (webtier.ExistingLoadBalancer{}) && app.DNSName == "" {
		problems.Addf("app.loadBalancer.existing.dnsName", "missing; the web servers find the application tier by it")
	}
}
