package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const (
	launchTemplate = "AWS::EC2::LaunchTemplate"
	imageID        = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"
)

// wantImageOf fails the test unless the launch template takes its image from an SSM parameter when it is deployed.
func wantImageOf(t *testing.T, tm *template, launchTemplate resource, parameter string) {
	t.Helper()
	name, _ := launchTemplate.get("LaunchTemplateData.ImageId.Ref").(string)
	if got := show(tm.Parameters[name]); got != show(map[string]any{"Type": imageID, "Default": parameter}) {
		t.Errorf("the image of %s is %s, want the one in %s", launchTemplate.ID, got, parameter)
	}
}

func TestWebLaunchTemplateByDefault(t *testing.T) {
	tm := defaultWeb(t)
	servers := tm.one(t, launchTemplate)
	name := []any{map[string]any{"Key": "Name", "Value": "Test/Web"}}
	servers.wantEach(t, map[string]any{
		"LaunchTemplateData.InstanceType": "t4g.small",
		"LaunchTemplateData.BlockDeviceMappings": []any{map[string]any{
			"DeviceName": "/dev/xvda",
			"Ebs":        map[string]any{"VolumeType": "gp3", "VolumeSize": 20, "Encrypted": true, "DeleteOnTermination": true},
		}},
		"LaunchTemplateData.MetadataOptions":   map[string]any{"HttpTokens": "required"},
		"LaunchTemplateData.Monitoring":        map[string]any{"Enabled": true},
		"LaunchTemplateData.KeyName":           nil,
		"LaunchTemplateData.NetworkInterfaces": nil, // no public addresses: the subnets give none
		"LaunchTemplateData.SecurityGroupIds":  []any{att(tm.named(t, "AWS::EC2::SecurityGroup", "WebSecurityGroup").ID, "GroupId")},
		"LaunchTemplateData.IamInstanceProfile": map[string]any{
			"Arn": att(tm.one(t, "AWS::IAM::InstanceProfile").ID, "Arn"),
		},
		"LaunchTemplateData.TagSpecifications": []any{
			map[string]any{"ResourceType": "instance", "Tags": name},
			map[string]any{"ResourceType": "volume", "Tags": name},
		},
	})
	wantImageOf(t, tm, servers, "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")
}

func TestWebRole(t *testing.T) {
	tm := defaultWeb(t)
	role := tm.one(t, "AWS::IAM::Role")
	role.wantEach(t, map[string]any{
		"AssumeRolePolicyDocument.Statement": []any{map[string]any{
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]any{"Service": "ec2.amazonaws.com"},
		}},
		"ManagedPolicyArns": []any{join("arn:", ref("AWS::Partition"), ":iam::aws:policy/AmazonSSMManagedInstanceCore")},
	})
	tm.one(t, "AWS::IAM::InstanceProfile").want(t, "Roles", []any{ref(role.ID)})
}

func TestWebLaunchTemplateProps(t *testing.T) {
	servers := synthWeb(t, webtier.Props{
		InstanceType:  "m7i.large",
		RootVolumeGiB: 100,
		AMI:           webtier.AMI{ID: "ami-0123456789abcdef0", RootDevice: "/dev/sda1"},
	}).one(t, launchTemplate)
	servers.wantEach(t, map[string]any{
		"LaunchTemplateData.InstanceType":                         "m7i.large",
		"LaunchTemplateData.BlockDeviceMappings.0.DeviceName":     "/dev/sda1",
		"LaunchTemplateData.BlockDeviceMappings.0.Ebs.VolumeSize": 100,
		"LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted":  true,
		"LaunchTemplateData.ImageId":                              "ami-0123456789abcdef0",
	})
}

func TestWebImageInAnyRegion(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		newWeb(stack, webtier.Props{AMI: webtier.AMI{ID: "ami-0123456789abcdef0"}})
	})
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.ImageId", "ami-0123456789abcdef0")
}

// An image that only the deployment knows is taken as it is.
func TestWebImageByToken(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		image := awscdk.NewCfnParameter(stack, jsii.String("Image"), &awscdk.CfnParameterProps{Type: jsii.String("AWS::EC2::Image::Id")})
		newWeb(stack, webtier.Props{AMI: webtier.AMI{ID: *image.ValueAsString()}})
	})
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.ImageId", ref("Image"))
}

func TestWebImageOfSSMParameter(t *testing.T) {
	tm := synthWeb(t, webtier.Props{AMI: webtier.AMI{SSMParameter: "/images/web"}})
	wantImageOf(t, tm, tm.one(t, launchTemplate), "/images/web")
}

func TestWebImageFitsInstanceType(t *testing.T) {
	types := map[string]string{
		"t4g.micro":        "arm64",
		"m7g.large":        "arm64",
		"c7gn.large":       "arm64",
		"x2gd.medium":      "arm64",
		"a1.large":         "arm64",
		"im4gn.large":      "arm64",
		"g5g.xlarge":       "arm64",
		"t3.micro":         "x86_64",
		"m7i.large":        "x86_64",
		"m7i-flex.large":   "x86_64",
		"g5.xlarge":        "x86_64",
		"g4dn.xlarge":      "x86_64",
		"m6a.large":        "x86_64",
		"u-6tb1.112xlarge": "x86_64",
	}
	ids := map[string]string{}
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		for instanceType := range types {
			web := webtier.New(stack, instanceType, &webtier.Props{
				VPC: vpc, AllowPlainHTTP: true, AccessLogs: webtier.AccessLogs{Disable: true},
				InstanceType: instanceType,
			})
			ids[instanceType] = *stack.GetLogicalId(web.LaunchTemplate().Node().DefaultChild().(awscdk.CfnElement))
		}
	})
	for instanceType, architecture := range types {
		t.Run(instanceType, func(t *testing.T) {
			servers := tm.Resources[ids[instanceType]]
			servers.want(t, "LaunchTemplateData.InstanceType", instanceType)
			wantImageOf(t, tm, servers, "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"+architecture)
		})
	}
}
