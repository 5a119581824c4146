package database

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbackup"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

// Database is a relational database that survives the loss of a zone. Create it with [New]; do not copy it.
type Database struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg                Props
	path               string // the construct's path, for descriptions
	instanceIdentifier string
	key                awskms.IKey
	ownKey             awskms.Key              // nil when the key was brought along: its policy is not ours to write
	instance           awsrds.DatabaseInstance // nil when it is a cluster
	cluster            awsrds.CfnDBCluster     // nil when it is an instance
	members            []awsrds.CfnDBInstance  // the instances of an Aurora cluster
	l2                 awsrds.IDatabaseCluster
	secret             awssecretsmanager.ISecret
	secretARN          *string
	backupVault        awsbackup.CfnBackupVault
	backupPlan         awsbackup.CfnBackupPlan
	connections        awsec2.Connections
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
	d := &Database{cfg: props.resolve()}
	constructs.NewConstruct_Override(d, scopeOf, &id)
	d.path = *d.Node().Path()
	d.instanceIdentifier = d.identifier()
	d.key = d.createKey()
	group := awsec2.NewSecurityGroup(d, jsii.String("SecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              d.cfg.VPC,
		Description:      jsii.String("Database: only from security groups that are let in"),
		AllowAllOutbound: jsii.Bool(false),
	})
	d.connections = awsec2.NewConnections(&awsec2.ConnectionsProps{
		SecurityGroups: &[]awsec2.ISecurityGroup{group},
		DefaultPort:    awsec2.Port_Tcp(jsii.Number(d.cfg.Port)),
	})
	if d.cfg.clustered() {
		d.createCluster(group)
	} else {
		d.instance = d.createInstance(group)
		d.secret = d.instance.Secret()
	}
	d.secretARN = d.secret.SecretArn()
	if !d.cfg.BackupPlan.Disable {
		d.createBackupPlan()
	}
	d.notify()
	d.createAlarms()
	return d
}

// Instance returns the RDS instance, for its metrics, grants and what no prop covers, or nil when the database is a
// cluster: see [Database.Cluster].
func (d *Database) Instance() awsrds.DatabaseInstance { return d.instance }

// Key returns the key that encrypts the database.
func (d *Database) Key() awskms.IKey { return d.key }

// Secret returns the secret in which RDS keeps the master user's name and password, and which it rotates.
func (d *Database) Secret() awssecretsmanager.ISecret { return d.secret }

// BackupVault returns the vault that holds AWS Backup's copies, or nil when there is no backup plan.
func (d *Database) BackupVault() awsbackup.CfnBackupVault { return d.backupVault }

// BackupPlan returns the plan by which AWS Backup copies the database, or nil when there is none.
func (d *Database) BackupPlan() awsbackup.CfnBackupPlan { return d.backupPlan }

// Connections opens the path from security groups to the database's port: d.Connections().AllowDefaultPortFrom(…).
func (d *Database) Connections() awsec2.Connections { return d.connections }

func (d *Database) createKey() awskms.IKey {
	switch {
	case d.cfg.Key != nil:
		return d.cfg.Key
	case d.cfg.KMSKeyARN != "":
		return awskms.Key_FromKeyArn(d, jsii.String("Key"), &d.cfg.KMSKeyARN)
	}
	// Kept: without the key, snapshots are lost.
	uses := append([]key.Statement{key.ForLogGroups(d.logGroupPrefix() + "*")}, d.forCopies()...)
	d.ownKey = key.New(d, "Key", "Database "+d.path, awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, uses...)
	return d.ownKey
}

