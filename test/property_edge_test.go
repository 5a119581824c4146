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
		"sorryPage.topicArn":    {"arn:aws:sns:us-east-1:222222222222:operations", "arn:aws:sns:ap-northeast-1:222222222222:operations", "operations"},
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
	page := &p.SorryPage
	switch {
	case p.Domain.Zone == "" || g.Float64() < 0.4:
		page.Automatic, page.HealthCheck, page.TopicARN, page.LogRetentionDays = "", websystem.HealthCheck{}, "", 0
		p.CDN = websystem.CDN{}
	case g.Float64() < 0.4:
		g.stand(p)
	default:
		p.CDN = websystem.CDN{}
		page.Automatic = websystem.AutomaticDNS
		page.HealthCheck.IntervalSeconds -= page.HealthCheck.IntervalSeconds % 10
		p.Web.LoadBalancer.Protocol, p.Web.LoadBalancer.Port, p.Firewall.Addresses.Only = "", 0, nil
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
	want := names * each
	if behindACDN(p) {
		each = 2
		if p.CDN.DisableIPv6 {
			each = 1
		}
		want = names*each + 1 // by which CloudFront finds the load balancer
	}
	if n := len(stateless.all(recordKind)); n != want {
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
	if (pages == 1) != (p.SorryPage.Maintenance && !behindACDN(p)) {
		t.Errorf("%d pages with maintenance %v", pages, p.SorryPage.Maintenance)
	}
}

// wantFailover fails the test unless the names lead to the page when the site is down, and only where that is asked for: each
// primary record has a secondary one, of the same name and type, and is watched.
func wantFailover(t *testing.T, p *websystem.StageProps, edge, stateless *template) {
	t.Helper()
	asked := p.SorryPage.Automatic == websystem.AutomaticDNS
	if (edge != nil) != (asked || behindACDN(p)) || len(stateless.all(healthCheckKind)) > 0 != asked {
		t.Fatalf("with automatic %q there is a stack in us-east-1: %v, and %d health checks", p.SorryPage.Automatic, edge != nil, len(stateless.all(healthCheckKind)))
	}
	if !asked {
		return
	}
	count := map[string]int{}
	for _, record := range stateless.all(recordKind) {
		count[show(record.get("Name"))+show(record.get("Type"))]++
		record.want(t, "HealthCheckId", att(stateless.one(t, healthCheckKind).ID, "HealthCheckId"))
	}
	for _, record := range edge.all(recordKind) {
		count[show(record.get("Name"))+show(record.get("Type"))]--
		record.want(t, "Failover", "SECONDARY")
	}
	for name, more := range count {
		if more != 0 {
			t.Errorf("%s has %d primary records more than secondary ones", name, more)
		}
	}
}
