package test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// generationsOf are the instances, or the clusters, whose logical ids start with a name, without replicas and instances of clusters.
func generationsOf(tm *template, kind, name string) map[string]resource {
	found := map[string]resource{}
	for _, r := range tm.all(kind) {
		if id := withoutHash(r.ID); strings.HasPrefix(id, name) {
			found[strings.TrimPrefix(id, name)] = r
		}
	}
	return found
}

// A restore makes a second database and leaves the first one as it is, but for keeping it when it goes from the template.
func TestDatabaseRestoreLeavesTheFirstAlone(t *testing.T) {
	for kind, props := range map[string]database.Props{rdsInstance: {}, rdsCluster: {Engine: database.AuroraPostgreSQL}} {
		before := synthDatabase(t, props)
		props.Restores = []database.Restore{{Name: "r1", PointInTime: "latest"}}
		after := synthDatabase(t, props)
		for id, was := range before.Resources {
			is := after.Resources[id]
			if !slices.Contains([]string{kind, rdsInstance, "AWS::RDS::DBSubnetGroup", logGroup, rdsParameterGroup, rdsClusterParameterGroup, backupVault}, was.Type) {
				continue
			}
			if show(was.Properties) != show(is.Properties) || was.Type != is.Type {
				t.Errorf("%s was %s, is %s", id, show(was), show(is))
			}
			if keeps := slices.Contains([]string{kind, rdsInstance, logGroup}, was.Type); keeps && (is.DeletionPolicy != "Retain" || is.UpdateReplacePolicy != "Retain") {
				t.Errorf("%s has the policies %q and %q, want Retain", id, is.DeletionPolicy, is.UpdateReplacePolicy)
			}
			if was.Type == "AWS::RDS::DBSubnetGroup" && kind == rdsInstance && is.DeletionPolicy != "Retain" {
				t.Errorf("the first database's subnet group has the policy %q, want Retain", is.DeletionPolicy)
			}
		}
	}
}

func TestDatabaseRestoresAnInstance(t *testing.T) {
	snapshot := database.Restore{Name: "r1", Snapshot: "rds:orders-2026-11-24-17-05"}
	time := database.Restore{Name: "r2", PointInTime: "2026-11-24T01:23:00Z"}
	released := time
	released.ReleasePrevious = true
	template := synthDatabases(t, map[string]database.Props{
		"Snapshot": {Restores: []database.Restore{snapshot}},
		"Twice":    {Identifier: "orders", Restores: []database.Restore{snapshot, time}},
		"Released": {Identifier: "released", Restores: []database.Restore{snapshot, released}},
		"Latest":   {Identifier: strings.Repeat("o", 63), AllocatedStorageGiB: 200, Restores: []database.Restore{{Name: "r3", PointInTime: "latest", ReleasePrevious: true}}},
	})
	none := map[string]any{"DBName": nil, "MasterUsername": nil, "KmsKeyId": nil}
	t.Run("from a snapshot, beside the first", func(t *testing.T) {
		all := generationsOf(template, rdsInstance, "SnapshotInstance")
		if len(all) != 2 {
			t.Fatalf("there are %v", all)
		}
		restored := all["r1"]
		restored.wantEach(t, none)
		restored.wantEach(t, map[string]any{
			"DBSnapshotIdentifier": snapshot.Snapshot, "DBInstanceIdentifier": all[""].get("DBInstanceIdentifier").(string) + "-r1", "StorageEncrypted": true,
			"SourceDBInstanceIdentifier": nil, "RestoreTime": nil, "UseLatestRestorableTime": nil, "AllocatedStorage": nil,
			"ManageMasterUserPassword": true, "MultiAZ": true, "DeletionProtection": true, "DBParameterGroupName": all[""].get("DBParameterGroupName"),
			"VPCSecurityGroups": all[""].get("VPCSecurityGroups"),
		})
		if restored.DeletionPolicy != "Snapshot" || restored.UpdateReplacePolicy != "Snapshot" {
			t.Errorf("the restored one has the policies %q and %q", restored.DeletionPolicy, restored.UpdateReplacePolicy)
		}
		log := template.named(t, logGroup, "SnapshotLogGrouperrorr1")
		log.want(t, "LogGroupName", "/aws/rds/instance/"+restored.get("DBInstanceIdentifier").(string)+"/error")
		if !slices.Contains(restored.DependsOn, log.ID) || log.DeletionPolicy != "Delete" {
			t.Error("the log group of the restored one is not made before it, or kept")
		}
		logs := template.named(t, "AWS::KMS::Key", "SnapshotKey").get("KeyPolicy.Statement")
		for _, identifier := range []string{all[""].get("DBInstanceIdentifier").(string), restored.get("DBInstanceIdentifier").(string)} {
			if !strings.Contains(show(logs), "log-group:/aws/rds/instance/"+identifier+"/*") {
				t.Errorf("the key is not for the logs of %s", identifier)
			}
		}
		template.named(t, "AWS::Backup::BackupSelection", "Snapshot").want(t, "BackupSelection.Resources", []any{arnOf(all[""]), arnOf(restored)})
		template.named(t, "AWS::Backup::BackupPlan", "Snapshot").want(t, "BackupPlan.BackupPlanName", all[""].get("DBInstanceIdentifier"))
	})
	t.Run("from a restored one, to a time", func(t *testing.T) {
		all := generationsOf(template, rdsInstance, "TwiceInstance")
		if names := slices.Sorted(maps.Keys(all)); !slices.Equal(names, []string{"r1", "r2"}) {
			t.Fatalf("there are %v", names)
		}
		all["r1"].wantEach(t, map[string]any{"DBSnapshotIdentifier": snapshot.Snapshot, "DBInstanceIdentifier": "orders-r1"})
		all["r2"].wantEach(t, none)
		all["r2"].wantEach(t, map[string]any{
			"SourceDBInstanceIdentifier": "orders-r1", "RestoreTime": time.PointInTime, "UseLatestRestorableTime": nil, "DBSnapshotIdentifier": nil, "StorageEncrypted": nil,
		})
		if all["r1"].DeletionPolicy != "Retain" || all["r2"].DeletionPolicy != "Snapshot" {
			t.Errorf("the policies are %q and %q", all["r1"].DeletionPolicy, all["r2"].DeletionPolicy)
		}
	})
	t.Run("let go of the one before", func(t *testing.T) {
		all := generationsOf(template, rdsInstance, "ReleasedInstance")
		if names := slices.Sorted(maps.Keys(all)); !slices.Equal(names, []string{"r2"}) {
			t.Fatalf("there are %v", names)
		}
		all["r2"].wantEach(t, map[string]any{"SourceDBInstanceIdentifier": "released-r1", "DBInstanceIdentifier": "released-r2"})
	})
	t.Run("as late as possible, with more storage and a long name", func(t *testing.T) {
		restored := generationsOf(template, rdsInstance, "LatestInstance")["r3"]
		restored.wantEach(t, map[string]any{
			"UseLatestRestorableTime": true, "RestoreTime": nil, "AllocatedStorage": "200", "SourceDBInstanceIdentifier": strings.Repeat("o", 63),
			"DBInstanceIdentifier": strings.Repeat("o", 60) + "-r3",
		})
	})
}

