package drill

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"fmt"
	"net"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/go-sql-driver/mysql"
)

type mariadb struct{}

func (mariadb) program(t *testing.T) string {
	t.Helper()
	return program(t, "/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/local/sbin/mariadbd")
}

func (e mariadb) install(t *testing.T, s *server) {
	t.Helper()
	run(t, program(t, "/usr/bin/mariadb-install-db", "/usr/local/bin/mariadb-install-db"), "--no-defaults", "--datadir="+s.data(),
		"--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve", "--innodb-log-file-size=8M")
	process := start(t, e.program(t), e.options(s, "--skip-networking")...)
	admin := e.connect(t, s, "mysql")
	until(t, "the server starts", admin.Ping)
	execute(t, admin,
		"DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys' AND Host <> 'localhost'",
		"FLUSH PRIVILEGES",
		fmt.Sprintf("CREATE DATABASE %s", databaseName),
		fmt.Sprintf("CREATE USER %s IDENTIFIED BY '%s'", username, password),
		fmt.Sprintf("GRANT ALL ON %s.* TO %s", databaseName, username),
		fmt.Sprintf("CREATE USER %s IDENTIFIED BY '%s'", replicator, password),
		fmt.Sprintf("GRANT REPLICATION SLAVE ON *.* TO %s", replicator))
	process.terminate(t, syscall.SIGTERM)
}

func (mariadb) options(s *server, more ...string) []string {
	return append([]string{
		"--no-defaults", "--datadir=" + s.data(), "--socket=" + s.socket(), "--pid-file=" + filepath.Join(s.folder, "pid"),
		"--skip-name-resolve", "--innodb-log-file-size=8M", "--innodb-buffer-pool-size=32M",
	}, more...)
}

func (s *server) socket() string { return filepath.Join(s.folder, "socket") }

func (mariadb) connect(t *testing.T, s *server, database string) *sql.DB {
	t.Helper()
	return connect(t, "mysql", fmt.Sprintf("root@unix(%s)/%s", s.socket(), database))
}

// start has the standby confirm what it has written down, before the primary shows it to anybody: no commit is lost.
func (e mariadb) start(t *testing.T, site *site, s, primary *server) {
	t.Helper()
	options := e.options(s,
		"--bind-address="+s.address, fmt.Sprintf("--port=%d", site.port),
		"--require-secure-transport=ON", "--ssl-cert="+site.certificate, "--ssl-key="+site.key, "--ssl-ca="+site.authority.file(),
		"--log-bin=binlog", "--log-slave-updates=ON", "--gtid-strict-mode=ON", "--relay-log=relay", "--sync-binlog=1",
	)
	if primary == nil {
		options = append(options, "--server-id=1", "--rpl-semi-sync-master-enabled=ON",
			"--rpl-semi-sync-master-wait-point=AFTER_SYNC", "--rpl-semi-sync-master-timeout=600000")
	} else {
		options = append(options, "--server-id=2", "--read-only=ON", "--rpl-semi-sync-slave-enabled=ON")
	}
	s.process = start(t, e.program(t), options...)
	s.admin = e.connect(t, s, databaseName)
	until(t, "the server starts", s.admin.Ping)
	if primary != nil {
		e.follow(t, site, s, primary)
	}
}

func (mariadb) follow(t *testing.T, site *site, s, primary *server) {
	t.Helper()
	execute(t, s.admin,
		fmt.Sprintf("CHANGE MASTER TO MASTER_HOST='%s', MASTER_PORT=%d, MASTER_USER='%s', MASTER_PASSWORD='%s', MASTER_SSL=1, MASTER_SSL_CA='%s', MASTER_USE_GTID=slave_pos",
			primary.address, site.port, replicator, password, site.authority.file()),
		"START SLAVE")
}

func (mariadb) inStep(primary, standby *server) error {
	for admin, status := range map[*sql.DB]string{primary.admin: "Rpl_semi_sync_master_clients", standby.admin: "Rpl_semi_sync_slave_status"} {
		var name, value string
		if err := admin.QueryRow("SHOW STATUS LIKE '"+status+"'").Scan(&name, &value); err != nil {
			return err
		}
		if value != "1" && value != "ON" {
			return fmt.Errorf("%s is %s", name, value)
		}
	}
	return nil
}

// promote first applies what the standby has written down: confirmed is not yet applied.
func (e mariadb) promote(t *testing.T, standby *server) {
	t.Helper()
	execute(t, standby.admin, "STOP SLAVE IO_THREAD")
	until(t, "the standby has applied what it received", func() error {
		var done int
		received := status(t, standby.admin, "Gtid_IO_Pos")
		if err := standby.admin.QueryRow("SELECT MASTER_GTID_WAIT(?, 20)", received).Scan(&done); err != nil {
			return err
		}
		if done != 0 {
			return fmt.Errorf("%s is not applied", received)
		}
		return nil
	})
	execute(t, standby.admin, "STOP SLAVE", "RESET SLAVE ALL", "SET GLOBAL read_only = OFF")
}

// status is a column of the standby's.
func status(t *testing.T, admin *sql.DB, column string) string {
	t.Helper()
	rows, err := admin.Query("SHOW SLAVE STATUS")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // it has one row
	columns, err := rows.Columns()
	if err != nil || !rows.Next() {
		t.Fatal("this is no standby", err)
	}
	values := make([]sql.NullString, len(columns))
	places := make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	if err := rows.Scan(places...); err != nil {
		t.Fatal(err)
	}
	for i, name := range columns {
		if name == column {
			return values[i].String
		}
	}
	t.Fatalf("no column %s", column)
	return ""
}

// switchOver leaves the old primary's connections open, on a server that takes no more writes.
func (e mariadb) switchOver(t *testing.T, site *site, primary, standby *server) {
	t.Helper()
	execute(t, primary.admin, "SET GLOBAL read_only = ON")
	var position string
	if err := primary.admin.QueryRow("SELECT @@gtid_binlog_pos").Scan(&position); err != nil {
		t.Fatal(err)
	}
	until(t, "the standby has everything", func() error {
		if got := status(t, standby.admin, "Gtid_IO_Pos"); got != position {
			return fmt.Errorf("it has %s of %s", got, position)
		}
		return nil
	})
	e.promote(t, standby)
	execute(t, primary.admin, fmt.Sprintf("SET GLOBAL gtid_slave_pos = '%s'", position))
	e.follow(t, site, primary, standby)
}

func (mariadb) setPassword(t *testing.T, primary *server, to string) {
	t.Helper()
	execute(t, primary.admin, fmt.Sprintf("ALTER USER %s IDENTIFIED BY '%s'", username, to))
}

func (mariadb) plain(t *testing.T, site *site, encrypted bool) *sql.DB {
	t.Helper()
	config := mysql.NewConfig()
	config.User, config.Passwd, config.DBName = username, password, databaseName
	config.Net, config.Addr = "tcp", site.hostPort()
	config.DialFunc = (&net.Dialer{Resolver: site.names.resolver()}).DialContext
	if encrypted {
		roots := x509.NewCertPool()
		roots.AddCert(site.authority.certificate)
		config.TLS = &tls.Config{RootCAs: roots, ServerName: host, MinVersion: tls.VersionTLS12}
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // its servers are going
	return db
}
