package database

// Login configures how whoever uses the database logs in. RDS rotates the master user's password every seven days;
// docs/database-users.md has another schedule, and the SQL for a user that may do less.
type Login struct {
	// The database user that the tiers that use the database log in as, with tokens of IAM that are good for a quarter of
	// an hour: they may then connect as this user and may not read the master user's secret. The user must be made once
	// (docs/database-users.md). Changing it changes nothing in the database; with a proxy, leaving it out cuts servers off until they
	// are replaced. Default: the master user, whose secret they
	// may read.
	IAMUser string `yaml:"iamUser"`
	// Takes passwords only, where a Region does not offer tokens of IAM for the engine (source: Amazon RDS User Guide,
	// "Supported Regions and DB engines for IAM database authentication in Amazon RDS"). Changing it interrupts nothing.
	// Default: false.
	DisableIAMAuthentication bool `yaml:"disableIamAuthentication"`
	// Where servers have the certificates of RDS's authorities, an absolute path, which they are told as
	// DATABASE_CA_BUNDLE. No system has them: put https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem into
	// the image or the release, or let servers that have a way out fetch it, as those of the shipped environments do. Changing it
	// replaces the servers a few at a time. Default: they are told no path.
	CABundle string `yaml:"caBundle"`
}
