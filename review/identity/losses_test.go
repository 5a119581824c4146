package identity_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/identity"
)

const running = `{"Resources": {
	"Db": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot",
		"Properties": {"DBInstanceIdentifier": "orders", "Engine": "mysql", "KmsKeyId": {"Ref": "Key"}}},
	"Kept": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Retain", "Properties": {"DBInstanceIdentifier": "before"}},
	"Group": {"Type": "AWS::RDS::DBSubnetGroup", "DeletionPolicy": "Retain"},
	"Replica": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceIdentifier": "replica", "SourceDBInstanceIdentifier": {"Ref": "Db"}}},
	"Copied": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceIdentifier": "copied", "SourceDBInstanceIdentifier": "orders", "RestoreTime": "t"}},
	"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"DBClusterIdentifier": "cluster", "SnapshotIdentifier": "x"}},
	"Member": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": {"Ref": "Cluster"}, "AvailabilityZone": "a"}},
	"Key": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain"},
	"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"CidrBlock": "10.0.0.0/24"}}}}`

func TestLosses(t *testing.T) {
	const replaced = ": the database is replaced by an empty one; CloudFormation refuses while the identifier is the same, and with a new one the data is in a snapshot of the old"
	for is, c := range map[string]struct {
		old, new string
		want     string // the losses, a line each
	}{
		"nothing":                          {"", "", ""},
		"another engine":                   {`"Engine": "mysql"`, `"Engine": "mariadb"`, `prod/Db (AWS::RDS::DBInstance): Engine changes from "mysql" to "mariadb"` + replaced},
		"another key":                      {`{"Ref": "Key"}`, `{"Ref": "Subnet"}`, `prod/Db (AWS::RDS::DBInstance): KmsKeyId changes from {"Ref":"Key"} to {"Ref":"Subnet"}` + replaced},
		"another id":                       {`"Db": {`, `"Other": {`, "prod/Db (AWS::RDS::DBInstance) is gone" + replaced},
		"another type":                     {`"Kept": {"Type": "AWS::RDS::DBInstance"`, `"Kept": {"Type": "AWS::RDS::DBCluster"`, "prod/Kept changes from AWS::RDS::DBInstance to AWS::RDS::DBCluster" + replaced},
		"one that goes and is kept":        {`"Kept": {"Type": "AWS::RDS::DBInstance"`, `"Kept": {"Type": "AWS::SNS::Topic"`, ""},
		"a group that goes and is kept":    {`"Group": {"Type": "AWS::RDS::DBSubnetGroup"`, `"Group": {"Type": "AWS::SNS::Topic"`, ""},
		"a key that goes and is kept":      {`"Key": {`, `"Key2": {`, "prod/Key (AWS::KMS::Key) is gone: a new key takes the place of the one that encrypts the data; what the old one encrypts is lost once it is deleted"},
		"one that is kept from now on":     {`"DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot"`, `"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"`, ""},
		"one that is kept no longer":       {`"DeletionPolicy": "Retain", "Properties": {"DBI`, `"DeletionPolicy": "Delete", "Properties": {"DBI`, `prod/Kept (AWS::RDS::DBInstance): DeletionPolicy changes from "Retain" to "Delete": what happens to its data when it goes is no longer the same`},
		"a replica that goes":              {`"Replica": {`, `"Replica2": {`, ""},
		"a replica that is promoted":       {`, "SourceDBInstanceIdentifier": {"Ref": "Db"}`, ``, ""},
		"what was restored to a time":      {`"RestoreTime": "t"`, `"RestoreTime": "u"`, `prod/Copied (AWS::RDS::DBInstance): RestoreTime changes from "t" to "u"` + replaced},
		"a member of a cluster that goes":  {`"Member": {`, `"Member2": {`, ""},
		"a restored cluster that is empty": {`, "SnapshotIdentifier": "x"`, ``, `prod/Cluster (AWS::RDS::DBCluster): SnapshotIdentifier changes from "x" to nothing: the cluster is replaced by another one; CloudFormation refuses while the identifier is the same, and with a new one the data is in a snapshot of the old`},
		"what keeps no data":               {"10.0.0.0/24", "10.0.1.0/24", ""},
	} {
		t.Run(is, func(t *testing.T) {
			if !strings.Contains(running, c.old) {
				t.Fatalf("there is no %s", c.old)
			}
			after := strings.Replace(running, c.old, c.new, 1)
			var got []string
			for _, change := range identity.Losses(identity.Of(parse(t, running)), identity.Of(parse(t, after))) {
				got = append(got, change.String())
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("the losses are\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestLossesAreInOrder(t *testing.T) {
	after := strings.NewReplacer(`"Db": {`, `"Db2": {`, `"Cluster": {`, `"Cluster2": {`, `"Key": {`, `"Key2": {`).Replace(running)
	losses := identity.Losses(identity.Of(parse(t, running)), identity.Of(parse(t, after)))
	var names []string
	for _, change := range losses {
		names = append(names, change.Resource)
	}
	if got := strings.Join(names, " "); got != "prod/Cluster prod/Db prod/Key" {
		t.Errorf("the losses are of %s", got)
	}
}

func TestNew(t *testing.T) {
	after := strings.Replace(running, `"Subnet": {`, `"Vault": {"Type": "AWS::Backup::BackupVault"}, "Bucket": {"Type": "AWS::S3::Bucket"}, "Net": {"Type": "AWS::EC2::VPC"}, "Subnet": {`, 1)
	if got := strings.Join(identity.New(identity.Of(parse(t, running)), identity.Of(parse(t, after))), " "); got != "prod/Bucket prod/Vault" {
		t.Errorf("new are %s", got)
	}
}

func TestFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "prod.json")
	if _, err := identity.Read(file); !os.IsNotExist(err) {
		t.Errorf("without a file the error is %v", err)
	}
	list := identity.Of(parse(t, running))
	if err := list.Write(file); err != nil {
		t.Fatal(err)
	}
	read, err := identity.Read(file)
	if err != nil || len(identity.Compare(list, read)) > 0 {
		t.Errorf("what was written is read as %v, %v", read, err)
	}
	if err := list.Write(filepath.Join(file, "below")); err == nil {
		t.Error("a list is written below a file")
	}
}
