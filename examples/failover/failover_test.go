package failover

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

func TestClassify(t *testing.T) {
	for _, test := range []struct {
		err  error
		want Class
	}{
		{nil, Succeeded},
		{errors.New("out of stock"), Permanent},
		{context.Canceled, Permanent},
		{sql.ErrNoRows, Permanent},
		{context.DeadlineExceeded, Broken},
		{driver.ErrBadConn, Broken},
		{mysql.ErrInvalidConn, Broken},
		{pgconn.ErrConnClosed, Broken},
		{sql.ErrConnDone, Broken},
		{sql.ErrTxDone, Broken},
		{io.EOF, Broken},
		{io.ErrUnexpectedEOF, Broken},
		{net.ErrClosed, Broken},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, Broken},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, Broken},
		{&net.DNSError{IsTemporary: true}, Broken},
		{&net.DNSError{IsNotFound: true}, Permanent},
		{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, Permanent},
		{errReadOnly, ReadOnly},
		{postgresError("25006"), ReadOnly},
		{postgresError("28P01"), Refused},
		{postgresError("28000"), Refused},
		{postgresError("40001"), Contended},
		{postgresError("40P01"), Contended},
		{postgresError("08006"), Broken},
		{postgresError("25P03"), Broken},
		{postgresError("53300"), Broken},
		{postgresError("57P01"), Broken},
		{postgresError("57P02"), Broken},
		{postgresError("57P03"), Broken},
		{postgresError("57P05"), Broken},
		{postgresError("23505"), Permanent},
		{postgresError("42601"), Permanent},
		{mysqlError(1290, "The MariaDB server is running with the --read-only option so it cannot execute this statement"), ReadOnly},
		{mysqlError(1290, "The MySQL server is running with the --super-read-only option so it cannot execute this statement"), ReadOnly},
		{mysqlError(1290, "The MySQL server is running with the --secure-file-priv option so it cannot execute this statement"), Permanent},
		{mysqlError(1792, ""), ReadOnly},
		{mysqlError(1836, ""), ReadOnly},
		{mysqlError(1045, ""), Refused},
		{mysqlError(1205, ""), Contended},
		{mysqlError(1213, ""), Contended},
		{mysqlError(1040, ""), Broken},
		{mysqlError(1053, ""), Broken},
		{mysqlError(1158, ""), Broken},
		{mysqlError(1159, ""), Broken},
		{mysqlError(1160, ""), Broken},
		{mysqlError(1161, ""), Broken},
		{mysqlError(1203, ""), Broken},
		{mysqlError(1927, ""), Broken},
		{mysqlError(4031, ""), Broken},
		{mysqlError(1062, ""), Permanent},
	} {
		for _, err := range []error{test.err, fmt.Errorf("writing an order: %w", test.err)} {
			if test.err == nil {
				err = nil
			}
			if got := Classify(err); got != test.want {
				t.Errorf("%v is %s, want %s", err, got, test.want)
			}
		}
	}
}

func postgresError(code string) error { return &pgconn.PgError{Code: code} }

func mysqlError(number uint16, message string) error {
	return &mysql.MySQLError{Number: number, Message: message}
}

func TestFromEnvironment(t *testing.T) {
	environment := map[string]string{
		"DATABASE_ENGINE":      "postgres",
		"DATABASE_HOST":        "database.example.com",
		"DATABASE_READER_HOST": "reader.example.com",
		"DATABASE_PORT":        "5432",
		"DATABASE_NAME":        "shop",
		"DATABASE_SECRET_ARN":  "arn:aws:secretsmanager:eu-west-1:111111111111:secret:database",
		"DATABASE_USER":        "app",
		"DATABASE_CA_BUNDLE":   "/etc/pki/rds/global-bundle.pem",
	}
	got, err := FromEnvironment(func(name string) string { return environment[name] })
	want := Settings{
		"postgres", "database.example.com", "reader.example.com", 5432, "shop",
		"arn:aws:secretsmanager:eu-west-1:111111111111:secret:database", "app", "/etc/pki/rds/global-bundle.pem",
	}
	if err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	delete(environment, "DATABASE_READER_HOST")
	delete(environment, "DATABASE_SECRET_ARN")
	if got, err := FromEnvironment(func(name string) string { return environment[name] }); err != nil || got.ReaderHost != got.Host {
		t.Errorf("without a reader and a secret: %+v, %v", got, err)
	}

	_, err = FromEnvironment(func(string) string { return "" })
	for _, says := range []string{
		"DATABASE_ENGINE is not set", "DATABASE_HOST is not set", "DATABASE_NAME is not set", "DATABASE_PORT is not set",
		"DATABASE_CA_BUNDLE is not set", "neither DATABASE_SECRET_ARN nor DATABASE_USER is set",
	} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("of nothing: %v, want %s", err, says)
		}
	}
	for _, port := range []string{"0", "65536", "x"} {
		environment["DATABASE_PORT"] = port
		_, err := FromEnvironment(func(name string) string { return environment[name] })
		if err == nil || err.Error() != fmt.Sprintf("DATABASE_PORT is %q, which is no port", port) {
			t.Errorf("of port %s: %v", port, err)
		}
	}
}

