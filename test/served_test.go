package test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/served"
)

// onNode runs a function of CloudFront on Node.js, and remembers what it answered: the function sees no request.
func onNode(t *testing.T) served.Function {
	t.Helper()
	answers := map[string]served.Answer{}
	return func(code string, _ served.Request) (served.Answer, bool, error) {
		if answer, known := answers[code]; known {
			return answer, true, nil
		}
		source, err := exec.Command("node", "-e", code+"\nprocess.stdout.write(JSON.stringify(handler({request: {}})))").Output()
		if err != nil {
			return served.Answer{}, false, fmt.Errorf("node: %w", err)
		}
		var response struct {
			StatusCode int
			Headers    map[string]struct{ Value string }
			Body       struct{ Encoding, Data string }
		}
		if err := json.Unmarshal(source, &response); err != nil || response.Body.Encoding != "text" {
			return served.Answer{}, false, fmt.Errorf("the function answers %s", source)
		}
		answer := served.Answer{Status: response.StatusCode, Body: response.Body.Data, Headers: map[string]string{}}
		for name, value := range response.Headers {
			answer.Headers[name] = value.Value
		}
		answers[code] = answer
		return answer, true, nil
	}
}

// TestServed asserts what everybody is served, for each way to show the page. A line of a table is the state of the site,
// who asks for which path, and what http and https answer.
func TestServed(t *testing.T) {
	const operator, visitor = "203.0.113.7", "198.51.100.77"
	page := websystem.SorryPage{Operators: []string{"203.0.113.0/24"}}
	maintenance, dns, both := page, page, page
	maintenance.Maintenance, both.Maintenance = true, true
	dns.Automatic, both.Automatic = websystem.AutomaticDNS, websystem.AutomaticDNS
	const (
		site     = "301 load balancer, 200 site"
		failing  = "301 load balancer, 503 load balancer"
		fixed    = "301 load balancer, 503 load balancer with the page"
		standby  = "301 distribution, 503 distribution with the page"
		redirect = "301 load balancer, 301 load balancer"
	)
	for way, c := range map[string]struct {
		page websystem.SorryPage
		want map[string]string
	}{
		"none": {page, map[string]string{
			"healthy operator /": site, "healthy operator /healthz": site, "healthy visitor /": site, "healthy visitor /healthz": site, "healthy visitor www": redirect,
			"unhealthy operator /": failing, "unhealthy operator /healthz": failing, "unhealthy visitor /": failing, "unhealthy visitor /healthz": failing, "unhealthy visitor www": redirect,
		}},
		"maintenance": {maintenance, map[string]string{
			"healthy operator /": site, "healthy operator /healthz": site, "healthy visitor /": fixed, "healthy visitor /healthz": site, "healthy visitor www": fixed,
			"unhealthy operator /": failing, "unhealthy operator /healthz": failing, "unhealthy visitor /": fixed, "unhealthy visitor /healthz": failing, "unhealthy visitor www": fixed,
		}},
		"dns": {dns, map[string]string{
			"healthy operator /": site, "healthy operator /healthz": site, "healthy visitor /": site, "healthy visitor /healthz": site, "healthy visitor www": redirect,
			"unhealthy operator /": standby, "unhealthy operator /healthz": standby, "unhealthy visitor /": standby, "unhealthy visitor /healthz": standby, "unhealthy visitor www": standby,
		}},
		"dns in maintenance": {both, map[string]string{
			"healthy operator /": site, "healthy operator /healthz": site, "healthy visitor /": fixed, "healthy visitor /healthz": site, "healthy visitor www": fixed,
			"unhealthy operator /": standby, "unhealthy operator /healthz": standby, "unhealthy visitor /": standby, "unhealthy visitor /healthz": standby, "unhealthy visitor www": standby,
		}},
	} {
		t.Run(way, func(t *testing.T) {
			app := newApp(t)
			websystem.NewStage(app, "prod", &websystem.StageProps{Region: testRegion, Props: websystem.Props{
				Domain:    domain.Props{Zone: "example.com", HostedZoneID: siteZoneID, Redirects: []string{"www.example.com"}},
				Web:       webtier.Props{HealthCheck: webtier.HealthCheck{Path: "/healthz"}},
				SorryPage: c.page,
			}})
			read, err := assembly.Read(filepath.Join(*app.Synth(nil).Directory(), "assembly-prod"))
			if err != nil {
				t.Fatal(err)
			}
			run := onNode(t)
			for line, want := range c.want {
				words := strings.Fields(line)
				r := served.Request{Host: "example.com", Path: words[2], From: netip.MustParseAddr(map[string]string{"operator": operator, "visitor": visitor}[words[1]])}
				if words[2] == "www" {
					r.Host, r.Path = "www.example.com", "/"
				}
				var got []string
				for _, scheme := range []string{"http", "https"} {
					r.Scheme = scheme
					asked := served.Site{Assembly: read, Healthy: words[0] == "healthy", Run: run}
					answer, err := asked.Ask(r)
					if err != nil {
						t.Fatalf("%s, %s: %v", line, scheme, err)
					}
					got = append(got, describe(t, answer))
				}
				if got := strings.Join(got, ", "); got != want {
					t.Errorf("%s is served\n%s, want\n%s", line, got, want)
				}
			}
		})
	}
}

// describe says an answer in a few words, and looks at what goes with the page and with redirects.
func describe(t *testing.T, a served.Answer) string {
	t.Helper()
	words := fmt.Sprintf("%d %s", a.Status, a.By)
	if location := a.Headers["location"]; a.Status == 301 && !strings.HasPrefix(location, "https://") {
		t.Errorf("a redirect leads to %q", location)
	}
	if a.Body == "" {
		return words
	}
	if a.Body != sorrypage.Page() {
		t.Errorf("the %s shows\n%s", a.By, a.Body)
	}
	want := map[string]string{"content-type": "text/html"}
	if a.By == "distribution" {
		want = map[string]string{
			"content-type": "text/html; charset=utf-8", "cache-control": "no-store", "retry-after": "60", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
			"content-security-policy": "default-src 'unsafe-inline' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		}
	}
	if show(a.Headers) != show(want) {
		t.Errorf("the headers of the page are %s, want %s", show(a.Headers), show(want))
	}
	return words + " with the page"
}
