package database

// BackupCopy is a second place for AWS Backup's copies: a vault in another Region, in another account, or in another account's
// other Region. Snapshots of readable-standbys cannot be copied (source: Amazon RDS User Guide, "Limitations of Multi-AZ DB
// clusters for Amazon RDS").
type BackupCopy struct {
	// The ARN of the vault. In another account, which must be of the same organization, the vault's policy must let this
	// account copy into it; the database's new key lets that account read the copies, while a key of your own must be made
	// to (source: AWS Backup Developer Guide, "Creating backup copies across AWS accounts"). The vault must have a key of
	// its own there, not aws/backup. Storage and, to another Region, the transfer are charged. Changing it counts for later
	// copies, and changes the new key's policy in place. Required.
	VaultARN string `yaml:"vaultArn"`
	// How many days a copy is kept there, 1 to 36500. Changing it counts for later copies. Default: 35.
	RetentionDays int `yaml:"retentionDays" default:"35" range:"1,36500"`
}
