package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

const noImageVPC = "vpc: missing; give the VPC in whose private subnets images are built"

func TestImageWithoutVPC(t *testing.T) {
	var missing *image.Props
	for is, props := range map[string]*image.Props{"no props": missing, "empty props": {}} {
		t.Run(is, func(t *testing.T) {
			wantProblems(t, props.Validate(), noImageVPC)
			wantProblems(t, props.ValidateIn(testRegion)) // a configuration file cannot hold a VPC
		})
	}
}

func TestImageRefusesBeforeItCreates(t *testing.T) {
	bad := image.Props{RootVolumeGiB: 7, ParentImage: "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-arm64/x.x.x", KeepImages: 1}
	everywhere := noImageVPC + "\nrootVolumeGiB: 7 is out of range; use 8 to 16384\nkeepImages: 1 is out of range; use 2 to 1000"
	for _, c := range []struct {
		is    string
		synth func(testing.TB, func(awscdk.Stack)) *template
		want  string
	}{
		{"the Region is known", synth, everywhere + "\nparentImage: the image is in eu-west-1; use one of ap-northeast-1, where the pipeline is"},
		{"the Region is not known", synthAnywhere, everywhere},
	} {
		t.Run(c.is, func(t *testing.T) {
			c.synth(t, func(stack awscdk.Stack) {
				refuses(t, func() { image.New(stack, "Image", &bad) }, `image "Image": `+c.want)
				refuses(t, func() { image.New(stack, "Other", nil) }, `image "Other": `+noImageVPC)
				if left := len(*stack.Node().Children()); left > 0 {
					t.Errorf("%d constructs are left behind", left)
				}
			})
		})
	}
}

func TestImageRefusesAVPCWithoutAWayOut(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		refuses(t, func() { image.New(stack, "Image", &image.Props{VPC: wideVPC(stack)}) },
			`image "Image": vpc: has no private subnets with a way out to build images in`)
	})
}

// The name that is made of the path only the pipeline knows.
func TestImageNamesNoParameterWithoutAName(t *testing.T) {
	for want, props := range map[string]image.Props{
		"": {}, "/imagebuilder/shop": {Name: "shop"}, "/imagebuilder/mine": {Name: "shop", SSMParameter: "/imagebuilder/mine"},
	} {
		if got := props.ParameterName(); got != want {
			t.Errorf("the parameter of %+v is %q, want %q", props, got, want)
		}
	}
}

// Without a Region nothing is in another one.
func TestImageAcceptsEveryRegionWhereItsOwnIsNotKnown(t *testing.T) {
	elsewhere := image.Props{
		ParentImage: "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-arm64/x.x.x",
		Components:  []image.Component{{ARN: "arn:aws:imagebuilder:eu-west-1:aws:component/aws-cli-version-2-linux/x.x.x"}},
		KMSKeyARN:   "arn:aws:kms:eu-west-1:111111111111:key/1234abcd",
		TopicARN:    "arn:aws:sns:eu-west-1:111111111111:images",
	}
	wantProblems(t, elsewhere.ValidateIn(""))
}

// The props are the caller's: defaults are not written into them.
func TestImageLeavesThePropsAlone(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		props := image.Props{VPC: webVPC(stack)}
		image.New(stack, "Image", &props)
		if props.Name != "" || props.Architecture != "" || props.InstanceTypes != nil || props.Schedule.Cron != "" {
			t.Errorf("the props are now %+v", props)
		}
	})
}

