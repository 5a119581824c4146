package test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestStageIsTwoStacks(t *testing.T) {
	app := newApp(t)
	stage := websystem.NewStage(app, "prod", &websystem.StageProps{
		Account: "222222222222",
		Region:  "us-west-2",
		Props:   websystem.Props{Web: servesPlainHTTP},
	})
	for want, got := range map[string]*string{
		"prod":                   stage.Node().Path(),
		"prod/Stateful":          stage.Stateful().Node().Path(),
		"prod/Stateless":         stage.Stateless().Node().Path(),
		"prod/Stateful/Network":  stage.WebSystem().Network().Node().Path(),
		"prod/Stateful/Database": stage.WebSystem().Database().Node().Path(),
		"prod/Stateless/System":  stage.WebSystem().Node().Path(),
		"222222222222":           stage.Stateful().Account(),
		"us-west-2":              stage.Stateless().Region(),
	} {
		if *got != want {
			t.Errorf("got %s, want %s", *got, want)
		}
	}
	templates := synthApp(t, app)
	if len(templates) != 2 {
		t.Fatalf("%d stacks, want 2", len(templates))
	}
	stateful, stateless := templates["prod-Stateful"], templates["prod-Stateless"]
	stateful.one(t, "AWS::EC2::VPC")
	stateful.one(t, "AWS::RDS::DBInstance")
	stateless.one(t, "AWS::AutoScaling::AutoScalingGroup")
	stateless.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	for template, want := range map[*template]string{stateful: "Network and database of prod", stateless: "Load balancer and web servers of prod"} {
		var got struct{ Description string }
		if err := json.Unmarshal(template.source, &got); err != nil || got.Description != want {
			t.Errorf("the description is %q (%v), want %q", got.Description, err, want)
		}
	}
}

func TestStageProtectsItsStatefulStack(t *testing.T) {
	for _, departs := range []bool{false, true} {
		stage := websystem.NewStage(newApp(t), "prod", &websystem.StageProps{
			DisableTerminationProtection: departs,
			Props:                        websystem.Props{Web: servesPlainHTTP},
		})
		if got := *stage.Stateful().TerminationProtection(); got == departs {
			t.Errorf("with disableTerminationProtection %v, the protection of the stateful stack is %v", departs, got)
		}
		if protected := stage.Stateless().TerminationProtection(); protected != nil && *protected {
			t.Error("the stateless stack is protected: it could not be made again")
		}
	}
}

// TestStageRefersWeakly keeps exports out, which would keep each stack from being updated for the other's sake.
func TestStageRefersWeakly(t *testing.T) {
	for name, props := range map[string]websystem.StageProps{
		"in a known place": {Account: "222222222222", Region: "ap-northeast-1"},
		"anywhere":         {},
	} {
		t.Run(name, func(t *testing.T) {
			props.Web = servesPlainHTTP
			// Without the feature flags of cdk.json, the CDK would refer strongly.
			app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(t.TempDir()), AnalyticsReporting: jsii.Bool(false)})
			websystem.NewStage(app, "prod", &props)
			templates := synthApp(t, app)
			for stack, template := range templates {
				for _, strong := range []string{`"Export"`, "Fn::ImportValue"} {
					if strings.Contains(string(template.source), strong) {
						t.Errorf("%s contains %s", stack, strong)
					}
				}
			}
			stateful, stateless := templates["prod-Stateful"], templates["prod-Stateless"]
			if strings.Contains(string(stateful.source), "Fn::GetStackOutput") {
				t.Error("the stateful stack refers to the stateless one")
			}
			vpc := stateless.named(t, "AWS::EC2::SecurityGroup", "SystemWebSecurityGroup").get("VpcId.Fn::GetStackOutput")
			if dig(vpc, "StackName") != "prod-Stateful" {
				t.Errorf("the VPC is %s, want an output of prod-Stateful", show(vpc))
			}
			name, _ := dig(vpc, "OutputName").(string)
			if want := ref(stateful.one(t, "AWS::EC2::VPC").ID); show(dig(stateful.Outputs[name], "Value")) != show(want) {
				t.Errorf("output %s is %s, want the VPC", name, show(stateful.Outputs[name]))
			}
			var resources any
			if err := json.Unmarshal(stateless.source, &resources); err != nil {
				t.Fatal(err)
			}
			read := outputsReadBy(resources)
			for _, output := range read {
				if stateful.Outputs[output] == nil {
					t.Errorf("the stateless stack reads output %s, which the stateful one does not have", output)
				}
			}
			for output := range stateful.Outputs {
				if !slices.Contains(read, output) {
					t.Errorf("nothing reads output %s of the stateful stack", output)
				}
			}
		})
	}
}

// outputsReadBy returns the names of all outputs that a part of a template reads by weak references.
func outputsReadBy(part any) []string {
	var names []string
	switch v := part.(type) {
	case []any:
		for _, element := range v {
			names = append(names, outputsReadBy(element)...)
		}
	case map[string]any:
		if name, ok := dig(v, "Fn::GetStackOutput.OutputName").(string); ok {
			names = append(names, name)
		}
		for _, element := range v {
			names = append(names, outputsReadBy(element)...)
		}
	}
	return names
}

