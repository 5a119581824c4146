package test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

// applicationScript returns the script that servers run to get their application.
func applicationScript(t *testing.T, tm *template) string {
	t.Helper()
	_, script, found := strings.Cut(webScript(t, tm, func(intrinsic string) string { return "<" + intrinsic + ">" }), "/etc/evenkeel/user-data <<'END_OF_USER_DATA'\n")
	if !found {
		t.Fatal("the user data have no script for the application")
	}
	return script
}

// wantInScript fails the test unless the script that gets the application has each of these.
func wantInScript(t *testing.T, tm *template, want ...string) {
	t.Helper()
	script := applicationScript(t, tm)
	for _, text := range want {
		if !strings.Contains(script, text) {
			t.Errorf("the script has no %q:\n%s", text, script)
		}
	}
}

func TestWebReleaseMayBeRead(t *testing.T) {
	application := release("./shop")
	application.Release.KMSKeyARN = testKeyARN
	tm := synthWeb(t, webtier.Props{Application: application})
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Action": "s3:GetObject",
		"Resource": join("arn:", ref("AWS::Partition"), ":s3:::releases-111111111111/shop/*"),
	})
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Action": "kms:Decrypt", "Resource": testKeyARN,
		"Condition": map[string]any{"StringEquals": map[string]any{"kms:ViaService": join("s3.", ref("AWS::Region"), ".amazonaws.com")}},
	})
	if len(tm.warnings) > 0 {
		t.Errorf("there are warnings: %q", tm.warnings)
	}
	application.Release.Key = "1.4.2.zip"
	wantStatement(t, synthWeb(t, webtier.Props{Application: application}), map[string]any{
		"Effect": "Allow", "Action": "s3:GetObject",
		"Resource": join("arn:", ref("AWS::Partition"), ":s3:::releases-111111111111/*"),
	})
}

// A folder beside the program is uploaded by the CDK, and the servers know it by its hash.
func TestWebReleaseFromAsset(t *testing.T) {
	var asset awss3assets.Asset
	tm := synth(t, func(stack awscdk.Stack) {
		asset = awss3assets.NewAsset(stack, jsii.String("Release"), &awss3assets.AssetProps{Path: jsii.String(filepath.Join("testdata", "identity"))})
		newWeb(stack, webtier.Props{Application: webtier.Delivery{Release: webtier.Release{Asset: asset, Command: "./shop"}}})
	})
	const bucket = "cdk-hnb659fds-assets-111111111111-ap-northeast-1"
	wantInScript(t, tm, "key='"+*asset.AssetHash()+".zip'\n", "s3://"+bucket+"/$key")
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Action": "s3:GetObject",
		"Resource": join("arn:", ref("AWS::Partition"), ":s3:::"+bucket+"/*"),
	})
	if strings.Contains(string(tm.source), "kms:ViaService") {
		t.Error("servers may use a key that nobody named")
	}
}

func TestWebContainerMayBePulled(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Application: container(ecrImage)})
	wantStatement(t, tm, map[string]any{"Effect": "Allow", "Action": []any{"ecr:GetAuthorizationToken", "elasticloadbalancing:DescribeTargetHealth"}, "Resource": "*"})
	wantStatement(t, tm, map[string]any{
		"Effect":   "Allow",
		"Action":   []any{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
		"Resource": join("arn:", ref("AWS::Partition"), ":ecr:ap-northeast-1:111111111111:repository/team/shop"),
	})
	// The application in its container gets the role's credentials.
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.MetadataOptions", map[string]any{"HttpTokens": "required", "HttpPutResponseHopLimit": 2})
	wantInScript(t, tm, "--publish 8080:8080 ")
	if n := strings.Count(applicationScript(t, tm), "--publish"); n != 1 {
		t.Errorf("the container publishes %d ports, want the one that is checked too", n)
	}
	if reasons := show(tm.named(t, "AWS::IAM::ManagedPolicy", "WebPolicy").Metadata); !strings.Contains(reasons, "So it is with ecr:GetAuthorizationToken") {
		t.Errorf("the policy's acknowledgements are %s", reasons)
	}

	datagrams := synthTier(t, webtier.Props{
		Application:  container(ecrImage),
		LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.UDP},
		HealthCheck:  webtier.HealthCheck{Protocol: webtier.TCP},
	})
	wantInScript(t, datagrams, "--publish 8080:8080 --publish 8080:8080/udp ")

	public := synthWeb(t, webtier.Props{Application: container("public.ecr.aws/nginx/nginx:1.29.1")})
	if strings.Contains(string(public.source), "ecr:") || strings.Contains(string(public.source), "docker login") {
		t.Error("a public image takes permissions or a login, or speaks of them")
	}
}

