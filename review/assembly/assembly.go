// Package assembly reads what cdk synth wrote: the templates of an environment's stacks, with the references between their
// resources resolved, within a stack and across stacks. It is pure Go and knows nothing of how the templates were made.
package assembly

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An Assembly is the templates of the stacks that one folder holds: an app's stacks, or those of one of its stages, whose
// folder is called assembly-<stage>.
type Assembly struct {
	Stacks []*Stack
}

// A Stack is a template and where it is deployed to.
type Stack struct {
	// Name is the stack's name in CloudFormation.
	Name string `json:"-"`
	// Region is where it is deployed to, or unknown-region.
	Region string `json:"-"`
	// File is where the template is.
	File string `json:"-"`
	// Paths are where in the app the resources were made, by logical id: prod/Stateful/Network/Resource.
	Paths map[string]string `json:"-"`
	// Annotations are what was said of constructs while the template was made, in the order of their paths.
	Annotations []Annotation `json:"-"`
	// Resources are the template's, by logical id.
	Resources map[string]*Resource
	// Outputs are the template's values, by logical id.
	Outputs map[string]Output
	// Parameters are the template's, by logical id.
	Parameters map[string]map[string]any
}

// A Resource is one of a template.
type Resource struct {
	Stack *Stack `json:"-"`
	ID    string `json:"-"`

	Type                string
	Properties          map[string]any
	Metadata            map[string]any
	DependsOn           []string
	DeletionPolicy      string
	UpdateReplacePolicy string
	CreationPolicy      map[string]any
	UpdatePolicy        map[string]any
}

// An Output is a value that other stacks can read.
type Output struct {
	Value  any
	Export struct{ Name any }
}

type artifact struct {
	Type                   string
	Environment            string
	Properties             struct{ TemplateFile, StackName, DirectoryName string }
	Metadata               map[string][]metadata // in older assemblies
	AdditionalMetadataFile string
}

// Read reads the stacks of a folder that cdk synth wrote, such as cdk.out/assembly-prod.
func Read(folder string) (*Assembly, error) {
	return read(folder, false)
}

// ReadAll reads the stacks of a folder that cdk synth wrote and those of every stage in it.
func ReadAll(folder string) (*Assembly, error) {
	return read(folder, true)
}

func read(folder string, stages bool) (*Assembly, error) {
	var manifest struct{ Artifacts map[string]*artifact }
	if err := readJSON(filepath.Join(folder, "manifest.json"), &manifest); err != nil {
		return nil, err
	}
	a := &Assembly{}
	for _, id := range slices.Sorted(maps.Keys(manifest.Artifacts)) {
		switch artifact := manifest.Artifacts[id]; {
		case artifact.Type == "aws:cloudformation:stack":
			stack, err := artifact.stack(id, folder)
			if err != nil {
				return nil, err
			}
			a.Stacks = append(a.Stacks, stack)
		case artifact.Type == "cdk:cloud-assembly" && stages:
			stage, err := read(filepath.Join(folder, artifact.Properties.DirectoryName), stages)
			if err != nil {
				return nil, err
			}
			a.Stacks = append(a.Stacks, stage.Stacks...)
		}
	}
	return a, nil
}

func (a *artifact) stack(id, folder string) (*Stack, error) {
	file := filepath.Join(folder, a.Properties.TemplateFile)
	template, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("assembly: %w", err)
	}
	name := a.Properties.StackName
	if name == "" {
		name = id
	}
	stack, err := Parse(name, a.Environment[strings.LastIndex(a.Environment, "/")+1:], template)
	if err != nil {
		return nil, err
	}
	stack.File = file
	stack.note(a.Metadata)
	if a.AdditionalMetadataFile != "" {
		var more map[string][]metadata
		if err := readJSON(filepath.Join(folder, a.AdditionalMetadataFile), &more); err != nil {
			return nil, err
		}
		stack.note(more)
	}
	return stack, nil
}

func readJSON(file string, into any) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("assembly: %w", err)
	}
	if err := json.Unmarshal(source, into); err != nil {
		return fmt.Errorf("assembly: %s: %w", file, err)
	}
	return nil
}

// Parse reads one stack's template, for an assembly that is put together by hand: Assembly{Stacks: …}.
func Parse(name, region string, template []byte) (*Stack, error) {
	stack := &Stack{}
	if err := json.Unmarshal(template, stack); err != nil {
		return nil, fmt.Errorf("assembly: template of %s: %w", name, err)
	}
	stack.Name, stack.Region = name, region
	for id, r := range stack.Resources {
		r.ID, r.Stack = id, stack
	}
	return stack, nil
}

// All returns the resources of a type in every stack, in the order of stacks and logical ids.
func (a *Assembly) All(kind string) []*Resource {
	var all []*Resource
	for _, stack := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(stack.Resources)) {
			if r := stack.Resources[id]; r.Type == kind {
				all = append(all, r)
			}
		}
	}
	return all
}

// String names a resource in a message: its stack and its logical id.
func (r *Resource) String() string {
	return r.Stack.Name + "/" + r.ID
}
