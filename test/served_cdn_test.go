package test

import (
	"path/filepath"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// TestServedByTheCDN asserts what everybody is served with CloudFront in front of the load balancer.
func TestServedByTheCDN(t *testing.T) {
	const (
		site     = "301 distribution, 200 site"
		page     = "301 distribution, 503 distribution with the page"
		redirect = "301 distribution, 301 distribution"
		nobody   = "0 nobody, 0 nobody"
	)
	for way, c := range map[string]struct {
		maintenance, direct bool
		want                map[string]string
	}{
		"cdn": {false, false, map[string]string{
			"healthy operator /": site, "healthy operator /healthz": site, "healthy visitor /": site, "healthy visitor /healthz": site,
			"healthy visitor www": redirect, "healthy visitor /static/a.css": site, "healthy operator6 /": site, "healthy visitor6 /": site,
			"healthy visitor past": nobody, "healthy operator past": nobody, "healthy visitor another's": "0 nobody, 403 load balancer",
			"unhealthy operator /": page, "unhealthy operator /healthz": page, "unhealthy visitor /": page, "unhealthy visitor /healthz": page,
			"unhealthy visitor www": redirect, "unhealthy visitor /static/a.css": page, "unhealthy visitor past": nobody,
			"gone operator /": page, "gone operator /healthz": page, "gone visitor /": page, "gone visitor /healthz": page,
			"gone visitor www": redirect, "gone visitor /static/a.css": page, "gone visitor past": nobody,
		}},
		"cdn in maintenance": {true, false, map[string]string{
			"healthy operator /": site, "healthy operator /healthz": site, "healthy visitor /": page, "healthy visitor /healthz": site,
			"healthy visitor www": page, "healthy operator www": redirect, "healthy visitor /static/a.css": page, "healthy operator /static/a.css": site,
			"healthy operator6 /": site, "healthy visitor6 /": page, "healthy visitor6 /healthz": site,
			"healthy visitor past": nobody, "healthy operator past": nobody, "healthy operator another's": "0 nobody, 403 load balancer",
			"unhealthy operator /": page, "unhealthy operator /healthz": page, "unhealthy visitor /": page, "unhealthy visitor /healthz": page, "unhealthy visitor www": page,
			"gone operator /": page, "gone operator /healthz": page, "gone visitor /": page, "gone visitor /healthz": page, "gone visitor www": page,
		}},
		"cdn, while a site moves to it": {false, true, map[string]string{
			"healthy operator /": site, "healthy visitor /": site, "healthy visitor www": redirect, "healthy visitor past": "301 load balancer, 200 site",
			"unhealthy visitor /": page, "gone visitor /": page,
		}},
	} {
		t.Run(way, func(t *testing.T) {
			app := newApp(t)
			websystem.NewStage(app, "prod", &websystem.StageProps{Region: testRegion, Props: websystem.Props{
				Domain: domain.Props{Zone: "example.com", HostedZoneID: siteZoneID, Redirects: []string{"www.example.com"}},
				Web:    webtier.Props{HealthCheck: webtier.HealthCheck{Path: "/healthz"}},
				SorryPage: websystem.SorryPage{
					Automatic: websystem.AutomaticCDN, Maintenance: c.maintenance, Operators: []string{"203.0.113.0/24", "2001:db8::/48"},
				},
				CDN: websystem.CDN{Props: cdn.Props{StaticPaths: []string{"/static/*"}}, AllowDirect: c.direct},
			}})
			read, err := assembly.Read(filepath.Join(*app.Synth(nil).Directory(), "assembly-prod"))
			if err != nil {
				t.Fatal(err)
			}
			wantServed(t, read, c.want)
		})
	}
}
