package edge

import (
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

const (
	// region is where CloudFront's certificates and log deliveries and health checks' metrics are.
	region = "us-east-1"
	// Source: Amazon Route 53 API Reference, "HealthCheckConfig", Regions.
	fewestRegions = 3
	// Source: Amazon CloudFront Developer Guide, "Quotas", alternate domain names.
	maxNames = 100
)

// A checkerRegion is where Route 53 has health checkers, and the country that their addresses are in.
type checkerRegion struct{ name, country string }

// checkers are the Regions that health checkers are in.
// Source: Amazon Route 53 API Reference, "HealthCheckConfig", Regions.
var checkers = []checkerRegion{
	{"us-east-1", "US"}, {"us-west-1", "US"}, {"us-west-2", "US"}, {"eu-west-1", "IE"},
	{"ap-southeast-1", "SG"}, {"ap-southeast-2", "AU"}, {"ap-northeast-1", "JP"}, {"sa-east-1", "BR"},
}

var topicInARN = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// CheckerCountries are the countries that the checkers of some Regions, or of all, ask from.
func CheckerCountries(regions []string) []string {
	var countries []string
	for _, c := range checkers {
		if (len(regions) == 0 || slices.Contains(regions, c.name)) && !slices.Contains(countries, c.country) {
			countries = append(countries, c.country)
		}
	}
	return countries
}

// CheckHealthCheck returns every problem of how a site is looked at, or nil, for who takes it before there is a site.
func CheckHealthCheck(intervalSeconds, failures int, regions []string) error {
	var problems problem.List
	p := HealthCheckProps{IntervalSeconds: intervalSeconds, Failures: failures, Regions: regions}
	props.Check(&p, &problems)
	if i := p.IntervalSeconds; i > 10 && i < 30 {
		problems.Addf("intervalSeconds", "%d is not possible; use 10 or 30", i)
	}
	if n := len(regions); n > 0 && n < fewestRegions {
		problems.Addf("regions", "are %d, and Route 53 asks from %d at least; name more, or leave them out", n, fewestRegions)
	}
	for i, name := range regions {
		if slices.Index(regions, name) < i {
			problems.Addf(problem.Index("regions", i), "%s is listed twice", name)
		}
	}
	return problems.Err()
}

// CheckAlarmTopic returns an error when a topic cannot be told by an alarm of a health check.
func CheckAlarmTopic(topicARN string) error {
	var problems problem.List
	if topicARN == "" || arn.Unresolved(topicARN) {
		return nil
	}
	switch in, err := arn.Check(topicARN, "sns", topicInARN, "arn:aws:sns:us-east-1:111111111111:operations"); {
	case err != nil:
		problems.Addf("topicArn", "%v", err)
	case in != region:
		problems.Addf("topicArn", "is in %s, and an alarm tells topics of its own Region, which is %s for health checks; use one there", in, region)
	}
	return problems.Err()
}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *HealthCheckProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &HealthCheckProps{}
	}
	if p.DNSName == "" {
		problems.Addf("dnsName", "missing; give the DNS name of the load balancer")
	}
	if path := p.Path; path != "" && !arn.Unresolved(path) && (path[0] != '/' || len(path) > maxResourcePath) {
		problems.Addf("path", "%q is not a path that is asked for; use one like /healthz, of %d letters at most", path, maxResourcePath)
	}
	problems.Nest("", CheckHealthCheck(p.IntervalSeconds, p.Failures, p.Regions))
	return problems.Err()
}

// Source: Amazon Route 53 API Reference, "HealthCheckConfig", ResourcePath.
const maxResourcePath = 255

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *StandbyProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &StandbyProps{}
	}
	props.Check(p, &problems)
	if p.Certificate == nil {
		problems.Addf("certificate", "missing; give one for the names, in %s", region)
	}
	switch n := len(p.Names); {
	case n == 0:
		problems.Addf("names", "missing; give the names under which the page is shown")
	case n > maxNames:
		problems.Addf("names", "%d are more than the %d of a distribution; use fewer", n, maxNames)
	}
	for i, name := range p.Names {
		if err := dnsname.CheckWildcard(name); err != nil && !arn.Unresolved(name) {
			problems.Addf(problem.Index("names", i), "%v", err)
		}
	}
	var page problem.List
	field, source := sorrypage.Check(p.Page.HTML, p.Page.File, &page)
	if size, most := len(functionCode(source)), answering.MaxFunction; size > most {
		page.Addf(field, "has %d bytes, and with it the function that shows it %d, of %d that it may have; make it shorter by %d", len(source), size, most, size-most)
	}
	problems.Nest("page", page.Err())
	return problems.Err()
}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *HealthAlarmProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &HealthAlarmProps{}
	}
	if p.HealthCheckID == "" {
		problems.Addf("healthCheckId", "missing; give the id of the health check")
	}
	problems.Nest("", CheckAlarmTopic(p.TopicARN))
	if p.TopicARN != "" && len(p.Emails) > 0 {
		problems.Addf("emails", "are told by a topic of the alarm's own; leave them or topicArn out")
	}
	return problems.Err()
}
