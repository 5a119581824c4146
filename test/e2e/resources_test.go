package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// everything asserts that the account has what the stacks list, and that nothing else has come into it.
func (e *environment) everything(t *testing.T) {
	there := e.everywhere(t)
	listed := map[string]bool{}
	for _, a := range e.regions(e.account) {
		for _, stack := range a.stackNames() {
			listed["Stack "+stack] = true
			for _, r := range must(a.stackResources(e.ctx, stack))(t) {
				kind, known := kinds[aws.ToString(r.ResourceType)]
				if !known {
					e.gaps.unseen(t, aws.ToString(r.ResourceType))
				}
				if !known || kind == part {
					continue
				}
				if thing, ok := there.find(kind, aws.ToString(r.PhysicalResourceId)); ok {
					listed[thing.String()] = true
				} else {
					t.Errorf("%s lists %s %s, which is not there", stack, aws.ToString(r.ResourceType), aws.ToString(r.PhysicalResourceId))
				}
			}
		}
	}
	for key, thing := range there {
		if !listed[key] && thing.kind != unseen && !byItself(thing) {
			t.Errorf("%s has come into the account, and no stack lists it", key)
		}
	}
}

// byItself tells what AWS makes for something that a stack lists.
func byItself(t thing) bool {
	switch t.kind {
	case "Instance", "Volume", "DBAutomatedBackup", "DBClusterAutomatedBackup", "Secret":
		return true
	case "LogGroup":
		return t.id == osMetrics
	case "RouteTable":
		return strings.Contains(t.fields["Associations"], `"Main":true`)
	case "SecurityGroup":
		return t.fields["GroupName"] == "default"
	}
	return false
}

func TestFind(t *testing.T) {
	there := inventoryOf(made(t, "ElasticIP", "eipalloc-1", map[string]string{"PublicIp": "192.0.2.1"}), made(t, "DBInstance", "dev-a", nil), made(t, "Role", "Name", nil))
	for _, test := range []struct{ kind, id, want string }{
		{"ElasticIP", "eipalloc-1", "eipalloc-1"}, {"ElasticIP", "192.0.2.1", "eipalloc-1"}, {"DBInstance", "Dev-A", "dev-a"},
		{"DBInstance", "dev", ""}, {"Role", "dev-a", ""},
	} {
		if got, ok := there.find(test.kind, test.id); got.id != test.want || ok != (test.want != "") {
			t.Errorf("%s %s: got %q (%t), want %q", test.kind, test.id, got.id, ok, test.want)
		}
	}
}
