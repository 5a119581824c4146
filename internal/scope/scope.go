// Package scope tells what a construct's scope is deployed to.
package scope

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
)

// Region returns the Region of the stack that the scope is in, or "" when only the deployment knows it.
func Region(of constructs.Construct) string {
	region := awscdk.Stack_Of(of).Region()
	if *awscdk.Token_IsUnresolved(region) {
		return ""
	}
	return *region
}
