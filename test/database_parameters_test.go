package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseParameters(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Tuned":    {Parameters: map[string]string{"long_query_time": "0.5", "max_connections": "500"}},
		"Spelled":  {Parameters: map[string]string{"require_secure_transport": "ON"}},
		"Open":     {AllowUnencryptedConnections: true},
		"OpenPg":   {Engine: database.PostgreSQL, AllowUnencryptedConnections: true},
		"OpenMy":   {Engine: database.AuroraMySQL, AllowUnencryptedConnections: true},
		"OpenPost": {Engine: database.AuroraPostgreSQL, AllowUnencryptedConnections: true},
		"Maria":    {Engine: database.MariaDB, AllowUnencryptedConnections: true},
		"OpenTwin": {AllowUnencryptedConnections: true, Parameters: map[string]string{"require_secure_transport": "OFF"}},
	})
	for _, c := range []struct {
		is, database string
		want         map[string]any
	}{
		{"the user's word is the last", "Tuned", map[string]any{
			"Parameters.long_query_time":          "0.5",
			"Parameters.max_connections":          "500",
			"Parameters.slow_query_log":           "1",
			"Parameters.require_secure_transport": "1",
		}},
		{"TLS said in another way", "Spelled", map[string]any{"Parameters.require_secure_transport": "ON"}},
		{"without TLS", "OpenParameter", map[string]any{"Parameters.require_secure_transport": "0", "Parameters.slow_query_log": "1"}},
		{"postgres without TLS", "OpenPg", map[string]any{"Parameters": map[string]any{"rds.force_ssl": "0", "log_min_duration_statement": "2000"}}},
		{"mariadb without TLS", "Maria", map[string]any{"Parameters.require_secure_transport": "0"}},
		{"without TLS said twice", "OpenTwin", map[string]any{"Parameters.require_secure_transport": "OFF"}},
	} {
		t.Run(c.is, func(t *testing.T) { template.named(t, rdsParameterGroup, c.database).wantEach(t, c.want) })
	}
	template.named(t, rdsClusterParameterGroup, "OpenMy").want(t, "Parameters.require_secure_transport", "OFF")
	template.named(t, rdsClusterParameterGroup, "OpenPost").want(t, "Parameters", map[string]any{"rds.force_ssl": "0", "log_min_duration_statement": "2000"})
}

func TestDatabaseTLSRefusals(t *testing.T) {
	with := func(engine database.Engine, name, value string) database.Props {
		return database.Props{Engine: engine, Parameters: map[string]string{name: value, "max_connections": "100"}}
	}
	allowed := with(database.MySQL, "require_secure_transport", "0")
	allowed.AllowUnencryptedConnections = true
	databaseRefusals(t, []databaseRefusal{
		{"mysql", with(database.MySQL, "require_secure_transport", "0"),
			`parameters.require_secure_transport: "0" turns off the TLS that connections need; say allowUnencryptedConnections: true instead`},
		{"mysql with a word", with(database.MySQL, "require_secure_transport", "OFF"),
			`parameters.require_secure_transport: "OFF" turns off the TLS that connections need; say allowUnencryptedConnections: true instead`},
		{"mariadb", with(database.MariaDB, "require_secure_transport", "OFF"),
			`parameters.require_secure_transport: "OFF" turns off the TLS that connections need; say allowUnencryptedConnections: true instead`},
		{"postgres", with(database.PostgreSQL, "rds.force_ssl", "0"),
			`parameters.rds.force_ssl: "0" turns off the TLS that connections need; say allowUnencryptedConnections: true instead`},
		{"postgres knows no words", with(database.PostgreSQL, "rds.force_ssl", "ON"),
			`parameters.rds.force_ssl: "ON" turns off the TLS that connections need; say allowUnencryptedConnections: true instead`},

		{"aurora-mysql's TLS on", with(database.AuroraMySQL, "require_secure_transport", "ON"), ""},
		{"aurora-mysql's TLS on with a digit", with(database.AuroraMySQL, "require_secure_transport", "1"), ""},
		{"aurora-postgres' TLS on", with(database.AuroraPostgreSQL, "rds.force_ssl", "1"), ""},
		{"mysql's TLS on", with(database.MySQL, "require_secure_transport", "1"), ""},
		{"mysql's TLS on with a word", with(database.MySQL, "require_secure_transport", "ON"), ""},
		{"mariadb's TLS on", with(database.MariaDB, "require_secure_transport", "1"), ""},
		{"mariadb's TLS on with a word", with(database.MariaDB, "require_secure_transport", "ON"), ""},
		{"postgres' TLS on", with(database.PostgreSQL, "rds.force_ssl", "1"), ""},
		{"said by name", allowed, ""},
	})
}

// RDS refuses to turn IAM authentication on for PostgreSQL while rds.force_ssl is 0.
func TestDatabaseTokensNeedTLSInPostgreSQL(t *testing.T) {
	tm := synthDatabases(t, map[string]database.Props{
		"Postgres": {Engine: database.PostgreSQL, AllowUnencryptedConnections: true},
		"MySQL":    {AllowUnencryptedConnections: true},
		"Secure":   {Engine: database.PostgreSQL},
	})
	for name, want := range map[string]bool{"Postgres": false, "MySQL": true, "Secure": true} {
		tm.named(t, rdsInstance, name).want(t, "EnableIAMDatabaseAuthentication", want)
	}
}
