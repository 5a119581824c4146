package simulate

// A server is known by the minutes from which it is what.
type server struct {
	inService int // AWS calls it in service
	ready     int // it carries its share of the load
	warm      int // it counts in the averages
}

// A fleet is the servers of a group, the oldest first, and those that are being stopped.
type fleet struct {
	servers  []server
	draining []int // until when each is there still

	start, ready, drain int // how long each takes, in minutes
}

func newFleet(s Settings) fleet {
	return fleet{
		servers: make([]server, s.Initial),
		start:   minutes(s.StartSeconds), ready: minutes(s.ReadySeconds), drain: minutes(s.DrainSeconds),
	}
}

// resize starts servers or stops the oldest ones.
func (f *fleet) resize(to, now, warmup int) {
	for len(f.servers) < to {
		inService := now + f.start
		f.servers = append(f.servers, server{inService, inService + f.ready, inService + warmup})
	}
	for len(f.servers) > to {
		f.servers = f.servers[1:]
		f.draining = append(f.draining, now+f.drain)
	}
}

// drained forgets the servers that have stopped by now.
func (f *fleet) drained(now int) {
	for len(f.draining) > 0 && f.draining[0] <= now {
		f.draining = f.draining[1:]
	}
}

// there is how many servers there are when something is to be removed: those that are being stopped count.
func (f *fleet) there() int { return len(f.servers) + len(f.draining) }

// warm is how many servers there are when something is to be added: those that are still warming up do not count.
func (f *fleet) warm(now int) int { return f.count(func(s server) bool { return s.warm <= now }) }

// starting is how many servers are not in service yet.
func (f *fleet) starting(now int) int {
	return f.count(func(s server) bool { return s.inService > now })
}

// carrying is how many servers carry the load, and how many of those count in the averages.
func (f *fleet) carrying(now int) (all, counted int) {
	all = f.count(func(s server) bool { return s.ready <= now })
	counted = f.count(func(s server) bool { return s.ready <= now && s.warm <= now })
	return all, counted
}

func (f *fleet) count(is func(server) bool) int {
	n := 0
	for _, s := range f.servers {
		if is(s) {
			n++
		}
	}
	return n
}
