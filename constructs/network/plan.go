package network

import (
	"net/netip"
	"regexp"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/cidrplan"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

// A PlannedSubnet is a subnet that a network with the props would have.
type PlannedSubnet struct {
	// Public, Private or Isolated.
	Tier string
	// The letter of the zone's slot: C for ap-northeast-1c, B for the second of zones that are only counted.
	Zone string
	// The IPv4 range.
	CIDR netip.Prefix
}

// planned are the fields that the plan depends on.
var planned = regexp.MustCompile(`^(cidr|zones|zoneCount|subnets)\b`)

// Addresses returns how many addresses of the subnet are free for use: AWS keeps five for itself.
func (s PlannedSubnet) Addresses() int { return cidrplan.Hosts(s.CIDR) }

// Plan returns the subnets of a network with these props, tier by tier in the order of the zones. It returns nil when
// [Props.Validate] has something against the zones or the ranges.
func (p *Props) Plan() []PlannedSubnet {
	for _, found := range problem.All(p.Validate()) {
		if planned.MatchString(found.Field) {
			return nil
		}
	}
	cfg := p.resolve()
	var all []PlannedSubnet
	for _, t := range tiers {
		for i, slot := range cfg.slots() {
			all = append(all, PlannedSubnet{t.String(), letter(slot), netip.MustParsePrefix(cfg.cidr(t, i, slot))})
		}
	}
	return all
}

// slots returns the slot of each zone in the plan: its letter's, or its number's when it is only counted.
func (p Props) slots() []int {
	var slots []int
	for _, name := range p.Zones {
		_, slot, _ := zone.Parse(name) // Validate has refused what does not parse
		slots = append(slots, slot)
	}
	if len(slots) > 0 {
		return slots
	}
	for slot := range p.ZoneCount {
		slots = append(slots, slot)
	}
	return slots
}

// cidr returns the range of a tier's subnet in the zone with that index and slot.
func (p Props) cidr(t tier, i, slot int) string {
	if p.Subnets.given() {
		return p.Subnets.tiers()[t].cidrs[i]
	}
	vpc := netip.MustParsePrefix(p.CIDR)
	return cidrplan.Subnet(vpc, int(t), slot).String()
}

// letter names a slot in construct ids, so that they do not depend on the order of the zones.
func letter(slot int) string {
	return string(rune('A' + slot))
}
