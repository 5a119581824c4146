package failover

import (
	"context"
	"crypto/tls"
	"database/sql/driver"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

var postgresDialect = dialect{
	connector: postgresConnector,
	writable: func(ctx context.Context, conn driver.Conn) error {
		return isOff(ctx, conn, "SHOW transaction_read_only")
	},
	claim:  "INSERT INTO applied_operations (operation) VALUES ($1) ON CONFLICT (operation) DO NOTHING",
	repeat: "UPDATE applied_operations SET repeated = repeated + 1 WHERE operation = $1",
}

func postgresConnector(settings Settings, verified *tls.Config, options Options, logins *logins) (driver.Connector, error) {
	address := url.URL{
		Scheme:   "postgres",
		Host:     net.JoinHostPort(settings.Host, strconv.Itoa(settings.Port)),
		Path:     "/" + settings.Name,
		RawQuery: "sslmode=verify-full",
	}
	config, err := pgx.ParseConfig(address.String())
	if err != nil {
		return nil, fmt.Errorf("the database's address: %w", err)
	}
	config.TLSConfig = verified
	config.Fallbacks = nil
	config.LookupFunc = options.Resolver.LookupHost
	config.DialFunc = options.Dial
	return stdlib.GetConnector(*config, stdlib.OptionBeforeConnect(func(ctx context.Context, config *pgx.ConnConfig) error {
		login, err := logins.get(ctx)
		config.User, config.Password = login.Username, login.Password
		return err
	})), nil
}
