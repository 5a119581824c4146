package served

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// cloudFront is an address that distributions ask from, which no list of operators names. Source: RFC 5737.
var cloudFront = netip.MustParseAddr("192.0.2.250")

// allViewer is AWS's own policy that passes on everything, the Host included.
// Source: Amazon CloudFront Developer Guide, "Use managed origin request policies".
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3"

// origin asks the origin of a behaviour, and says 504 where nobody answers.
func (s *Site) origin(distribution *assembly.Resource, behaviour map[string]any, r Request) (Answer, error) {
	origins, _ := configOf(distribution)["Origins"].([]any)
	at := slices.IndexFunc(origins, func(o any) bool {
		origin, _ := o.(map[string]any)
		return origin["Id"] == behaviour["TargetOriginId"]
	})
	if at < 0 {
		return Answer{}, fmt.Errorf("served: %s asks an origin, which is unknown", distribution)
	}
	origin, _ := origins[at].(map[string]any)
	config, _ := origin["CustomOriginConfig"].(map[string]any)
	if config["OriginProtocolPolicy"] != "https-only" {
		return Answer{}, fmt.Errorf("served: %s asks an origin in a way that is unknown", distribution)
	}
	asked := Request{Scheme: "https", Path: r.Path, From: cloudFront, ByCloudFront: true, Headers: map[string]string{}}
	maps.Copy(asked.Headers, r.Headers)
	more, _ := origin["OriginCustomHeaders"].([]any)
	for _, h := range more {
		header, _ := h.(map[string]any)
		name, _ := header["HeaderName"].(string)
		asked.Headers[strings.ToLower(name)], _ = header["HeaderValue"].(string)
	}
	asked.Host, _ = origin["DomainName"].(string)
	asked.certified = []string{asked.Host}
	if s.forwardsHost(distribution, behaviour) {
		asked.Host = r.Host
		asked.certified = append(asked.certified, r.Host)
	}
	answer, err := s.named(distribution, origin["DomainName"], asked)
	if err == nil && answer.By == "nobody" {
		answer = Answer{Status: 504, By: "distribution"}
	}
	return answer, err
}

// named asks what an origin's name leads to: a record's, or that of a resource itself.
func (s *Site) named(distribution *assembly.Resource, name any, r Request) (Answer, error) {
	if text, ok := name.(string); ok {
		record, err := s.resolve(text)
		if err != nil {
			return Answer{}, err
		}
		return s.at(record, r)
	}
	target := s.Target(distribution.Stack, name)
	switch {
	case target == nil:
	case target.Type == "AWS::ElasticLoadBalancingV2::LoadBalancer":
		return s.balancer(target, r)
	case target.Type == "AWS::CloudFront::Distribution":
		return s.visit(target, r)
	}
	return Answer{}, fmt.Errorf("served: %s asks an origin, which is unknown", distribution)
}

// forwardsHost reports whether the origin is asked by the name that the visitor asked for.
func (s *Site) forwardsHost(distribution *assembly.Resource, behaviour map[string]any) bool {
	if behaviour["OriginRequestPolicyId"] == allViewer {
		return true
	}
	policy := s.Target(distribution.Stack, behaviour["CachePolicyId"])
	if policy == nil {
		return false
	}
	config, _ := policy.Properties["CachePolicyConfig"].(map[string]any)
	parameters, _ := config["ParametersInCacheKeyAndForwardedToOrigin"].(map[string]any)
	headers, _ := parameters["HeadersConfig"].(map[string]any)
	list, _ := headers["Headers"].([]any)
	return slices.Contains(list, any("Host"))
}
