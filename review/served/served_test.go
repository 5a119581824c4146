package served_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/served"
)

// byHand is a site whose primary record trusts its health check alone.
const byHand = `{"Resources": {
	"Primary": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "example.com.", "Type": "A", "Failover": "PRIMARY", "HealthCheckId": {"Ref": "Check"},
		"AliasTarget": {"DNSName": {"Fn::GetAtt": ["Balancer", "DNSName"]}, "EvaluateTargetHealth": false}}},
	"Secondary": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "example.com.", "Type": "A", "Failover": "SECONDARY",
		"AliasTarget": {"DNSName": {"Fn::GetAtt": ["Page", "DomainName"]}}}},
	"Mail": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "example.com.", "Type": "MX"}},
	"Check": {"Type": "AWS::Route53::HealthCheck", "Properties": {"HealthCheckConfig": {"Type": "HTTPS", "FullyQualifiedDomainName": {"Fn::GetAtt": ["Balancer", "DNSName"]}, "ResourcePath": "/up"}}},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
	"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Balancer"}, "Port": 443, "DefaultActions": [{"Type": "forward"}]}},
	"Last": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 10,
		"Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/old/*"]}}],
		"Actions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "410", "ContentType": "text/plain", "MessageBody": "gone"}}]}},
	"First": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 9,
		"Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/old/*/moved"]}}, {"Field": "source-ip", "SourceIpConfig": {"Values": ["203.0.113.0/24"]}}],
		"Actions": [{"Type": "redirect", "RedirectConfig": {"Host": "new.example.com", "Protocol": "#{protocol}", "StatusCode": "HTTP_302"}}]}},
	"Page": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Aliases": ["example.com"],
		"DefaultCacheBehavior": {"ViewerProtocolPolicy": "https-only", "FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["Function", "FunctionARN"]}}]}}}},
	"Function": {"Type": "AWS::CloudFront::Function", "Properties": {"FunctionCode": "the page"}}
}}`

func TestAsk(t *testing.T) {
	const aliases, primary, listener = `"Aliases": ["example.com"]`, `"Failover": "PRIMARY", `, `"Port": 443, `
	for name, c := range map[string]struct {
		old, new, scheme, path string
		healthy                bool
		status                 int
		by, body, location     string
		err                    string
	}{
		"up":                         {path: "/", healthy: true, status: 200, by: "site"},
		"down":                       {path: "/", status: 503, by: "distribution", body: "the page"},
		"down, http":                 {scheme: "http", path: "/", status: 403, by: "distribution"},
		"a rule":                     {path: "/old/a/b", healthy: true, status: 410, by: "load balancer", body: "gone"},
		"a rule before it":           {path: "/old/a/b/moved", healthy: true, status: 302, by: "load balancer", location: "https://new.example.com/old/a/b/moved"},
		"a rule for others":          {old: "203.0.113.0/24", new: "192.0.2.0/24", path: "/old/a/moved", healthy: true, status: 410, by: "load balancer", body: "gone"},
		"a check of what is gone":    {old: `"/up"`, new: `"/old/up"`, path: "/", healthy: true, status: 503, by: "distribution", body: "the page"},
		"a target that is down":      {old: `"HealthCheckId": {"Ref": "Check"},`, path: "/", status: 503, by: "load balancer"},
		"another name":               {old: aliases, new: `"Aliases": ["example.org"]`, path: "/", status: 403, by: "distribution"},
		"a check of something else":  {old: `"FullyQualifiedDomainName": {"Fn::GetAtt": ["Balancer", "DNSName"]}`, new: `"FullyQualifiedDomainName": "example.com"`, path: "/", err: "asks something else than what"},
		"no primary record":          {old: primary, new: `"Failover": "SECONDARY", `, path: "/", err: "two records of example.com have the same role"},
		"no record":                  {old: `"example.com.", "Type": "A", "Failover": "PRIMARY"`, new: `"example.org.", "Type": "A", "Failover": "PRIMARY"`, path: "/", err: "no primary record of example.com"},
		"no listener":                {old: listener, new: `"Port": 80, `, path: "/", err: "does not listen to https"},
		"a condition that is new":    {old: `"Field": "source-ip"`, new: `"Field": "weather"`, path: "/old/a/moved", healthy: true, err: "has the condition weather, which is unknown"},
		"an action that is new":      {old: `"Type": "forward"`, new: `"Type": "authenticate"`, path: "/", err: "does authenticate, which is unknown"},
		"two actions":                {old: `[{"Type": "forward"}]`, new: `[{"Type": "forward"}, {"Type": "forward"}]`, path: "/", err: "has 2 actions"},
		"a function of the response": {old: "viewer-request", new: "viewer-response", path: "/", err: "has a function that is unknown"},
		"an origin":                  {old: `"the page"`, new: `"through"`, path: "/", err: "asks an origin, which is unknown"},
		"another target":             {old: `"AWS::CloudFront::Distribution"`, new: `"AWS::S3::Bucket"`, path: "/", err: "leads to something unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(byHand, c.old, c.new, 1)
			if c.old != "" && changed == byHand {
				t.Fatal("the template has not changed")
			}
			stack, err := assembly.Parse("prod", "ap-northeast-1", []byte(changed))
			if err != nil {
				t.Fatal(err)
			}
			site := served.Site{Assembly: &assembly.Assembly{Stacks: []*assembly.Stack{stack}}, Healthy: c.healthy,
				Run: func(code string, _ served.Request) (served.Answer, bool, error) {
					return served.Answer{Status: 503, Body: code}, code == "the page", nil
				}}
			scheme := c.scheme
			if scheme == "" {
				scheme = "https"
			}
			got, err := site.Ask(served.Request{Scheme: scheme, Host: "example.com", Path: c.path, From: netip.MustParseAddr("203.0.113.7")})
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("the error is %v, want %s", err, c.err)
				}
				return
			}
			if err != nil || got.Status != c.status || got.By != c.by || got.Body != c.body || got.Headers["location"] != c.location {
				t.Errorf("served %+v (%v), want %d by the %s, %q, %q", got, err, c.status, c.by, c.body, c.location)
			}
		})
	}
}
