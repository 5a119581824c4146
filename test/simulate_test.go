package test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// TestSimulate runs the command of the documentation on the shipped production environment: what it synthesizes itself gives
// the committed picture, which is drawn from the golden templates.
func TestSimulate(t *testing.T) {
	work := t.TempDir()
	program, picture := filepath.Join(work, "simulate"), filepath.Join(work, "scaling.svg")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/simulate").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, validation := range []string{"", "false"} { // without the variable, it starts itself anew
		run := exec.Command(program, "-config", "config/prod.yaml", "-load", "docs/simulate.csv", "-carries", "250", "-out", picture)
		run.Dir = ".."
		run.Env = append(os.Environ(), "TMPDIR="+work, "CDK_VALIDATION="+validation)
		for _, age := range []string{"END_OF_LIFE", "DEPRECATED", "UNTESTED"} { // what the runtime may think of this Node.js
			run.Env = append(run.Env, "JSII_SILENCE_WARNING_"+age+"_NODE_VERSION=20")
		}
		var stderr bytes.Buffer
		run.Stderr = &stderr
		said, err := run.Output()
		if err != nil || stderr.Len() > 0 {
			t.Fatalf("%v\n%s", err, &stderr)
		}
		doc, err := os.ReadFile("../docs/simulate.md")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(doc), "```\n"+string(said)+"```\n") {
			t.Errorf("docs/simulate.md does not show\n%s", said)
		}
		want, err := os.ReadFile("../docs/simulate.svg")
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(picture)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Error("the picture is not docs/simulate.svg")
		}
		if left, _ := filepath.Glob(filepath.Join(work, "*")); len(left) != 2 {
			t.Errorf("%v is left behind", left)
		}
		if err := os.Remove(picture); err != nil {
			t.Fatal(err)
		}
	}
	failing := exec.Command(program, "-config", "nowhere.yaml", "-load", "docs/simulate.csv", "-carries", "250")
	failing.Dir = ".."
	failing.Env = append(os.Environ(), "TMPDIR="+work, "CDK_VALIDATION=")
	if err := failing.Run(); err == nil || failing.ProcessState.ExitCode() != 1 {
		t.Errorf("a missing environment is %v, want exit code 1", err)
	}
}

// TestEveryPolicyIsSimulated keeps the simulation from missing what scales the shipped environments.
func TestEveryPolicyIsSimulated(t *testing.T) {
	for environment, synthesized := range shippedAssemblies(t) {
		groups, simulated := simulate.FromAssembly(synthesized), 0
		for _, group := range groups {
			simulated += len(group.Settings.Steps) + len(group.Settings.Targets)
			if len(group.Unread) > 0 {
				t.Errorf("%s: %v of %s are not read", environment, group.Unread, group.Resource)
			}
			if err := group.Settings.Validate(); err != nil {
				t.Errorf("%s: %s: %v", environment, group.Resource, err)
			}
		}
		if policies := len(synthesized.All("AWS::AutoScaling::ScalingPolicy")); policies == 0 || simulated != policies {
			t.Errorf("%s: %d of %d policies are simulated", environment, simulated, policies)
		}
		if all := len(synthesized.All("AWS::AutoScaling::AutoScalingGroup")); len(groups) != all {
			t.Errorf("%s: %d of %d groups are read", environment, len(groups), all)
		}
	}
}
