package failover

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

// The limits. Without them a server that hangs, or that is in a zone which is gone, holds a request until the kernel gives
// up, which takes a quarter of an hour.
const (
	connectTimeout = 3 * time.Second // the lookup of the name, TCP, TLS and login together
	attemptTimeout = 5 * time.Second // one attempt, from waiting for a connection to the answer to the commit
	patience       = 3 * time.Minute // all attempts, where the caller sets no deadline: twice what a failover takes

	maxConnections = 20              // times the greatest number of servers it must stay below the database's limit
	maxLifetime    = 5 * time.Minute // so that no connection stays for long with a server that the name has left
	maxIdleTime    = time.Minute     // below the 350 seconds after which a NAT gateway or an endpoint forgets a connection
)

// Options are what the environment does not say.
type Options struct {
	// Login reads the secret, or makes a token of IAM. It is called for the first connection and again when a login is
	// refused: RDS has changed the password, or the token is older than a quarter of an hour. Required.
	Login func(context.Context) (Login, error)
	// Reading connects to the ReaderHost, and takes servers that take no writes. Default: false.
	Reading bool
	// Resolver looks the endpoint's name up. Default: the system's.
	Resolver *net.Resolver
	// OnRetry is told of every attempt that failed and will be repeated: log it. Default: nobody is told.
	OnRetry func(attempt int, class Class, err error)
	// AttemptTimeout must be longer than the slowest transaction takes. Default: 5 s.
	AttemptTimeout time.Duration
	// Dial opens connections, to what Resolver found or to a name. Default: a net.Dialer with keep-alive probes.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// DB is a pool of connections to whichever server the endpoint's name leads to. What is called on the *sql.DB itself is
// attempted once.
type DB struct {
	*sql.DB
	options Options
	dialect dialect
}

// A dialect is what differs between the engines.
type dialect struct {
	connector func(Settings, *tls.Config, Options, *logins) (driver.Connector, error)
	writable  func(context.Context, driver.Conn) error // errReadOnly where the server takes none
	claim     string                                   // inserts an operation's key, or no row if it is there
	repeat    string                                   // counts a repetition of the operation
}

var dialects = map[string]dialect{
	"postgres": postgresDialect,
	"mysql":    mysqlDialect,
	"mariadb":  mysqlDialect,
}

// Open prepares a pool. It connects to nothing yet, so that an application starts while its database fails over.
func Open(settings Settings, options Options) (*DB, error) {
	dialect, ok := dialects[settings.Engine]
	if !ok {
		return nil, fmt.Errorf("DATABASE_ENGINE is %q; this speaks to mysql, mariadb and postgres", settings.Engine)
	}
	if options.Login == nil {
		return nil, errors.New("no Login")
	}
	if options.Resolver == nil {
		options.Resolver = net.DefaultResolver
	}
	if options.AttemptTimeout == 0 {
		options.AttemptTimeout = attemptTimeout
	}
	if options.Dial == nil {
		options.Dial = (&net.Dialer{
			Resolver: options.Resolver,
			// An idle connection to a server that is gone is found out within 20 seconds.
			KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 2},
		}).DialContext
	}
	writable := dialect.writable
	if options.Reading {
		settings.Host = settings.ReaderHost
		writable = func(context.Context, driver.Conn) error { return nil }
	}
	verified, err := verify(settings)
	if err != nil {
		return nil, err
	}
	logins := &logins{read: options.Login}
	inner, err := dialect.connector(settings, verified, options, logins)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(&connector{Connector: inner, logins: logins, writable: writable})
	pool.SetMaxOpenConns(maxConnections)
	pool.SetMaxIdleConns(maxConnections) // fewer would close and open connections all the time under load
	pool.SetConnMaxLifetime(maxLifetime)
	pool.SetConnMaxIdleTime(maxIdleTime)
	return &DB{DB: pool, options: options, dialect: dialect}, nil
}

// verify requires TLS, a certificate from the given authorities, and the endpoint's name in it: whoever takes the name
// over during a failover gets no password.
func verify(settings Settings) (*tls.Config, error) {
	pem, err := os.ReadFile(settings.CABundle)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_CA_BUNDLE: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("DATABASE_CA_BUNDLE: %s holds no certificate", settings.CABundle)
	}
	return &tls.Config{RootCAs: roots, ServerName: settings.Host, MinVersion: tls.VersionTLS12}, nil
}

// connector opens connections that are of use: in time, with the current password, and to a server that takes writes.
type connector struct {
	driver.Connector
	logins   *logins
	writable func(context.Context, driver.Conn) error
}

// Connect limits the time itself, for the pool also opens connections that no caller waits for any more.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	conn, err := c.Connector.Connect(ctx)
	if Classify(err) == Refused {
		c.logins.forget()
		conn, err = c.Connector.Connect(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	if err := c.writable(ctx, conn); err != nil {
		conn.Close() //nolint:errcheck,gosec // it is of no use anyway
		return nil, fmt.Errorf("connecting: %w", err)
	}
	return conn, nil
}

// isOff asks a server whether it is read-only.
func isOff(ctx context.Context, conn driver.Conn, query string) error {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, nil)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // it was read to the end or is dropped
	answer := make([]driver.Value, 1)
	if err := rows.Next(answer); err != nil {
		return err
	}
	if fmt.Sprintf("%s", answer[0]) != "off" {
		return errReadOnly
	}
	return nil
}
