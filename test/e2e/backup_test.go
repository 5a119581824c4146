package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
)

// backupPlan asserts the plan's rule, where its copies go, and that it selects the database. Dev gives it up by name.
func (e *environment) backupPlan(t *testing.T) {
	plans, vaults := e.there(t, e.account).of("BackupPlan"), e.there(t, e.account).of("BackupVault")
	if e.account.environment == "dev" {
		same(t, "backup plans and vaults", []int{len(plans), len(vaults)}, []int{0, 0})
		return
	}
	id, vault := only(t, "backup plans", plans).id, only(t, "backup vaults", vaults)
	same(t, "key of the vault", vault.fields["EncryptionKeyArn"], aws.ToString(e.database.KmsKeyId))
	plan := at(must(e.backup.GetBackupPlan(e.ctx, &backup.GetBackupPlanInput{BackupPlanId: &id}))(t).BackupPlan)
	rule := only(t, "rules of the backup plan", plan.Rules)
	same(t, "vault", aws.ToString(rule.TargetBackupVaultName), vault.id)
	same(t, "schedule", aws.ToString(rule.ScheduleExpression), "cron(0 5 ? * * *)")
	same(t, "minutes to start and to complete within", []int64{aws.ToInt64(rule.StartWindowMinutes), aws.ToInt64(rule.CompletionWindowMinutes)}, []int64{480, 1440})
	same(t, "days that copies are kept", aws.ToInt64(at(rule.Lifecycle).DeleteAfterDays), int64(35))

	selections, err := e.backup.ListBackupSelections(e.ctx, &backup.ListBackupSelectionsInput{BackupPlanId: &id})
	if err != nil {
		e.gaps.note(t, "a backup plan's selection", "list it")
		return
	}
	selected := only(t, "selections", selections.BackupSelectionsList)
	selection := at(must(e.backup.GetBackupSelection(e.ctx, &backup.GetBackupSelectionInput{BackupPlanId: &id, SelectionId: selected.SelectionId}))(t).BackupSelection)
	backedUp := aws.ToString(e.database.DBInstanceArn)
	if e.cluster != nil {
		backedUp = aws.ToString(e.cluster.DBClusterArn)
	}
	sameSet(t, "what is copied", selection.Resources, []string{backedUp})
}

// notifications asserts what of the servers' coming and going is told, and where to: an encrypted topic.
func (e *environment) notifications(t *testing.T) {
	for _, topic := range e.there(t, e.account).of("Topic") {
		if !strings.Contains(topic.fields["Attributes.KmsMasterKeyId"], ":key/") {
			t.Errorf("%s is encrypted with %q", topic, topic.fields["Attributes.KmsMasterKeyId"])
		}
	}
	same(t, "topics, one of the database and one of each tier", len(e.there(t, e.account).of("Topic")), 1+len(e.there(t, e.account).of("AutoScalingGroup")))
	out, err := e.autoscaling.DescribeNotificationConfigurations(e.ctx, &autoscaling.DescribeNotificationConfigurationsInput{
		AutoScalingGroupNames: []string{aws.ToString(e.group.AutoScalingGroupName)},
	})
	if err != nil {
		e.gaps.note(t, "an Auto Scaling group's notifications", "describe them")
		return
	}
	var told []string
	for _, configuration := range out.NotificationConfigurations {
		told = append(told, aws.ToString(configuration.NotificationType))
		if _, there := e.there(t, e.account)["Topic "+aws.ToString(configuration.TopicARN)]; !there {
			t.Errorf("%s is no topic of this system", aws.ToString(configuration.TopicARN))
		}
	}
	sameSet(t, "what is told", told, []string{
		"autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
	})
}

// logKeys asserts that the database's logs are encrypted with its key, and the flow logs with another of the stack's.
func (e *environment) logKeys(t *testing.T) {
	for _, log := range e.want.exports {
		name := e.databaseLogGroup(log)
		same(t, "key of "+name, e.logKey(t, name), aws.ToString(e.database.KmsKeyId))
	}
	key := e.logKey(t, e.flowLogGroup(t))
	_, id, _ := strings.Cut(key, ":key/")
	if keys := must(e.resources(e.ctx, e.stackName("Stateful"), "AWS::KMS::Key"))(t); !slices.Contains(keys, id) || key == aws.ToString(e.database.KmsKeyId) {
		t.Errorf("the flow logs are encrypted with %q, want one of %v that is not the database's", key, keys)
	}
}

func (e *environment) logKey(t *testing.T, name string) string {
	t.Helper()
	groups := must(e.logs.DescribeLogGroups(e.ctx, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: &name}))(t)
	return aws.ToString(only(t, "log groups called "+name, groups.LogGroups).KmsKeyId)
}
