package test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseReplicas(t *testing.T) {
	var one, several any
	var accessors int
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		one = stack.Resolve(database.New(stack, "One", &database.Props{VPC: vpc, Identifier: "one", Replicas: []database.Replica{{Name: "reports"}}}).Environment())
		db := database.New(stack, "Several", &database.Props{
			VPC: vpc, Engine: database.PostgreSQL, Identifier: "several", Port: 15432, StorageType: database.IO2, IOPS: 5000, MaintenanceWindow: "sat:18:00-sat:19:00",
			DisableEnhancedMonitoring: true, DisablePerformanceInsights: true, DisableAutoMinorVersionUpgrade: true, Alarms: database.Alarms{CPUPercent: 77},
			Replicas: []database.Replica{{Name: "a", Zone: "ap-northeast-1c", InstanceClass: "db.r7g.xlarge"}, {Name: "b"}},
			Restores: []database.Restore{{Name: "r1", Snapshot: "x", ReleasePrevious: true}},
		})
		several = stack.Resolve(db.Environment())
		accessors = len(db.Replicas())
	})
	for engine, want := range map[database.Engine]string{database.MariaDB: "mariadb", database.PostgreSQL: "postgres"} {
		of := synthDatabase(t, database.Props{Engine: engine, Replicas: []database.Replica{{Name: "a"}}})
		of.named(t, rdsInstance, "DatabaseReplicaa").want(t, "Engine", want)
	}
	source, replica := template.named(t, rdsInstance, "OneInstance"), template.named(t, rdsInstance, "OneReplicareports")
	key := att(template.named(t, "AWS::KMS::Key", "OneKey").ID, "Arn")
	t.Run("as the database is", func(t *testing.T) {
		for _, property := range []string{
			"Engine", "DBInstanceClass", "DBParameterGroupName", "DBSubnetGroupName", "VPCSecurityGroups", "Port", "StorageType", "MaxAllocatedStorage",
			"EnableIAMDatabaseAuthentication", "AutoMinorVersionUpgrade", "CopyTagsToSnapshot", "EnableCloudwatchLogsExports", "MonitoringInterval", "MonitoringRoleArn",
			"PubliclyAccessible",
		} {
			replica.want(t, property, source.get(property))
		}
		replica.wantEach(t, map[string]any{
			"SourceDBInstanceIdentifier": ref(source.ID), "DBInstanceIdentifier": "one-reports", "AvailabilityZone": nil, "MultiAZ": false,
			"DeletionProtection": false, "Iops": nil, "PreferredMaintenanceWindow": nil,
			"EnablePerformanceInsights": true, "PerformanceInsightsKMSKeyId": key, "PerformanceInsightsRetentionPeriod": 7,
			// which it has from its source, and must not be said again
			"BackupRetentionPeriod": nil, "DBName": nil, "MasterUsername": nil, "ManageMasterUserPassword": nil, "PreferredBackupWindow": nil, "KmsKeyId": nil,
			"StorageEncrypted": nil, "EngineVersion": nil, "AllocatedStorage": nil,
		})
		if replica.DeletionPolicy != "Delete" || replica.UpdateReplacePolicy != "Delete" {
			t.Errorf("the policies are %q and %q", replica.DeletionPolicy, replica.UpdateReplacePolicy)
		}
		for _, log := range []string{"error", "slowquery"} {
			group := template.named(t, logGroup, "OneLogGroup"+log+"reports")
			group.wantEach(t, map[string]any{"LogGroupName": "/aws/rds/instance/one-reports/" + log, "KmsKeyId": key})
			if !slices.Contains(replica.DependsOn, group.ID) {
				t.Errorf("the replica does not wait for %s", group.ID)
			}
		}
		if logs := show(template.named(t, "AWS::KMS::Key", "OneKey").get("KeyPolicy")); !strings.Contains(logs, "log-group:/aws/rds/instance/one-reports/*") {
			t.Error("the key is not for the logs of the replica")
		}
	})
	t.Run("a class, a zone and the rest", func(t *testing.T) {
		template.named(t, rdsInstance, "SeveralReplicar1a").wantEach(t, map[string]any{
			"DBInstanceClass": "db.r7g.xlarge", "AvailabilityZone": map[string]any{"Fn::Sub": "${AWS::Region}c"}, "Port": "15432", "Iops": 5000, "StorageType": "io2",
			"DBInstanceIdentifier": "several-r1-a", "SourceDBInstanceIdentifier": ref(template.named(t, rdsInstance, "SeveralInstance").ID),
			"PreferredMaintenanceWindow": "sat:18:00-sat:19:00", "MonitoringInterval": 0, "MonitoringRoleArn": nil, "EnablePerformanceInsights": false,
			"PerformanceInsightsKMSKeyId": nil, "PerformanceInsightsRetentionPeriod": nil, "AutoMinorVersionUpgrade": false,
		})
	})
	t.Run("where to read", func(t *testing.T) {
		a, b := template.named(t, rdsInstance, "SeveralReplicar1a"), template.named(t, rdsInstance, "SeveralReplicar1b")
		if accessors != 2 || show(dig(one, "DATABASE_READER_HOST")) != show(att(replica.ID, "Endpoint.Address")) || dig(one, "DATABASE_READER_HOSTS") != nil {
			t.Errorf("the environment of one is %s", show(one))
		}
		wantValue(t, dig(several, "DATABASE_READER_HOST"), att(a.ID, "Endpoint.Address"))
		wantValue(t, dig(several, "DATABASE_READER_HOSTS"), map[string]any{"Fn::Join": []any{"", []any{att(a.ID, "Endpoint.Address"), ",", att(b.ID, "Endpoint.Address")}}})
	})
	t.Run("alarms", func(t *testing.T) {
		template.named(t, "AWS::CloudWatch::Alarm", "SeveralAlarmCPUa").wantEach(t, map[string]any{
			"AlarmName": "several-r1-a-cpu", "Threshold": 77, "Dimensions.0.Value": ref(template.named(t, rdsInstance, "SeveralReplicar1a").ID),
		})
		template.named(t, "AWS::CloudWatch::Alarm", "OneAlarmLagreports").want(t, "Metrics.1.MetricStat.Metric.MetricName", "ReplicaLag")
		memory := func(id string) float64 {
			return template.named(t, "AWS::CloudWatch::Alarm", id).get("Threshold").(float64)
		}
		if memory("SeveralAlarmMemorya") <= memory("SeveralAlarmMemoryb") {
			t.Error("the memory of the larger replica is watched as that of the smaller")
		}
	})
}

