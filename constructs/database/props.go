package database

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
)

// Props configure a [Database]. Every field but VPC may be left empty.
type Props struct {
	// The VPC whose isolated subnets hold the database. Changing it replaces the database, which RDS refuses while the
	// identifier is the same. Required.
	VPC awsec2.IVpc `yaml:"-"`
	// The database engine: mysql, postgres or mariadb of Amazon RDS, or aurora-mysql or aurora-postgres, which are
	// clusters of Amazon Aurora. Changing it replaces the database, which CloudFormation refuses while the identifier is
	// the same; docs/upgrade.md has the way from one to another. Default: mysql.
	Engine Engine `yaml:"engine" default:"mysql" oneof:"mysql postgres mariadb aurora-mysql aurora-postgres"`
	// The engine's version, in full: 8.4.8, not 8.4. RDS upgrades minor versions by itself in the maintenance window;
	// raising it here upgrades at the next deployment, with an interruption. A new major version also gets a new
	// parameter group. Default: 8.4.8 for mysql, 17.9 for postgres, 11.8.6 for mariadb, 8.0.mysql_aurora.3.10.4 for
	// aurora-mysql, 17.9 for aurora-postgres.
	EngineVersion string `yaml:"engineVersion"`
	// What stands by for the database of mysql, postgres or mariadb: standby is an instance with a synchronous standby
	// that nobody can read; readable-standbys, of mysql and postgres, is a Multi-AZ DB cluster, a writer with two
	// standbys that can be read, in three zones. Changing it makes another database, which docs/restore.md fills.
	// Leave it out for Aurora, which has readers. Default: standby.
	Topology Topology `yaml:"topology" oneof:"standby readable-standbys"`
	// The instance's identifier, which is part of its endpoint's name. Having one makes CloudFormation refuse a change
	// that would replace the database instead of carrying it out. Changing it replaces the database. Default: made of
	// the construct's path.
	Identifier string `yaml:"identifier"`
	// The class of the instance and of its standby, standbys or readers. Changing it interrupts the database for as long
	// as a failover. Default: 2 vCPU: db.m7g.large with 8 GiB, db.m6gd.large with readable-standbys, db.r7g.large with 16
	// GiB for Aurora.
	InstanceClass string `yaml:"instanceClass"`
	// The kind of the storage: gp3, or io1 or io2 with iops of its own. Aurora's is aurora.ioOptimized. Changing it takes
	// hours in the background. Default: gp3; io1 with readable-standbys.
	StorageType StorageType `yaml:"storageType" oneof:"gp3 io1 io2"`
	// How many operations a second the storage can do, 1000 to 256000. With io1 and io2 half to fifty times the GiB
	// allocated; with gp3 from 400 GiB, 12000 to 64000, and RDS's own below that (source: Amazon RDS User Guide, "Amazon RDS
	// DB instance storage"). Each is charged. Changing it interrupts nothing and takes hours in the background; the next
	// change of the storage must wait for six hours. Default: what gp3 includes; with io1 and io2 1000, or half the GiB
	// allocated if that is more.
	IOPS int `yaml:"iops" range:"1000,256000"`
	// The size of the storage in GiB, 20 to 65536, with io1 and io2 from 100 (source: Amazon RDS User Guide, "Amazon RDS DB
	// instance storage"). It can be raised but never lowered. Aurora's grows by itself. Raising it interrupts nothing; the
	// next change of the storage must wait for six hours. Default: 100.
	AllocatedStorageGiB int `yaml:"allocatedStorageGiB" default:"100" range:"20,65536"`
	// How far RDS may grow the storage by itself when it runs full, in GiB, at least a tenth more than is allocated. With
	// readable-standbys RDS cannot. Changing it interrupts nothing. Default: five times what is allocated, 65536 at most.
	MaxAllocatedStorageGiB int `yaml:"maxAllocatedStorageGiB" range:"22,65536"`
	// The readers, the scaling and the storage of Aurora.
	Aurora Aurora `yaml:"aurora"`
	// Leaves the storage at its size: a database that runs full stops. Changing it interrupts nothing. Default: false.
	DisableStorageAutoscaling bool `yaml:"disableStorageAutoscaling"`
	// The name of the database that is created in the instance: letters, digits and underscores, a letter first.
	// Changing it replaces the database, which RDS refuses while the identifier is the same. Default: app.
	DatabaseName string `yaml:"databaseName" default:"app"`
	// The name of the master user. Changing it replaces the database, which RDS refuses while the identifier is the
	// same. Default: dbadmin.
	MasterUsername string `yaml:"masterUsername" default:"dbadmin"`
	// The port that the database listens on. Changing it interrupts the database. Default: the engine's own, 3306 for
	// mysql and mariadb, 5432 for postgres.
	Port int `yaml:"port" range:"1150,65535"`
	// Read replicas, which servers read from by DATABASE_READER_HOST, of mysql, postgres and mariadb, 15 at most. They follow
	// the database by seconds, so that what was just written may not be there yet. Aurora has readers, and readable-standbys
	// are. Adding and removing one touches nothing else. Each is charged as an instance. Default: nothing
	// follows the database.
	Replicas []Replica `yaml:"replicas"`
	// Follows a database in another Region in place of having data of its own.
	ReplicaOf ReplicaOf `yaml:"replicaOf"`
	// The restores that made this database, oldest first; the last one is in use. They stay here for good: without them,
	// CloudFormation would make an empty database. Adding one makes another database beside the one in use. Default: the
	// database is the first.
	Restores []Restore `yaml:"restores"`
	// Makes the database without a standby or readers, in one zone: losing that zone loses the database until it is
	// restored, and so does every maintenance for its duration. Changing it interrupts nothing: the standby is made from a
	// snapshot, during which the storage is slower, or goes. With Aurora the readers come and go; say zone too, in which the
	// first instance is, or that is replaced, which RDS refuses. Default: false.
	SingleZone bool `yaml:"singleZone"`
	// The Availability Zone for a database with singleZone. Changing it replaces the database, which RDS refuses while
	// the identifier is the same. Default: RDS chooses.
	Zone string `yaml:"zone"`
	// A key of your own, instead of kmsKeyArn; it must be in the database's Region. Changing it replaces the database,
	// which RDS refuses while the identifier is the same. Default: a new key, rotated every year and kept when the stack
	// is deleted.
	Key awskms.IKey `yaml:"-"`
	// The ARN of a key of your own that encrypts the storage, its snapshots, Performance Insights, the master secret and
	// AWS Backup's copies. Exported logs are then encrypted by CloudWatch Logs' own keys. Changing it replaces the
	// database, which RDS refuses while the identifier is the same. Default: a new key.
	KMSKeyARN string `yaml:"kmsKeyArn"`
	// Parameters of the engine, by its own names, added to the ones that the construct sets. Changing one that is dynamic
	// takes effect at once, and others at the next reboot, which is yours to choose. Names of another engine, and names that
	// are nearly those of well-known parameters, are refused here; what else RDS does not know, it refuses at the
	// deployment. A new major version gets a parameter group of its own beside the one before, which goes once the database
	// has left it. Default: TLS is required, and those of settings.
	Parameters map[string]string `yaml:"parameters"`
	// How tiers that use the database log in.
	Login Login `yaml:"login"`
	// A proxy that keeps connections to the database open and shares them. Default: tiers connect to the database itself.
	Proxy Proxy `yaml:"proxy"`
	// Names in a private hosted zone that lead to whichever database is in use. Default: the endpoints' own names alone.
	PrivateDNS PrivateDNS `yaml:"privateDns"`
	// What the engines call differently.
	Settings Settings `yaml:"settings"`
	// Accepts connections without TLS, in which passwords and data cross the network in clear text. Changing it takes effect
	// for new connections, without a reboot. Default: false.
	AllowUnencryptedConnections bool `yaml:"allowUnencryptedConnections"`
	// How many days automated backups are kept, 1 to 35: how far back a point-in-time restore can go. They are kept after
	// the database is deleted (source: Amazon RDS User Guide, "Backup retention period"). Changing it interrupts nothing;
	// older backups go soon when it is lowered. Default: 14.
	BackupRetentionDays int `yaml:"backupRetentionDays" default:"14" range:"1,35"`
	// Daily copies by AWS Backup, in a vault that is kept when the stack is deleted.
	BackupPlan BackupPlan `yaml:"backupPlan"`
	// When the daily backup is taken, in UTC, at least half an hour: 17:00-17:30. Changing it interrupts nothing. Default:
	// RDS chooses within a window of eight hours that belongs to the Region.
	BackupWindow string `yaml:"backupWindow"`
	// When RDS may maintain the database, in UTC, at least half an hour and less than a day: sun:18:00-sun:19:00. It must
	// not overlap the backup window. Changing it interrupts nothing, unless it is now and something is due. Default: RDS
	// chooses, on a random day.
	MaintenanceWindow string `yaml:"maintenanceWindow"`
	// Lets a new major version in engineVersion upgrade the database, with an interruption of many minutes. Take a snapshot
	// first: there is no way back but restoring it. Changing it does nothing by itself. Default: false.
	AllowMajorVersionUpgrade bool `yaml:"allowMajorVersionUpgrade"`
	// Leaves minor version upgrades, security fixes among them, to you. Changing it interrupts nothing; upgrades that are
	// due come in the next maintenance window. Default: false.
	DisableAutoMinorVersionUpgrade bool `yaml:"disableAutoMinorVersionUpgrade"`
	// Keeps a major version whose standard support ends, for up to three more years, for which RDS charges by the hour of each
	// vCPU; this is warned of. Without it, RDS then upgrades the database by itself, with an interruption. Changing it
	// interrupts nothing. Default: false.
	ExtendedSupport bool `yaml:"extendedSupport"`
	// Lets the database be deleted with its stack. It still leaves a snapshot. Changing it interrupts nothing. Default:
	// false.
	DisableDeletionProtection bool `yaml:"disableDeletionProtection"`
	// Which logs go to CloudWatch Logs. Changing it interrupts nothing; the log group of one that is left out goes, with all
	// that is in it. Default: error and slowquery for mysql and mariadb; postgresql and upgrade for postgres.
	LogExports []string `yaml:"logExports"`
	// How many days CloudWatch Logs keeps exported logs, one of the periods that it offers. Changing it interrupts nothing;
	// older entries go when it is lowered. Default: 90.
	LogRetentionDays int `yaml:"logRetentionDays" default:"90" range:"1,3653"`
	// How often enhanced monitoring reads the operating system, in seconds: 1, 5, 10, 15, 30 or 60. Changing it interrupts
	// nothing. Default: 60.
	MonitoringIntervalSeconds int `yaml:"monitoringIntervalSeconds" default:"60" range:"1,60"`
	// Leaves enhanced monitoring out. Changing it interrupts nothing. Default: false.
	DisableEnhancedMonitoring bool `yaml:"disableEnhancedMonitoring"`
	// Leaves Performance Insights out: the seven days of query statistics that Database Insights shows for free. The
	// smallest classes of mysql and mariadb do not support it. Changing it interrupts nothing. Default: false.
	DisablePerformanceInsights bool `yaml:"disablePerformanceInsights"`
	// When alarms go off.
	Alarms Alarms `yaml:"alarms"`
	// Who is told of alarms and events.
	Notifications Notifications `yaml:"notifications"`
}

