package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	formation "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
)

// behindCDN is prod's system with CloudFront in front of it, under a name of its own: what prod leaves behind keeps its names.
const behindCDN = "cdn"

// Policies that CloudFront has itself.
const (
	cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	allViewer       = "216adef6-5c7f-47e4-b989-5492eafa07d3"
)

// withCDN deploys prod's system once more where prod was, now behind CloudFront, looks at what is different, and destroys it.
func (s *suite) withCDN(t *testing.T) {
	if len(s.cdn) == 0 {
		s.gaps.add(t, "CloudFront in front of the site: there is no zone that the world sees")
		return
	}
	for _, a := range s.cdn {
		s.before[a] = must(a.take(s.ctx))(t)
	}
	a := s.cdn[0]
	file := must(s.unprotected(t).with("prod", set("sorryPage.automatic", "cdn"), add("", "cdn: {staticPaths: [/static/*]}")))(t)["prod"]
	s.assembly = s.synthesize(t, behindCDN, settings{behindCDN: file})
	if _, err := deploy(s.ctx, t, a, s.assembly); err != nil {
		t.Fatal(err)
	}
	e := s.look(t, a)
	t.Run("stacks", e.cdnStacks)
	t.Run("distribution", e.cdnDistribution)
	t.Run("behaviors", e.cdnBehaviors)
	t.Run("page", e.cdnPage)
	t.Run("secret", e.cdnSecret)
	t.Run("who reaches the load balancer", e.cdnAlone)
	t.Run("names", e.cdnNames)
	t.Run("destroyed but for what is meant to stay", func(t *testing.T) { s.destroyAll(t, a) })
}

// cdnStacks asserts that the distribution was there before the web tier, whose records lead to it.
func (e *environment) cdnStacks(t *testing.T) {
	created := map[string]time.Time{}
	for _, a := range e.cdn {
		for _, name := range a.stackNames() {
			stack := at(must(a.stack(e.ctx, name))(t))
			same(t, "status of "+name, stack.StackStatus, formation.StackStatusCreateComplete)
			created[name] = aws.ToTime(stack.CreationTime)
		}
	}
	same(t, "stacks", len(created), 3)
	same(t, "Edge is older than Stateless", created[e.stackName("Edge")].Before(created[e.stackName("Stateless")]), true)
}

// distributions are the site's, and the one that the page comes from.
func (e *environment) distributions(t *testing.T) (site, page types.Distribution) {
	t.Helper()
	for _, id := range must(e.edge.resources(e.ctx, e.stackName("Edge"), "AWS::CloudFront::Distribution"))(t) {
		d := at(must(e.edge.cloudfront.GetDistribution(e.ctx, &cloudfront.GetDistributionInput{Id: &id}))(t).Distribution)
		if len(at(at(d.DistributionConfig).Aliases).Items) > 0 {
			site = d
		} else {
			page = d
		}
	}
	if site.Id == nil || page.Id == nil {
		t.Fatal("there are not two distributions, one of which has names")
	}
	return site, page
}

// origin returns the origin of an id.
func origin(t *testing.T, config *types.DistributionConfig, id string) types.Origin {
	t.Helper()
	return only(t, "origins called "+id, slices.DeleteFunc(slices.Clone(at(at(config).Origins).Items), func(o types.Origin) bool { return aws.ToString(o.Id) != id }))
}

// cdnDistribution asserts what the site's distribution is to visitors, and whom it asks.
func (e *environment) cdnDistribution(t *testing.T) {
	site, page := e.distributions(t)
	config := at(site.DistributionConfig)
	same(t, "enabled", aws.ToBool(config.Enabled), true)
	sameSet(t, "names", at(config.Aliases).Items, []string{e.zone.name, e.zone.www()})
	tls := at(config.ViewerCertificate)
	same(t, "certificate", aws.ToString(tls.ACMCertificateArn), e.inEdge(t, "AWS::CertificateManager::Certificate"))
	same(t, "least version of TLS", tls.MinimumProtocolVersion, types.MinimumProtocolVersionTLSv122021)
	same(t, "HTTP", config.HttpVersion, types.HttpVersionHttp2and3)
	same(t, "IPv6", aws.ToBool(config.IsIPV6Enabled), true)
	acl := strings.Split(e.inEdge(t, "AWS::WAFv2::WebACL"), "|")[0] // name, id and scope
	same(t, "web ACL "+aws.ToString(config.WebACLId), strings.Contains(aws.ToString(config.WebACLId), ":"+edgeRegion+":"+e.id+":global/webacl/"+acl), true)

	same(t, "origins", len(at(config.Origins).Items), 2)
	asked := origin(t, &config, "load-balancer")
	same(t, "name of the load balancer", aws.ToString(asked.DomainName), "origin."+e.zone.name)
	custom := at(asked.CustomOriginConfig)
	same(t, "how it is asked", []any{custom.OriginProtocolPolicy, aws.ToInt32(custom.HTTPSPort)}, []any{types.OriginProtocolPolicyHttpsOnly, int32(443)})
	same(t, "versions of TLS", at(custom.OriginSslProtocols).Items, []types.SslProtocol{types.SslProtocolTLSv12})
	same(t, "where the page comes from", aws.ToString(origin(t, &config, "page").DomainName), aws.ToString(page.DomainName))
	same(t, "headers for the page", len(at(origin(t, &config, "page").CustomHeaders).Items), 0)
}

