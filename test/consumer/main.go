// Command platform is the app of a platform team that has a VPC and a database of its own and takes the web tier from
// Evenkeel. It is a module of its own, so that it sees what a stranger sees.
package main

import (
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func main() {
	err := run()
	jsii.Close()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("synthesized")
}

func run() error {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Platform"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	props := &webtier.Props{
		VPC:            vpc,
		CertificateARN: "arn:aws:acm:eu-west-1:111111111111:certificate/12345678-1234-1234-1234-123456789012",
		UserData:       "#!/bin/bash\nsystemctl enable --now app\n",
		AMI:            webtier.AMI{SSMParameter: "/images/web"},
	}
	if err := props.Validate(); err != nil {
		return fmt.Errorf("%d problems: %w", len(problem.All(err)), err)
	}
	web := webtier.New(stack, "Web", props)
	web.Use(&legacyDatabase{awsrds.NewDatabaseInstance(stack, jsii.String("Legacy"), &awsrds.DatabaseInstanceProps{
		Vpc:    vpc,
		Engine: awsrds.DatabaseInstanceEngine_POSTGRES(),
	})})

	app.Synth(nil)
	return nil
}

// legacyDatabase makes a backend of a database that is not Evenkeel's.
type legacyDatabase struct {
	awsrds.DatabaseInstance
}

var _ webtier.Backend = (*legacyDatabase)(nil)

func (d *legacyDatabase) GrantUse(grantee awsiam.IGrantable) {
	d.Secret().GrantRead(grantee, nil)
}

func (d *legacyDatabase) Environment() map[string]*string {
	return map[string]*string{
		"LEGACY_HOST":       d.DbInstanceEndpointAddress(),
		"LEGACY_SECRET_ARN": d.Secret().SecretArn(),
	}
}