// arnOf is an instance's ARN as the CDK writes it.
func arnOf(instance resource) any {
	return map[string]any{"Fn::Join": []any{"", []any{"arn:aws:rds:" + testRegion + ":" + testAccount + ":db:", ref(instance.ID)}}}
}

func TestDatabaseRestoresACluster(t *testing.T) {
	template := synthWide(t, map[string]database.Props{
		"Snapshot": {Engine: database.AuroraPostgreSQL, Identifier: "orders", Restores: []database.Restore{{Name: "r1", Snapshot: "x"}}},
		"Latest":   {Engine: database.AuroraMySQL, Identifier: "late", Restores: []database.Restore{{Name: "r1", PointInTime: "latest", ReleasePrevious: true}}},
		"Time":     {Topology: database.ReadableStandbys, Identifier: "time", Restores: []database.Restore{{Name: "r1", PointInTime: "2026-11-24T01:23:00Z"}}},
	})
	for name, want := range map[string]map[string]any{
		"Snapshot": {"SnapshotIdentifier": "x", "DBClusterIdentifier": "orders-r1", "SourceDBClusterIdentifier": nil, "RestoreToTime": nil, "UseLatestRestorableTime": nil},
		"Latest":   {"SourceDBClusterIdentifier": "late", "UseLatestRestorableTime": true, "RestoreToTime": nil, "SnapshotIdentifier": nil, "DBClusterIdentifier": "late-r1"},
		"Time":     {"SourceDBClusterIdentifier": "time", "RestoreToTime": "2026-11-24T01:23:00Z", "UseLatestRestorableTime": nil, "DBClusterIdentifier": "time-r1"},
	} {
		t.Run(name, func(t *testing.T) {
			all := generationsOf(template, rdsCluster, name+"Cluster")
			all["r1"].wantEach(t, want)
			all["r1"].wantEach(t, map[string]any{
				"DatabaseName": nil, "MasterUsername": nil, "StorageEncrypted": nil, "ManageMasterUserPassword": true,
				"KmsKeyId": att(template.named(t, "AWS::KMS::Key", name+"Key").ID, "Arn"), "DeletionProtection": true,
				"DBSubnetGroupName": ref(template.named(t, "AWS::RDS::DBSubnetGroup", name).ID), "DBClusterParameterGroupName": ref(template.named(t, rdsClusterParameterGroup, name).ID),
			})
			if all["r1"].DeletionPolicy != "Snapshot" {
				t.Errorf("the restored one has the policy %q", all["r1"].DeletionPolicy)
			}
			first, there := all[""]
			if there == (name == "Latest") || there && (first.DeletionPolicy != "Retain" || first.UpdateReplacePolicy != "Retain") {
				t.Errorf("the one before is %s", show(first))
			}
		})
	}
	for name, policy := range map[string]string{"SnapshotMember1": "Retain", "SnapshotMember1r1": "Delete"} {
		member := generationsOf(template, rdsInstance, name)[""]
		if member.DeletionPolicy != policy {
			t.Errorf("%s has the policy %q, want %s", name, member.DeletionPolicy, policy)
		}
	}
	generationsOf(template, rdsInstance, "SnapshotMember3r1")[""].wantEach(t, map[string]any{
		"DBInstanceIdentifier": "orders-r1-3", "DBClusterIdentifier": ref(generationsOf(template, rdsCluster, "SnapshotCluster")["r1"].ID),
	})
}

