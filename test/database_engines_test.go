package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseEngines(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"MySQL":      {Engine: database.MySQL},
		"PostgreSQL": {Engine: database.PostgreSQL},
		"MariaDB":    {Engine: database.MariaDB},
	})
	slowQueryLog := map[string]any{"log_output": "FILE", "long_query_time": "2", "slow_query_log": "1", "character_set_server": "utf8mb4", "require_secure_transport": "1"}
	for _, c := range []struct {
		database                      string
		engine, version, family, port string
		lifecycle                     any
		logs                          []string
		parameters                    map[string]any
	}{
		{"MySQL", "mysql", "8.4.8", "mysql8.4", "3306", "open-source-rds-extended-support-disabled",
			[]string{"error", "slowquery"}, slowQueryLog},
		{"PostgreSQL", "postgres", "17.9", "postgres17", "5432", "open-source-rds-extended-support-disabled",
			[]string{"postgresql", "upgrade"}, map[string]any{"rds.force_ssl": "1", "log_min_duration_statement": "2000"}},
		{"MariaDB", "mariadb", "11.8.6", "mariadb11.8", "3306", nil, // which has no extended support
			[]string{"error", "slowquery"}, slowQueryLog},
	} {
		t.Run(c.database, func(t *testing.T) {
			template.named(t, rdsInstance, c.database).wantEach(t, map[string]any{
				"Engine":                 c.engine,
				"EngineVersion":          c.version,
				"Port":                   c.port,
				"EngineLifecycleSupport": c.lifecycle,
				"DBName":                 "app",
				"DBInstanceClass":        "db.m7g.large",
				"MasterUsername":         "dbadmin",
			})
			template.named(t, rdsParameterGroup, c.database).wantEach(t, map[string]any{
				"Family":     c.family,
				"Parameters": c.parameters,
			})
			databaseLogGroups(t, template, c.database, 90, c.logs...)
		})
	}
}

func TestDatabaseVersionsNameTheirFamily(t *testing.T) {
	versions := []struct {
		engine          database.Engine
		version, family string
	}{
		{database.MySQL, "8.4.10", "mysql8.4"},
		{database.PostgreSQL, "16.1", "postgres16"},
		{database.PostgreSQL, "19.0", "postgres19"},
		{database.MariaDB, "10.11.13", "mariadb10.11"},
		{database.MariaDB, "11.4.7", "mariadb11.4"},
		{database.MariaDB, "11.8.3", "mariadb11.8"},
	}
	named := map[string]database.Props{}
	for i, c := range versions {
		named[fmt.Sprintf("Number%d", i)] = database.Props{Engine: c.engine, EngineVersion: c.version}
	}
	template := synthDatabases(t, named)
	for i, c := range versions {
		t.Run(c.family, func(t *testing.T) {
			name := fmt.Sprintf("Number%d", i)
			template.named(t, rdsInstance, name).want(t, "EngineVersion", c.version)
			template.named(t, rdsParameterGroup, name).want(t, "Family", c.family)
		})
	}
}

func TestDatabaseNamesPortAndClass(t *testing.T) {
	template := synthDatabase(t, database.Props{
		InstanceClass:  "db.r8g.2xlarge",
		DatabaseName:   "Orders_2",
		MasterUsername: "Owner_1",
		Port:           13306,
	})
	template.one(t, rdsInstance).wantEach(t, map[string]any{
		"DBInstanceClass": "db.r8g.2xlarge",
		"DBName":          "Orders_2",
		"MasterUsername":  "Owner_1",
		"Port":            "13306",
	})
}

