// Package database creates a relational database that survives the loss of a zone: an Amazon RDS instance for MySQL,
// PostgreSQL or MariaDB with a synchronous standby in a second zone, in the isolated subnets of a VPC.
//
// The zero value is safe: New(stack, "Database", &Props{VPC: vpc}) makes a Multi-AZ MySQL database that is encrypted with
// a key of its own, accepts TLS connections only, is backed up for two weeks, cannot be deleted by accident, and leaves a
// snapshot when it is deleted on purpose. RDS keeps the master password in Secrets Manager; it is never in a template.
// Database users may also log in with tokens of IAM instead of passwords.
//
// # Copies
//
// RDS's own backups belong to the instance. Every day AWS Backup also copies the database into a vault, which is kept,
// with its copies and the key, when the stack is deleted. [BackupPlan] says for how long a copy is kept, and leaves them
// out.
//
// # Who may connect
//
// Nobody, until let in: the database is a connectable whose default port is its own, so Connections() opens the path to
// a security group. A web tier does that, and more, with its Use method.
//
// [Proxy] puts RDS Proxy between: then Connections() is the proxy's, and DirectConnections() the way past it. Each restored
// database has a proxy of its own. [PrivateDNS] makes names for who is not told by the deployment.
//
// # Failing over
//
// When the primary fails, RDS moves the endpoint's name to the standby, usually within one or two minutes. Connect by
// name, never by address, and reconnect when a connection breaks.
//
// # What it tells
//
// Alarms watch each instance's CPU, memory, connections, latency, free storage and, where there are any, its lag behind the
// writer, its credits for bursts and the age of its transactions. Their thresholds are derived from the props, and [Alarms]
// overrides them. They and RDS's own events are published to a topic, which [Notifications] subscribes addresses to.
//
// # What it costs
//
// A Multi-AZ instance is charged as two of its class, its storage twice too. The key is charged at about a dollar a
// month. Backups up to the size of the storage, seven days of Performance Insights and one secret's monthly fee come with
// it; AWS Backup's copies are charged by the gigabyte and month, enhanced monitoring and log exports as CloudWatch Logs. The topic's key is another dollar, and each
// alarm about ten cents: under a dollar for an instance. A proxy is charged for each vCPU or ACU of the database.
//
// # Reaching what it has no prop for
//
// [Database.Instance] is the CDK's own awsrds.DatabaseInstance: its metrics, grants and its resource.
package database
