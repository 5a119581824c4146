package failover

import (
	"context"
	"crypto/tls"
	"database/sql/driver"
	"net"
	"strconv"

	"github.com/go-sql-driver/mysql"
)

var mysqlDialect = dialect{
	connector: mysqlConnector,
	writable: func(ctx context.Context, conn driver.Conn) error {
		// The second is how a reader of Aurora says it.
		return isOff(ctx, conn, "SELECT IF(@@global.read_only OR @@global.innodb_read_only, 'on', 'off')")
	},
	// The update changes nothing, so no row counts as affected.
	claim:  "INSERT INTO applied_operations (operation) VALUES (?) ON DUPLICATE KEY UPDATE operation = operation",
	repeat: "UPDATE applied_operations SET repeated = repeated + 1 WHERE operation = ?",
}

func mysqlConnector(settings Settings, verified *tls.Config, options Options, logins *logins) (driver.Connector, error) {
	config := mysql.NewConfig()
	config.Net = "tcp"
	config.Addr = net.JoinHostPort(settings.Host, strconv.Itoa(settings.Port))
	config.DBName = settings.Name
	config.TLS = verified
	config.DialFunc = options.Dial
	config.Logger = &mysql.NopLogger{}    // what it would write is also in the errors that OnRetry is told of
	config.AllowCleartextPasswords = true // for tokens of IAM; they go to nobody but the server that was verified
	// A rollback takes no context: without this it waits for a server that hangs.
	config.ReadTimeout = options.AttemptTimeout
	err := config.Apply(mysql.BeforeConnect(func(ctx context.Context, config *mysql.Config) error {
		login, err := logins.get(ctx)
		config.User, config.Passwd = login.Username, login.Password
		return err
	}))
	if err != nil {
		return nil, err
	}
	return mysql.NewConnector(config)
}