// To go back behind an upgrade, the restored one has its own version and a parameter group of that version's family.
func TestDatabaseRestoresAnOlderVersion(t *testing.T) {
	back := []database.Restore{{Name: "r1", Snapshot: "x", EngineVersion: "16.13"}, {Name: "r2", PointInTime: "latest", EngineVersion: "16.12"}}
	template := synthDatabases(t, map[string]database.Props{
		"Pg":     {Engine: database.PostgreSQL, Restores: back[:1], Replicas: []database.Replica{{Name: "a"}}},
		"Aurora": {Engine: database.AuroraPostgreSQL, Restores: back[:1]},
		"Twice":  {Engine: database.PostgreSQL, Restores: back},
	})
	for _, c := range []struct{ kind, name, groups, property, newer, older string }{
		{rdsInstance, "PgInstance", rdsParameterGroup, "DBParameterGroupName", "postgres17", "postgres16"},
		{rdsCluster, "AuroraCluster", rdsClusterParameterGroup, "DBClusterParameterGroupName", "aurora-postgresql17", "aurora-postgresql16"},
	} {
		all := generationsOf(template, c.kind, c.name)
		for suffix, want := range map[string][2]string{"": {"17.9", c.newer}, "r1": {"16.13", c.older}} {
			all[suffix].want(t, "EngineVersion", want[0])
			group := template.Resources[dig(all[suffix].get(c.property), "Ref").(string)]
			group.want(t, "Family", want[1])
			if group.Type != c.groups {
				t.Errorf("%s has the group %s", all[suffix].ID, group.ID)
			}
		}
	}
	replica, source := template.named(t, rdsInstance, "PgReplica"), generationsOf(template, rdsInstance, "PgInstance")["r1"]
	replica.want(t, "DBParameterGroupName", source.get("DBParameterGroupName"))
	twice := generationsOf(template, rdsInstance, "TwiceInstance")
	twice["r2"].wantEach(t, map[string]any{"EngineVersion": "16.12", "DBParameterGroupName": twice["r1"].get("DBParameterGroupName")})
}

// What uses the database follows to the restored one: its endpoint, its name, its secret. The port and the security group stay.
func TestDatabaseRestoredIsUsed(t *testing.T) {
	var environment any
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc, Identifier: "orders", Restores: []database.Restore{{Name: "r1", Snapshot: "x"}}})
		environment = stack.Resolve(db.Environment())
		_, role := databaseUser(stack, vpc)
		db.GrantUse(role)
	})
	restored := generationsOf(template, rdsInstance, "DatabaseInstance")["r1"].ID
	wantValue(t, environment, map[string]any{
		"DATABASE_ENGINE": "mysql", "DATABASE_IDENTIFIER": "orders-r1", "DATABASE_NAME": "app", "DATABASE_PORT": "3306",
		"DATABASE_HOST": att(restored, "Endpoint.Address"), "DATABASE_READER_HOST": att(restored, "Endpoint.Address"),
		"DATABASE_SECRET_ARN": att(restored, "MasterUserSecret.SecretArn"),
	})
	template.one(t, "AWS::IAM::Policy").want(t, "PolicyDocument.Statement.0.Resource", att(restored, "MasterUserSecret.SecretArn"))
	template.named(t, "AWS::CloudWatch::Alarm", "DatabaseAlarmCPU").want(t, "Dimensions.0.Value", ref(restored))
	template.named(t, "AWS::RDS::EventSubscription", "DatabaseEvents").want(t, "SourceIds", []any{ref(restored)})
}

