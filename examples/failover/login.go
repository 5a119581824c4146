package failover

import (
	"context"
	"sync"
)

// A Login is what the secret holds, or a user and a token of IAM.
type Login struct {
	Username string
	Password string
}

// logins keeps the login, so that a burst of new connections after a failover is no burst of calls to Secrets Manager.
type logins struct {
	read func(context.Context) (Login, error)

	mu      sync.Mutex
	current *Login
}

func (l *logins) get(ctx context.Context) (Login, error) {
	l.mu.Lock()
	current := l.current
	l.mu.Unlock()
	if current != nil {
		return *current, nil
	}
	// Read without the lock: a slow answer must not hold up those with more patience or less.
	login, err := l.read(ctx)
	if err != nil {
		return Login{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = &login
	return login, nil
}

// forget makes the next connection read the secret again.
func (l *logins) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = nil
}
