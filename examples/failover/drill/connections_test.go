package drill

import (
	"context"
	"crypto/x509"
	"database/sql"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/examples/failover"
	"github.com/evenkeel-cdk/evenkeel/examples/failover/ledger"
)

// TestConnections needs no failover: what the pattern refuses, and what it does about a lost answer and a new password.
func TestConnections(t *testing.T) {
	for name := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel() //nolint:forbidigo // no jsii kernel here
			site := newSite(t, name, install(t, name))
			t.Run("a certificate of another authority", site.refusesAnotherAuthority)
			t.Run("a certificate for another name", site.refusesAnotherName)
			t.Run("no TLS", site.serverRequiresTLS)
			t.Run("a server that takes no writes", site.refusesReaders)
			t.Run("a lost answer", site.survivesLostAnswers)
			t.Run("a new password", site.learnsTheNewPassword)
			t.Run("a wrong password", site.tellsOfAWrongPassword)
			t.Run("the check finds what is wrong", site.checkFinds)
		})
	}
}

// fails sees that the first attempt fails for good, soon, and without another attempt.
func (s *site) fails(t *testing.T, settings failover.Settings, login func(context.Context) (failover.Login, error)) error {
	t.Helper()
	met := &tally{}
	db := open(t, settings, failover.Options{Login: login, Resolver: s.names.resolver(), OnRetry: met.add})
	err := db.Retry(t.Context(), func(ctx context.Context) error {
		_, err := db.ExecContext(ctx, "SELECT 1")
		return err
	})
	if err == nil {
		t.Fatal("it connected")
	}
	if met.total() > 0 {
		t.Errorf("it tried again: %v", met)
	}
	return err
}

func (s *site) refusesAnotherAuthority(t *testing.T) {
	settings := s.settings(t)
	settings.CABundle = newAuthority(t, folder(t), "impostor").file()
	var unknown x509.UnknownAuthorityError
	if err := s.fails(t, settings, login); !errors.As(err, &unknown) {
		t.Error(err)
	}
}

func (s *site) refusesAnotherName(t *testing.T) {
	settings := s.settings(t)
	settings.Host = "other.evenkeel.test"
	var wrong x509.HostnameError
	if err := s.fails(t, settings, login); !errors.As(err, &wrong) {
		t.Error(err)
	}
}

func (s *site) serverRequiresTLS(t *testing.T) {
	if err := s.engine.plain(t, s, true).Ping(); err != nil {
		t.Fatalf("with TLS: %v", err)
	}
	err := s.engine.plain(t, s, false).Ping()
	// MariaDB says no more than that the login is refused, with the password that is right with TLS.
	if err == nil || !strings.Contains(err.Error(), "no encryption") && !strings.Contains(err.Error(), "Access denied") {
		t.Errorf("without TLS: %v", err)
	}
}

// refusesReaders has the name lead to the standby, as one that is kept too long does.
func (s *site) refusesReaders(t *testing.T) {
	settings, stale := s.settings(t), serveNames(t, addressOther)
	db := open(t, settings, failover.Options{Login: login, Resolver: stale.resolver()})
	if err := db.PingContext(t.Context()); failover.Classify(err) != failover.ReadOnly {
		t.Errorf("to write: %v", err)
	}
	reading := open(t, settings, failover.Options{Login: login, Resolver: stale.resolver(), Reading: true})
	if err := reading.PingContext(t.Context()); err != nil {
		t.Errorf("to read: %v", err)
	}
}

func (s *site) tellsOfAWrongPassword(t *testing.T) {
	reads := 0
	err := s.fails(t, s.settings(t), func(context.Context) (failover.Login, error) {
		reads++
		return failover.Login{Username: username, Password: "wrong"}, nil
	})
	if failover.Classify(err) != failover.Refused || reads != 2 {
		t.Errorf("the secret was read %d times, want 2: %v", reads, err)
	}
}

