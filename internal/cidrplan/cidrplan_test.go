package cidrplan

import (
	"encoding/binary"
	"net/netip"
	"testing"
)

func TestSubnetIsTheSlotOfTierAndZone(t *testing.T) {
	// These are where networks have been created: a slot that moves replaces the subnets of those who update.
	tests := map[string]struct {
		vpc        string
		tier, zone int
		want       string
	}{
		"the first":                {"10.0.0.0/16", Public, 0, "10.0.0.0/21"},
		"the next zone":            {"10.0.0.0/16", Public, 1, "10.0.8.0/21"},
		"the last zone":            {"10.0.0.0/16", Public, 7, "10.0.56.0/21"},
		"the next tier":            {"10.0.0.0/16", Private, 0, "10.0.64.0/21"},
		"in the middle":            {"10.0.0.0/16", Isolated, 2, "10.0.144.0/21"},
		"the tier that is kept":    {"10.0.0.0/16", Reserved, 0, "10.0.192.0/21"},
		"the last":                 {"10.0.0.0/16", Reserved, 7, "10.0.248.0/21"},
		"another range":            {"172.20.0.0/16", Private, 1, "172.20.72.0/21"},
		"the smallest planned VPC": {"10.1.2.0/23", Isolated, 7, "10.1.3.112/28"},
		"the end of all addresses": {"255.255.0.0/16", Reserved, 7, "255.255.248.0/21"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Subnet(netip.MustParsePrefix(tt.vpc), tt.tier, tt.zone).String(); got != tt.want {
				t.Errorf("the subnet is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSubnetPanicsWithoutASlot(t *testing.T) {
	for name, slot := range map[string][2]int{
		"a tier before the first": {-1, 0},
		"a tier after the last":   {Reserved + 1, 0},
		"a zone before the first": {0, -1},
		"a zone after the last":   {0, Zones},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("there is no panic")
				}
			}()
			Subnet(netip.MustParsePrefix("10.0.0.0/16"), slot[0], slot[1])
		})
	}
}

// FuzzSubnet holds for every range and every pair of slots: subnets are inside the VPC, large enough, aligned, do not
// overlap, and lie equally far from the start of whatever range it is.
func FuzzSubnet(f *testing.F) {
	f.Add(uint32(10<<24), uint8(16), uint8(0), uint8(31))
	f.Add(uint32(192<<24|168<<16), uint8(23), uint8(7), uint8(8))
	f.Add(uint32(0xffffffff), uint8(20), uint8(31), uint8(31))
	f.Fuzz(func(t *testing.T, address uint32, size, first, second uint8) {
		bits := LargestVPC + int(size)%(SmallestPlanned-LargestVPC+1)
		vpc := prefixAt(t, address, bits)
		one, two := slotIn(vpc, first), slotIn(vpc, second)
		for _, subnet := range []netip.Prefix{one, two} {
			if !vpc.Contains(subnet.Addr()) || subnet.Bits() <= vpc.Bits() {
				t.Errorf("%s is not inside %s", subnet, vpc)
			}
			if subnet.Bits() > SmallestSubnet {
				t.Errorf("%s is smaller than AWS allows", subnet)
			}
			if subnet != subnet.Masked() {
				t.Errorf("%s has host bits set", subnet)
			}
		}
		if same := first%32 == second%32; one.Overlaps(two) != same {
			t.Errorf("slots %d and %d are %s and %s", first%32, second%32, one, two)
		}
		elsewhere := prefixAt(t, ^address, bits)
		if here, there := distance(vpc, one), distance(elsewhere, slotIn(elsewhere, first)); here != there {
			t.Errorf("slot %d is %d addresses into %s, but %d into %s", first%32, here, vpc, there, elsewhere)
		}
	})
}

func slotIn(vpc netip.Prefix, slot uint8) netip.Prefix {
	return Subnet(vpc, int(slot)%32/Zones, int(slot)%Zones)
}

func prefixAt(t *testing.T, address uint32, bits int) netip.Prefix {
	t.Helper()
	prefix, err := netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, address))).Prefix(bits)
	if err != nil {
		t.Fatal(err)
	}
	return prefix
}

func distance(from, to netip.Prefix) uint32 {
	a, b := from.Addr().As4(), to.Addr().As4()
	return binary.BigEndian.Uint32(b[:]) - binary.BigEndian.Uint32(a[:])
}

func TestIPv6IndexesDiffer(t *testing.T) {
	if got := IPv6Index(Private, 2); got != 10 {
		t.Errorf("the third zone's private subnet has block %d, want 10", got)
	}
	seen := map[int]bool{}
	for tier := range tiers {
		for zone := range Zones {
			index := IPv6Index(tier, zone)
			if seen[index] || index < 0 || index > 255 {
				t.Errorf("block %d of tier %d, zone %d is taken or not in a /56", index, tier, zone)
			}
			seen[index] = true
		}
	}
}

func TestParse(t *testing.T) {
	tests := map[string]struct{ cidr, want string }{ // want is the error
		"the largest VPC":  {"10.0.0.0/16", ""},
		"the smallest VPC": {"192.168.255.240/28", ""},
		"too large":        {"10.0.0.0/15", "10.0.0.0/15: a VPC must be between /16 and /28"},
		"too small":        {"10.0.0.0/29", "10.0.0.0/29: a VPC must be between /16 and /28"},
		"host bits":        {"10.0.0.1/16", "10.0.0.1/16 has host bits set; use 10.0.0.0/16"},
		"no prefix length": {"10.0.0.0", `"10.0.0.0" is not an IPv4 CIDR block; use one like 10.0.0.0/16`},
		"nothing":          {"", `"" is not an IPv4 CIDR block; use one like 10.0.0.0/16`},
		"IPv6":             {"2001:db8::/24", `"2001:db8::/24" is not an IPv4 CIDR block; use one like 10.0.0.0/16`},
		"IPv4 in IPv6":     {"::ffff:10.0.0.0/112", `"::ffff:10.0.0.0/112" is not an IPv4 CIDR block; use one like 10.0.0.0/16`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(tt.cidr)
			switch {
			case err != nil && err.Error() != tt.want, err == nil && tt.want != "":
				t.Errorf("the error is %v, want %q", err, tt.want)
			case err == nil && got.String() != tt.cidr:
				t.Errorf("the range is %s, want %s", got, tt.cidr)
			}
		})
	}
}

func TestParseBlockHasNoLimits(t *testing.T) {
	for _, cidr := range []string{"10.0.0.0/8", "10.0.0.1/32"} {
		if got, err := ParseBlock(cidr); err != nil || got.String() != cidr {
			t.Errorf("%s is read as %s, %v", cidr, got, err)
		}
	}
}

func TestHostsLeavesOutWhatAWSKeeps(t *testing.T) {
	for cidr, want := range map[string]int{"10.0.0.0/28": 11, "10.0.0.0/21": 2043} {
		if got := Hosts(netip.MustParsePrefix(cidr)); got != want {
			t.Errorf("%s has %d addresses, want %d", cidr, got, want)
		}
	}
}
