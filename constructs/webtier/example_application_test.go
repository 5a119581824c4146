package webtier_test

import (
	"os"
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// The servers run a release from a bucket, whose key has the version: another one is another deployment.
func ExampleRelease() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	webtier.New(stack, "Web", &webtier.Props{
		VPC:            vpc,
		CertificateARN: certificate,
		Application: webtier.Delivery{Release: webtier.Release{
			Bucket:  "releases-111111111111",
			Key:     "shop/1.4.2.tar.gz",
			Command: "./bin/shop --port $PORT",
		}},
		Environment: map[string]string{"LOG_LEVEL": "info"},
		Logs:        webtier.Logs{RetentionDays: 365},
	})

	app.Synth(nil)
}

// The servers run what is in a folder beside the program, which the CDK uploads when it has changed.
func ExampleRelease_asset() {
	folder, err := os.MkdirTemp("", "shop")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := os.WriteFile(filepath.Join(folder, "server.py"), []byte("…"), 0o644); err != nil {
		panic(err)
	}
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	webtier.New(stack, "Web", &webtier.Props{
		VPC:            vpc,
		CertificateARN: certificate,
		Application: webtier.Delivery{Release: webtier.Release{
			Asset:   awss3assets.NewAsset(stack, jsii.String("Shop"), &awss3assets.AssetProps{Path: &folder}),
			Command: "python3 server.py",
		}},
	})

	app.Synth(nil)
}

// The servers run a container of a repository in the same stack, by the digest that the build told.
func ExampleContainer() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)
	shop := awsecr.NewRepository(stack, jsii.String("Shop"), nil)
	const digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

	webtier.New(stack, "Web", &webtier.Props{
		VPC:            vpc,
		CertificateARN: certificate,
		Application: webtier.Delivery{Container: webtier.Container{
			Image:      *shop.RepositoryUriForDigest(jsii.String(digest)),
			Repository: shop,
			Port:       3000,
		}},
	})

	app.Synth(nil)
}
