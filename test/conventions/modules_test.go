package conventions

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// read is a file of the repository.
func read(t *testing.T, path string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// TestEveryModuleIsLinted finds the modules that go vet ./... and go test ./... do not see.
func TestEveryModuleIsLinted(t *testing.T) {
	out, err := exec.Command("git", "-C", "../..", "ls-files", "*/go.mod").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(string(out))
	if len(modules) == 0 {
		t.Fatal("no module of its own")
	}
	for _, module := range modules {
		if line := "\tcd " + filepath.Dir(module) + " && $(LINT) run ./...\n"; !strings.Contains(read(t, "Makefile"), line) {
			t.Errorf("make lint leaves out %s", filepath.Dir(module))
		}
	}
}

// TestFailoverPattern keeps docs/failover.md to code that is compiled, and that code to variables that the web tier hands
// to the application.
func TestFailoverPattern(t *testing.T) {
	files, err := filepath.Glob("../../examples/failover/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	var pattern strings.Builder
	for _, file := range files {
		pattern.WriteString(read(t, "examples/failover/"+filepath.Base(file)))
	}
	snippets := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(read(t, "docs/failover.md"), -1)
	if len(snippets) == 0 {
		t.Fatal("no Go in docs/failover.md")
	}
	for _, snippet := range snippets {
		if !strings.Contains(pattern.String(), snippet[1]) {
			t.Errorf("the pattern does not contain\n%s", snippet[1])
		}
	}

	handed := regexp.MustCompile(`"DATABASE_[A-Z_]+"`).FindAllString(sources(t, "../../constructs/database/*.go"), -1)
	handed = append(handed, `"DATABASE_CA_BUNDLE"`, `"DATABASE_READER_HOST"`, `"DATABASE_USER"`)
	for _, variable := range regexp.MustCompile(`"DATABASE_[A-Z_]+"`).FindAllString(read(t, "examples/failover/settings.go"), -1) {
		if !slices.Contains(handed, variable) {
			t.Errorf("nobody hands %s to the application", variable)
		}
	}
}

func sources(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(source)
	}
	return all.String()
}
