// Package acknowledge records, at the resource that they are about, which findings of policy rules are known and why they
// stay. The record is in the template, where a reviewer reads it, in the form that cdk-nag understands; review/policy
// passes over the same rules of cfn-guard.
package acknowledge

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// The rule packs of cdk-nag that name their rules alike.
const (
	NIST  = "NIST.800.53.R5-"
	HIPAA = "HIPAA.Security-"
	PCI   = "PCI.DSS.321-"
)

// Because is one reason and the rules that it answers. A rule of cdk-nag has its pack's prefix, and its finer finding in
// brackets: AwsSolutions-IAM5[Resource::*]. A rule of AWS Control Tower is called by its control: CT.S3.PR.3.
type Because struct {
	Reason string
	Rules  []string
}

// Packs names a rule in several packs.
func Packs(rule string, packs ...string) []string {
	var rules []string
	for _, pack := range packs {
		rules = append(rules, pack+rule)
	}
	return rules
}

// At acknowledges findings at one resource, and at none of its children. Call it once for a resource.
func At(resource awscdk.CfnResource, reasons ...Because) {
	var rules []any
	for _, because := range reasons {
		for _, rule := range because.Rules {
			id, finding, finer := strings.Cut(strings.TrimSuffix(rule, "]"), "[")
			acknowledged := map[string]any{"id": id, "reason": because.Reason}
			if finer {
				acknowledged["applies_to"] = []string{finding}
			}
			rules = append(rules, acknowledged)
		}
	}
	resource.AddMetadata(jsii.String("cdk_nag"), map[string]any{"rules_to_suppress": rules})
}
