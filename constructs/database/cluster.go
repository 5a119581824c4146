package database

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

const (
	serverlessClass = "db.serverless"
	insightsDays    = 7 // what is free
)

// createCluster makes a DB cluster of Aurora, or a Multi-AZ DB cluster, from resources: the CDK has no construct for the
// second, and its construct for the first cannot restore to a point in time.
func (d *Database) createCluster(g generation, group awsec2.ISecurityGroup) {
	cfg := d.cfg
	facts := engines[cfg.Engine]
	props := &awsrds.CfnDBClusterProps{
		DbSubnetGroupName:   d.subnetGroup().Ref(),
		VpcSecurityGroupIds: &[]any{group.SecurityGroupId()},
		Port:                jsii.Number(cfg.Port),

		Engine:                      &facts.rds,
		EngineVersion:               &g.version,
		EngineLifecycleSupport:      jsii.String("open-source-rds-extended-support-disabled"),
		DbClusterIdentifier:         &g.identifier,
		DatabaseName:                &cfg.DatabaseName,
		MasterUsername:              &cfg.MasterUsername,
		ManageMasterUserPassword:    true,
		MasterUserSecret:            &awsrds.CfnDBCluster_MasterUserSecretProperty{KmsKeyId: d.key.KeyArn()},
		DbClusterParameterGroupName: d.clusterParameterGroup(g).Ref(),

		StorageEncrypted: true,
		KmsKeyId:         d.key.KeyArn(),

		BackupRetentionPeriod:      jsii.Number(cfg.BackupRetentionDays),
		CopyTagsToSnapshot:         true,
		AutoMinorVersionUpgrade:    !cfg.DisableAutoMinorVersionUpgrade,
		DeletionProtection:         !cfg.DisableDeletionProtection,
		PreferredBackupWindow:      optional(cfg.BackupWindow),
		PreferredMaintenanceWindow: optional(cfg.MaintenanceWindow),

		EnableCloudwatchLogsExports: jsii.Strings(cfg.LogExports...),
		DatabaseInsightsMode:        jsii.String("standard"),
		PerformanceInsightsEnabled:  !cfg.DisablePerformanceInsights,
	}
	if cfg.ExtendedSupport {
		props.EngineLifecycleSupport = jsii.String("open-source-rds-extended-support")
	}
	if !cfg.DisablePerformanceInsights {
		props.PerformanceInsightsKmsKeyId = d.key.KeyArn()
		props.PerformanceInsightsRetentionPeriod = jsii.Number(insightsDays)
	}
	if cfg.aurora() {
		d.auroraProps(props)
	} else {
		d.multiAZProps(props)
	}
	if g.restored() {
		g.restoreCluster(props)
	}
	d.cluster = awsrds.NewCfnDBCluster(d, jsii.String("Cluster"+g.suffix), props)
	d.cluster.ApplyRemovalPolicy(g.removal(), nil)
	d.secret = awssecretsmanager.Secret_FromSecretCompleteArn(d, jsii.String("Secret"+g.suffix), d.cluster.AttrMasterUserSecretSecretArn())
	d.acknowledgeLogs(d.cluster, append(d.inherits(g), d.cfg.backtracks()...)...)
	for _, group := range d.logGroups(g) {
		d.cluster.AddResourceDependency(group, nil)
	}
	if cfg.aurora() {
		d.createMembers(g)
	}
}

// auroraProps adds what only Aurora has.
func (d *Database) auroraProps(props *awsrds.CfnDBClusterProps) {
	aurora := d.cfg.Aurora
	props.DeleteAutomatedBackups = false
	props.EnableIamDatabaseAuthentication = d.cfg.iamAuthentication()
	props.StorageType = jsii.String("aurora")
	if aurora.IOOptimized {
		props.StorageType = jsii.String("aurora-iopt1")
	}
	if aurora.BacktrackHours != 0 {
		props.BacktrackWindow = jsii.Number(aurora.BacktrackHours * 3600)
	}
	if d.cfg.serverless() {
		scaling := &awsrds.CfnDBCluster_ServerlessV2ScalingConfigurationProperty{
			MinCapacity: jsii.Number(aurora.Serverless.MinACU),
			MaxCapacity: jsii.Number(aurora.Serverless.MaxACU),
		}
		if pause := aurora.Serverless.PauseAfterMinutes; pause != 0 {
			scaling.SecondsUntilAutoPause = jsii.Number(pause * 60)
		}
		props.ServerlessV2ScalingConfiguration = scaling
	}
}

