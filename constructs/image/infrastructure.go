package image

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsimagebuilder"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// createInfrastructure makes what instances build and test with.
func (p *Pipeline) createInfrastructure() {
	p.role = awsiam.NewRole(p, jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil),
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AmazonSSMManagedInstanceCore")),
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("EC2InstanceProfileForImageBuilder")),
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
	group := awslogs.NewCfnLogGroup(p, &id, &awslogs.CfnLogGroupProps{
		LogGroupName:    jsii.String(logGroupPrefix + kind + p.cfg.Name),
		RetentionInDays: jsii.Number(p.cfg.LogRetentionDays),
		KmsKeyId:        p.key.KeyArn(),
	})
	group.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil)
	return group
}

// logGroupPrefix is where Image Builder may write (source: AWS managed policy AWSServiceRoleForImageBuilder).
const logGroupPrefix = "/aws/imagebuilder/"

func (p *Pipeline) createKey() awskms.IKey {
	if p.cfg.KMSKeyARN != "" {
		return awskms.Key_FromKeyArn(p, jsii.String("Key"), &p.cfg.KMSKeyARN)
	}
	key := p.cfg.Key
	if key == nil {
		key = awskms.NewKey(p, jsii.String("Key"), &awskms.KeyProps{
			Description:       jsii.String("Images of " + p.path),
			EnableKeyRotation: jsii.Bool(true),
			RemovalPolicy:     awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, // without the key, images are lost
		})
	}
	// To the policy of an imported key nothing is added: that is its owner's to do.
	ours := jsii.Bool(true)
	key.AddToResourcePolicy(p.forVolumes(), ours)
	key.AddToResourcePolicy(p.forLogs(), ours)
	return key
}

// forVolumes lets whoever may use volumes in these accounts use encrypted ones, as the policy of AWS's own key for Amazon EBS
// does. Auto Scaling groups start servers with a role that has no other permission for keys, and that does not exist
// before the first group, so that it cannot be named.
func (p *Pipeline) forVolumes() awsiam.PolicyStatement {
	accounts := append([]string{*awscdk.Aws_ACCOUNT_ID()}, p.cfg.Accounts...)
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("Volumes"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewAnyPrincipal()},
		Actions:    jsii.Strings("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
		Resources:  jsii.Strings("*"),
		Conditions: &map[string]any{"StringEquals": map[string]any{
			"kms:CallerAccount": accounts,
			"kms:ViaService":    "ec2." + *awscdk.Aws_REGION() + ".amazonaws.com",
		}},
	})
}

// forLogs lets CloudWatch Logs encrypt the pipeline's log groups and no others.
func (p *Pipeline) forLogs() awsiam.PolicyStatement {
	group := "arn:" + *awscdk.Aws_PARTITION() + ":logs:" + *awscdk.Aws_REGION() + ":" + *awscdk.Aws_ACCOUNT_ID() + ":log-group:" + logGroupPrefix
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("Logs"),
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("logs."+*awscdk.Aws_REGION()+".amazonaws.com"), nil)},
		Actions:    jsii.Strings("kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"),
		Resources:  jsii.Strings("*"),
		Conditions: &map[string]any{"ArnEquals": map[string]any{
			"kms:EncryptionContext:aws:logs:arn": []string{group + p.cfg.Name, group + "pipeline/" + p.cfg.Name},
		}},
	})
}
