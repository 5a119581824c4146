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

// onNode runs a function of CloudFront on Node.js with an event as CloudFront makes it, and remembers what came of it.
func onNode(t *testing.T) served.Function {
	t.Helper()
	type outcome struct {
		answer  served.Answer
		answers bool
	}
	known := map[string]outcome{}
	return func(code string, r served.Request) (served.Answer, bool, error) {
		event, err := json.Marshal(map[string]any{"version": "1.0", "viewer": map[string]any{"ip": r.From.String()}, "request": map[string]any{
			"method": "GET", "uri": r.Path, "querystring": map[string]any{}, "headers": map[string]any{"host": map[string]any{"value": r.Host}}, "cookies": map[string]any{},
		}})
		if err != nil {
			return served.Answer{}, false, err
		}
		key := code + string(event)
		if o, ok := known[key]; ok {
			return o.answer, o.answers, nil
		}
		source, err := exec.Command("node", "-e", code+"\nprocess.stdout.write(JSON.stringify(handler("+string(event)+")))").Output()
		if err != nil {
			return served.Answer{}, false, fmt.Errorf("node: %w", err)
		}
		var response struct {
			URI        string
			StatusCode int
			Headers    map[string]struct{ Value string }
			Body       struct{ Encoding, Data string }
		}
		if err := json.Unmarshal(source, &response); err != nil || response.Body.Data != "" && response.Body.Encoding != "text" {
			return served.Answer{}, false, fmt.Errorf("the function answers %s", source)
		}
		o := outcome{served.Answer{Status: response.StatusCode, Body: response.Body.Data, Headers: map[string]string{}}, response.URI == ""}
		for name, value := range response.Headers {
			o.answer.Headers[name] = value.Value
		}
		known[key] = o
		return o.answer, o.answers, nil
	}
}

// TestServed asserts what everybody is served, for each way to show the page.
func TestServed(t *testing.T) {
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
			wantServed(t, read, c.want)
		})
	}
}

// wantServed asserts a table. A line is the state of the site, who asks for which path, and what http and https answer.
func wantServed(t *testing.T, read *assembly.Assembly, table map[string]string) {
	t.Helper()
	addresses := map[string]string{"operator": "203.0.113.7", "operator6": "2001:db8::7", "visitor": "198.51.100.77", "visitor6": "2001:db9::7"}
	run := onNode(t)
	for line, want := range table {
		words := strings.Fields(line)
		site := served.Site{Assembly: read, Healthy: words[0] == "healthy", Gone: words[0] == "gone", Run: run}
		ask, r := site.Ask, served.Request{Host: "example.com", Path: words[2], From: netip.MustParseAddr(addresses[words[1]])}
		switch words[2] {
		case "www":
			r.Host, r.Path = "www.example.com", "/"
		case "past":
			ask, r.Path = site.AskBalancer, "/"
		case "another's":
			ask, r.Path, r.ByCloudFront, r.Headers = site.AskBalancer, "/", true, map[string]string{"x-origin-verify": "guessed"}
		}
		var got []string
		for _, scheme := range []string{"http", "https"} {
			r.Scheme = scheme
			answer, err := ask(r)
			if err != nil {
				t.Fatalf("%s, %s: %v", line, scheme, err)
			}
			got = append(got, describe(t, answer))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s is served\n%s, want\n%s", line, got, want)
		}
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
