package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"os"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(os.Args[1])})
	st := awscdk.NewStack(app, jsii.String("S"), nil)
	network.New(st, "Network", &network.Props{IPv6: true, DynamoDBEndpoint: true, InterfaceEndpoints: []string{"ssm"}, FlowLogs: network.FlowLogs{Destination: "s3"}})
	st2 := awscdk.NewStack(app, jsii.String("S2"), &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String("111111111111"), Region: jsii.String("ap-northeast-1")}})
	network.New(st2, "Network", &network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1c"}})
	app.Synth(nil)
}
