package test

import (
	"slices"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

var (
	monitoringRules = []string{awsPolicy + "service-role/AmazonRDSEnhancedMonitoringRole]"}
	backupRules     = []string{awsPolicy + "service-role/AWSBackupServiceRolePolicyForBackup]"}
	auditRules      = inPacks("RDSLoggingEnabled[LogExport::audit]")
	generalRules    = inPacks("RDSLoggingEnabled[LogExport::general]")
)

// A log that the user leaves out, a standby that is not there and a key that is not the construct's are not explained away.
func TestDatabaseAcknowledges(t *testing.T) {
	all := "CT.RDS.PR.14"
	none := database.BackupPlan{Disable: true}
	tm := synthDatabases(t, map[string]database.Props{
		"Plain":    {},
		"Single":   {SingleZone: true, DisableDeletionProtection: true, BackupPlan: none, DisableEnhancedMonitoring: true},
		"MariaDB":  {Engine: database.MariaDB, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Postgres": {Engine: database.PostgreSQL, BackupPlan: none, DisableEnhancedMonitoring: true},
		"All": {LogExports: []string{"audit", "error", "general", "slowquery"}, KMSKeyARN: testKeyARN,
			BackupPlan: none, DisableEnhancedMonitoring: true},
		"Audit":  {LogExports: []string{"slowquery", "error", "audit"}, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Less":   {LogExports: []string{"slowquery"}, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Aurora": {Engine: database.AuroraMySQL, BackupPlan: none, DisableEnhancedMonitoring: true, SingleZone: true},
		"Other":  {LogExports: []string{"error", "general"}, BackupPlan: none, DisableEnhancedMonitoring: true},
	})
	wantAcknowledged(t, tm, map[string][]string{
		"PlainMonitoringRole": monitoringRules,
		"PlainBackupRole":     backupRules,
		"PlainInstance":       slices.Concat(auditRules, generalRules, []string{all}),
		"SingleInstance":      slices.Concat(auditRules, generalRules, []string{all}),
		"MariaDBInstance":     slices.Concat(auditRules, generalRules, []string{all}),
		"AuditInstance":       slices.Concat(generalRules, []string{all}),
		"LessInstance":        slices.Concat(auditRules, generalRules),
		"OtherInstance":       auditRules,
		"AuroraCluster":       slices.Concat(auditRules, generalRules, []string{"CT.RDS.PR.25", "AwsSolutions-RDS14", "CT.RDS.PR.6"}),
	})
}

// What a restored database or a replica inherits is explained where it is not said, and as far as it is not said.
func TestDatabaseAcknowledgesWhatIsInherited(t *testing.T) {
	none := database.BackupPlan{Disable: true}
	snapshot, latest := []database.Restore{{Name: "r1", Snapshot: "x", ReleasePrevious: true}}, []database.Restore{{Name: "r1", PointInTime: "latest"}}
	of := database.ReplicaOf{ARN: otherRegions}
	tm := synthDatabases(t, map[string]database.Props{
		"Copied":   {Engine: database.PostgreSQL, Identifier: "copied", BackupPlan: none, DisableEnhancedMonitoring: true, Restores: snapshot},
		"Back":     {Engine: database.PostgreSQL, Identifier: "back", BackupPlan: none, DisableEnhancedMonitoring: true, Restores: latest},
		"Cluster":  {Engine: database.AuroraPostgreSQL, Identifier: "cluster", BackupPlan: none, DisableEnhancedMonitoring: true, Restores: snapshot},
		"Members":  {Engine: database.AuroraPostgreSQL, Identifier: "members", BackupPlan: none, DisableEnhancedMonitoring: true, Restores: latest},
		"Follower": {Engine: database.PostgreSQL, Identifier: "follower", BackupPlan: none, DisableEnhancedMonitoring: true, ReplicaOf: of, Login: database.Login{DisableIAMAuthentication: true}},
		"Promoted": {Engine: database.PostgreSQL, Identifier: "promoted", BackupPlan: none, DisableEnhancedMonitoring: true, ReplicaOf: database.ReplicaOf{ARN: otherRegions, Promoted: true}},
		"Read":     {Engine: database.PostgreSQL, Identifier: "read", BackupPlan: none, DisableEnhancedMonitoring: true, Replicas: []database.Replica{{Name: "a"}}},
	})
	encrypted := append(inPacks("RDSStorageEncrypted"), "AwsSolutions-RDS2")
	backedUp := []string{"NIST.800.53.R5-RDSInBackupPlan", "HIPAA.Security-RDSInBackupPlan"}
	standby := []string{"NIST.800.53.R5-RDSMultiAZSupport", "HIPAA.Security-RDSMultiAZSupport"}
	wantAcknowledged(t, tm, map[string][]string{
		"CopiedInstancer1": {"CT.RDS.PR.30"},
		"BackInstancer1":   {"CT.RDS.PR.24", "CT.RDS.PR.30"},
		"ClusterClusterr1": slices.Concat(encrypted, []string{"CT.RDS.PR.16"}),
		"MembersClusterr1": encrypted,
		"FollowerInstance": {"CT.RDS.PR.24", "CT.RDS.PR.8"},
		"PromotedInstance": {"CT.RDS.PR.24"},
		"ReadReplicaa": slices.Concat(encrypted, []string{"CT.RDS.PR.24", "CT.RDS.PR.30"}, backedUp, standby,
			[]string{"NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled", "AwsSolutions-RDS3", "AwsSolutions-RDS10", "CT.RDS.PR.1", "CT.RDS.PR.8", "CT.RDS.PR.13"}),
	})
}
