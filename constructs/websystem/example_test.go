package websystem_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const certificate = "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"

// A whole system in one stack.
func ExampleNew() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)

	websystem.New(stack, "System", &websystem.Props{
		Web: webtier.Props{CertificateARN: certificate},
	})

	app.Synth(nil)
}

// An environment in an account of its own, as two stacks that are deployed apart.
func ExampleNewStage() {
	app := awscdk.NewApp(nil)

	websystem.NewStage(app, "prod", &websystem.StageProps{
		Account: "111111111111",
		Region:  "ap-northeast-1",
		Props: websystem.Props{
			Network:  network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1c"}},
			Database: database.Props{Engine: database.MySQL},
			Web:      webtier.Props{CertificateARN: certificate, MaxCapacity: 8},
		},
	})

	app.Synth(nil)
}
