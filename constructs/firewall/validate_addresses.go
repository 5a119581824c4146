package firewall

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

// Source: AWS WAF Developer Guide, "AWS WAF quotas".
const mostAddresses = 10000

var (
	setInARN   = regexp.MustCompile(`^(regional|global)/ipset/[\w-]+/[0-9a-f-]+$`)
	groupInARN = regexp.MustCompile(`^(regional|global)/rulegroup/[\w-]+/[0-9a-f-]+$`)
)

const (
	exampleSetARN   = "arn:aws:wafv2:ap-northeast-1:111111111111:regional/ipset/office/12345678-1234-1234-1234-123456789012"
	exampleGroupARN = "arn:aws:wafv2:ap-northeast-1:111111111111:regional/rulegroup/shop/12345678-1234-1234-1234-123456789012"
)

// checkARN checks the ARN of something of AWS WAF that the web ACL refers to.
func (p *Props) checkARN(field, value, what string, resource *regexp.Regexp, example, region string, problems *problem.List) {
	if arn.Unresolved(value) {
		return
	}
	of, err := arn.Check(value, "wafv2", resource, example)
	if err != nil {
		problems.Addf(field, "%v", err)
		return
	}
	global := strings.Contains(value, ":global/")
	switch {
	case global && p.Scope == Regional:
		problems.Addf(field, "%s is for CloudFront; use a regional one, as the web ACL is", what)
	case !global && p.Scope == CloudFront:
		problems.Addf(field, "%s is regional; use one for CloudFront, as the web ACL is", what)
	case region != "" && of != region:
		problems.Addf(field, "%s is in %s; use one of %s, where the web ACL is", what, of, region)
	}
}

// reserved are the names that the construct gives its own rules.
var reserved = []string{trustedRule, blockedAddressesRule, onlyAddressesRule, blockedCountriesRule, onlyCountriesRule, rateRule, bodyRule, queryRule, pathRule}

func (p *Props) checkRuleGroups(region string, problems *problem.List) {
	seen := map[string]bool{}
	for i, group := range p.RuleGroups {
		at := problem.Index("ruleGroups", i)
		switch {
		case !ruleName.MatchString(group.Name):
			problems.Addf(at+".name", "%q is not a rule's name; use 1 to 128 letters, digits, - and _", group.Name)
		case seen[group.Name] || slices.Contains(reserved, group.Name) || managedGroups[ManagedGroup(group.Name)].capacity > 0:
			problems.Addf(at+".name", "%s is the name of another rule; use another", group.Name)
		}
		seen[group.Name] = true
		p.checkARN(at+".arn", group.ARN, "the rule group", groupInARN, exampleGroupARN, region, problems)
		if group.Capacity == 0 {
			problems.Addf(at+".capacity", "missing; say how many capacity units the rule group was created with")
		}
	}
}

func (p *Props) checkAddresses(region string, problems *problem.List) {
	a := p.Addresses
	if len(a.Trusted) > 0 && p.ClientAddressHeader != "" {
		problems.Addf("addresses.trusted", "can be claimed by anybody with clientAddressHeader; leave one of them out")
	}
	lists := []struct {
		field   string
		entries []string
	}{{"addresses.trusted", a.Trusted}, {"addresses.blocked", a.Blocked}, {"addresses.only", a.Only}}
	for _, list := range lists {
		seen := map[string]bool{}
		for i, entry := range list.entries {
			field := problem.Index(list.field, i)
			switch {
			case isSet(entry):
				p.checkARN(field, entry, "the IP set", setInARN, exampleSetARN, region, problems)
			default:
				checkRange(field, entry, problems)
			}
			if seen[entry] {
				problems.Addf(field, "%s is listed twice; leave it out once", entry)
			}
			seen[entry] = true
		}
		four, six, _ := split(list.entries)
		if len(four) > mostAddresses || len(six) > mostAddresses {
			problems.Addf(list.field, "%d addresses are more than the %d that a set holds; use wider ranges, or IP sets of your own", max(len(four), len(six)), mostAddresses)
		}
	}
	for i, entry := range a.Blocked {
		if slices.Contains(a.Trusted, entry) {
			problems.Addf(problem.Index("addresses.blocked", i), "%s is trusted, and never blocked; leave one of them out", entry)
		}
	}
}

func checkRange(field, entry string, problems *problem.List) {
	prefix, err := parse(entry)
	switch {
	case err != nil:
		problems.Addf(field, "%q is neither an address, a range nor the ARN of an IP set; use one like 203.0.113.0/24", entry)
	case prefix.Bits() == 0:
		problems.Addf(field, "%s is every address, which an IP set cannot hold; leave it out", entry)
	case prefix != prefix.Masked():
		problems.Addf(field, "%s is not where its range begins; use %s", entry, prefix.Masked())
	}
}

// isSet reports whether an entry is the ARN of an IP set. One that only the deployment knows is taken for that.
func isSet(entry string) bool {
	return arn.Unresolved(entry) || strings.HasPrefix(entry, "arn:")
}

// parse reads an address or a range.
func parse(entry string) (netip.Prefix, error) {
	if !strings.Contains(entry, "/") {
		address, _ := netip.ParseAddr(entry) // what is none is no range either
		entry = fmt.Sprintf("%s/%d", address, address.BitLen())
	}
	return netip.ParsePrefix(entry)
}

// split tells the entries of a list apart, and writes addresses as ranges.
func split(entries []string) (four, six, sets []string) {
	for _, entry := range entries {
		prefix, _ := parse(entry) // what is none is refused
		switch {
		case isSet(entry):
			sets = append(sets, entry)
		case prefix.Addr().Is4():
			four = append(four, prefix.String())
		case prefix.Addr().Is6():
			six = append(six, prefix.String())
		}
	}
	return four, six, sets
}

// sets is how many IP sets the lists take.
func (a *Addresses) sets() int {
	n := 0
	for _, list := range [][]string{a.Trusted, a.Blocked, a.Only} {
		four, six, sets := split(list)
		n += count(len(four) > 0) + count(len(six) > 0) + len(sets)
	}
	return n
}
