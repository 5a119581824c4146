package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const (
	module = "github.com/evenkeel-cdk/evenkeel"
	helper = module + "/test/mutate/toggle"
)

// A build is one build of the tests with all mutants in it.
type build struct {
	folder   string            // for what is made
	overlay  map[string]string // the changed copies by the files whose place they take
	binaries []*binary
}

// A binary is the test binary of a package.
type binary struct {
	path, folder string
	tests        []string
	files        map[string]string // the file of each test
}

// enumerate returns the mutants of every file of constructs/ and puts the files that hold them into the overlay.
func (b *build) enumerate() ([]mutant, error) {
	files, err := filepath.Glob("constructs/*/*.go")
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%d files in constructs/: %w", len(files), err)
	}
	var all []mutant
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, changed, err := instrument(filepath.ToSlash(file), string(source), len(all)+1)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		if err := b.put(file, changed); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// put writes a copy of a file that is used in its place.
func (b *build) put(file, source string) error {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	copied := filepath.Join(b.folder, fmt.Sprintf("%d-%s", len(b.overlay), filepath.Base(file)))
	b.overlay[absolute] = copied
	return os.WriteFile(copied, []byte(source), 0o644)
}

// compile builds the tests of every package that links a construct.
func (b *build) compile() error {
	list := exec.Command("go", "list", "-test", "-json=ImportPath,Dir,Deps,Name,TestGoFiles,XTestGoFiles", "./...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return err
	}
	type listed struct {
		ImportPath, Dir, Name           string
		Deps, TestGoFiles, XTestGoFiles []string
	}
	packages := map[string]listed{}
	var links []string
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			return err
		}
		packages[p.ImportPath] = p
		if strings.HasSuffix(p.ImportPath, ".test") && slices.ContainsFunc(p.Deps, func(d string) bool { return strings.HasPrefix(d, module+"/constructs/") }) {
			links = append(links, strings.TrimSuffix(p.ImportPath, ".test"))
		}
	}
	for i, path := range links {
		p := packages[path]
		bin := &binary{path: filepath.Join(b.folder, fmt.Sprintf("%d.test", i)), folder: p.Dir, files: map[string]string{}}
		hasMain := false
		for _, name := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
			main, err := b.putTest(bin, filepath.Join(p.Dir, name))
			if err != nil {
				return err
			}
			hasMain = hasMain || main
		}
		if len(bin.tests) == 0 {
			continue
		}
		if !hasMain {
			name := p.Name
			if len(p.TestGoFiles) == 0 {
				name += "_test"
			}
			if err := b.put(filepath.Join(p.Dir, "mutate_main_test.go"), fmt.Sprintf(testMain, name, helper)); err != nil {
				return err
			}
		}
		b.binaries = append(b.binaries, bin)
	}
	return b.link()
}

const testMain = `package %s

import (
	"os"
	"testing"

	toggle %q
)

func TestMain(m *testing.M) { os.Exit(toggle.Main(m.Run)) }
`

func (b *build) putTest(bin *binary, file string) (hasMain bool, err error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	changed, hasMain, tests, err := instrumentTest(file, string(source))
	if err != nil {
		return false, err
	}
	bin.tests = append(bin.tests, tests...)
	for _, test := range tests {
		bin.files[test] = filepath.Base(file)
	}
	return hasMain, b.put(file, changed)
}

func (b *build) link() error {
	overlay, err := json.Marshal(map[string]any{"Replace": b.overlay})
	if err != nil {
		return err
	}
	file := filepath.Join(b.folder, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		return err
	}
	for _, bin := range b.binaries {
		// Vet would find fault with the mutants.
		out, err := exec.Command("go", "test", "-vet=off", "-overlay", file, "-c", "-o", bin.path, bin.folder).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return nil
}
