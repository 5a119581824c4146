package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

const imageTopicARN = "arn:aws:sns:ap-northeast-1:111111111111:images"

// Every prop that is not about components, keys and accounts, changed at once.
func TestImageProps(t *testing.T) {
	tm := synthImage(t, image.Props{
		Name:             "web",
		SSMParameter:     "/imagebuilder/shop/web",
		ParentImage:      "ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
		Architecture:     image.X8664,
		Version:          "2.7.x",
		RootVolumeGiB:    30,
		RootDevice:       "/dev/sda1",
		InstanceTypes:    []string{"c7i.large"},
		AllowAllOutbound: true,
		TopicARN:         imageTopicARN,
		LogRetentionDays: 7,
		KeepImages:       3,
		DisableTests:     true,
		Schedule:         image.Schedule{Cron: "cron(30 3 1 * ?)", TimeZone: "Asia/Tokyo", Always: true},
	})
	recipe := tm.one(t, imageRecipe)
	recipe.wantEach(t, map[string]any{
		"Name":                                 "web",
		"Version":                              "2.7.x",
		"ParentImage":                          "ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
		"BlockDeviceMappings.0.DeviceName":     "/dev/sda1",
		"BlockDeviceMappings.0.Ebs.VolumeSize": 30,
		"BlockDeviceMappings.0.Ebs.Encrypted":  true,
	})
	tm.one(t, imageComponent).wantEach(t, map[string]any{"Name": "web-requirements", "Version": "2.7.x", "Platform": "Linux"})
	tm.one(t, imageInfrastructure).wantEach(t, map[string]any{
		"Name": "web", "InstanceTypes": []any{"c7i.large"}, "SnsTopicArn": imageTopicARN,
	})
	tm.one(t, imageDistribution).wantEach(t, map[string]any{
		"Name": "web",
		"Distributions.0.AmiDistributionConfiguration.Name":          "web-{{ imagebuilder:buildDate }}",
		"Distributions.0.SsmParameterConfigurations.0.ParameterName": "/imagebuilder/shop/web",
		"Distributions.0.SsmParameterConfigurations.0.DataType":      "aws:ec2:image",
		"Distributions.0.SsmParameterConfigurations.1":               nil,
		"Distributions.0.AmiDistributionConfiguration.AmiTags.Name":  "Test/Image",
		"Distributions.1": nil,
		"Distributions.0.AmiDistributionConfiguration.LaunchPermissionConfiguration": nil,
	})
	tests := map[string]any{"ImageTestsEnabled": false}
	tm.one(t, imagePipeline).wantEach(t, map[string]any{
		"Name": "web", "ImageTestsConfiguration": tests, "ImageTags": map[string]any{"evenkeel:pipeline": "web"},
		"Schedule": map[string]any{"ScheduleExpression": "cron(30 3 1 * ?)", "Timezone": "Asia/Tokyo", "PipelineExecutionStartCondition": "EXPRESSION_MATCH_ONLY"},
	})
	tm.one(t, imageResource).wantEach(t, map[string]any{"ImageTestsConfiguration": tests, "Tags": map[string]any{"evenkeel:pipeline": "web"}})
	tm.one(t, imageLifecycle).wantEach(t, map[string]any{
		"Name": "web", "PolicyDetails.0.Filter.Value": 3, "ResourceSelection.TagMap": map[string]any{"evenkeel:pipeline": "web"},
	})
	tm.named(t, logGroup, "ImageLogGroup").wantEach(t, map[string]any{"LogGroupName": "/aws/imagebuilder/web/images", "RetentionInDays": 7})
	tm.named(t, logGroup, "ImagePipelineLogGroup").wantEach(t, map[string]any{"LogGroupName": "/aws/imagebuilder/web/pipeline", "RetentionInDays": 7})
	everything := func(family, range_ string) map[string]any {
		return map[string]any{family: range_, "IpProtocol": "-1", "Description": "Allow all outbound traffic by default"}
	}
	egress := tm.one(t, "AWS::EC2::SecurityGroup")
	egress.wantEach(t, map[string]any{
		"SecurityGroupEgress.0": everything("CidrIp", "0.0.0.0/0"), "SecurityGroupEgress.1.CidrIpv6": "::/0",
		"SecurityGroupEgress.1.IpProtocol": "-1", "SecurityGroupEgress.2": nil, "SecurityGroupIngress": nil,
	})
}

func TestImageForIntelAndAMD(t *testing.T) {
	tm := synthImage(t, image.Props{Architecture: image.X8664})
	tm.one(t, imageRecipe).want(t, "ParentImage", managedARN("image/amazon-linux-2023-x86/x.x.x"))
	tm.one(t, imageInfrastructure).want(t, "InstanceTypes", []any{"t3.medium", "m5.large"})
}

