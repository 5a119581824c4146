// Package cidrplan divides the address range of a VPC into slots, one for each tier and zone, whether they are in use
// or not. A slot depends on nothing but the range, the tier and the zone, so a zone or a tier that is added later leaves
// the subnets of the others where they are.
package cidrplan

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// The tiers, in the order of their slots. Reserved is kept free for a tier of the user's own.
const (
	Public = iota
	Private
	Isolated
	Reserved
	tiers
)

// Zones is how many zones have a slot in each tier: the letters a to h. No AWS Region has more.
const Zones = 8

const slotBits = 5 // tiers × Zones = 32 slots

// The smallest and largest ranges that a VPC can have, and the smallest that a subnet can have.
// Source: Amazon VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks".
const (
	LargestVPC     = 16
	SmallestVPC    = 28
	SmallestSubnet = 28
)

// SmallestPlanned is the longest prefix of a VPC whose slots are all at least as large as the smallest subnet.
const SmallestPlanned = SmallestSubnet - slotBits

// Parse reads the range of a VPC and refuses what AWS would refuse.
func Parse(cidr string) (netip.Prefix, error) {
	prefix, err := ParseBlock(cidr)
	if err != nil {
		return prefix, err
	}
	if prefix.Bits() < LargestVPC || prefix.Bits() > SmallestVPC {
		return prefix, fmt.Errorf("%s: a VPC must be between /%d and /%d", cidr, LargestVPC, SmallestVPC)
	}
	return prefix, nil
}

// ParseBlock reads an IPv4 range that has no host bits set.
func ParseBlock(cidr string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(cidr)
	switch {
	case err != nil || !prefix.Addr().Is4():
		return prefix, fmt.Errorf("%q is not an IPv4 CIDR block; use one like 10.0.0.0/16", cidr)
	case prefix.Masked() != prefix:
		return prefix, fmt.Errorf("%s has host bits set; use %s", cidr, prefix.Masked())
	}
	return prefix, nil
}

// Subnet returns the slot of a tier and zone in the VPC's range.
func Subnet(vpc netip.Prefix, tier, zone int) netip.Prefix {
	if tier < 0 || tier >= tiers || zone < 0 || zone >= Zones {
		panic(fmt.Sprintf("cidrplan: no slot for tier %d, zone %d", tier, zone))
	}
	bits := vpc.Bits() + slotBits
	base := vpc.Addr().As4()
	address := binary.BigEndian.Uint32(base[:]) + uint32(tier*Zones+zone)<<(32-bits)
	var out [4]byte
	binary.BigEndian.PutUint32(out[:], address)
	return netip.PrefixFrom(netip.AddrFrom4(out), bits)
}

// IPv6Index returns the index of a slot among the /64 blocks of a VPC's IPv6 /56.
func IPv6Index(tier, zone int) int {
	return tier*Zones + zone
}

// Hosts returns how many addresses of a subnet are usable: AWS keeps five of each for itself.
// Source: Amazon VPC User Guide, "Subnet CIDR blocks".
func Hosts(subnet netip.Prefix) int {
	return 1<<(32-subnet.Bits()) - 5
}