// cdnBehaviors asserts that only static paths are kept, and what is shown in place of failures.
func (e *environment) cdnBehaviors(t *testing.T) {
	site, _ := e.distributions(t)
	config := at(site.DistributionConfig)
	all := at(config.DefaultCacheBehavior)
	same(t, "who answers", aws.ToString(all.TargetOriginId), "load-balancer")
	same(t, "what is kept, and what the application sees", []string{aws.ToString(all.CachePolicyId), aws.ToString(all.OriginRequestPolicyId)}, []string{cachingDisabled, allViewer})
	same(t, "methods", len(at(all.AllowedMethods).Items), 7)
	same(t, "plain HTTP", all.ViewerProtocolPolicy, types.ViewerProtocolPolicyRedirectToHttps)
	headers := e.inEdge(t, "AWS::CloudFront::ResponseHeadersPolicy")
	same(t, "headers for safety", aws.ToString(all.ResponseHeadersPolicyId), headers)
	if len(at(all.FunctionAssociations).Items) == 0 {
		e.gaps.note(t, "the site's distribution runs its function", "keep a distribution's functions")
	} else {
		same(t, "when the function runs", only(t, "functions", all.FunctionAssociations.Items).EventType, types.EventTypeViewerRequest)
	}

	var paths []string
	for _, b := range at(config.CacheBehaviors).Items {
		path := aws.ToString(b.PathPattern)
		paths = append(paths, path+" "+aws.ToString(b.TargetOriginId))
		same(t, "plain HTTP of "+path, b.ViewerProtocolPolicy, types.ViewerProtocolPolicyRedirectToHttps)
		if path == "/static/*" {
			same(t, "what is kept of "+path, aws.ToString(b.CachePolicyId), e.inEdge(t, "AWS::CloudFront::CachePolicy"))
			same(t, "methods of "+path, len(at(b.AllowedMethods).Items), 2)
			same(t, "headers for safety of "+path, aws.ToString(b.ResponseHeadersPolicyId), headers)
		} else {
			same(t, "what is kept of "+path, aws.ToString(b.CachePolicyId), cachingDisabled)
		}
	}
	same(t, "paths, in the order in which they are tried", paths, []string{"/.sorry-page page", "/static/* load-balancer"})

	var failures []int32
	for _, r := range at(config.CustomErrorResponses).Items {
		failures = append(failures, aws.ToInt32(r.ErrorCode))
		same(t, "what is shown", aws.ToString(r.ResponsePagePath)+" "+aws.ToString(r.ResponseCode), "/.sorry-page 503")
		same(t, "seconds for which a failure is kept", aws.ToInt64(r.ErrorCachingMinTTL), int64(0))
	}
	slices.Sort(failures)
	same(t, "failures", failures, []int32{500, 502, 503, 504})
}

// cdnPage asserts that the distribution of the page has no name, and asks nobody.
func (e *environment) cdnPage(t *testing.T) {
	_, page := e.distributions(t)
	config := at(page.DistributionConfig)
	same(t, "enabled", aws.ToBool(config.Enabled), true)
	same(t, "origin", aws.ToString(only(t, "origins", at(config.Origins).Items).DomainName), "never-asked.invalid")
	behavior := at(config.DefaultCacheBehavior)
	same(t, "plain HTTP", behavior.ViewerProtocolPolicy, types.ViewerProtocolPolicyHttpsOnly)
	same(t, "what is kept", aws.ToString(behavior.CachePolicyId), cachingDisabled)
	if len(at(behavior.FunctionAssociations).Items) == 0 {
		e.gaps.note(t, "the page's distribution runs its function", "keep a distribution's functions")
	}
}
