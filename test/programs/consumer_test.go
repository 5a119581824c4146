package programs

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestConsumer runs an app in a module of its own that embeds a construct beside its own VPC and database.
func TestConsumer(t *testing.T) {
	run := exec.Command("go", "run", ".")
	run.Dir = "../consumer"
	run.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	out, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "synthesized") {
		t.Errorf("%v\n%s", err, out)
	}
}
