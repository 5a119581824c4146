package programs

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSimulate runs the command of the documentation on the shipped production environment: what it synthesizes itself gives
// the committed picture, which is drawn from the golden templates.
func TestSimulate(t *testing.T) {
	program, work := build(t, "../../cmd/simulate"), t.TempDir()
	picture := filepath.Join(work, "scaling.svg")
	for _, validation := range []string{"", "false"} { // without the variable, it starts itself anew
		run := exec.Command(program, "-config", "config/prod.yaml", "-load", "docs/simulate.csv", "-carries", "250", "-out", picture)
		run.Dir = "../.."
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
		doc, err := os.ReadFile("../../docs/simulate.md")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(doc), "```\n"+string(said)+"```\n") {
			t.Errorf("docs/simulate.md does not show\n%s", said)
		}
		want, err := os.ReadFile("../../docs/simulate.svg")
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
		if left, _ := filepath.Glob(filepath.Join(work, "*")); len(left) != 1 {
			t.Errorf("%v is left behind", left)
		}
		if err := os.Remove(picture); err != nil {
			t.Fatal(err)
		}
	}
	failing := exec.Command(program, "-config", "nowhere.yaml", "-load", "docs/simulate.csv", "-carries", "250")
	failing.Dir = "../.."
	failing.Env = append(os.Environ(), "TMPDIR="+work, "CDK_VALIDATION=")
	if err := failing.Run(); err == nil || failing.ProcessState.ExitCode() != 1 {
		t.Errorf("a missing environment is %v, want exit code 1", err)
	}
}
