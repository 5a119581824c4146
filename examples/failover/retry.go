package failover

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"time"
)

// Schema is the table that Once needs. Delete rows that are older than any caller repeats an operation.
const Schema = `CREATE TABLE IF NOT EXISTS applied_operations (
	operation varchar(100) PRIMARY KEY,
	applied   timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
	repeated  integer NOT NULL DEFAULT 0
)`

// Retry attempts work until it succeeds, fails for good, or the caller's deadline has come, which is in three minutes where
// there is none. A request of a user should have a deadline of seconds and then answer 503; a worker can wait.
//
// Work may be done more than once, even if it was successful: the answer may be lost. Use it to read, or for what is the
// same when done twice; Once is for the rest.
func (d *DB) Retry(ctx context.Context, work func(context.Context) error) error {
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	for attempt := 1; ; attempt++ {
		err := d.attempt(ctx, work)
		class := Classify(err)
		switch class {
		case Succeeded:
			return nil
		case Permanent, Refused:
			return err
		case Broken, ReadOnly:
			d.dropIdle()
		}
		if d.options.OnRetry != nil {
			d.options.OnRetry(attempt, class, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d attempts, the last one: %w", attempt, err)
		case <-time.After(backoff(attempt)):
		}
	}
}

// attempt gives work its share of the time, so that what hangs is left to try elsewhere.
func (d *DB) attempt(ctx context.Context, work func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d.options.AttemptTimeout)
	defer cancel()
	return work(ctx)
}

// Once applies an operation exactly once, however many attempts it takes: its key is inserted in the same transaction, so
// an attempt that was committed although its answer was lost is found by the next. The key is the caller's, who chooses it
// before the first attempt and keeps it for every repetition, in another process too: an order's id, a message's id.
//
// Work is a transaction's statements without the commit. It must do nothing outside of the transaction, which may be
// rolled back and done again.
func (d *DB) Once(ctx context.Context, key string, work func(context.Context, *sql.Tx) error) error {
	return d.Retry(ctx, func(ctx context.Context) error {
		tx, err := d.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back; else the first error counts
		claimed, err := tx.ExecContext(ctx, d.dialect.claim, key)
		if err != nil {
			return err
		}
		rows, err := claimed.RowsAffected()
		switch {
		case err != nil:
			return err
		case rows > 0:
			err = work(ctx, tx)
		default: // An earlier attempt was committed here, but perhaps not yet on the standby. This commit waits for both.
			_, err = tx.ExecContext(ctx, d.dialect.repeat, key)
		}
		if err != nil {
			return err
		}
		return tx.Commit()
	})
}

// dropIdle closes the connections that nobody uses: where one is broken or with a demoted server, so are they, and each
// would cost an attempt. Those in use are dropped by their users.
func (d *DB) dropIdle() {
	d.SetMaxIdleConns(0)
	d.SetMaxIdleConns(maxConnections)
}

// backoff grows from a tenth of a second to two and is random, so that all servers do not come back at once.
func backoff(attempt int) time.Duration {
	ceiling := min(100*time.Millisecond<<min(attempt-1, 5), 2*time.Second)
	return ceiling/2 + rand.N(ceiling/2)
}
