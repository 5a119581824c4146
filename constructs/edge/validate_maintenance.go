package edge

import (
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/visitors"
)

const (
	// Source: Elastic Load Balancing User Guide, "Quotas for your Application Load Balancers", condition values of a rule.
	perRule = 5
	// How many rules for operators have room before the page's.
	operatorRules = 5
	maxOperators  = perRule * operatorRules
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *MaintenanceProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &MaintenanceProps{}
	}
	props.Check(p, &problems)
	if p.Listener == nil {
		problems.Addf("listener", "missing; give the listener that serves the site")
	}
	if p.TargetGroup == nil && (len(p.Operators) > 0 || p.HealthPath != "") {
		problems.Addf("targetGroup", "missing; give the target group that operators and health checks are let through to")
	}
	var page problem.List
	p.Page.check(&page)
	problems.Nest("page", page.Err())
	checkOperators(p.Operators, &problems)
	problems.Nest("healthPath", CheckHealthPath(p.HealthPath))
	return problems.Err()
}

func checkOperators(operators []string, problems *problem.List) {
	if len(operators) > maxOperators {
		problems.Addf("operators", "%d ranges are more than the %d that there is room for; join some of them", len(operators), maxOperators)
	}
	visitors.CheckOperators(operators, problems)
}

// CheckHealthPath returns an error when a path cannot be one that stays reachable, for who takes it before there is a
// listener.
func CheckHealthPath(path string) error {
	return visitors.CheckPath(path)
}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *RedirectsProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &RedirectsProps{}
	}
	props.Check(p, &problems)
	if p.Listener == nil {
		problems.Addf("listener", "missing; give the listener that serves the site")
	}
	switch n := len(p.From); {
	case n == 0:
		problems.Addf("from", "missing; give the names that lead away")
	case n > perRule:
		problems.Addf("from", "%d names are more than the %d of a rule; use fewer", n, perRule)
	}
	for i, name := range p.From {
		if err := dnsname.CheckWildcard(name); err != nil && !arn.Unresolved(name) {
			problems.Addf(problem.Index("from", i), "%v", err)
		}
	}
	switch {
	case p.To == "":
		problems.Addf("to", "missing; give the name that they lead to")
	case !arn.Unresolved(p.To):
		if err := dnsname.Check(p.To); err != nil {
			problems.Addf("to", "%v", err)
		}
	}
	return problems.Err()
}

// Check returns every problem of a page and of operators' addresses, or nil, for who takes them before there is a listener.
func Check(page Page, operators []string) error {
	var problems problem.List
	page.check(&problems)
	checkOperators(operators, &problems)
	return problems.Err()
}
