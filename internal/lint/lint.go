// Package lint acknowledges findings of cfn-lint at the resource that they are about.
package lint

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// Acknowledge makes cfn-lint pass over its rules at one resource. Say why where you call it.
func Acknowledge(resource awscdk.CfnResource, rules ...string) {
	resource.AddMetadata(jsii.String("cfn-lint"), map[string]any{
		"config": map[string]any{"ignore_checks": rules},
	})
}