// BackupPlan configures the daily copies that AWS Backup keeps of the database, apart from RDS's own backups.
type BackupPlan struct {
	// Leaves AWS Backup out: what deletes the database's own backups leaves nothing. Changing it touches nothing of the
	// database; the vault and the copies in it stay. Default: false.
	Disable bool `yaml:"disable"`
	// How many days a copy is kept, 1 to 36500. Each is charged by what changed since the one before. Changing it counts for
	// later copies. Default: 35.
	RetentionDays int `yaml:"retentionDays" default:"35" range:"1,36500"`
	// Where each copy is copied on to, so that neither the loss of the Region nor that of the account takes all of them.
	// Changing it counts for later copies. Default: nowhere.
	CopyTo []BackupCopy `yaml:"copyTo"`
}

// Engine is a database engine.
type Engine string

const (
	// MySQL is MySQL Community Edition.
	MySQL Engine = "mysql"
	// PostgreSQL is PostgreSQL.
	PostgreSQL Engine = "postgres"
	// MariaDB is MariaDB Community Server.
	MariaDB Engine = "mariadb"
	// AuroraMySQL is Amazon Aurora with the protocol of MySQL.
	AuroraMySQL Engine = "aurora-mysql"
	// AuroraPostgreSQL is Amazon Aurora with the protocol of PostgreSQL.
	AuroraPostgreSQL Engine = "aurora-postgres"
)
