package database

// PrivateDNS gives the database names that stay the same when a restore or a proxy gives it another endpoint, for what is not
// deployed with it: jobs, reports, people. Servers are not told them, for no certificate has them and RDS takes no tokens of IAM
// for them (docs/adr/0014-names-for-who-is-not-deployed.md).
type PrivateDNS struct {
	// The name of a private hosted zone, like db.internal. Names in it are found inside the VPC alone. Changing it replaces
	// the names. Default: the database has no names of your own.
	Zone string `yaml:"zone"`
	// The id of the private hosted zone, like Z0123456789EXAMPLE, when it is there already; it must be associated with the VPC.
	// Changing it makes the names in the other zone and takes them out of this one. Default: a new zone for the VPC, at half a
	// dollar a month, which goes with the stack.
	HostedZoneID string `yaml:"hostedZoneId"`
	// The first label of the name in the zone that leads to the database. With -reader behind it, it leads to what DATABASE_READER_HOST
	// does. Changing it replaces the names. Default: main, for main.db.internal and main-reader.db.internal.
	Name string `yaml:"name" default:"main"`
}
