package drill

import (
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/examples/failover"
)

// The two servers have an address each and the same port, as in two zones.
const (
	host         = "database.evenkeel.test"
	addressOne   = "127.0.0.2"
	addressOther = "127.0.0.3"
	databaseName = "shop"
	username     = "app"
	password     = "drill-only"
	replicator   = "replicator"
)

// An engine starts servers and does to them what Amazon RDS does.
type engine interface {
	// install makes data in the server's folder, with which other servers can start.
	install(t *testing.T, s *server)
	// start starts a server, the standby of another one where there is one.
	start(t *testing.T, site *site, s, primary *server)
	// inStep fails until the standby confirms every commit.
	inStep(primary, standby *server) error
	// promote makes the standby take writes, with all that was ever confirmed to a client.
	promote(t *testing.T, standby *server)
	// switchOver exchanges the servers' parts: in the end the old primary is up, takes no writes, and follows the other.
	switchOver(t *testing.T, site *site, primary, standby *server)
	// setPassword changes the application's.
	setPassword(t *testing.T, primary *server, to string)
	// plain connects as little careful as the driver allows, with TLS or without.
	plain(t *testing.T, site *site, encrypted bool) *sql.DB
}

// A server is one of the two.
type server struct {
	*process
	address string
	folder  string
	admin   *sql.DB // by the socket
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

// A site is what both servers share.
type site struct {
	name             string // of the engine, as the environment has it
	engine           engine
	folder           string
	port             int
	authority        *authority
	certificate, key string
	names            *names
	primary, standby *server
}

// install makes the data that all servers of an engine start with.
func install(t *testing.T, name string) *server {
	t.Helper()
	template := newServer(t, folder(t), "template")
	engines[name].install(t, template)
	return template
}

// newSite starts a primary and a standby that confirms every commit.
func newSite(t *testing.T, name string, template *server) *site {
	t.Helper()
	s := &site{name: name, engine: engines[name], folder: folder(t)}
	s.authority = newAuthority(t, s.folder, "authority")
	s.certificate, s.key = s.authority.issue(t, host)
	s.port = freePort(t, addressOne, addressOther)
	s.names = serveNames(t, addressOne)
	s.primary, s.standby = newServer(t, s.folder, addressOne), newServer(t, s.folder, addressOther)
	run(t, "cp", "-R", template.data(), s.primary.data())
	run(t, "cp", "-R", template.data(), s.standby.data())
	s.engine.start(t, s, s.primary, nil)
	s.engine.start(t, s, s.standby, s.primary)
	until(t, "the standby confirms commits", func() error { return s.engine.inStep(s.primary, s.standby) })
	return s
}

func newServer(t *testing.T, folder, address string) *server {
	t.Helper()
	path := filepath.Join(folder, address)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	own(t, path)
	return &server{address: address, folder: path}
}

// environment is what the web tier hands to the application.
func (s *site) environment(name string) string {
	return map[string]string{
		"DATABASE_ENGINE":     s.name,
		"DATABASE_HOST":       host,
		"DATABASE_PORT":       strconv.Itoa(s.port),
		"DATABASE_NAME":       databaseName,
		"DATABASE_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:database",
		"DATABASE_CA_BUNDLE":  s.authority.file(),
	}[name]
}

func (s *site) settings(t *testing.T) failover.Settings {
	t.Helper()
	settings, err := failover.FromEnvironment(s.environment)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// open opens the pattern's pool.
func open(t *testing.T, settings failover.Settings, options failover.Options) *failover.DB {
	t.Helper()
	db, err := failover.Open(settings, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // its servers are going
	return db
}

// connect opens a pool of the drill's own.
func connect(t *testing.T, driver, source string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() }) //nolint:errcheck // its server is going
	return db
}

func execute(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// failOver is what RDS does when it finds that the primary is gone.
func (s *site) failOver(t *testing.T) {
	t.Helper()
	time.Sleep(detection)
	s.engine.promote(t, s.standby)
	s.names.move(s.standby.address)
}

// freeze stops a server without its connections: nobody answers, and nobody says so. A zone that is gone looks like that.
func (s *server) freeze(t *testing.T) {
	t.Helper()
	s.signal(t, syscall.SIGSTOP)
}

func (s *server) thaw(t *testing.T) {
	t.Helper()
	s.signal(t, syscall.SIGCONT)
}

// program finds a server's program, where Debian puts it or wherever the path leads.
func program(t *testing.T, patterns ...string) string {
	t.Helper()
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			return slices.Max(found)
		}
	}
	t.Fatalf("none of %v is there; make failover installs them", patterns)
	return ""
}

func (s *site) hostPort() string { return net.JoinHostPort(host, strconv.Itoa(s.port)) }
