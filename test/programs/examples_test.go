package programs

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestExamplesSynthesize runs every example of the constructs' documentation. They have no output to compare, so go test
// only compiles them; here they become one program, which shares one kernel.
func TestExamplesSynthesize(t *testing.T) {
	files, err := exampleFiles()
	if err != nil || len(files) == 0 {
		t.Fatalf("%d example files: %v", len(files), err)
	}
	folder := t.TempDir()
	var calls []string
	for folderOf, parsed := range parsedByFolder(t, files) {
		calls = append(calls, extractExamples(t, parsed, filepath.Base(folderOf), folder)...)
	}
	slices.Sort(calls)
	if len(calls) < len(files) {
		t.Fatalf("%d examples in %d files", len(calls), len(files))
	}
	program := "package main\n\nimport \"github.com/aws/jsii-runtime-go\"\n\nfunc main() {\n\tdefer jsii.Close()\n\t" + strings.Join(calls, "\n\t") + "\n}\n"
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	run := exec.Command("go", append([]string{"run"}, sources...)...)
	run.Dir = "../.."
	run.Env = append(os.Environ(), "TMPDIR="+folder)
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func exampleFiles() ([]string, error) {
	constructs, err := filepath.Glob("../../constructs/*/example*_test.go")
	if err != nil {
		return nil, err
	}
	review, err := filepath.Glob("../../review/*/example*_test.go")
	return append(constructs, review...), err
}

var exampleSet = token.NewFileSet()

func parsedByFolder(t *testing.T, files []string) map[string][]*ast.File {
	t.Helper()
	byFolder := map[string][]*ast.File{}
	for _, file := range files {
		parsed, err := parser.ParseFile(exampleSet, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		byFolder[filepath.Dir(file)] = append(byFolder[filepath.Dir(file)], parsed)
	}
	return byFolder
}

// extractExamples copies a package's examples into the program's folder, with the package's name in front of their names
// and constants, and returns the calls that run them.
func extractExamples(t *testing.T, files []*ast.File, name, folder string) []string {
	t.Helper()
	own := map[string]bool{}
	var calls []string
	for _, file := range files {
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				own[d.Name.Name] = true
				if strings.HasPrefix(d.Name.Name, "Example") {
					calls = append(calls, name+d.Name.Name+"()")
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if value, ok := spec.(*ast.ValueSpec); ok {
						own[value.Names[0].Name] = true
					}
				}
			}
		}
	}
	for i, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && own[id.Name] {
				id.Name = name + id.Name
			}
			return true
		})
		file.Name.Name = "main"
		var source strings.Builder
		if err := format.Node(&source, exampleSet, file); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s%d.go", name, i)), []byte(source.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return calls
}
