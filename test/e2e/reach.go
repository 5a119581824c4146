package e2e

import (
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// internet is everyone.
const internet = "internet"

// A rule is one permission of a security group for one other side.
type rule struct {
	other     string // who: internet, a part of the system, or an address range or group that is neither
	protocol  string
	low, high int32
}

// A reach is what the security groups of an environment let through.
type reach struct {
	wearers map[string]string // the part of the system that wears a group, by the group's id
	in, out map[string][]rule // by part
}

// newReach reads the security groups that parts of the system wear.
func newReach(groups []types.SecurityGroup, wearers map[string]string) reach {
	r := reach{wearers: wearers, in: map[string][]rule{}, out: map[string][]rule{}}
	for _, g := range groups {
		if part, worn := wearers[aws.ToString(g.GroupId)]; worn {
			r.in[part] = append(r.in[part], r.rules(g.IpPermissions)...)
			r.out[part] = append(r.out[part], r.rules(g.IpPermissionsEgress)...)
		}
	}
	return r
}

func (r reach) rules(permissions []types.IpPermission) []rule {
	var rules []rule
	for _, p := range permissions {
		add := func(other string) {
			one := rule{other, aws.ToString(p.IpProtocol), 0, 65535}
			if p.FromPort != nil && p.ToPort != nil && one.protocol != "-1" {
				one.low, one.high = *p.FromPort, *p.ToPort
			}
			rules = append(rules, one)
		}
		for _, block := range p.IpRanges {
			add(addresses(aws.ToString(block.CidrIp)))
		}
		for _, block := range p.Ipv6Ranges {
			add(addresses(aws.ToString(block.CidrIpv6)))
		}
		for _, list := range p.PrefixListIds {
			add(aws.ToString(list.PrefixListId))
		}
		for _, pair := range p.UserIdGroupPairs {
			if part, worn := r.wearers[aws.ToString(pair.GroupId)]; worn {
				add(part)
			} else {
				add(aws.ToString(pair.GroupId))
			}
		}
	}
	return rules
}

func addresses(block string) string {
	if block == "0.0.0.0/0" || block == "::/0" {
		return internet
	}
	return block
}

// noWay is the rule of a group that lets nothing out: CloudFormation would open everything if there were none.
var noWay = rule{"255.255.255.255/32", "icmp", 252, 86}

// paths are the ways in that work: who reaches whom on which ports. A way between two parts works only where the one lets
// out what the other lets in.
func (r reach) paths() []string {
	var paths []string
	for part, rules := range r.in {
		for _, in := range rules {
			if !r.isPart(in.other) {
				paths = append(paths, in.path(in.other, part))
				continue
			}
			for _, way := range r.out[in.other] {
				if both, ok := in.meet(way); ok && (way.other == part || way.other == internet) {
					paths = append(paths, both.path(in.other, part))
				}
			}
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(paths)))
}

func (r reach) isPart(name string) bool {
	for _, part := range r.wearers {
		if part == name {
			return true
		}
	}
	return false
}

// waysOut are where the parts may open connections to, whether or not they are let in there.
func (r reach) waysOut() []string {
	var ways []string
	for part, rules := range r.out {
		for _, out := range rules {
			if out != noWay {
				ways = append(ways, out.path(part, out.other))
			}
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(ways)))
}

// meet returns what two rules both let through.
func (r rule) meet(other rule) (rule, bool) {
	if r.protocol == "-1" {
		r.protocol = other.protocol
	}
	if other.protocol != "-1" && r.protocol != other.protocol {
		return rule{}, false
	}
	both := rule{r.other, r.protocol, max(r.low, other.low), min(r.high, other.high)}
	return both, both.low <= both.high
}

func (r rule) path(from, to string) string {
	ports := fmt.Sprintf("%d-%d", r.low, r.high)
	if r.low == r.high {
		ports = fmt.Sprint(r.low)
	}
	return fmt.Sprintf("%s → %s: %s %s", from, to, r.protocol, ports)
}
