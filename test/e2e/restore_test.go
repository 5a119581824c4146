package e2e

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// restore does to dev what docs/restore.md says: to a point in time, from a snapshot, and lets go of what came before.
func (s *suite) restore(t *testing.T) {
	e := s.look(t, s.dev)
	first := e.database
	snapshot := e.snapshot(t, first)
	name := *first.DBInstanceIdentifier
	restored := []string{name + "-r1", name + "-r2"}

	s.restoring(t, "{name: r1, pointInTime: latest}")
	changed := s.changes(t, func() { s.deployDev(t, "dev/Stateful") })
	e.besides(t, changed, restored[0], name)
	e.restored(t, first, restored[0])
	e.serversUse(t, name) // the site goes on
	s.deployDev(t, "dev/Stateless")
	e.serversUse(t, restored[0])

	both := "{name: r1, pointInTime: latest}, {name: r2, snapshot: " + snapshot
	s.restoring(t, both+"}")
	changed = s.changes(t, func() { s.deployDev(t, "dev/Stateful") })
	e.besides(t, changed, restored[1], name, restored[0])
	e.restored(t, first, restored[1])
	e.unmanaged(t, name)
	s.deployDev(t, "dev/Stateless")
	e.serversUse(t, restored[1])

	s.restoring(t, both+", releasePrevious: true}")
	changed = s.changes(t, func() { s.deployDev(t, "dev/Stateful") })
	sameSet(t, "changes when a database is let go of", changed, nil)
	e.unmanaged(t, name, restored[0])
	e.deleteReleased(t, name, restored[0])
}

// restoring synthesizes dev with restores.
func (s *suite) restoring(t *testing.T, restores string) {
	t.Helper()
	changed := must(s.bigger.with("dev", add("database", "restores: ["+restores+"]")))(t)
	s.assembly = s.synthesize(t, fmt.Sprintf("restores-%d", len(restores)), changed.only("dev"))
}

// deployDev deploys one of dev's stacks.
func (s *suite) deployDev(t *testing.T, stack string) {
	t.Helper()
	if _, err := deployStacks(s.ctx, t, s.dev, s.assembly, "--exclusively", stack); err != nil {
		t.Fatal(err)
	}
}

// snapshot takes one of a database and returns its ARN.
func (e *environment) snapshot(t *testing.T, database types.DBInstance) string {
	t.Helper()
	id := purpose + "-" + time.Now().UTC().Format("20060102150405")
	must(e.rds.CreateDBSnapshot(e.ctx, &rds.CreateDBSnapshotInput{
		DBInstanceIdentifier: database.DBInstanceIdentifier, DBSnapshotIdentifier: &id,
		Tags: []types.Tag{{Key: aws.String("Purpose"), Value: aws.String(purpose)}},
	}))(t)
	taken := must(rds.NewDBSnapshotAvailableWaiter(e.rds).WaitForOutput(e.ctx, &rds.DescribeDBSnapshotsInput{DBSnapshotIdentifier: &id}, time.Hour))(t)
	return aws.ToString(only(t, "snapshots", taken.DBSnapshots).DBSnapshotArn)
}

// besides asserts that the one new database stands beside others, to which nothing has happened.
func (e *environment) besides(t *testing.T, changed []string, made string, others ...string) {
	t.Helper()
	var databases []string
	for _, line := range changed {
		if strings.HasPrefix(line, "DBInstance ") {
			databases = append(databases, line)
		}
	}
	sameSet(t, "changes of databases", databases, []string{"DBInstance " + made + " is new"})
	for _, other := range others {
		same(t, "state of "+other, aws.ToString(e.databaseCalled(t, other).DBInstanceStatus), "available")
	}
}

// restored asserts that a database has what the first one has, though the template does not say it, and a login of its own.
func (e *environment) restored(t *testing.T, first types.DBInstance, id string) {
	t.Helper()
	d := e.databaseCalled(t, id)
	for what, pair := range map[string][2]*string{
		"name": {d.DBName, first.DBName}, "user": {d.MasterUsername, first.MasterUsername}, "key": {d.KmsKeyId, first.KmsKeyId},
		"class": {d.DBInstanceClass, first.DBInstanceClass}, "version": {d.EngineVersion, first.EngineVersion}, "zone": {d.AvailabilityZone, first.AvailabilityZone},
		"parameter group":     {only(t, "parameter groups", d.DBParameterGroups).DBParameterGroupName, first.DBParameterGroups[0].DBParameterGroupName},
		"security group":      {only(t, "security groups", d.VpcSecurityGroups).VpcSecurityGroupId, first.VpcSecurityGroups[0].VpcSecurityGroupId},
		"key of the password": {at(d.MasterUserSecret).KmsKeyId, at(first.MasterUserSecret).KmsKeyId},
	} {
		same(t, what+" of "+id, aws.ToString(pair[0]), aws.ToString(pair[1]))
	}
	sameSet(t, "subnets of "+id, subnetIDs(d), subnetIDs(first))
	same(t, "encryption of "+id, aws.ToBool(d.StorageEncrypted), true)
	same(t, "GiB of "+id+", now and at most", []int32{aws.ToInt32(d.AllocatedStorage), aws.ToInt32(d.MaxAllocatedStorage)}, []int32{e.want.storage, e.want.maxStorage})
	same(t, "days of backups of "+id, aws.ToInt32(d.BackupRetentionPeriod), e.want.backupDays)
	if secret := aws.ToString(at(d.MasterUserSecret).SecretArn); secret == "" || secret == aws.ToString(at(first.MasterUserSecret).SecretArn) {
		t.Errorf("the secret of %s is %q, which is not its own", id, secret)
	}
	e.database = d // which is watched from now on
	e.again()
	e.databaseLogs(t)
	e.databaseAlarms(t)
	e.databaseEvents(t)
}

