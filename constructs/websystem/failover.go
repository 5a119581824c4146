package websystem

import (
	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
)

// failoverParts are what shows the page when the site is down. Each is nil when it is not asked for.
type failoverParts struct {
	check   *edge.HealthCheck
	standby *edge.Standby
	alarm   *edge.HealthAlarm
	records *domain.Records
}

// failsOver reports whether Route 53 leads visitors to the page when the site is down.
func (p *Props) failsOver() bool { return p.SorryPage.Automatic == AutomaticDNS }

// watch makes the health check that the primary records must pass, and returns its id, or "" when there is none. It asks the
// load balancer by its own name: the site's would lead to the page once the site is down, which is up.
func (s *WebSystem) watch(p *Props) string {
	if !p.failsOver() {
		return ""
	}
	s.edge.failover.check = edge.NewHealthCheck(s, "HealthCheck", &edge.HealthCheckProps{
		DNSName: *s.web.DNSName(), Path: p.Web.HealthCheck.Path, // whose default is the same
		IntervalSeconds: p.SorryPage.HealthCheck.IntervalSeconds,
		Failures:        p.SorryPage.HealthCheck.Failures,
		Regions:         p.SorryPage.HealthCheck.Regions,
	})
	return *s.edge.failover.check.ID()
}

// failOver makes the page, where the names lead while the site is down.
func (s *WebSystem) failOver(p *Props) {
	if !p.failsOver() {
		return
	}
	in, f := s.edgeScope(p), &s.edge.failover
	certificate := domain.NewCertificate(in, "SorryPageCertificate", &domain.CertificateProps{
		Zone: s.edge.domain.Zone(), Names: p.Domain.AllNames(),
	})
	f.standby = edge.NewStandby(in, "SorryPage", &edge.StandbyProps{
		Certificate: certificate.Certificate(), Names: p.Domain.AllNames(),
		Page: p.page(), IPv6: p.Web.IPv6, LogRetentionDays: p.SorryPage.LogRetentionDays,
	})
	f.records = domain.NewRecords(in, "SorryPageRecords", &domain.RecordsProps{
		Zone: s.edge.domain.Zone(), Names: p.Domain.AllNames(), IPv6: p.Web.IPv6,
		TargetDNSName: *f.standby.DomainName(), TargetZoneID: domain.CloudFrontZoneID,
	})
	alarm := &edge.HealthAlarmProps{HealthCheckID: *f.check.ID(), TopicARN: p.SorryPage.TopicARN}
	if alarm.TopicARN == "" {
		alarm.Emails = p.Web.Notifications.Emails
	}
	f.alarm = edge.NewHealthAlarm(in, "SorryPageAlarm", alarm)
}

// HealthCheck returns how Route 53 looks at the site, or nil when it does not.
func (s *WebSystem) HealthCheck() *edge.HealthCheck { return s.edge.failover.check }

// SorryPage returns the page that the names lead to while the site is down, or nil when there is none.
func (s *WebSystem) SorryPage() *edge.Standby { return s.edge.failover.standby }

// SorryPageRecords returns the records that lead to the page, or nil when there are none.
func (s *WebSystem) SorryPageRecords() *domain.Records { return s.edge.failover.records }

// SorryPageAlarm returns the alarm that tells of the page's being shown, or nil when there is none.
func (s *WebSystem) SorryPageAlarm() *edge.HealthAlarm { return s.edge.failover.alarm }
