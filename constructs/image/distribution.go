package image

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsimagebuilder"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/lint"
)

// createDistribution says where a new image goes: into the parameter, last of all, when it has been built and tested.
func (p *Pipeline) createDistribution() {
	// The CDK would write the names of these keys as they are in Go's JSON.
	ami := map[string]any{
		"Name":        p.cfg.Name + "-{{ imagebuilder:buildDate }}",
		"Description": p.path,
		"AmiTags":     map[string]any{"Name": p.path},
	}
	if len(p.cfg.Accounts) > 0 {
		ami["LaunchPermissionConfiguration"] = map[string]any{"UserIds": p.cfg.Accounts}
	}
	p.distribution = awsimagebuilder.NewCfnDistributionConfiguration(p, jsii.String("Distribution"), &awsimagebuilder.CfnDistributionConfigurationProps{
		Name:        &p.cfg.Name,
		Description: &p.path,
		Distributions: &[]any{&awsimagebuilder.CfnDistributionConfiguration_DistributionProperty{
			Region:                       awscdk.Aws_REGION(),
			AmiDistributionConfiguration: ami,
			SsmParameterConfigurations: &[]any{&awsimagebuilder.CfnDistributionConfiguration_SsmParameterConfigurationProperty{
				ParameterName: &p.cfg.SSMParameter,
				DataType:      jsii.String("aws:ec2:image"),
			}},
		}},
	})
}

// createLifecycle deletes old images. What a launch template may still name stays: everything started within a year, and
// what other accounts may start, which nobody here sees.
func (p *Pipeline) createLifecycle() {
	if p.cfg.KeepAllImages || len(p.cfg.Accounts) > 0 {
		return
	}
	role := awsiam.NewRole(p, jsii.String("LifecycleRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("imagebuilder.amazonaws.com"), nil),
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("service-role/EC2ImageBuilderLifecycleExecutionPolicy")),
		},
	})
	acknowledge.At(role.Node().DefaultChild().(awscdk.CfnResource), acknowledge.Because{
		Reason: "AWS keeps this policy to what deleting images takes, and to images that Image Builder has tagged as its own; only Image Builder can take the role.",
		Rules:  []string{"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/EC2ImageBuilderLifecycleExecutionPolicy]"},
	})
	p.lifecycle = awsimagebuilder.NewCfnLifecyclePolicy(p, jsii.String("Lifecycle"), &awsimagebuilder.CfnLifecyclePolicyProps{
		Name:          &p.cfg.Name,
		Description:   &p.path,
		ExecutionRole: role.RoleArn(),
		ResourceType:  jsii.String("AMI_IMAGE"),
		ResourceSelection: &awsimagebuilder.CfnLifecyclePolicy_ResourceSelectionProperty{
			TagMap: p.tags(),
		},
		PolicyDetails: &[]any{&awsimagebuilder.CfnLifecyclePolicy_PolicyDetailProperty{
			Action: &awsimagebuilder.CfnLifecyclePolicy_ActionProperty{
				Type:             jsii.String("DELETE"),
				IncludeResources: &awsimagebuilder.CfnLifecyclePolicy_IncludeResourcesProperty{Amis: jsii.Bool(true), Snapshots: jsii.Bool(true)},
			},
			Filter: &awsimagebuilder.CfnLifecyclePolicy_FilterProperty{Type: jsii.String("COUNT"), Value: jsii.Number(p.cfg.KeepImages)},
			ExclusionRules: &awsimagebuilder.CfnLifecyclePolicy_ExclusionRulesProperty{
				Amis: &awsimagebuilder.CfnLifecyclePolicy_AmiExclusionRulesProperty{
					LastLaunched: &awsimagebuilder.CfnLifecyclePolicy_LastLaunchedProperty{Unit: jsii.String("YEARS"), Value: jsii.Number(1)},
				},
			},
		}},
	})
}

// acknowledgeImageTags acknowledges "additional properties are not allowed": cfn-lint does not know that a pipeline tags
// its images.
func acknowledgeImageTags(pipeline awsimagebuilder.CfnImagePipeline) {
	lint.Acknowledge(pipeline, "E3002")
}
