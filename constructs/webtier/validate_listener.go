package webtier

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

const (
	exampleListenerARN = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/0123456789abcdef/0123456789abcdef"
	// Source: Elastic Load Balancing User Guide, "Quotas for your Application Load Balancers".
	maxConditions = 5
	// Source: Elastic Load Balancing User Guide, "Condition types for listener rules".
	maxCondition = 128
)

var (
	listenerInARN = regexp.MustCompile(`^listener/app/[^/]+/[0-9a-f]+/[0-9a-f]+$`)
	hostPattern   = regexp.MustCompile(`^[A-Za-z0-9*?-]+(\.[A-Za-z0-9*?-]+)+$`)
)

// checkListener checks a listener that is brought along. The props are as they were given.
func (p *Props) checkListener(region string, problems *problem.List) {
	const field = "loadBalancer.listener"
	l := p.LoadBalancer.Listener
	p.checkOwnBalancer(problems)
	switch {
	case l.Existing != nil && (l.ARN != "" || l.SecurityGroupID != ""):
		problems.Addf(field+".arn", "contradicts Existing; give one of them")
	case l.Existing == nil && l.ARN == "":
		problems.Addf(field+".arn", "missing; give the ARN of the listener, or leave the whole section out for a load balancer of the tier's own")
	case l.Existing == nil && l.SecurityGroupID == "":
		problems.Addf(field+".securityGroupId", "missing; give the id of the load balancer's security group")
	}
	if l.ARN != "" && !arn.Unresolved(l.ARN) {
		of, err := arn.Check(l.ARN, "elasticloadbalancing", listenerInARN, exampleListenerARN)
		if err != nil {
			problems.Addf(field+".arn", "%v", err)
		} else if region != "" && of != region {
			problems.Addf(field+".arn", "the listener is in %s; use one of %s, where the servers are", of, region)
		}
	}
	if l.SecurityGroupID != "" {
		checkGroupID(field+".securityGroupId", l.SecurityGroupID, problems)
	}
	if l.Priority == 0 {
		problems.Addf(field+".priority", "missing; give a number that no other rule of the listener has")
	}
	l.checkConditions(field, problems)
}

func (l *Listener) checkConditions(field string, problems *problem.List) {
	switch n := len(l.Hosts) + len(l.Paths); {
	case n == 0:
		problems.Addf(field+".paths", "missing; say which hosts or paths are this tier's")
	case n > maxConditions:
		problems.Addf(field+".paths", "%d hosts and paths are more than the %d of a rule; use patterns with *, or add rules to Listener()", n, maxConditions)
	}
	for i, host := range l.Hosts {
		if !arn.Unresolved(host) && (!hostPattern.MatchString(host) || len(host) > maxCondition) {
			problems.Addf(problem.Index(field+".hosts", i), "%q is not a host; use one like api.example.com or *.example.com", host)
		}
	}
	for i, path := range l.Paths {
		if !arn.Unresolved(path) && (!strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "*") || len(path) > maxCondition || strings.ContainsAny(path, " \t\n")) {
			problems.Addf(problem.Index(field+".paths", i), "%q is not a path; use one like /api/*", path)
		}
	}
}

// checkOwnBalancer refuses what is said of a load balancer of the tier's own when it has none.
func (p *Props) checkOwnBalancer(problems *problem.List) {
	lb := p.LoadBalancer
	lb.Listener = Listener{}
	lb.DisableCrossZone = false // which is the target group's, too
	if lb.Kind == Application {
		lb.Kind = ""
	}
	if !reflect.ValueOf(lb).IsZero() {
		problems.Addf("loadBalancer", "has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone")
	}
	p.checkBalancerProps("listener", problems)
}
