package database

// Settings are parameters that the engines have under different names, or that depend on each other. Everything else is in
// parameters, under the engine's own names.
type Settings struct {
	// How many connections the database takes at most: 1 to 100000 with mysql and mariadb, 6 to 262143 with postgres
	// (source: Amazon RDS User Guide, "Maximum number of database connections"). Each takes memory even when it is idle. The
	// alarm of connections follows it. Changing it takes effect without a reboot in mysql and mariadb, and at the next one
	// in postgres. Default: what RDS derives from the memory of the instance class.
	MaxConnections int `yaml:"maxConnections" range:"1,262143"`
	// From how many milliseconds on a statement is logged as slow, with its values. Changing it takes effect without a
	// reboot. Default: 2000.
	SlowQueryMilliseconds int `yaml:"slowQueryMilliseconds" default:"2000" range:"1,3600000"`
	// The time zone of connections that do not choose one, such as Asia/Tokyo. Changing it changes what time NOW() and columns
	// of type TIMESTAMP show. Default: UTC.
	TimeZone string `yaml:"timeZone"`
	// The character set of databases and tables that do not choose one, in mysql and mariadb; existing ones stay as they
	// are. Changing it takes effect without a reboot. Default: utf8mb4.
	CharacterSet string `yaml:"characterSet"`
	// How texts are compared in databases and tables that do not choose, in mysql and mariadb: one of the character set's
	// collations, such as utf8mb4_0900_ai_ci. Changing it takes effect without a reboot; existing ones stay as they are.
	// Default: the character set's own.
	Collation string `yaml:"collation"`
}
