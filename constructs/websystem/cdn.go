package websystem

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
)

// cdnParts are what stands in front of the load balancer. Each is nil when it is not asked for.
type cdnParts struct {
	distribution *cdn.CDN
	origin       *cdn.Origin
	records      *domain.Records
}

// hasCDN reports whether CloudFront is in front of the load balancer.
func (p *Props) hasCDN() bool { return p.SorryPage.Automatic == AutomaticCDN }

// closesBalancer reports whether the load balancer takes requests from CloudFront alone.
func (p *Props) closesBalancer() bool { return p.hasCDN() && !p.CDN.AllowDirect }

// cdnProps are the props of the distribution with what they have from the rest of the system.
func (p *Props) cdnProps() cdn.Props {
	props := p.CDN.Props
	props.Names, props.Redirects = p.Domain.SiteNames(), p.Domain.Redirects
	if props.OriginName == "" {
		props.OriginName = "origin." + props.Names[0]
	}
	props.OriginPort = p.Web.LoadBalancer.Port
	props.Page = cdn.Page{HTML: p.SorryPage.HTML, File: p.SorryPage.File}
	props.Maintenance, props.Operators, props.HealthPath = p.SorryPage.Maintenance, p.SorryPage.Operators, p.healthPath()
	return props
}

// createCDN makes the distribution, before the web tier, which its names lead away from. It finds the load balancer by a name that
// the web tier's stack gives it.
func (s *WebSystem) createCDN(p *Props, region string) {
	if !p.hasCDN() {
		return
	}
	in, props := s.edgeScope(p), p.cdnProps()
	props.OriginRegion = region
	props.Certificate = domain.NewCertificate(in, "CDNCertificate", &domain.CertificateProps{
		Zone: s.edge.domain.Zone(), Names: p.Domain.AllNames(),
	}).Certificate()
	if s.firewall != nil {
		props.WebACLARN = *s.firewall.ARN()
	}
	s.edge.cdn.distribution = cdn.New(in, "CDN", &props)
}

// openToCDN gives the load balancer the name that CloudFront finds it by, and opens it to the distribution.
func (s *WebSystem) openToCDN(p *Props) {
	if !p.hasCDN() {
		return
	}
	parts, props := &s.edge.cdn, p.cdnProps()
	parts.records = domain.NewRecords(s, "OriginRecords", &domain.RecordsProps{
		Zone: s.edge.domain.Zone(), Names: []string{props.OriginName},
		TargetDNSName: *s.web.DNSName(), TargetZoneID: *s.web.CanonicalHostedZoneID(),
	})
	if p.CDN.AllowDirect {
		awscdk.Annotations_Of(s).AddWarningV2(jsii.String("evenkeel:past-the-cdn"), jsii.String(
			"cdn.allowDirect: visitors reach the load balancer past CloudFront, its firewall and its page. Leave it out once the site's names lead to CloudFront."))
	}
	// Before the load balancer closes, too: CloudFront must not be refused for the moment between.
	parts.origin = cdn.NewOrigin(s, "Origin", &cdn.OriginProps{
		Listener: s.web.Listener(), TargetGroup: s.web.TargetGroup(), SecurityGroup: s.web.LoadBalancerSecurityGroup(),
		SecretNames: parts.distribution.SecretNames(), PrefixListID: p.CDN.PrefixListID, Port: p.Web.LoadBalancer.Port,
	})
	for _, secret := range parts.distribution.Secrets() {
		parts.origin.Node().AddDependency(secret) // which the rule refers to by its name alone
	}
	s.web.AutoScalingGroup().Node().AddDependency(parts.origin) // servers wait until the load balancer finds them healthy
}

// CDN returns the distribution in front of the load balancer, or nil when there is none.
func (s *WebSystem) CDN() *cdn.CDN { return s.edge.cdn.distribution }

// Origin returns what lets the distribution through the load balancer, or nil when there is none.
func (s *WebSystem) Origin() *cdn.Origin { return s.edge.cdn.origin }

// OriginRecords returns the record by which CloudFront finds the load balancer, or nil when there is no distribution.
func (s *WebSystem) OriginRecords() *domain.Records { return s.edge.cdn.records }
