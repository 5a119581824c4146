package test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
)

// TestCDNFunction runs the function of a CDN in maintenance on Node.js, with events of single requests.
func TestCDNFunction(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		p := cdnProps(stack)
		p.Names, p.Redirects = p.Names[:1], []string{"www.example.com"}
		p.Page.HTML, p.Maintenance, p.HealthPath = "$page $status", true, "/healthz"
		p.Operators = []string{"203.0.113.128/25", "192.0.2.7/32", "2001:db8::/33", "2001:db9:0:1::/64", "::1/128"}
		cdn.New(stack, "CDN", p)
	})
	code, _ := tm.named(t, functionKind, "CDNFunction").get("FunctionCode").(string)
	const page, through = `503 $page $status`, "through"
	lines := []struct{ ip, host, uri, query, want string }{
		{"203.0.113.128", "example.com", "/", `{}`, through},
		{"203.0.113.255", "example.com", "/a", `{}`, through},
		{"203.0.113.127", "example.com", "/", `{}`, page},
		{"203.0.112.128", "example.com", "/", `{}`, page},
		{"192.0.2.7", "example.com", "/", `{}`, through},
		{"192.0.2.8", "example.com", "/", `{}`, page},
		{"192.0.2.70", "example.com", "/", `{}`, page},
		{"2001:db8::1", "example.com", "/", `{}`, through},
		{"2001:db8:7fff:1:2:3:4:5", "example.com", "/", `{}`, through},
		{"2001:0db8:0000:0000:0000:0000:0000:0001", "example.com", "/", `{}`, through},
		{"2001:db8:8000::", "example.com", "/", `{}`, page},
		{"2001:db9:0:1::", "example.com", "/", `{}`, through},
		{"2001:db9:0:2::1", "example.com", "/", `{}`, page},
		{"::1", "example.com", "/", `{}`, through},
		{"::2", "example.com", "/", `{}`, page},
		{"198.51.100.1", "example.com", "/healthz", `{}`, through},
		{"198.51.100.1", "example.com", "/healthz/", `{}`, page},
		{"198.51.100.1", "www.example.com", "/", `{}`, page},
		{"192.0.2.7", "WWW.example.com", "/a%20b", `{}`, "301 https://example.com/a%20b"},
		{"192.0.2.7", "www.example.com", "/", `{"a": {"value": "1"}, "b": {"value": ""}}`, "301 https://example.com/?a=1&b"},
		{"192.0.2.7", "www.example.com", "/", `{"a": {"value": "1", "multiValue": [{"value": "1"}, {"value": "%26"}]}}`, "301 https://example.com/?a=1&a=%26"},
		{"192.0.2.7", "www.example.com.example.net", "/", `{}`, through},
	}
	var events []string
	for _, l := range lines {
		events = append(events, `{"viewer": {"ip": "`+l.ip+`"}, "request": {"method": "GET", "uri": "`+l.uri+`", "querystring": `+l.query+`, "headers": {"host": {"value": "`+l.host+`"}}}}`)
	}
	script := code + `
process.stdout.write(JSON.stringify([` + strings.Join(events, ",") + `].map((event) => {
  const answer = handler(event);
  if (answer === event.request) return 'through';
  return answer.statusCode + ' ' + (answer.statusCode === 301 ? answer.headers.location.value : answer.body.data);
})));`
	out, err := exec.Command("node", "-e", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := json.Unmarshal(out, &got); err != nil || len(got) != len(lines) {
		t.Fatalf("the answers are %s: %v", out, err)
	}
	for i, l := range lines {
		if got[i] != l.want {
			t.Errorf("%s at %s%s with %s is answered by %s, want %s", l.ip, l.host, l.uri, l.query, got[i], l.want)
		}
	}
}
