package database

// Proxy configures RDS Proxy between the tiers that use the database and the database: it keeps a pool of connections that
// they share, so that a hundred servers do not open a hundred pools, and through a failover it keeps their connections and
// finds the new writer by itself. TLS is required of who connects to it, and it requires it of the database.
type Proxy struct {
	// Makes the proxy. Tiers then reach it alone, and not the database; DATABASE_HOST, DATABASE_READER_HOST and DATABASE_PORT
	// are its own, and DATABASE_CA_BUNDLE is caBundle. It listens on the engine's own port, whatever port is. It is charged for each vCPU
	// or ACU of the database, and a reader endpoint as an interface endpoint; an account has 20 proxies (source: Amazon RDS User
	// Guide, "Amazon RDS Proxy"). Changing it to true interrupts nothing: servers keep the database's host until they are replaced.
	// Changing it back cuts them off until then. Default: false.
	Enabled bool `yaml:"enabled"`
	// How many of the connections that the database takes at most the proxy may open, 1 to 100 percent. What is left is for
	// who comes past it: migrations, dumps, you. Changing it interrupts nothing. Default: 90.
	MaxConnectionsPercent int `yaml:"maxConnectionsPercent" default:"90" range:"1,100"`
	// Where servers have the certificates of the authorities that they trust with the proxy, an absolute path, which they are
	// told as DATABASE_CA_BUNDLE. The proxy's certificate is from AWS Certificate Manager, whose authorities systems trust
	// already, and not from RDS's: on Amazon Linux it is /etc/pki/tls/certs/ca-bundle.crt. Changing it replaces servers,
	// not the proxy. Default: they are told no path.
	CABundle string `yaml:"caBundle"`
}