func TestDatabaseEngineRefusals(t *testing.T) {
	const unknown = `engine: "oracle" is not known; use mysql, postgres, mariadb, aurora-mysql or aurora-postgres`
	databaseRefusals(t, []databaseRefusal{
		// What depends on the engine says nothing while the engine is not known.
		{"an unknown engine", database.Props{Engine: "oracle", EngineVersion: "19", DatabaseName: "1", MasterUsername: "root"}, unknown},
		{"a capital", database.Props{Engine: "MySQL"}, `engine: "MySQL" is not known; use mysql, postgres, mariadb, aurora-mysql or aurora-postgres`},

		{"a version in part", database.Props{EngineVersion: "8.4"},
			`engineVersion: "8.4" is not a version of mysql that is supported; use one in full, like 8.4.8`},
		{"a version of another engine", database.Props{EngineVersion: "17.9"},
			`engineVersion: "17.9" is not a version of mysql that is supported; use one in full, like 8.4.8`},
		{"mysql past its support", database.Props{EngineVersion: "5.7.44"},
			`engineVersion: "5.7.44" is not a version of mysql that is supported; use one in full, like 8.4.8`},
		{"an innovation release of mysql", database.Props{EngineVersion: "8.1.0"},
			`engineVersion: "8.1.0" is not a version of mysql that is supported; use one in full, like 8.4.8`},
		{"mysql with more behind it", database.Props{EngineVersion: "8.4.8-rds"},
			`engineVersion: "8.4.8-rds" is not a version of mysql that is supported; use one in full, like 8.4.8`},
		{"postgres in part", database.Props{Engine: database.PostgreSQL, EngineVersion: "17"},
			`engineVersion: "17" is not a version of postgres that is supported; use one in full, like 17.9`},
		{"postgres past its support", database.Props{Engine: database.PostgreSQL, EngineVersion: "12.22"},
			`engineVersion: "12.22" is not a version of postgres that is supported; use one in full, like 17.9`},
		{"postgres in three parts", database.Props{Engine: database.PostgreSQL, EngineVersion: "17.9.1"},
			`engineVersion: "17.9.1" is not a version of postgres that is supported; use one in full, like 17.9`},
		{"mariadb in part", database.Props{Engine: database.MariaDB, EngineVersion: "11.8"},
			`engineVersion: "11.8" is not a version of mariadb that is supported; use one in full, like 11.8.6`},
		{"mariadb past its support", database.Props{Engine: database.MariaDB, EngineVersion: "10.5.29"},
			`engineVersion: "10.5.29" is not a version of mariadb that is supported; use one in full, like 11.8.6`},
		{"a major version of aurora-postgres", database.Props{Engine: database.AuroraPostgreSQL, EngineVersion: "17"},
			`engineVersion: "17" is not a version of aurora-postgres that is supported; use one in full, like 17.9`},
		{"a short release of mariadb", database.Props{Engine: database.MariaDB, EngineVersion: "11.5.2"},
			`engineVersion: "11.5.2" is not a version of mariadb that is supported; use one in full, like 11.8.6`},

		{"extended support of mariadb", database.Props{Engine: database.MariaDB, ExtendedSupport: true},
			"extendedSupport: RDS has none for mariadb; leave it out"},

		{"a class without db.", database.Props{InstanceClass: "m7g.large"},
			`instanceClass: "m7g.large" is not an instance class; use one like db.m7g.large`},
		{"a class without a size", database.Props{InstanceClass: "db.m7g"},
			`instanceClass: "db.m7g" is not an instance class; use one like db.m7g.large`},
		{"a class with more behind it", database.Props{InstanceClass: "db.m7g.large "},
			`instanceClass: "db.m7g.large " is not an instance class; use one like db.m7g.large`},

		{"a port that RDS keeps", database.Props{Port: 1149}, "port: 1149 is out of range; use 1150 to 65535"},
		{"a port past the last", database.Props{Port: 65536}, "port: 65536 is out of range; use 1150 to 65535"},
		{"the first port", database.Props{Port: 1150}, ""},
		{"the last port", database.Props{Port: 65535}, ""},

		{"an identifier with a capital", database.Props{Identifier: "Orders"},
			`identifier: "Orders" is not an identifier; use a small letter, then small letters, digits and single hyphens, 63 at most`},
		{"an identifier with a digit first", database.Props{Identifier: "1orders"},
			`identifier: "1orders" is not an identifier; use a small letter, then small letters, digits and single hyphens, 63 at most`},
		{"an identifier with two hyphens", database.Props{Identifier: "orders--1"},
			`identifier: "orders--1" is not an identifier; use a small letter, then small letters, digits and single hyphens, 63 at most`},
		{"an identifier with a hyphen last", database.Props{Identifier: "orders-"},
			`identifier: "orders-" is not an identifier; use a small letter, then small letters, digits and single hyphens, 63 at most`},
		{"an identifier that is too long", database.Props{Identifier: strings.Repeat("o", 64)},
			`identifier: "` + strings.Repeat("o", 64) + `" is not an identifier; use a small letter, then small letters, digits and single hyphens, 63 at most`},
		{"the longest identifier", database.Props{Identifier: strings.Repeat("o", 63)}, ""},
		{"the shortest identifier", database.Props{Identifier: "o"}, ""},
	})
}

