package database

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbackup"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// Database is a relational database that survives the loss of a zone. Create it with [New]; do not copy it.
type Database struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg                Props
	allocates          bool   // the user says how much storage there is
	path               string // the construct's path, for descriptions
	firstIdentifier    string // before anything was restored
	instanceIdentifier string // of the database that is in use
	key                awskms.IKey
	ownKey             awskms.Key              // nil when the key was brought along: its policy is not ours to write
	instance           awsrds.DatabaseInstance // nil when it is a cluster
	cluster            awsrds.CfnDBCluster     // nil when it is an instance
	members            []awsrds.CfnDBInstance  // the instances of an Aurora cluster
	l2                 awsrds.IDatabaseCluster
	secret             awssecretsmanager.ISecret
	secretARN          *string
	role               awsiam.CfnRole          // enhanced monitoring's, or nil
	parameterGroup     awsrds.ParameterGroup   // of the instance in use
	subnets            awsrds.CfnDBSubnetGroup // a cluster's
	replicas           []awsrds.CfnDBInstance
	backedUp           []*string // the ARNs of what the backup plan selects
	backupVault        awsbackup.CfnBackupVault
	backupPlan         awsbackup.CfnBackupPlan
	connections        awsec2.Connections // of the proxy, where there is one
	direct             awsec2.Connections // of the database itself
	proxies            []*proxied         // of the generations
	privateZone        awsroute53.IHostedZone
	topic              awssns.ITopic // nil when nobody is told
	alarms             []awscloudwatch.CfnAlarm
}

var (
	_ constructs.Construct = (*Database)(nil)
	_ awsec2.IConnectable  = (*Database)(nil)
)

// New creates a database. It panics with the error of [Props.Validate] when the props are wrong, when the zone or the key
// is not in the stack's Region, when a zone is named and the stack has no Region, or when the VPC has no isolated subnets,
// and has then created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *Database {
	if err := props.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("database %q: %w", id, err))
	}
	d := &Database{cfg: props.resolve(), allocates: props.AllocatedStorageGiB != 0}
	constructs.NewConstruct_Override(d, scopeOf, &id)
	d.path = *d.Node().Path()
	d.firstIdentifier = d.identifier()
	d.key = d.createKey()
	group := awsec2.NewSecurityGroup(d, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              d.cfg.VPC,
		Description:      jsii.String("Database: only from security groups that are let in"),
		AllowAllOutbound: jsii.Bool(false),
	})
	d.direct = awsec2.NewConnections(&awsec2.ConnectionsProps{
		SecurityGroups: &[]awsec2.ISecurityGroup{group},
		DefaultPort:    awsec2.Port_Tcp(jsii.Number(d.cfg.Port)),
	})
	d.connections = d.direct
	if d.cfg.Proxy.Enabled {
		d.letProxyIn()
	}
	d.createGenerations(group)
	d.createReplicas(group)
	d.createNames()
	if !d.cfg.BackupPlan.Disable {
		d.createBackupPlan()
	}
	d.notify()
	d.createAlarms()
	d.warnOfSupport()
	return d
}

// Instance returns the RDS instance, for its metrics, grants and what no prop covers, or nil when the database is a
// cluster: see [Database.Cluster].
func (d *Database) Instance() awsrds.DatabaseInstance { return d.instance }

// Key returns the key that encrypts the database.
func (d *Database) Key() awskms.IKey { return d.key }

// Secret returns the secret in which RDS keeps the master user's name and password, and which it rotates, or nil when the
// database is a replica of one in another Region, which has the secret.
func (d *Database) Secret() awssecretsmanager.ISecret { return d.secret }

// BackupVault returns the vault that holds AWS Backup's copies, or nil when there is no backup plan.
func (d *Database) BackupVault() awsbackup.CfnBackupVault { return d.backupVault }

// BackupPlan returns the plan by which AWS Backup copies the database, or nil when there is none.
func (d *Database) BackupPlan() awsbackup.CfnBackupPlan { return d.backupPlan }

// Connections opens the path from security groups to the database's port, or to its proxy's:
// d.Connections().AllowDefaultPortFrom(…).
func (d *Database) Connections() awsec2.Connections { return d.connections }

func (d *Database) createKey() awskms.IKey {
	switch {
	case d.cfg.Key != nil:
		return d.cfg.Key
	case d.cfg.KMSKeyARN != "":
		return awskms.Key_FromKeyArn(d, jsii.String("Key"), &d.cfg.KMSKeyARN)
	}
	// Kept: without the key, snapshots are lost.
	uses := append([]key.Statement{key.ForLogGroups(d.logGroupPatterns()...)}, d.forCopies()...)
	d.ownKey = key.New(d, "Key", "Database "+d.path, awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, uses...)
	return d.ownKey
}

// identifier is the user's, or the construct's path in the characters that RDS allows.
func (d *Database) identifier() string {
	if d.cfg.Identifier != "" {
		return d.cfg.Identifier
	}
	name := awscdk.Names_UniqueResourceName(d, &awscdk.UniqueResourceNameOptions{
		MaxLength: jsii.Number(d.cfg.maxIdentifier()),
		Separator: jsii.String("-"),
	})
	return strings.ReplaceAll(strings.ToLower(*name), "--", "-") // two meet where a long path was cut
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