// bundle is a file with a certificate.
func bundle(t *testing.T) string {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	path := filepath.Join(t.TempDir(), "bundle.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(path, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func login(context.Context) (Login, error) { return Login{}, nil }

func TestOpenRefuses(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for says, open := range map[string]func() (*DB, error){
		`DATABASE_ENGINE is "oracle"; this speaks to mysql, mariadb and postgres`: func() (*DB, error) {
			return Open(Settings{Engine: "oracle"}, Options{Login: login})
		},
		"no Login": func() (*DB, error) { return Open(Settings{Engine: "mysql"}, Options{}) },
		"DATABASE_CA_BUNDLE: open /nowhere: no such file or directory": func() (*DB, error) {
			return Open(Settings{Engine: "mysql", CABundle: "/nowhere"}, Options{Login: login})
		},
		"DATABASE_CA_BUNDLE: " + empty + " holds no certificate": func() (*DB, error) {
			return Open(Settings{Engine: "mysql", CABundle: empty}, Options{Login: login})
		},
	} {
		if _, err := open(); err == nil || err.Error() != says {
			t.Errorf("%v, want %s", err, says)
		}
	}
}

// TestConnectingIsLimited connects to a listener that never says a word, without any deadline.
func TestConnectingIsLimited(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() }) //nolint:errcheck // nobody is left
	address := silent.Addr().(*net.TCPAddr)
	certificates := bundle(t)
	for engine := range dialects {
		t.Run(engine, func(t *testing.T) {
			t.Parallel() //nolint:forbidigo // no jsii kernel here
			db, err := Open(Settings{Engine: engine, Host: "127.0.0.1", Port: address.Port, Name: "shop", CABundle: certificates}, Options{Login: login})
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			err = db.PingContext(t.Context())
			if took := time.Since(began); Classify(err) != Broken || took > connectTimeout+2*time.Second {
				t.Errorf("after %v: %v", took, err)
			}
		})
	}
}

func TestRetry(t *testing.T) {
	broken := &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	told := 0
	db, err := Open(Settings{Engine: "mysql", CABundle: bundle(t)}, Options{
		Login:          login,
		AttemptTimeout: time.Minute,
		OnRetry:        func(int, Class, error) { told++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	attempts := 0
	err = db.Retry(t.Context(), func(ctx context.Context) error {
		attempts++
		if deadline, _ := ctx.Deadline(); time.Until(deadline) > time.Minute {
			t.Errorf("an attempt has %v", time.Until(deadline))
		}
		if attempts < 3 {
			return broken
		}
		return nil
	})
	if err != nil || attempts != 3 || told != 2 {
		t.Errorf("%d attempts, told of %d: %v", attempts, told, err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	err = db.Retry(ctx, func(context.Context) error { return broken })
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "attempts, the last one: ") {
		t.Errorf("when the deadline has come: %v", err)
	}

	attempts = 0
	for _, permanent := range []error{errors.New("out of stock"), mysqlError(1045, "")} {
		err = db.Retry(t.Context(), func(context.Context) error { attempts++; return permanent })
		if !errors.Is(err, permanent) {
			t.Error(err)
		}
	}
	if attempts != 2 {
		t.Errorf("%d attempts, want one for each", attempts)
	}

	db.options.AttemptTimeout = 2 * patience
	if err := db.Retry(context.Background(), func(ctx context.Context) error {
		if deadline, _ := ctx.Deadline(); time.Until(deadline) > patience {
			t.Errorf("without a deadline it has %v", time.Until(deadline))
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestPool(t *testing.T) {
	db, err := Open(Settings{Engine: "mysql", CABundle: bundle(t)}, Options{Login: login})
	if err != nil {
		t.Fatal(err)
	}
	if open := db.Stats().MaxOpenConnections; open != maxConnections {
		t.Errorf("%d connections at most", open)
	}
	if db.options.AttemptTimeout != attemptTimeout || db.options.Resolver != net.DefaultResolver {
		t.Errorf("%+v", db.options)
	}
}

func TestBackoff(t *testing.T) {
	for attempt, most := range map[int]time.Duration{1: 100 * time.Millisecond, 3: 400 * time.Millisecond, 6: 2 * time.Second, 1000: 2 * time.Second} {
		for range 100 {
			if pause := backoff(attempt); pause < most/2 || pause > most {
				t.Fatalf("after attempt %d: %v", attempt, pause)
			}
		}
	}
}
