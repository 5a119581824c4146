package configdoc

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lists is a section with a list of each kind, as fields would describe it.
func lists() []Field {
	type rule struct{ Weight int }
	return []Field{{Name: "web", Type: reflect.TypeFor[struct{}](), Doc: "The tier.", Fields: []Field{
		{Name: "rules", Type: reflect.TypeFor[[]rule](), Doc: "The rules.", Default: "one rule", Fields: []Field{
			{Name: "weight", Type: reflect.TypeFor[int](), Doc: "The weight.", Default: "10", Range: "1,100"},
		}},
		{Name: "ports", Type: reflect.TypeFor[[]int](), Doc: "The ports.", Required: true, Range: "1,65535"},
		{Name: "kinds", Type: reflect.TypeFor[[]string](), Doc: "The kinds.", Default: "none", OneOf: []string{"a", "b"}},
		{Name: "names", Type: reflect.TypeFor[[]string](), Doc: "The names.", Default: "none"},
	}}}
}

func TestSchemaOfLists(t *testing.T) {
	source, err := Schema(lists())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Properties struct {
			Web struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(source, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"rules": map[string]any{"type": "array", "description": "The rules. Default: one rule.", "items": map[string]any{
			"type": "object", "additionalProperties": false,
			"properties": map[string]any{"weight": map[string]any{"type": "integer", "minimum": 1.0, "maximum": 100.0, "description": "The weight. Default: 10."}},
		}},
		"ports": map[string]any{"type": "array", "description": "The ports.", "items": map[string]any{"type": "integer", "minimum": 1.0, "maximum": 65535.0}},
		"kinds": map[string]any{"type": "array", "description": "The kinds. Default: none.", "items": map[string]any{"type": "string", "enum": []any{"a", "b"}}},
		"names": map[string]any{"type": "array", "description": "The names. Default: none.", "items": map[string]any{"type": "string"}},
	}
	if diff := cmp.Diff(want, got.Properties.Web.Properties); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReferenceOfLists(t *testing.T) {
	got := Reference(lists())
	for _, want := range []string{
		"| `rules` | list of sections | The rules. | one rule; see [`web.rules[]`](#webrules) |\n",
		"| `ports` | list of numbers, 1 to 65535 | The ports. | Required |\n",
		"| `kinds` | list of `a`, `b` | The kinds. | none |\n",
		"| `names` | list of texts | The names. | none |\n",
		"\n## `web.rules[]`\n\nThe rules. Default: one rule.\n\n| key | value | what it does | default |\n| --- | --- | --- | --- |\n| `weight` | number, 1 to 100 | The weight. | 10 |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the reference lacks %q:\n%s", want, got)
		}
	}
}

// The fields of a list's elements are described as those of a section are.
func TestFieldsOfListedStructs(t *testing.T) {
	d := describer{comments: map[string]map[string]string{"internal/configdoc": {"outer.Rules": "Rules. Default: none.", "inner.Weight": "Weight. Default: 1."}}}
	fields, err := d.fields(reflect.TypeFor[outer]())
	if err != nil {
		t.Fatal(err)
	}
	if len(fields) != 1 || len(fields[0].Fields) != 1 || fields[0].Fields[0].Name != "weight" || fields[0].Fields[0].Default != "1" {
		t.Errorf("the fields are %+v", fields)
	}
}

type outer struct {
	Rules []inner `yaml:"rules"`
}

type inner struct {
	Weight int `yaml:"weight"`
}
