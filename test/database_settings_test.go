package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseSettings(t *testing.T) {
	settings := database.Settings{MaxConnections: 700, SlowQueryMilliseconds: 500, TimeZone: "Asia/Tokyo"}
	japanese := settings
	japanese.CharacterSet, japanese.Collation = "utf8mb3", "utf8mb3_bin"
	tm := synthDatabases(t, map[string]database.Props{
		"MySQL":    {Settings: japanese},
		"Maria":    {Engine: database.MariaDB, Settings: settings},
		"Postgres": {Engine: database.PostgreSQL, Settings: settings},
		"Aurora":   {Engine: database.AuroraPostgreSQL, Settings: settings},
	})
	tm.named(t, rdsParameterGroup, "MySQL").wantEach(t, map[string]any{
		"Parameters.max_connections": "700", "Parameters.long_query_time": "0.5", "Parameters.time_zone": "Asia/Tokyo",
		"Parameters.character_set_server": "utf8mb3", "Parameters.collation_server": "utf8mb3_bin",
	})
	tm.named(t, rdsParameterGroup, "Maria").wantEach(t, map[string]any{
		"Parameters.character_set_server": "utf8mb4", "Parameters.collation_server": nil, "Parameters.time_zone": "Asia/Tokyo",
	})
	postgres := map[string]any{"Parameters": map[string]any{
		"rds.force_ssl": "1", "max_connections": "700", "log_min_duration_statement": "500", "timezone": "Asia/Tokyo",
	}}
	tm.named(t, rdsParameterGroup, "Postgres").wantEach(t, postgres)
	tm.named(t, rdsClusterParameterGroup, "Aurora").wantEach(t, postgres)
	alarmsOf(tm, "MySQL")["Connections"].want(t, "Threshold", 560)
}

// CloudFormation makes the group of the new family first, moves the database to it, and deletes the one before: for that the
// group's name must be its own to choose, and nothing but the family may tell the two apart.
func TestDatabaseParametersSurviveAMajorUpgrade(t *testing.T) {
	before := synthDatabase(t, database.Props{Engine: database.PostgreSQL, EngineVersion: "16.13"}).one(t, rdsParameterGroup)
	tm := synthDatabase(t, database.Props{Engine: database.PostgreSQL, EngineVersion: "17.9", AllowMajorVersionUpgrade: true})
	after := tm.one(t, rdsParameterGroup)
	before.want(t, "Family", "postgres16")
	after.wantEach(t, map[string]any{"Family": "postgres17", "DBParameterGroupName": nil, "Parameters": before.get("Parameters")})
	if before.ID != after.ID {
		t.Errorf("the group is %s, then %s", before.ID, after.ID)
	}
	tm.one(t, rdsInstance).want(t, "DBParameterGroupName", ref(after.ID))
}

