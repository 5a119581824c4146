package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

const (
	vaultOverThere = "arn:aws:backup:us-west-2:111111111111:backup-vault:copies"
	vaultOfOthers  = "arn:aws:backup:ap-northeast-1:222222222222:backup-vault:copies"
)

func TestDatabaseBackupCopies(t *testing.T) {
	tm := synthDatabase(t, database.Props{Notifications: database.Notifications{Disable: true}, BackupPlan: database.BackupPlan{CopyTo: []database.BackupCopy{
		{VaultARN: vaultOverThere}, {VaultARN: vaultOfOthers, RetentionDays: 365}, {VaultARN: vaultOfOthers + "-2"},
	}}})
	tm.one(t, "AWS::Backup::BackupPlan").want(t, "BackupPlan.BackupPlanRule.0.CopyActions", []any{
		map[string]any{"DestinationBackupVaultArn": vaultOverThere, "Lifecycle": map[string]any{"DeleteAfterDays": 35}},
		map[string]any{"DestinationBackupVaultArn": vaultOfOthers, "Lifecycle": map[string]any{"DeleteAfterDays": 365}},
		map[string]any{"DestinationBackupVaultArn": vaultOfOthers + "-2", "Lifecycle": map[string]any{"DeleteAfterDays": 35}},
	})
	// The other account may read the copies; this one may anyhow.
	logs := forLogGroups("/aws/rds/instance/" + tm.one(t, rdsInstance).get("DBInstanceIdentifier").(string) + "/*")
	wantKey(t, tm.one(t, "AWS::KMS::Key"), "Database Test/Database", logs, map[string]any{
		"Sid": "CopiesIn222222222222", "Effect": "Allow", "Principal": map[string]any{"AWS": join("arn:", ref("AWS::Partition"), ":iam::222222222222:root")},
		"Action":   []any{"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		"Resource": "*",
	})
}

// Whose vault it is that only the deployment knows, its account must be let in by hand.
func TestDatabaseBackupCopiesToWhatIsNotKnown(t *testing.T) {
	var vault string
	tm := synth(t, func(stack awscdk.Stack) {
		vault = *awscdk.NewCfnParameter(stack, jsii.String("Vault"), nil).ValueAsString()
		database.New(stack, "Database", &database.Props{
			VPC: databaseVPC(stack), Notifications: database.Notifications{Disable: true},
			BackupPlan: database.BackupPlan{CopyTo: []database.BackupCopy{{VaultARN: vault}}},
		})
	})
	tm.one(t, "AWS::Backup::BackupPlan").want(t, "BackupPlan.BackupPlanRule.0.CopyActions.0.DestinationBackupVaultArn", ref("Vault"))
	logs := forLogGroups("/aws/rds/instance/" + tm.one(t, rdsInstance).get("DBInstanceIdentifier").(string) + "/*")
	wantKey(t, tm.one(t, "AWS::KMS::Key"), "Database Test/Database", logs)
}

func TestDatabaseBackupCopiesRefusals(t *testing.T) {
	to := func(copies ...database.BackupCopy) database.Props {
		return database.Props{BackupPlan: database.BackupPlan{CopyTo: copies}}
	}
	nothing := to(database.BackupCopy{VaultARN: vaultOverThere})
	nothing.BackupPlan.Disable = true
	standbys := to(database.BackupCopy{VaultARN: vaultOverThere})
	standbys.Topology = database.ReadableStandbys
	const names = ", with 2 to 50 letters, digits, hyphens and underscores for the vault's name"
	databaseRefusals(t, []databaseRefusal{
		{"nothing to copy", nothing, "backupPlan.copyTo: there is nothing to copy with disable; leave one of them out"},
		{"nowhere", to(database.BackupCopy{}), "backupPlan.copyTo[0].vaultArn: missing; give the ARN of a vault in another Region or account"},
		{"a name", to(database.BackupCopy{VaultARN: "copies"}), `backupPlan.copyTo[0].vaultArn: "copies" is not such an ARN; use one like ` + vaultOverThere + names},
		{"a plan", to(database.BackupCopy{VaultARN: "arn:aws:backup:us-west-2:111111111111:backup-plan:copies"}),
			`backupPlan.copyTo[0].vaultArn: "arn:aws:backup:us-west-2:111111111111:backup-plan:copies" is not such an ARN; use one like ` + vaultOverThere + names},
		{"a name of one letter", to(database.BackupCopy{VaultARN: "arn:aws:backup:us-west-2:111111111111:backup-vault:c"}),
			`backupPlan.copyTo[0].vaultArn: "arn:aws:backup:us-west-2:111111111111:backup-vault:c" is not such an ARN; use one like ` + vaultOverThere + names},
		{"the same twice", to(database.BackupCopy{VaultARN: vaultOverThere}, database.BackupCopy{VaultARN: vaultOverThere}),
			"backupPlan.copyTo[1].vaultArn: " + vaultOverThere + " is listed twice"},
		{"no days", to(database.BackupCopy{VaultARN: vaultOverThere, RetentionDays: 36501}), "backupPlan.copyTo[0].retentionDays: 36501 is out of range; use 1 to 36500"},

		{"of what cannot be copied", standbys, "backupPlan.copyTo: snapshots of readable-standbys cannot be copied; leave it out, or leave out topology"},

		{"in another account's other Region", to(database.BackupCopy{VaultARN: "arn:aws:backup:us-west-2:222222222222:backup-vault:copies"}), ""},
		{"readable standbys without copies", database.Props{Topology: database.ReadableStandbys}, ""},
		{"what is not known", to(database.BackupCopy{VaultARN: "${Token[Vault.1]}"}), ""},
	})
}
