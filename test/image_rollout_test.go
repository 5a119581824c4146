package test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A web tier in another stack reads the parameter when it is deployed, which is after the image has been built.
func TestImageReachesAWebTier(t *testing.T) {
	app := newApp(t)
	env := &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String(testRegion)}}
	images := awscdk.NewStack(app, jsii.String("Images"), env)
	pipeline := newImage(images, image.Props{})
	site := awscdk.NewStack(app, jsii.String("Site"), env)
	web := newWeb(site, webtier.Props{AMI: webtier.AMI{SSMParameter: pipeline.ParameterName()}})
	web.Node().AddDependency(pipeline)

	found := synthApp(t, app)
	written, _ := found["Images"].one(t, imageDistribution).get("Distributions.0.SsmParameterConfigurations.0.ParameterName").(string)
	wantImageOf(t, found["Site"], found["Site"].one(t, launchTemplate), written)
	var waitsFor []string
	for _, stack := range *site.Dependencies() {
		waitsFor = append(waitsFor, *stack.StackName())
	}
	if !slices.Equal(waitsFor, []string{"Images"}) {
		t.Errorf("the site waits for %v", waitsFor)
	}
	if len(found["Images"].Outputs) > 0 {
		t.Errorf("the stacks are tied together by %v", found["Images"].Outputs)
	}
	// The default image is for the default instance type.
	found["Images"].one(t, imageRecipe).want(t, "ParentImage", managedARN("image/amazon-linux-2023-arm64/x.x.x"))
	found["Site"].one(t, launchTemplate).want(t, "LaunchTemplateData.InstanceType", "t4g.small")
}

// In one stack the servers take the image that the deployment has built.
func TestImageReachesAWebTierInOneStack(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		pipeline := image.New(stack, "Image", &image.Props{VPC: vpc})
		newWeb(stack, webtier.Props{VPC: vpc, AMI: webtier.AMI{ID: *pipeline.Image().AttrImageId()}})
	})
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.ImageId", att(tm.one(t, imageResource).ID, "ImageId"))
}

// Environments in one account, and pipelines in one stack, do not share a parameter.
func TestImageNames(t *testing.T) {
	app := newApp(t)
	names := map[string]bool{}
	for _, stage := range []string{"dev", strings.Repeat("Production", 6)} {
		stack := awscdk.NewStack(awscdk.NewStage(app, &stage, nil), jsii.String("Images"), nil)
		vpc := webVPC(stack)
		for _, id := range []string{"Web", "Inner"} {
			name := image.New(stack, id, &image.Props{VPC: vpc}).ParameterName()
			if !regexp.MustCompile(`^/imagebuilder/[a-z][a-z0-9-]{2,63}$`).MatchString(name) {
				t.Errorf("the parameter is %s", name)
			}
			names[name] = true
		}
	}
	if len(names) != 4 {
		t.Errorf("the parameters are %v, want four", names)
	}
}
