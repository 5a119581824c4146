package failover

import (
	"context"
	"crypto/tls"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

// A Class says what to do about an error.
type Class string

// The classes.
const (
	Permanent Class = "permanent"  // tell the caller: it would be the same another time
	Refused   Class = "refused"    // the login: read the secret again, once
	Contended Class = "contended"  // again, on the same connection: the server is well, and two transactions met
	Broken    Class = "broken"     // again, on a new connection: this one is closed, hangs, or its server is leaving or full
	ReadOnly  Class = "read-only"  // again, on a new connection: this server was demoted
	Succeeded Class = "successful" // no error
)

// errReadOnly is what connecting to a server that takes no writes comes to.
var errReadOnly = errors.New("the server takes no writes: it was demoted, or the name still leads to the old one")

// Classify tells errors of either driver, of the network and of the pool apart. What it does not know is permanent.
func Classify(err error) Class {
	var (
		onPostgres *pgconn.PgError
		onMySQL    *mysql.MySQLError
		untrusted  *tls.CertificateVerificationError
		lookup     *net.DNSError
		network    net.Error
	)
	switch {
	case err == nil:
		return Succeeded
	case errors.Is(err, errReadOnly):
		return ReadOnly
	case errors.As(err, &onPostgres):
		return classifyPostgres(onPostgres.Code)
	case errors.As(err, &onMySQL):
		return classifyMySQL(onMySQL)
	case errors.As(err, &untrusted): // never try until an impostor is gone, and never without verifying
		return Permanent
	case errors.As(err, &lookup) && lookup.IsNotFound: // RDS changes the name's address; the name is always there
		return Permanent
	case errors.As(err, &network), // timeouts included, and so context.DeadlineExceeded
		errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed),
		errors.Is(err, driver.ErrBadConn),
		errors.Is(err, sql.ErrConnDone),
		errors.Is(err, sql.ErrTxDone), // the attempt's time ran out between two statements
		errors.Is(err, mysql.ErrInvalidConn),
		errors.Is(err, pgconn.ErrConnClosed),
		errors.Is(err, context.DeadlineExceeded):
		return Broken
	}
	return Permanent
}

// classifyPostgres goes by SQLSTATE. Source: PostgreSQL documentation, "PostgreSQL Error Codes".
func classifyPostgres(code string) Class {
	switch code {
	case "25006": // read_only_sql_transaction
		return ReadOnly
	case "28000", "28P01": // invalid_authorization_specification, invalid_password
		return Refused
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return Contended
	case "25P03", // idle_in_transaction_session_timeout
		"53300",                            // too_many_connections: all come back at once after a failover
		"57P01", "57P02", "57P03", "57P05": // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout
		return Broken
	}
	if strings.HasPrefix(code, "08") { // connection exceptions
		return Broken
	}
	return Permanent
}

// classifyMySQL goes by error number. Source: MySQL and MariaDB documentation, "Server Error Message Reference" and
// "MariaDB Error Code Reference".
func classifyMySQL(err *mysql.MySQLError) Class {
	switch err.Number {
	case 1290: // an option prevents the statement: --read-only, --super-read-only, or another that stays as it is
		if strings.Contains(err.Message, "read-only") {
			return ReadOnly
		}
	case 1792, 1836: // read-only transaction, read-only mode
		return ReadOnly
	case 1045: // access denied
		return Refused
	case 1205, 1213: // lock wait timeout, deadlock
		return Contended
	case 1040, 1053, // too many connections, shutdown in progress
		1158, 1159, 1160, 1161, // network errors and timeouts as the server saw them
		1203,       // too many connections of this user
		1927, 4031: // connection killed; disconnected because of inactivity
		return Broken
	}
	return Permanent
}