// backtracks answers for a cluster of aurora-mysql that cannot be turned back.
func (p Props) backtracks() []acknowledge.Because {
	if p.Engine != AuroraMySQL || p.Aurora.BacktrackHours != 0 {
		return nil
	}
	return []acknowledge.Because{{
		Reason: "Backtracking turns back everything in the cluster, and what was written since is gone. A restore to a point in time makes a second database beside it.",
		Rules:  []string{"AwsSolutions-RDS14", "CT.RDS.PR.6"},
	}}
}

// multiAZProps adds what only a Multi-AZ DB cluster has, whose instances RDS makes.
func (d *Database) multiAZProps(props *awsrds.CfnDBClusterProps) {
	props.DbClusterInstanceClass = &d.cfg.InstanceClass
	props.AllocatedStorage = jsii.Number(d.cfg.AllocatedStorageGiB)
	props.StorageType = jsii.String(string(d.cfg.StorageType))
	props.Iops = jsii.Number(d.cfg.IOPS)
	props.PubliclyAccessible = false
	props.MonitoringInterval = jsii.Number(0) // what is off must be said to be off
	if !d.cfg.DisableEnhancedMonitoring {
		props.MonitoringInterval = jsii.Number(d.cfg.MonitoringIntervalSeconds)
		props.MonitoringRoleArn = d.monitoringRole().AttrArn()
	}
}

// createMembers makes the instances of an Aurora cluster, the writer first. Each keeps its zone, so that the loss of a
// zone takes one of them only. Any but the first may come to be the writer.
func (d *Database) createMembers(g generation) {
	d.members = nil
	zones := d.zones()
	count := d.cfg.Aurora.Readers + 1
	if d.cfg.Aurora.Readers == 0 && !d.cfg.SingleZone {
		count = len(zones)
	}
	for n := range count {
		props := &awsrds.CfnDBInstanceProps{
			DbClusterIdentifier:        d.cluster.Ref(),
			DbInstanceIdentifier:       jsii.String(fmt.Sprintf("%s-%d", g.identifier, n+1)),
			Engine:                     jsii.String(engines[d.cfg.Engine].rds),
			DbInstanceClass:            &d.cfg.InstanceClass,
			PromotionTier:              jsii.Number(min(n, 1)),
			PubliclyAccessible:         false,
			AutoMinorVersionUpgrade:    !d.cfg.DisableAutoMinorVersionUpgrade,
			PreferredMaintenanceWindow: optional(d.cfg.MaintenanceWindow),
			MonitoringInterval:         jsii.Number(0),
			EnablePerformanceInsights:  !d.cfg.DisablePerformanceInsights,
		}
		switch {
		case !d.cfg.SingleZone:
			props.AvailabilityZone = zones[n%len(zones)]
		case d.cfg.Zone != "":
			props.AvailabilityZone = awscdk.Fn_Sub(jsii.String(zone.Template(d.cfg.Zone)), nil)
		}
		if !d.cfg.DisableEnhancedMonitoring {
			props.MonitoringInterval = jsii.Number(d.cfg.MonitoringIntervalSeconds)
			props.MonitoringRoleArn = d.monitoringRole().AttrArn()
		}
		if !d.cfg.DisablePerformanceInsights {
			props.PerformanceInsightsKmsKeyId = d.key.KeyArn()
			props.PerformanceInsightsRetentionPeriod = jsii.Number(insightsDays)
		}
		member := awsrds.NewCfnDBInstance(d, jsii.String(fmt.Sprintf("Member%d", n+1)+g.suffix), props)
		member.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil) // the data is the cluster's
		if g.previous {
			member.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN, nil)
		}
		if n > 0 {
			member.AddResourceDependency(d.members[0], nil) // the first becomes the writer
		}
		if !d.cfg.BackupPlan.Disable {
			acknowledge.At(member, acknowledge.Because{
				Reason: "The data is the cluster's, which the backup plan selects: AWS Backup cannot back up an instance of Aurora by itself.",
				Rules:  acknowledge.Packs("RDSInBackupPlan", acknowledge.NIST, acknowledge.HIPAA),
			})
		}
		d.members = append(d.members, member)
	}
}

