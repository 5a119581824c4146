package cdn

import (
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/country"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
	"github.com/evenkeel-cdk/evenkeel/internal/visitors"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

const (
	// region is where CloudFront's certificates, web ACLs and log deliveries are.
	region = "us-east-1"
	// MaxNames is how many names a distribution may have, redirects included.
	// Source: Amazon CloudFront Developer Guide, "Quotas", alternate domain names.
	MaxNames = 100
	// Source: Amazon CloudFront Developer Guide, "Quotas", cache behaviors per distribution: 75, of which two are there always.
	maxPaths = 73
	// Source: Amazon CloudFront API Reference, "CacheBehavior", PathPattern.
	maxPath = 255
	// The one that is sent, and the one before or after it.
	maxKeys = 2
	// Source: Amazon CloudFront API Reference, "CustomOriginConfig", HTTPSPort.
	httpsPort, firstFreePort, lastPort = 443, 1024, 65535

	exampleWebACLARN = "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/12345678-1234-1234-1234-123456789012"
)

var (
	pathPattern = regexp.MustCompile(`^[/*][A-Za-z0-9_.*?$/~"'@:+&-]*$`)
	keyLabel    = regexp.MustCompile(`^[a-z0-9]{1,20}$`)
	webACLInARN = regexp.MustCompile(`^global/webacl/[\w-]+/[0-9a-f-]+$`)
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	if p.Certificate == nil {
		problems.Addf("certificate", "missing; give one for the names, in %s", region)
	}
	if p.OriginName == "" {
		problems.Addf("originName", "missing; give a name that leads to the load balancer")
	}
	switch {
	case p.OriginRegion == "":
		problems.Addf("originRegion", "missing; give the load balancer's")
	case !arn.Unresolved(p.OriginRegion) && !zone.IsRegion(p.OriginRegion):
		problems.Addf("originRegion", "%q is not a Region; use one like ap-northeast-1", p.OriginRegion)
	}
	if len(p.Names) == 0 {
		problems.Addf("names", "missing; give the names of the site")
	}
	problems.Nest("", p.Check())
	return problems.Err()
}

// Check returns every problem of what a configuration file can hold, and of the names and the page, or nil, for who takes them
// before there is a certificate.
func (p *Props) Check() error {
	var problems problem.List
	props.Check(p, &problems)
	p.checkNames(&problems)
	p.checkOrigin(&problems)
	p.checkPaths(&problems)
	country.CheckBoth("countries", p.Countries.Only, p.Countries.Blocked, &problems)
	p.checkWebACL(&problems)
	visitors.CheckOperators(p.Operators, &problems)
	problems.Nest("healthPath", visitors.CheckPath(p.HealthPath))
	p.checkPage(&problems)
	return problems.Err()
}

func (p *Props) checkNames(problems *problem.List) {
	if n := len(p.allNames()); n > MaxNames {
		problems.Addf("names", "%d are more than the %d of a distribution; use fewer", n, MaxNames)
	}
	for i, name := range p.Names {
		if err := dnsname.CheckWildcard(name); err != nil && !arn.Unresolved(name) {
			problems.Addf(problem.Index("names", i), "%v", err)
		}
	}
	for i, name := range p.Redirects {
		if err := dnsname.Check(name); err != nil && !arn.Unresolved(name) {
			problems.Addf(problem.Index("redirects", i), "%v", err)
		}
	}
	if len(p.Names) > 0 && dnsname.IsWildcard(p.Names[0]) {
		problems.Addf("names[0]", "%q stands for many names; put one that is a name by itself first", p.Names[0])
	}
}

// checkOrigin checks how the load balancer is found and what it takes CloudFront by.
func (p *Props) checkOrigin(problems *problem.List) {
	if name := p.OriginName; name != "" && !arn.Unresolved(name) {
		if err := dnsname.Check(name); err != nil {
			problems.Addf("originName", "%v", err)
		} else if slices.Contains(p.allNames(), name) {
			problems.Addf("originName", "%s is one of the site's names, which lead to CloudFront itself; use another", name)
		}
	}
	problems.Nest("originPort", CheckPort(p.OriginPort))
	if len(p.Keys) > maxKeys {
		problems.Addf("keys", "%d are more than the %d that a change takes; leave out those that are not sent any more", len(p.Keys), maxKeys)
	}
	for i, key := range p.Keys {
		switch at := problem.Index("keys", i); {
		case !keyLabel.MatchString(key):
			problems.Addf(at, "%q is not a label; use 1 to 20 small letters and digits", key)
		case slices.Index(p.Keys, key) < i:
			problems.Addf(at, "%s is listed twice; leave it out once", key)
		}
	}
}

// CheckPort returns an error when CloudFront asks no origin at a port, for who takes it before there is a distribution.
func CheckPort(port int) error {
	var problems problem.List
	if port != 0 && port != httpsPort && (port < firstFreePort || port > lastPort) {
		problems.Addf("", "%d is none that CloudFront asks; use %d, or one from %d to %d", port, httpsPort, firstFreePort, lastPort)
	}
	return problems.Err()
}

func (p *Props) checkPaths(problems *problem.List) {
	if n := len(p.StaticPaths); n > maxPaths {
		problems.Addf("staticPaths", "%d are more than the %d that a distribution has room for; use wider patterns", n, maxPaths)
	}
	for i, path := range p.StaticPaths {
		at := problem.Index("staticPaths", i)
		switch {
		case arn.Unresolved(path):
		case !pathPattern.MatchString(path) || len(path) > maxPath:
			problems.Addf(at, "%q is not a pattern of paths; use one like /static/* or *.css, of %d letters at most", path, maxPath)
		case strings.Trim(path, "/*") == "":
			problems.Addf(at, "%q is the whole site, and nobody would see what is his own; name the paths that are the same for everybody", path)
		case slices.Index(p.StaticPaths, path) < i:
			problems.Addf(at, "%s is listed twice; leave it out once", path)
		}
	}
	if p.StaticSeconds != 0 && len(p.StaticPaths) == 0 {
		problems.Addf("staticSeconds", "does nothing without staticPaths; give them, or leave it out")
	}
}

func (p *Props) checkWebACL(problems *problem.List) {
	acl := p.WebACLARN
	if acl == "" || arn.Unresolved(acl) {
		return
	}
	if in, err := arn.Check(acl, "wafv2", webACLInARN, exampleWebACLARN); err != nil {
		problems.Addf("webAclArn", "%v", err)
	} else if in != region {
		problems.Addf("webAclArn", "is in %s, and web ACLs for CloudFront are in %s; use one there", in, region)
	}
}

// checkPage finds what keeps the page from being shown. Its size counts for maintenance, whether that is on or not.
func (p *Props) checkPage(problems *problem.List) {
	var about problem.List
	field, source := sorrypage.Check(p.Page.HTML, p.Page.File, &about)
	cfg := p.resolve()
	cfg.Maintenance = true
	if len(cfg.Names) == 0 {
		cfg.Names = []string{""}
	}
	if size, most := len(cfg.viewerCode()), answering.MaxFunction; size > most {
		about.Addf(field, "has %d bytes, and with it the function that shows it in maintenance %d, of %d that it may have; make it shorter by %d", len(source), size, most, size-most)
	}
	problems.Nest("page", about.Err())
}

// resolve returns the props with every default in place.
func (p *Props) resolve() Props {
	resolved := *p
	props.Default(&resolved)
	if resolved.OriginPort == 0 {
		resolved.OriginPort = httpsPort
	}
	if len(resolved.Keys) == 0 {
		resolved.Keys = []string{"a"}
	}
	return resolved
}

// allNames are the names of the site and those that lead to it.
func (p *Props) allNames() []string { return slices.Concat(p.Names, p.Redirects) }
