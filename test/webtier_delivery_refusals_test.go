package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebRefusesReleases(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*webtier.Release)
		want   string
	}{
		"no bucket":                   {func(r *webtier.Release) { r.Bucket = "" }, "bucket: missing; give the bucket that holds the release"},
		"a bucket that cannot be one": {func(r *webtier.Release) { r.Bucket = "s3://x" }, `bucket: "s3://x" is not a bucket's name; use one like releases-111111111111`},
		"no key":                      {func(r *webtier.Release) { r.Key = "" }, "key: missing; give the archive's key"},
		"a key with a quote": {func(r *webtier.Release) { r.Key = "it's.zip" },
			`key: "it's.zip" is not a key that servers can fetch; use letters, digits and _.=+@- in folders, like shop/1.4.2.tar.gz`},
		"no archive": {func(r *webtier.Release) { r.Key = "shop.rpm" },
			`key: "shop.rpm" is not an archive that servers can unpack; use .zip, .tar, .tar.gz, .tgz, .tar.bz2 or .tar.xz`},
		"another checksum": {func(r *webtier.Release) { r.Checksum = "d41d8cd98f00b204e9800998ecf8427e" },
			`checksum: "d41d8cd98f00b204e9800998ecf8427e" is not a checksum by SHA-256; use its 64 hexadecimal digits`},
		"no key's ARN": {func(r *webtier.Release) { r.KMSKeyARN = "alias/releases" },
			`kmsKeyArn: "alias/releases" is not such an ARN; use one like arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab`},
		"a key of another Region": {func(r *webtier.Release) { r.KMSKeyARN = strings.Replace(testKeyARN, testRegion, "us-east-1", 1) },
			"kmsKeyArn: the key is in us-east-1; use one of ap-northeast-1, where the bucket is"},
		"no command":   {func(r *webtier.Release) { r.Command = " " }, "command: missing; give the command that starts the application, like ./bin/shop"},
		"two commands": {func(r *webtier.Release) { r.Command = "cd bin\n./shop" }, "command: has more than one line; put them into a script in the release"},
	} {
		t.Run(name, func(t *testing.T) {
			application := release("./shop")
			c.change(&application.Release)
			wantWebProblems(t, webtier.Props{Application: application}, "application.release."+c.want)
		})
	}
}

func TestWebRefusesContainers(t *testing.T) {
	const at = "application.container."
	for name, c := range map[string]struct {
		container webtier.Container
		want      string
	}{
		"no image":         {webtier.Container{Port: 80}, "image: missing; give the image's name"},
		"a name that none": {webtier.Container{Image: "Shop:1"}, `image: "Shop:1" is not an image's name; use one like public.ecr.aws/nginx/nginx:1.29.1`},
		"no version":       {webtier.Container{Image: "localhost:5000/shop"}, "image: localhost:5000/shop names no version; add a digest, or a tag that is never moved"},
		"a tag that moves": {webtier.Container{Image: "shop:latest"}, "image: shop:latest is whatever was pushed last, so that servers would differ; use a digest, or a tag that is never moved"},
		"an image that the deployment knows": {webtier.Container{Image: *awscdk.Fn_ImportValue(jsii.String("Image"))},
			"image: is known at deployment only; give its repository too"},
		"an argument of two lines": {webtier.Container{Image: "shop:1", Arguments: []string{"a", "b\nc"}},
			"arguments[1]: has more than one line; put them into the image"},
		"a port that is none": {webtier.Container{Image: "shop:1", Port: 65536}, "port: 65536 is out of range; use 1 to 65535"},
	} {
		t.Run(name, func(t *testing.T) {
			wantWebProblems(t, webtier.Props{Application: webtier.Delivery{Container: c.container}}, at+c.want)
		})
	}
}

