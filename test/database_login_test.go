package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// connectPolicy is what a user of a database may do: connect to it under that name.
func connectPolicy(id any, user string) []any {
	return []any{map[string]any{
		"Effect": "Allow", "Action": "rds-db:connect",
		"Resource": join("arn:aws:rds-db:ap-northeast-1:111111111111:dbuser:", id, "/"+user),
	}}
}

func TestDatabaseIAMUser(t *testing.T) {
	var all, own any
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc, Login: database.Login{IAMUser: "shop", CABundle: "/etc/pki/rds/global-bundle.pem"}})
		_, role := databaseUser(stack, vpc)
		db.GrantUse(role)
		all = stack.Resolve(db.Environment())
	})
	instance := tm.one(t, rdsInstance)
	wantValue(t, all, map[string]any{
		"DATABASE_ENGINE":      "mysql",
		"DATABASE_IDENTIFIER":  instance.get("DBInstanceIdentifier"),
		"DATABASE_HOST":        att(instance.ID, "Endpoint.Address"),
		"DATABASE_READER_HOST": att(instance.ID, "Endpoint.Address"),
		"DATABASE_PORT":        "3306",
		"DATABASE_NAME":        "app",
		"DATABASE_USER":        "shop",
		"DATABASE_CA_BUNDLE":   "/etc/pki/rds/global-bundle.pem",
	})
	tm.one(t, "AWS::IAM::Policy").want(t, "PolicyDocument.Statement", connectPolicy(att(instance.ID, "DbiResourceId"), "shop"))

	tm = synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc, Engine: database.AuroraPostgreSQL})
		group, role := databaseUser(stack, vpc)
		user := db.As("orders")
		user.GrantUse(role)
		group.Connections().AllowToDefaultPort(user, nil)
		own = stack.Resolve(user.Environment()["DATABASE_USER"])
		if _, secret := user.Environment()["DATABASE_SECRET_ARN"]; secret {
			t.Error("the user is told the master user's secret")
		}
		if _, secret := db.Environment()["DATABASE_SECRET_ARN"]; !secret {
			t.Error("who uses the database itself is not told the secret")
		}
	})
	if own != "orders" {
		t.Errorf("the user is %v", own)
	}
	tm.one(t, "AWS::IAM::Policy").want(t, "PolicyDocument.Statement", connectPolicy(att(tm.one(t, rdsCluster).ID, "DBClusterResourceId"), "orders"))
	tm.one(t, "AWS::EC2::SecurityGroupIngress").want(t, "FromPort", 5432)
}

func TestDatabaseWithoutTokens(t *testing.T) {
	tm := synthDatabases(t, map[string]database.Props{
		"Off":    {Login: database.Login{DisableIAMAuthentication: true}},
		"Old":    {EngineVersion: "8.0.15", ExtendedSupport: true},
		"Older":  {EngineVersion: "8.0.9", ExtendedSupport: true},
		"Enough": {EngineVersion: "8.0.16", ExtendedSupport: true},
	})
	for name, want := range map[string]bool{"Off": false, "OldI": false, "Older": false, "Enough": true} {
		tm.named(t, rdsInstance, name).want(t, "EnableIAMDatabaseAuthentication", want)
	}
	synth(t, func(stack awscdk.Stack) {
		db := database.New(stack, "Database", &database.Props{VPC: databaseVPC(stack), Login: database.Login{DisableIAMAuthentication: true}})
		refuses(t, func() { db.As("shop") }, `database "Database": user shop logs in with tokens of IAM, which disableIamAuthentication turns off; leave one of them out`)
	})
}

func TestDatabaseLoginRefusals(t *testing.T) {
	user := func(name string, props database.Props) database.Props {
		props.Login.IAMUser = name
		return props
	}
	path := func(path string) database.Props { return database.Props{Login: database.Login{CABundle: path}} }
	databaseRefusals(t, []databaseRefusal{
		{"no name", user("the shop", database.Props{}), `login.iamUser: "the shop" is not a name that mysql allows; use a letter, then letters, digits and underscores, 16 at most`},
		{"a long name", user("seventeenletters_", database.Props{}), `login.iamUser: "seventeenletters_" is not a name that mysql allows; use a letter, then letters, digits and underscores, 16 at most`},
		{"a reserved name", user("rdsadmin", database.Props{}), "login.iamUser: rdsadmin is reserved in mysql; use another"},
		{"the master user", user("dbadmin", database.Props{}), "login.iamUser: dbadmin is the master user, who logs in with the secret; use one that may do less"},
		{"tokens that are off", user("shop", database.Props{Login: database.Login{DisableIAMAuthentication: true}}),
			"login.iamUser: shop logs in with tokens of IAM, which disableIamAuthentication turns off; leave one of them out"},
		{"readable standbys", user("shop", database.Props{Topology: database.ReadableStandbys}),
			"login.iamUser: shop logs in with tokens of IAM, which are off with readable-standbys; leave it out"},
		{"postgres without TLS", user("shop", database.Props{Engine: database.PostgreSQL, AllowUnencryptedConnections: true}),
			"login.iamUser: shop logs in with tokens of IAM, which postgres takes only where TLS is required; leave out allowUnencryptedConnections"},
		{"an old mysql", user("shop", database.Props{EngineVersion: "8.0.15", ExtendedSupport: true}),
			"login.iamUser: shop logs in with tokens of IAM, which mysql 8.0.15 does not take; use 8.0.16 or newer"},
		{"a relative path", path("global-bundle.pem"), `login.caBundle: "global-bundle.pem" is not an absolute path; use one like /etc/pki/rds/global-bundle.pem`},
		{"a folder", path("/etc/"), `login.caBundle: "/etc/" is not an absolute path; use one like /etc/pki/rds/global-bundle.pem`},

		{"a user", user("shop", database.Props{}), ""},
		{"a user of the longest name", user("sixteen_letters_", database.Props{}), ""},
		{"a path", path("/etc/pki/rds/global-bundle.pem"), ""},
	})
}