// serversUse asserts which database servers are led to, and that the script of the file is among what they run.
func (e *environment) serversUse(t *testing.T, id string) {
	t.Helper()
	d := e.databaseCalled(t, id)
	e.again()
	group := only(t, "Auto Scaling groups", e.there(t, e.account).of("AutoScalingGroup"))
	versions := must(e.ec2.DescribeLaunchTemplateVersions(e.ctx, &ec2.DescribeLaunchTemplateVersionsInput{
		LaunchTemplateId: aws.String(group.fields["LaunchTemplate.LaunchTemplateId"]), Versions: []string{group.fields["LaunchTemplate.Version"]},
	}))(t)
	data := at(only(t, "versions of the launch template", versions.LaunchTemplateVersions).LaunchTemplateData).UserData
	decoded, err := base64.StdEncoding.DecodeString(aws.ToString(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"DATABASE_IDENTIFIER=" + id + "\n", "DATABASE_HOST=" + aws.ToString(at(d.Endpoint).Address) + "\n",
		"DATABASE_SECRET_ARN=" + aws.ToString(at(d.MasterUserSecret).SecretArn) + "\n", "systemctl enable --now nginx",
	} {
		if !strings.Contains(string(decoded), line) {
			t.Errorf("servers are not told %q: %s", line, decoded)
		}
	}
	same(t, "hosts that servers are told", strings.Count(string(decoded), "DATABASE_HOST="), 1)
}

// unmanaged asserts that databases run, though no stack has them.
func (e *environment) unmanaged(t *testing.T, ids ...string) {
	t.Helper()
	var managed []string
	for _, resourceType := range []string{"AWS::RDS::DBInstance", "AWS::Logs::LogGroup"} {
		managed = append(managed, must(e.resources(e.ctx, e.stackName("Stateful"), resourceType))(t)...)
	}
	for _, id := range ids {
		same(t, "state of "+id, aws.ToString(e.databaseCalled(t, id).DBInstanceStatus), "available")
		if strings.Contains(strings.Join(managed, "\n")+"\n", id+"\n") || strings.Contains(strings.Join(managed, "\n"), id+"/") {
			t.Errorf("the stack has something of %s: %v", id, managed)
		}
	}
}

// deleteReleased deletes databases as the documentation says, and what is then left of them.
func (e *environment) deleteReleased(t *testing.T, ids ...string) {
	t.Helper()
	for _, id := range ids {
		must(e.rds.ModifyDBInstance(e.ctx, &rds.ModifyDBInstanceInput{DBInstanceIdentifier: &id, DeletionProtection: aws.Bool(false), ApplyImmediately: aws.Bool(true)}))(t)
		must(e.rds.DeleteDBInstance(e.ctx, &rds.DeleteDBInstanceInput{DBInstanceIdentifier: &id, FinalDBSnapshotIdentifier: aws.String(id + "-final")}))(t)
	}
	for _, id := range ids {
		if err := rds.NewDBInstanceDeletedWaiter(e.rds).Wait(e.ctx, &rds.DescribeDBInstancesInput{DBInstanceIdentifier: &id}, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	e.again()
	left := e.there(t, e.account)
	gone := left.of("DBSnapshot")
	for _, group := range left.of("LogGroup") {
		for _, id := range ids {
			if strings.HasPrefix(group.id, "/aws/rds/instance/"+id+"/") {
				gone = append(gone, group)
			}
		}
	}
	managed := must(e.resources(e.ctx, e.stackName("Stateful"), "AWS::RDS::DBSubnetGroup"))(t)
	for _, group := range left.of("DBSubnetGroup") {
		if !slices.Contains(managed, group.id) {
			gone = append(gone, group)
		}
	}
	same(t, "what is left of the databases: snapshots, logs and a subnet group of each", len(gone), 1+len(ids)*(1+len(e.want.exports)+1))
	for _, thing := range gone {
		if err := e.remove(e.ctx, thing); err != nil {
			t.Error(err)
		}
	}
}
