package database

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/lint"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

// Replicas returns the read replicas, in their order.
func (d *Database) Replicas() []awsrds.CfnDBInstance { return d.replicas }

// replicaIdentifier belongs to the generation that the replica follows: after a restore, there are new ones.
func (d *Database) replicaIdentifier(r Replica) string {
	all := d.generations()
	return d.cfg.with(all[len(all)-1].identifier, r.Name)
}

// createReplicas makes read replicas of the database in use. RDS gives them the database's storage, key, backups and users.
// Source: AWS CloudFormation User Guide, "AWS::RDS::DBInstance".
func (d *Database) createReplicas(group awsec2.ISecurityGroup) {
	all := d.generations()
	if len(d.cfg.Replicas) == 0 {
		return
	}
	source := d.instance.Node().DefaultChild().(awsrds.CfnDBInstance)
	for _, r := range d.cfg.Replicas {
		own := generation{suffix: all[len(all)-1].suffix + "-" + r.Name, identifier: d.replicaIdentifier(r)}
		props := &awsrds.CfnDBInstanceProps{
			SourceDbInstanceIdentifier: d.instance.InstanceIdentifier(),
			DbInstanceIdentifier:       &own.identifier,
			Engine:                     jsii.String(engines[d.cfg.Engine].rds),
			DbInstanceClass:            jsii.String(d.cfg.replicaClass(r)),
			DbParameterGroupName:       d.parameterGroup.BindToInstance(&awsrds.ParameterGroupInstanceBindOptions{}).ParameterGroupName,
			VpcSecurityGroups:          &[]any{group.SecurityGroupId()},
			DbSubnetGroupName:          source.DbSubnetGroupName(),
			Port:                       jsii.String(strconv.Itoa(d.cfg.Port)),
			PubliclyAccessible:         false,
			MultiAz:                    false,

			StorageType:                     jsii.String(string(d.cfg.StorageType)),
			MaxAllocatedStorage:             jsii.Number(d.cfg.MaxAllocatedStorageGiB),
			EnableIamDatabaseAuthentication: d.cfg.iamAuthentication(),
			AutoMinorVersionUpgrade:         !d.cfg.DisableAutoMinorVersionUpgrade,
			CopyTagsToSnapshot:              true,
			DeletionProtection:              false,
			PreferredMaintenanceWindow:      optional(d.cfg.MaintenanceWindow),
			EnableCloudwatchLogsExports:     jsii.Strings(d.cfg.LogExports...),
			MonitoringInterval:              jsii.Number(0),
			EnablePerformanceInsights:       !d.cfg.DisablePerformanceInsights,
		}
		if d.cfg.IOPS != 0 {
			props.Iops = jsii.Number(d.cfg.IOPS)
		}
		if r.Zone != "" {
			props.AvailabilityZone = awscdk.Fn_Sub(jsii.String(zone.Template(r.Zone)), nil)
		}
		if !d.cfg.DisableEnhancedMonitoring {
			props.MonitoringInterval = jsii.Number(d.cfg.MonitoringIntervalSeconds)
			props.MonitoringRoleArn = d.monitoringRole().AttrArn()
		}
		if !d.cfg.DisablePerformanceInsights {
			props.PerformanceInsightsKmsKeyId = d.key.KeyArn()
			props.PerformanceInsightsRetentionPeriod = jsii.Number(insightsDays)
		}
		replica := awsrds.NewCfnDBInstance(d, jsii.String("Replica"+own.suffix), props)
		replica.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil) // which RDS does without a snapshot in any case
		for _, group := range d.logGroups(own) {
			replica.AddResourceDependency(group, nil)
		}
		d.acknowledgeLogs(replica, whyInherited(notEncrypted("CT.RDS.PR.24", "CT.RDS.PR.30")...), acknowledge.Because{
			Reason: "It has nothing that the database does not have, which is backed up, has a standby and is protected. Taking it off the list takes it away.",
			Rules: slices.Concat(
				acknowledge.Packs("RDSInBackupPlan", acknowledge.NIST, acknowledge.HIPAA),
				acknowledge.Packs("RDSMultiAZSupport", acknowledge.NIST, acknowledge.HIPAA),
				acknowledge.Packs("RDSInstanceDeletionProtectionEnabled", acknowledge.NIST),
				[]string{"AwsSolutions-RDS3", "AwsSolutions-RDS10", "CT.RDS.PR.1", "CT.RDS.PR.8", "CT.RDS.PR.13"},
			),
		})
		d.replicas = append(d.replicas, replica)
	}
}

func (p Props) replicaClass(r Replica) string {
	if r.InstanceClass != "" {
		return r.InstanceClass
	}
	return p.InstanceClass
}

// readerHosts are the names of several replicas, for clients that choose among them.
func (d *Database) readerHosts() *string {
	const several = 2
	if len(d.replicas) < several {
		return nil
	}
	var hosts []string
	for _, replica := range d.replicas {
		hosts = append(hosts, *replica.AttrEndpointAddress())
	}
	return jsii.String(strings.Join(hosts, ","))
}

// watchReplicas has the database's alarms for each replica, and one for its lag.
func (d *Database) watchReplicas() {
	for i, replica := range d.replicas {
		r := d.cfg.Replicas[i]
		cfg := d.cfg
		cfg.InstanceClass = d.cfg.replicaClass(r)
		w := watched{suffix: "-" + r.Name, name: d.replicaIdentifier(r), identifier: replica.Ref()}
		for _, a := range append(cfg.alarms(), cfg.lagAlarm()) {
			d.createAlarm(w, a)
		}
	}
}

// follows reports whether the database is a replica still.
func (r ReplicaOf) follows() bool { return r.ARN != "" && !r.Promoted }

// follows are the findings about a replica of another Region, or what has been one.
func (d *Database) follows() []acknowledge.Because {
	if d.cfg.ReplicaOf.ARN == "" {
		return nil
	}
	reasons := []acknowledge.Because{whyInherited("CT.RDS.PR.24")}
	if d.cfg.ReplicaOf.follows() {
		reasons = append(reasons, acknowledge.Because{
			Reason: "Its source is backed up, in its own Region; RDS takes backups of the replica once it is promoted.",
			Rules:  []string{"CT.RDS.PR.8"},
		})
	}
	return reasons
}

// replicate makes an instance a replica of one in another Region, or what has been one. What the source decides stays out of
// the template for good: CloudFormation would replace the instance where it comes in later.
// Source: AWS CloudFormation User Guide, "AWS::RDS::DBInstance".
func (d *Database) replicate(instance awsrds.CfnDBInstance) {
	const region = 3
	of := d.cfg.ReplicaOf
	inherited := []string{"DBName", "MasterUsername", "StorageEncrypted"}
	instance.SetSourceRegion(jsii.String(strings.Split(of.ARN, ":")[region]))
	if of.follows() {
		inherited = append(inherited, "EngineVersion", "ManageMasterUserPassword", "MasterUserSecret", "BackupRetentionPeriod", "PreferredBackupWindow", "AllocatedStorage")
		instance.SetSourceDbInstanceIdentifier(&of.ARN)
	}
	for _, property := range inherited {
		instance.AddPropertyDeletionOverride(&property)
	}
	lint.Acknowledge(instance, "E3720") // the key is this Region's, and CloudFormation takes no word on encryption beside a source
}
