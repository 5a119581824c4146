package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseRefusesWhatATopologyCannotDo(t *testing.T) {
	scaled := func(s database.Serverless) database.Aurora { return database.Aurora{Serverless: s} }
	const notAurora = " is not Aurora; leave it out, or use engine aurora-mysql or aurora-postgres"
	databaseRefusals(t, []databaseRefusal{
		{"an unknown topology", database.Props{Topology: "two"}, `topology: "two" is not known; use standby or readable-standbys`},
		{"readers without Aurora", database.Props{Aurora: database.Aurora{Readers: 1}}, "aurora.readers: mysql" + notAurora},
		{"ACUs without Aurora", database.Props{Engine: database.PostgreSQL, Aurora: scaled(database.Serverless{MaxACU: 8})}, "aurora.serverless.maxAcu: postgres" + notAurora},
		{"the least ACUs without Aurora", database.Props{Aurora: scaled(database.Serverless{MinACU: 1})}, "aurora.serverless.minAcu: mysql" + notAurora},
		{"pausing without Aurora", database.Props{Engine: database.MariaDB, Aurora: scaled(database.Serverless{PauseAfterMinutes: 5})}, "aurora.serverless.pauseAfterMinutes: mariadb" + notAurora},
		{"I/O-optimized storage without Aurora", database.Props{Aurora: database.Aurora{IOOptimized: true}}, "aurora.ioOptimized: mysql" + notAurora},
		{"backtracking without Aurora", database.Props{Aurora: database.Aurora{BacktrackHours: 1}}, "aurora.backtrackHours: mysql" + notAurora},
		{"a serverless class without Aurora", database.Props{InstanceClass: "db.serverless"}, "instanceClass: only Aurora has db.serverless; use one like db.m7g.large"},

		{"readable standbys of mariadb", database.Props{Engine: database.MariaDB, Topology: database.ReadableStandbys}, "topology: RDS has no readable standbys for mariadb; use mysql or postgres, or leave it out"},
		{"readable standbys in one zone", database.Props{Topology: database.ReadableStandbys, SingleZone: true}, "singleZone: contradicts readable-standbys, which are in three zones; leave one of them out"},
		{"readable standbys without a local disk", database.Props{Topology: database.ReadableStandbys, InstanceClass: "db.m7g.large"},
			"instanceClass: db.m7g.large cannot have readable-standbys, which take a local disk; use one of db.c6gd, db.m5d, db.m6gd, db.m6id, db.m6idn, db.m8gd, db.r5d, db.r6gd, db.r6id, db.r6idn, db.r8gd or db.x2iedn"},
		{"readable standbys whose storage grows", database.Props{Topology: database.ReadableStandbys, MaxAllocatedStorageGiB: 500}, "maxAllocatedStorageGiB: RDS cannot grow the storage of readable-standbys by itself; leave it out, and raise allocatedStorageGiB in time"},
		{"readable standbys whose storage grows and does not", database.Props{Topology: database.ReadableStandbys, MaxAllocatedStorageGiB: 500, DisableStorageAutoscaling: true},
			"maxAllocatedStorageGiB: does nothing with disableStorageAutoscaling; leave one of them out"},
		{"major upgrades of readable standbys", database.Props{Topology: database.ReadableStandbys, AllowMajorVersionUpgrade: true}, "allowMajorVersionUpgrade: does nothing for a cluster, which CloudFormation upgrades without asking; leave it out"},
		{"a long name of readable standbys", database.Props{Topology: database.ReadableStandbys, Identifier: strings.Repeat("o", 53)},
			`identifier: "` + strings.Repeat("o", 53) + `" is not an identifier; use a small letter, then small letters, digits and single hyphens, 52 at most`},
		{"the longest name of readable standbys", database.Props{Topology: database.ReadableStandbys, Identifier: strings.Repeat("o", 52)}, ""},

		{"a topology of Aurora", database.Props{Engine: database.AuroraMySQL, Topology: database.Standby}, "topology: Aurora has readers in place of standbys; leave it out, and say aurora.readers for more of them"},
		{"storage of Aurora", database.Props{Engine: database.AuroraMySQL, StorageType: database.GP3}, "storageType: Aurora has storage of its own; leave it out, or say aurora.ioOptimized: true"},
		{"operations of Aurora", database.Props{Engine: database.AuroraMySQL, IOPS: 3000}, "iops: Aurora's storage has no limit to set; leave it out, or say aurora.ioOptimized: true"},
		{"allocated storage of Aurora", database.Props{Engine: database.AuroraMySQL, AllocatedStorageGiB: 100}, "allocatedStorageGiB: Aurora's storage grows by itself, from 10 GiB; leave it out"},
		{"the most storage of Aurora", database.Props{Engine: database.AuroraMySQL, MaxAllocatedStorageGiB: 500}, "maxAllocatedStorageGiB: Aurora's storage grows by itself, to its limit; leave it out"},
		{"Aurora that does not grow", database.Props{Engine: database.AuroraMySQL, DisableStorageAutoscaling: true}, "disableStorageAutoscaling: Aurora's storage always grows by itself; leave it out"},
		{"Aurora that grows and does not", database.Props{Engine: database.AuroraMySQL, DisableStorageAutoscaling: true, MaxAllocatedStorageGiB: 500},
			"disableStorageAutoscaling: Aurora's storage always grows by itself; leave it out\nmaxAllocatedStorageGiB: does nothing with disableStorageAutoscaling; leave one of them out"},
		{"no class of Aurora", database.Props{Engine: database.AuroraMySQL, InstanceClass: "m7g"}, `instanceClass: "m7g" is not an instance class; use one like db.m7g.large`},
		{"no class of readable standbys", database.Props{Topology: database.ReadableStandbys, InstanceClass: "m7g"}, `instanceClass: "m7g" is not an instance class; use one like db.m7g.large`},
		{"a serverless class of readable standbys", database.Props{Topology: database.ReadableStandbys, InstanceClass: "db.serverless"}, "instanceClass: only Aurora has db.serverless; use one like db.m7g.large"},
		{"major upgrades of Aurora", database.Props{Engine: database.AuroraMySQL, AllowMajorVersionUpgrade: true}, "allowMajorVersionUpgrade: does nothing for a cluster, which CloudFormation upgrades without asking; leave it out"},
		{"readers in one zone", database.Props{Engine: database.AuroraMySQL, SingleZone: true, Aurora: database.Aurora{Readers: 1}}, "aurora.readers: contradicts singleZone, which leaves readers out; leave one of them out"},
		{"a zone for Aurora with readers", database.Props{Engine: database.AuroraMySQL, Zone: "ap-northeast-1a"}, "zone: ap-northeast-1a cannot be chosen for a Multi-AZ database, whose standby is in another; leave it out, or say singleZone: true to do without a standby"},
		{"sixteen readers", database.Props{Engine: database.AuroraMySQL, Aurora: database.Aurora{Readers: 16}}, "aurora.readers: 16 is out of range; use 1 to 15"},
		{"backtracking PostgreSQL", database.Props{Engine: database.AuroraPostgreSQL, Aurora: database.Aurora{BacktrackHours: 1}}, "aurora.backtrackHours: only aurora-mysql can be turned back; leave it out"},
		{"a class of general purpose", database.Props{Engine: database.AuroraPostgreSQL, InstanceClass: "db.m7g.large"}, "instanceClass: Aurora has no db.m7g.large; use one like db.r7g.large"},
		{"a small class of mysql", database.Props{Engine: database.AuroraMySQL, InstanceClass: "db.t3.small"}, "instanceClass: db.t3.small does not support Performance Insights for aurora-mysql; use a larger class or say disablePerformanceInsights: true"},
		{"a long name of Aurora", database.Props{Engine: database.AuroraMySQL, Identifier: strings.Repeat("o", 61)},
			`identifier: "` + strings.Repeat("o", 61) + `" is not an identifier; use a small letter, then small letters, digits and single hyphens, 60 at most`},
		{"the longest name of Aurora", database.Props{Engine: database.AuroraMySQL, Identifier: strings.Repeat("o", 60)}, ""},

		{"a class beside ACUs", database.Props{Engine: database.AuroraMySQL, InstanceClass: "db.r7g.large", Aurora: scaled(database.Serverless{MaxACU: 8})}, "instanceClass: db.r7g.large contradicts aurora.serverless.maxAcu, which sizes the instances; leave one of them out"},
		{"the class that ACUs mean", database.Props{Engine: database.AuroraMySQL, InstanceClass: "db.serverless", Aurora: scaled(database.Serverless{MaxACU: 8})}, ""},
		{"a serverless class without ACUs", database.Props{Engine: database.AuroraMySQL, InstanceClass: "db.serverless"}, "instanceClass: db.serverless has a capacity; say aurora.serverless.maxAcu instead"},
		{"the least ACUs alone", database.Props{Engine: database.AuroraMySQL, Aurora: scaled(database.Serverless{MinACU: 1})}, "aurora.serverless.minAcu: does nothing without maxAcu; give both or none"},
		{"pausing alone", database.Props{Engine: database.AuroraMySQL, Aurora: scaled(database.Serverless{PauseAfterMinutes: 5})}, "aurora.serverless.pauseAfterMinutes: does nothing without maxAcu; give both or none"},
		{"ACUs the wrong way around", database.Props{Engine: database.AuroraMySQL, Aurora: scaled(database.Serverless{MinACU: 9, MaxACU: 8})}, "aurora.serverless.minAcu: 9 is more than maxAcu 8"},
		{"as many ACUs always", database.Props{Engine: database.AuroraMySQL, Aurora: scaled(database.Serverless{MinACU: 8, MaxACU: 8})}, ""},
		{"pausing above zero", database.Props{Engine: database.AuroraMySQL, Aurora: scaled(database.Serverless{MinACU: 1, MaxACU: 8, PauseAfterMinutes: 5})}, "aurora.serverless.minAcu: 1 keeps the instances from pausing; leave it out, or pauseAfterMinutes"},

		{"an Aurora version in part", database.Props{Engine: database.AuroraMySQL, EngineVersion: "3.10.4"}, `engineVersion: "3.10.4" is not a version of aurora-mysql that is supported; use one in full, like 8.0.mysql_aurora.3.10.4`},
		{"Aurora MySQL past its support", database.Props{Engine: database.AuroraMySQL, EngineVersion: "5.7.mysql_aurora.2.12.6"}, `engineVersion: "5.7.mysql_aurora.2.12.6" is not a version of aurora-mysql that is supported; use one in full, like 8.0.mysql_aurora.3.10.4`},
		{"Aurora PostgreSQL past its support", database.Props{Engine: database.AuroraPostgreSQL, EngineVersion: "13.23"}, "engineVersion: 13.23 is past the end of its standard support, 28 February 2026; use a newer one, or say extendedSupport: true and pay for it"},
		{"with extended support", database.Props{Engine: database.AuroraPostgreSQL, EngineVersion: "13.23", ExtendedSupport: true}, ""},
		{"a log that Aurora PostgreSQL has not", database.Props{Engine: database.AuroraPostgreSQL, LogExports: []string{"upgrade"}}, `logExports[0]: "upgrade" is not a log of aurora-postgres; use iam-db-auth-error or postgresql`},
		{"a name that Aurora MySQL keeps", database.Props{Engine: database.AuroraMySQL, MasterUsername: "rdsadmin"}, "masterUsername: rdsadmin is reserved in aurora-mysql; use another"},
		{"a database that Aurora PostgreSQL keeps", database.Props{Engine: database.AuroraPostgreSQL, DatabaseName: "rdsadmin"}, "databaseName: rdsadmin is a database of aurora-postgres itself; use another"},

		{"small storage with provisioned operations", database.Props{StorageType: database.IO1, AllocatedStorageGiB: 99}, "allocatedStorageGiB: 99 is less than io1 starts at; use 100 or more"},
		{"too many operations for the storage", database.Props{StorageType: database.IO2, IOPS: 5001}, "iops: 5001 is not half to fifty times the 100 GiB allocated; use 1000 to 5000"},
		{"too few operations for the storage", database.Props{StorageType: database.IO2, IOPS: 1000, AllocatedStorageGiB: 3001}, "iops: 1000 is not half to fifty times the 3001 GiB allocated; use 1501 to 150050"},
		{"operations of much storage", database.Props{StorageType: database.IO2, IOPS: 1000, AllocatedStorageGiB: 6000}, "iops: 1000 is not half to fifty times the 6000 GiB allocated; use 3000 to 256000"},
		{"operations of small gp3", database.Props{IOPS: 4000, AllocatedStorageGiB: 399}, "iops: gp3 of less than 400 GiB has 3000 and no others; leave it out, or use io2"},
		{"too few operations of gp3", database.Props{IOPS: 11999, AllocatedStorageGiB: 400}, "iops: 11999 is out of gp3's range; use 12000 to 64000, or io2"},
		{"too many operations of gp3", database.Props{IOPS: 64001, AllocatedStorageGiB: 400}, "iops: 64001 is out of gp3's range; use 12000 to 64000, or io2"},
		{"the least operations of gp3", database.Props{IOPS: 12000, AllocatedStorageGiB: 400}, ""},
		{"the most operations of gp3", database.Props{IOPS: 64000, AllocatedStorageGiB: 400}, ""},
		{"the most operations of the storage", database.Props{StorageType: database.IO2, IOPS: 5000}, ""},
		{"the least operations of the storage", database.Props{StorageType: database.IO2, IOPS: 1500, AllocatedStorageGiB: 3000}, ""},
		{"an impossible number of operations", database.Props{StorageType: database.IO2, IOPS: 5}, "iops: 5 is out of range; use 1000 to 256000"},
		{"an impossible size with operations", database.Props{StorageType: database.IO2, AllocatedStorageGiB: 5}, "allocatedStorageGiB: 5 is out of range; use 20 to 65536"},
		{"a storage that there is not, with operations", database.Props{StorageType: "ssd", IOPS: 1000, AllocatedStorageGiB: 50}, `storageType: "ssd" is not known; use gp3, io1 or io2`},
		{"one thing wrong with the storage at a time", database.Props{StorageType: "ssd", IOPS: 5}, "storageType: \"ssd\" is not known; use gp3, io1 or io2\niops: 5 is out of range; use 1000 to 256000"},
	})
}

func TestDatabaseReadableStandbysNeedThreeZones(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		refuses(t, func() {
			database.New(stack, "Database", &database.Props{VPC: databaseVPC(stack), Topology: database.ReadableStandbys})
		}, `database "Database": vpc: has 2 isolated subnets; readable-standbys need them in three zones`)
	})
}
