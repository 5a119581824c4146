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
	Name string
	// Region is where it is deployed to, or unknown-region.
	Region string
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

// Read reads the stacks of a folder that cdk synth wrote, such as cdk.out/assembly-prod.
func Read(folder string) (*Assembly, error) {
	var manifest struct {
		Artifacts map[string]struct {
			Type        string
			Environment string
			Properties  struct{ TemplateFile, StackName string }
		}
	}
	if err := readJSON(filepath.Join(folder, "manifest.json"), &manifest); err != nil {
		return nil, fmt.Errorf("assembly: %w", err)
	}
	a := &Assembly{}
	for _, id := range slices.Sorted(maps.Keys(manifest.Artifacts)) {
		artifact := manifest.Artifacts[id]
		if artifact.Type != "aws:cloudformation:stack" {
			continue
		}
		stack := &Stack{Name: artifact.Properties.StackName}
		if stack.Name == "" {
			stack.Name = id
		}
		stack.Region = artifact.Environment[strings.LastIndex(artifact.Environment, "/")+1:]
		if err := readJSON(filepath.Join(folder, artifact.Properties.TemplateFile), stack); err != nil {
			return nil, fmt.Errorf("assembly: %w", err)
		}
		for id, r := range stack.Resources {
			r.ID, r.Stack = id, stack
		}
		a.Stacks = append(a.Stacks, stack)
	}
	return a, nil
}

func readJSON(path string, into any) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(source, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
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
