package domain

import (
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// maxRedirects is how many hosts a listener's rule may name.
const maxRedirects = 5

var zoneID = regexp.MustCompile(`^[A-Z0-9]{1,32}$`)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	switch {
	case p.Zone == "":
		problems.Addf("zone", "missing; give the name of the hosted zone, like example.com")
	case !arn.Unresolved(p.Zone):
		if err := dnsname.Check(p.Zone); err != nil {
			problems.Addf("zone", "%v", err)
		}
	}
	switch {
	case p.HostedZoneID == "" && !p.NewZone:
		problems.Addf("hostedZoneId", "missing; give the id of the hosted zone, or say newZone: true for a new one")
	case p.HostedZoneID != "" && p.NewZone:
		problems.Addf("newZone", "contradicts hostedZoneId; leave one of them out")
	case p.HostedZoneID != "" && !arn.Unresolved(p.HostedZoneID) && !zoneID.MatchString(p.HostedZoneID):
		problems.Addf("hostedZoneId", "%q is not a hosted zone's id; use one like Z0123456789EXAMPLE, without /hostedzone/ before it", p.HostedZoneID)
	}
	if p.VPC != nil && p.HostedZoneID != "" {
		problems.Addf("hostedZoneId", "contradicts VPC, which is for a new zone; leave one of them out")
	}
	checkNames("names", p.Names, p.Zone, true, &problems)
	checkNames("redirects", p.Redirects, p.Zone, false, &problems)
	p.checkRedirects(&problems)
	return problems.Err()
}

// checkRedirects checks where redirects lead, and that the names of both lists differ.
func (p *Props) checkRedirects(problems *problem.List) {
	site := p.SiteNames()
	if len(p.Redirects) > maxRedirects {
		problems.Addf("redirects", "%d names are more than the %d of a listener's rule; use fewer", len(p.Redirects), maxRedirects)
	}
	if dnsname.IsWildcard(site[0]) {
		problems.Addf("names[0]", "%q stands for many names; put one that is a name by itself first", site[0])
	}
	for i, name := range p.Redirects {
		if slices.Contains(site, name) {
			problems.Addf(problem.Index("redirects", i), "%s is one of the site's names, and cannot lead away from it; leave it out of one of them", name)
		}
	}
}

func checkNames(field string, names []string, zone string, wildcards bool, problems *problem.List) {
	check := dnsname.Check
	if wildcards {
		check = dnsname.CheckWildcard
	}
	for i, name := range names {
		at := problem.Index(field, i)
		if arn.Unresolved(name) {
			continue
		}
		err := check(name)
		switch {
		case err != nil:
			problems.Addf(at, "%v", err)
		case slices.Index(names, name) < i:
			problems.Addf(at, "%s is listed twice", name)
		case zone != "" && !arn.Unresolved(zone) && !dnsname.Within(name, zone):
			problems.Addf(at, "%s is not in the zone %s; use a name that is, or the zone of that name", name, zone)
		}
	}
}

// SiteNames are the names that the site answers to.
func (p *Props) SiteNames() []string {
	if len(p.Names) == 0 {
		return []string{p.Zone}
	}
	return p.Names
}

// AllNames are the names that the site answers to and those that redirect to it: what a certificate must be for, and what
// needs records.
func (p *Props) AllNames() []string {
	return slices.Concat(p.SiteNames(), p.Redirects)
}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *CertificateProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &CertificateProps{}
	}
	if p.Zone == nil {
		problems.Addf("zone", "missing; give the hosted zone of the names")
	}
	if len(p.Names) == 0 {
		problems.Addf("names", "missing; give the names that the certificate is for")
		return problems.Err()
	}
	checkNames("names", p.Names, nameOf(p.Zone), true, &problems)
	if first := p.Names[0]; !arn.Unresolved(first) {
		if err := dnsname.CheckCommonName(first); err != nil {
			problems.Addf("names[0]", "%v", err)
		}
	}
	return problems.Err()
}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *RecordsProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &RecordsProps{}
	}
	props.Check(p, &problems)
	if p.Zone == nil {
		problems.Addf("zone", "missing; give the hosted zone of the names")
	}
	if len(p.Names) == 0 {
		problems.Addf("names", "missing; give the names that lead to the target")
	}
	checkNames("names", p.Names, nameOf(p.Zone), true, &problems)
	if p.TargetDNSName == "" {
		problems.Addf("targetDnsName", "missing; give the DNS name of the load balancer or distribution")
	}
	if p.TargetZoneID == "" {
		problems.Addf("targetZoneId", "missing; give the id of the hosted zone of the load balancer or distribution itself")
	}
	if p.HealthCheckID != "" && p.resolve().Role == Secondary {
		problems.Addf("healthCheckId", "is for primary records: the secondary ones count while those do not; leave it out")
	}
	return problems.Err()
}

// resolve returns the props with every default in place.
func (p *RecordsProps) resolve() RecordsProps {
	r := *p
	if r.Role == "" {
		r.Role = Primary
		if r.TargetZoneID == CloudFrontZoneID {
			r.Role = Secondary
		}
	}
	return r
}
