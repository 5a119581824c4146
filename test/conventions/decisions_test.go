package conventions

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDecisionsAreWhole holds every decision to its sections, and what it names to what there is.
func TestDecisionsAreWhole(t *testing.T) {
	pages, err := filepath.Glob("../../docs/adr/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("%d decisions: %v", len(pages), err)
	}
	tests := sources(t, "../../test/*_test.go") + sources(t, "../../test/*/*_test.go") + sources(t, "../../review/*/*_test.go")
	file := regexp.MustCompile(`\b(?:cmd|config|constructs|docs|examples|internal|review|test)/[\w./*-]*\w`)
	for _, page := range pages {
		name := filepath.Base(page)
		text := read(t, "docs/adr/"+name)
		number := strings.TrimLeft(name[:4], "0")
		if !strings.HasPrefix(text, "# "+number+". ") {
			t.Errorf("%s does not start with its number", name)
		}
		if !regexp.MustCompile(`(?m)^Status: (accepted|superseded by .*)$`).MatchString(text) {
			t.Errorf("%s has no status", name)
		}
		var sections []string
		for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1) {
			sections = append(sections, m[1])
		}
		if want := []string{"Context", "Options", "Decision", "Consequences", "Enforced by"}; !slices.Equal(sections, want) {
			t.Errorf("%s has the sections %v, want %v", name, sections, want)
		}
		for _, path := range file.FindAllString(regexp.MustCompile(`\S*<\S*`).ReplaceAllString(text, ""), -1) {
			if found, _ := filepath.Glob("../../" + path); len(found) == 0 {
				t.Errorf("%s names %s, which is not there", name, path)
			}
		}
		for _, test := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(text, -1) {
			if !strings.Contains(tests, "func "+test[1]+"(") {
				t.Errorf("%s names %s, which is no test", name, test[1])
			}
		}
	}
}
