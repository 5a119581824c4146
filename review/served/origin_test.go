package served_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/served"
)

// behindCDN is a load balancer that takes requests from a distribution with the right header alone.
const behindCDN = `{"Resources": {
	"Site": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "example.com.", "Type": "A", "AliasTarget": {"DNSName": {"Fn::GetAtt": ["CDN", "DomainName"]}}}},
	"Origin": {"Type": "AWS::Route53::RecordSet", "Properties": {"Name": "origin.example.com.", "Type": "A", "AliasTarget": {"DNSName": {"Fn::GetAtt": ["Balancer", "DNSName"]}}}},
	"CDN": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Aliases": ["example.com"],
		"Origins": [
			{"Id": "site", "DomainName": "origin.example.com", "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}, "OriginCustomHeaders": [{"HeaderName": "X-Key", "HeaderValue": "right"}]},
			{"Id": "page", "DomainName": {"Fn::GetAtt": ["Page", "DomainName"]}, "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}],
		"CacheBehaviors": [{"PathPattern": "/page", "TargetOriginId": "page"}, {"PathPattern": "/static/*", "TargetOriginId": "site", "CachePolicyId": {"Fn::GetAtt": ["Policy", "Id"]}}],
		"DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https", "OriginRequestPolicyId": "216adef6-5c7f-47e4-b989-5492eafa07d3"},
		"CustomErrorResponses": [{"ErrorCode": 503, "ResponseCode": 503, "ResponsePagePath": "/page"}, {"ErrorCode": 502, "ErrorCachingMinTTL": 0}, {"ErrorCode": 504, "ResponseCode": 503, "ResponsePagePath": "/page"}]}}},
	"Policy": {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": {"ParametersInCacheKeyAndForwardedToOrigin": {"HeadersConfig": {"Headers": ["Host"]}}}}},
	"Page": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
		"DefaultCacheBehavior": {"FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["Function", "FunctionARN"]}}]}}}},
	"Function": {"Type": "AWS::CloudFront::Function", "Properties": {"FunctionCode": "the page"}},
	"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internet-facing", "SecurityGroups": [{"Fn::GetAtt": ["Group", "GroupId"]}]}},
	"Inner": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal"}},
	"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "192.0.2.0/25"}]}},
	"Ingress": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourcePrefixListId": "pl-1"}},
	"Certificate": {"Type": "AWS::CertificateManager::Certificate", "Properties": {"DomainName": "example.com", "SubjectAlternativeNames": ["*.example.net"]}},
	"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"LoadBalancerArn": {"Ref": "Balancer"}, "Port": 443, "Certificates": [{"CertificateArn": {"Ref": "Certificate"}}],
		"DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}]}},
	"Rule": {"Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": {"ListenerArn": {"Ref": "Listener"}, "Priority": 1,
		"Conditions": [{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Key", "Values": ["left", "right"]}}], "Actions": [{"Type": "forward"}]}}
}}`