// zones are those of the isolated subnets, as a template has them.
func (d *Database) zones() []*string {
	var zones []*string
	seen := map[string]bool{}
	for _, subnet := range *d.cfg.VPC.IsolatedSubnets() {
		name := *subnet.AvailabilityZone()
		if seen[name] {
			continue
		}
		seen[name] = true
		if _, _, err := zone.Parse(name); err == nil {
			zones = append(zones, awscdk.Fn_Sub(jsii.String(zone.Template(name)), nil))
		} else {
			zones = append(zones, &name)
		}
	}
	return zones
}

func (d *Database) subnetGroup() awsrds.CfnDBSubnetGroup {
	if d.subnets != nil {
		return d.subnets
	}
	var subnets []any
	for _, subnet := range *d.cfg.VPC.IsolatedSubnets() {
		subnets = append(subnets, subnet.SubnetId())
	}
	d.subnets = awsrds.NewCfnDBSubnetGroup(d, jsii.String("SubnetGroup"), &awsrds.CfnDBSubnetGroupProps{
		DbSubnetGroupDescription: jsii.String("Isolated subnets of " + d.path),
		SubnetIds:                &subnets,
	})
	return d.subnets
}

// clusterParameterGroup holds the parameters of the clusters of a major version and of all their instances.
func (d *Database) clusterParameterGroup(g generation) awsrds.CfnDBClusterParameterGroup {
	id := d.parameterGroupID(g.version)
	if made := d.Node().TryFindChild(&id); made != nil {
		return made.(awsrds.CfnDBClusterParameterGroup)
	}
	return awsrds.NewCfnDBClusterParameterGroup(d, &id, &awsrds.CfnDBClusterParameterGroupProps{
		Family:      jsii.String(engines[d.cfg.Engine].family(g.version)),
		Description: jsii.String("Parameters of " + d.path),
		Parameters:  d.cfg.parameters(),
	})
}

// Cluster returns the cluster, for its metrics and grants, or nil when the database is an instance.
func (d *Database) Cluster() awsrds.IDatabaseCluster {
	if d.cluster == nil || d.l2 != nil {
		return d.l2
	}
	d.l2 = awsrds.DatabaseCluster_FromDatabaseClusterAttributes(d, jsii.String("L2"), &awsrds.DatabaseClusterAttributes{
		ClusterIdentifier:         d.cluster.Ref(),
		ClusterResourceIdentifier: d.cluster.AttrDbClusterResourceId(),
		ClusterEndpointAddress:    d.cluster.AttrEndpointAddress(),
		ReaderEndpointAddress:     d.cluster.AttrReadEndpointAddress(),
		InstanceIdentifiers:       jsii.Strings(d.instanceIdentifiers()...),
		Port:                      jsii.Number(d.cfg.Port),
		SecurityGroups:            d.direct.SecurityGroups(),
	})
	return d.l2
}

// ClusterResource returns the cluster's resource, for what no prop covers, or nil when the database is an instance.
func (d *Database) ClusterResource() awsrds.CfnDBCluster { return d.cluster }

// Members returns the instances of an Aurora cluster, the first writer first. RDS makes those of a Multi-AZ DB cluster itself.
func (d *Database) Members() []awsrds.CfnDBInstance { return d.members }
