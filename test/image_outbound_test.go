package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

// Where everything is allowed out, rules for HTTPS would be ignored, and the CDK would warn of it.
func TestImageBuildsWithAllOutboundWarnOfNothing(t *testing.T) {
	if warnings := synthImage(t, image.Props{AllowAllOutbound: true}).warnings; len(warnings) > 0 {
		t.Errorf("there are warnings: %v", warnings)
	}
}
