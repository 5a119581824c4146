package drill

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

type postgres struct{}

func (postgres) program(t *testing.T, name string) string {
	t.Helper()
	return program(t, "/usr/lib/postgresql/*/bin/"+name, "/usr/pgsql-*/bin/"+name, "/usr/local/bin/"+name, "/usr/bin/"+name)
}

// Nobody gets in without TLS, as with rds.force_ssl.
const whoMayConnect = `
local   all         all                      trust
hostssl all         ` + username + `   127.0.0.0/8  scram-sha-256
hostssl replication ` + replicator + ` 127.0.0.0/8  scram-sha-256
`

func (e postgres) install(t *testing.T, s *server) {
	t.Helper()
	run(t, e.program(t, "initdb"), "--pgdata", s.data(), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8",
		"--locale", "C", "--no-sync", "--wal-segsize", "1", "--no-instructions")
	if err := os.WriteFile(filepath.Join(s.data(), "pg_hba.conf"), []byte(whoMayConnect), 0o644); err != nil {
		t.Fatal(err)
	}
	process := start(t, e.program(t, "postgres"), "-D", s.data(), "-k", s.folder, "-c", "listen_addresses=")
	admin := e.connect(t, s, 5432, "postgres")
	until(t, "the server starts", admin.Ping)
	execute(t, admin,
		fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", username, password),
		fmt.Sprintf("CREATE ROLE %s LOGIN REPLICATION PASSWORD '%s'", replicator, password),
		fmt.Sprintf("CREATE DATABASE %s OWNER %s", databaseName, username))
	process.terminate(t, syscall.SIGINT)
}

func (postgres) connect(t *testing.T, s *server, port int, database string) *sql.DB {
	t.Helper()
	return connect(t, "pgx", fmt.Sprintf("host=%s port=%d user=postgres dbname=%s", s.folder, port, database))
}

func (e postgres) start(t *testing.T, site *site, s, primary *server) {
	t.Helper()
	settings := []string{
		"-D", s.data(), "-k", s.folder, "-p", fmt.Sprint(site.port),
		"-c", "listen_addresses=" + s.address,
		"-c", "ssl=on", "-c", "ssl_cert_file=" + site.certificate, "-c", "ssl_key_file=" + site.key,
		"-c", "shared_buffers=32MB",
	}
	if primary == nil {
		settings = append(settings, "-c", "synchronous_standby_names=*")
	} else {
		settings = append(settings, "-c", fmt.Sprintf("primary_conninfo=host=%s port=%d user=%s password=%s sslmode=verify-ca sslrootcert=%s",
			primary.address, site.port, replicator, password, site.authority.file()))
		signal := filepath.Join(s.data(), "standby.signal")
		if err := os.WriteFile(signal, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		own(t, signal)
	}
	s.process = start(t, e.program(t, "postgres"), settings...)
	s.admin = e.connect(t, s, site.port, databaseName)
	until(t, "the server starts", s.admin.Ping)
}

func (postgres) inStep(primary, _ *server) error {
	var state string
	return primary.admin.QueryRow("SELECT sync_state FROM pg_stat_replication WHERE sync_state = 'sync'").Scan(&state)
}

func (postgres) promote(t *testing.T, standby *server) {
	t.Helper()
	execute(t, standby.admin, "SELECT pg_promote()")
}

// switchOver stops the primary, which sends all it has to the standby first, and starts it again as the other's standby.
func (e postgres) switchOver(t *testing.T, site *site, primary, standby *server) {
	t.Helper()
	primary.terminate(t, syscall.SIGINT)
	e.promote(t, standby)
	e.start(t, site, primary, standby)
}

func (postgres) setPassword(t *testing.T, primary *server, to string) {
	t.Helper()
	execute(t, primary.admin, fmt.Sprintf("ALTER ROLE %s PASSWORD '%s'", username, to))
}

func (postgres) plain(t *testing.T, site *site, encrypted bool) *sql.DB {
	t.Helper()
	tls := "sslmode=disable"
	if encrypted {
		tls = "sslmode=verify-full sslrootcert=" + site.authority.file()
	}
	config, err := pgx.ParseConfig(fmt.Sprintf("host=%s port=%d user=%s password=%s dbname=%s %s", host, site.port, username, password, databaseName, tls))
	if err != nil {
		t.Fatal(err)
	}
	config.LookupFunc = site.names.resolver().LookupHost
	db := stdlib.OpenDB(*config)
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // its servers are going
	return db
}
