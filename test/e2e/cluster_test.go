package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// lookAtCluster finds a cluster and its writer.
func (e *environment) lookAtCluster(t *testing.T, id string) {
	t.Helper()
	cluster := e.clusterCalled(t, id)
	e.cluster = &cluster
	e.database = e.databaseCalled(t, writerOf(t, cluster))
	groups := must(e.rds.DescribeDBSubnetGroups(e.ctx, &rds.DescribeDBSubnetGroupsInput{DBSubnetGroupName: cluster.DBSubnetGroup}))(t)
	group := only(t, "subnet groups", groups.DBSubnetGroups) // all members have the cluster's
	e.database.DBSubnetGroup = &group
}

func (e *environment) clusterCalled(t *testing.T, id string) types.DBCluster {
	t.Helper()
	found := must(e.rds.DescribeDBClusters(e.ctx, &rds.DescribeDBClustersInput{DBClusterIdentifier: &id}))(t)
	return only(t, "clusters called "+id, found.DBClusters)
}

func writerOf(t *testing.T, cluster types.DBCluster) string {
	t.Helper()
	var writers []string
	for _, member := range cluster.DBClusterMembers {
		if aws.ToBool(member.IsClusterWriter) {
			writers = append(writers, aws.ToString(member.DBInstanceIdentifier))
		}
	}
	return only(t, "writers", writers)
}

func (e *environment) clusterIs(t *testing.T) {
	c := e.cluster
	same(t, "engine", aws.ToString(c.Engine), e.want.engine)
	same(t, "port", aws.ToInt32(c.Port), e.want.port)
	same(t, "name and user", aws.ToString(c.DatabaseName)+" "+aws.ToString(c.MasterUsername), "app dbadmin")
	same(t, "deletion protection", aws.ToBool(c.DeletionProtection), e.want.protected)
	same(t, "days of backups", aws.ToInt32(c.BackupRetentionPeriod), e.want.backupDays)
	same(t, "tags on snapshots", aws.ToBool(c.CopyTagsToSnapshot), true)
	same(t, "windows", [2]string{aws.ToString(c.PreferredBackupWindow), aws.ToString(c.PreferredMaintenanceWindow)}, e.want.windows)
	sameSet(t, "exported logs", c.EnabledCloudwatchLogsExports, e.want.exports)
	for _, log := range e.want.exports {
		same(t, "days that "+log+" is kept", e.retention(t, e.databaseLogGroup(log)), e.want.logDays)
	}
	same(t, "login by IAM", aws.ToBool(c.IAMDatabaseAuthenticationEnabled), true)
	if aws.ToString(c.ReaderEndpoint) == aws.ToString(c.Endpoint) {
		t.Errorf("readers and the writer have one name: %s", aws.ToString(c.Endpoint))
	}
}

// clusterSecrets asserts one key, of the environment's own, for the storage and for the password, which RDS keeps.
func (e *environment) clusterSecrets(t *testing.T) {
	same(t, "encryption", aws.ToBool(e.cluster.StorageEncrypted), true)
	_, key, _ := strings.Cut(aws.ToString(e.cluster.KmsKeyId), ":key/")
	if keys := must(e.resources(e.ctx, e.stackName("Stateful"), "AWS::KMS::Key"))(t); !slices.Contains(keys, key) {
		t.Fatalf("the storage is encrypted with %s, want one of %v", aws.ToString(e.cluster.KmsKeyId), keys)
	}
	same(t, "key of the password", strings.HasSuffix(aws.ToString(at(e.cluster.MasterUserSecret).KmsKeyId), ":key/"+key), true)
	same(t, "rotation of the key", must(e.kms.GetKeyRotationStatus(e.ctx, &kms.GetKeyRotationStatusInput{KeyId: &key}))(t).KeyRotationEnabled, true)
}

// members asserts a member in each zone, none in the internet's sight, of which the writer is the first to be the writer again.
func (e *environment) members(t *testing.T) {
	var zones []string
	for _, member := range e.cluster.DBClusterMembers {
		id := aws.ToString(member.DBInstanceIdentifier)
		d := e.databaseCalled(t, id)
		zones = append(zones, aws.ToString(d.AvailabilityZone))
		same(t, "class of "+id, aws.ToString(d.DBInstanceClass), e.want.databaseClass)
		same(t, "public access to "+id, aws.ToBool(d.PubliclyAccessible), false)
		same(t, "tier of promotion of "+id, aws.ToInt32(d.PromotionTier), map[bool]int32{true: 0, false: 1}[aws.ToBool(member.IsClusterWriter)])
	}
	sameSet(t, "zones of the members", zones, e.zones())
}

func (e *environment) clusterParameters(t *testing.T) {
	user := &rds.DescribeDBClusterParametersInput{DBClusterParameterGroupName: e.cluster.DBClusterParameterGroup, Source: aws.String("user")}
	found := must(all(e.ctx, rds.NewDescribeDBClusterParametersPaginator(e.rds, user), func(o *rds.DescribeDBClusterParametersOutput) []types.Parameter { return o.Parameters }))(t)
	parameters := map[string]string{}
	for _, p := range found {
		parameters[aws.ToString(p.ParameterName)] = aws.ToString(p.ParameterValue)
	}
	same(t, "parameters", parameters, e.want.parameters)
}

// failover makes the cluster fail over, to a member that the servers are not told of by name, and back.
func (e *environment) failover(t *testing.T) {
	id, first := *e.cluster.DBClusterIdentifier, writerOf(t, *e.cluster)
	must(e.rds.FailoverDBCluster(e.ctx, &rds.FailoverDBClusterInput{DBClusterIdentifier: &id}))(t)
	after := e.settledWriter(t, id, func(writer string) bool { return writer != first })
	same(t, "host that servers are told, after the failover", aws.ToString(e.clusterCalled(t, id).Endpoint), aws.ToString(e.cluster.Endpoint))
	must(e.rds.FailoverDBCluster(e.ctx, &rds.FailoverDBClusterInput{DBClusterIdentifier: &id, TargetDBInstanceIdentifier: &first}))(t)
	e.settledWriter(t, id, func(writer string) bool { return writer == first })
	t.Logf("from %s to %s and back", first, after)
}

// settledWriter waits until a cluster has the writer that it should, and all of it is available again.
func (e *environment) settledWriter(t *testing.T, id string, should func(writer string) bool) string {
	t.Helper()
	for until := time.Now().Add(15 * time.Minute); time.Now().Before(until); time.Sleep(time.Second) {
		if cluster := e.clusterCalled(t, id); aws.ToString(cluster.Status) == "available" && should(writerOf(t, cluster)) {
			return writerOf(t, cluster)
		}
	}
	t.Fatalf("%s does not fail over", id)
	return ""
}