func TestDatabaseRefusesRestores(t *testing.T) {
	of := func(r ...database.Restore) database.Props { return database.Props{Restores: r} }
	const wrongPart = ` cannot be part of an identifier; use small letters and digits, a letter first, 15 at most`
	cluster := of(database.Restore{Name: "r1", Snapshot: "arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-1"})
	cluster.Engine = database.AuroraMySQL
	databaseRefusals(t, []databaseRefusal{
		{"nothing to restore", of(database.Restore{Name: "r1"}), "restores[0].snapshot: missing; give a snapshot or a pointInTime"},
		{"an older version in part", of(database.Restore{Name: "r1", Snapshot: "x", EngineVersion: "8.4"}), `restores[0].engineVersion: "8.4" is not a version of mysql that is supported; use one in full, like 8.4.8`},
		{"an older version that has ended", of(database.Restore{Name: "r1", Snapshot: "x", EngineVersion: "8.0.46"}), "restores[0].engineVersion: 8.0.46 is past the end of its standard support, 31 July 2026; use a newer one, or say extendedSupport: true and pay for it"},
		{"two things to restore", of(database.Restore{Name: "r1", Snapshot: "x", PointInTime: "latest"}), "restores[0].pointInTime: contradicts snapshot, which is of a time of its own; leave one of them out"},
		{"no name", of(database.Restore{Snapshot: "x"}), "restores[0].name: missing; give a name of small letters and digits"},
		{"a name with a hyphen", of(database.Restore{Name: "r-1", Snapshot: "x"}), `restores[0].name: "r-1"` + wrongPart},
		{"a long name", of(database.Restore{Name: "r123456789012345", Snapshot: "x"}), `restores[0].name: "r123456789012345"` + wrongPart},
		{"the longest name", of(database.Restore{Name: "r12345678901234", Snapshot: "x"}), ""},
		{"a name twice", of(database.Restore{Name: "r1", Snapshot: "x"}, database.Restore{Name: "r1", PointInTime: "latest"}), "restores[1].name: r1 is taken; use another"},
		{"a time of the day", of(database.Restore{Name: "r1", PointInTime: "01:23"}), `restores[0].pointInTime: "01:23" is not a time in UTC; use one like 2026-11-24T01:23:00Z, or latest`},
		{"a time in Tokyo", of(database.Restore{Name: "r1", PointInTime: "2026-11-24T10:23:00+09:00"}), `restores[0].pointInTime: "2026-11-24T10:23:00+09:00" is not a time in UTC; use one like 2026-11-24T01:23:00Z, or latest`},
		{"a snapshot with a space", of(database.Restore{Name: "r1", Snapshot: "before the fall"}), `restores[0].snapshot: "before the fall" is not a snapshot's name; use the name, or the ARN of one that is AWS Backup's or another account's`},
		{"an ARN of something else", of(database.Restore{Name: "r1", Snapshot: "arn:aws:rds:us-east-1:111111111111:db:orders"}), `restores[0].snapshot: "arn:aws:rds:us-east-1:111111111111:db:orders" is not such an ARN; use one like arn:aws:rds:ap-northeast-1:111111111111:snapshot:orders`},
		{"a cluster's snapshot for an instance", of(database.Restore{Name: "r1", Snapshot: "arn:aws:rds:us-east-1:111111111111:cluster-snapshot:orders"}), "restores[0].snapshot: is a cluster's, and this is an instance; use a snapshot of one"},
		{"a cluster's snapshot for a cluster", cluster, ""},
		{"a copy by AWS Backup", of(database.Restore{Name: "r1", Snapshot: "arn:aws:rds:us-east-1:111111111111:snapshot:awsbackup:job-1"}), ""},
		{"a snapshot by RDS", of(database.Restore{Name: "r1", Snapshot: "rds:orders-2026-11-24-17-05"}), ""},
		{"a token", of(database.Restore{Name: "r1", Snapshot: "arn:${Token[1]}"}), ""},
	})
	props := of(database.Restore{Name: "r1", Snapshot: "arn:aws:rds:us-east-1:111111111111:snapshot:orders"})
	wantProblems(t, props.ValidateIn(testRegion), "restores[0].snapshot: the snapshot is in us-east-1; copy it to ap-northeast-1 first")
	wantProblems(t, props.ValidateIn("us-east-1"))
}
