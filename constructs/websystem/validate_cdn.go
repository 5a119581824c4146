package websystem

import (
	"reflect"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
)

// checkCDN finds what keeps CloudFront from standing in front of the load balancer.
func (p *Props) checkCDN(region string, problems *problem.List) {
	if !p.hasCDN() {
		if !reflect.ValueOf(p.CDN).IsZero() {
			problems.Addf("cdn", "does nothing without sorryPage.automatic: cdn; say that, or leave it out")
		}
		return
	}
	lb := p.Web.LoadBalancer
	switch {
	case !p.hasDomain():
		problems.Addf("sorryPage.automatic", "takes a domain, whose names lead to CloudFront; give domain, or leave automatic out")
	case lb.Existing != webtier.ExistingLoadBalancer{}:
		problems.Addf("sorryPage.automatic", "closes the load balancer to all but CloudFront, and web.loadBalancer.existing has an owner who says whom it lets in; leave one of them out")
	case lb.Kind == webtier.Network || lb.Kind == webtier.Classic:
		problems.Addf("sorryPage.automatic", "takes an Application Load Balancer, which can tell CloudFront's requests by their header; leave it out, or leave out web.loadBalancer.kind: %s", lb.Kind)
	}
	p.checkPartition(region, problems)
	problems.Nest("web.loadBalancer.port", cdn.CheckPort(lb.Port))
	props := p.cdnProps()
	if n := len(p.Domain.AllNames()); n > cdn.MaxNames {
		problems.Addf("domain.names", "%d names and redirects are more than the %d that a distribution has; use fewer", n, cdn.MaxNames)
	}
	p.checkCDNProps(props, problems)
	if zone := p.Domain.Zone; dnsname.Check(props.OriginName) == nil && !arn.Unresolved(zone) && !dnsname.Within(props.OriginName, zone) {
		problems.Addf("cdn.originName", "%s is not in the zone %s, where its record is made; use a name that is", props.OriginName, zone)
	}
	if region != "" {
		problems.Nest("cdn.prefixListId", cdn.CheckPrefixList(p.CDN.PrefixListID, region))
	}
	if p.hasFirewall() {
		p.checkCDNFirewall(problems)
	}
	if p.CDN.AllowDirect && p.SorryPage.Maintenance {
		problems.Addf("cdn.allowDirect", "lets visitors past the page of sorryPage.maintenance; leave one of them out")
	}
}

// checkCDNProps checks what the section cdn says. What the distribution has from other sections is checked with those.
func (p *Props) checkCDNProps(props cdn.Props, problems *problem.List) {
	props.OriginPort, props.Page, props.Operators, props.HealthPath = 0, cdn.Page{}, nil, ""
	if p.Domain.Validate() != nil || len(props.Names)+len(props.Redirects) > cdn.MaxNames {
		props.Names, props.Redirects = nil, nil
		if p.CDN.OriginName == "" {
			props.OriginName = "" // which is made of a name that is refused
		}
	}
	problems.Nest("cdn", props.Check())
}

// checkCDNFirewall finds what the firewall and the distribution do not say alike.
func (p *Props) checkCDNFirewall(problems *problem.List) {
	if p.CDN.WebACLARN != "" {
		problems.Addf("cdn.webAclArn", "contradicts firewall: a distribution has one web ACL; leave one of them out")
	}
	mine, theirs := p.CDN.Countries, p.Firewall.Countries
	if len(mine.Only)+len(mine.Blocked) > 0 && len(theirs.Only)+len(theirs.Blocked) > 0 {
		problems.Addf("cdn.countries", "and firewall.countries both say where visitors may come from; leave one of them out")
	}
	if p.Firewall.ClientAddressHeader != "" {
		problems.Addf("firewall.clientAddressHeader", "is for what is behind a proxy, and the firewall is at CloudFront, which visitors connect to; leave it out")
	}
}
