package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// databaseCalled is the DB instance of a name, as it is now.
func (e *environment) databaseCalled(t *testing.T, id string) types.DBInstance {
	t.Helper()
	found := must(e.rds.DescribeDBInstances(e.ctx, &rds.DescribeDBInstancesInput{DBInstanceIdentifier: &id}))(t)
	return only(t, "databases called "+id, found.DBInstances)
}

func (e *environment) databaseIs(t *testing.T) {
	d := e.database
	same(t, "engine", aws.ToString(d.Engine), e.want.engine)
	same(t, "class", aws.ToString(d.DBInstanceClass), e.want.databaseClass)
	same(t, "port", aws.ToInt32(at(d.Endpoint).Port), e.want.port)
	same(t, "name and user", aws.ToString(d.DBName)+" "+aws.ToString(d.MasterUsername), "app dbadmin")
	same(t, "standby", aws.ToBool(d.MultiAZ), e.want.standby)
	if e.want.standby {
		if d.SecondaryAvailabilityZone == nil {
			e.gaps.note(t, "the standby is in another zone", "report its zone")
		} else {
			sameSet(t, "zones", []string{aws.ToString(d.AvailabilityZone), *d.SecondaryAvailabilityZone}, e.zones())
		}
	} else {
		same(t, "zone", aws.ToString(d.AvailabilityZone), e.region+"a")
	}
	same(t, "public access", aws.ToBool(d.PubliclyAccessible), false)
	same(t, "deletion protection", aws.ToBool(d.DeletionProtection), e.want.protected)
	same(t, "encryption", aws.ToBool(d.StorageEncrypted), true)
	same(t, "storage", aws.ToString(d.StorageType), "gp3")
	same(t, "GiB, now and at most", []int32{aws.ToInt32(d.AllocatedStorage), aws.ToInt32(d.MaxAllocatedStorage)}, []int32{e.want.storage, e.want.maxStorage})
	same(t, "days of backups", aws.ToInt32(d.BackupRetentionPeriod), e.want.backupDays)
	same(t, "tags on snapshots", aws.ToBool(d.CopyTagsToSnapshot), true)
	same(t, "minor upgrades by itself", aws.ToBool(d.AutoMinorVersionUpgrade), true)
	if e.want.windows[0] != "" {
		same(t, "windows", [2]string{aws.ToString(d.PreferredBackupWindow), aws.ToString(d.PreferredMaintenanceWindow)}, e.want.windows)
	}
	reported(t, &e.gaps, "the interval of enhanced monitoring", d.MonitoringInterval, 60)
	reported(t, &e.gaps, "Performance Insights", d.PerformanceInsightsEnabled, e.want.insights)
	reported(t, &e.gaps, "a database's extended support", d.EngineLifecycleSupport, "open-source-rds-extended-support-disabled")
}

func (e *environment) databaseSubnets(t *testing.T) {
	group := at(e.database.DBSubnetGroup)
	same(t, "VPC", aws.ToString(group.VpcId), aws.ToString(e.vpc.VpcId))
	var zones []string
	for _, subnet := range group.Subnets {
		zones = append(zones, aws.ToString(at(subnet.SubnetAvailabilityZone).Name))
	}
	sameSet(t, "zones of the subnet group", zones, e.zones())
}

func (e *environment) databaseParameters(t *testing.T) {
	group := only(t, "parameter groups", e.database.DBParameterGroups)
	same(t, "state of the parameters", aws.ToString(group.ParameterApplyStatus), "in-sync")
	parameters := must(e.parameters(e.ctx, aws.ToString(group.DBParameterGroupName)))(t)
	same(t, "parameters", parameters, e.want.parameters)
}

// databaseSecrets asserts one key, of the environment's own, for the storage and for the password, which RDS keeps.
func (e *environment) databaseSecrets(t *testing.T) {
	_, key, _ := strings.Cut(aws.ToString(e.database.KmsKeyId), ":key/")
	if keys := must(e.resources(e.ctx, e.stackName("Stateful"), "AWS::KMS::Key"))(t); !slices.Contains(keys, key) {
		t.Fatalf("the storage is encrypted with %s, want one of %v", aws.ToString(e.database.KmsKeyId), keys)
	}
	for what, arn := range map[string]*string{"storage": e.database.KmsKeyId, "password": at(e.database.MasterUserSecret).KmsKeyId} {
		if !strings.HasSuffix(aws.ToString(arn), ":key/"+key) {
			t.Errorf("the %s is encrypted with %s, not with %s", what, aws.ToString(arn), key)
		}
	}
	same(t, "rotation of the key", must(e.kms.GetKeyRotationStatus(e.ctx, &kms.GetKeyRotationStatusInput{KeyId: &key}))(t).KeyRotationEnabled, true)
	if e.want.insights && e.database.PerformanceInsightsEnabled != nil {
		same(t, "key of Performance Insights", aws.ToString(e.database.PerformanceInsightsKMSKeyId), aws.ToString(e.database.KmsKeyId))
		same(t, "insights", e.database.DatabaseInsightsMode, types.DatabaseInsightsModeStandard)
	}
}

// databaseLogs asserts that exported logs go to log groups that do not keep them for ever.
func (e *environment) databaseLogs(t *testing.T) {
	t.Helper()
	sameSet(t, "exported logs", e.database.EnabledCloudwatchLogsExports, e.want.exports)
	for _, log := range e.database.EnabledCloudwatchLogsExports {
		name := e.databaseLogGroup(log)
		same(t, "days that "+name+" is kept", e.retention(t, name), e.want.logDays)
	}
}

// databaseLogGroup is the log group that a log of the database, or of the cluster, is exported to.
func (e *environment) databaseLogGroup(log string) string {
	if e.cluster != nil {
		return "/aws/rds/cluster/" + aws.ToString(e.cluster.DBClusterIdentifier) + "/" + log
	}
	return "/aws/rds/instance/" + aws.ToString(e.database.DBInstanceIdentifier) + "/" + log
}
