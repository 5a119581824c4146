package image

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsimagebuilder"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/managedrole"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// Pipeline is an image pipeline and the images that it builds. Create it with [New]; do not copy it.
type Pipeline struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg  Props
	path string // the construct's path, for descriptions

	key            awskms.IKey
	ownKey         awskms.Key // nil when the user gives one
	role           *managedrole.Role
	securityGroup  awsec2.SecurityGroup
	recipe         awsimagebuilder.CfnImageRecipe
	infrastructure awsimagebuilder.CfnInfrastructureConfiguration
	distribution   awsimagebuilder.CfnDistributionConfiguration
	pipeline       awsimagebuilder.CfnImagePipeline
	image          awsimagebuilder.CfnImage
	lifecycle      awsimagebuilder.CfnLifecyclePolicy
}

var (
	_ constructs.Construct = (*Pipeline)(nil)
	_ awsec2.IConnectable  = (*Pipeline)(nil)
	_ awsiam.IGrantable    = (*Pipeline)(nil)
)

// New creates an image pipeline. It panics with the error of [Props.Validate] when the props are wrong, when a key, a topic,
// a component or the parent image is not in the stack's Region, or when the VPC has no private subnets, and has then
// created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *Pipeline {
	if err := props.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("image %q: %w", id, err))
	}
	p := &Pipeline{cfg: props.resolve()}
	constructs.NewConstruct_Override(p, scopeOf, &id)
	p.path = *p.Node().Path()
	p.nameIt()
	p.key = p.createKey()
	p.createRecipe()
	p.createInfrastructure()
	p.createDistribution()
	p.createPipeline()
	p.createLifecycle()
	return p
}

// ParameterName returns the name of the SSM parameter that holds the newest image's id: what a web tier in another stack
// takes for AMI.SSMParameter.
func (p *Pipeline) ParameterName() string { return p.cfg.SSMParameter }

// Image returns the image that the deployment builds. The schedule's images are newer; the parameter has those, too.
func (p *Pipeline) Image() awsimagebuilder.CfnImage { return p.image }

// ImagePipeline returns the pipeline itself.
func (p *Pipeline) ImagePipeline() awsimagebuilder.CfnImagePipeline { return p.pipeline }

// Recipe returns the recipe: the parent image, the components and the root volume.
func (p *Pipeline) Recipe() awsimagebuilder.CfnImageRecipe { return p.recipe }

// Infrastructure returns the configuration of the instances that build and test.
func (p *Pipeline) Infrastructure() awsimagebuilder.CfnInfrastructureConfiguration {
	return p.infrastructure
}

// Distribution returns the configuration of where images go.
func (p *Pipeline) Distribution() awsimagebuilder.CfnDistributionConfiguration { return p.distribution }

// LifecyclePolicy returns the policy that deletes old images, or nil when all are kept.
func (p *Pipeline) LifecyclePolicy() awsimagebuilder.CfnLifecyclePolicy { return p.lifecycle }

// Key returns the key that encrypts the images.
func (p *Pipeline) Key() awskms.IKey { return p.key }

// Role returns the role of the instances that build and test. What it is granted goes into a managed policy.
func (p *Pipeline) Role() awsiam.Role { return p.role }

// Connections opens paths from the security group of the instances that build and test.
func (p *Pipeline) Connections() awsec2.Connections { return p.securityGroup.Connections() }

// GrantPrincipal is the role of the instances that build and test, so that a pipeline can be granted things:
// bucket.GrantRead(img, nil).
func (p *Pipeline) GrantPrincipal() awsiam.IPrincipal { return p.role }

// ParameterName returns the parameter's name as far as the props say it: it is empty when it is made of the construct's path.
func (p *Props) ParameterName() string {
	if p.SSMParameter != "" || p.Name == "" {
		return p.SSMParameter
	}
	return "/imagebuilder/" + p.Name
}

// nameIt takes the user's name, or the construct's path in the characters that Image Builder allows, and makes the
// parameter's name of it.
func (p *Pipeline) nameIt() {
	if p.cfg.Name == "" {
		name := awscdk.Names_UniqueResourceName(p, &awscdk.UniqueResourceNameOptions{
			MaxLength: jsii.Number(maxName),
			Separator: jsii.String("-"),
		})
		p.cfg.Name = strings.ToLower(*name)
	}
	p.cfg.SSMParameter = p.cfg.ParameterName()
}

// createPipeline makes the pipeline, and the image that this deployment builds: it is built again when the recipe changes,
// not when the schedule does (docs/adr/0009-golden-images.md).
func (p *Pipeline) createPipeline() {
	builds, runs := p.logGroup("LogGroup", "images"), p.logGroup("PipelineLogGroup", "pipeline")
	tests := !p.cfg.DisableTests
	props := &awsimagebuilder.CfnImagePipelineProps{
		Name:                           &p.cfg.Name,
		Description:                    &p.path,
		ImageRecipeArn:                 p.recipe.AttrArn(),
		InfrastructureConfigurationArn: p.infrastructure.AttrArn(),
		DistributionConfigurationArn:   p.distribution.AttrArn(),
		ImageTestsConfiguration:        &awsimagebuilder.CfnImagePipeline_ImageTestsConfigurationProperty{ImageTestsEnabled: &tests},
		ImageTags:                      p.tags(),
		LoggingConfiguration: &awsimagebuilder.CfnImagePipeline_PipelineLoggingConfigurationProperty{
			ImageLogGroupName:    builds.Ref(),
			PipelineLogGroupName: runs.Ref(),
		},
	}
	if schedule := p.cfg.Schedule; !schedule.Disable {
		condition := "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE"
		if schedule.Always {
			condition = "EXPRESSION_MATCH_ONLY"
		}
		props.Schedule = &awsimagebuilder.CfnImagePipeline_ScheduleProperty{
			ScheduleExpression:              &schedule.Cron,
			Timezone:                        &schedule.TimeZone,
			PipelineExecutionStartCondition: &condition,
		}
	}
	p.pipeline = awsimagebuilder.NewCfnImagePipeline(p, jsii.String("Pipeline"), props)
	acknowledgeImageTags(p.pipeline)

	p.image = awsimagebuilder.NewCfnImage(p, jsii.String("Image"), &awsimagebuilder.CfnImageProps{
		ImageRecipeArn:                 p.recipe.AttrArn(),
		InfrastructureConfigurationArn: p.infrastructure.AttrArn(),
		DistributionConfigurationArn:   p.distribution.AttrArn(),
		ImageTestsConfiguration:        &awsimagebuilder.CfnImage_ImageTestsConfigurationProperty{ImageTestsEnabled: &tests},
		LoggingConfiguration:           &awsimagebuilder.CfnImage_ImageLoggingConfigurationProperty{LogGroupName: builds.Ref()},
		Tags:                           p.tags(),
	})
	p.image.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, nil) // servers may start from it
	// What a build needs from its first minute: permissions, ways out, and all that users grant later.
	subnet := (*p.cfg.VPC.PrivateSubnets())[0]
	p.image.Node().AddDependency(p.role, p.securityGroup, subnet.InternetConnectivityEstablished())
}

// tags are on every image, so that the lifecycle policy finds them.
func (p *Pipeline) tags() *map[string]*string {
	return &map[string]*string{"evenkeel:pipeline": &p.cfg.Name}
}
