package websystem

import (
	"reflect"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
)

// edgeParts are what visitors meet before the web tier. Each is nil when it is not asked for.
type edgeParts struct {
	domain      *domain.Domain
	certificate *domain.Certificate
	records     *domain.Records
	redirects   *edge.Redirects
	maintenance *edge.Maintenance
	failover    failoverParts
	cdn         cdnParts
}

// madeCertificate stands for the certificate that the domain makes, until it is there.
const madeCertificate = "${Token[Certificate]}"

func (p *Props) hasDomain() bool { return !reflect.ValueOf(p.Domain).IsZero() }

// makesCertificate reports whether the domain makes the load balancer's certificate: none is brought along, and it ends TLS.
func (p *Props) makesCertificate() bool {
	lb := p.Web.LoadBalancer
	endsTLS := lb.Protocol == "" || lb.Protocol == webtier.TLS
	own := reflect.ValueOf(lb.Listener).IsZero() && !p.joins()
	return p.hasDomain() && own && endsTLS && p.Web.Certificate == nil && p.Web.CertificateARN == "" && !p.Web.AllowPlainHTTP
}

// webTier returns the props of the web tier with the certificate that the domain makes, closed behind a CDN.
func (p *Props) webTier() webtier.Props {
	web := p.Web
	web.LoadBalancer.Closed = p.closesBalancer()
	if p.makesCertificate() {
		web.CertificateARN = madeCertificate
	}
	return web
}

// checkDomain finds what keeps the names from leading to the web tier.
func (p *Props) checkDomain(problems *problem.List) {
	if !p.hasDomain() {
		return
	}
	problems.Nest("domain", p.Domain.Validate())
	lb := p.Web.LoadBalancer
	switch {
	case !reflect.ValueOf(lb.Listener).IsZero():
		problems.Addf("domain", "has no load balancer to lead to: web.loadBalancer.listener brings one along, whose owner gives it names; leave one of them out")
	case lb.Internal:
		problems.Addf("domain", "would lead visitors to the private addresses of an internal load balancer; leave out domain or web.loadBalancer.internal")
	case p.Web.AllowPlainHTTP:
		problems.Addf("web.allowPlainHttp", "contradicts domain, which brings a certificate; leave one of them out")
	case len(p.Domain.Redirects) > 0 && lb.Kind != "" && lb.Kind != webtier.Application:
		problems.Addf("domain.redirects", "take an Application Load Balancer, which reads requests; leave them out, or leave out web.loadBalancer.kind: %s", lb.Kind)
	}
	if first := p.Domain.SiteNames()[0]; p.makesCertificate() && !arn.Unresolved(first) {
		if err := dnsname.CheckCommonName(first); err != nil {
			problems.Addf("domain.names[0]", "%v", err)
		}
	}
	if p.Domain.VPC != nil {
		problems.Addf("domain.vpc", "makes a private zone, in which visitors find nothing; leave VPC out")
	}
}

// checkPrivateNames refuses a new private zone for the database that answers for the site's names inside the VPC, where it has none.
func (p *Props) checkPrivateNames(problems *problem.List) {
	private := p.Database.PrivateDNS
	if private.Zone == "" || private.HostedZoneID != "" {
		return
	}
	for _, name := range p.Domain.AllNames() {
		if dnsname.Within(name, private.Zone) {
			problems.Addf("database.privateDns.zone", "%s would hide %s from what is in the VPC; use a zone that none of the site's names is in, like db.%[1]s", private.Zone, name)
			return
		}
	}
}

// createDomain finds or makes the hosted zone, and makes the certificate beside the listener that uses it: a change of its
// names replaces it, and the old one can go only after the listener has the new.
func (s *WebSystem) createDomain(stateful constructs.Construct, props *Props, web *webtier.Props) {
	if !props.hasDomain() {
		return
	}
	s.edge.domain = domain.New(stateful, "Domain", &props.Domain)
	if props.makesCertificate() {
		s.edge.certificate = domain.NewCertificate(s, "Certificate", &domain.CertificateProps{
			Zone: s.edge.domain.Zone(), Names: props.Domain.AllNames(),
		})
		web.Certificate = s.edge.certificate.Certificate()
	}
}

// lead leads the names to the load balancer, or to the distribution in front of it. The records are the same ones, so that an
// update turns them from one to the other.
func (s *WebSystem) lead(props *Props) {
	if !props.hasDomain() {
		return
	}
	records := &domain.RecordsProps{
		Zone: s.edge.domain.Zone(), Names: props.Domain.AllNames(), Role: domain.Primary,
		TargetDNSName: *s.web.DNSName(), TargetZoneID: *s.web.CanonicalHostedZoneID(),
		IPv6: props.Web.IPv6, HealthCheckID: s.watch(props),
	}
	if front := s.edge.cdn.distribution; front != nil {
		records.TargetDNSName, records.TargetZoneID = *front.DomainName(), domain.CloudFrontZoneID
		records.IPv6 = !props.CDN.DisableIPv6
	}
	s.edge.records = domain.NewRecords(s, "Records", records)
	if from := props.Domain.Redirects; len(from) > 0 && !props.closesBalancer() {
		s.edge.redirects = edge.NewRedirects(s, "Redirects", &edge.RedirectsProps{
			Listener: s.web.Listener(), From: from, To: props.Domain.SiteNames()[0],
		})
	}
}

// Domain returns the hosted zone of the site's names, or nil when there is none.
func (s *WebSystem) Domain() *domain.Domain { return s.edge.domain }

// Certificate returns the certificate that was made for the load balancer, or nil when there is none or it was brought along.
func (s *WebSystem) Certificate() *domain.Certificate { return s.edge.certificate }

// Records returns the records that lead to the load balancer or to the distribution in front of it, or nil when there are none.
func (s *WebSystem) Records() *domain.Records { return s.edge.records }
