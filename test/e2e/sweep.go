package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	balancing "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// purpose is the value of the tag Purpose on everything that a run makes: nothing without it is ever swept away.
const purpose = "evenkeel-e2e"

// osMetrics is the log group in which RDS keeps the enhanced monitoring of all databases of an account.
const osMetrics = "RDSOSMetrics"

// ours tells whether a run of this suite has made a thing.
func ours(t thing) bool { return t.tags["Purpose"] == purpose }

// sweep deletes an environment, its protections notwithstanding, and what is meant to outlive it.
func (a *account) sweep(ctx context.Context) error {
	failures := a.sweepReleased(ctx)
	for _, name := range a.stackNames() {
		s, err := a.settled(ctx, name)
		if err == nil && s != nil {
			err = errors.Join(a.unprotect(ctx, name), a.deleteStack(ctx, name))
		}
		if err != nil {
			failures = errors.Join(failures, fmt.Errorf("%s: %w", name, err))
		}
	}
	left, err := a.take(ctx)
	failures = errors.Join(failures, err)
	// Snapshots and backups before the key that opens them.
	for _, t := range left.of("BackupVault") {
		_, key, _ := strings.Cut(t.fields["EncryptionKeyArn"], ":key/")
		if ours(t) || ours(left["Key "+key]) {
			failures = errors.Join(failures, a.remove(ctx, t))
		}
	}
	for _, t := range left.of("Bucket", "DBAutomatedBackup", "DBClusterAutomatedBackup", "DBClusterSnapshot", "DBSnapshot", "DBSubnetGroup", "LogGroup") {
		if ours(t) {
			failures = errors.Join(failures, a.remove(ctx, t))
		}
	}
	for _, t := range left.of("HostedZone") {
		if ours(t) {
			failures = errors.Join(failures, a.remove(ctx, t))
		}
	}
	for _, t := range left.of("Key") {
		if ours(t) {
			failures = errors.Join(failures, a.remove(ctx, t))
		}
	}
	return failures
}

// sweepReleased deletes the databases that the stacks have let go of, and which still use what the stacks have.
func (a *account) sweepReleased(ctx context.Context) error {
	var failures error
	var managed []string
	for _, name := range a.stackNames() {
		s, err := a.settled(ctx, name)
		if err == nil && s != nil {
			var ids []string
			ids, err = a.resources(ctx, name, "AWS::RDS::DBInstance")
			managed = append(managed, ids...)
		}
		failures = errors.Join(failures, err)
	}
	if failures != nil {
		return failures // what is managed is not known
	}
	there, failures := a.take(ctx)
	for _, t := range there.of("DBInstance") {
		if ours(t) && !slices.Contains(managed, t.id) {
			failures = errors.Join(failures, a.remove(ctx, t))
		}
	}
	return failures
}

// unprotect turns off everything that keeps a stack from being deleted.
func (a *account) unprotect(ctx context.Context, stack string) error {
	_, failures := a.cloudformation.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
		StackName: &stack, EnableTerminationProtection: aws.Bool(false),
	})
	balancers, err := a.resources(ctx, stack, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	failures = errors.Join(failures, err)
	for _, balancer := range balancers {
		_, err := a.elb.ModifyLoadBalancerAttributes(ctx, &elb.ModifyLoadBalancerAttributesInput{
			LoadBalancerArn: &balancer,
			Attributes:      []balancing.LoadBalancerAttribute{{Key: aws.String("deletion_protection.enabled"), Value: aws.String("false")}},
		})
		failures = errors.Join(failures, err)
	}
	clusters, err := a.resources(ctx, stack, "AWS::RDS::DBCluster")
	failures = errors.Join(failures, err)
	for _, cluster := range clusters { // whose members have no protection of their own
		_, err := a.rds.ModifyDBCluster(ctx, &rds.ModifyDBClusterInput{DBClusterIdentifier: &cluster, DeletionProtection: aws.Bool(false), ApplyImmediately: aws.Bool(true)})
		failures = errors.Join(failures, err)
	}
	if len(clusters) > 0 {
		return failures
	}
	databases, err := a.resources(ctx, stack, "AWS::RDS::DBInstance")
	failures = errors.Join(failures, err)
	for _, database := range databases {
		_, err := a.rds.ModifyDBInstance(ctx, &rds.ModifyDBInstanceInput{
			DBInstanceIdentifier: &database, DeletionProtection: aws.Bool(false), ApplyImmediately: aws.Bool(true),
		})
		failures = errors.Join(failures, err)
	}
	return failures
}

