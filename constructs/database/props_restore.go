package database

// Restore makes a database from a snapshot, or from the state of the one before it at a point in time. See docs/restore.md.
type Restore struct {
	// What sets the restored database apart: part of its identifier and of its logical id. Small letters and digits, a letter
	// first, 15 at most: r20261124. Changing it replaces the database, which CloudFormation refuses. Required.
	Name string `yaml:"name"`
	// The snapshot to restore: its name, or its ARN, which one of AWS Backup's copies or another account's needs. It must be
	// encrypted. Changing or removing it replaces the database, which CloudFormation refuses. Default: what pointInTime
	// says.
	Snapshot string `yaml:"snapshot"`
	// The point in time to restore the database before this one to: latest, or a time in UTC, 2026-11-24T01:23:00Z, within
	// backupRetentionDays. Changing or removing it replaces the database, which CloudFormation refuses. Default: what
	// snapshot says.
	PointInTime string `yaml:"pointInTime"`
	// The engine's version that this database has, in full, to go back behind an upgrade. Raising it upgrades the database as
	// the engineVersion of the first one does. Default: engineVersion.
	EngineVersion string `yaml:"engineVersion"`
	// Lets go of the database before this one: it is no longer in the template, and stays as it is in the account, to be
	// charged until somebody deletes it. Say this in a later deployment than the one that restores. Changing it back makes
	// that database anew, which RDS refuses while it is there. Default: false.
	ReleasePrevious bool `yaml:"releasePrevious"`
}

// Replica is a read replica of a database of mysql, postgres or mariadb, which follows it asynchronously. What it has is the
// database's: storage, parameters, key, security group, users.
type Replica struct {
	// What sets the replica apart: part of its identifier and of its logical id. Small letters and digits, a letter first, 15
	// at most. Changing it makes another replica. Required.
	Name string `yaml:"name"`
	// Its class. Changing it interrupts the replica. Default: the database's.
	InstanceClass string `yaml:"instanceClass"`
	// The Availability Zone that it is in. Changing it replaces the replica, which CloudFormation refuses while it has the
	// same name. Default: RDS chooses.
	Zone string `yaml:"zone"`
}

// ReplicaOf makes the database a read replica of one in another Region, to take over when that Region is lost: everything is
// there but the writes of the last seconds. Until it is promoted it has no secret of its own, so login.iamUser is required. See
// docs/restore.md.
type ReplicaOf struct {
	// The ARN of the database to follow: arn:aws:rds:ap-northeast-1:111111111111:db:orders. Changing it replaces the database,
	// which CloudFormation refuses. Default: the database follows none.
	ARN string `yaml:"arn"`
	// Makes the replica a database of its own that can be written to, in place and with one restart. There is no way back:
	// changing it to false again would replace the database, which CloudFormation refuses. Keep arn. Default: false.
	Promoted bool `yaml:"promoted"`
}
