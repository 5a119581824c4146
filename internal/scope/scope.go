// Package scope tells what a construct's scope is deployed to.
package scope

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

// InOneStack reports whether two constructs are in the same stack.
func InOneStack(one, other constructs.Construct) bool {
	return *awscdk.Stack_Of(one).Node().Path() == *awscdk.Stack_Of(other).Node().Path()
}

// Region returns the Region of the stack that the scope is in, or "" when only the deployment knows it.
func Region(of constructs.Construct) string {
	stack, ok := of.(awscdk.Stack)
	if !ok {
		stack = awscdk.Stack_Of(of)
	}
	region := *stack.Region()
	if arn.Unresolved(region) {
		return ""
	}
	return region
}
