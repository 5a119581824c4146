package database_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

// A cluster of Aurora with a reader in each further zone, which scales between two and sixteen ACUs.
func ExampleNew_aurora() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	net := network.New(stack, "Network", &network.Props{ZoneCount: 3})

	database.New(stack, "Database", &database.Props{
		VPC:    net.VPC(),
		Engine: database.AuroraPostgreSQL,
		Aurora: database.Aurora{Serverless: database.Serverless{MaxACU: 16}},
	})

	app.Synth(nil)
}

// A writer with two standbys in two other zones, which can be read.
func ExampleNew_readableStandbys() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	net := network.New(stack, "Network", &network.Props{ZoneCount: 3})

	database.New(stack, "Database", &database.Props{VPC: net.VPC(), Topology: database.ReadableStandbys})

	app.Synth(nil)
}

// A replica for reports, and the database as it was at a point in time.
func ExampleNew_restored() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	net := network.New(stack, "Network", nil)

	database.New(stack, "Database", &database.Props{
		VPC:      net.VPC(),
		Replicas: []database.Replica{{Name: "reports", InstanceClass: "db.r7g.large"}},
		Restores: []database.Restore{{Name: "r20261124", PointInTime: "2026-11-24T01:23:00Z"}},
	})

	app.Synth(nil)
}

// A global database: a second Region follows the first by about a second, and can take over. The global cluster is made of
// the first Region's cluster. The second one is told of it through its resource, and has its users, names and passwords from the
// first; it must have an identifier by which the second stack can be deployed after the first.
func ExampleDatabase_ClusterResource() {
	app := awscdk.NewApp(nil)
	account := jsii.String("111111111111")
	props := database.Props{Engine: database.AuroraPostgreSQL, Login: database.Login{IAMUser: "shop"}}

	tokyo := awscdk.NewStack(app, jsii.String("Tokyo"), &awscdk.StackProps{Env: &awscdk.Environment{Account: account, Region: jsii.String("ap-northeast-1")}})
	first := props
	first.VPC = network.New(tokyo, "Network", nil).VPC()
	primary := database.New(tokyo, "Database", &first)
	awsrds.NewCfnGlobalCluster(tokyo, jsii.String("Global"), &awsrds.CfnGlobalClusterProps{
		GlobalClusterIdentifier:   jsii.String("orders"),
		SourceDbClusterIdentifier: primary.ClusterResource().AttrDbClusterArn(),
		DeletionProtection:        true,
	})

	osaka := awscdk.NewStack(app, jsii.String("Osaka"), &awscdk.StackProps{Env: &awscdk.Environment{Account: account, Region: jsii.String("ap-northeast-3")}})
	osaka.AddDependency(tokyo, nil)
	second := props
	second.VPC = network.New(osaka, "Network", &network.Props{CIDR: "10.1.0.0/16"}).VPC()
	cluster := database.New(osaka, "Database", &second).ClusterResource()
	cluster.SetGlobalClusterIdentifier(jsii.String("orders"))
	for _, property := range []string{"DatabaseName", "MasterUsername", "ManageMasterUserPassword", "MasterUserSecret"} {
		cluster.AddPropertyDeletionOverride(&property)
	}

	app.Synth(nil)
}
