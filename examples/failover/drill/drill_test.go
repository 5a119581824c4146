// Package drill lets a program that follows the pattern live through failovers of real servers.
//
// A primary and a standby that confirms every commit listen at two addresses of the loopback interface. One name leads to
// the primary, and moves as the name of an endpoint of Amazon RDS does. Writers book units all the time; the drill kills,
// freezes or demotes the primary, promotes the standby, moves the name, and counts.
package drill

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/evenkeel-cdk/evenkeel/examples/failover"
	"github.com/evenkeel-cdk/evenkeel/examples/failover/ledger"
)

const (
	writers = 8
	// detection is how long the drill waits before it promotes, in the place of RDS, which takes longer.
	detection = time.Second
	// An attempt may begin just before the name changes for the program, and another may find all connections taken:
	// what is left of a time to live, an attempt, a connection, a pause, and as much again for a slow machine.
	resumesWithin = 20 * time.Second
)

var engines = map[string]engine{"postgres": postgres{}, "mariadb": mariadb{}}

var report struct {
	sync.Mutex
	rows []string
}

func TestMain(m *testing.M) {
	if err := mysql.SetLogger(&mysql.NopLogger{}); err != nil {
		panic(err)
	}
	code := m.Run()
	if len(report.rows) > 0 {
		slices.Sort(report.rows)
		fmt.Printf("%-9s %-35s %14s %14s %14s %8s %8s\n", "engine", "what happens", "name moves", "then resumes", "nothing for", "written", "repeats")
		fmt.Println(strings.Join(report.rows, "\n"))
	}
	os.Exit(code)
}

// A failure is what happens to the servers, until the name has moved.
type failure struct {
	name   string
	happen func(t *testing.T, s *site, load *ledger.Load)
	// expect is a class of error that the program must have met: else the drill did not do what it says.
	expect failover.Class
	// attempt is the time of one, where it is not the pattern's.
	attempt time.Duration
	// ordinary is whether a program without limits, which keeps connections for good, lives through it too.
	ordinary bool
}

var failures = []failure{
	{
		name:   "the primary dies",
		expect: failover.Broken,
		happen: func(t *testing.T, s *site, _ *ledger.Load) {
			t.Helper()
			s.primary.kill(t)
			s.failOver(t)
		},
		ordinary: true,
	},
	{
		name:   "the primary hangs",
		expect: failover.Broken,
		happen: func(t *testing.T, s *site, _ *ledger.Load) {
			t.Helper()
			s.primary.freeze(t)
			s.failOver(t)
		},
	},
	{
		name:   "the primary is demoted",
		expect: failover.ReadOnly,
		happen: func(t *testing.T, s *site, _ *ledger.Load) {
			t.Helper()
			s.engine.switchOver(t, s, s.primary, s.standby)
			s.names.move(s.standby.address)
		},
	},
	{
		name:    "the standby hangs, the primary dies",
		expect:  failover.Broken,
		attempt: time.Second,
		happen: func(t *testing.T, s *site, load *ledger.Load) {
			t.Helper()
			s.standby.freeze(t)
			time.Sleep(500 * time.Millisecond) // what the standby has confirmed is on its way
			frozen := time.Now()
			time.Sleep(3 * time.Second) // attempts time out and are repeated, and find what they wrote before
			if told := load.Since(frozen); len(told) > 0 {
				t.Errorf("the writers %v were told that something is done that no standby has", told)
			}
			s.primary.kill(t)
			s.standby.thaw(t)
			s.failOver(t)
		},
		ordinary: true,
	},
}

func TestFailover(t *testing.T) {
	for name := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel() //nolint:forbidigo // no jsii kernel here
			template := install(t, name)
			for _, failure := range failures {
				t.Run(failure.name, func(t *testing.T) {
					t.Parallel() //nolint:forbidigo // no jsii kernel here
					drill(t, newSite(t, name, template), failure)
				})
			}
		})
	}
}

func drill(t *testing.T, site *site, failure failure) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	met := &tally{}
	db := open(t, site.settings(t), failover.Options{
		Login: login, Resolver: site.names.resolver(), OnRetry: met.add, AttemptTimeout: failure.attempt,
	})
	if err := ledger.Create(ctx, db.DB); err != nil {
		t.Fatal(err)
	}
	ordinary := startOrdinary(t, site)
	load := ledger.Start(ctx, writers, func(ctx context.Context, operation string, account int) error {
		return db.Once(ctx, operation, func(ctx context.Context, tx *sql.Tx) error {
			return ledger.Book(ctx, tx, site.name, operation, account)
		})
	})
	time.Sleep(time.Second)
	if working := load.Since(time.Now().Add(-500 * time.Millisecond)); len(working) < writers {
		t.Fatalf("only the writers %v work before anything happens", working)
	}

	began := time.Now()
	failure.happen(t, site, load)
	moved := site.names.moved()
	until(t, "every writer writes again", func() error {
		if working := load.Since(moved); len(working) < writers {
			return fmt.Errorf("only %v do", working)
		}
		return nil
	})
	time.Sleep(time.Second)
	if lives := ordinary.worksSince(moved); lives != failure.ordinary {
		t.Errorf("a program without the pattern writes again: %t, want %t", lives, failure.ordinary)
	}

	result := load.Stop()
	for operation, err := range result.Failed {
		t.Errorf("%s: %v", operation, err)
	}
	outage, end := result.Outage()
	if took := end.Sub(moved); took > resumesWithin {
		t.Errorf("it wrote again %v after the name had moved, want %v at most", took, resumesWithin)
	}
	if met.count(failure.expect) == 0 {
		t.Errorf("no attempt met a %s error; met %v", failure.expect, met)
	}
	if err := ledger.Check(ctx, site.standby.admin, result); err != nil {
		t.Error(err)
	}
	report.Lock()
	defer report.Unlock()
	report.rows = append(report.rows, fmt.Sprintf("%-9s %-35s %13.1fs %13.1fs %13.1fs %8d %8d",
		site.name, failure.name, moved.Sub(began).Seconds(), end.Sub(moved).Seconds(), outage.Seconds(), len(result.Acknowledged), met.total()))
}

func login(context.Context) (failover.Login, error) {
	return failover.Login{Username: username, Password: password}, nil
}

// A tally counts attempts that failed.
type tally struct {
	sync.Mutex
	classes map[failover.Class]int
}

func (c *tally) add(_ int, class failover.Class, _ error) {
	c.Lock()
	defer c.Unlock()
	if c.classes == nil {
		c.classes = map[failover.Class]int{}
	}
	c.classes[class]++
}

func (c *tally) count(class failover.Class) int {
	c.Lock()
	defer c.Unlock()
	return c.classes[class]
}

func (c *tally) total() int {
	c.Lock()
	defer c.Unlock()
	total := 0
	for _, count := range c.classes {
		total += count
	}
	return total
}

func (c *tally) String() string {
	c.Lock()
	defer c.Unlock()
	return fmt.Sprint(c.classes)
}