// learnsTheNewPassword has RDS change the password while the program has the old one.
func (s *site) learnsTheNewPassword(t *testing.T) {
	current, reads := password, 0
	met := &tally{}
	db := open(t, s.settings(t), failover.Options{
		Login: func(context.Context) (failover.Login, error) {
			reads++
			return failover.Login{Username: username, Password: current}, nil
		},
		Resolver: s.names.resolver(),
		OnRetry:  met.add,
	})
	for _, change := range []string{"", "rotated-once", password} {
		if change != "" {
			s.engine.setPassword(t, s.primary, change)
			current = change
		}
		db.SetMaxIdleConns(0) // every time a new connection
		if err := db.PingContext(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if reads != 3 || met.total() > 0 {
		t.Errorf("the secret was read %d times, want 3, and there were failures: %v", reads, met)
	}
}

// survivesLostAnswers breaks the connection when the server has committed and its answer is on the way: nobody can tell
// whether the operation is done. The pattern does it once. Doing it again without a key does it twice.
func (s *site) survivesLostAnswers(t *testing.T) {
	var cutNext atomic.Bool
	dialer := net.Dialer{Resolver: s.names.resolver()}
	met := &tally{}
	db := open(t, s.settings(t), failover.Options{
		Login:    login,
		Resolver: s.names.resolver(),
		OnRetry:  met.add,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			return &cutter{Conn: conn, armed: &cutNext}, err
		},
	})
	if err := ledger.Create(t.Context(), db.DB); err != nil {
		t.Fatal(err)
	}
	const once, again = "with-a-key", "without-a-key"
	book := func(ctx context.Context, tx *sql.Tx, operation string, cut bool) error {
		err := ledger.Book(ctx, tx, s.name, operation, 0)
		cutNext.Store(cut) // the next that is sent is the commit
		return err
	}

	attempts := 0
	err := db.Once(t.Context(), once, func(ctx context.Context, tx *sql.Tx) error {
		attempts++
		return book(ctx, tx, once, attempts == 1)
	})
	if err != nil || attempts != 1 || met.count(failover.Broken) != 1 {
		t.Errorf("%d attempts did the work, and failed: %v, %v", attempts, met, err)
	}

	attempts = 0
	err = db.Retry(t.Context(), func(ctx context.Context) error {
		attempts++
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // the commit says how it went
		if err := book(ctx, tx, again, attempts == 1); err != nil {
			return err
		}
		return tx.Commit()
	})
	if err != nil || attempts != 2 {
		t.Errorf("%d attempts without a key: %v", attempts, err)
	}
	for operation, want := range map[string]int{once: 1, again: 2} {
		var times int
		query := "SELECT count(*) FROM ledger_entries WHERE operation = '" + operation + "'"
		if err := s.primary.admin.QueryRow(query).Scan(&times); err != nil || times != want {
			t.Errorf("%s was written %d times, want %d: %v", operation, times, want, err)
		}
	}
}

// A cutter sends what it is given, and breaks instead of receiving the answer.
type cutter struct {
	net.Conn
	armed *atomic.Bool
	cut   bool
}

func (c *cutter) Write(data []byte) (int, error) {
	n, err := c.Conn.Write(data)
	if c.armed.CompareAndSwap(true, false) {
		c.cut = true
	}
	return n, err
}

func (c *cutter) Read(data []byte) (int, error) {
	n, err := c.Conn.Read(data)
	if c.cut {
		c.Conn.Close() //nolint:errcheck // this is what it is for
		return 0, net.ErrClosed
	}
	return n, err
}

// checkFinds spoils a ledger in every way that the check is to find.
func (s *site) checkFinds(t *testing.T) {
	db := open(t, s.settings(t), failover.Options{Login: login, Resolver: s.names.resolver()})
	if err := ledger.Create(t.Context(), db.DB); err != nil {
		t.Fatal(err)
	}
	load := ledger.Start(t.Context(), 1, func(ctx context.Context, operation string, account int) error {
		return db.Once(ctx, operation, func(ctx context.Context, tx *sql.Tx) error {
			return ledger.Book(ctx, tx, s.name, operation, account)
		})
	})
	until(t, "there are writes", func() error {
		if len(load.Since(time.Time{})) == 0 {
			return errors.New("none yet")
		}
		return nil
	})
	result := load.Stop()
	if err := ledger.Check(t.Context(), s.primary.admin, result); err != nil {
		t.Fatal(err)
	}
	first := result.Acknowledged[0].Operation
	for _, spoilt := range []struct{ statement, repair, says string }{
		{
			"UPDATE ledger_entries SET operation = 'another' WHERE operation = '" + first + "'",
			"UPDATE ledger_entries SET operation = '" + first + "' WHERE operation = 'another'",
			first + " was acknowledged at " + result.Acknowledged[0].At.Format(time.TimeOnly) + " and is lost",
		},
		{
			"INSERT INTO ledger_entries VALUES ('" + first + "', 0)",
			"DELETE FROM ledger_entries WHERE operation = '" + first + "'",
			first + " was written 2 times",
		},
		{
			"INSERT INTO ledger_entries VALUES ('another', 0)",
			"DELETE FROM ledger_entries WHERE operation = 'another'",
			"another is there 1 times, and was never acknowledged",
		},
		{
			"UPDATE ledger_accounts SET balance = balance + 1 WHERE id = 0",
			"UPDATE ledger_accounts SET balance = balance - 1 WHERE id = 0",
			"the accounts hold ",
		},
	} {
		execute(t, s.primary.admin, spoilt.statement)
		if err := ledger.Check(t.Context(), s.primary.admin, result); err == nil || !strings.Contains(err.Error(), spoilt.says) {
			t.Errorf("after %s: %v, want %s", spoilt.statement, err, spoilt.says)
		}
		execute(t, s.primary.admin, spoilt.repair)
	}
}
