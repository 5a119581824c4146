package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

func TestImageAcknowledges(t *testing.T) {
	wantAcknowledged(t, synthImage(t, image.Props{}), map[string][]string{
		"ImageRole":          {awsPolicy + "AmazonSSMManagedInstanceCore]", awsPolicy + "EC2InstanceProfileForImageBuilder]"},
		"ImageLifecycleRole": {awsPolicy + "service-role/EC2ImageBuilderLifecycleExecutionPolicy]"},
	})
}
