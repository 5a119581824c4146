package test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// documented reads the environments that a page of docs/ shows, in their order.
func documented(t *testing.T, page string) []config.Environment {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	var found []config.Environment
	for _, block := range blocks(string(source), "yaml") {
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
