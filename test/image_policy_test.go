package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

func TestPolicyOfImages(t *testing.T) {
	app := reviewedApp(t)
	newImage(awscdk.NewStack(app, jsii.String("Images"), nil), image.Props{
		Components:       []image.Component{{Name: "nginx", Build: "dnf -y install nginx"}},
		LogRetentionDays: 365, // what Control Tower asks of every log group
	})
	if findings := reviewed(t, app, policy.Review{}); len(findings) > 0 {
		t.Error(findings)
	}
}
