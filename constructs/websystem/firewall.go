package websystem

import (
	"reflect"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// hasFirewall reports whether a firewall is asked for: docs/adr/0011-firewall-by-name.md says why it takes a word.
func (p *Props) hasFirewall() bool {
	return !reflect.ValueOf(p.Firewall).IsZero()
}

// checkFirewall checks the firewall, and that it has a load balancer to protect.
func (p *Props) checkFirewall(region string, problems *problem.List) {
	if !p.hasFirewall() {
		return
	}
	if p.hasCDN() {
		atCloudFront := p.cdnFirewall()
		problems.Nest("firewall", atCloudFront.ValidateIn(edgeRegion))
	} else {
		problems.Nest("firewall", p.Firewall.ValidateIn(region))
	}
	lb := p.Web.LoadBalancer
	switch {
	case p.Firewall.Scope == firewall.CloudFront && !p.hasCDN():
		problems.Addf("firewall.scope", "the web tier's load balancer takes a regional web ACL; leave scope out")
	case lb.Kind == webtier.Network || lb.Kind == webtier.Classic:
		problems.Addf("firewall", "only an Application Load Balancer reads requests, and web.loadBalancer.kind is %s; say application, or leave the firewall out", lb.Kind)
	case lb.Listener.ARN != "" || lb.Listener.Existing != nil:
		problems.Addf("firewall", "protects the web tier's own load balancer, and it is behind the one of web.loadBalancer.listener; protect that one where it is made, or leave the firewall out")
	case lb.WebACLARN != "" && !p.hasCDN():
		problems.Addf("firewall", "contradicts web.loadBalancer.webAclArn: a load balancer has one web ACL; leave one of them out")
	}
}

// cdnFirewall are the props of the firewall at the distribution, where visitors connect to.
func (p *Props) cdnFirewall() firewall.Props {
	props := p.Firewall
	props.Scope = firewall.CloudFront
	return props
}

// createFirewall makes the firewall, if there is to be one, and returns the web tier's props with it.
func (s *WebSystem) createFirewall(props *Props) webtier.Props {
	web := props.Web
	web.LoadBalancer.Closed = props.closesBalancer()
	switch {
	case !props.hasFirewall():
	case props.hasCDN():
		atCloudFront := props.cdnFirewall()
		s.firewall = firewall.New(s.edgeScope(props), "Firewall", &atCloudFront)
	default:
		s.firewall = firewall.New(s, "Firewall", &props.Firewall)
		web.LoadBalancer.WebACLARN = *s.firewall.ARN()
	}
	return web
}

// Firewall returns the firewall, or nil when there is none.
func (s *WebSystem) Firewall() *firewall.Firewall { return s.firewall }