func TestWebRefusesDeliveries(t *testing.T) {
	both := release("./shop")
	both.Container.Image = ecrImage
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"two forms": {webtier.Props{Application: both}, "application: release and container contradict each other; give one of them"},
		"a script beside a release": {webtier.Props{Application: release("./shop"), UserData: "#!/bin/bash\n:\n"},
			"userData: contradicts application; give one of them, or let the release or the container start with what the script does"},
		"a script beside a container": {webtier.Props{Application: container(ecrImage), UserData: "#!/bin/bash\n:\n"},
			"userData: contradicts application; give one of them, or let the release or the container start with what the script does"},
		"a variable that is none": {webtier.Props{Environment: map[string]string{"LOG-LEVEL": "info"}},
			`environment.LOG-LEVEL: "LOG-LEVEL" is not a variable's name; use letters, digits and _, a letter first`},
		"a variable that is there": {webtier.Props{Environment: map[string]string{"AWS_REGION": "x"}},
			"environment.AWS_REGION: the servers have a variable AWS_REGION already; use another name"},
		"a port of one's own": {webtier.Props{Environment: map[string]string{"PORT": "1"}, Application: release("./shop")},
			"environment.PORT: the servers have a variable PORT already; use another name"},
		"a value of two lines": {webtier.Props{Environment: map[string]string{"KEY": "a\nb"}},
			"environment.KEY: has more than one line; encode it, or put it into a parameter that the application reads"},
		"files for nothing": {webtier.Props{Logs: webtier.Logs{Disable: true, Files: []string{"/var/log/messages"}}},
			"logs.disable: contradicts files and kmsKeyArn; leave it or them out"},
		"a key for nothing": {webtier.Props{Logs: webtier.Logs{Disable: true, KMSKeyARN: testKeyARN}},
			"logs.disable: contradicts files and kmsKeyArn; leave it or them out"},
		"a pattern": {webtier.Props{Logs: webtier.Logs{Files: []string{"/var/log/*.log"}}},
			`logs.files[0]: "/var/log/*.log" is not a file's path; use one like /var/log/nginx/error.log`},
		"a file twice": {webtier.Props{Logs: webtier.Logs{Files: []string{"/var/log/a", "/var/log/a"}}},
			"logs.files[1]: /var/log/a is sent already; leave it out"},
		"a file that is sent": {webtier.Props{Application: release("./shop"), Logs: webtier.Logs{Files: []string{"/var/log/cloud-init-output.log"}}},
			"logs.files[0]: /var/log/cloud-init-output.log is sent already; leave it out"},
		"a period out of range": {webtier.Props{Logs: webtier.Logs{RetentionDays: 4000}},
			"logs.retentionDays: 4000 is out of range; use 1 to 3653"},
		"a period that is none": {webtier.Props{Logs: webtier.Logs{RetentionDays: 31}},
			"logs.retentionDays: 31 is not a period that CloudWatch Logs offers; use 30 or 60"},
		"a key of another Region": {webtier.Props{Logs: webtier.Logs{KMSKeyARN: strings.Replace(testKeyARN, testRegion, "us-east-1", 1)}},
			"logs.kmsKeyArn: the key is in us-east-1; use one of ap-northeast-1, where the logs are"},
		"more than fits": {webtier.Props{UserData: "#!/bin/bash\n:\n", Environment: map[string]string{"LONG": strings.Repeat("x", 12000)}},
			"environment: 12019 bytes of variables, start command, logs, volumes, drain and warm pool are more than the 12000 of user data that they may take together; let the application fetch the rest"},
		"more than fits with volumes": {webtier.Props{UserData: "#!/bin/bash\n:" + strings.Repeat("x", 11900) + "\n", Servers: volumes(webtier.Volume{SizeGiB: 9, MountPath: "/data"})},
			"environment: 13103 bytes of variables, start command, logs, volumes, drain and warm pool are more than the 12000 of user data that they may take together; let the application fetch the rest"},
		"more than fits with a warm pool": {webtier.Props{UserData: "#!/bin/bash\n:" + strings.Repeat("x", 11900) + "\n", Group: warm(webtier.WarmPool{State: webtier.PoolStopped})},
			"environment: 15252 bytes of variables, start command, logs, volumes, drain and warm pool are more than the 12000 of user data that they may take together; let the application fetch the rest"},
		"more than fits with a drain": {webtier.Props{UserData: "#!/bin/bash\n:" + strings.Repeat("x", 11900) + "\n", Drain: webtier.Drain{Seconds: 60, Command: "true"}},
			"environment: 13797 bytes of variables, start command, logs, volumes, drain and warm pool are more than the 12000 of user data that they may take together; let the application fetch the rest"},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, c.props, c.want) })
	}
}

func TestWebAcceptsDeliveries(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	token := *awscdk.Fn_ImportValue(jsii.String("Image"))
	repository := awsecr.Repository_FromRepositoryName(stack, jsii.String("Images"), jsii.String("shop"))
	for name, props := range map[string]webtier.Props{
		"a digest":              {Application: container("shop@sha256:" + strings.Repeat("0", 64))},
		"a tag and a digest":    {Application: container("localhost:5000/shop:latest@sha256:" + strings.Repeat("0", 64))},
		"a token's repository":  {Application: webtier.Delivery{Container: webtier.Container{Image: token, Repository: repository}}},
		"a bucket by its token": {Application: webtier.Delivery{Release: webtier.Release{Bucket: token, Key: token, Command: "./shop", KMSKeyARN: token}}},
		"a port of a script's":  {Environment: map[string]string{"PORT": "1"}},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, props) })
	}
	asset := awss3assets.NewAsset(stack, jsii.String("Release"), &awss3assets.AssetProps{Path: jsii.String("testdata/identity")})
	application := release("./shop")
	application.Release.Asset = asset
	const contradiction = "application.release.asset: contradicts bucket and key; leave it or them out"
	wantWebProblems(t, webtier.Props{Application: application}, contradiction)
	application.Release.Key = ""
	wantWebProblems(t, webtier.Props{Application: application}, contradiction)
	application.Release.Bucket, application.Release.Key = "", "shop.zip"
	wantWebProblems(t, webtier.Props{Application: application}, contradiction)
	wantProblems(t, (&webtier.Props{CertificateARN: webCertificate, Logs: webtier.Logs{KMSKeyARN: testKeyARN}}).ValidateIn(""))
}
