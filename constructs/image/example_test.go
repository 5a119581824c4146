package image_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// An image of the newest Amazon Linux 2023 with its updates, in a VPC of your own.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	image.New(stack, "Image", &image.Props{VPC: vpc})

	app.Synth(nil)
}

// A web tier starts its servers from the newest image. It is in a stack of its own, which is deployed when the image has
// been built and tested.
func ExamplePipeline_ParameterName() {
	app := awscdk.NewApp(nil)
	images := awscdk.NewStack(app, jsii.String("Images"), nil)
	net := network.New(images, "Network", nil)
	img := image.New(images, "Image", &image.Props{
		VPC: net.VPC(),
		Components: []image.Component{{
			Name:  "nginx",
			Build: "dnf -y install nginx\nsystemctl enable nginx\n",
			Test:  "curl -sSf http://localhost/\n",
		}},
	})

	site := awscdk.NewStack(app, jsii.String("Site"), nil)
	web := webtier.New(site, "Web", &webtier.Props{
		VPC:            net.VPC(),
		Port:           80,
		AllowPlainHTTP: true,
		AMI:            webtier.AMI{SSMParameter: img.ParameterName()},
	})
	web.Node().AddDependency(img)

	app.Synth(nil)
}

// What has no prop is reached through the resources: a copy of each image in another Region. And builds can be granted
// things: to read the application from a bucket.
func ExamplePipeline_Distribution() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)
	releases := awss3.NewBucket(stack, jsii.String("Releases"), nil)

	img := image.New(stack, "Image", &image.Props{
		VPC: vpc,
		Components: []image.Component{{
			Name:  "shop",
			Build: "aws s3 cp s3://" + *releases.BucketName() + "/shop.rpm /tmp/\ndnf -y install /tmp/shop.rpm\n",
		}},
	})
	releases.GrantRead(img, nil)
	img.Distribution().AddPropertyOverride(jsii.String("Distributions.1"), map[string]any{
		"Region":                       "ap-northeast-3",
		"AmiDistributionConfiguration": map[string]any{"Name": "shop-{{ imagebuilder:buildDate }}"},
	})

	app.Synth(nil)
}
