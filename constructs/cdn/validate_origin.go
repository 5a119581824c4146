package cdn

import (
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/originfacing"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *OriginProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &OriginProps{}
	}
	props.Check(p, &problems)
	if p.Listener == nil {
		problems.Addf("listener", "missing; give the HTTPS listener of the load balancer")
	}
	if p.TargetGroup == nil {
		problems.Addf("targetGroup", "missing; give the target group that serves the site")
	}
	if p.SecurityGroup == nil {
		problems.Addf("securityGroup", "missing; give the security group of the load balancer")
	}
	switch n := len(p.SecretNames); {
	case n == 0:
		problems.Addf("secretNames", "missing; give those of the CDN, SecretNames()")
	case n > maxKeys:
		problems.Addf("secretNames", "%d are more than the %d that a change takes; use fewer", n, maxKeys)
	}
	problems.Nest("prefixListId", checkPrefixList(p.PrefixListID))
	return problems.Err()
}

// validateFor is Validate for a stack, whose Region is empty when only the deployment knows it.
func (p *OriginProps) validateFor(region string) error {
	var problems problem.List
	problems.Nest("", p.Validate())
	if p != nil && p.PrefixListID == "" {
		problems.Nest("prefixListId", CheckPrefixList("", region))
	}
	return problems.Err()
}

// CheckPrefixList returns an error when an id is not that of a prefix list or, without one, the list of a Region is not known, for
// who takes it before there is a listener.
func CheckPrefixList(id, region string) error {
	if id == "" && originfacing.In(region) == "" {
		where := region
		if where == "" {
			where = "a Region that only the deployment knows"
		}
		var problems problem.List
		problems.Addf("", "missing; which list %s has for CloudFront's addresses is not known here: give the id that aws ec2 describe-managed-prefix-lists tells for %s", where, originfacing.Name)
		return problems.Err()
	}
	return checkPrefixList(id)
}

func checkPrefixList(id string) error {
	if id == "" || arn.Unresolved(id) {
		return nil
	}
	if err := arn.ID(id, "pl"); err != nil {
		return &problem.Problem{Message: err.Error()}
	}
	return nil
}
