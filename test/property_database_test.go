package test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
)

// databaseOf is the cluster or, where there is none, the instance.
func databaseOf(t *testing.T, stateful *template) resource {
	t.Helper()
	if clusters := stateful.all(rdsCluster); len(clusters) > 0 {
		return stateful.one(t, rdsCluster)
	}
	return stateful.one(t, rdsInstance)
}

// cluster makes some of the databases clusters, which few would be if every field were drawn by itself.
func (g generator) cluster(p *websystem.StageProps) {
	db := &p.Database
	switch draw := g.Float64(); {
	case draw < 0.1:
		*db = database.Props{Engine: database.AuroraMySQL, Aurora: db.Aurora, BackupPlan: db.BackupPlan, LogRetentionDays: db.LogRetentionDays, KMSKeyARN: db.KMSKeyARN}
	case draw < 0.2:
		*db = database.Props{Engine: database.AuroraPostgreSQL, Aurora: db.Aurora, SingleZone: db.SingleZone, Zone: db.Zone, Port: db.Port}
	case draw < 0.3:
		*db = database.Props{
			Engine: database.PostgreSQL, Topology: database.ReadableStandbys, StorageType: db.StorageType, IOPS: db.IOPS,
			AllocatedStorageGiB: db.AllocatedStorageGiB, DisableEnhancedMonitoring: db.DisableEnhancedMonitoring,
		}
		p.Network.ZoneCount = 3
	}
}

// wantDatabase fails the test when something does not hold that must hold of every database.
func wantDatabase(t *testing.T, p *database.Props, stateful *template) {
	t.Helper()
	db := databaseOf(t, stateful)
	db.wantEach(t, map[string]any{
		"StorageEncrypted": true, "MasterUserPassword": nil, "ManageMasterUserPassword": true,
		"DeletionProtection": !p.DisableDeletionProtection,
	})
	if db.DeletionPolicy != "Snapshot" || db.UpdateReplacePolicy != "Snapshot" {
		t.Errorf("the database's policies are %q and %q", db.DeletionPolicy, db.UpdateReplacePolicy)
	}
	instances := stateful.all(rdsInstance)
	aurora := slices.Contains([]database.Engine{database.AuroraMySQL, database.AuroraPostgreSQL}, p.Engine)
	switch {
	case aurora:
		if (len(instances) == 1) != p.SingleZone {
			t.Errorf("the cluster has %d instances", len(instances))
		}
	case p.Topology == database.ReadableStandbys:
		db.want(t, "DBClusterInstanceClass", cmp.Or(p.InstanceClass, "db.m6gd.large"))
	default:
		db.wantEach(t, map[string]any{"MultiAZ": !p.SingleZone, "DeleteAutomatedBackups": false})
	}
	for _, instance := range instances {
		instance.want(t, "PubliclyAccessible", false)
	}
}