// Of an engine that is not known, everything is told that does not depend on it, and nothing that does.
func TestDatabaseOfAnUnknownEngine(t *testing.T) {
	const unknown = `engine: "postgress" is not known; use mysql, postgres, mariadb, aurora-mysql or aurora-postgres`
	of := func(props database.Props) database.Props {
		props.Engine = "postgress"
		return props
	}
	databaseRefusals(t, []databaseRefusal{
		{"restores", of(database.Props{Restores: []database.Restore{{Name: "R", PointInTime: "now"}}}), unknown + `
restores[0].name: "R" cannot be part of an identifier; use small letters and digits, a letter first, 15 at most
restores[0].pointInTime: "now" is not a time in UTC; use one like 2026-11-24T01:23:00Z, or latest`},
		{"replicas", of(database.Props{Replicas: []database.Replica{{}}}), unknown + `
replicas[0].name: missing; give a name of small letters and digits`},
		{"a replica of another Region", of(database.Props{ReplicaOf: database.ReplicaOf{Promoted: true}}), unknown + `
replicaOf.promoted: there is nothing to promote without arn; give the arn that the replica has followed`},
		{"standbys", of(database.Props{Topology: database.ReadableStandbys, SingleZone: true}), unknown + `
singleZone: contradicts readable-standbys, which are in three zones; leave one of them out`},
		{"operations", of(database.Props{StorageType: database.IO2, IOPS: 5001}), unknown + `
iops: 5001 is not half to fifty times the 100 GiB allocated; use 1000 to 5000`},
		{"capacity", of(database.Props{Aurora: database.Aurora{Serverless: database.Serverless{MinACU: 9, MaxACU: 8}}}), unknown + `
aurora.serverless.minAcu: 9 is more than maxAcu 8`},
		{"a time zone", of(database.Props{Settings: database.Settings{TimeZone: "Tokyo"}}), unknown + `
settings.timeZone: "Tokyo" is not a time zone; use one like Asia/Tokyo`},
		{"an empty parameter", of(database.Props{Parameters: map[string]string{"work_mem": ""}}), unknown + `
parameters.work_mem: "" is not a value; leave it out to have RDS's own`},

		{"what some engine has", of(database.Props{
			EngineVersion: "16.13", InstanceClass: "db.t4g.micro", LogExports: []string{"upgrade"}, Login: database.Login{IAMUser: "my-shop"},
			Settings:   database.Settings{MaxConnections: 200000, CharacterSet: "utf8mb4", Collation: "latin1_bin"},
			Parameters: map[string]string{"rds.force_ssl": "1", "innodb_lock_wait_timeout": "5"},
			Restores:   []database.Restore{{Name: "r1", EngineVersion: "16", Snapshot: "arn:aws:rds:ap-northeast-1:111111111111:cluster-snapshot:orders"}},
			Replicas:   []database.Replica{{Name: "a", InstanceClass: "db.t4g.small"}},
		}), unknown},
		{"what Aurora has", of(database.Props{
			InstanceClass: "db.serverless", Aurora: database.Aurora{Readers: 2, IOOptimized: true, BacktrackHours: 1, Serverless: database.Serverless{MinACU: 1, MaxACU: 8}},
			Alarms: database.Alarms{TransactionIDsMillions: 500, ReplicaLagSeconds: 5},
		}), unknown},
		{"bursts of a class that the engine chooses", of(database.Props{Alarms: database.Alarms{BurstBalancePercent: 10}}), unknown},
	})
}

