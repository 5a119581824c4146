// Package failover is a pattern to copy: how an application keeps a database that fails over.
//
// It connects by the endpoint's name and looks the name up each time, verifies the server's certificate, limits how long
// anything may take, tells what is worth another attempt from what is not, and attempts it again without doing it twice.
// An application calls two methods:
//
//	db, err := failover.Open(settings, failover.Options{Login: readSecret})
//	err = db.Once(ctx, orderID, func(ctx context.Context, tx *sql.Tx) error { … }) // writes
//	err = db.Retry(ctx, func(ctx context.Context) error { … })                     // reads
//
// The drill in the folder beside this kills real servers under load and sees that nothing is lost or done twice.
// docs/failover.md of the repository says what happens in a failover and why each limit is what it is.
package failover
