package e2e

import (
	"reflect"
	"testing"
)

type tag struct{ Key, Value string }

func made(t *testing.T, kind, id string, answer any) thing {
	t.Helper()
	made, err := describe(kind, id, answer)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func inventoryOf(things ...thing) inventory {
	i := inventory{}
	for _, t := range things {
		i[t.String()] = t
	}
	return i
}

func TestDifferences(t *testing.T) {
	type group struct {
		Min, Max int
		Subnets  []string
		Nested   map[string]any
		State    string
	}
	before := inventoryOf(
		made(t, "Group", "a", group{Min: 1, Max: 2, Subnets: []string{"x", "y"}, Nested: map[string]any{"Old": 1, "Same": true}, State: "quiet"}),
		made(t, "Group", "b", group{}),
	)
	after := inventoryOf(
		made(t, "Group", "a", group{Min: 1, Max: 3, Subnets: []string{"y", "x", "y"}, Nested: map[string]any{"New": 1, "Same": true}, State: "busy"}),
		made(t, "Group", "c", group{}),
	)
	want := []string{
		`Group a: Max was "2" and is "3"`,
		`Group a: Nested.New was "" and is "1"`,
		`Group a: Nested.Old was "1" and is ""`,
		"Group b is gone",
		"Group c is new",
	}
	if got := differences(before, after); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := differences(after, after); len(got) > 0 {
		t.Errorf("an inventory differs from itself: %q", got)
	}
}

func TestTagsAreFound(t *testing.T) {
	for name, answer := range map[string]any{
		"a list":             map[string]any{"Tags": []tag{{"Environment", "dev"}}},
		"the list of RDS":    map[string]any{"TagList": []tag{{"Environment", "dev"}}},
		"the list of KMS":    map[string]any{"Tags": []any{map[string]any{"TagKey": "Environment", "TagValue": "dev"}}},
		"a map, as in logs":  map[string]any{"Tags": map[string]string{"Environment": "dev"}},
		"in a second answer": struct{ Tags []tag }{[]tag{{"Environment", "dev"}}},
	} {
		if got := made(t, "Thing", "a", answer).tags["Environment"]; got != "dev" {
			t.Errorf("%s: got %q, want dev", name, got)
		}
	}
}
