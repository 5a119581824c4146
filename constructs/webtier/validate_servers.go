package webtier

import (
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

var policyARN = regexp.MustCompile(`^arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[\w+=,.@/-]+$`)

func (s Servers) check(problems *problem.List) {
	for i, id := range s.SecurityGroupIDs {
		field := problem.Index("servers.securityGroupIds", i)
		if slices.Index(s.SecurityGroupIDs, id) < i {
			problems.Addf(field, "%s is listed twice", id)
		} else if err := arn.ID(id, "sg"); err != nil && !arn.Unresolved(id) {
			problems.Addf(field, "%v", err)
		}
	}
	for i, policy := range s.ManagedPolicyARNs {
		field := problem.Index("servers.managedPolicyArns", i)
		if slices.Index(s.ManagedPolicyARNs, policy) < i {
			problems.Addf(field, "%s is listed twice", policy)
		} else if !arn.Unresolved(policy) && !policyARN.MatchString(policy) {
			problems.Addf(field, "%q is not a managed policy's ARN; use one like arn:aws:iam::111111111111:policy/web", policy)
		}
	}
}
