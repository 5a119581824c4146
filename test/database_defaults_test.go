package test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseDefaults(t *testing.T) {
	template := synthDatabase(t, database.Props{})
	key := template.named(t, "AWS::KMS::Key", "DatabaseKey")
	parameters := template.one(t, rdsParameterGroup)
	subnets := template.one(t, "AWS::RDS::DBSubnetGroup")
	group := template.one(t, "AWS::EC2::SecurityGroup")
	role := template.named(t, "AWS::IAM::Role", "DatabaseMonitoringRole")
	instance := template.one(t, rdsInstance)
	keyARN := att(key.ID, "Arn")
	for _, c := range []struct {
		is   string
		want map[string]any
	}{
		{"Multi-AZ, in zones that RDS chooses", map[string]any{"MultiAZ": true, "AvailabilityZone": nil}},
		{"MySQL", map[string]any{"Engine": "mysql", "EngineVersion": "8.4.8"}},
		{"2 vCPU and 8 GiB", map[string]any{"DBInstanceClass": "db.m7g.large"}},
		{"a database app", map[string]any{"DBName": "app"}},
		{"the engine's port, not a token", map[string]any{"Port": "3306"}},
		{"private", map[string]any{"PubliclyAccessible": false}},
		{"in the subnet group", map[string]any{"DBSubnetGroupName": ref(subnets.ID)}},
		{"in the security group alone", map[string]any{"VPCSecurityGroups": []any{att(group.ID, "GroupId")}}},
		{"gp3 of 100 GiB", map[string]any{"StorageType": "gp3", "AllocatedStorage": "100"}},
		{"growing to 500 GiB", map[string]any{"MaxAllocatedStorage": 500}},
		{"encrypted with the new key", map[string]any{"StorageEncrypted": true, "KmsKeyId": keyARN}},
		{"a master password that RDS manages", map[string]any{"ManageMasterUserPassword": true, "MasterUserPassword": nil}},
		{"a master user dbadmin", map[string]any{"MasterUsername": "dbadmin"}},
		{"a secret encrypted with the new key", map[string]any{"MasterUserSecret.KmsKeyId": keyARN}},
		{"protected against deletion", map[string]any{"DeletionProtection": true}},
		{"backed up for 14 days", map[string]any{"BackupRetentionPeriod": 14}},
		{"backups kept after deletion", map[string]any{"DeleteAutomatedBackups": false}},
		{"windows that RDS chooses", map[string]any{"PreferredBackupWindow": nil, "PreferredMaintenanceWindow": nil}},
		{"tags on snapshots", map[string]any{"CopyTagsToSnapshot": true}},
		{"minor upgrades by itself", map[string]any{"AutoMinorVersionUpgrade": true}},
		{"no major upgrades", map[string]any{"AllowMajorVersionUpgrade": false}},
		{"no extended support", map[string]any{"EngineLifecycleSupport": "open-source-rds-extended-support-disabled"}},
		{"its own parameters", map[string]any{"DBParameterGroupName": ref(parameters.ID)}},
		{"error and slow query logs exported", map[string]any{"EnableCloudwatchLogsExports": []any{"error", "slowquery"}}},
		{"monitored every minute", map[string]any{"MonitoringInterval": 60, "MonitoringRoleArn": att(role.ID, "Arn")}},
		{"Performance Insights for 7 days", map[string]any{"EnablePerformanceInsights": true, "PerformanceInsightsRetentionPeriod": 7}},
		{"Performance Insights with the new key", map[string]any{"PerformanceInsightsKMSKeyId": keyARN}},
		{"open to IAM's tokens", map[string]any{"EnableIAMDatabaseAuthentication": true}},
		{"standard Database Insights", map[string]any{"DatabaseInsightsMode": "standard"}},
	} {
		t.Run(c.is, func(t *testing.T) { instance.wantEach(t, c.want) })
	}
	t.Run("a snapshot when it is deleted or replaced", func(t *testing.T) {
		if instance.DeletionPolicy != "Snapshot" || instance.UpdateReplacePolicy != "Snapshot" {
			t.Errorf("DeletionPolicy is %s, UpdateReplacePolicy is %s, want Snapshot", instance.DeletionPolicy, instance.UpdateReplacePolicy)
		}
	})
	t.Run("a key that is rotated and kept", func(t *testing.T) {
		wantPolicies(t, key, "RetainExceptOnCreate", "Retain")
		wantKey(t, key, "Database Test/Database", forLogGroups("/aws/rds/instance/"+instance.get("DBInstanceIdentifier").(string)+"/*"))
	})
	t.Run("isolated subnets only", func(t *testing.T) {
		subnets.want(t, "SubnetIds", databaseSubnets)
	})
	// Log groups that RDS would make itself are kept for ever: these must be there first, under the names that RDS uses.
	t.Run("logs kept for 90 days", func(t *testing.T) { databaseLogGroups(t, template, "Database", 90, "error", "slowquery") })
	t.Run("logs encrypted with the new key", func(t *testing.T) {
		for _, group := range template.all(logGroup) {
			group.want(t, "KmsKeyId", keyARN)
		}
	})
	t.Run("TLS required and slow queries logged", func(t *testing.T) {
		parameters.wantEach(t, map[string]any{
			"Family":      "mysql8.4",
			"Description": "Parameters of Test/Database",
			"Parameters": map[string]any{
				"require_secure_transport": "1",
				"log_output":               "FILE",
				"long_query_time":          "2",
				"slow_query_log":           "1",
				"character_set_server":     "utf8mb4",
			},
		})
	})
	t.Run("nobody is let in or out", func(t *testing.T) {
		// The rule that allows nothing takes the place of the one for everything that EC2 would add.
		group.wantEach(t, map[string]any{
			"GroupDescription":               "Database: only from security groups that are let in",
			"VpcId":                          "vpc-0123456789abcdef0",
			"SecurityGroupIngress":           nil,
			"SecurityGroupEgress.0.CidrIp":   "255.255.255.255/32",
			"SecurityGroupEgress.0.ToPort":   86,
			"SecurityGroupEgress.1":          nil,
			"SecurityGroupEgress.0.FromPort": 252,
		})
	})
	t.Run("a role for enhanced monitoring", func(t *testing.T) {
		role.wantEach(t, map[string]any{
			"AssumeRolePolicyDocument.Statement.0.Principal": map[string]any{"Service": "monitoring.rds.amazonaws.com"},
			"AssumeRolePolicyDocument.Version":               "2012-10-17",
			"AssumeRolePolicyDocument.Statement.1":           nil,
			"ManagedPolicyArns": []any{map[string]any{"Fn::Join": []any{"", []any{
				"arn:", ref("AWS::Partition"), ":iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
			}}}},
			"Policies": nil,
		})
	})
	t.Run("no secret and no custom resource", func(t *testing.T) {
		counts := map[string]int{}
		for _, r := range template.Resources {
			counts[r.Type]++
		}
		want := map[string]int{
			rdsInstance: 1, rdsParameterGroup: 1, "AWS::RDS::DBSubnetGroup": 1, "AWS::KMS::Key": 2,
			"AWS::EC2::SecurityGroup": 1, "AWS::IAM::Role": 2, logGroup: 2,
			backupVault: 1, "AWS::Backup::BackupPlan": 1, "AWS::Backup::BackupSelection": 1,
			cloudWatchAlarm: 8, topic: 1, "AWS::SNS::TopicPolicy": 1, eventSubscription: 1,
		}
		if !reflect.DeepEqual(counts, want) {
			t.Errorf("the resources are\n%v\nwant\n%v", counts, want)
		}
	})
	t.Run("no password anywhere", func(t *testing.T) {
		source, err := json.Marshal(template)
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range []string{`"MasterUserPassword"`, "{{resolve:"} {
			if strings.Contains(string(source), trace) {
				t.Errorf("the template has %s in it", trace)
			}
		}
	})
}
