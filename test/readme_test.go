package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

func readme(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// blocks returns the code blocks of a language.
func blocks(markdown, language string) []string {
	var found []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(markdown, -1) {
		found = append(found, m[1])
	}
	return found
}

func exampleFiles() ([]string, error) {
	constructs, err := filepath.Glob("../constructs/*/example*_test.go")
	if err != nil {
		return nil, err
	}
	review, err := filepath.Glob("../review/*/example*_test.go")
	return append(constructs, review...), err
}

// TestReadmeGoIsInExamples keeps the README's Go to what the examples compile and run.
func TestReadmeGoIsInExamples(t *testing.T) {
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
	snippets := blocks(readme(t), "go")
	if len(snippets) == 0 {
		t.Fatal("no Go in the README")
	}
	for _, snippet := range snippets {
		indented := "\t" + strings.ReplaceAll(strings.TrimSuffix(snippet, "\n"), "\n", "\n\t")
		if !strings.Contains(examples.String(), indented) {
			t.Errorf("no example contains\n%s", snippet)
		}
	}
}

// TestReadmeLinksWhatThereIs finds packages and pages that nobody would find.
func TestReadmeLinksWhatThereIs(t *testing.T) {
	text := readme(t)
	_, more, found := strings.Cut(text, "\n## More\n")
	if !found {
		t.Fatal("no section More")
	}
	for pattern, section := range map[string]string{
		"../constructs/*": text,
		"../review/*":     text,
		"../docs/*.md":    more,
	} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("nothing is %s: %v", pattern, err)
		}
		for _, path := range paths {
			path = strings.TrimPrefix(path, "../")
			if !strings.Contains(section, "]("+path+")") {
				t.Errorf("the README does not link %s", path)
			}
		}
	}
	for _, path := range regexp.MustCompile(`\]\(((?:constructs|review|docs|test|config|examples)/[^)#]*|[A-Z]+\.md|LICENSE)\)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat("../" + path[1]); err != nil {
			t.Errorf("the README links %s, which is not there", path[1])
		}
	}
}

// TestReadmeYAMLIsAccepted loads the README's environments, and sees the refusal that the README quotes when the first is
// broken in the way that the README tells.
func TestReadmeYAMLIsAccepted(t *testing.T) {
	text := readme(t)
	snippets := blocks(text, "yaml")
	if len(snippets) == 0 {
		t.Fatal("no environment in the README")
	}
	t.Chdir(t.TempDir())
	load := func(source string) []*config.Problem {
		t.Helper()
		if err := os.MkdirAll("config", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("config/prod.yaml", []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
		_, problems := config.Load("config")
		return problems
	}
	for _, snippet := range snippets {
		if problems := load(snippet); len(problems) > 0 {
			t.Error(problems)
		}
	}
	problems := load(strings.Replace(snippets[0], "scaleInBelow: 30", "scaleInBelow: 65", 1))
	if len(problems) != 1 || !strings.Contains(text, problems[0].Error()+"\n1 problem; nothing was synthesized\n") {
		t.Errorf("the README does not quote %v", problems)
	}
}

// TestOneVersionOfTheCLI keeps every mention of the cdk command line to one version.
func TestOneVersionOfTheCLI(t *testing.T) {
	out, err := exec.Command("git", "-C", "..", "grep", "-hoE", `aws-cdk@[^ ]+|CDK +:= .*`, "--", ":!test/readme_test.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, mention := range strings.Fields(string(out)) {
		if strings.HasPrefix(mention, "aws-cdk@") && !strings.HasPrefix(mention, "aws-cdk@2.1148.1") && !strings.HasPrefix(mention, "aws-cdk@$(CDK)") {
			t.Errorf("found %s, want 2.1148.1", mention)
		}
	}
	if !strings.Contains(string(out), "2.1148.1") {
		t.Error("no version found")
	}
}

// TestCommandsToCopyPinTheCLI finds those without a version: whoever copies them gets npm's latest, or none.
func TestCommandsToCopyPinTheCLI(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	bare := regexp.MustCompile("(?m)(^\\s*|`|\\$ |&& )cdk [a-z]+( +[^`\\s]|\\s*$)")
	for _, page := range append(pages, "../README.md") {
		source, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range bare.FindAllString(string(source), -1) {
			t.Errorf("%s shows %q without npx and a version", page, command)
		}
	}
}