func TestWebContainerOfARepository(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		repository := awsecr.NewRepository(stack, jsii.String("Images"), nil)
		newWeb(stack, webtier.Props{Application: webtier.Delivery{Container: webtier.Container{
			Image: *repository.RepositoryUriForTag(jsii.String("1.4.2")), Repository: repository,
		}}})
	})
	images := tm.one(t, "AWS::ECR::Repository").ID
	wantStatement(t, tm, map[string]any{"Effect": "Allow", "Action": []any{"ecr:GetAuthorizationToken", "elasticloadbalancing:DescribeTargetHealth"}, "Resource": "*"})
	wantStatement(t, tm, map[string]any{
		"Effect":   "Allow",
		"Action":   []any{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
		"Resource": att(images, "Arn"),
	})
	wantInScript(t, tm, "docker login", "docker pull")
}

func TestWebLogs(t *testing.T) {
	var group any
	tm := synth(t, func(stack awscdk.Stack) {
		group = stack.Resolve(newWeb(stack, webtier.Props{Application: container(ecrImage)}).LogGroup().Ref())
	})
	logs := tm.one(t, logGroup)
	encryption := tm.named(t, "AWS::KMS::Key", "WebLogsKey")
	logs.wantEach(t, map[string]any{"RetentionInDays": 90, "KmsKeyId": att(encryption.ID, "Arn"), "LogGroupName": nil})
	if show(group) != show(ref(logs.ID)) {
		t.Errorf("LogGroup() is %s", show(group))
	}
	for _, r := range []resource{logs, encryption} {
		if r.DeletionPolicy != "RetainExceptOnCreate" && r.DeletionPolicy != "Retain" || r.UpdateReplacePolicy != "Retain" {
			t.Errorf("%s is lost with the stack: %s, %s", r.ID, r.DeletionPolicy, r.UpdateReplacePolicy)
		}
	}
	if statements := show(encryption.get("KeyPolicy.Statement")); !strings.Contains(statements, `"Sid":"LogGroups"`) {
		t.Errorf("CloudWatch Logs may not use the key: %s", statements)
	}
	wantStatement(t, tm, map[string]any{
		"Effect":   "Allow",
		"Action":   []any{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
		"Resource": att(logs.ID, "Arn"),
	})

	own := synthWeb(t, webtier.Props{
		UserData: "#!/bin/bash\n:\n",
		Logs:     webtier.Logs{Files: []string{"/var/log/nginx/error.log"}, RetentionDays: 30, KMSKeyARN: testKeyARN},
	})
	own.one(t, logGroup).wantEach(t, map[string]any{"RetentionInDays": 30, "KmsKeyId": testKeyARN})
	if script := webScript(t, own, func(intrinsic string) string { return intrinsic }); strings.Contains(script, "cloud-init-output.log\"") || !strings.Contains(script, `"/var/log/nginx/error.log"`) {
		t.Errorf("not the one file is sent:\n%s", script)
	}
	for name, props := range map[string]webtier.Props{
		"by default":   {},
		"when told to": {Application: container(ecrImage), Logs: webtier.Logs{Disable: true}},
	} {
		if found := synthWeb(t, props).all(logGroup); len(found) > 0 {
			t.Errorf("%s, there are %d log groups", name, len(found))
		}
	}
}

// Every form passes the rule packs.
func TestPolicyOfApplications(t *testing.T) {
	app := reviewedApp(t)
	for name, props := range map[string]webtier.Props{
		"Release":   {Application: release("./shop"), Logs: webtier.Logs{RetentionDays: 365}},
		"Container": {Application: container(ecrImage), Logs: webtier.Logs{RetentionDays: 365}},
		"Drain":     {Application: release("./shop"), Logs: webtier.Logs{RetentionDays: 365}, Drain: webtier.Drain{Seconds: 60}, Servers: volumes(webtier.Volume{SizeGiB: 9, MountPath: "/data"})},
		"Warm":      {Application: release("./shop"), Logs: webtier.Logs{RetentionDays: 365}, Group: warm(webtier.WarmPool{State: webtier.PoolStopped})},
		"Script":    {UserData: "#!/bin/bash\n:\n", Logs: webtier.Logs{Files: []string{"/var/log/messages"}, RetentionDays: 365}},
	} {
		newWeb(awscdk.NewStack(app, &name, nil), props)
	}
	if findings := reviewed(t, app, policy.Review{}); len(findings) > 0 {
		t.Error(findings)
	}
}

// Only a container needs a token to travel a hop further.
func TestHopLimitIsAcknowledgedForContainers(t *testing.T) {
	for name, c := range map[string]struct {
		props webtier.Props
		want  []string
	}{
		"a container": {webtier.Props{Application: container(ecrImage)}, []string{"CT.EC2.PR.2"}},
		"a release":   {webtier.Props{Application: release("./shop")}, nil},
	} {
		template := synthWeb(t, c.props).one(t, "AWS::EC2::LaunchTemplate")
		if got := acknowledged(t, template); !slices.Equal(got, c.want) {
			t.Errorf("%s acknowledges %v, want %v", name, got, c.want)
		}
	}
}
