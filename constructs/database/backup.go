package database

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsbackup"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

const (
	// Source: AWS Backup Developer Guide, "AWS::Backup::BackupVault" and "Create a backup plan".
	maxVaultName      = 50
	startWithin       = 480  // minutes: AWS Backup tries again while RDS takes its own backup or maintains the database
	completeWithin    = 1440 // minutes
	lengthOfStackPart = 9    // a hyphen and eight hexadecimal digits
)

// createBackupPlan makes AWS Backup copy the database every day into a vault of its own. The copies do not go with the
// database, as its automated backups can, and the vault is kept when the stack is deleted.
func (d *Database) createBackupPlan() {
	d.backupVault = awsbackup.NewCfnBackupVault(d, jsii.String("BackupVault"), &awsbackup.CfnBackupVaultProps{
		BackupVaultName:  jsii.String(d.vaultName()),
		EncryptionKeyArn: d.key.KeyArn(),
	})
	d.backupVault.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, nil)
	d.backupPlan = awsbackup.NewCfnBackupPlan(d, jsii.String("BackupPlan"), &awsbackup.CfnBackupPlanProps{
		BackupPlan: &awsbackup.CfnBackupPlan_BackupPlanResourceTypeProperty{
			BackupPlanName: &d.firstIdentifier,
			BackupPlanRule: []any{&awsbackup.CfnBackupPlan_BackupRuleResourceTypeProperty{
				RuleName:                jsii.String("Daily"),
				TargetBackupVault:       d.backupVault.Ref(),
				ScheduleExpression:      jsii.String("cron(0 5 ? * * *)"),
				StartWindowMinutes:      jsii.Number(startWithin),
				CompletionWindowMinutes: jsii.Number(completeWithin),
				CopyActions:             d.copyActions(),
				Lifecycle: &awsbackup.CfnBackupPlan_LifecycleResourceTypeProperty{
					DeleteAfterDays: jsii.Number(d.cfg.BackupPlan.RetentionDays),
				},
			}},
		},
	})
	role := d.serviceRole("BackupRole", "backup.amazonaws.com", "AWSBackupServiceRolePolicyForBackup")
	acknowledge.At(role, acknowledge.Because{
		Reason: "AWS keeps this policy to what AWS Backup needs to make copies; only AWS Backup can take the role, and the plan selects one database.",
		Rules:  []string{"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]"},
	})
	awsbackup.NewCfnBackupSelection(d, jsii.String("BackupSelection"), &awsbackup.CfnBackupSelectionProps{
		BackupPlanId: d.backupPlan.AttrBackupPlanId(),
		BackupSelection: &awsbackup.CfnBackupSelection_BackupSelectionResourceTypeProperty{
			SelectionName: jsii.String("Database"),
			IamRoleArn:    role.AttrArn(),
			Resources:     &d.backedUp,
		},
	})
}

// vaultName is the identifier with a part that belongs to this stack alone: the vault outlives the stack, and must not
// stand in the way of the next one with the same names.
func (d *Database) vaultName() string {
	name := d.firstIdentifier
	name = strings.TrimRight(name[:min(len(name), maxVaultName-lengthOfStackPart)], "-")
	uuid := awscdk.Fn_Select(jsii.Number(2), awscdk.Fn_Split(jsii.String("/"), awscdk.Aws_STACK_ID(), nil))
	return name + "-" + *awscdk.Fn_Select(jsii.Number(0), awscdk.Fn_Split(jsii.String("-"), uuid, nil))
}
