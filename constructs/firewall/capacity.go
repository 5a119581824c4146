package firewall

import (
	"fmt"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// In web ACL capacity units. Sources: AWS WAF Developer Guide, "Web ACL capacity units (WCUs) in AWS WAF", "Using match rule
// statements in AWS WAF" and "Using rate-based rule statements in AWS WAF".
const (
	mostCapacity     = 5000
	includedCapacity = 1500

	matchCapacity = 1 // of an IP set, of countries, of a size
	rateCapacity  = 2
)

// A share is what a part of the web ACL takes of its capacity.
type share struct {
	of    string
	units int
}

// shares are what each part takes. The props are resolved.
func (p *Props) shares() []share {
	var all []share
	add := func(of string, units int) {
		if units > 0 {
			all = append(all, share{of, units})
		}
	}
	for _, group := range p.ManagedGroups {
		add(string(group), managedGroups[group].capacity)
	}
	for _, group := range p.RuleGroups {
		add(group.Name, group.Capacity)
	}
	if !p.RateLimit.Disable {
		add("rateLimit", rateCapacity)
	}
	add("addresses", matchCapacity*(p.Addresses.sets()))
	add("countries", matchCapacity*(count(len(p.Countries.Blocked) > 0)+count(len(p.Countries.Only) > 0)))
	add("sizes", matchCapacity*(count(p.Sizes.BodyBytes > 0)+count(p.Sizes.QueryBytes > 0)+count(p.Sizes.PathBytes > 0)))
	return all
}

func count(there bool) int {
	if there {
		return 1
	}
	return 0
}

// sum adds shares up, and writes the sum down: "a 700 + b 2 = 702".
func sum(shares []share) (units int, arithmetic string) {
	var terms []string
	for _, s := range shares {
		units += s.units
		terms = append(terms, fmt.Sprintf("%s %d", s.of, s.units))
	}
	return units, fmt.Sprintf("%s = %d", strings.Join(terms, " + "), units)
}

func (p *Props) checkCapacity(problems *problem.List) {
	if units, arithmetic := sum(p.shares()); units > mostCapacity {
		problems.Addf("ruleGroups", "the rules take more than the %d capacity units that a web ACL has: %s; leave groups out, or make them smaller", mostCapacity, arithmetic)
	}
}
