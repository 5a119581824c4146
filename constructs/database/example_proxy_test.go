package database_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// A proxy that servers log in to with tokens of IAM, and that logs in at the database with tokens too. The one who migrates the schema
// comes past it, and idle clients are let go of sooner than after half an hour.
func ExampleDatabase_Proxy() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	net := network.New(stack, "Network", nil)
	db := database.New(stack, "Database", &database.Props{
		VPC:    net.VPC(),
		Engine: database.AuroraPostgreSQL,
		Login:  database.Login{IAMUser: "shop"},
		Proxy:  database.Proxy{Enabled: true, CABundle: "/etc/pki/tls/certs/ca-bundle.crt"},
	})
	web := webtier.New(stack, "Web", &webtier.Props{VPC: net.VPC(), AllowPlainHTTP: true})
	web.Use(db)

	migrations := awsec2.NewSecurityGroup(stack, jsii.String("Migrations"), &awsec2.SecurityGroupProps{Vpc: net.VPC()})
	db.DirectConnections().AllowDefaultPortFrom(migrations, jsii.String("Migrations"))
	db.Proxy().SetIdleClientTimeout(jsii.Number(300))

	app.Synth(nil)
}

// Names that a restore leads to the restored database, in a private zone that another VPC finds too.
func ExampleDatabase_PrivateZone() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	net := network.New(stack, "Network", nil)
	reports := network.New(stack, "Reports", &network.Props{CIDR: "10.1.0.0/16"})
	db := database.New(stack, "Database", &database.Props{
		VPC:        net.VPC(),
		PrivateDNS: database.PrivateDNS{Zone: "db.internal"}, // main.db.internal and main-reader.db.internal
	})

	db.PrivateZone().(awsroute53.HostedZone).AddVpc(reports.VPC())

	app.Synth(nil)
}

// A second endpoint of the proxy that is in every zone of the network; the proxy's own is in two.
func ExampleDatabase_Proxy_everyZone() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	net := network.New(stack, "Network", &network.Props{ZoneCount: 3})
	db := database.New(stack, "Database", &database.Props{VPC: net.VPC(), Engine: database.AuroraMySQL, Proxy: database.Proxy{Enabled: true}})
	var subnets []any
	for _, subnet := range *net.VPC().IsolatedSubnets() {
		subnets = append(subnets, subnet.SubnetId())
	}
	awsrds.NewCfnDBProxyEndpoint(stack, jsii.String("Everywhere"), &awsrds.CfnDBProxyEndpointProps{
		DbProxyEndpointName: jsii.String("everywhere"),
		DbProxyName:         db.Proxy().Ref(),
		VpcSubnetIds:        &subnets,
		VpcSecurityGroupIds: &[]any{(*db.Connections().SecurityGroups())[0].SecurityGroupId()},
	})

	app.Synth(nil)
}