func TestStageTagsEverything(t *testing.T) {
	app := newApp(t)
	websystem.NewStage(app, "prod", &websystem.StageProps{
		Region: testRegion,
		Tags:   map[string]string{"Owner": "web", "Team": "us"},
		Props: websystem.Props{
			Network: network.Props{
				IPv6:               true,
				InterfaceEndpoints: []string{"ssm"},
				DynamoDBEndpoint:   true,
				FlowLogs:           network.FlowLogs{Destination: network.FlowLogsToS3},
			},
			Web: servesPlainHTTP,
		},
	})
	without := append([]string{"AWS::EC2::VPCCidrBlock"}, untaggable...)
	want := map[string]string{"Environment": "prod", "Owner": "web", "Team": "us"}
	kinds := 0
	for _, template := range synthApp(t, app) {
		for id, r := range template.Resources {
			if slices.Contains(without, r.Type) {
				continue
			}
			kinds++
			for name, value := range want {
				if !tagged(r, name, value) {
					t.Errorf("%s, a %s, has no tag %s=%s", id, r.Type, name, value)
				}
			}
		}
		for _, servers := range template.all("AWS::EC2::LaunchTemplate") {
			for i, kind := range []string{"instance", "volume"} {
				specification := servers.get("LaunchTemplateData.TagSpecifications").([]any)[i]
				if dig(specification, "ResourceType") != kind || !tagged(resource{Properties: specification.(map[string]any)}, "Owner", "web") {
					t.Errorf("tags of each %s are %s", kind, show(specification))
				}
			}
		}
	}
	if kinds < 40 {
		t.Errorf("%d resources with tags; something is not synthesized", kinds)
	}
}

func TestStageTagsWithoutTheUsersOwn(t *testing.T) {
	app := newApp(t)
	websystem.NewStage(app, "dev", &websystem.StageProps{Props: websystem.Props{Web: servesPlainHTTP}})
	vpc := synthApp(t, app)["dev-Stateful"].one(t, "AWS::EC2::VPC")
	if !tagged(vpc, "Environment", "dev") || !tagged(vpc, "ManagedBy", "evenkeel") || len(vpc.get("Tags").([]any)) != 3 {
		t.Errorf("tags are %s, want Environment, ManagedBy and Name", show(vpc.get("Tags")))
	}
}

// What a program may bring along that a file cannot.
func TestStageTakesConstructsAndTokens(t *testing.T) {
	app := newApp(t)
	shared := awscdk.NewStack(app, jsii.String("Shared"), nil)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(shared, jsii.String("Certificate"),
		jsii.String("arn:aws:acm:us-west-2:222222222222:certificate/12345678-1234-1234-1234-123456789012"))
	websystem.NewStage(app, "prod", &websystem.StageProps{
		Tags: map[string]string{"Stack": *awscdk.Aws_STACK_NAME()},
		Props: websystem.Props{
			Database: database.Props{KMSKeyARN: "arn:aws:kms:us-west-2:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
			Web:      webtier.Props{Certificate: certificate},
		},
	})
	templates := synthApp(t, app)
	templates["prod-Stateless"].named(t, "AWS::ElasticLoadBalancingV2::Listener", "SystemWebLoadBalancerHTTPS").
		want(t, "Certificates.0.CertificateArn", *certificate.CertificateArn())
	if tags := show(templates["prod-Stateful"].one(t, "AWS::EC2::VPC").get("Tags")); !strings.Contains(tags, `{"Key":"Stack","Value":{"Ref":"AWS::StackName"}}`) {
		t.Errorf("tags are %s", tags)
	}
}

// A permissions boundary is on every role of every stack, also on those that are plain resources.
func TestStagePermissionsBoundary(t *testing.T) {
	const boundary = "arn:aws:iam::111111111111:policy/boundary"
	app := newApp(t)
	props := &websystem.StageProps{PermissionsBoundaryARN: boundary}
	props.Web.AllowPlainHTTP = true
	websystem.NewStage(app, "bound", props)
	roles := 0
	for _, tm := range synthApp(t, app) {
		for _, role := range tm.all("AWS::IAM::Role") {
			role.want(t, "PermissionsBoundary", boundary)
			roles++
		}
	}
	if roles < 4 {
		t.Errorf("only %d roles: those of flow logs, backups, monitoring and servers are expected", roles)
	}
	props.PermissionsBoundaryARN = *awscdk.Fn_ImportValue(jsii.String("Boundary"))
	wantProblems(t, props.Validate())
	props.PermissionsBoundaryARN = ""
	unbound := newApp(t)
	websystem.NewStage(unbound, "free", props)
	for _, tm := range synthApp(t, unbound) {
		for _, role := range tm.all("AWS::IAM::Role") {
			role.want(t, "PermissionsBoundary", nil)
		}
	}
	props.PermissionsBoundaryARN = "boundary"
	wantProblems(t, props.Validate(), `permissionsBoundaryArn: "boundary" is not a managed policy's ARN; use one like arn:aws:iam::111111111111:policy/boundary`)
}

// The tags of the scope reach the instances and their volumes by the launch template.
func TestStageTagsReachServers(t *testing.T) {
	app := newApp(t)
	props := &websystem.StageProps{Tags: map[string]string{"team": "shop"}}
	props.Web.AllowPlainHTTP = true
	websystem.NewStage(app, "tagged", props)
	servers := synthApp(t, app)["tagged-Stateless"].one(t, launchTemplate)
	specifications, _ := servers.get("LaunchTemplateData.TagSpecifications").([]any)
	if len(specifications) != 2 || dig(specifications[0], "ResourceType") != "instance" || dig(specifications[1], "ResourceType") != "volume" {
		t.Fatalf("the tags are %s", show(specifications))
	}
	for _, specification := range specifications {
		tags := attributes(resource{Properties: map[string]any{"Tags": dig(specification, "Tags")}}, "Tags")
		if tags["team"] != "shop" || tags["Environment"] != "tagged" || tags["ManagedBy"] != "evenkeel" {
			t.Errorf("the tags of each %s are %s", dig(specification, "ResourceType"), show(tags))
		}
	}
}
