package test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shipped synthesizes the environments of config/.
func shipped(t testing.TB) map[string]*template {
	t.Helper()
	environments, problems := config.Load("../config")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	app := newApp(t)
	for _, e := range environments {
		websystem.NewStage(app, e.Name, &e.Props)
	}
	return synthApp(t, app)
}

// TestGolden shows what a change does to the templates of the shipped environments. It detects change; whether it is
// right, the other tests say.
func TestGolden(t *testing.T) {
	templates := shipped(t)
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		golden(t, name+".json", templates[name].source)
	}
}

// identified are the types whose logical ids are a promise: replacing one loses data, addresses or both.
var identified = []string{
	"AWS::EC2::EIP",
	"AWS::EC2::NatGateway",
	"AWS::EC2::Subnet",
	"AWS::EC2::VPC",
	"AWS::ElasticLoadBalancingV2::LoadBalancer",
	"AWS::ElasticLoadBalancingV2::TargetGroup",
	"AWS::KMS::Key",
	"AWS::Logs::LogGroup",
	"AWS::RDS::DBInstance",
	"AWS::RDS::DBParameterGroup",
	"AWS::RDS::DBSubnetGroup",
	"AWS::S3::Bucket",
}

// TestIdentities fails when an upgrade would replace a resource that keeps data or an address. Do not update the list
// without an entry under "Replacement" in CHANGELOG.md.
func TestIdentities(t *testing.T) {
	templates := shipped(t)
	var lines []string
	for stack, parsed := range templates {
		for _, r := range parsed.Resources {
			if slices.Contains(identified, r.Type) {
				lines = append(lines, fmt.Sprintf("%s %s %s\n", stack, r.Type, r.ID))
			}
		}
	}
	slices.Sort(lines)
	golden(t, "identities.txt", []byte(strings.Join(lines, "")))
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
