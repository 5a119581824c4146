package image

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsimagebuilder"
	"github.com/aws/jsii-runtime-go"
)

// createRecipe makes the components and the recipe. A version of them cannot be changed: CloudFormation makes a new one,
// whose number Image Builder counts, and deletes the old one when nothing uses it.
func (p *Pipeline) createRecipe() {
	var components []any
	add := func(arn *string) {
		components = append(components, &awsimagebuilder.CfnImageRecipe_ComponentConfigurationProperty{ComponentArn: arn})
	}
	if !p.cfg.DisableUpdates {
		add(jsii.String(managed("component/update-linux/x.x.x")))
	}
	for _, c := range p.cfg.Components {
		if c.ARN != "" {
			add(&c.ARN)
		} else {
			add(p.createComponent("Component-"+c.Name, c))
		}
	}
	add(p.createComponent("Requirements", Component{Name: requirements, Test: requirementsTest}))
	parent := p.cfg.ParentImage
	if parent == "" {
		parent = p.cfg.amazonLinux()
	}
	p.recipe = awsimagebuilder.NewCfnImageRecipe(p, jsii.String("Recipe"), &awsimagebuilder.CfnImageRecipeProps{
		Name:        &p.cfg.Name,
		Version:     &p.cfg.Version,
		ParentImage: &parent,
		Components:  &components,
		BlockDeviceMappings: &[]any{&awsimagebuilder.CfnImageRecipe_InstanceBlockDeviceMappingProperty{
			DeviceName: &p.cfg.RootDevice,
			Ebs: &awsimagebuilder.CfnImageRecipe_EbsInstanceBlockDeviceSpecificationProperty{
				VolumeType:          jsii.String("gp3"),
				VolumeSize:          jsii.Number(p.cfg.RootVolumeGiB),
				Encrypted:           jsii.Bool(true),
				KmsKeyId:            p.key.KeyArn(),
				DeleteOnTermination: jsii.Bool(true),
			},
		}},
	})
}

func (p *Pipeline) createComponent(id string, c Component) *string {
	return awsimagebuilder.NewCfnComponent(p, &id, &awsimagebuilder.CfnComponentProps{
		Name:     jsii.String(p.cfg.Name + "-" + c.Name),
		Version:  &p.cfg.Version,
		Platform: jsii.String("Linux"),
		Data:     jsii.String(c.document()),
	}).AttrArn()
}

// amazonLinux is Image Builder's own Amazon Linux 2023, whose new versions count as updates.
func (p *Props) amazonLinux() string {
	processor := "arm64"
	if p.Architecture == X8664 {
		processor = "x86"
	}
	return managed("image/amazon-linux-2023-" + processor + "/x.x.x")
}

// managed is the ARN of something that Image Builder has in every Region.
func managed(resource string) string {
	return "arn:" + *awscdk.Aws_PARTITION() + ":imagebuilder:" + *awscdk.Aws_REGION() + ":aws:" + resource
}
