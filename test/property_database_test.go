package test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
)

// databaseOf is the cluster or, where there is none, the instance that is in use.
func databaseOf(t *testing.T, stateful *template) resource {
	t.Helper()
	kind, prefix := rdsInstance, "DatabaseInstance"
	if len(stateful.all(rdsCluster)) > 0 {
		kind, prefix = rdsCluster, "DatabaseCluster"
	}
	var found []resource
	for _, r := range stateful.all(kind) {
		if strings.HasPrefix(r.ID, prefix) && r.DeletionPolicy != "Retain" {
			found = append(found, r)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d databases are in use", len(found))
	}
	return found[0]
}

// databaseKey is the key that is brought along, or the database's own.
func databaseKey(t *testing.T, p *database.Props, stateful *template) any {
	t.Helper()
	if p.KMSKeyARN != "" {
		return p.KMSKeyARN
	}
	return att(stateful.named(t, "AWS::KMS::Key", "DatabaseKey").ID, "Arn")
}

// cluster makes some of the databases clusters, which few would be if every field were drawn by itself.
func (g generator) cluster(p *websystem.StageProps) {
	db := &p.Database
	switch draw := g.Float64(); {
	case draw < 0.1:
		*db = database.Props{Engine: database.AuroraMySQL, Aurora: db.Aurora, BackupPlan: db.BackupPlan, LogRetentionDays: db.LogRetentionDays, KMSKeyARN: db.KMSKeyARN, Restores: db.Restores}
	case draw < 0.2:
		*db = database.Props{Engine: database.AuroraPostgreSQL, Aurora: db.Aurora, SingleZone: db.SingleZone, Zone: db.Zone, Port: db.Port}
	case draw < 0.3:
		*db = database.Props{
			Engine: database.PostgreSQL, Topology: database.ReadableStandbys, StorageType: db.StorageType, IOPS: db.IOPS,
			AllocatedStorageGiB: db.AllocatedStorageGiB, DisableEnhancedMonitoring: db.DisableEnhancedMonitoring,
		}
		p.Network.ZoneCount = 3
	case draw < 0.4:
		db.Restores = []database.Restore{{Name: "r1", Snapshot: "x"}, {Name: "r2", PointInTime: "latest", ReleasePrevious: draw < 0.35}}
		db.ReplicaOf = database.ReplicaOf{}
	case draw < 0.5:
		db.Replicas = []database.Replica{{Name: "a"}, {Name: "b", Zone: "ap-northeast-1c"}}
	case draw < 0.55:
		*db = database.Props{Engine: database.MariaDB, ReplicaOf: database.ReplicaOf{ARN: otherRegions, Promoted: db.SingleZone}, Login: database.Login{IAMUser: "shop"}}
	}
}

// proxy puts a proxy before some of the databases, and names into a private zone, and takes most of what they would be refused for away.
func (g generator) proxy(p *database.Props) {
	p.Proxy.Enabled = g.Float64() < 0.3
	if !p.Proxy.Enabled && g.Float64() < 0.9 {
		p.Proxy, p.Alarms.BorrowLatencyMilliseconds = database.Proxy{}, 0
	}
	if p.Proxy.Enabled && g.Float64() < 0.9 {
		p.Replicas, p.AllowUnencryptedConnections, p.Login.CABundle, p.Aurora.Serverless.PauseAfterMinutes = nil, false, "", 0
	}
	if p.Proxy.Enabled && p.Topology != database.ReadableStandbys && g.Float64() < 0.4 {
		p.Login = database.Login{IAMUser: "shop"}
	}
	switch draw := g.Float64(); {
	case draw < 0.2:
		p.PrivateDNS = database.PrivateDNS{Zone: "db.internal"}
	case draw < 0.3:
		p.PrivateDNS = database.PrivateDNS{Zone: "corp.example.com", HostedZoneID: "Z0123456789EXAMPLE", Name: "orders"}
	case draw < 0.9:
		p.PrivateDNS = database.PrivateDNS{}
	}
}

// wantDatabase fails the test when something does not hold that must hold of every database.
func wantDatabase(t *testing.T, p *database.Props, stateful *template) {
	t.Helper()
	db := databaseOf(t, stateful)
	inherits := len(p.Restores) > 0 || p.ReplicaOf.ARN != ""
	if !inherits {
		db.want(t, "StorageEncrypted", true)
	}
	if follows := p.ReplicaOf.ARN != "" && !p.ReplicaOf.Promoted; !follows {
		db.want(t, "ManageMasterUserPassword", true)
	}
	db.wantEach(t, map[string]any{"MasterUserPassword": nil, "DeletionProtection": !p.DisableDeletionProtection})
	if db.DeletionPolicy != "Snapshot" || db.UpdateReplacePolicy != "Snapshot" {
		t.Errorf("the database's policies are %q and %q", db.DeletionPolicy, db.UpdateReplacePolicy)
	}
	wantProxy(t, p, stateful)
	instances := stateful.all(rdsInstance)
	aurora := slices.Contains([]database.Engine{database.AuroraMySQL, database.AuroraPostgreSQL}, p.Engine)
	switch {
	case aurora:
		if clusters := len(stateful.all(rdsCluster)); (len(instances) == clusters) != p.SingleZone {
			t.Errorf("%d clusters have %d instances", clusters, len(instances))
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

// wantProxy fails the test unless every database in the template has a proxy in two zones that requires TLS, where there is to be one.
func wantProxy(t *testing.T, p *database.Props, stateful *template) {
	t.Helper()
	proxies, targets := stateful.all(dbProxy), stateful.all(dbProxyTargets)
	generations := 1
	if last := len(p.Restores) - 1; last >= 0 && !p.Restores[last].ReleasePrevious {
		generations = 2
	}
	if !p.Proxy.Enabled {
		generations = 0
	}
	if len(proxies) != generations || len(targets) != generations {
		t.Errorf("there are %d proxies with %d target groups, want %d", len(proxies), len(targets), generations)
	}
	for _, proxy := range proxies {
		proxy.want(t, "RequireTLS", true)
		if subnets, _ := proxy.get("VpcSubnetIds").([]any); len(subnets) != 2 {
			t.Errorf("%s is in the subnets %v", proxy.ID, subnets)
		}
		if tokens := proxy.get("DefaultAuthScheme") == "IAM_AUTH"; tokens != (p.Login.IAMUser != "") || proxy.get("Auth.0.SecretArn") == nil {
			t.Errorf("%s logs in with %s and %s", proxy.ID, show(proxy.get("DefaultAuthScheme")), show(proxy.get("Auth")))
		}
	}
	names := 0
	for _, record := range stateful.all(recordKind) {
		if strings.HasPrefix(record.ID, "Database") {
			names++
		}
	}
	if want := map[bool]int{true: 2}[p.PrivateDNS.Zone != ""]; names != want {
		t.Errorf("the database has %d names, want %d", names, want)
	}
}
