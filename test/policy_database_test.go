package test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

// otherRegions is a database in another Region.
const otherRegions = "arn:aws:rds:us-east-1:111111111111:db:orders"

// everyDatabase has one of every kind whose findings differ, and a year of logs.
func everyDatabase() map[string]database.Props {
	all := map[string]database.Props{
		"AuroraMySQL":    {Engine: database.AuroraMySQL},
		"Backtracked":    {Engine: database.AuroraMySQL, Aurora: database.Aurora{BacktrackHours: 1}},
		"AuroraRestored": {Engine: database.AuroraPostgreSQL, Restores: []database.Restore{{Name: "r1", PointInTime: "latest"}}},
		"Standbys":       {Topology: database.ReadableStandbys, Restores: []database.Restore{{Name: "r1", Snapshot: "x"}}},
		"Restored": {
			Engine:   database.PostgreSQL,
			Restores: []database.Restore{{Name: "r1", Snapshot: "x"}, {Name: "r2", PointInTime: "2026-11-24T01:23:00Z"}},
			Replicas: []database.Replica{{Name: "a"}},
		},
		"Follower": {ReplicaOf: database.ReplicaOf{ARN: otherRegions}, Login: database.Login{IAMUser: "shop"}},
		"Promoted": {ReplicaOf: database.ReplicaOf{ARN: otherRegions, Promoted: true}},
		"Proxied":  proxied(database.Props{Engine: database.AuroraPostgreSQL, PrivateDNS: database.PrivateDNS{Zone: "db.internal"}}),
		"Tokens":   proxied(database.Props{Engine: database.MariaDB, Login: database.Login{IAMUser: "shop"}}),
	}
	for name, props := range all {
		props.Port, props.LogRetentionDays = 15000, 365
		all[name] = props
	}
	return all
}

// Every kind of database has an answer to each finding about it, and none to a finding that is not there.
func TestPolicyOfEveryDatabase(t *testing.T) {
	app := reviewedApp(t)
	env := &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String(testRegion)}}
	databases := everyDatabase()
	for _, name := range slices.Sorted(maps.Keys(databases)) {
		stack, props := awscdk.NewStack(app, &name, env), databases[name]
		props.VPC = wideVPC(stack)
		database.New(stack, "Database", &props)
	}
	found := map[string]bool{}
	for _, f := range reviewed(t, app, policy.Review{All: true}) {
		found[f.Path+": "+f.Rule] = true
	}
	synthesized, err := assembly.ReadAll(*app.Outdir())
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]bool{}
	for _, a := range policy.Acknowledged(synthesized) {
		rule := a.Rule
		for _, prefix := range []string{"AwsSolutions-", "NIST.800.53.R5-", "HIPAA.Security-", "PCI.DSS.321-"} {
			rule = strings.TrimPrefix(rule, prefix)
		}
		if *guard != "" || !strings.HasPrefix(rule, "CT.") {
			acknowledged[a.Path+": "+rule] = true
		}
	}
	if diff := cmp.Diff(found, acknowledged); diff != "" {
		t.Errorf("(-found +acknowledged):\n%s", diff)
	}
}
