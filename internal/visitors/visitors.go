// Package visitors checks who is let through in maintenance, and to which path everybody is.
package visitors

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

// Source: Elastic Load Balancing User Guide, "Condition types for listener rules".
const maxPath = 128

// CheckOperators adds a problem for every range of addresses that cannot be operators'.
func CheckOperators(operators []string, problems *problem.List) {
	for i, operator := range operators {
		at := problem.Index("operators", i)
		if arn.Unresolved(operator) {
			continue
		}
		prefix, err := netip.ParsePrefix(operator)
		switch {
		case err != nil:
			problems.Addf(at, "%q is not a range of addresses; use one like 203.0.113.0/24, or 203.0.113.7/32 for a single one", operator)
		case prefix.Masked() != prefix:
			problems.Addf(at, "%s has bits behind its prefix; use %s", operator, prefix.Masked())
		case prefix.Bits() == 0:
			problems.Addf(at, "%s is everybody, so that nobody would see the page; name the operators' addresses", operator)
		case slices.Index(operators, operator) < i:
			problems.Addf(at, "%s is listed twice", operator)
		}
	}
}

// CheckPath returns an error when a path cannot be one that stays reachable.
func CheckPath(path string) error {
	if path != "" && !arn.Unresolved(path) && (!strings.HasPrefix(path, "/") || len(path) > maxPath || strings.ContainsAny(path, " \t\n*?")) {
		return &problem.Problem{Message: strconv.Quote(path) + " is not a path that stays reachable in maintenance; use one like /healthz, of 128 letters at most, without *, ? and spaces"}
	}
	return nil
}
