package test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// What is said of a version's support is the same on every day.
func TestDatabaseWarnsOfTheEndOfSupport(t *testing.T) {
	const (
		soon = "engineVersion: the standard support of %s 14 ends soon, 28 February 2027, and RDS then upgrades the database by itself, with an interruption of many minutes. " +
			"Upgrade before (docs/upgrade.md), or say extendedSupport: true to keep the version and pay for it. [ack: evenkeel:end-of-support:"
		paid = ", RDS charges for every hour of each vCPU, those of standbys and readers too. Upgrade before (docs/upgrade.md), and leave it out. [ack: evenkeel:extended-support:"
	)
	extended := func(engine database.Engine, version string) database.Props {
		return database.Props{Engine: engine, EngineVersion: version, ExtendedSupport: true}
	}
	restored := database.Props{Engine: database.PostgreSQL, Restores: []database.Restore{{Name: "r1", Snapshot: "x", EngineVersion: "14.20"}, {Name: "r2", Snapshot: "y", EngineVersion: "14.21"}}}
	newer := restored
	newer.Restores = []database.Restore{{Name: "r1", Snapshot: "x", EngineVersion: "14.20"}, {Name: "r2", Snapshot: "y", ReleasePrevious: true}}
	following := extended(database.MySQL, "")
	following.ReplicaOf, following.Login.IAMUser = database.ReplicaOf{ARN: otherRegions}, "shop"
	for _, c := range []struct {
		is    string
		props database.Props
		want  string
	}{
		{"postgres that ends soon", database.Props{Engine: database.PostgreSQL, EngineVersion: "14.20"}, strings.Replace(soon, "%s", "postgres", 1) + "postgres14]"},
		{"Aurora that ends soon", database.Props{Engine: database.AuroraPostgreSQL, EngineVersion: "14.20"}, strings.Replace(soon, "%s", "aurora-postgres", 1) + "aurora-postgresql14]"},
		{"a restore of one, and the one before", restored, strings.Replace(soon, "%s", "postgres", 1) + "postgres14]"},
		{"a restore of one that is gone", newer, ""},

		{"mysql 8.0", extended(database.MySQL, "8.0.46"), "extendedSupport: from the end of the standard support of mysql 8.0 on, 31 July 2026" + paid + "mysql8.0]"},
		{"mysql 8.4", extended(database.MySQL, ""), "extendedSupport: from the end of the standard support of mysql 8.4 on, 31 July 2029" + paid + "mysql8.4]"},
		{"aurora-mysql", extended(database.AuroraMySQL, ""), "extendedSupport: from the end of the standard support of aurora-mysql 8.0 on, 30 April 2028" + paid + "aurora-mysql8.0]"},
		{"postgres 13", extended(database.PostgreSQL, "13.22"), "extendedSupport: from the end of the standard support of postgres 13 on, 28 February 2026" + paid + "postgres13]"},
		{"postgres 14", extended(database.PostgreSQL, "14.20"), "extendedSupport: from the end of the standard support of postgres 14 on, 28 February 2027" + paid + "postgres14]"},
		{"postgres 15", extended(database.PostgreSQL, "15.15"), "extendedSupport: from the end of the standard support of postgres 15 on, 29 February 2028" + paid + "postgres15]"},
		{"postgres 16", extended(database.PostgreSQL, "16.13"), "extendedSupport: from the end of the standard support of postgres 16 on, 28 February 2029" + paid + "postgres16]"},
		{"postgres 17", extended(database.PostgreSQL, ""), "extendedSupport: from the end of the standard support of postgres 17 on, 28 February 2030" + paid + "postgres17]"},
		{"postgres 18", extended(database.PostgreSQL, "18.1"), "extendedSupport: from the end of the standard support of postgres 18 on, 28 February 2031" + paid + "postgres18]"},
		{"postgres 19, whose end is not known", extended(database.PostgreSQL, "19.0"), "extendedSupport: from the end of the standard support of postgres 19 on" + paid + "postgres19]"},
		{"aurora-postgres", extended(database.AuroraPostgreSQL, ""), "extendedSupport: from the end of the standard support of aurora-postgres 17 on, 28 February 2030" + paid + "aurora-postgresql17]"},
		{"a replica of what has its own version", following, ""},
	} {
		t.Run(c.is, func(t *testing.T) {
			if got := strings.Join(synthDatabase(t, c.props).warnings, "\n"); got != c.want {
				t.Errorf("the warnings are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
	for _, engine := range []database.Engine{database.MySQL, database.PostgreSQL, database.MariaDB, database.AuroraMySQL, database.AuroraPostgreSQL} {
		if warnings := synthDatabase(t, database.Props{Engine: engine}).warnings; len(warnings) > 0 {
			t.Errorf("the default of %s warns of %v", engine, warnings)
		}
	}
}