func TestAskBehindADistribution(t *testing.T) {
	const (
		visitor, office = "198.51.100.1", "192.0.2.7"
		certificate     = `"DomainName": "example.com", "SubjectAlternativeNames": ["*.example.net"]`
		value           = `"HeaderValue": "right"`
	)
	for name, c := range map[string]struct {
		old, new, path, from string
		unhealthy, gone      bool
		status               int
		by                   string
		err                  string
	}{
		"up":                              {path: "/", status: 200, by: "site"},
		"down":                            {path: "/", unhealthy: true, status: 503, by: "distribution with the page"},
		"gone":                            {path: "/", gone: true, status: 503, by: "distribution with the page"},
		"a static path":                   {path: "/static/a.css", status: 200, by: "site"},
		"a static path, gone":             {path: "/static/a.css", gone: true, status: 503, by: "distribution with the page"},
		"the page itself":                 {path: "/page", unhealthy: true, status: 200, by: "distribution with the page"},
		"a status that it has no page of": {old: `{"ErrorCode": 503, "ResponseCode"`, new: `{"ErrorCode": 500, "ResponseCode"`, path: "/", unhealthy: true, status: 503, by: "load balancer"},
		"another header":                  {old: value, new: `"HeaderValue": "wrong"`, path: "/", status: 403, by: "load balancer"},
		"no header":                       {old: `"X-Key", "HeaderValue"`, new: `"X-Other", "HeaderValue"`, path: "/", status: 403, by: "load balancer"},
		"closed to CloudFront":            {old: `"SourcePrefixListId": "pl-1"`, new: `"CidrIp": "203.0.113.0/24"`, path: "/", status: 503, by: "distribution with the page"},
		"another port":                    {old: `"FromPort": 443, "ToPort": 443, "SourcePrefixListId"`, new: `"FromPort": 80, "ToPort": 80, "SourcePrefixListId"`, path: "/", status: 503, by: "distribution with the page"},
		"a higher port":                   {old: `"FromPort": 443, "ToPort": 443, "SourcePrefixListId"`, new: `"FromPort": 444, "ToPort": 445, "SourcePrefixListId"`, path: "/", status: 503, by: "distribution with the page"},
		"another protocol":                {old: `"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourcePrefixListId"`, new: `"IpProtocol": "udp", "FromPort": 443, "ToPort": 443, "SourcePrefixListId"`, path: "/", status: 503, by: "distribution with the page"},
		"every protocol":                  {old: `"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourcePrefixListId"`, new: `"IpProtocol": "-1", "SourcePrefixListId"`, path: "/", status: 200, by: "site"},
		"a certificate for the origin":    {old: certificate, new: `"DomainName": "origin.example.com"`, path: "/", status: 200, by: "site"},
		"a certificate for others":        {old: certificate, new: `"DomainName": "example.org"`, path: "/", status: 502, by: "distribution"},
		"another certificate of the site": {old: certificate, new: `"DomainName": "example.org", "SubjectAlternativeNames": ["example.com"]`, path: "/", status: 200, by: "site"},
		"the Host kept back":              {old: `, "OriginRequestPolicyId": "216adef6-5c7f-47e4-b989-5492eafa07d3"`, path: "/", status: 502, by: "distribution"},
		"the Host kept back of statics":   {old: `"Headers": ["Host"]`, new: `"Headers": ["Accept"]`, path: "/static/a.css", status: 502, by: "distribution"},
		"a certificate brought along":     {old: `"CertificateArn": {"Ref": "Certificate"}`, new: `"CertificateArn": "arn"`, path: "/", status: 200, by: "site"},
		"a page that is not there":        {old: `{"Fn::GetAtt": ["Page", "DomainName"]}`, new: `"origin.example.com"`, path: "/", unhealthy: true, status: 502, by: "distribution"},
		"a load balancer by its own name": {old: `"DomainName": "origin.example.com"`, new: `"DomainName": {"Fn::GetAtt": ["Balancer", "DNSName"]}`, path: "/", status: 200, by: "site"},
		"a function at the page":          {old: `"TargetOriginId": "page"`, new: `"TargetOriginId": "page", "FunctionAssociations": [{}]`, path: "/", unhealthy: true, err: "has a function at its error page, and whether it runs is unknown"},
		"an origin in clear text":         {old: `{"OriginProtocolPolicy": "https-only"}, "OriginCustomHeaders"`, new: `{"OriginProtocolPolicy": "match-viewer"}, "OriginCustomHeaders"`, path: "/", err: "asks an origin in a way that is unknown"},
		"a group of origins":              {old: `"DefaultCacheBehavior": {"TargetOriginId": "site"`, new: `"DefaultCacheBehavior": {"TargetOriginId": "group"`, path: "/", err: "asks an origin, which is unknown"},
		"an origin elsewhere":             {old: `"DomainName": "origin.example.com"`, new: `"DomainName": "example.org"`, path: "/", err: "no primary record of example.org"},
		"an origin of another kind":       {old: `"DomainName": "origin.example.com"`, new: `"DomainName": {"Ref": "Group"}`, path: "/", err: "asks an origin, which is unknown"},
		"an unknown group":                {old: `"SecurityGroups": [{"Fn::GetAtt": ["Group", "GroupId"]}]`, new: `"SecurityGroups": ["sg-1"]`, path: "/", err: "has a security group that is unknown"},
		"past it":                         {path: "past /", status: 0, by: "nobody"},
		"past it, let in":                 {path: "past /", from: office, status: 403, by: "load balancer"},
		"past it without groups":          {old: `, "SecurityGroups": [{"Fn::GetAtt": ["Group", "GroupId"]}]`, path: "past /", status: 403, by: "load balancer"},
		"two that face the internet":      {old: `"Scheme": "internal"`, new: `"Scheme": "internet-facing"`, path: "past /", err: "face the internet"},
		"none that faces the internet":    {old: `"internet-facing"`, new: `"internal"`, path: "past /", err: "no load balancer faces the internet"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(behindCDN, c.old, c.new, 1)
			if c.old != "" && changed == behindCDN {
				t.Fatal("the template has not changed")
			}
			stack, err := assembly.Parse("prod", "ap-northeast-1", []byte(changed))
			if err != nil {
				t.Fatal(err)
			}
			site := served.Site{Assembly: &assembly.Assembly{Stacks: []*assembly.Stack{stack}}, Healthy: !c.unhealthy, Gone: c.gone,
				Run: func(code string, _ served.Request) (served.Answer, bool, error) {
					return served.Answer{Status: 200, Body: code}, true, nil
				}}
			from := visitor
			if c.from != "" {
				from = c.from
			}
			path, past := strings.CutPrefix(c.path, "past ")
			r := served.Request{Scheme: "https", Host: "example.com", Path: path, From: netip.MustParseAddr(from)}
			ask := site.Ask
			if past {
				ask = site.AskBalancer
			}
			got, err := ask(r)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("the error is %v, want %s", err, c.err)
				}
				return
			}
			by := got.By
			if got.Body == "the page" {
				by += " with the page"
			}
			if err != nil || got.Status != c.status || by != c.by {
				t.Errorf("served %+v (%v), want %d by the %s", got, err, c.status, c.by)
			}
		})
	}
}
