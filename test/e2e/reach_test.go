package e2e

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func permission(protocol string, low, high int32, blocks []string, groups ...string) types.IpPermission {
	p := types.IpPermission{IpProtocol: &protocol}
	if protocol != "-1" {
		p.FromPort, p.ToPort = &low, &high
	}
	for _, block := range blocks {
		p.IpRanges = append(p.IpRanges, types.IpRange{CidrIp: &block})
	}
	for _, group := range groups {
		p.UserIdGroupPairs = append(p.UserIdGroupPairs, types.UserIdGroupPair{GroupId: &group})
	}
	return p
}

func TestReach(t *testing.T) {
	everyone := []string{"0.0.0.0/0"}
	group := func(id string, in, out types.IpPermission) types.SecurityGroup {
		return types.SecurityGroup{GroupId: &id, IpPermissions: []types.IpPermission{in}, IpPermissionsEgress: []types.IpPermission{out}}
	}
	wearers := map[string]string{"sg-a": "a", "sg-b": "b", "sg-b2": "b"}
	for name, test := range map[string]struct {
		groups      []types.SecurityGroup
		paths, ways []string
	}{
		"both ends agree": {
			[]types.SecurityGroup{
				group("sg-a", permission("tcp", 443, 443, everyone), permission("tcp", 8080, 8080, nil, "sg-b")),
				group("sg-b", permission("tcp", 8080, 8080, nil, "sg-a"), permission("icmp", 252, 86, []string{"255.255.255.255/32"})),
			},
			[]string{"a → b: tcp 8080", "internet → a: tcp 443"},
			[]string{"a → b: tcp 8080"},
		},
		"the sender is not let out": {
			[]types.SecurityGroup{
				group("sg-a", types.IpPermission{}, permission("tcp", 80, 80, nil, "sg-b")),
				group("sg-b", permission("tcp", 8080, 8080, nil, "sg-a"), types.IpPermission{}),
			},
			nil, []string{"a → b: tcp 80"},
		},
		"the sender has no rule": {
			[]types.SecurityGroup{{GroupId: aws.String("sg-a")}, group("sg-b", permission("tcp", 8080, 8080, nil, "sg-a"), types.IpPermission{})},
			nil, nil,
		},
		"another protocol": {
			[]types.SecurityGroup{
				group("sg-a", types.IpPermission{}, permission("udp", 53, 53, everyone)),
				group("sg-b", permission("tcp", 53, 53, nil, "sg-a"), types.IpPermission{}),
			},
			nil, []string{"a → internet: udp 53"},
		},
		"the narrower range counts": {
			[]types.SecurityGroup{
				group("sg-a", types.IpPermission{}, permission("-1", 0, 0, everyone)),
				group("sg-b", permission("tcp", 1, 100, nil, "sg-a"), types.IpPermission{}),
			},
			[]string{"a → b: tcp 1-100"}, []string{"a → internet: -1 0-65535"},
		},
		"strangers": {
			[]types.SecurityGroup{group("sg-b2", permission("tcp", 22, 22, []string{"10.0.0.0/8"}, "sg-x"), types.IpPermission{})},
			[]string{"10.0.0.0/8 → b: tcp 22", "sg-x → b: tcp 22"}, nil,
		},
		"a group that nobody wears": {
			[]types.SecurityGroup{group("sg-x", permission("-1", 0, 0, everyone), permission("-1", 0, 0, everyone))},
			nil, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReach(test.groups, wearers)
			sameSet(t, "paths", r.paths(), test.paths)
			sameSet(t, "ways out", r.waysOut(), test.ways)
		})
	}
}