// Whoever may log in to the database as a user may to its replicas.
func TestDatabaseReplicasLetUsersIn(t *testing.T) {
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		_, role := databaseUser(stack, vpc)
		database.New(stack, "Database", &database.Props{VPC: vpc, Replicas: []database.Replica{{Name: "a"}}}).As("shop").GrantUse(role)
	})
	var want []any
	for _, name := range []string{"DatabaseInstance", "DatabaseReplicaa"} {
		id := template.named(t, rdsInstance, name).ID
		want = append(want, map[string]any{"Fn::Join": []any{"", []any{"arn:aws:rds-db:" + testRegion + ":" + testAccount + ":dbuser:", att(id, "DbiResourceId"), "/shop"}}})
	}
	template.one(t, "AWS::IAM::Policy").want(t, "PolicyDocument.Statement.0.Resource", want)
}

func TestDatabaseReplicaOfAnotherRegion(t *testing.T) {
	var environment any
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Follower", &database.Props{VPC: vpc, Identifier: "follower", ReplicaOf: database.ReplicaOf{ARN: otherRegions}, Login: database.Login{DisableIAMAuthentication: true}})
		environment = stack.Resolve(db.Environment())
		if _, there := db.Environment()["DATABASE_SECRET_ARN"]; there {
			t.Error("servers are told of a secret")
		}
		if db.Secret() != nil {
			t.Error("a replica has no secret of its own")
		}
		_, role := databaseUser(stack, vpc)
		db.GrantUse(role)
		database.New(stack, "Promoted", &database.Props{
			VPC: vpc, Identifier: "promoted", EngineVersion: "8.4.9", BackupRetentionDays: 30, AllocatedStorageGiB: 200, ReplicaOf: database.ReplicaOf{ARN: otherRegions, Promoted: true},
		})
	})
	follower, promoted := template.named(t, rdsInstance, "FollowerInstance"), template.named(t, rdsInstance, "PromotedInstance")
	for name, c := range map[string]struct {
		of   resource
		want map[string]any
	}{
		"following": {follower, map[string]any{
			"SourceDBInstanceIdentifier": otherRegions, "EngineVersion": nil, "ManageMasterUserPassword": nil, "MasterUserSecret": nil, "BackupRetentionPeriod": nil,
			"PreferredBackupWindow": nil, "AllocatedStorage": nil,
		}},
		"promoted": {promoted, map[string]any{
			"SourceDBInstanceIdentifier": nil, "EngineVersion": "8.4.9", "ManageMasterUserPassword": true, "BackupRetentionPeriod": 30, "AllocatedStorage": "200",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			c.of.wantEach(t, c.want)
			c.of.wantEach(t, map[string]any{ // what CloudFormation would replace the instance for if it came or went
				"SourceRegion": "us-east-1", "DBName": nil, "MasterUsername": nil, "StorageEncrypted": nil, "MultiAZ": true, "DeletionProtection": true,
				"KmsKeyId": att(template.named(t, "AWS::KMS::Key", strings.TrimSuffix(withoutHash(c.of.ID), "Instance")+"Key").ID, "Arn"),
			})
		})
	}
	for _, instance := range []resource{follower, promoted} {
		if rule := dig(instance.Metadata, "cfn-lint.config.ignore_checks.0"); rule != "E3720" {
			t.Errorf("cfn-lint stumbles over the key of %s: %v", instance.ID, rule)
		}
	}
	if dig(environment, "DATABASE_SECRET_ARN") != nil || dig(environment, "DATABASE_IDENTIFIER") != "follower" {
		t.Errorf("the environment is %s", show(environment))
	}
	if policies := template.all("AWS::IAM::Policy"); len(policies) > 0 {
		t.Errorf("the permissions are %v", policies)
	}
	template.named(t, "AWS::CloudWatch::Alarm", "FollowerAlarmLag").wantEach(t, map[string]any{
		"Threshold": 30, "Metrics.0.Expression": "IF(metric < 0, 86400, metric)", "Metrics.1.MetricStat.Metric.MetricName": "ReplicaLag",
		"Metrics.1.MetricStat.Metric.Dimensions.0.Value": ref(template.named(t, rdsInstance, "FollowerInstance").ID),
	})
	for _, alarm := range template.all("AWS::CloudWatch::Alarm") {
		if strings.HasPrefix(alarm.ID, "PromotedAlarmLag") {
			t.Error("what has been promoted follows nothing")
		}
	}
}

