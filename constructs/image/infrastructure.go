package image

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsimagebuilder"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/managedrole"
)

// createInfrastructure makes what instances build and test with.
func (p *Pipeline) createInfrastructure() {
	p.role = managedrole.New(p, "Role", &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil),
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AmazonSSMManagedInstanceCore")),
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("EC2InstanceProfileForImageBuilder")),
		},
	}, managedrole.Policy{ID: "Policy", Description: "What image builds may do"})
	acknowledge.At(p.role.Node().DefaultChild().(awscdk.CfnResource), acknowledge.Because{
		Reason: "Image Builder works through Session Manager and is documented to take these two policies of AWS, which follow what it does. Nobody is let into the instances, and they end with the build.",
		Rules: []string{
			"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]",
			"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/EC2InstanceProfileForImageBuilder]",
		},
	})
	profile := awsiam.NewCfnInstanceProfile(p, jsii.String("InstanceProfile"), &awsiam.CfnInstanceProfileProps{
		Roles: &[]any{p.role.RoleName()},
	})
	p.securityGroup = awsec2.NewSecurityGroup(p, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:                  p.cfg.VPC,
		Description:          jsii.String("Image builds: nobody in"),
		AllowAllOutbound:     &p.cfg.AllowAllOutbound,
		AllowAllIpv6Outbound: &p.cfg.AllowAllOutbound,
	})
	if !p.cfg.AllowAllOutbound {
		const why = "AWS APIs and package repositories"
		https := awsec2.Port_Tcp(jsii.Number(443))
		p.securityGroup.AddEgressRule(awsec2.Peer_AnyIpv4(), https, jsii.String(why), nil)
		p.securityGroup.AddEgressRule(awsec2.Peer_AnyIpv6(), https, jsii.String(why), nil)
	}
	props := &awsimagebuilder.CfnInfrastructureConfigurationProps{
		Name:                       &p.cfg.Name,
		Description:                &p.path,
		InstanceProfileName:        profile.Ref(),
		InstanceTypes:              jsii.Strings(p.cfg.InstanceTypes...),
		SubnetId:                   (*p.cfg.VPC.PrivateSubnets())[0].SubnetId(),
		SecurityGroupIds:           &[]*string{p.securityGroup.SecurityGroupId()},
		InstanceMetadataOptions:    &awsimagebuilder.CfnInfrastructureConfiguration_InstanceMetadataOptionsProperty{HttpTokens: jsii.String("required"), HttpPutResponseHopLimit: jsii.Number(1)},
		TerminateInstanceOnFailure: jsii.Bool(true),
		ResourceTags:               &map[string]*string{"Name": &p.path},
	}
	if p.cfg.TopicARN != "" {
		props.SnsTopicArn = &p.cfg.TopicARN
	}
	p.infrastructure = awsimagebuilder.NewCfnInfrastructureConfiguration(p, jsii.String("Infrastructure"), props)
}

// logGroup is made before Image Builder would make it itself and keep everything for ever. It is deleted with the stack:
// its name is fixed, so that one left behind would stop the next deployment.
func (p *Pipeline) logGroup(id, kind string) awslogs.CfnLogGroup {
	props := &awslogs.CfnLogGroupProps{
		LogGroupName:    jsii.String(logGroupPrefix + p.cfg.Name + "/" + kind),
		RetentionInDays: jsii.Number(p.cfg.LogRetentionDays),
	}
	if p.ownKey != nil {
		props.KmsKeyId = p.ownKey.KeyArn()
	}
	group := awslogs.NewCfnLogGroup(p, &id, props)
	group.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil)
	return group
}

// logGroupPrefix is where Image Builder may write (source: AWS managed policy AWSServiceRoleForImageBuilder).
const logGroupPrefix = "/aws/imagebuilder/"

func (p *Pipeline) createKey() awskms.IKey {
	volumes := key.ForVolumes(p.cfg.Accounts...)
	switch {
	case p.cfg.Key != nil:
		// To the policy of an imported key nothing is added: that is its owner's to do.
		p.cfg.Key.AddToResourcePolicy(awsiam.PolicyStatement_FromJson(map[string]any(volumes)), jsii.Bool(true))
		return p.cfg.Key
	case p.cfg.KMSKeyARN != "":
		return awskms.Key_FromKeyArn(p, jsii.String("Key"), &p.cfg.KMSKeyARN)
	}
	// Kept: without the key, images are lost.
	p.ownKey = key.New(p, "Key", "Images of "+p.path, awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, volumes, key.ForLogGroups(logGroupPrefix+p.cfg.Name+"/*"))
	return p.ownKey
}