func TestDatabaseSettingsRefusals(t *testing.T) {
	of := func(engine database.Engine, settings database.Settings, parameters map[string]string) database.Props {
		return database.Props{Engine: engine, Settings: settings, Parameters: parameters}
	}
	in := func(engine database.Engine, name, value string) database.Props {
		return of(engine, database.Settings{}, map[string]string{name: value})
	}
	none := database.Settings{}
	databaseRefusals(t, []databaseRefusal{
		{"too many for mysql", of(database.MySQL, database.Settings{MaxConnections: 100001}, nil),
			"settings.maxConnections: 100001 is not what mysql takes; use 1 to 100000"},
		{"too few for postgres", of(database.PostgreSQL, database.Settings{MaxConnections: 5}, nil),
			"settings.maxConnections: 5 is not what postgres takes; use 6 to 262143"},
		{"too many for anything", of(database.AuroraMySQL, database.Settings{MaxConnections: 262144}, nil),
			"settings.maxConnections: 262144 is out of range; use 1 to 262143"},
		{"no zone", of(database.MySQL, database.Settings{TimeZone: "Tokyo"}, nil), `settings.timeZone: "Tokyo" is not a time zone; use one like Asia/Tokyo`},
		{"texts of postgres", of(database.PostgreSQL, database.Settings{CharacterSet: "utf8mb4", Collation: "C"}, nil),
			"settings.characterSet: is chosen with CREATE DATABASE in postgres, which makes them of UTF8; leave it out\n" +
				"settings.collation: is chosen with CREATE DATABASE in postgres, which makes them of UTF8; leave it out"},
		{"no set", of(database.MySQL, database.Settings{CharacterSet: "UTF-8"}, nil), `settings.characterSet: "UTF-8" is not a character set; use one like utf8mb4`},
		{"the collation of another set", of(database.MySQL, database.Settings{Collation: "latin1_bin"}, nil),
			`settings.collation: "latin1_bin" is not a collation of utf8mb4; use one that begins with utf8mb4_`},
		{"no collation", of(database.MySQL, database.Settings{Collation: "utf8mb4_"}, nil),
			`settings.collation: "utf8mb4_" is not a collation of utf8mb4; use one that begins with utf8mb4_`},

		{"no name", in(database.MySQL, "max connections", "5"),
			`parameters: "max connections" is not the name of a parameter; use letters, digits, underscores, dots and hyphens`},
		{"postgres' in mysql", in(database.MySQL, "rds.logical_replication", "1"),
			"parameters.rds.logical_replication: is a parameter of postgres and aurora-postgres, not of mysql; leave it out"},
		{"mysql's in postgres", in(database.PostgreSQL, "innodb_lock_wait_timeout", "5"),
			"parameters.innodb_lock_wait_timeout: is a parameter of mysql, mariadb and aurora-mysql, not of postgres; leave it out"},
		{"nothing", in(database.MySQL, "wait_timeout", " "), `parameters.wait_timeout: " " is not a value; leave it out to have RDS's own`},
		{"two lines", in(database.MySQL, "init_connect", "SET a = 1\nSET b = 2"),
			`parameters.init_connect: "SET a = 1\nSET b = 2" is not a value; leave it out to have RDS's own`},
		{"no seconds", in(database.MySQL, "long_query_time", "2s"), `parameters.long_query_time: "2s" is not a number of seconds`},
		{"no milliseconds", in(database.PostgreSQL, "log_min_duration_statement", "2s"),
			`parameters.log_min_duration_statement: "2s" is not a number of milliseconds, or -1 for none`},
		{"no place", in(database.MySQL, "log_output", "file"), `parameters.log_output: "file" is not FILE, TABLE or NONE`},
		{"no switch", in(database.MySQL, "slow_query_log", "yes"), `parameters.slow_query_log: "yes" is not 0 or 1`},
		{"connections twice", of(database.MySQL, database.Settings{MaxConnections: 5}, map[string]string{"max_connections": "5"}),
			"parameters.max_connections: contradicts settings, which have it too; give one of them"},
		{"slowness twice", of(database.MySQL, database.Settings{SlowQueryMilliseconds: 5}, map[string]string{"long_query_time": "5"}),
			"parameters.long_query_time: contradicts settings, which have it too; give one of them"},
		{"slowness of postgres twice", of(database.PostgreSQL, database.Settings{SlowQueryMilliseconds: 5}, map[string]string{"log_min_duration_statement": "5"}),
			"parameters.log_min_duration_statement: contradicts settings, which have it too; give one of them"},

		{"the time zone of postgres twice", of(database.PostgreSQL, database.Settings{TimeZone: "Asia/Tokyo"}, map[string]string{"timezone": "UTC"}),
			"parameters.timezone: contradicts settings, which have it too; give one of them"},

		{"least and most", of(database.PostgreSQL, database.Settings{MaxConnections: 6}, nil), ""},
		{"most of postgres", of(database.PostgreSQL, database.Settings{MaxConnections: 262143}, nil), ""},
		{"most of mysql", of(database.MySQL, database.Settings{MaxConnections: 100000}, nil), ""},
		{"a set of the user's", of(database.MySQL, none, map[string]string{"character_set_server": "latin1", "slow_query_log": "0", "log_output": "TABLE"}), ""},
		{"the user's slowness", in(database.PostgreSQL, "log_min_duration_statement", "-1"), ""},
		{"a fraction of a second", in(database.MariaDB, "long_query_time", "0.5"), ""},
		{"one letter too few", in(database.MySQL, "innodb_bufer_pool_size", "1"),
			"parameters.innodb_bufer_pool_size: is not known of mysql; did you mean innodb_buffer_pool_size?"},
		{"Aurora's in mysql", in(database.MySQL, "aurora_lab_mode", "1"), "parameters.aurora_lab_mode: is a parameter of aurora-mysql, not of mysql; leave it out"},
		{"Aurora's in Aurora", in(database.AuroraMySQL, "aurora_lab_mode", "1"), ""},
		{"a hyphen", in(database.MySQL, "gtid-mode", "ON_PERMISSIVE"), ""},
		{"one that nobody knows", in(database.MySQL, "unheard_of", "1"), ""},
	})
}
