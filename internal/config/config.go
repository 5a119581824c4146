// Package config reads environments from YAML files: one file for each, named after it, holding the fields of
// websystem.StageProps and what the program does with them.
//
// It finds every problem of every file before it gives up, each with its line and column.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

// An Environment is what one file describes.
type Environment struct {
	Name string
	File
}

// File is what a configuration file may hold.
type File struct {
	websystem.StageProps `yaml:",inline"`
	// The rule packs that the environment is checked against when it is synthesized, of aws-solutions, nist-800-53-r5,
	// hipaa-security, pci-dss-3.2.1 and control-tower, which needs an npm package. A finding that is not acknowledged at
	// its resource stops the synthesis. Default: none.
	Policy []string `yaml:"policy"`
	// What may be replaced or removed though it keeps data, each by the name that the refusal gives it:
	// prod-Stateful/DatabaseInstanceAA8A5FDE. Only what is on the list in identity/ beside this file is guarded
	// (docs/upgrade.md). Take the name away again once that is deployed. Default: nothing may.
	AllowReplacement []string `yaml:"allowReplacement"`
}

// Validate returns every problem of the file's fields, or nil.
func (f *File) Validate() error {
	var problems problem.List
	for i, pack := range f.Policy {
		if !slices.Contains(policy.Packs(), policy.Pack(pack)) {
			problems.Addf(problem.Index("policy", i), "%q is not known; use %s", pack, props.Either(policy.Names(policy.Packs())))
		}
	}
	return errors.Join(f.StageProps.Validate(), problems.Err())
}

// Packs are the rule packs that the file asks for.
func (f *File) Packs() []policy.Pack {
	var packs []policy.Pack
	for _, pack := range f.Policy {
		packs = append(packs, policy.Pack(pack))
	}
	return packs
}

// A Problem is something wrong with a file, and where.
type Problem struct {
	File         string
	Line, Column int // from 1; 0 when it is about the file as a whole
	problem.Problem
}

// Error returns the place, the field and the message, as a compiler would.
func (p *Problem) Error() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
	return at + ": " + p.Problem.Error()
}

// Load reads every environment of a folder, in the order of their names. When anything is wrong it returns problems
// instead.
func Load(folder string) ([]Environment, []*Problem) {
	files, err := environmentFiles(folder)
	if err != nil {
		return nil, []*Problem{{File: folder, Problem: problem.Problem{Message: err.Error()}}}
	}
	var environments []Environment
	var problems []*Problem
	firstFile := map[string]string{}
	for _, file := range files {
		name := environmentName(file)
		if first, taken := firstFile[name]; taken {
			problems = append(problems, wholef(file, "environment %s is in %s already; keep one of the files", name, first))
			continue
		}
		firstFile[name] = file
		environment, found := LoadFile(file)
		problems = append(problems, found...)
		environments = append(environments, environment)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return environments, nil
}

// LoadFile reads one environment. When anything is wrong it returns problems, and what could be read.
func LoadFile(file string) (Environment, []*Problem) {
	environment := Environment{Name: environmentName(file)}
	var problems []*Problem
	if err := websystem.CheckStageID(environment.Name); err != nil {
		problems = append(problems, wholef(file, "%v", err))
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return environment, append(problems, wholef(file, "%v", reason(err)))
	}
	content, found := parse(file, source)
	environment.File = content
	return environment, append(problems, found...)
}

// environmentName is what the environment of a file is called.
func environmentName(file string) string {
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

// wholef is a problem of a file as a whole.
func wholef(file, format string, args ...any) *Problem {
	return &Problem{File: file, Problem: problem.Problem{Message: fmt.Sprintf(format, args...)}}
}

// environmentFiles returns the YAML files of a folder, sorted, or an error when there is none.
func environmentFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("no environments: %w", reason(err))
	}
	var files []string
	for _, entry := range entries {
		if extension := filepath.Ext(entry.Name()); extension == ".yaml" || extension == ".yml" {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no environments; add a file like prod.yaml")
	}
	slices.Sort(files)
	return files, nil
}

// parse reads one file and validates what it holds. Fields that could not be read are not complained about twice.
func parse(file string, source []byte) (File, []*Problem) {
	var content File
	d := newDecoder(file)
	if !d.decode(source, &content) {
		return content, d.problems
	}
	unread := d.problems
	d.reportSilent(&content)
	for _, p := range problem.All(content.Validate()) {
		if !slices.ContainsFunc(unread, func(u *Problem) bool { return within(p.Field, u.Field) || within(u.Field, p.Field) }) {
			d.report(p.Field, "%s", p.Message)
		}
	}
	slices.SortStableFunc(d.problems, func(a, b *Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return content, d.problems
}

// within reports whether a field is another one or part of it. All are part of the file, which has no name.
func within(field, other string) bool {
	rest, ok := strings.CutPrefix(field, other)
	return ok && (rest == "" || other == "" || rest[0] == '.' || rest[0] == '[')
}

// reason is what is wrong with a file, without the file's name.
func reason(err error) error {
	var about *fs.PathError
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}
