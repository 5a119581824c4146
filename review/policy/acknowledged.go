package policy

import (
	"cmp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// An Acknowledgement is a finding that stays, and why.
type Acknowledgement struct {
	// Path is the resource's construct.
	Path string
	// Type is the resource's.
	Type string
	// Rule is the full name of the rule, its finer finding in brackets: AwsSolutions-IAM5[Resource::*].
	Rule string
	// Reason is why the finding stays.
	Reason string
}

// Acknowledged returns what the templates acknowledge, in the order of paths; for a reviewer's list.
func Acknowledged(a *assembly.Assembly) []Acknowledgement {
	var all []Acknowledgement
	for _, stack := range a.Stacks {
		for id, resource := range stack.Resources {
			for _, rule := range rules(resource) {
				all = append(all, Acknowledgement{stack.Paths[id], resource.Type, rule.name, rule.reason})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Acknowledgement) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

type acknowledgedRule struct{ name, reason string }

// rules reads what cdk-nag's suppressions leave in a resource's metadata.
func rules(resource *assembly.Resource) []acknowledgedRule {
	nag, _ := resource.Metadata["cdk_nag"].(map[string]any)
	entries, _ := nag["rules_to_suppress"].([]any)
	var all []acknowledgedRule
	for _, entry := range entries {
		rule, _ := entry.(map[string]any)
		id, _ := rule["id"].(string)
		reason, _ := rule["reason"].(string)
		findings, _ := rule["applies_to"].([]any)
		if len(findings) == 0 {
			all = append(all, acknowledgedRule{id, reason})
		}
		for _, finding := range findings {
			if text, ok := finding.(string); ok {
				all = append(all, acknowledgedRule{id + "[" + text + "]", reason})
			}
		}
	}
	return all
}

func acknowledged(resource *assembly.Resource, name string) bool {
	return slices.ContainsFunc(rules(resource), func(rule acknowledgedRule) bool { return rule.name == name && rule.reason != "" })
}
