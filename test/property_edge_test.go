package test

import (
	"maps"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func init() {
	maps.Copy(texts, map[string][]string{
		"domain.zone":           {"example.com", "example.org", "x"},
		"domain.hostedZoneId":   {siteZoneID, "x"},
		"domain.names[]":        {"example.com", "shop.example.com", "*.example.com", "example.org"},
		"domain.redirects[]":    {"www.example.com", "example.net"},
		"sorryPage.html":        {"<p>Sorry", ""},
		"sorryPage.file":        {"missing.html"},
		"sorryPage.operators[]": {"203.0.113.0/24", "2001:db8::/48", "203.0.113.7"},
	})
}

// lead gives half of the systems a domain that could be right, or few would have one.
func (g generator) lead(p *websystem.StageProps) {
	p.Domain.Zone, p.Domain.HostedZoneID = "", ""
	switch {
	case g.Float64() < 0.5:
		p.Domain = domain.Props{}
	case p.Domain.NewZone:
		p.Domain.Zone = texts["domain.zone"][0]
	default:
		p.Domain.Zone, p.Domain.HostedZoneID = texts["domain.zone"][0], siteZoneID
	}
	if g.Float64() < 0.5 {
		p.Web.AllowPlainHTTP = p.Web.AllowPlainHTTP && p.Domain.Zone == ""
	}
}

// wantNames fails the test unless each of the site's names leads to the load balancer, over HTTPS where it ends TLS, and the
// page is shown in maintenance.
func wantNames(t *testing.T, p *websystem.StageProps, stateless *template) {
	t.Helper()
	names, each := 0, 1
	if p.Domain.Zone != "" {
		names = len(p.Domain.AllNames())
	}
	if p.Web.IPv6 {
		each = 2
	}
	if n := len(stateless.all(recordKind)); n != names*each {
		t.Errorf("%d records for %d names", n, names)
	}
	made := len(stateless.all(certificateKind))
	passes := p.Web.LoadBalancer.Protocol == webtier.TCP || p.Web.LoadBalancer.Protocol == webtier.UDP
	if (made == 1) != (names > 0 && !passes && p.Web.CertificateARN == "") {
		t.Errorf("%d certificates for %d names", made, names)
	}
	pages := 0
	for _, rule := range stateless.all(ruleKind) {
		if rule.get("Actions.0.FixedResponseConfig.StatusCode") == "503" {
			pages++
		}
	}
	if (pages == 1) != p.SorryPage.Maintenance {
		t.Errorf("%d pages with maintenance %v", pages, p.SorryPage.Maintenance)
	}
}
