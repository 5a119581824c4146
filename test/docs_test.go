package test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// documented reads the environments that a page of docs/ shows, in their order. One that is about something else need not
// say how it does TLS.
func documented(t *testing.T, page string) []config.Environment {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	var found []config.Environment
	for _, block := range blocks(string(source), "yaml") {
		if !strings.Contains(block, "certificateArn") && !strings.Contains(block, "allowPlainHttp") {
			block = strings.Replace(block, "web:\n", "web:\n  allowPlainHttp: true\n", 1)
		}
		file := filepath.Join(t.TempDir(), "prod.yaml")
		if err := os.WriteFile(file, []byte(block), 0o600); err != nil {
			t.Fatal(err)
		}
		environment, problems := config.LoadFile(file)
		if len(problems) > 0 {
			t.Errorf("%s shows\n%s\nwhich is refused: %v", page, block, problems)
		}
		found = append(found, environment)
	}
	if len(found) == 0 {
		t.Fatalf("%s shows no environment", page)
	}
	return found
}

func TestScalingDocIsAccepted(t *testing.T) {
	if shown := len(documented(t, "scaling.md")); shown < 8 {
		t.Errorf("it shows %d ways to scale", shown)
	}
}

func TestCDNDocIsAccepted(t *testing.T) {
	if shown := documented(t, "cdn.md"); !behindACDN(&shown[0].StageProps) {
		t.Error("it shows no CDN")
	}
}

// TestDocumentedExamplesExist keeps the names of examples in docs/ to those that are compiled and run.
func TestDocumentedExamplesExist(t *testing.T) {
	files, err := exampleFiles()
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		examples.Write(source)
	}
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, page := range pages {
		source, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("`(Example\\w+)`").FindAllStringSubmatch(string(source), -1) {
			named++
			if !strings.Contains(examples.String(), "func "+m[1]+"()") {
				t.Errorf("%s names %s, which is no example", page, m[1])
			}
		}
	}
	if named < 10 {
		t.Errorf("%d examples are named", named)
	}
}
