package database

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

// createInstance makes a generation of a DB instance.
func (d *Database) createInstance(g generation, group awsec2.ISecurityGroup) {
	cfg := d.cfg
	cfg.EngineVersion = g.version
	engine := cfg.engine()
	d.parameterGroup = d.instanceParameters(g, engine)
	props := &awsrds.DatabaseInstanceProps{
		Vpc:                cfg.VPC,
		VpcSubnets:         &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		SecurityGroups:     &[]awsec2.ISecurityGroup{group},
		Port:               jsii.Number(cfg.Port),
		PubliclyAccessible: jsii.Bool(false),
		MultiAz:            jsii.Bool(!cfg.SingleZone),

		Engine:                   engine,
		InstanceIdentifier:       &g.identifier,
		InstanceType:             awsec2.NewInstanceType(jsii.String(strings.TrimPrefix(cfg.InstanceClass, "db."))),
		DatabaseName:             &cfg.DatabaseName,
		Credentials:              awsrds.Credentials_FromUsername(&cfg.MasterUsername, &awsrds.CredentialsFromUsernameOptions{EncryptionKey: d.key}),
		ManageMasterUserPassword: jsii.Bool(true),
		ParameterGroup:           d.parameterGroup,
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
		RemovalPolicy:              g.removal(),
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
	instance := awsrds.NewDatabaseInstance(d, jsii.String("Instance"+g.suffix), props)
	resource := instance.Node().DefaultChild().(awsrds.CfnDBInstance)
	// What is off must be said to be off: RDS keeps what a template no longer mentions.
	if cfg.DisableEnhancedMonitoring {
		resource.SetMonitoringInterval(jsii.Number(0))
	}
	if cfg.DisablePerformanceInsights {
		resource.SetEnablePerformanceInsights(false)
	}
	d.acknowledgeLogs(resource, append(d.inherits(g), d.follows()...)...)
	for _, group := range d.logGroups(g) {
		resource.AddResourceDependency(group, nil)
	}
	switch {
	case g.restored():
		d.restoreInstance(resource, g)
	case d.cfg.ReplicaOf.ARN != "":
		d.replicate(resource)
	}
	d.instance = instance
	if !d.cfg.ReplicaOf.follows() { // whose secret is in the source's Region
		d.secret = instance.Secret()
	}
}

// instanceParameters is the parameter group of every instance of a major version.
func (d *Database) instanceParameters(g generation, engine awsrds.IInstanceEngine) awsrds.ParameterGroup {
	id := d.parameterGroupID(g.version)
	if made := d.Node().TryFindChild(&id); made != nil {
		return made.(awsrds.ParameterGroup)
	}
	parameters := map[string]*string{}
	for name, value := range d.cfg.parameters() {
		parameters[name] = &value
	}
	return awsrds.NewParameterGroup(d, &id, &awsrds.ParameterGroupProps{
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
