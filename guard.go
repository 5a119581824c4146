package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/identity"
)

// lists is the folder, beside the environments, of what each of them has that keeps data: the environment as it is deployed.
// cdk synth -c identity=write writes it.
const lists = "identity"

// A verdict is what there is to say about the data of the environments.
type verdict struct {
	refusals []string
	notices  []string
}

// guardData compares what was synthesized with the lists. An environment without one is not guarded.
func guardData(folder, out string, environments []config.Environment, rewrite bool) (verdict, error) {
	var v verdict
	for _, environment := range environments {
		synthesized, err := assembly.Read(filepath.Join(out, "assembly-"+environment.Name))
		if err != nil {
			return v, err
		}
		file, after := filepath.Join(folder, lists, environment.Name+".json"), identity.Of(synthesized)
		if rewrite {
			if err := after.Write(file); err != nil {
				return v, err
			}
			continue
		}
		before, err := identity.Read(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return v, err
		}
		v.judge(environment.Name, environment.AllowReplacement, before, after)
	}
	return v, nil
}

// judge adds what an environment would lose and does not allow by name, and what it allows and would not lose.
func (v *verdict) judge(name string, allowed []string, before, after identity.List) {
	var lost []string
	for _, change := range identity.Losses(before, after) {
		lost = append(lost, change.Resource)
		if !slices.Contains(allowed, change.Resource) {
			v.refusals = append(v.refusals, fmt.Sprintf("%s: %s; if that is meant, add %s to allowReplacement", name, change, change.Resource))
		}
	}
	for _, resource := range allowed {
		if !slices.Contains(lost, resource) {
			v.refusals = append(v.refusals, fmt.Sprintf("%s: allowReplacement: %s is not replaced; leave it out", name, resource))
		}
	}
	if added := identity.New(before, after); len(added) > 0 {
		v.notices = append(v.notices, fmt.Sprintf("%s: %s keeps data and is not guarded yet; once it is deployed, cdk synth -c identity=write puts it on the list", name, added[0]))
	}
}
