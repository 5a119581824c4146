package database

import (
	"regexp"
	"strings"
)

// engineFacts are what differs between the engines.
type engineFacts struct {
	rds            string // what RDS calls it
	dialect        Engine // what an application speaks with it
	aurora         bool
	instanceClass  string
	defaultVersion string
	version        *regexp.Regexp
	versionForm    string
	majorParts     int // how many parts of the version name the parameter group's family
	port           int
	logs           []string // those that can be exported
	defaultLogs    []string
	// The parameter that requires TLS, and the values that do.
	tlsParameter string
	tlsValues    []string // the first is what the construct sets
	noTLS        string
	// The longest names that the engine allows.
	maxDatabaseName, maxUsername int
	reservedUsernames            []string
	reservedDatabases            []string
	// When the standard support of each major version ends. RDS makes no new database of one that has ended without extended
	// support, and one that ends soon is warned of. Which these are is written down rather than told by the clock, for a
	// template must be the same on every day.
	supportEnds               map[string]string
	endedMajors, endingMajors []string
}

// postgreSQLEnds is the same for RDS and Aurora.
var postgreSQLEnds = map[string]string{
	"13": "28 February 2026", "14": "28 February 2027", "15": "29 February 2028", "16": "28 February 2029", "17": "28 February 2030", "18": "28 February 2031",
}

// Source: Amazon RDS User Guide, "Settings for DB instances"; "Using SSL/TLS with …" for each engine; "Supported MySQL major
// versions on Amazon RDS", "Supported MariaDB major versions on Amazon RDS"; Release Notes for Amazon RDS for PostgreSQL,
// Aurora MySQL and Aurora PostgreSQL, "Release calendar".
var engines = map[Engine]engineFacts{
	MySQL: {
		rds:               "mysql",
		dialect:           MySQL,
		instanceClass:     "db.m7g.large",
		defaultVersion:    "8.4.8",
		version:           regexp.MustCompile(`^8\.[04]\.\d+$`),
		versionForm:       "8.4.8",
		majorParts:        2,
		port:              3306,
		logs:              []string{"audit", "error", "general", "slowquery"},
		defaultLogs:       []string{"error", "slowquery"},
		tlsParameter:      "require_secure_transport",
		tlsValues:         []string{"1", "ON"},
		noTLS:             "0",
		maxDatabaseName:   64,
		maxUsername:       16,
		reservedUsernames: []string{"rdsadmin", "rdsrepladmin", "mysql", "root"},
		reservedDatabases: []string{"information_schema", "mysql", "performance_schema", "sys"},
		supportEnds:       map[string]string{"8.0": "31 July 2026", "8.4": "31 July 2029"},
		endedMajors:       []string{"8.0"},
	},
	PostgreSQL: {
		rds:               "postgres",
		dialect:           PostgreSQL,
		instanceClass:     "db.m7g.large",
		defaultVersion:    "17.9",
		version:           regexp.MustCompile(`^1[3-9]\.\d+$`),
		versionForm:       "17.9",
		majorParts:        1,
		port:              5432,
		logs:              []string{"iam-db-auth-error", "postgresql", "upgrade"},
		defaultLogs:       []string{"postgresql", "upgrade"},
		tlsParameter:      "rds.force_ssl",
		tlsValues:         []string{"1"},
		noTLS:             "0",
		maxDatabaseName:   63,
		maxUsername:       63,
		reservedUsernames: []string{"admin", "postgres", "rds_superuser", "rdsadmin", "rdsrepladmin", "root"},
		reservedDatabases: []string{"postgres", "rdsadmin", "template0", "template1"},
		supportEnds:       postgreSQLEnds,
		endedMajors:       []string{"13"},
		endingMajors:      []string{"14"},
	},
	MariaDB: {
		rds:               "mariadb",
		dialect:           MariaDB,
		instanceClass:     "db.m7g.large",
		defaultVersion:    "11.8.6",
		version:           regexp.MustCompile(`^(10\.11|11\.(4|8))\.\d+$`),
		versionForm:       "11.8.6",
		majorParts:        2,
		port:              3306,
		logs:              []string{"audit", "error", "general", "slowquery"},
		defaultLogs:       []string{"error", "slowquery"},
		tlsParameter:      "require_secure_transport",
		tlsValues:         []string{"1", "ON"},
		noTLS:             "0",
		maxDatabaseName:   64,
		maxUsername:       16,
		reservedUsernames: []string{"mariadb", "mysql", "rdsadmin", "rdsrepladmin", "root"},
		reservedDatabases: []string{"information_schema", "mysql", "performance_schema", "sys"},
	},
	AuroraMySQL: {
		rds:               "aurora-mysql",
		dialect:           MySQL,
		aurora:            true,
		instanceClass:     "db.r7g.large",
		defaultVersion:    "8.0.mysql_aurora.3.10.4", // 3.10 has long-term support
		version:           regexp.MustCompile(`^8\.0\.mysql_aurora\.3\.\d{2}\.\d+$`),
		versionForm:       "8.0.mysql_aurora.3.10.4",
		majorParts:        2,
		port:              3306,
		logs:              []string{"audit", "error", "general", "slowquery"},
		defaultLogs:       []string{"error", "slowquery"},
		tlsParameter:      "require_secure_transport",
		tlsValues:         []string{"ON", "1"},
		noTLS:             "OFF",
		maxDatabaseName:   64,
		maxUsername:       16,
		reservedUsernames: []string{"rdsadmin", "rdsrepladmin", "mysql", "root"},
		reservedDatabases: []string{"information_schema", "mysql", "performance_schema", "sys"},
		supportEnds:       map[string]string{"8.0": "30 April 2028"},
	},
	AuroraPostgreSQL: {
		rds:               "aurora-postgresql",
		dialect:           PostgreSQL,
		aurora:            true,
		instanceClass:     "db.r7g.large",
		defaultVersion:    "17.9",
		version:           regexp.MustCompile(`^1[3-9]\.\d+$`),
		versionForm:       "17.9",
		majorParts:        1,
		port:              5432,
		logs:              []string{"iam-db-auth-error", "postgresql"},
		defaultLogs:       []string{"postgresql"},
		tlsParameter:      "rds.force_ssl",
		tlsValues:         []string{"1"},
		noTLS:             "0",
		maxDatabaseName:   63,
		maxUsername:       63,
		reservedUsernames: []string{"admin", "postgres", "rds_superuser", "rdsadmin", "rdsrepladmin", "root"},
		reservedDatabases: []string{"postgres", "rdsadmin", "template0", "template1"},
		supportEnds:       postgreSQLEnds,
		endedMajors:       []string{"13"},
		endingMajors:      []string{"14"},
	},
}

// known reports whether there is such an engine. What depends on the engine is not checked while it is not known.
func (e Engine) known() bool {
	_, known := engines[e]
	return known
}

// major is the part of a version that names the parameter group's family: 8.4 of 8.4.8, 17 of 17.9.
func (f engineFacts) major(version string) string {
	parts := strings.Split(version, ".")
	return strings.Join(parts[:min(f.majorParts, len(parts))], ".")
}

// family names the parameter group's family of a version.
func (f engineFacts) family(version string) string {
	return f.rds + f.major(version)
}

// noInsights reports whether Performance Insights does not support the class. PostgreSQL has it in every class.
// Source: Amazon RDS User Guide, "Amazon RDS DB engine, Region, and instance class support for Performance Insights".
func (e Engine) noInsights(class string) bool {
	small := strings.HasSuffix(class, ".micro") || strings.HasSuffix(class, ".small")
	return e.known() && engines[e].dialect != PostgreSQL && small
}