func TestImageWithoutSchedule(t *testing.T) {
	synthImage(t, image.Props{Schedule: image.Schedule{Disable: true}}).one(t, imagePipeline).wantEach(t, map[string]any{"Schedule": nil, "Status": nil})
}

func TestImageKeepsAll(t *testing.T) {
	var pipeline *image.Pipeline
	tm := synth(t, func(stack awscdk.Stack) { pipeline = newImage(stack, image.Props{KeepAllImages: true}) })
	if found := tm.all(imageLifecycle); len(found) > 0 || pipeline.LifecyclePolicy() != nil {
		t.Errorf("there are %d lifecycle policies, and the accessor returns %v", len(found), pipeline.LifecyclePolicy())
	}
	if roles := tm.all("AWS::IAM::Role"); len(roles) != 1 {
		t.Errorf("%d roles, want the instances' alone", len(roles))
	}
}

// A build waits for its way out and for permissions, those granted later included.
func TestImageWaitsForWhatABuildNeeds(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		net := network.New(stack, "Network", nil)
		pipeline := newImage(stack, image.Props{VPC: net.VPC()})
		awss3.NewBucket(stack, jsii.String("Releases"), nil).GrantRead(pipeline, nil)
	})
	tm.named(t, managedPolicy, "ImageRolePolicy").want(t, "Description", "What image builds may do")
	subnet, _ := tm.one(t, imageInfrastructure).get("SubnetId.Ref").(string)
	needs := []string{
		tm.named(t, "AWS::IAM::Role", "ImageRole").ID,
		tm.named(t, "AWS::IAM::ManagedPolicy", "ImageRolePolicy").ID,
		tm.named(t, "AWS::EC2::SecurityGroup", "ImageSecurityGroup").ID,
	}
	for _, association := range tm.all("AWS::EC2::SubnetRouteTableAssociation") {
		if association.get("SubnetId.Ref") == subnet {
			needs = append(needs, association.ID)
			for _, route := range tm.all("AWS::EC2::Route") {
				if show(route.get("RouteTableId")) == show(association.get("RouteTableId")) {
					needs = append(needs, route.ID)
				}
			}
		}
	}
	if len(needs) < 5 {
		t.Fatalf("the build needs only %v", needs)
	}
	built := tm.one(t, imageResource)
	for _, need := range needs {
		if !slices.Contains(built.DependsOn, need) {
			t.Errorf("the image does not wait for %s but for %v", need, built.DependsOn)
		}
	}
}

func TestImageAccessors(t *testing.T) {
	var got map[string]any
	tm := synth(t, func(stack awscdk.Stack) {
		pipeline := newImage(stack, image.Props{Name: "web"})
		groups := *pipeline.Connections().SecurityGroups()
		got = map[string]any{
			"Image":           stack.Resolve(pipeline.Image().AttrArn()),
			"ImagePipeline":   stack.Resolve(pipeline.ImagePipeline().AttrArn()),
			"Recipe":          stack.Resolve(pipeline.Recipe().AttrArn()),
			"Infrastructure":  stack.Resolve(pipeline.Infrastructure().AttrArn()),
			"Distribution":    stack.Resolve(pipeline.Distribution().AttrArn()),
			"LifecyclePolicy": stack.Resolve(pipeline.LifecyclePolicy().AttrArn()),
			"Key":             stack.Resolve(pipeline.Key().KeyArn()),
			"Role":            stack.Resolve(pipeline.Role().RoleArn()),
			"Connections":     stack.Resolve(groups[0].SecurityGroupId()),
			"ParameterName":   pipeline.ParameterName(),
		}
	})
	want := map[string]any{
		"Image":           att(tm.one(t, imageResource).ID, "Arn"),
		"ImagePipeline":   att(tm.one(t, imagePipeline).ID, "Arn"),
		"Recipe":          att(tm.one(t, imageRecipe).ID, "Arn"),
		"Infrastructure":  att(tm.one(t, imageInfrastructure).ID, "Arn"),
		"Distribution":    att(tm.one(t, imageDistribution).ID, "Arn"),
		"LifecyclePolicy": att(tm.one(t, imageLifecycle).ID, "Arn"),
		"Key":             att(tm.one(t, "AWS::KMS::Key").ID, "Arn"),
		"Role":            att(tm.named(t, "AWS::IAM::Role", "ImageRole").ID, "Arn"),
		"Connections":     att(tm.one(t, "AWS::EC2::SecurityGroup").ID, "GroupId"),
		"ParameterName":   "/imagebuilder/web",
	}
	for name := range want {
		if show(got[name]) != show(want[name]) {
			t.Errorf("%s returns %s, want %s", name, show(got[name]), show(want[name]))
		}
	}
}
