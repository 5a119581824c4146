package conventions

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestHelpListsEveryTarget but those that only others use.
func TestHelpListsEveryTarget(t *testing.T) {
	out, err := exec.Command("make", "-s", "-C", "../..", "help").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range regexp.MustCompile(`(?m)^\.PHONY: (.*)$`).FindAllStringSubmatch(read(t, "Makefile"), -1) {
		if target[1] != "scripts" && !strings.Contains("\n"+string(out), "\n"+target[1]+" ") {
			t.Errorf("make help leaves out %s", target[1])
		}
	}
}

// TestCIRunsWhatMakeCheckDoes keeps the two lists to each other.
func TestCIRunsWhatMakeCheckDoes(t *testing.T) {
	check := regexp.MustCompile(`(?m)^check: test (.*) ##`).FindStringSubmatch(read(t, "Makefile"))
	if check == nil {
		t.Fatal("no target check")
	}
	if run := read(t, ".ci/run"); !strings.Contains(run, "go test ./...\nmake "+check[1]+"\n.ci/e2e\n") {
		t.Errorf(".ci/run does not run %s", check[1])
	}
}

// TestEveryFuzzTargetRuns finds those that go test only runs with what was written down for them.
func TestEveryFuzzTargetRuns(t *testing.T) {
	out, err := exec.Command("git", "-C", "../..", "grep", "-oE", "^func Fuzz[A-Za-z]+", "--", "*_test.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		file, function, _ := strings.Cut(found, ":func ")
		if line := "go test ./" + file[:strings.LastIndex(file, "/")] + " -run '^$$' -fuzz '^" + function + "$$' "; !strings.Contains(read(t, "Makefile"), line) {
			t.Errorf("make fuzz leaves out %s of %s", function, file)
		}
	}
}

// TestEndToEndIsLeftOutByName only: a run that has seen nothing must not pass for one that has.
func TestEndToEndIsLeftOutByName(t *testing.T) {
	for _, c := range []struct {
		by   string
		code int
	}{{"E2E=", 1}, {"E2E=skip", 0}} {
		command := exec.Command("../../.ci/e2e")
		command.Env = append(os.Environ(), "EMULATOR="+t.TempDir()+"/none", c.by)
		out, _ := command.CombinedOutput()
		if code := command.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(out), "was not run") {
			t.Errorf("%s ends with %d, want %d:\n%s", c.by, code, c.code, out)
		}
	}
}
