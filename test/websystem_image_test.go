package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

// TestStageWithAnImage makes the environments of the documentation, and sees that no rule pack finds anything in the first.
func TestStageWithAnImage(t *testing.T) {
	environments := documented(t, "images.md")
	app := reviewedApp(t)
	stage := websystem.NewStage(app, "prod", &environments[0].StageProps)
	var review policy.Review
	review.Add(stage, policy.NagPacks()...)
	inner := websystem.NewStage(app, "inner", &environments[1].StageProps)
	if err := review.Synth(app); err != nil {
		t.Error(err)
	}
	found := synthApp(t, app)
	stateful, images, stateless := found["prod-Stateful"], found["prod-Images"], found["prod-Stateless"]

	t.Run("the image has a stack of its own, in the middle", func(t *testing.T) {
		for want, got := range map[string]string{
			"prod/Images":       *stage.Images().Node().Path(),
			"prod/Images/Image": *stage.WebSystem().Image().Node().Path(),
		} {
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
		for of, want := range map[awscdk.Stack][]string{
			stage.Stateful():  nil,
			stage.Images():    {"prod-Stateful"},
			stage.Stateless(): {"prod-Images", "prod-Stateful"},
		} {
			var waitsFor []string
			for _, stack := range *of.Dependencies() {
				waitsFor = append(waitsFor, *stack.StackName())
			}
			slices.Sort(waitsFor)
			if !slices.Equal(waitsFor, want) {
				t.Errorf("%s waits for %v, want %v", *of.StackName(), waitsFor, want)
			}
		}
		if protected := stage.Images().TerminationProtection(); protected != nil && *protected {
			t.Error("the stack of the image is protected")
		}
		if !strings.Contains(string(images.source), `"Description": "Images of the servers of prod"`) {
			t.Error("the stack of the image has no description")
		}
		if !tagged(images.one(t, "AWS::KMS::Key"), "Environment", "prod") {
			t.Error("the key has no tag Environment")
		}
	})
	t.Run("it is built in the network", func(t *testing.T) {
		built := images.one(t, imageInfrastructure)
		name, _ := built.get("SubnetId.Fn::GetStackOutput.OutputName").(string)
		subnet, _ := dig(stateful.Outputs[name], "Value.Ref").(string)
		if !strings.HasPrefix(subnet, "NetworkPrivateSubnetA") {
			t.Errorf("images are built in %s", show(built.get("SubnetId")))
		}
		images.one(t, imagePipeline).want(t, "Schedule.Timezone", "Asia/Tokyo")
	})
	t.Run("the servers start from its parameter", func(t *testing.T) {
		written, _ := images.one(t, imageDistribution).get("Distributions.0.SsmParameterConfigurations.0.ParameterName").(string)
		wantImageOf(t, stateless, stateless.one(t, launchTemplate), written)
	})
	t.Run("application servers start from it only when they say so", func(t *testing.T) {
		stateless := found["inner-Stateless"]
		for _, tier := range []string{"SystemWeb", "SystemApp"} {
			wantImageOf(t, stateless, stateless.named(t, launchTemplate, tier), "/imagebuilder/shop")
		}
		if *inner.WebSystem().Image().Node().Path() != "inner/Images/Image" {
			t.Error("the image is elsewhere")
		}
	})
}

func TestWebSystemWithAnImageInOneStack(t *testing.T) {
	props := &websystem.Props{
		ExistingVPC: *existingVPC(),
		Tiers:       websystem.ThreeTiers,
		Image:       image.Props{Name: "shop", RootDevice: "/dev/sda1"},
		Web:         servesPlainHTTP,
		App:         webtier.Props{AMI: webtier.AMI{SSMParameter: "/imagebuilder/shop"}},
	}
	var system *websystem.WebSystem
	tm := synth(t, func(stack awscdk.Stack) { system = websystem.New(stack, "System", props) })
	built := att(tm.one(t, imageResource).ID, "ImageId")
	for _, tier := range []string{"SystemWeb", "SystemApp"} {
		tm.named(t, launchTemplate, tier).wantEach(t, map[string]any{
			"LaunchTemplateData.ImageId":                          built,
			"LaunchTemplateData.BlockDeviceMappings.0.DeviceName": "/dev/sda1",
		})
	}
	tm.one(t, imageInfrastructure).want(t, "SubnetId", existingVPC().PrivateSubnetIDs[0])
	for _, other := range []string{rdsInstance, loadBalancer} {
		for _, r := range tm.all(other) {
			if slices.ContainsFunc(r.DependsOn, func(id string) bool { return strings.HasPrefix(id, "SystemImage") }) {
				t.Errorf("%s waits for the image: %v", r.ID, r.DependsOn)
			}
		}
	}
	if *system.Image().Node().Path() != "Test/System/Image" {
		t.Errorf("the image is at %s", *system.Image().Node().Path())
	}
	if props.Web.AMI.ID != "" || props.Image.VPC != nil || props.App.AMI.ID != "" {
		t.Error("the caller's props have changed")
	}
	want := "image: it has no components, and web has neither userData nor application, so nothing answers, no server will become healthy and the deployment will fail. Give it the components that the site takes. [ack: evenkeel:nothing-in-the-image]"
	if len(tm.warnings) != 1 || tm.warnings[0] != want {
		t.Errorf("the warnings are %q", tm.warnings)
	}
}

// An application tier that says nothing of the image, or a system without one, has none of it.
func TestWebSystemWithoutAnImage(t *testing.T) {
	app := newApp(t)
	stage := websystem.NewStage(app, "plain", &websystem.StageProps{Props: websystem.Props{Web: servesPlainHTTP}})
	if stage.Images() != nil || stage.WebSystem().Image() != nil {
		t.Error("there is an image that nobody asked for")
	}
	three := websystem.NewStage(app, "three", &websystem.StageProps{Props: websystem.Props{
		Tiers: websystem.ThreeTiers,
		Image: image.Props{Architecture: image.ARM64, RootDevice: "/dev/sda1", Components: []image.Component{{Name: "site", Build: "install"}}},
		Web:   servesPlainHTTP,
	}})
	found := synthApp(t, app)
	stateless := found["three-Stateless"]
	wantImageOf(t, stateless, stateless.named(t, launchTemplate, "SystemWeb"), three.WebSystem().Image().ParameterName())
	wantImageOf(t, stateless, stateless.named(t, launchTemplate, "SystemApp"), "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")
	stateless.named(t, launchTemplate, "SystemWeb").want(t, "LaunchTemplateData.BlockDeviceMappings.0.DeviceName", "/dev/sda1")
	stateless.named(t, launchTemplate, "SystemApp").want(t, "LaunchTemplateData.BlockDeviceMappings.0.DeviceName", "/dev/xvda")
	for _, warning := range stateless.warnings {
		if strings.HasPrefix(warning, "image:") {
			t.Errorf("there is the warning %s", warning)
		}
	}
}

// What answers may be in the image, in a parent of it, or in what the servers are told.
func TestWebSystemWarnsOfAnImageWithNothingInIt(t *testing.T) {
	with := func(built image.Props, web webtier.Props) *websystem.Props {
		web.AllowPlainHTTP, built.Name = true, "shop"
		return &websystem.Props{ExistingVPC: *existingVPC(), Image: built, Web: web}
	}
	for name, c := range map[string]struct {
		props *websystem.Props
		warns bool
	}{
		"nothing":        {with(image.Props{}, webtier.Props{}), true},
		"a component":    {with(image.Props{Components: []image.Component{{Name: "site", Build: "install"}}}, webtier.Props{}), false},
		"a parent image": {with(image.Props{ParentImage: "ami-0123456789abcdef0"}, webtier.Props{}), false},
		"user data":      {with(image.Props{}, webtier.Props{UserData: "#!/bin/bash\n:\n"}), false},
		"an application": {with(image.Props{}, webtier.Props{Application: container(ecrImage)}), false},
	} {
		tm := synth(t, func(stack awscdk.Stack) { websystem.New(stack, "System", c.props) })
		if warns := strings.Contains(strings.Join(tm.warnings, "\n"), "image: it has no components"); warns != c.warns {
			t.Errorf("%s: the warnings are %v", name, tm.warnings)
		}
		tm.one(t, launchTemplate).want(t, "LaunchTemplateData.BlockDeviceMappings.0.DeviceName", "/dev/xvda")
	}
}

func TestImageScopes(t *testing.T) {
	app := newApp(t)
	stacks := map[string]awscdk.Stack{}
	for _, id := range []string{"Data", "Images", "Servers", "Others"} {
		stacks[id] = awscdk.NewStack(app, jsii.String(id), nil)
	}
	props := func(stateful awscdk.Stack) *websystem.Props {
		p := &websystem.Props{ImageScope: stacks["Images"], Image: image.Props{Name: "shop"}, Web: servesPlainHTTP}
		if stateful != nil {
			p.StatefulScope = stateful
		}
		return p
	}
	const cycle = `web system "System": imageScope: is in another stack than the network, which is in the servers', and each would wait for the other; give statefulScope a stack too, or leave imageScope out`
	refuses(t, func() { websystem.New(stacks["Servers"], "System", props(nil)) }, cycle)
	refuses(t, func() { websystem.New(stacks["Servers"], "System", props(stacks["Servers"])) }, cycle)
	system := websystem.New(stacks["Servers"], "System", props(stacks["Data"]))
	if path := *system.Image().Node().Path(); path != "Images/Image" {
		t.Errorf("the image is at %s", path)
	}
	refuses(t, func() { websystem.New(stacks["Others"], "System", props(stacks["Others"])) },
		`web system "System": imageScope: holds an image already; give each web system a scope of its own`)
	existing := props(nil)
	existing.ExistingVPC, existing.ImageScope = *existingVPC(), awscdk.NewStack(app, jsii.String("Free"), nil)
	websystem.New(stacks["Others"], "System", existing)
	without := props(nil)
	without.Image = image.Props{}
	websystem.New(awscdk.NewStack(app, jsii.String("Without"), nil), "System", without)
	one := awscdk.NewStack(app, jsii.String("OneForAll"), nil)
	together := props(nil)
	together.ImageScope = constructs.NewConstruct(one, jsii.String("Images"))
	if path := *websystem.New(one, "System", together).Image().Node().Path(); path != "OneForAll/Images/Image" {
		t.Errorf("the image is at %s", path)
	}
	refuses(t, func() {
		websystem.NewStage(app, "prod", &websystem.StageProps{Props: websystem.Props{ImageScope: stacks["Images"], Web: servesPlainHTTP}})
	}, `stage "prod": imageScope: a stage makes its own; leave it out`)
}

func TestWebSystemRefusesImages(t *testing.T) {
	with := func(built image.Props, web webtier.Props) websystem.Props {
		web.AllowPlainHTTP = true
		return websystem.Props{Image: built, Web: web}
	}
	named := image.Props{Name: "shop"}
	three := with(image.Props{Name: "shop", RootVolumeGiB: 20}, webtier.Props{})
	three.Tiers = websystem.ThreeTiers
	three.App = webtier.Props{InstanceType: "m7i.large", RootVolumeGiB: 10, AMI: webtier.AMI{SSMParameter: "/imagebuilder/shop", RootDevice: "/dev/sdb"}}
	other := three
	other.App.AMI.SSMParameter = "/imagebuilder/other"
	offline := with(named, webtier.Props{})
	offline.Network.NAT = "none"
	offline.Network.InterfaceEndpoints = []string{"cloudformation", "elasticloadbalancing", "secretsmanager"}
	offline.Network.DisableS3Endpoint = true
	natless := offline
	natless.Network.DisableS3Endpoint = false
	elsewhere := with(named, webtier.Props{})
	elsewhere.ExistingVPC, elsewhere.Network = *existingVPC(), offline.Network
	two := three
	two.Tiers = websystem.TwoTiers
	online := with(named, webtier.Props{})
	online.Network.DisableS3Endpoint = true
	for name, c := range map[string]struct {
		props websystem.Props
		want  []string
	}{
		"what the image refuses":    {with(image.Props{KeepImages: 1}, webtier.Props{}), []string{"image.keepImages: 1 is out of range; use 2 to 1000"}},
		"in another Region":         {with(image.Props{TopicARN: "arn:aws:sns:us-east-1:111111111111:images"}, webtier.Props{}), []string{"image.topicArn: the topic is in us-east-1; use one of ap-northeast-1, where the pipeline is"}},
		"its own parameter":         {with(named, webtier.Props{AMI: webtier.AMI{SSMParameter: "/imagebuilder/shop", RootDevice: "/dev/xvda"}}), nil},
		"its own parameter by name": {with(image.Props{SSMParameter: "/imagebuilder/a/b"}, webtier.Props{AMI: webtier.AMI{SSMParameter: "/imagebuilder/a/b"}}), nil},
		"another parameter": {with(image.Props{Architecture: image.ARM64}, webtier.Props{AMI: webtier.AMI{SSMParameter: "/images/web"}}), []string{
			"web.ami.ssmParameter: /images/web is not that of image, from which the servers start; leave one of them out",
		}},
		"an image's id": {with(named, webtier.Props{AMI: webtier.AMI{ID: "ami-0123456789abcdef0"}}), []string{
			"web.ami.id: contradicts image, from which the servers start; leave one of them out",
		}},
		"another device": {with(named, webtier.Props{AMI: webtier.AMI{RootDevice: "/dev/sda1"}}), []string{
			"web.ami.rootDevice: /dev/sda1 is not image.rootDevice /dev/xvda; leave it out",
		}},
		"a volume as large":       {with(image.Props{RootVolumeGiB: 20}, webtier.Props{}), nil},
		"a smaller volume":        {with(image.Props{RootVolumeGiB: 21}, webtier.Props{}), []string{"web.rootVolumeGiB: 20 is less than image.rootVolumeGiB 21; use 21 or more"}},
		"no volume":               {with(image.Props{RootVolumeGiB: 20000}, webtier.Props{}), []string{"image.rootVolumeGiB: 20000 is out of range; use 8 to 16384"}},
		"a volume of no server's": {with(image.Props{RootVolumeGiB: 8}, webtier.Props{RootVolumeGiB: 7}), []string{"web.rootVolumeGiB: 7 is out of range; use 8 to 16384"}},
		"an Intel server":         {with(named, webtier.Props{InstanceType: "m7i.large"}), []string{"image.architecture: arm64 is not that of web.instanceType m7i.large; use x86_64"}},
		"an Arm server":           {with(image.Props{Architecture: image.X8664}, webtier.Props{}), []string{"image.architecture: x86_64 is not that of web.instanceType t4g.small; use arm64"}},
		"an Intel image":          {with(image.Props{Architecture: image.X8664}, webtier.Props{InstanceType: "m7i.large"}), nil},
		"no architecture":         {with(image.Props{Architecture: "arm"}, webtier.Props{}), []string{`image.architecture: "arm" is not known; use arm64 or x86_64`}},
		"no instance type":        {with(named, webtier.Props{InstanceType: "large"}), []string{`web.instanceType: "large" is not an instance type; use one like t4g.small`}},
		"application servers that start from it": {three, []string{
			"app.ami.rootDevice: /dev/sdb is not image.rootDevice /dev/xvda; leave it out",
			"app.rootVolumeGiB: 10 is less than image.rootVolumeGiB 20; use 20 or more",
			"image.architecture: arm64 is not that of app.instanceType m7i.large; use x86_64",
		}},
		"application servers that do not": {other, nil},
		"builds without a way out": {offline, []string{
			"network.disableS3Endpoint: cuts image builds off from Amazon S3 without a NAT gateway; leave it out",
			"network.nat: none cuts servers off from services that they need; add network.interfaceEndpoints ssm, ssmmessages, imagebuilder, logs",
		}},
		"builds without a way out but to Amazon S3": {natless, []string{
			"network.nat: none cuts servers off from services that they need; add network.interfaceEndpoints ssm, ssmmessages, imagebuilder, logs",
		}},
		"builds in an existing VPC":             {elsewhere, []string{"network: contradicts existingVpc; leave one of them out"}},
		"builds with one":                       {online, nil},
		"an application tier that is not there": {two, []string{"app: does nothing in a system of two tiers; say tiers: three, or leave it out"}},
		"an Intel server without an image":      {with(image.Props{}, webtier.Props{InstanceType: "m7i.large"}), nil},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, c.props.ValidateIn(testRegion), c.want...) })
	}
	t.Run("builds take room in the first zone", func(t *testing.T) {
		props := with(named, webtier.Props{MaxCapacity: 24}) // and one more at an update, of the 27 addresses of a /27
		props.Network.CIDR = "10.0.0.0/22"
		wantProblems(t, props.Validate())
		props.Web.MaxCapacity++
		wantProblems(t, props.Validate(), "network.cidr: leaves room for 25 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 26 of the 26 that web.maxCapacity and an update may start; use larger subnets or a lower maxCapacity")
		props.Network.CIDR = ""
		props.Network.Subnets.Public = []string{"10.0.0.0/27", "10.0.0.32/27"}
		props.Network.Subnets.Private = []string{"10.0.1.0/26", "10.0.1.64/27"}
		props.Network.Subnets.Isolated = []string{"10.0.2.0/28", "10.0.2.16/28"}
		wantProblems(t, props.Validate()) // 26 of the 27 in the second
	})
}
