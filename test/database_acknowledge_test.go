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
		"Audit": {LogExports: []string{"slowquery", "error", "audit"}, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Less":  {LogExports: []string{"slowquery"}, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Other": {LogExports: []string{"error", "general"}, BackupPlan: none, DisableEnhancedMonitoring: true},
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
	})
}