// What an engine calls a database and its master user is its own affair.
func TestDatabaseNameRefusals(t *testing.T) {
	for _, engine := range []struct {
		is                           database.Engine
		maxDatabaseName, maxUsername int
		reserved, own                []string // users and databases
	}{
		{database.MySQL, 64, 16, []string{"rdsadmin", "rdsrepladmin", "mysql", "root"}, []string{"information_schema", "mysql", "performance_schema", "sys"}},
		{database.PostgreSQL, 63, 63, []string{"admin", "postgres", "rds_superuser", "rdsadmin", "rdsrepladmin", "root"}, []string{"postgres", "rdsadmin", "template0", "template1"}},
		{database.AuroraMySQL, 64, 16, []string{"rdsadmin", "rdsrepladmin", "mysql", "root"}, []string{"information_schema", "mysql", "performance_schema", "sys"}},
		{database.AuroraPostgreSQL, 63, 63, []string{"admin", "postgres", "rds_superuser", "rdsadmin", "rdsrepladmin", "root"}, []string{"postgres", "rdsadmin", "template0", "template1"}},
		{database.MariaDB, 64, 16, []string{"mariadb", "mysql", "rdsadmin", "rdsrepladmin", "root"}, []string{"information_schema", "mysql", "performance_schema", "sys"}},
	} {
		t.Run(string(engine.is), func(t *testing.T) {
			var cases []databaseRefusal
			for _, name := range []string{"1app", "my-app", "_app", "app name", strings.Repeat("n", engine.maxDatabaseName+1)} {
				cases = append(cases, databaseRefusal{"database " + name, database.Props{Engine: engine.is, DatabaseName: name},
					fmt.Sprintf("databaseName: %q is not a name that %s allows; use a letter, then letters, digits and underscores, %d at most", name, engine.is, engine.maxDatabaseName)})
			}
			for _, name := range []string{"1user", "my-user", "_user", "user@host", strings.Repeat("n", engine.maxUsername+1)} {
				cases = append(cases, databaseRefusal{"user " + name, database.Props{Engine: engine.is, MasterUsername: name},
					fmt.Sprintf("masterUsername: %q is not a name that %s allows; use a letter, then letters, digits and underscores, %d at most", name, engine.is, engine.maxUsername)})
			}
			for _, name := range engine.reserved {
				cases = append(cases, databaseRefusal{"reserved " + name, database.Props{Engine: engine.is, MasterUsername: name},
					fmt.Sprintf("masterUsername: %s is reserved in %s; use another", name, engine.is)})
			}
			for _, name := range engine.own {
				cases = append(cases, databaseRefusal{"own " + name, database.Props{Engine: engine.is, DatabaseName: name},
					fmt.Sprintf("databaseName: %s is a database of %s itself; use another", name, engine.is)})
			}
			databaseRefusals(t, append(cases,
				databaseRefusal{"longest database", database.Props{Engine: engine.is, DatabaseName: strings.Repeat("n", engine.maxDatabaseName)}, ""},
				databaseRefusal{"longest user", database.Props{Engine: engine.is, MasterUsername: strings.Repeat("n", engine.maxUsername)}, ""},
			))
		})
	}
}

func TestDatabaseRefusesWhatTheEngineNoLongerMakes(t *testing.T) {
	databaseRefusals(t, []databaseRefusal{
		{"an old version of mysql", database.Props{EngineVersion: "8.0.46"},
			"engineVersion: 8.0.46 is past the end of its standard support, 31 July 2026; use a newer one, or say extendedSupport: true and pay for it"},
		{"an old version of postgres", database.Props{Engine: database.PostgreSQL, EngineVersion: "13.22"},
			"engineVersion: 13.22 is past the end of its standard support, 28 February 2026; use a newer one, or say extendedSupport: true and pay for it"},
		{"an old version with extended support", database.Props{EngineVersion: "8.0.46", ExtendedSupport: true}, ""},
		{"an old version of mariadb", database.Props{Engine: database.MariaDB, EngineVersion: "10.6.22"},
			`engineVersion: "10.6.22" is not a version of mariadb that is supported; use one in full, like 11.8.6`},
		{"a database of the engine's own in capitals", database.Props{DatabaseName: "Sys"},
			"databaseName: Sys is a database of mysql itself; use another"},
		{"a reserved user in capitals", database.Props{MasterUsername: "Root"},
			"masterUsername: Root is reserved in mysql; use another"},
	})
}