func TestImageRefusals(t *testing.T) {
	const notAName = " is not a pipeline's name; use a small letter, then small letters, digits and single hyphens, 3 to 64"
	const notBelow = " is not below /imagebuilder/, where Image Builder may write; use one like /imagebuilder/web"
	const notAnImage = " is no image; use an AMI's id, ssm: and a parameter's name, or an ARN like arn:aws:imagebuilder:ap-northeast-1:aws:image/amazon-linux-2023-arm64/x.x.x"
	const notAVersion = " is not a version; use two numbers and an x for the third, like 1.0.x: Image Builder counts it, since no version can be made twice"
	const notACron = " is not a schedule; use one like cron(0 18 ? * sun *): minute, hour, day of month, month, day of week, year"
	const bothDays = " must have ? for the day of month or for the day of week, and not for both"
	const keepsAll = ", which keeps all images; leave it out"
	cron := func(s string) image.Props { return image.Props{Schedule: image.Schedule{Cron: s}} }
	imageRefusals(t, []imageRefusal{
		{"a short name", image.Props{Name: "ab"}, []string{`name: "ab"` + notAName}},
		{"a long name", image.Props{Name: strings.Repeat("a", 65)}, []string{`name: "` + strings.Repeat("a", 65) + `"` + notAName}},
		{"a name with capitals", image.Props{Name: "Web"}, []string{`name: "Web"` + notAName}},
		{"a name", image.Props{Name: strings.Repeat("a", 64)}, nil},

		{"a parameter elsewhere", image.Props{SSMParameter: "/images/web"}, []string{`ssmParameter: "/images/web"` + notBelow}},
		{"a parameter with nothing below", image.Props{SSMParameter: "/imagebuilder/"}, []string{`ssmParameter: "/imagebuilder/"` + notBelow}},
		{"a parameter", image.Props{SSMParameter: "/imagebuilder/shop/web_1.x"}, nil},

		{"an unknown architecture", image.Props{Architecture: "arm", InstanceTypes: []string{"m7g.large"}}, []string{`architecture: "arm" is not known; use arm64 or x86_64`}},
		{"a parent's name", image.Props{ParentImage: "amazon-linux-2023"}, []string{`parentImage: "amazon-linux-2023"` + notAnImage}},
		{"a parameter without ssm:", image.Props{ParentImage: "/aws/service/ami"}, []string{`parentImage: "/aws/service/ami"` + notAnImage}},
		{"a component for a parent", image.Props{ParentImage: cliComponentARN}, []string{`parentImage: "` + cliComponentARN + `"` + notAnImage}},
		{"a parent in another Region", image.Props{ParentImage: "arn:aws:imagebuilder:eu-west-1:111111111111:image/base/1.0.0/2"},
			[]string{"parentImage: the image is in eu-west-1; use one of ap-northeast-1, where the pipeline is"}},
		{"an AMI", image.Props{ParentImage: "ami-0123456789abcdef0"}, nil},
		{"a parameter", image.Props{ParentImage: "ssm:/images/base"}, nil},
		{"a parameter's ARN", image.Props{ParentImage: "ssm:arn:aws:ssm:ap-northeast-1:111111111111:parameter/images/base"}, nil},
		{"an image", image.Props{ParentImage: "arn:aws:imagebuilder:ap-northeast-1:111111111111:image/base/1.x.x"}, nil},
		{"a parent not known yet", image.Props{ParentImage: "${Token[TOKEN.1]}"}, nil},

		{"a whole version", image.Props{Version: "1.0.0"}, []string{`version: "1.0.0"` + notAVersion}},
		{"a version too large", image.Props{Version: "1.1073741824.x"}, []string{`version: "1.1073741824.x"` + notAVersion}},
		{"the largest version", image.Props{Version: "1073741823.0.x"}, nil},
		{"a device", image.Props{RootDevice: "xvda"}, []string{`rootDevice: "xvda" is not a device's name; use one like /dev/xvda`}},

		{"a schedule of its own and none", image.Props{Schedule: image.Schedule{Disable: true, Cron: "x"}},
			[]string{"schedule.disable: contradicts the rest of the schedule; leave it or the rest out"}},
		{"a time zone and no schedule", image.Props{Schedule: image.Schedule{Disable: true, TimeZone: "Asia/Tokyo"}},
			[]string{"schedule.disable: contradicts the rest of the schedule; leave it or the rest out"}},
		{"always and never", image.Props{Schedule: image.Schedule{Disable: true, Always: true}},
			[]string{"schedule.disable: contradicts the rest of the schedule; leave it or the rest out"}},
		{"a cron of four fields", cron("cron(0 18 ? *)"), []string{`schedule.cron: "cron(0 18 ? *)"` + notACron}},
		{"a bare cron", cron("0 18 ? * sun *"), []string{`schedule.cron: "0 18 ? * sun *"` + notACron}},
		{"two days", cron("cron(0 18 1 * sun *)"), []string{`schedule.cron: "cron(0 18 1 * sun *)"` + bothDays}},
		{"no day", cron("cron(0 18 ? * ? *)"), []string{`schedule.cron: "cron(0 18 ? * ? *)"` + bothDays}},
		{"a cron of five fields", cron("cron(0 18 ? * mon)"), nil},
		{"an offset", image.Props{Schedule: image.Schedule{TimeZone: "+09:00"}}, []string{`schedule.timeZone: "+09:00" is not a time zone; use one like Asia/Tokyo`}},
		{"a long time zone", image.Props{Schedule: image.Schedule{TimeZone: "America/Argentina/Buenos_Aires"}}, nil},

		{"an instance type", image.Props{InstanceTypes: []string{"t4g.medium", "large"}}, []string{`instanceTypes[1]: "large" is not an instance type; use one like t4g.medium`}},
		{"an Intel processor for arm64", image.Props{InstanceTypes: []string{"t4g.medium", "t3.medium"}},
			[]string{"instanceTypes[1]: t3.medium does not have the architecture arm64; use another type or another architecture"}},
		{"a Graviton processor for x86_64", image.Props{Architecture: image.X8664, InstanceTypes: []string{"m7g.large"}},
			[]string{"instanceTypes[0]: m7g.large does not have the architecture x86_64; use another type or another architecture"}},

		{"a topic's name", image.Props{TopicARN: "images"}, []string{`topicArn: "images" is not such an ARN; use one like ` + imageTopicARN}},
		{"a FIFO topic", image.Props{TopicARN: imageTopicARN + ".fifo"}, []string{`topicArn: "` + imageTopicARN + `.fifo" is not such an ARN; use one like ` + imageTopicARN}},
		{"a topic in another Region", image.Props{TopicARN: "arn:aws:sns:eu-west-1:111111111111:images"},
			[]string{"topicArn: the topic is in eu-west-1; use one of ap-northeast-1, where the pipeline is"}},
		{"a topic not known yet", image.Props{TopicARN: "${Token[TOKEN.1]}"}, nil},
		{"a retention", image.Props{LogRetentionDays: 8}, []string{"logRetentionDays: 8 is not a period that CloudWatch Logs offers; use 7 or 14"}},
		{"a retention far out", image.Props{LogRetentionDays: 4000}, []string{"logRetentionDays: 4000 is out of range; use 1 to 3653"}},

		{"accounts", image.Props{Accounts: []string{"22222222222", "222222222222", "222222222222"}}, []string{
			`accounts[0]: "22222222222" is not an account's id; use its twelve digits, like 111111111111`,
			"accounts[2]: 222222222222 is listed twice",
		}},
		{"an account not known yet", image.Props{Accounts: []string{"${Token[AWS.AccountId.1]}"}}, nil},
		{"images kept for accounts", image.Props{KeepImages: 5, Accounts: []string{"222222222222"}}, []string{"keepImages: does nothing with accounts" + keepsAll}},
		{"all images kept, and some", image.Props{KeepImages: 5, KeepAllImages: true}, []string{"keepImages: does nothing with keepAllImages" + keepsAll}},
		{"all images kept, and some, for accounts", image.Props{KeepImages: 5, KeepAllImages: true, Accounts: []string{"222222222222"}},
			[]string{"keepImages: does nothing with accounts and keepAllImages" + keepsAll}},
	})
}

