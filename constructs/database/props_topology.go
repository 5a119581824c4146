package database

// Topology is what stands by for a database of mysql, postgres or mariadb.
type Topology string

const (
	// Standby is a synchronous standby in another zone, which nobody can read.
	Standby Topology = "standby"
	// ReadableStandbys are two standbys in two other zones, which can be read: a Multi-AZ DB cluster.
	ReadableStandbys Topology = "readable-standbys"
)

// StorageType is a kind of storage.
type StorageType string

const (
	// GP3 is general purpose storage on SSD.
	GP3 StorageType = "gp3"
	// IO1 is storage with provisioned operations.
	IO1 StorageType = "io1"
	// IO2 is storage with provisioned operations, of less latency and more durability than io1 for the same price.
	IO2 StorageType = "io2"
)

// Aurora configures a cluster of Amazon Aurora.
type Aurora struct {
	// How many readers there are besides the writer, 1 to 15, one in each further zone of the VPC and then around again. Any
	// can take over from the writer. Adding and removing readers touches nothing else; the last ones go first. Each is
	// charged as the writer is. Default: one for each further zone of the VPC.
	Readers int `yaml:"readers" range:"1,15"`
	// The capacity by which Aurora scales the writer and the readers, in place of an instanceClass.
	Serverless Serverless `yaml:"serverless"`
	// Charges the storage at a flat price by the gigabyte, and nothing for each read and write: cheaper when these are
	// over a quarter of the bill (source: Amazon Aurora User Guide, "Storage configurations for Amazon Aurora DB clusters").
	// Changing it interrupts nothing, and back to the standard can be changed once in 30 days. Default: false.
	IOOptimized bool `yaml:"ioOptimized"`
	// How many hours a cluster of aurora-mysql can be turned back in place, 1 to 72 (source: Amazon Aurora User Guide,
	// "Backtracking an Aurora DB cluster"). It needs a new cluster when it was not there from the start, and the change
	// records are charged. Changing the hours interrupts nothing. Default: it cannot.
	BacktrackHours int `yaml:"backtrackHours" range:"1,72"`
}

// Serverless configures Aurora Serverless v2. An ACU is about 2 GiB of memory with the CPU that goes with it, and is charged by
// the second.
type Serverless struct {
	// How many ACUs each instance may grow to, 1 to 256, which makes the cluster a serverless one. Changing it interrupts
	// nothing, but what depends on it, such as the number of connections, waits for a reboot. Default: provisioned
	// instances of an instanceClass.
	MaxACU int `yaml:"maxAcu" range:"1,256"`
	// How many ACUs each instance keeps when it is idle, 1 to 256: below two, Performance Insights and large databases get
	// too little memory (source: Amazon Aurora User Guide, "Performance and scaling for Aurora Serverless v2"). Changing it
	// interrupts nothing. Default: 2, or maxAcu if that is less.
	MinACU int `yaml:"minAcu" range:"1,256"`
	// After how many minutes without a connection an instance pauses, 5 to 1440: the first one then waits about fifteen
	// seconds. Changing it interrupts nothing. Default: it does not pause.
	PauseAfterMinutes int `yaml:"pauseAfterMinutes" range:"5,1440"`
}
