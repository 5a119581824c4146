// Package served tells from synthesized templates what a visitor of a site is served, and with which status: it follows the
// failover records to what they lead to, the behaviours, functions and error responses of distributions to their origins, and
// the rules of security groups and listeners. How the templates came to be does not matter.
//
// It knows three sites, one whose servers answer, one whose do not, and one whose load balancer does not; maintenance is what the
// templates say. It does not know how long a failover takes, takes resolvers for ones that have forgotten what they knew and
// caches for empty, and passes over firewalls and restrictions of countries.
package served

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// A Request is one of a visitor's.
type Request struct {
	// Scheme is http or https.
	Scheme string
	// Host is the name that the visitor asks for.
	Host string
	// Path is the path, without a query.
	Path string
	// From is the visitor's address.
	From netip.Addr
	// Headers are those that it has besides Host, by their names in small letters.
	Headers map[string]string
	// ByCloudFront says that a distribution of somebody's asks, on behalf of a visitor.
	ByCloudFront bool

	// certified are the names for which a distribution takes a certificate of what it asks: any that matches one of them.
	certified []string
}

// An Answer is what a request is served.
type Answer struct {
	// Status is the HTTP status.
	Status int
	// By is who answers: site, load balancer, distribution or, with status 0, nobody.
	By string
	// Body is what is served, where the templates have it.
	Body string
	// Headers are those that the templates have, by their names in small letters. A redirect has its location.
	Headers map[string]string
}

// A Function runs the code of a function of CloudFront for a request, and returns the answer that it makes, or false when it
// lets the request through.
type Function func(code string, r Request) (Answer, bool, error)

// A Site is what the templates of an environment serve.
type Site struct {
	*assembly.Assembly
	// Healthy says whether the servers answer.
	Healthy bool
	// Gone says that the load balancer answers nobody.
	Gone bool
	// Run runs functions.
	Run Function
}

// anybody is an address that no list names. Source: RFC 5737.
var anybody = netip.MustParseAddr("198.51.100.1")

// Ask follows a request from its name to what answers it. It gives an error when the templates say something that it does
// not know, and so nothing can be said.
func (s *Site) Ask(r Request) (Answer, error) {
	record, err := s.resolve(r.Host)
	if err != nil {
		return Answer{}, err
	}
	return s.at(record, r)
}

// AskBalancer asks the load balancer that faces the internet, past what the site's names lead to.
func (s *Site) AskBalancer(r Request) (Answer, error) {
	var found *assembly.Resource
	for _, balancer := range s.All("AWS::ElasticLoadBalancingV2::LoadBalancer") {
		switch {
		case balancer.Properties["Scheme"] == "internal":
		case found != nil:
			return Answer{}, fmt.Errorf("served: both %s and %s face the internet", found, balancer)
		default:
			found = balancer
		}
	}
	if found == nil {
		return Answer{}, fmt.Errorf("served: no load balancer faces the internet")
	}
	return s.balancer(found, r)
}

// resolve chooses the record of a name as Route 53 does: the primary one while it is healthy, or while there is no other.
func (s *Site) resolve(host string) (*assembly.Resource, error) {
	var primary, secondary *assembly.Resource
	for _, record := range s.All("AWS::Route53::RecordSet") {
		if record.Properties["Name"] != host+"." || record.Properties["Type"] != "A" {
			continue
		}
		switch failover := record.Properties["Failover"]; {
		case failover == "SECONDARY" && secondary == nil:
			secondary = record
		case failover != "SECONDARY" && primary == nil:
			primary = record
		default:
			return nil, fmt.Errorf("served: two records of %s have the same role", host)
		}
	}
	if primary == nil {
		return nil, fmt.Errorf("served: no primary record of %s", host)
	}
	if secondary == nil {
		return primary, nil
	}
	up, err := s.up(primary)
	if err != nil || up {
		return primary, err
	}
	return secondary, nil
}

// up reports whether a record's target is healthy: by its health check, whose request takes the same way as everybody's, and
// by what the load balancer says of its servers.
func (s *Site) up(record *assembly.Resource) (bool, error) {
	target, _ := record.Properties["AliasTarget"].(map[string]any)
	if target["EvaluateTargetHealth"] == true && (!s.Healthy || s.Gone) {
		return false, nil
	}
	check := s.Target(record.Stack, record.Properties["HealthCheckId"])
	if check == nil {
		return true, nil
	}
	config, _ := check.Properties["HealthCheckConfig"].(map[string]any)
	if s.Target(check.Stack, config["FullyQualifiedDomainName"]) != s.Target(record.Stack, target["DNSName"]) {
		return false, fmt.Errorf("served: %s asks something else than what %s leads to", check, record)
	}
	path, _ := config["ResourcePath"].(string)
	path, _, _ = strings.Cut(path, "?")
	kind, _ := config["Type"].(string)
	answer, err := s.at(record, Request{Scheme: strings.ToLower(kind), Host: "load-balancer.invalid", Path: path, From: anybody})
	return answer.Status >= 200 && answer.Status < 400, err
}

// at asks what a record leads to.
func (s *Site) at(record *assembly.Resource, r Request) (Answer, error) {
	alias, _ := record.Properties["AliasTarget"].(map[string]any)
	target := s.Target(record.Stack, alias["DNSName"])
	switch {
	case target == nil:
	case target.Type == "AWS::ElasticLoadBalancingV2::LoadBalancer":
		return s.balancer(target, r)
	case target.Type == "AWS::CloudFront::Distribution":
		return s.distribution(target, r)
	}
	return Answer{}, fmt.Errorf("served: %s leads to something unknown", record)
}
