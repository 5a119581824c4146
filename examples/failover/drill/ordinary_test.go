package drill

import (
	"sync/atomic"
	"testing"
	"time"
)

// An ordinary program connects by name, verifies the certificate, and tries again after every error, but limits no time
// and keeps its connections. It shows that the drill can fail.
type ordinary struct {
	last atomic.Int64 // when it last wrote, in nanoseconds
}

func startOrdinary(t *testing.T, site *site) *ordinary {
	t.Helper()
	db := site.engine.plain(t, site, true)
	execute(t, db, "CREATE TABLE ordinary (writes integer NOT NULL)", "INSERT INTO ordinary VALUES (0)")
	var program ordinary
	var stopped atomic.Bool
	t.Cleanup(func() { stopped.Store(true) })
	go func() {
		for !stopped.Load() {
			if _, err := db.Exec("UPDATE ordinary SET writes = writes + 1"); err == nil {
				program.last.Store(time.Now().UnixNano())
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return &program
}

func (p *ordinary) worksSince(moment time.Time) bool {
	return p.last.Load() > moment.UnixNano()
}
