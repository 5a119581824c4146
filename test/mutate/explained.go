package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml"
)

const explainedFile = "explained.yaml"

// An explanation says why a mutant may survive. It is about every mutant with that text in that function.
type explanation struct {
	File   string `yaml:"file"`
	In     string `yaml:"in"`
	Mutant string `yaml:"mutant"`
	Why    string `yaml:"why"`
}

func (e explanation) of(m mutant) bool {
	return e.File == m.file && e.In == m.in && e.Mutant == m.text
}

// explanations reads the committed explanations, of which each must be about one of the mutants.
func explanations(mutants []mutant) ([]explanation, error) {
	source, err := os.ReadFile(filepath.Join("test", "mutate", explainedFile))
	if err != nil {
		return nil, err
	}
	return parseExplanations(source, mutants)
}

func parseExplanations(source []byte, mutants []mutant) ([]explanation, error) {
	var all []explanation
	if err := yaml.UnmarshalWithOptions(source, &all, yaml.Strict()); err != nil {
		return nil, err
	}
	for _, e := range all {
		if e.Why == "" {
			return nil, fmt.Errorf("%s: %s: %s: nothing says why", e.File, e.In, e.Mutant)
		}
		if !slices.ContainsFunc(mutants, e.of) {
			return nil, fmt.Errorf("%s explains what is no mutant: %s: %s: %s", explainedFile, e.File, e.In, e.Mutant)
		}
	}
	return all, nil
}
