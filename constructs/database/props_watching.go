package database

import "github.com/aws/aws-cdk-go/awscdk/v2/awssns"

// Alarms configure when the database's alarms go off. There is one for each thing that a field here is about, and on
// classes that burst for their credits; each says in its description what to do. CloudWatch charges about ten cents a
// month for each, and each instance of a cluster has its own. They look at three spans of five minutes in a row. Changing them
// touches nothing of the database.
type Alarms struct {
	// Leaves all alarms out: that the database is about to fail shows only to who looks. Default: false.
	Disable bool `yaml:"disable"`
	// How much of the CPU may be in use on average, in percent. This alarm also goes off when the database tells nothing.
	// A serverless one has another for its capacity, at the same share of maxAcu. Default: 90.
	CPUPercent int `yaml:"cpuPercent" default:"90" range:"1,100"`
	// How much of allocatedStorageGiB must be free, in percent. What RDS has added since by itself is not counted: from
	// then on, RDS's own event of low storage, at a tenth of all that there is, comes first. RDS adds storage when less
	// than a tenth is free, so that this alarm goes off when that does not happen. Default: 5, or 10 where RDS does not
	// add storage.
	FreeStoragePercent int `yaml:"freeStoragePercent" range:"1,90"`
	// How much of the instance class's memory must be freeable, in percent. Default: 5.
	FreeableMemoryPercent int `yaml:"freeableMemoryPercent" default:"5" range:"1,90"`
	// The memory of the instance class in GiB, from which the alarms of memory and connections are derived. Default: as
	// AWS documents it; required for classes that are not known here.
	MemoryGiB int `yaml:"memoryGiB" range:"1,32768"`
	// How many of the connections that the database takes at most may be open, in percent of the parameter
	// max_connections, or of what RDS makes of the class's memory (source: Amazon RDS User Guide, "Maximum number of
	// database connections"). Default: 80.
	ConnectionsPercent int `yaml:"connectionsPercent" default:"80" range:"1,100"`
	// How long a read from the storage may take on average, in milliseconds. Default: 20.
	ReadLatencyMilliseconds int `yaml:"readLatencyMilliseconds" default:"20" range:"1,60000"`
	// How long a write to the storage may take on average, in milliseconds. Default: 20.
	WriteLatencyMilliseconds int `yaml:"writeLatencyMilliseconds" default:"20" range:"1,60000"`
	// How many seconds a reader may be behind the writer. Default: 30.
	ReplicaLagSeconds int `yaml:"replicaLagSeconds" default:"30" range:"1,3600"`
	// How long who asks a proxy for a connection to the database may wait on average, in milliseconds. Default: 500.
	BorrowLatencyMilliseconds int `yaml:"borrowLatencyMilliseconds" default:"500" range:"1,120000"`
	// How much must be left of the operations and the bytes that the instance saves up for bursts to its storage, in
	// percent. Classes of up to 16 vCPU have them. Default: 20.
	BurstBalancePercent int `yaml:"burstBalancePercent" default:"20" range:"1,99"`
	// How old, in millions of transactions, the oldest one may be that PostgreSQL's vacuum has not frozen; at about 2100
	// the database takes no more writes. Default: 1000.
	TransactionIDsMillions int `yaml:"transactionIdsMillions" default:"1000" range:"200,2000"`
}

// Notifications configure who is told of the database's alarms and of its events, and of those of its replicas: failures and
// failovers, low storage, maintenance, changes and deletion. Changing them touches nothing of the database.
type Notifications struct {
	// Tells nobody: alarms show only to who looks, and events not at all. Default: false.
	Disable bool `yaml:"disable"`
	// The ARN of an SNS topic of your own, in the database's Region. Its policy must let cloudwatch.amazonaws.com and
	// events.rds.amazonaws.com publish, and so must that of its key when it is encrypted. Default: a new topic,
	// encrypted with a new key at about a dollar a month.
	TopicARN string `yaml:"topicArn"`
	// A topic of your own, instead of topicArn. Default: a new topic.
	Topic awssns.ITopic `yaml:"-"`
	// Email addresses that are subscribed to the new topic; each must confirm. Default: nobody
	// is subscribed.
	Emails []string `yaml:"emails"`
}
