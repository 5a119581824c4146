package firewall

import (
	"errors"
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/country"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// The Region of everything that is for CloudFront.
const globalRegion = "us-east-1"

// Source: AWS WAF Developer Guide, "Considerations for managing body inspection in AWS WAF".
const (
	regionalBody      = 8192
	defaultInspection = 16
)

var (
	headerName    = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	metricName    = regexp.MustCompile(`^[\w#:./-]{1,128}$`)
	ruleName      = regexp.MustCompile(`^[\w-]{1,128}$`)
	groupVersion  = regexp.MustCompile(`^Version_\d+\.\d+$`)
	windows       = []int{60, 120, 300, 600}
	inspections   = []int{16, 32, 48, 64}
	applicationLB = regexp.MustCompile(`^loadbalancer/app/[^/]+/[0-9a-f]+$`)
	networkLB     = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]*:\d*:loadbalancer/(net|gwy)/`)
	classicLB     = regexp.MustCompile(`^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]*:\d*:loadbalancer/[^/]+$`)
)

const exampleLoadBalancerARN = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:loadbalancer/app/web/0123456789abcdef"

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	return p.ValidateIn("")
}

// ValidateIn is [Props.Validate] for a known Region: it also refuses what is in another one.
func (p *Props) ValidateIn(region string) error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	props.Check(p, &problems)
	cfg := p.resolve()
	cfg.checkScope(region, &problems)
	cfg.checkLoadBalancers(region, &problems)
	cfg.checkManagedGroups(&problems)
	cfg.checkSettings(&problems)
	cfg.checkRuleGroups(region, &problems)
	cfg.checkRateLimit(p.RateLimit, &problems)
	country.CheckBoth("countries", cfg.Countries.Only, cfg.Countries.Blocked, &problems)
	cfg.checkAddresses(region, &problems)
	cfg.checkBodies(p, &problems)
	cfg.checkLogs(p.Logs, region, &problems)
	if p.MetricName != "" && !arn.Unresolved(p.MetricName) && !metricName.MatchString(p.MetricName) {
		problems.Addf("metricName", "%q is not a metric's name; use 1 to 128 letters, digits and the characters _ # : . - /", p.MetricName)
	}
	cfg.checkCapacity(&problems)
	return problems.Err()
}

// validateFor is ValidateIn for a stack, whose Region is empty when only the deployment knows it.
func (p *Props) validateFor(region string) error {
	var problems problem.List
	if p != nil && p.Scope == CloudFront && region == "" {
		problems.Addf("scope", "a web ACL for CloudFront is in %s, and the stack has no Region; give the stack that Region", globalRegion)
	}
	return errors.Join(p.ValidateIn(region), problems.Err())
}

// resolve returns the props with every default applied that the construct's path does not decide.
func (p *Props) resolve() Props {
	resolved := *p
	props.Default(&resolved)
	if resolved.Scope == "" {
		resolved.Scope = Regional
	}
	if len(resolved.ManagedGroups) == 0 {
		resolved.ManagedGroups = defaultGroups
	}
	if len(resolved.Logs.RedactedHeaders) == 0 {
		resolved.Logs.RedactedHeaders = []string{"authorization", "cookie"}
	}
	if resolved.BodyInspectionKiB == 0 {
		resolved.BodyInspectionKiB = defaultInspection
	}
	for _, part := range []*Mode{&resolved.RateLimit.Mode, &resolved.Countries.Mode, &resolved.Addresses.Mode, &resolved.Sizes.Mode} {
		if *part == "" {
			*part = resolved.Mode
		}
	}
	return resolved
}

func (p *Props) checkScope(region string, problems *problem.List) {
	switch p.Scope {
	case Regional:
	case CloudFront:
		if region != "" && region != globalRegion {
			problems.Addf("scope", "a web ACL for CloudFront is in %s, and the stack is in %s; put the firewall into a stack in %s", globalRegion, region, globalRegion)
		}
		if len(p.LoadBalancerARNs) > 0 {
			problems.Addf("loadBalancerArns", "are not protected by a web ACL for CloudFront; leave scope out, or give the firewall's ARN to a distribution")
		}
	default:
		problems.Addf("scope", "%q is not known; use regional or cloudfront", p.Scope)
	}
}

func (p *Props) checkLoadBalancers(region string, problems *problem.List) {
	for i, balancer := range p.LoadBalancerARNs {
		field := problem.Index("loadBalancerArns", i)
		of, err := arn.Check(balancer, "elasticloadbalancing", applicationLB, exampleLoadBalancerARN)
		switch {
		case arn.Unresolved(balancer):
			problems.Addf(field, "is known only at deployment; give it to Protect, or leave it out")
		case networkLB.MatchString(balancer) || classicLB.MatchString(balancer):
			problems.Addf(field, "only an Application Load Balancer reads requests, and can have a web ACL; use one, or leave this one out")
		case err != nil:
			problems.Addf(field, "%v", err)
		case region != "" && of != region:
			problems.Addf(field, "the load balancer is in %s; use one of %s, where the web ACL is", of, region)
		case slices.Index(p.LoadBalancerARNs, balancer) < i:
			problems.Addf(field, "is listed twice; leave it out once")
		}
	}
}

func (p *Props) checkManagedGroups(problems *problem.List) {
	for i, group := range p.ManagedGroups {
		if slices.Index(p.ManagedGroups, group) < i {
			problems.Addf(problem.Index("managedGroups", i), "%s is listed twice; leave it out once", group)
		}
	}
}

func (p *Props) checkSettings(problems *problem.List) {
	seen := map[ManagedGroup]bool{}
	for i, s := range p.GroupSettings {
		at := problem.Index("groupSettings", i)
		switch {
		case s.Group == "":
			problems.Addf(at+".group", "missing; say which managed group is meant")
		case !slices.Contains(p.ManagedGroups, s.Group):
			problems.Addf(at+".group", "%s is not among managedGroups; add it there, or leave these settings out", s.Group)
		case seen[s.Group]:
			problems.Addf(at+".group", "%s has settings already; put them together", s.Group)
		}
		seen[s.Group] = true
		if len(s.CountRules) == 0 && s.Version == "" && s.Mode == "" {
			problems.Addf(at, "says nothing of the group; give countRules, version or mode, or leave it out")
		}
		if s.Version != "" {
			switch {
			case managedGroups[s.Group].unversioned:
				problems.Addf(at+".version", "%s has no versions; leave it out", s.Group)
			case !groupVersion.MatchString(s.Version):
				problems.Addf(at+".version", "%q is not a version; use one like Version_1.4", s.Version)
			}
		}
		if s.Mode == Count && len(s.CountRules) > 0 {
			problems.Addf(at+".countRules", "contradict mode: count, by which all rules of the group count; leave one of them out")
		}
		for j, rule := range s.CountRules {
			field := problem.Index(at+".countRules", j)
			switch {
			case !ruleName.MatchString(rule):
				problems.Addf(field, "%q is not a rule's name; use one like SizeRestrictions_BODY", rule)
			case slices.Index(s.CountRules, rule) < j:
				problems.Addf(field, "%s is listed twice; leave it out once", rule)
			}
		}
	}
}

func (p *Props) checkRateLimit(given RateLimit, problems *problem.List) {
	if given.Disable && given != (RateLimit{Disable: true}) {
		problems.Addf("rateLimit.disable", "contradicts the rest of the limit; leave it or the rest out")
	}
	if window := p.RateLimit.WindowSeconds; !slices.Contains(windows, window) && !problems.Has("rateLimit.windowSeconds") {
		problems.Addf("rateLimit.windowSeconds", "%d is not a window that AWS WAF offers; use 60, 120, 300 or 600", window)
	}
	if header := p.ClientAddressHeader; header != "" && !headerName.MatchString(header) {
		problems.Addf("clientAddressHeader", "%q is not a header's name; use one like X-Forwarded-For", header)
	}
}

// checkBodies checks what depends on how much of a body the rules see.
func (p *Props) checkBodies(given *Props, problems *problem.List) {
	switch kib := given.BodyInspectionKiB; {
	case kib == 0 || problems.Has("bodyInspectionKiB"):
	case p.Scope != CloudFront:
		problems.Addf("bodyInspectionKiB", "is for CloudFront: a load balancer hands 8 KiB of a body to the rules, always; leave it out")
	case !slices.Contains(inspections, kib):
		problems.Addf("bodyInspectionKiB", "%d is not a size that AWS WAF offers; use 16, 32, 48 or 64", kib)
	}
	seen := regionalBody
	if p.Scope == CloudFront {
		seen = p.BodyInspectionKiB * 1024
	}
	if p.Sizes.BodyBytes > seen && !problems.Has("sizes.bodyBytes", "bodyInspectionKiB") {
		problems.Addf("sizes.bodyBytes", "%d is more than the %d bytes that the rules see of a body; use %d or less, or let the application limit it", p.Sizes.BodyBytes, seen, seen)
	}
	if s := p.Sizes; given.Sizes.Mode != "" && s.BodyBytes == 0 && s.QueryBytes == 0 && s.PathBytes == 0 {
		problems.Addf("sizes.mode", "does nothing without a size; give bodyBytes, queryBytes or pathBytes, or leave it out")
	}
}
