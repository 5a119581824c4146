// Package ledger is work that shows whether a database or a program loses or doubles anything: it books a unit on an
// account, which is not the same when done twice, and writes down for which operation.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/evenkeel-cdk/evenkeel/examples/failover"
)

// Accounts is how many accounts there are.
const Accounts = 16

// Deliberately, nothing in the tables forbids a second entry for the same operation.
var schema = []string{
	failover.Schema,
	"CREATE TABLE IF NOT EXISTS ledger_accounts (id integer PRIMARY KEY, balance integer NOT NULL)",
	"CREATE TABLE IF NOT EXISTS ledger_entries (operation varchar(100) NOT NULL, account integer NOT NULL)",
	"DELETE FROM applied_operations",
	"DELETE FROM ledger_accounts",
	"DELETE FROM ledger_entries",
}

// Create makes the tables, empty.
func Create(ctx context.Context, db *sql.DB) error {
	for _, statement := range schema {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	for account := range Accounts {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("INSERT INTO ledger_accounts VALUES (%d, 0)", account)); err != nil {
			return err
		}
	}
	return nil
}

// Book books one unit on the operation's account, by statements for the engine.
func Book(ctx context.Context, tx *sql.Tx, engine, operation string, account int) error {
	if _, err := tx.ExecContext(ctx, placeholders(engine, "INSERT INTO ledger_entries VALUES (?, ?)"), operation, account); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, placeholders(engine, "UPDATE ledger_accounts SET balance = balance + 1 WHERE id = ?"), account)
	return err
}

// placeholders are ? for MySQL and $1, $2, … for PostgreSQL.
func placeholders(engine, query string) string {
	if engine != "postgres" {
		return query
	}
	for n := 1; strings.Contains(query, "?"); n++ {
		query = strings.Replace(query, "?", "$"+strconv.Itoa(n), 1)
	}
	return query
}

// Check compares the tables with what the writers were told: every acknowledged operation is there once, and nothing is
// there that failed for good or was never asked for. Operations whose failure left open whether they were done may be
// there once.
func Check(ctx context.Context, db *sql.DB, result Result) error {
	found := map[string]int{}
	rows, err := db.QueryContext(ctx, "SELECT operation FROM ledger_entries")
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err says whether all rows were read
	total := 0
	for rows.Next() {
		var operation string
		if err := rows.Scan(&operation); err != nil {
			return err
		}
		found[operation]++
		total++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var problems []error
	for _, ack := range result.Acknowledged {
		switch times := found[ack.Operation]; times {
		case 0:
			problems = append(problems, fmt.Errorf("%s was acknowledged at %s and is lost", ack.Operation, ack.At.Format(time.TimeOnly)))
		case 1:
		default:
			problems = append(problems, fmt.Errorf("%s was written %d times", ack.Operation, times))
		}
		delete(found, ack.Operation)
	}
	for operation, times := range found {
		if _, open := result.Failed[operation]; !open || times > 1 {
			problems = append(problems, fmt.Errorf("%s is there %d times, and was never acknowledged", operation, times))
		}
	}
	var balance int
	if err := db.QueryRowContext(ctx, "SELECT sum(balance) FROM ledger_accounts").Scan(&balance); err != nil {
		return err
	}
	if balance != total {
		problems = append(problems, fmt.Errorf("the accounts hold %d units and the ledger has %d entries", balance, total))
	}
	return errors.Join(problems...)
}