func (d *Database) createInstance(group awsec2.ISecurityGroup) awsrds.DatabaseInstance {
	cfg := d.cfg
	engine := cfg.engine()
	props := &awsrds.DatabaseInstanceProps{
		Vpc:                cfg.VPC,
		VpcSubnets:         &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		SecurityGroups:     &[]awsec2.ISecurityGroup{group},
		Port:               jsii.Number(cfg.Port),
		PubliclyAccessible: jsii.Bool(false),
		MultiAz:            jsii.Bool(!cfg.SingleZone),

		Engine:                   engine,
		InstanceIdentifier:       &d.instanceIdentifier,
		InstanceType:             awsec2.NewInstanceType(jsii.String(strings.TrimPrefix(cfg.InstanceClass, "db."))),
		DatabaseName:             &cfg.DatabaseName,
		Credentials:              awsrds.Credentials_FromUsername(&cfg.MasterUsername, &awsrds.CredentialsFromUsernameOptions{EncryptionKey: d.key}),
		ManageMasterUserPassword: jsii.Bool(true),
		ParameterGroup:           d.parameterGroup(engine),
		EngineLifecycleSupport:   cfg.lifecycleSupport(),

		StorageType:          awsrds.StorageType(strings.ToUpper(string(cfg.StorageType))),
		AllocatedStorage:     jsii.Number(cfg.AllocatedStorageGiB),
		MaxAllocatedStorage:  jsii.Number(cfg.MaxAllocatedStorageGiB),
		StorageEncrypted:     jsii.Bool(true),
		StorageEncryptionKey: d.key,
		IamAuthentication:    jsii.Bool(cfg.iamAuthentication()),

		BackupRetention:            awscdk.Duration_Days(jsii.Number(cfg.BackupRetentionDays)),
		DeleteAutomatedBackups:     jsii.Bool(false),
		CopyTagsToSnapshot:         jsii.Bool(true),
		AutoMinorVersionUpgrade:    jsii.Bool(!cfg.DisableAutoMinorVersionUpgrade),
		AllowMajorVersionUpgrade:   jsii.Bool(cfg.AllowMajorVersionUpgrade),
		DeletionProtection:         jsii.Bool(!cfg.DisableDeletionProtection),
		RemovalPolicy:              awscdk.RemovalPolicy_SNAPSHOT,
		PreferredBackupWindow:      optional(cfg.BackupWindow),
		PreferredMaintenanceWindow: optional(cfg.MaintenanceWindow),

		CloudwatchLogsExports: jsii.Strings(cfg.LogExports...),
	}
	if cfg.IOPS != 0 {
		props.Iops = jsii.Number(cfg.IOPS)
	}
	if cfg.Zone != "" {
		props.AvailabilityZone = awscdk.Fn_Sub(jsii.String(zone.Template(cfg.Zone)), nil)
	}
	if !cfg.DisableEnhancedMonitoring {
		props.MonitoringInterval = awscdk.Duration_Seconds(jsii.Number(cfg.MonitoringIntervalSeconds))
		props.MonitoringRole = d.monitoringRole()
	}
	if !cfg.DisablePerformanceInsights {
		props.PerformanceInsightEncryptionKey = d.key
		props.PerformanceInsightRetention = awsrds.PerformanceInsightRetention_DEFAULT
		props.DatabaseInsightsMode = awsrds.DatabaseInsightsMode_STANDARD
	}
	instance := awsrds.NewDatabaseInstance(d, jsii.String("Instance"), props)
	resource := instance.Node().DefaultChild().(awsrds.CfnDBInstance)
	// What is off must be said to be off: RDS keeps what a template no longer mentions.
	if cfg.DisableEnhancedMonitoring {
		resource.SetMonitoringInterval(jsii.Number(0))
	}
	if cfg.DisablePerformanceInsights {
		resource.SetEnablePerformanceInsights(false)
	}
	d.acknowledgeLogs(resource)
	for _, group := range d.logGroups() {
		resource.AddResourceDependency(group, nil)
	}
	return instance
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

// parameterGroup holds the parameters of an instance.
func (d *Database) parameterGroup(engine awsrds.IInstanceEngine) awsrds.ParameterGroup {
	parameters := map[string]*string{}
	for name, value := range d.cfg.parameters() {
		parameters[name] = &value
	}
	return awsrds.NewParameterGroup(d, jsii.String("ParameterGroup"), &awsrds.ParameterGroupProps{
		Engine:      engine,
		Description: jsii.String("Parameters of " + d.path),
		Parameters:  &parameters,
	})
}

func (p Props) engine() awsrds.IInstanceEngine {
	full, major := &p.EngineVersion, jsii.String(engines[p.Engine].major(p.EngineVersion))
	switch p.Engine {
	case PostgreSQL:
		return awsrds.DatabaseInstanceEngine_Postgres(&awsrds.PostgresInstanceEngineProps{
			Version: awsrds.PostgresEngineVersion_Of(full, major, nil),
		})
	case MariaDB:
		return awsrds.DatabaseInstanceEngine_MariaDb(&awsrds.MariaDbInstanceEngineProps{
			Version: awsrds.MariaDbEngineVersion_Of(full, major),
		})
	default:
		return awsrds.DatabaseInstanceEngine_Mysql(&awsrds.MySqlInstanceEngineProps{
			Version: awsrds.MysqlEngineVersion_Of(full, major),
		})
	}
}

func (p Props) lifecycleSupport() awsrds.EngineLifecycleSupport {
	switch {
	case p.Engine == MariaDB:
		return "" // RDS has no extended support for it
	case p.ExtendedSupport:
		return awsrds.EngineLifecycleSupport_OPEN_SOURCE_RDS_EXTENDED_SUPPORT
	default:
		return awsrds.EngineLifecycleSupport_OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED
	}
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
