package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// wantDatabaseNames wants the names of a database to lead to hosts.
func wantDatabaseNames(t *testing.T, tm *template, database string, zone any, writer, reader string, hosts ...any) {
	t.Helper()
	for i, id := range []string{database + "Name", database + "ReaderName"} {
		tm.named(t, recordKind, id).wantEach(t, map[string]any{
			"HostedZoneId": zone, "Name": []string{writer, reader}[i], "Type": "CNAME", "TTL": "60", "ResourceRecords": []any{hosts[i]}, "AliasTarget": nil,
		})
	}
}

func TestDatabaseNames(t *testing.T) {
	names := database.PrivateDNS{Zone: "db.internal"}
	existing := database.PrivateDNS{Zone: "corp.example.com", HostedZoneID: "Z0123456789EXAMPLE", Name: "orders"}
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		for name, props := range map[string]database.Props{
			"New":      {PrivateDNS: names, Replicas: []database.Replica{{Name: "reports"}}},
			"Existing": {PrivateDNS: existing, Engine: database.AuroraMySQL},
			"Proxied":  proxied(database.Props{PrivateDNS: existing, Engine: database.AuroraPostgreSQL}),
			"Restored": {PrivateDNS: existing, Restores: []database.Restore{{Name: "r1", Snapshot: "x"}}},
			"None":     {},
		} {
			props.VPC = vpc
			db := database.New(stack, name, &props)
			if zone := db.PrivateZone(); (zone == nil) != (name == "None") || zone != nil && *zone.ZoneName() != props.PrivateDNS.Zone {
				t.Errorf("the zone of %s is %v", name, zone)
			}
			if host := show(stack.Resolve(db.Environment()["DATABASE_HOST"])); strings.Contains(host, "internal") || strings.Contains(host, "example.com") {
				t.Errorf("servers of %s are told %s, which no certificate has", name, host)
			}
		}
	})
	zone := tm.one(t, zoneKind)
	zone.wantEach(t, map[string]any{"Name": "db.internal.", "VPCs": []any{map[string]any{"VPCId": "vpc-0123456789abcdef0", "VPCRegion": testRegion}}})
	wantPolicies(t, zone, "", "")
	wantDatabaseNames(t, tm, "New", ref(zone.ID), "main.db.internal.", "main-reader.db.internal.",
		att(tm.named(t, rdsInstance, "NewInstance").ID, "Endpoint.Address"), att(tm.named(t, rdsInstance, "NewReplicareports").ID, "Endpoint.Address"))
	cluster := tm.named(t, rdsCluster, "Existing").ID
	wantDatabaseNames(t, tm, "Existing", "Z0123456789EXAMPLE", "orders.corp.example.com.", "orders-reader.corp.example.com.",
		att(cluster, "Endpoint.Address"), att(cluster, "ReadEndpoint.Address"))
	wantDatabaseNames(t, tm, "Proxied", "Z0123456789EXAMPLE", "orders.corp.example.com.", "orders-reader.corp.example.com.",
		att(tm.named(t, dbProxy, "Proxied").ID, "Endpoint"), att(tm.named(t, dbProxyEndpoint, "Proxied").ID, "Endpoint"))
	restored := att(generationsOf(tm, rdsInstance, "RestoredInstance")["r1"].ID, "Endpoint.Address")
	wantDatabaseNames(t, tm, "Restored", "Z0123456789EXAMPLE", "orders.corp.example.com.", "orders-reader.corp.example.com.", restored, restored)
	if records := len(tm.all(recordKind)); records != 8 {
		t.Errorf("there are %d records", records)
	}
}

func TestDatabaseRefusesNames(t *testing.T) {
	of := func(dns database.PrivateDNS) database.Props { return database.Props{PrivateDNS: dns} }
	const none = " does nothing without zone; give both or none"
	const label = " is not one label; use small letters, digits and hyphens, 56 at most, which leaves room for -reader"
	long := strings.Repeat(strings.Repeat("z", 61)+".", 3) + strings.Repeat("z", 56) // with main-reader. before it, 254
	databaseRefusals(t, []databaseRefusal{
		{"an id alone", of(database.PrivateDNS{HostedZoneID: "Z0123456789EXAMPLE"}), "privateDns.hostedZoneId:" + none},
		{"a label alone", of(database.PrivateDNS{Name: "main"}), "privateDns.name:" + none},
		{"a zone of one label", of(database.PrivateDNS{Zone: "internal"}), `privateDns.zone: "internal" is not a name; use one like example.com, in small letters and without a dot at its end`},
		{"a path", of(database.PrivateDNS{Zone: "db.internal", HostedZoneID: "/hostedzone/Z1"}),
			`privateDns.hostedZoneId: "/hostedzone/Z1" is not a hosted zone's id; use one like Z0123456789EXAMPLE, without /hostedzone/ before it`},
		{"two labels", of(database.PrivateDNS{Zone: "db.internal", Name: "a.b"}), `privateDns.name: "a.b"` + label},
		{"a hyphen at its end", of(database.PrivateDNS{Zone: "db.internal", Name: "a-"}), `privateDns.name: "a-"` + label},
		{"a long label", of(database.PrivateDNS{Zone: "db.internal", Name: strings.Repeat("a", 57)}), `privateDns.name: "` + strings.Repeat("a", 57) + `"` + label},
		{"a long zone", of(database.PrivateDNS{Zone: long}), `privateDns.zone: "` + long + `" is too long for the names in it; use a shorter one`},

		{"the longest label", of(database.PrivateDNS{Zone: "db.internal", Name: strings.Repeat("a", 56)}), ""},
		{"the longest zone", of(database.PrivateDNS{Zone: long[1:]}), ""},
		{"tokens", of(database.PrivateDNS{Zone: "${Token[Zone.1]}", HostedZoneID: "${Token[Zone.2]}"}), ""},
		{"a zone that is there", of(database.PrivateDNS{Zone: "corp.example.com", HostedZoneID: "Z0123456789EXAMPLE", Name: "orders-1"}), ""},
	})
}
