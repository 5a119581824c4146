package test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

func TestImageDefaults(t *testing.T) {
	tm := synthImage(t, image.Props{})
	recipe := tm.one(t, imageRecipe)
	infrastructure := tm.one(t, imageInfrastructure)
	distribution := tm.one(t, imageDistribution)
	pipeline := tm.one(t, imagePipeline)
	built := tm.one(t, imageResource)
	builds := tm.named(t, logGroup, "ImageLogGroup")
	runs := tm.named(t, logGroup, "ImagePipelineLogGroup")
	role := tm.named(t, "AWS::IAM::Role", "ImageRole")
	group := tm.one(t, "AWS::EC2::SecurityGroup")

	name, _ := pipeline.get("Name").(string)
	if !strings.HasPrefix(name, "test-image-") {
		t.Fatalf("the name is %q, want one made of the path", name)
	}
	for _, c := range []struct {
		is   string
		of   resource
		want map[string]any
	}{
		{"the recipe has the name", recipe, map[string]any{"Name": name}},
		{"the infrastructure has the name", infrastructure, map[string]any{"Name": name, "Description": "Test/Image"}},
		{"the distribution has the name", distribution, map[string]any{"Name": name, "Description": "Test/Image"}},
		{"a version that Image Builder counts", recipe, map[string]any{"Version": "1.0.x"}},
		{"the newest Amazon Linux 2023 for arm64", recipe, map[string]any{"ParentImage": managedARN("image/amazon-linux-2023-arm64/x.x.x")}},
		{"updates, and a test of what servers need", recipe, map[string]any{"Components": []any{
			map[string]any{"ComponentArn": managedARN("component/update-linux/x.x.x")},
			map[string]any{"ComponentArn": att(tm.one(t, imageComponent).ID, "Arn")},
		}}},
		{"an encrypted root volume of 8 GiB", recipe, map[string]any{"BlockDeviceMappings": []any{map[string]any{
			"DeviceName": "/dev/xvda",
			"Ebs": map[string]any{
				"VolumeType": "gp3", "VolumeSize": 8, "Encrypted": true, "DeleteOnTermination": true,
				"KmsKeyId": att(tm.one(t, "AWS::KMS::Key").ID, "Arn"),
			},
		}}}},

		{"one of two types of instances", infrastructure, map[string]any{"InstanceTypes": []any{"t4g.medium", "m6g.large"}}},
		{"builds in a private subnet", infrastructure, map[string]any{"SubnetId": webPrivateSubnets[0], "SecurityGroupIds": []any{att(group.ID, "GroupId")}}},
		{"IMDSv2 only", infrastructure, map[string]any{"InstanceMetadataOptions": map[string]any{"HttpTokens": "required", "HttpPutResponseHopLimit": 1}}},
		{"no instance left of a failed build", infrastructure, map[string]any{"TerminateInstanceOnFailure": true}},
		{"no key pair", infrastructure, map[string]any{"KeyPair": nil}},
		{"a profile with the role", infrastructure, map[string]any{"InstanceProfileName": ref(tm.one(t, "AWS::IAM::InstanceProfile").ID)}},
		{"instances named after the construct", infrastructure, map[string]any{"ResourceTags": map[string]any{"Name": "Test/Image"}}},
		{"nobody told", infrastructure, map[string]any{"SnsTopicArn": nil}},

		{"into the parameter, and to nobody else", distribution, map[string]any{"Distributions": []any{map[string]any{
			"Region": ref("AWS::Region"),
			"AmiDistributionConfiguration": map[string]any{
				"Name":        name + "-{{ imagebuilder:buildDate }}",
				"Description": "Test/Image",
				"AmiTags":     map[string]any{"Name": "Test/Image"},
			},
			"SsmParameterConfigurations": []any{map[string]any{"ParameterName": "/imagebuilder/" + name, "DataType": "aws:ec2:image"}},
		}}}},

		{"the pipeline's parts", pipeline, map[string]any{
			"ImageRecipeArn":                 att(recipe.ID, "Arn"),
			"InfrastructureConfigurationArn": att(infrastructure.ID, "Arn"),
			"DistributionConfigurationArn":   att(distribution.ID, "Arn"),
			"Description":                    "Test/Image",
		}},
		{"weekly, when there are updates", pipeline, map[string]any{"Schedule": map[string]any{
			"ScheduleExpression": "cron(0 18 ? * sun *)", "Timezone": "Etc/UTC",
			"PipelineExecutionStartCondition": "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE",
		}}},
		{"tests", pipeline, map[string]any{"ImageTestsConfiguration": map[string]any{"ImageTestsEnabled": true}}},
		{"images that the lifecycle policy finds", pipeline, map[string]any{"ImageTags": map[string]any{"evenkeel:pipeline": name}}},
		{"the pipeline's logs", pipeline, map[string]any{"LoggingConfiguration": map[string]any{
			"ImageLogGroupName": ref(builds.ID), "PipelineLogGroupName": ref(runs.ID),
		}}},

		{"a first image by the deployment, of the same parts", built, map[string]any{
			"ImageRecipeArn":                 att(recipe.ID, "Arn"),
			"InfrastructureConfigurationArn": att(infrastructure.ID, "Arn"),
			"DistributionConfigurationArn":   att(distribution.ID, "Arn"),
			"ImageTestsConfiguration":        map[string]any{"ImageTestsEnabled": true},
			"LoggingConfiguration":           map[string]any{"LogGroupName": ref(builds.ID)},
			"Tags":                           map[string]any{"evenkeel:pipeline": name},
		}},

		{"a group that nobody gets into", group, map[string]any{
			"GroupDescription": "Image builds: nobody in", "VpcId": "vpc-0123456789abcdef0", "SecurityGroupIngress": nil,
		}},
		{"logs where Image Builder may write", builds, map[string]any{"LogGroupName": "/aws/imagebuilder/" + name + "/images", "RetentionInDays": 90}},
		{"runs' logs where Image Builder may write", runs, map[string]any{"LogGroupName": "/aws/imagebuilder/" + name + "/pipeline", "RetentionInDays": 90}},

		{"ten images", tm.one(t, imageLifecycle), map[string]any{
			"Name": name, "Description": "Test/Image", "ResourceType": "AMI_IMAGE", "Status": nil,
			"ResourceSelection": map[string]any{"TagMap": map[string]any{"evenkeel:pipeline": name}},
			"ExecutionRole":     att(tm.named(t, "AWS::IAM::Role", "ImageLifecycleRole").ID, "Arn"),
			"PolicyDetails": []any{map[string]any{
				"Action":         map[string]any{"Type": "DELETE", "IncludeResources": map[string]any{"Amis": true, "Snapshots": true}},
				"Filter":         map[string]any{"Type": "COUNT", "Value": 10},
				"ExclusionRules": map[string]any{"Amis": map[string]any{"LastLaunched": map[string]any{"Unit": "YEARS", "Value": 1}}},
			}},
		}},
	} {
		t.Run(c.is, func(t *testing.T) { c.of.wantEach(t, c.want) })
	}
	t.Run("HTTPS out and nothing else", func(t *testing.T) {
		https := func(family, range_ string) map[string]any {
			return map[string]any{family: range_, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "Description": "AWS APIs and package repositories"}
		}
		group.want(t, "SecurityGroupEgress", []any{https("CidrIp", "0.0.0.0/0"), https("CidrIpv6", "::/0")})
	})
	t.Run("tags that cfn-lint does not know yet", func(t *testing.T) {
		if got := dig(pipeline.Metadata, "cfn-lint.config.ignore_checks"); show(got) != `["E3002"]` {
			t.Errorf("cfn-lint passes over %s", show(got))
		}
	})
	t.Run("an image outlives its stack and its successor", func(t *testing.T) {
		if built.DeletionPolicy != "RetainExceptOnCreate" || built.UpdateReplacePolicy != "Retain" {
			t.Errorf("DeletionPolicy is %s, UpdateReplacePolicy is %s", built.DeletionPolicy, built.UpdateReplacePolicy)
		}
	})
	t.Run("log groups do not", func(t *testing.T) {
		for _, g := range []resource{builds, runs} {
			if g.DeletionPolicy != "Delete" || g.UpdateReplacePolicy != "Delete" {
				t.Errorf("%s: DeletionPolicy is %s, UpdateReplacePolicy is %s", g.ID, g.DeletionPolicy, g.UpdateReplacePolicy)
			}
		}
	})
	t.Run("roles with managed policies only", func(t *testing.T) {
		policies := func(names ...string) []any {
			var all []any
			for _, n := range names {
				all = append(all, join("arn:", ref("AWS::Partition"), ":iam::aws:policy/"+n))
			}
			return all
		}
		service := func(name string) map[string]any { return map[string]any{"Service": name} }
		role.wantEach(t, map[string]any{
			"AssumeRolePolicyDocument.Statement.0.Principal": service("ec2.amazonaws.com"),
			"ManagedPolicyArns": policies("AmazonSSMManagedInstanceCore", "EC2InstanceProfileForImageBuilder"),
			"Policies":          nil,
		})
		tm.one(t, "AWS::IAM::InstanceProfile").want(t, "Roles", []any{ref(role.ID)})
		tm.named(t, "AWS::IAM::Role", "ImageLifecycleRole").wantEach(t, map[string]any{
			"AssumeRolePolicyDocument.Statement.0.Principal": service("imagebuilder.amazonaws.com"),
			"ManagedPolicyArns": policies("service-role/EC2ImageBuilderLifecycleExecutionPolicy"),
			"Policies":          nil,
		})
	})
	t.Run("nothing else, and no custom resource", func(t *testing.T) {
		counts := map[string]int{}
		for _, r := range tm.Resources {
			counts[r.Type]++
		}
		want := map[string]int{
			imageResource: 1, imagePipeline: 1, imageRecipe: 1, imageComponent: 1, imageInfrastructure: 1, imageDistribution: 1, imageLifecycle: 1,
			"AWS::EC2::SecurityGroup": 1, "AWS::IAM::Role": 2, "AWS::IAM::InstanceProfile": 1, "AWS::KMS::Key": 1, logGroup: 2,
		}
		if !reflect.DeepEqual(counts, want) {
			t.Errorf("the resources are\n%v\nwant\n%v", counts, want)
		}
	})
}
