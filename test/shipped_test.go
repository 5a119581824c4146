package test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/identity"
	"github.com/evenkeel-cdk/evenkeel/review/survives"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shippedFolder is where the environments of config/ are, synthesized once for all tests.
var shippedFolder string

// synthShipped synthesizes the environments of config/ and returns the folder.
func synthShipped(t testing.TB) string {
	t.Helper()
	if shippedFolder != "" {
		return shippedFolder
	}
	environments, problems := config.Load("../config")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	folder, err := os.MkdirTemp("", "evenkeel-shipped-") // which TestMain removes
	if err != nil {
		t.Fatal(err)
	}
	app := newAppIn(t, folder)
	for _, e := range environments {
		websystem.NewStage(app, e.Name, &e.StageProps)
	}
	app.Synth(nil)
	shippedFolder = folder
	return folder
}

// shipped returns the templates of the environments of config/.
func shipped(t testing.TB) map[string]*template {
	t.Helper()
	return readTemplates(t, synthShipped(t))
}

// shippedAssemblies reads the environments of config/ as a reviewer's tools do, by environment.
func shippedAssemblies(t testing.TB) map[string]*assembly.Assembly {
	t.Helper()
	folder := synthShipped(t)
	found, err := filepath.Glob(filepath.Join(folder, "assembly-*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no environments in %s: %v", folder, err)
	}
	assemblies := map[string]*assembly.Assembly{}
	for _, of := range found {
		read, err := assembly.Read(of)
		if err != nil {
			t.Fatal(err)
		}
		assemblies[strings.TrimPrefix(filepath.Base(of), "assembly-")] = read
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

// Servers of the shipped environments that use the database can see that it is the database: they are told where the certificates
// of its authorities are, and fetch them there before anything else starts.
func TestShippedServersVerifyTheDatabase(t *testing.T) {
	const (
		told    = "DATABASE_CA_BUNDLE=/etc/pki/rds/global-bundle.pem"
		fetched = `curl -sSf --retry 5 --create-dirs -o \"$DATABASE_CA_BUNDLE\" https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem`
	)
	using := 0
	for name, tm := range shipped(t) {
		for _, launchTemplate := range tm.all("AWS::EC2::LaunchTemplate") {
			script := show(launchTemplate.get("LaunchTemplateData.UserData"))
			if !strings.Contains(script, "DATABASE_HOST=") {
				continue
			}
			using++
			if path, fetch := strings.Index(script, told), strings.Index(script, fetched); path < 0 || fetch < path || fetch > strings.Index(script, "systemctl enable --now") {
				t.Errorf("%s: %s does not have the certificates: %s", name, launchTemplate.ID, script)
			}
		}
	}
	if using != 4 {
		t.Errorf("%d tiers use a database, want 4", using)
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
		"aurora": `without ap-northeast-1a: the system goes on
without ap-northeast-1c: the system goes on
without ap-northeast-1d: the system goes on
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
