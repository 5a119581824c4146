package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

func (e *environment) stacks(t *testing.T) {
	for _, a := range e.regions(e.account) {
		for _, name := range a.stackNames() {
			stack := must(a.stack(e.ctx, name))(t)
			if stack == nil {
				t.Fatalf("there is no stack %s in %s", name, a.region)
			}
			same(t, "status of "+name, stack.StackStatus, types.StackStatusCreateComplete)
			same(t, "termination protection of "+name, aws.ToBool(stack.EnableTerminationProtection), e.want.protected && name == e.stackName("Stateful"))
		}
	}
}

// tags asserts the tags that the project promises, and the one of the configuration file, on everything that can have tags.
func (e *environment) tags(t *testing.T) {
	there := e.everywhere(t)
	for _, key := range slices.Sorted(maps.Keys(there)) {
		thing := there[key]
		if e.withoutTags(thing) {
			continue
		}
		if (thing.kind == "BackupPlan" || thing.kind == "BackupVault") && len(thing.tags) == 0 {
			e.gaps.note(t, "backup vaults and plans have tags", "list them")
			continue
		}
		if thing.kind == "Volume" && len(thing.tags) == 0 {
			e.gaps.note(t, "volumes have tags", "tag them as their launch template says")
			continue
		}
		for name, value := range map[string]string{"Environment": e.account.environment, "ManagedBy": "evenkeel", "Purpose": purpose} {
			same(t, key+": tag "+name, thing.tags[name], value)
		}
	}
}

// withoutTags tells what can have no tags, and what AWS makes by itself.
func (e *environment) withoutTags(t thing) bool {
	switch t.kind {
	case "InstanceProfile", "Policy", "ScalingPolicy", "Stack", unseen: // the template does not or cannot tag them
		return true
	case "Instance", "Volume": // the launch template says their tags
		return false
	}
	return byItself(t)
}

// isolation asserts that each account holds one environment and names nothing of the others.
func (s *suite) isolation(t *testing.T) {
	var pairs [][2]*account
	for _, a := range s.environments() {
		for _, b := range s.environments() {
			if a != b {
				pairs = append(pairs, [2]*account{a, b})
			}
		}
	}
	there := s.inventories(t)
	for _, pair := range pairs {
		own, other := there[pair[0]].without(s.before[pair[0]]), there[pair[1]].without(s.before[pair[1]])
		for _, kind := range []string{"VPC", "DBSubnetGroup", "Bucket", "FlowLog"} {
			same(t, "number of "+kind+" in "+pair[0].environment+"'s account", len(own.of(kind)), 1)
		}
		var stacks []string
		for _, stack := range own.of("Stack") {
			stacks = append(stacks, stack.id)
		}
		sameSet(t, "stacks in "+pair[0].environment+"'s account", stacks, pair[0].stackNames())
		for _, kind := range []string{"LoadBalancer", "ScalingPolicy", "Secret"} { // whose ids are ARNs
			for _, thing := range own.of(kind) {
				if !strings.Contains(thing.id, ":"+pair[0].id+":") {
					t.Errorf("%s is not in account %s", thing, pair[0].id)
				}
			}
		}
		for key, thing := range own {
			if _, shared := other[key]; shared {
				t.Errorf("%s is in both accounts", key)
			}
			for path, value := range thing.fields {
				if strings.Contains(value, pair[1].id) {
					t.Errorf("%s names the other account: %s is %s", key, path, value)
				}
			}
		}
	}
}

func TestOfStack(t *testing.T) {
	for name, want := range map[string][2]bool{ // in the environment's Region, and in us-east-1
		"prod-Stateless-Role-1": {true, false}, "prod-stateful-bucket-1": {true, false}, "prod-edge-logs-1": {false, true},
		"prod-Statelessly": {false, false}, "dev-Stateful-Role-1": {false, false},
	} {
		for i, second := range []bool{false, true} {
			if got := (&account{environment: "prod", second: second}).ofStack(aws.String(name)); got != want[i] {
				t.Errorf("%s, in us-east-1 %t: got %t", name, second, got)
			}
		}
	}
}