// remove deletes a thing that has outlived its stack.
func (a *account) remove(ctx context.Context, t thing) (err error) {
	switch t.kind {
	case "BackupVault":
		err = a.removeVault(ctx, t.id)
	case "Bucket":
		err = a.removeBucket(ctx, t.id)
	case "DBAutomatedBackup":
		_, err = a.rds.DeleteDBInstanceAutomatedBackup(ctx, &rds.DeleteDBInstanceAutomatedBackupInput{DbiResourceId: &t.id})
	case "DBClusterAutomatedBackup":
		_, err = a.rds.DeleteDBClusterAutomatedBackup(ctx, &rds.DeleteDBClusterAutomatedBackupInput{DbClusterResourceId: &t.id})
	case "DBClusterSnapshot":
		_, err = a.rds.DeleteDBClusterSnapshot(ctx, &rds.DeleteDBClusterSnapshotInput{DBClusterSnapshotIdentifier: &t.id})
	case "DBInstance":
		err = a.removeDatabase(ctx, t.id)
	case "DBSnapshot":
		_, err = a.rds.DeleteDBSnapshot(ctx, &rds.DeleteDBSnapshotInput{DBSnapshotIdentifier: &t.id})
	case "DBSubnetGroup":
		_, err = a.rds.DeleteDBSubnetGroup(ctx, &rds.DeleteDBSubnetGroupInput{DBSubnetGroupName: &t.id})
	case "HostedZone":
		err = a.deleteZone(ctx, t.id)
	case "Key":
		_, err = a.kms.ScheduleKeyDeletion(ctx, &kms.ScheduleKeyDeletionInput{KeyId: &t.id, PendingWindowInDays: aws.Int32(7)})
	case "LogGroup":
		_, err = a.logs.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: &t.id})
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", t, err)
	}
	return err
}

// removeDatabase deletes a database without a last snapshot, and waits for it.
func (a *account) removeDatabase(ctx context.Context, id string) error {
	_, err := a.rds.ModifyDBInstance(ctx, &rds.ModifyDBInstanceInput{DBInstanceIdentifier: &id, DeletionProtection: aws.Bool(false), ApplyImmediately: aws.Bool(true)})
	if err == nil {
		_, err = a.rds.DeleteDBInstance(ctx, &rds.DeleteDBInstanceInput{DBInstanceIdentifier: &id, SkipFinalSnapshot: aws.Bool(true)})
	}
	if err == nil {
		err = rds.NewDBInstanceDeletedWaiter(a.rds).Wait(ctx, &rds.DescribeDBInstancesInput{DBInstanceIdentifier: &id}, time.Hour)
	}
	return err
}

// removeBucket empties a bucket, all versions of everything, and deletes it.
func (a *account) removeBucket(ctx context.Context, bucket string) error {
	pages := s3.NewListObjectVersionsPaginator(a.s3, &s3.ListObjectVersionsInput{Bucket: &bucket})
	objects, err := all(ctx, pages, func(o *s3.ListObjectVersionsOutput) []types.ObjectIdentifier {
		var page []types.ObjectIdentifier
		for _, v := range o.Versions {
			page = append(page, types.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
		}
		for _, m := range o.DeleteMarkers {
			page = append(page, types.ObjectIdentifier{Key: m.Key, VersionId: m.VersionId})
		}
		return page
	})
	if err != nil {
		return err
	}
	for _, object := range objects {
		if _, err := a.s3.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: object.Key, VersionId: object.VersionId}); err != nil {
			return err
		}
	}
	_, err = a.s3.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &bucket})
	return err
}

// removeToolkit takes away what bootstrapping has made. Its bucket outlives the stack.
func (a *account) removeToolkit(ctx context.Context) error {
	if s, err := a.settled(ctx, toolkit); err != nil || s == nil {
		return err
	}
	buckets, err := a.resources(ctx, toolkit, "AWS::S3::Bucket")
	if err != nil {
		return err
	}
	if err := a.deleteStack(ctx, toolkit); err != nil {
		return err
	}
	left, err := a.take(ctx)
	if err != nil {
		return err
	}
	for _, bucket := range buckets {
		if _, there := left["Bucket "+bucket]; there {
			err = errors.Join(err, a.removeBucket(ctx, bucket))
		}
	}
	return err
}
