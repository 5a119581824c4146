package ledger

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// An Ack is an operation that its writer was told is done.
type Ack struct {
	Operation string
	Writer    int
	At        time.Time
}

// Result is what writers were told.
type Result struct {
	Acknowledged []Ack            // by time
	Failed       map[string]error // by operation
}

// Load is writers at work.
type Load struct {
	stop context.CancelFunc
	done sync.WaitGroup

	mu     sync.Mutex
	result Result
}

// Write does one operation.
type Write func(ctx context.Context, operation string, account int) error

// Start starts writers, each of which books one operation after the other until the load is stopped. Each operation has
// as long as the context has.
func Start(ctx context.Context, writers int, write Write) *Load {
	running, stop := context.WithCancel(ctx)
	load := &Load{stop: stop, result: Result{Failed: map[string]error{}}}
	for writer := range writers {
		load.done.Go(func() {
			for n := 0; running.Err() == nil; n++ {
				operation := fmt.Sprintf("writer-%d-operation-%d", writer, n)
				load.record(operation, writer, write(ctx, operation, (writer+n)%Accounts))
				select {
				case <-running.Done():
				case <-time.After(5 * time.Millisecond):
				}
			}
		})
	}
	return load
}

func (l *Load) record(operation string, writer int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.result.Failed[operation] = err
		return
	}
	l.result.Acknowledged = append(l.result.Acknowledged, Ack{Operation: operation, Writer: writer, At: time.Now()})
}

// Stop lets every writer finish its operation.
func (l *Load) Stop() Result {
	l.stop()
	l.done.Wait()
	return l.result
}

// Since are the writers that had an operation acknowledged after a moment.
func (l *Load) Since(moment time.Time) []int {
	l.mu.Lock()
	defer l.mu.Unlock()
	var writers []int
	for _, ack := range slices.Backward(l.result.Acknowledged) {
		if !ack.At.After(moment) {
			break
		}
		if !slices.Contains(writers, ack.Writer) {
			writers = append(writers, ack.Writer)
		}
	}
	return writers
}

// Outage is the longest time in which nothing was acknowledged, and when it ended.
func (r Result) Outage() (length time.Duration, end time.Time) {
	for i := 1; i < len(r.Acknowledged); i++ {
		if gap := r.Acknowledged[i].At.Sub(r.Acknowledged[i-1].At); gap > length {
			length, end = gap, r.Acknowledged[i].At
		}
	}
	return length, end
}