func TestDatabaseRefusesReplicas(t *testing.T) {
	a := []database.Replica{{Name: "a"}}
	many := make([]database.Replica, 16)
	for i := range many {
		many[i].Name = fmt.Sprintf("n%d", i)
	}
	following := database.ReplicaOf{ARN: otherRegions}
	user := database.Login{IAMUser: "shop"}
	const source = " is the source's until the replica is promoted; leave it out"
	databaseRefusals(t, []databaseRefusal{
		{"of Aurora", database.Props{Engine: database.AuroraMySQL, Replicas: a}, "replicas: Aurora has readers in place of replicas; leave them out, and say aurora.readers for more of those"},
		{"of readable standbys", database.Props{Topology: database.ReadableStandbys, Replicas: a}, "replicas: readable-standbys are read already; leave them out"},
		{"of a replica", database.Props{ReplicaOf: following, Login: user, Replicas: a}, "replicas: a replica of another Region has none of its own until it is promoted; leave them out"},
		{"of what has been one", database.Props{ReplicaOf: database.ReplicaOf{ARN: otherRegions, Promoted: true}, Replicas: a}, ""},
		{"sixteen", database.Props{Replicas: many}, "replicas: 16 are more than the 15 that a database can have"},
		{"fifteen", database.Props{Replicas: many[:15]}, ""},
		{"without a name", database.Props{Replicas: []database.Replica{{}}}, "replicas[0].name: missing; give a name of small letters and digits"},
		{"of one name", database.Props{Replicas: []database.Replica{{Name: "a"}, {Name: "a"}}}, "replicas[1].name: a is taken; use another"},
		{"with a restore's name", database.Props{Replicas: a, Restores: []database.Restore{{Name: "a", Snapshot: "x"}}}, "replicas[0].name: a is taken; use another"},
		{"of no class", database.Props{Replicas: []database.Replica{{Name: "a", InstanceClass: "m7g"}}}, `replicas[0].instanceClass: "m7g" is not an instance class; use one like db.m7g.large`},
		{"of a small class", database.Props{Replicas: []database.Replica{{Name: "a", InstanceClass: "db.t4g.micro"}}}, "replicas[0].instanceClass: db.t4g.micro does not support Performance Insights for mysql; use a larger class or say disablePerformanceInsights: true"},
		{"of a small class without Insights", database.Props{DisablePerformanceInsights: true, Replicas: []database.Replica{{Name: "a", InstanceClass: "db.t4g.micro"}}}, ""},
		{"in no zone", database.Props{Replicas: []database.Replica{{Name: "a", Zone: "1a"}}}, `replicas[0].zone: "1a" is not the name of an Availability Zone; use one like ap-northeast-1a`},

		{"whom servers log in as nobody says", database.Props{ReplicaOf: following},
			"login.iamUser: missing; the master user's secret is in the source's Region until the replica is promoted, so give the user that servers log in as with tokens of IAM, or say disableIamAuthentication: true where they have a password from elsewhere"},
		{"with passwords from elsewhere", database.Props{ReplicaOf: following, Login: database.Login{DisableIAMAuthentication: true}}, ""},
		{"promoted, with a secret of its own", database.Props{ReplicaOf: database.ReplicaOf{ARN: otherRegions, Promoted: true}}, ""},
		{"promoted from nothing", database.Props{ReplicaOf: database.ReplicaOf{Promoted: true}}, "replicaOf.promoted: there is nothing to promote without arn; give the arn that the replica has followed"},
		{"of no ARN", database.Props{Login: user, ReplicaOf: database.ReplicaOf{ARN: "orders"}}, `replicaOf.arn: "orders" is not such an ARN; use one like arn:aws:rds:ap-northeast-1:111111111111:db:orders`},
		{"of a cluster", database.Props{Login: user, ReplicaOf: database.ReplicaOf{ARN: "arn:aws:rds:us-east-1:111111111111:cluster:orders"}}, `replicaOf.arn: "arn:aws:rds:us-east-1:111111111111:cluster:orders" is not such an ARN; use one like arn:aws:rds:ap-northeast-1:111111111111:db:orders`},
		{"of a token", database.Props{Login: user, ReplicaOf: database.ReplicaOf{ARN: "${Token[1]}"}}, "replicaOf.arn: is known to the deployment only; write it out, for the Region in it"},
		{"as Aurora", database.Props{Engine: database.AuroraPostgreSQL, ReplicaOf: following, Login: user}, "replicaOf: only instances of mysql, postgres and mariadb follow another Region; for Aurora, make the cluster part of a global database"},
		{"restored", database.Props{ReplicaOf: following, Login: user, Restores: []database.Restore{{Name: "r1", Snapshot: "x"}}}, "restores: contradicts replicaOf; leave one of them out"},
		{"with what the source has", database.Props{ReplicaOf: following, Login: user, EngineVersion: "8.4.8", MasterUsername: "keeper", AllocatedStorageGiB: 200, BackupRetentionDays: 7, BackupWindow: "17:00-17:30"},
			"engineVersion:" + source + "\nmasterUsername:" + source + "\nallocatedStorageGiB:" + source + "\nbackupRetentionDays:" + source + "\nbackupWindow:" + source},
	})
	wantProblems(t, (&database.Props{ReplicaOf: following, Login: user}).ValidateIn("us-east-1"), "replicaOf.arn: is in us-east-1 too; use replicas there for one in the same Region")
	wantProblems(t, (&database.Props{ReplicaOf: following, Login: user}).ValidateIn(testRegion))
	zoned := database.Props{Replicas: []database.Replica{{Name: "a", Zone: "ap-northeast-1a"}}}
	wantProblems(t, zoned.ValidateIn("us-east-1"), "replicas[0].zone: ap-northeast-1a is not in us-east-1; use a zone of that Region")
	wantProblems(t, zoned.ValidateIn(testRegion))
}
