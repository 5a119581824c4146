package main

import (
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(os.Args[1])})
	st := awscdk.NewStack(app, jsii.String("S"), nil)
	net := network.New(st, "Network", nil)
	db := database.New(st, "Database", &database.Props{VPC: net.VPC()})
	web := webtier.New(st, "Web", &webtier.Props{VPC: net.VPC(), AllowPlainHTTP: true, UserData: "#!/bin/bash\necho hi"})
	web.Use(db)
	app.Synth(nil)
}
