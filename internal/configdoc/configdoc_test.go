package configdoc_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/evenkeel-cdk/evenkeel/internal/configdoc"
)

var update = flag.Bool("update", false, "write the schema and the reference anew")

const root = "../.."

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func environment(t *testing.T) []configdoc.Field {
	t.Helper()
	fields, err := configdoc.Environment(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return fields
}

func TestSchemaIsCurrent(t *testing.T) {
	schema, err := configdoc.Schema(environment(t))
	if err != nil {
		t.Fatal(err)
	}
	current(t, "config/schema.json", string(schema))
}

func TestReferenceIsCurrent(t *testing.T) {
	current(t, "docs/configuration.md", configdoc.Reference(environment(t)))
}

// current compares a committed file with what it should be, or writes it.
func current(t *testing.T, name, want string) {
	t.Helper()
	path := filepath.Join(root, name)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is not current; make generate writes it anew (-want +got):\n%s", name, diff)
	}
}

func TestSchemaJudgesFiles(t *testing.T) {
	schema := compile(t)
	shipped, err := filepath.Glob(filepath.Join(root, "config", "*.yaml"))
	if err != nil || len(shipped) == 0 {
		t.Fatalf("%d files in config/: %v", len(shipped), err)
	}
	for _, file := range shipped {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(parse(t, string(source))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for name, source := range map[string]string{
		"unknown key":       "web: {maxCapacities: 4}",
		"wrong type":        "network: {zones: ap-northeast-1a}",
		"unknown engine":    "database: {engine: oracle}",
		"out of range":      "database: {backupRetentionDays: 36}",
		"number as account": "account: 111111111111",
	} {
		if schema.Validate(parse(t, source)) == nil {
			t.Errorf("%s: the schema accepts %s", name, source)
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(root, "config/schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(source)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func parse(t *testing.T, source string) any {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(asJSON, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestEveryFieldSaysWhatItDoes(t *testing.T) {
	var check func(path string, fields []configdoc.Field)
	check = func(path string, fields []configdoc.Field) {
		for _, f := range fields {
			at := path + "." + f.Name
			if f.Doc == "" {
				t.Errorf("%s has no description", at)
			}
			if f.Default == "" && !f.Required && len(f.Fields) == 0 {
				t.Errorf("%s says neither Default nor Required", at)
			}
			check(at, f.Fields)
		}
	}
	check("", environment(t))
}
