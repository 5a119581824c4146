package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

const (
	imageResource       = "AWS::ImageBuilder::Image"
	imagePipeline       = "AWS::ImageBuilder::ImagePipeline"
	imageRecipe         = "AWS::ImageBuilder::ImageRecipe"
	imageComponent      = "AWS::ImageBuilder::Component"
	imageInfrastructure = "AWS::ImageBuilder::InfrastructureConfiguration"
	imageDistribution   = "AWS::ImageBuilder::DistributionConfiguration"
	imageLifecycle      = "AWS::ImageBuilder::LifecyclePolicy"
)

// newImage creates a pipeline named Image in a VPC that adds nothing to the template.
func newImage(stack awscdk.Stack, props image.Props) *image.Pipeline {
	if props.VPC == nil {
		props.VPC = webVPC(stack)
	}
	return image.New(stack, "Image", &props)
}

// synthImage returns the template of a stack with a pipeline that newImage creates.
func synthImage(t testing.TB, props image.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) { newImage(stack, props) })
}

// managedARN is the ARN of something that Image Builder has in every Region.
func managedARN(resource string) any {
	return join("arn:", ref("AWS::Partition"), ":imagebuilder:", ref("AWS::Region"), ":aws:"+resource)
}

// imageRefusal is props and the problems that they have; none means that they are accepted.
type imageRefusal struct {
	is    string
	props image.Props
	want  []string
}

// imageRefusals asks the pure validation, in the Region of the tests.
func imageRefusals(t *testing.T, cases []imageRefusal) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.is, func(t *testing.T) { wantProblems(t, c.props.ValidateIn(testRegion), c.want...) })
	}
}
