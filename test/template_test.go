package test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

const (
	testAccount = "111111111111"
	testRegion  = "ap-northeast-1"
)

// A template is what a stack synthesizes to.
type template struct {
	Resources  map[string]resource
	Outputs    map[string]any
	Parameters map[string]any
	warnings   []string // what the stack's constructs warn of
	source     []byte   // the template as it is written
}

// A resource of a template.
type resource struct {
	ID                                  string
	Type                                string
	Properties                          map[string]any
	Metadata                            map[string]any
	DependsOn                           []string
	DeletionPolicy, UpdateReplacePolicy string
	CreationPolicy, UpdatePolicy        map[string]any
}

// newApp makes an app with the feature flags of cdk.json.
func newApp(t testing.TB) awscdk.App {
	t.Helper()
	return newAppIn(t, t.TempDir())
}

func newAppIn(t testing.TB, folder string) awscdk.App {
	t.Helper()
	return awscdk.NewApp(&awscdk.AppProps{
		Outdir:             &folder,
		AnalyticsReporting: jsii.Bool(false),
		Context:            featureFlags(t),
	})
}

func featureFlags(t testing.TB) *map[string]any {
	t.Helper()
	source, err := os.ReadFile("../cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Context map[string]any }
	if err := json.Unmarshal(source, &file); err != nil {
		t.Fatal(err)
	}
	return &file.Context
}

// synth builds a stack in a known account and Region and returns its template.
func synth(t testing.TB, build func(awscdk.Stack)) *template {
	t.Helper()
	return synthStack(t, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String(testRegion)}}, build)
}

// synthAnywhere builds a stack without an account and a Region and returns its template.
func synthAnywhere(t testing.TB, build func(awscdk.Stack)) *template {
	t.Helper()
	return synthStack(t, nil, build)
}

func synthStack(t testing.TB, props *awscdk.StackProps, build func(awscdk.Stack)) *template {
	t.Helper()
	app := newApp(t)
	build(awscdk.NewStack(app, jsii.String("Test"), props))
	return synthApp(t, app)["Test"]
}

// synthApp returns the templates of an app's stacks by stack name.
func synthApp(t testing.TB, app awscdk.App) map[string]*template {
	t.Helper()
	return readTemplates(t, *app.Synth(nil).Directory())
}

// readTemplates returns the templates of a folder that an app was synthesized to, by stack name.
func readTemplates(t testing.TB, folder string) map[string]*template {
	t.Helper()
	templates := map[string]*template{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Name() == "manifest.json" {
			err = readAssembly(filepath.Dir(path), templates)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return templates
}

func readAssembly(folder string, into map[string]*template) error {
	var manifest struct {
		Missing   []any
		Artifacts map[string]struct {
			Type        string
			DisplayName string
			Properties  struct{ TemplateFile, StackName string }
			Metadata    map[string][]struct {
				Type string
				Data any
			}
			AdditionalMetadataFile string
		}
	}
	if err := readJSON(filepath.Join(folder, "manifest.json"), &manifest); err != nil {
		return err
	}
	if len(manifest.Missing) > 0 {
		return fmt.Errorf("%s: the synthesis wants to look up %v", folder, manifest.Missing)
	}
	for name, artifact := range manifest.Artifacts {
		if artifact.Type != "aws:cloudformation:stack" {
			continue
		}
		source, err := os.ReadFile(filepath.Join(folder, artifact.Properties.TemplateFile))
		if err != nil {
			return err
		}
		parsed := &template{source: source}
		if err := json.Unmarshal(source, parsed); err != nil {
			return err
		}
		for id, r := range parsed.Resources {
			r.ID = id
			parsed.Resources[id] = r
		}
		metadata := artifact.Metadata
		if artifact.AdditionalMetadataFile != "" {
			if err := readJSON(filepath.Join(folder, artifact.AdditionalMetadataFile), &metadata); err != nil {
				return err
			}
		}
		for _, path := range slices.Sorted(maps.Keys(metadata)) {
			for _, entry := range metadata[path] {
				if entry.Type == "aws:cdk:warning" {
					parsed.warnings = append(parsed.warnings, fmt.Sprint(entry.Data))
				}
			}
		}
		if artifact.Properties.StackName != "" {
			name = artifact.Properties.StackName
		}
		into[name] = parsed
	}
	return nil
}

func readJSON(path string, into any) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(source, into)
}

// all returns the resources of a type, sorted by logical id.
func (t *template) all(kind string) []resource {
	var found []resource
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if t.Resources[id].Type == kind {
			found = append(found, t.Resources[id])
		}
	}
	return found
}

// one returns the only resource of a type.
func (t *template) one(tb testing.TB, kind string) resource {
	tb.Helper()
	found := t.all(kind)
	if len(found) != 1 {
		tb.Fatalf("%d resources of type %s, want 1", len(found), kind)
	}
	return found[0]
}

// named returns the only resource of a type whose logical id starts with a prefix.
func (t *template) named(tb testing.TB, kind, prefix string) resource {
	tb.Helper()
	var found []resource
	for _, r := range t.all(kind) {
		if strings.HasPrefix(r.ID, prefix) {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		tb.Fatalf("%d resources of type %s whose id starts with %s, want 1", len(found), kind, prefix)
	}
	return found[0]
}

// get returns a property by its path: "LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted". It is nil when it is
// not there.
func (r resource) get(path string) any {
	return dig(r.Properties, path)
}

func dig(value any, path string) any {
	for _, step := range strings.Split(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// want fails the test unless the property has the value. Numbers may be given as int.
func (r resource) want(t testing.TB, path string, want any) {
	t.Helper()
	if got := r.get(path); !reflect.DeepEqual(got, normal(want)) {
		t.Errorf("%s %s: %s is %s, want %s", r.Type, r.ID, path, show(got), show(want))
	}
}

// wantEach is want for several properties.
func (r resource) wantEach(t testing.TB, want map[string]any) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(want)) {
		r.want(t, path, want[path])
	}
}

// normal gives a Go value the types that it has in parsed JSON.
func normal(value any) any {
	source, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	var parsed any
	if err := json.Unmarshal(source, &parsed); err != nil {
		panic(err)
	}
	return parsed
}

func show(value any) string {
	source, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(source)
}

// withoutHash is a logical id without the eight characters that the CDK adds to the path.
func withoutHash(id string) string {
	const hash = 8
	return id[:max(0, len(id)-hash)]
}

// ref and att are the intrinsic functions as a template has them.
func ref(id string) map[string]any { return map[string]any{"Ref": id} }

func att(id, attribute string) map[string]any {
	return map[string]any{"Fn::GetAtt": []any{id, attribute}}
}