func TestImageComponentRefusals(t *testing.T) {
	const notAName = " is not a component's name; use a small letter, then small letters, digits and single hyphens, 2 to 40"
	const notAComponent = " is not such an ARN; use one like " + cliComponentARN
	const fetch = "let the script fetch that text, or put it together from two pieces"
	const nothing = "components: none changes the parent image, and disableUpdates leaves it as it is; give one a build script, or use the parent itself"
	of := func(components ...image.Component) image.Props { return image.Props{Components: components} }
	many := func(n int) []image.Component {
		var all []image.Component
		for i := range n {
			all = append(all, image.Component{Name: fmt.Sprintf("step-%d", i), Build: "true"})
		}
		return all
	}
	long := strings.Repeat("x", 16000)
	imageRefusals(t, []imageRefusal{
		{"no name", of(image.Component{Build: "true"}), []string{`components[0].name: ""` + notAName}},
		{"a long name", of(image.Component{Name: strings.Repeat("a", 41), Build: "true"}), []string{`components[0].name: "` + strings.Repeat("a", 41) + `"` + notAName}},
		{"the longest name", of(image.Component{Name: strings.Repeat("a", 40), Build: "true"}), nil},
		{"a short name", of(image.Component{Name: "a", Build: "true"}), []string{`components[0].name: "a"` + notAName}},
		{"the shortest name", of(image.Component{Name: "ab", Build: "true"}), nil},
		{"a name with capitals", of(image.Component{Name: "App", Build: "true"}), []string{`components[0].name: "App"` + notAName}},
		{"a name twice", of(image.Component{Name: "app", Build: "true"}, image.Component{Name: "app", Test: "true"}),
			[]string{"components[1].name: app is taken; use another"}},
		{"the pipeline's own name", of(image.Component{Name: "requirements", Build: "true"}), []string{"components[0].name: requirements is taken; use another"}},
		{"nothing to do", of(image.Component{Name: "app", Build: " \n"}), []string{"components[0]: does nothing; give it a build or a test script, or the arn of a component"}},
		{"another interpreter", of(image.Component{Name: "app", Build: "#!/usr/bin/python3\nprint()"}),
			[]string{"components[0].build: starts with #!/usr/bin/python3, but bash runs it; write bash, or call the interpreter from it"}},
		{"another interpreter to test with", of(image.Component{Name: "app", Test: "#!/bin/sh"}),
			[]string{"components[0].test: starts with #!/bin/sh, but bash runs it; write bash, or call the interpreter from it"}},
		{"bash", of(image.Component{Name: "app", Build: "#!/usr/bin/env bash\ntrue"}), nil},
		{"braces", of(image.Component{Name: "app", Build: "echo '{{ name }}'", Test: "grep {{"}), []string{
			"components[0].build: has {{ in it, which Image Builder takes for a reference of its own; " + fetch,
			"components[0].test: has {{ in it, which Image Builder takes for a reference of its own; " + fetch,
		}},
		{"an escape", of(image.Component{Name: "app", Build: "echo -e '\x1b[1m'"}),
			[]string{`components[0].build: has the character '\x1b' in it, which no document can hold; write it as an escape`}},
		{"an escape before anything else", of(image.Component{Name: "app", Build: "\x1bc"}),
			[]string{`components[0].build: has the character '\x1b' in it, which no document can hold; write it as an escape`}},
		{"a delete character", of(image.Component{Name: "app", Test: "true\x7f"}),
			[]string{`components[0].test: has the character '\x7f' in it, which no document can hold; write it as an escape`}},
		{"too long a script", of(image.Component{Name: "app", Build: long}),
			[]string{"components[0]: its document of 16202 bytes is longer than 16000; let the script fetch the rest"}},
		{"the longest script", of(image.Component{Name: "app", Build: strings.Repeat("x", 16000-202)}), nil},

		{"an ARN and scripts", of(image.Component{ARN: cliComponentARN, Name: "app"}, image.Component{ARN: "${Token[TOKEN.1]}", Build: "true"}, image.Component{ARN: "${Token[TOKEN.2]}", Test: "true"}), []string{
			"components[0].arn: contradicts name, build and test; leave it or them out",
			"components[1].arn: contradicts name, build and test; leave it or them out",
			"components[2].arn: contradicts name, build and test; leave it or them out",
		}},
		{"a component's name", of(image.Component{ARN: "aws-cli-version-2-linux"}), []string{`components[0].arn: "aws-cli-version-2-linux"` + notAComponent}},
		{"an image for a component", of(image.Component{ARN: "arn:aws:imagebuilder:ap-northeast-1:aws:image/amazon-linux-2023-arm64/x.x.x"}),
			[]string{`components[0].arn: "arn:aws:imagebuilder:ap-northeast-1:aws:image/amazon-linux-2023-arm64/x.x.x"` + notAComponent}},
		{"a component in another Region", of(image.Component{ARN: "arn:aws:imagebuilder:eu-west-1:aws:component/aws-cli-version-2-linux/x.x.x"}),
			[]string{"components[0].arn: the component is in eu-west-1; use one of ap-northeast-1, where the pipeline is"}},
		{"a component in two versions", of(image.Component{ARN: cliComponentARN}, image.Component{ARN: strings.Replace(cliComponentARN, "x.x.x", "1.0.4/1", 1)}),
			[]string{"components[1].arn: aws:component/aws-cli-version-2-linux is in the recipe already; leave it out"}},
		{"updates twice", of(image.Component{ARN: "arn:aws:imagebuilder:ap-northeast-1:aws:component/update-linux/x.x.x"}),
			[]string{"components[0].arn: aws:component/update-linux is in the recipe already; leave it out"}},
		{"updates in their place", image.Props{DisableUpdates: true, Components: []image.Component{{ARN: "arn:aws:imagebuilder:ap-northeast-1:aws:component/update-linux/1.0.2"}}}, nil},

		{"too many", of(many(19)...), []string{"components: 19 are more than the 18 that a recipe can have beside the pipeline's own; put several scripts into one"}},
		{"as many as there can be", of(many(18)...), nil},
		{"as many as there can be without updates", image.Props{DisableUpdates: true, Components: many(19)}, nil},
		{"too many without updates", image.Props{DisableUpdates: true, Components: many(20)},
			[]string{"components: 20 are more than the 19 that a recipe can have beside the pipeline's own; put several scripts into one"}},
		{"no updates and nothing else", image.Props{DisableUpdates: true}, []string{nothing}},
		{"no updates and only a test", image.Props{DisableUpdates: true, Components: []image.Component{{Name: "app", Test: "true"}}}, []string{nothing}},
	})
}
