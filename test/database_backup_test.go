package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// vaultName is what a vault is called whose database's identifier begins like that.
func vaultName(identifier string) map[string]any {
	uuid := map[string]any{"Fn::Select": []any{2, map[string]any{"Fn::Split": []any{"/", ref("AWS::StackId")}}}}
	return join(identifier+"-", map[string]any{"Fn::Select": []any{0, map[string]any{"Fn::Split": []any{"-", uuid}}}})
}

func TestDatabaseBackupPlanByDefault(t *testing.T) {
	tm := synthDatabase(t, database.Props{Identifier: "main"})
	vault := tm.one(t, backupVault)
	vault.wantEach(t, map[string]any{
		"BackupVaultName":  vaultName("main"),
		"EncryptionKeyArn": att(tm.named(t, "AWS::KMS::Key", "DatabaseKey").ID, "Arn"),
	})
	wantPolicies(t, vault, "RetainExceptOnCreate", "Retain")
	plan := tm.one(t, "AWS::Backup::BackupPlan")
	plan.want(t, "BackupPlan", map[string]any{
		"BackupPlanName": "main",
		"BackupPlanRule": []any{map[string]any{
			"RuleName":                "Daily",
			"TargetBackupVault":       ref(vault.ID),
			"ScheduleExpression":      "cron(0 5 ? * * *)",
			"StartWindowMinutes":      480,
			"CompletionWindowMinutes": 1440,
			"Lifecycle":               map[string]any{"DeleteAfterDays": 35},
		}},
	})
	role := tm.named(t, "AWS::IAM::Role", "DatabaseBackupRole")
	role.wantEach(t, map[string]any{
		"AssumeRolePolicyDocument.Statement": []any{map[string]any{
			"Effect":    "Allow",
			"Principal": map[string]any{"Service": "backup.amazonaws.com"},
			"Action":    "sts:AssumeRole",
			"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": ref("AWS::AccountId")}},
		}},
		"ManagedPolicyArns": []any{join("arn:", ref("AWS::Partition"), ":iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup")},
	})
	tm.one(t, "AWS::Backup::BackupSelection").wantEach(t, map[string]any{
		"BackupPlanId": att(plan.ID, "BackupPlanId"),
		"BackupSelection": map[string]any{
			"SelectionName": "Database",
			"IamRoleArn":    att(role.ID, "Arn"),
			"Resources":     []any{join("arn:aws:rds:ap-northeast-1:111111111111:db:", ref(tm.one(t, rdsInstance).ID))},
		},
	})
}

// AWS Backup allows 50 characters, of which the stack's part takes nine.
func TestDatabaseBackupVaultNames(t *testing.T) {
	exact, hyphens := strings.Repeat("a", 41), strings.Repeat("b", 40)+"-"+strings.Repeat("b", 22)
	tm := synthDatabases(t, map[string]database.Props{
		"Exact":   {Identifier: exact},
		"Long":    {Identifier: exact + "bc"},
		"Hyphens": {Identifier: hyphens},
	})
	tm.named(t, backupVault, "Exact").want(t, "BackupVaultName", vaultName(exact))
	tm.named(t, backupVault, "Long").want(t, "BackupVaultName", vaultName(exact))
	tm.named(t, backupVault, "Hyphens").want(t, "BackupVaultName", vaultName(hyphens[:40]))
}

func TestDatabaseBackupPlanOfOnesOwn(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		kept := database.New(stack, "Kept", &database.Props{VPC: vpc, BackupPlan: database.BackupPlan{RetentionDays: 400}})
		none := database.New(stack, "None", &database.Props{VPC: vpc, BackupPlan: database.BackupPlan{Disable: true}})
		if kept.BackupVault() == nil || kept.BackupPlan() == nil {
			t.Error("a database with a backup plan has no accessors to it")
		}
		if none.BackupVault() != nil || none.BackupPlan() != nil {
			t.Error("a database without a backup plan has accessors to one")
		}
		wantValue(t, stack.Resolve(kept.BackupVault().Ref()), ref(*stack.GetLogicalId(kept.BackupVault())))
	})
	plan := tm.one(t, "AWS::Backup::BackupPlan")
	plan.want(t, "BackupPlan.BackupPlanRule.0.Lifecycle", map[string]any{"DeleteAfterDays": 400})
	for _, kind := range []string{backupVault, "AWS::Backup::BackupPlan", "AWS::Backup::BackupSelection", "AWS::IAM::Role"} {
		for _, r := range tm.all(kind) {
			if strings.HasPrefix(r.ID, "None") && !strings.HasPrefix(r.ID, "NoneMonitoring") {
				t.Errorf("without a backup plan there is %s", r.ID)
			}
		}
	}
}

func TestDatabaseBackupPlanRefusals(t *testing.T) {
	plan := func(disable bool, days int) database.Props {
		return database.Props{BackupPlan: database.BackupPlan{Disable: disable, RetentionDays: days}}
	}
	databaseRefusals(t, []databaseRefusal{
		{"days for nothing", plan(true, 35), "backupPlan.retentionDays: does nothing with disable; leave one of them out"},
		{"no days", plan(false, -1), "backupPlan.retentionDays: -1 is out of range; use 1 to 36500"},
		{"too many days", plan(false, 36501), "backupPlan.retentionDays: 36501 is out of range; use 1 to 36500"},

		{"a day", plan(false, 1), ""},
		{"a hundred years", plan(false, 36500), ""},
		{"none", plan(true, 0), ""},
	})
}
