// Package programs holds the tests that build programs and run them, each with a jsii kernel of its own: they need none here
// and run beside those of test/.
package programs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	// The CDK's template validator costs seconds in each program; make synth runs it.
	if err := os.Setenv("CDK_VALIDATION", "false"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// build builds a command. What only a debugger reads is left out, which takes half as long.
func build(t *testing.T, folder string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "program")
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", program, folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}
