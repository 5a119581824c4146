package webtier

// Balancing configures how a load balancer shares the work among the servers.
// Source of the limits: Elastic Load Balancing API Reference, "TargetGroupAttribute".
type Balancing struct {
	// How an Application Load Balancer chooses a server: each in turn, the one with the fewest open requests, or at random
	// with fewer requests for servers that answer worse than the others. Default: roundRobin.
	Algorithm Algorithm `yaml:"algorithm" oneof:"roundRobin leastOutstandingRequests weightedRandom"`
	// With weightedRandom, gives servers that answer worse than the others as many requests as those. Default: false.
	DisableAnomalyMitigation bool `yaml:"disableAnomalyMitigation"`
	// How long an Application Load Balancer takes to give a new server its full share, in seconds, 30 to 900, for
	// applications that start cold. Default: the full share at once.
	SlowStartSeconds int `yaml:"slowStartSeconds" range:"30,900"`
	// The name of a cookie of the application that keeps a visitor on the same server, for stickinessSeconds.
	// Default: a cookie of the load balancer.
	StickinessCookie string `yaml:"stickinessCookie"`
	// Keeps all connections from one address on the same server of a Network Load Balancer without TLS. Clients behind one
	// address all go to one server. Default: false.
	SourceAddressStickiness bool `yaml:"sourceAddressStickiness"`
	// Takes a zone out of the load balancer's DNS name while it has fewer healthy servers than this, counting the servers
	// of every zone unless each zone keeps to its own. Not more than minCapacity. Default: 1.
	FailOverBelow int `yaml:"failOverBelow" range:"1,1000"`
	// The same in percent of the servers, 1 to 100. Default: not used.
	FailOverBelowPercent int `yaml:"failOverBelowPercent" range:"1,100"`
	// Sends requests to unhealthy servers too while fewer than this are healthy, so that those that are left are not
	// overrun. Not more than failOverBelow. Default: 1.
	FailOpenBelow int `yaml:"failOpenBelow" range:"1,1000"`
	// The same in percent of the servers, 1 to 100, not more than failOverBelowPercent. Default: not used.
	FailOpenBelowPercent int `yaml:"failOpenBelowPercent" range:"1,100"`
}

// Algorithm says how an Application Load Balancer chooses a server.
type Algorithm string

const (
	// RoundRobin chooses each server in turn.
	RoundRobin Algorithm = "roundRobin"
	// LeastOutstandingRequests chooses the server with the fewest open requests.
	LeastOutstandingRequests Algorithm = "leastOutstandingRequests"
	// WeightedRandom chooses at random, and less often servers that answer worse than the others.
	WeightedRandom Algorithm = "weightedRandom"
)
