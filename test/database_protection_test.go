package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseBackupUpgradesAndProtection(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Kept": {
			BackupRetentionDays: 35,
			BackupWindow:        "17:00-17:30",
			MaintenanceWindow:   "sun:18:00-sun:19:00",
		},
		"Upgraded": {
			AllowMajorVersionUpgrade:       true,
			DisableAutoMinorVersionUpgrade: true,
			ExtendedSupport:                true,
		},
		"Deletable": {DisableDeletionProtection: true},
	})
	for _, c := range []struct {
		is, database string
		want         map[string]any
	}{
		{"backups as long as RDS keeps them", "Kept", map[string]any{"BackupRetentionPeriod": 35, "DeleteAutomatedBackups": false}},
		{"a backup window of one's own", "Kept", map[string]any{"PreferredBackupWindow": "17:00-17:30"}},
		{"a maintenance window of one's own", "Kept", map[string]any{"PreferredMaintenanceWindow": "sun:18:00-sun:19:00"}},
		{"major upgrades", "Upgraded", map[string]any{"AllowMajorVersionUpgrade": true}},
		{"no minor upgrades by itself", "Upgraded", map[string]any{"AutoMinorVersionUpgrade": false}},
		{"extended support", "Upgraded", map[string]any{"EngineLifecycleSupport": "open-source-rds-extended-support"}},
		{"deletable", "Deletable", map[string]any{"DeletionProtection": false}},
	} {
		t.Run(c.is, func(t *testing.T) { template.named(t, rdsInstance, c.database).wantEach(t, c.want) })
	}
	t.Run("deletable, and still leaving a snapshot", func(t *testing.T) {
		if got := template.named(t, rdsInstance, "Deletable").DeletionPolicy; got != "Snapshot" {
			t.Errorf("DeletionPolicy is %s, want Snapshot", got)
		}
	})
}

func TestDatabaseBackupRefusals(t *testing.T) {
	databaseRefusals(t, []databaseRefusal{
		{"no backups", database.Props{BackupRetentionDays: -1}, "backupRetentionDays: -1 is out of range; use 1 to 35"},
		{"backups for longer than RDS keeps them", database.Props{BackupRetentionDays: 36}, "backupRetentionDays: 36 is out of range; use 1 to 35"},
		{"backups for a day", database.Props{BackupRetentionDays: 1}, ""},
		{"backups for 35 days", database.Props{BackupRetentionDays: 35}, ""},
	})
}
