package identity_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/identity"
)

const before = `{"Resources": {
	"Db": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot",
		"Properties": {"DBInstanceIdentifier": "prod", "KmsKeyId": {"Ref": "Key"}, "AllocatedStorage": "100"}},
	"Key": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain", "Properties": {"EnableKeyRotation": true}},
	"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"CidrBlock": "10.0.0.0/24"}},
	"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Threshold": 70}}}}`

func parse(t *testing.T, template string) *assembly.Assembly {
	t.Helper()
	stack, err := assembly.Parse("prod", "eu-west-1", []byte(template))
	if err != nil {
		t.Fatal(err)
	}
	return &assembly.Assembly{Stacks: []*assembly.Stack{stack}}
}

func TestCompare(t *testing.T) {
	const empty = "the database is replaced by an empty one; CloudFormation refuses while the identifier is the same, and with a new one the data is in a snapshot of the old"
	for name, test := range map[string]struct {
		old, new string
		want     string
	}{
		"nothing":                  {"", "", ""},
		"what can change in place": {`"100"`, `"200"`, ""},
		"what keeps nothing":       {`"Alarm"`, `"OtherAlarm"`, ""},
		"an identifier":            {`"prod", "Kms`, `"other", "Kms`, `prod/Db (AWS::RDS::DBInstance): DBInstanceIdentifier changes from "prod" to "other": ` + empty},
		"a reference":              {`{"Ref": "Key"}`, `{"Ref": "Subnet"}`, `prod/Db (AWS::RDS::DBInstance): KmsKeyId changes from {"Ref":"Key"} to {"Ref":"Subnet"}: ` + empty},
		"a property that is new":   {`"CidrBlock":`, `"AvailabilityZone": "a", "CidrBlock":`, `prod/Subnet (AWS::EC2::Subnet): AvailabilityZone changes from nothing to "a": everything in the subnet must move`},
		"a property that is gone":  {`"CidrBlock": "10.0.0.0/24"`, ``, `prod/Subnet (AWS::EC2::Subnet): CidrBlock changes from "10.0.0.0/24" to nothing`},
		"a deletion policy":        {`"DeletionPolicy": "Retain", `, ``, `prod/Key (AWS::KMS::Key): DeletionPolicy changes from "Retain" to nothing: what happens to its data when it goes is no longer the same`},
		"a replacement policy":     {`"UpdateReplacePolicy": "Snapshot"`, `"UpdateReplacePolicy": "Delete"`, `UpdateReplacePolicy changes from "Snapshot" to "Delete"`},
		"a logical id": {`"Key": {`, `"Other": {`,
			"prod/Key (AWS::KMS::Key) is gone: a new key takes the place of the one that encrypts the data; what the old one encrypts is lost once it is deleted\nprod/Other (AWS::KMS::Key) is new"},
		"a type": {`AWS::EC2::Subnet`, `AWS::S3::Bucket`, `prod/Subnet changes from AWS::EC2::Subnet to AWS::S3::Bucket: everything in the subnet must move`},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(before, test.old, test.new, 1)
			if test.old != "" && changed == before {
				t.Fatal("the template has not changed")
			}
			var changes []string
			for _, c := range identity.Compare(identity.Of(parse(t, before)), identity.Of(parse(t, changed))) {
				changes = append(changes, c.String())
			}
			if got := strings.Join(changes, "\n"); !strings.Contains(got, test.want) || test.want == "" && got != "" {
				t.Errorf("changes are\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Each kind of load balancer keeps its address by its scheme, among others.
func TestLoadBalancers(t *testing.T) {
	for kind, want := range map[string]int{"AWS::ElasticLoadBalancing::LoadBalancer": 1, "AWS::ElasticLoadBalancingV2::LoadBalancer": 2} {
		template := `{"Resources": {"Balancer": {"Type": "` + kind + `", "Properties": {"Scheme": "internal", "Type": "network", "Subnets": ["a"]}}}}`
		public := strings.NewReplacer("internal", "internet-facing", "network", "application", `["a"]`, `["b"]`).Replace(template)
		changes := identity.Compare(identity.Of(parse(t, template)), identity.Of(parse(t, public)))
		if len(changes) != want {
			t.Errorf("%s changes in %d ways, want %d: %v", kind, len(changes), want, changes)
		}
		for _, c := range changes {
			if !strings.HasSuffix(c.Message, "the site's DNS name changes, and records that are not aliases of the same deployment point to nothing") {
				t.Errorf("the change is %s", c)
			}
		}
	}
}

func TestHarmless(t *testing.T) {
	changes := identity.Compare(identity.List{}, identity.Of(parse(t, before)))
	if len(changes) != 3 {
		t.Fatalf("%d changes, want 3", len(changes))
	}
	for _, c := range changes {
		if !c.Harmless {
			t.Errorf("%s is not harmless", c)
		}
	}
	for _, c := range identity.Compare(identity.Of(parse(t, before)), identity.List{}) {
		if c.Harmless {
			t.Errorf("%s is harmless", c)
		}
	}
}

// recorder is a test that writes down its failures.
type recorder struct{ failures []string }

func (*recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func guard(t *testing.T, template, file string) string {
	t.Helper()
	var r recorder
	identity.Guard(&r, parse(t, template), file)
	return strings.Join(r.failures, "\n")
}

func TestGuard(t *testing.T) {
	file := filepath.Join(t.TempDir(), "identity.json")
	if got := guard(t, before, file); !strings.Contains(got, "UPDATE_IDENTITY=1 go test writes the list") {
		t.Errorf("without a list it says %q", got)
	}
	t.Setenv("UPDATE_IDENTITY", "1")
	if got := guard(t, before, file); got != "" {
		t.Errorf("while it writes the list it says %q", got)
	}
	t.Setenv("UPDATE_IDENTITY", "")
	if got := guard(t, before, file); got != "" {
		t.Errorf("with its own list it says %q", got)
	}
	if got := guard(t, strings.Replace(before, "10.0.0.0/24", "10.0.1.0/24", 1), file); !strings.Contains(got, `identity: prod/Subnet (AWS::EC2::Subnet): CidrBlock changes from "10.0.0.0/24" to "10.0.1.0/24"`) {
		t.Errorf("of a changed subnet it says %q", got)
	}
	if got := guard(t, strings.Replace(before, `"Alarm": {`, `"Bucket": {"Type": "AWS::S3::Bucket"}, "Alarm": {`, 1), file); !strings.Contains(got, "prod/Bucket (AWS::S3::Bucket) is new; UPDATE_IDENTITY=1 go test puts it on the list") {
		t.Errorf("of a new bucket it says %q", got)
	}
	if err := os.WriteFile(file, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := guard(t, before, file); !strings.Contains(got, "identity.json") {
		t.Errorf("of a broken list it says %q", got)
	}
}

// A vault keeps copies that nothing else has: its name and key are its identity.
func TestVault(t *testing.T) {
	const template = `{"Resources": {"Vault": {"Type": "AWS::Backup::BackupVault", "DeletionPolicy": "Retain",
		"Properties": {"BackupVaultName": "main", "EncryptionKeyArn": "key", "AccessPolicy": "none"}}}}`
	const consequence = "new copies go to a new vault, and the old one is deleted if it is empty or left behind with its copies"
	for change, want := range map[[2]string]string{
		{`"main"`, `"other"`}:        `prod/Vault (AWS::Backup::BackupVault): BackupVaultName changes from "main" to "other": ` + consequence,
		{`"key"`, `"other"`}:         `prod/Vault (AWS::Backup::BackupVault): EncryptionKeyArn changes from "key" to "other": ` + consequence,
		{`"none"`, `"some"`}:         "",
		{`"Vault": {`, `"Other": {`}: "prod/Other (AWS::Backup::BackupVault) is new\nprod/Vault (AWS::Backup::BackupVault) is gone: " + consequence,
	} {
		var changes []string
		for _, c := range identity.Compare(identity.Of(parse(t, template)), identity.Of(parse(t, strings.Replace(template, change[0], change[1], 1)))) {
			changes = append(changes, c.String())
		}
		if got := strings.Join(changes, "\n"); got != want {
			t.Errorf("from %s to %s changes\n%s\nwant\n%s", change[0], change[1], got, want)
		}
	}
}
