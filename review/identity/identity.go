// Package identity guards the identity of what keeps data or an address: databases, keys, networks, load balancers,
// buckets. A deployment replaces such a resource when its logical id changes, or one of the properties that CloudFormation
// cannot change in place, and a reader of the code does not see that coming.
//
// A project commits the list of these resources and has a test that compares it with what is synthesized:
//
//	func TestIdentity(t *testing.T) {
//		templates, err := assembly.Read("cdk.out")
//		if err != nil {
//			t.Fatal(err)
//		}
//		identity.Guard(t, templates, "testdata/identity.json")
//	}
//
// When a change is meant, UPDATE_IDENTITY=1 go test ./... writes the list anew.
package identity

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// A List is what identifies resources, by stack and logical id: "prod-Stateful/Network1C6012B5".
type List map[string]Entry

// An Entry is what identifies a resource besides its stack and logical id.
type Entry struct {
	Type string
	// Properties are those whose change replaces the resource, and the policies that keep its data.
	Properties map[string]any `json:",omitempty"`
}

// A Change is a difference between two lists.
type Change struct {
	// Resource is the stack and the logical id.
	Resource string
	// Harmless is true for a resource that is new: nothing that runs is touched.
	Harmless bool
	// Message says what changes and what that does to a running system.
	Message string
}

// String returns the resource and the message.
func (c Change) String() string { return c.Resource + " " + c.Message }

// Of returns the list of an assembly.
func Of(a *assembly.Assembly) List {
	list := List{}
	for kind, guard := range guarded {
		for _, r := range a.All(kind) {
			list[r.String()] = Entry{kind, identifying(r, guard)}
		}
	}
	return list
}

func identifying(r *assembly.Resource, guard guard) map[string]any {
	properties := map[string]any{}
	for _, name := range guard.properties {
		if value, ok := r.Properties[name]; ok {
			properties[name] = value
		}
	}
	if r.DeletionPolicy != "" {
		properties["DeletionPolicy"] = r.DeletionPolicy
	}
	if r.UpdateReplacePolicy != "" {
		properties["UpdateReplacePolicy"] = r.UpdateReplacePolicy
	}
	return properties
}

// Compare returns what a deployment of the list after would do to a system of the list before, in the order of the
// resources' names.
func Compare(before, after List) []Change {
	var changes []Change
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		old, was := before[name]
		current, is := after[name]
		switch {
		case !was:
			changes = append(changes, Change{name, true, fmt.Sprintf("(%s) is new", current.Type)})
		case !is:
			changes = append(changes, Change{name, false, fmt.Sprintf("(%s) is gone: %s", old.Type, guarded[old.Type].consequence)})
		case old.Type != current.Type:
			changes = append(changes, Change{name, false, fmt.Sprintf("changes from %s to %s: %s", old.Type, current.Type, guarded[old.Type].consequence)})
		default:
			changes = append(changes, compareProperties(name, old, current)...)
		}
	}
	return changes
}

func compareProperties(name string, old, current Entry) []Change {
	var changes []Change
	for _, property := range append(slices.Clone(guarded[old.Type].properties), policies...) {
		was, is := old.Properties[property], current.Properties[property]
		if reflect.DeepEqual(was, is) {
			continue
		}
		consequence := guarded[old.Type].consequence
		if slices.Contains(policies, property) {
			consequence = "what happens to its data when it goes is no longer the same"
		}
		changes = append(changes, Change{name, false, fmt.Sprintf("(%s): %s changes from %s to %s: %s", old.Type, property, show(was), show(is), consequence)})
	}
	return changes
}

func show(value any) string {
	if value == nil {
		return "nothing"
	}
	out, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(out)
}

// TB is what Guard needs of a test: a *testing.T.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// Guard fails a test for every change between the committed list and an assembly. With UPDATE_IDENTITY=1 in the
// environment it writes the list anew instead.
func Guard(t TB, a *assembly.Assembly, file string) {
	t.Helper()
	current := Of(a)
	if os.Getenv("UPDATE_IDENTITY") == "1" {
		if err := write(file, current); err != nil {
			t.Errorf("identity: %v", err)
		}
		return
	}
	committed, err := read(file)
	if err != nil {
		t.Errorf("identity: %v; UPDATE_IDENTITY=1 go test writes the list", err)
		return
	}
	for _, change := range Compare(committed, current) {
		if change.Harmless {
			t.Errorf("identity: %s; UPDATE_IDENTITY=1 go test puts it on the list", change)
		} else {
			t.Errorf("identity: %s", change)
		}
	}
}

func read(file string) (List, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list List
	if err := json.Unmarshal(source, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return list, nil
}

func write(file string, list List) error {
	out, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(out, '\n'), 0o644)
}
