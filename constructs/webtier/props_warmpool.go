package webtier

// WarmPool configures servers that are prepared before they are needed, for applications that take long to install: one that
// is added has had its script run already, and only boots. It takes an image with systemd, and what the application's script
// starts must start by itself when the server boots, as application does.
//
// A deployment leaves the servers of the pool as they are (AWS CloudFormation User Guide, "AWS::AutoScaling::WarmPool"). So
// that none of them serves an old release, a server that leaves the pool after a deployment gives way to a new one: the first
// servers added after a deployment come no sooner than without a pool. An update that takes servers from the pool takes that
// much longer too.
// Source: Amazon EC2 Auto Scaling User Guide, "Decrease latency for applications with long boot times using warm pools".
type WarmPool struct {
	// Whether the servers of the pool are stopped, and cost what their volumes do, or running, and cost what all do.
	// Default: there is no pool.
	State PoolState `yaml:"state" oneof:"stopped running"`
	// The least number of servers in the pool. Default: the pool may be empty, once maxPrepared are in service.
	MinSize int `yaml:"minSize" range:"1,1000"`
	// How many servers there are in the pool and in service together; more than that are in service only when the pool is
	// used up. Default: maxCapacity.
	MaxPrepared int `yaml:"maxPrepared" range:"1,1000"`
	// Takes servers that are removed back into the pool, as they are, instead of terminating them. Default: false.
	ReuseOnScaleIn bool `yaml:"reuseOnScaleIn"`
}

// PoolState is how servers wait in a warm pool.
type PoolState string

const (
	// PoolStopped is stopped.
	PoolStopped PoolState = "stopped"
	// PoolRunning is running.
	PoolRunning PoolState = "running"
)
