package test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/identity"
	"github.com/evenkeel-cdk/evenkeel/review/survives"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shippedApp has the environments of config/, and their names.
func shippedApp(t testing.TB) (app awscdk.App, names []string) {
	t.Helper()
	environments, problems := config.Load("../config")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	app = newApp(t)
	for _, e := range environments {
		websystem.NewStage(app, e.Name, &e.StageProps)
		names = append(names, e.Name)
	}
	return app, names
}

// shipped synthesizes the environments of config/.
func shipped(t testing.TB) map[string]*template {
	t.Helper()
	app, _ := shippedApp(t)
	return synthApp(t, app)
}

// shippedAssemblies synthesizes the environments of config/ and reads them as a reviewer's tools do, by environment.
func shippedAssemblies(t testing.TB) map[string]*assembly.Assembly {
	t.Helper()
	app, names := shippedApp(t)
	folder := *app.Synth(nil).Directory()
	assemblies := map[string]*assembly.Assembly{}
	for _, name := range names {
		read, err := assembly.Read(filepath.Join(folder, "assembly-"+name))
		if err != nil {
			t.Fatal(err)
		}
		assemblies[name] = read
	}
	return assemblies
}

// TestGolden shows what a change does to the templates of the shipped environments. It detects change; whether it is
// right, the other tests say.
func TestGolden(t *testing.T) {
	templates := shipped(t)
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		golden(t, name+".json", templates[name].source)
	}
}

// TestIdentity fails when an upgrade would replace a resource that keeps data or an address. CONTRIBUTING.md says how a
// deliberate change is made and announced.
func TestIdentity(t *testing.T) {
	for environment, synthesized := range shippedAssemblies(t) {
		identity.Guard(t, synthesized, filepath.Join("testdata", "identity", environment+".json"))
	}
}

// TestZoneLoss follows the templates of the shipped environments: production goes on without any of its zones; development
// gave that up, and where, is known.
func TestZoneLoss(t *testing.T) {
	assemblies := shippedAssemblies(t)
	for environment, want := range map[string]string{
		"prod": `without ap-northeast-1a: the system goes on
without ap-northeast-1c: the system goes on
`,
		"three-tier": `without ap-northeast-1a: the system goes on
without ap-northeast-1c: the system goes on
`,
		"dev": `without ap-northeast-1a: the system does not go on as it was
  dev-Stateless/SystemWebAutoScalingGroupASG176304A6: servers in NetworkPrivateSubnetC868BFC38 have no way out: NetworkNATGatewayAAAD29B5E is in the zone that is gone
  dev-Stateful/DatabaseInstanceAA8A5FDE: is in the zone that is gone and has no standby
without ap-northeast-1c: the system goes on
`,
	} {
		losses, err := survives.Check(assemblies[environment])
		if err != nil {
			t.Fatal(err)
		}
		if got := survives.Report(losses); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", environment, got, want)
		}
	}
}

// golden compares a text with a committed file, or writes the file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s has changed; if that is meant, make golden writes it anew (-was +is):\n%s", name, diff)
	}
}
