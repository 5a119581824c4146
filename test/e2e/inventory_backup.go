package e2e

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/backup/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	topics "github.com/aws/aws-sdk-go-v2/service/sns/types"
)

func (a *account) takeBackups(c *collector) {
	tags := func(arn *string) (any, error) {
		out, err := a.backup.ListTags(c.ctx, &backup.ListTagsInput{ResourceArn: arn})
		if err != nil {
			return nil, err
		}
		return map[string]any{"Tags": out.Tags}, nil
	}
	collect(c, "BackupVault", backup.NewListBackupVaultsPaginator(a.backup, &backup.ListBackupVaultsInput{}),
		func(o *backup.ListBackupVaultsOutput) []types.BackupVaultListMember { return o.BackupVaultList },
		func(v types.BackupVaultListMember) *string { return v.BackupVaultName },
		func(v types.BackupVaultListMember) (any, error) { return tags(v.BackupVaultArn) })
	collect(c, "BackupPlan", backup.NewListBackupPlansPaginator(a.backup, &backup.ListBackupPlansInput{}),
		func(o *backup.ListBackupPlansOutput) []types.BackupPlansListMember { return o.BackupPlansList },
		func(p types.BackupPlansListMember) *string { return p.BackupPlanId },
		func(p types.BackupPlansListMember) (any, error) { return tags(p.BackupPlanArn) },
		func(p types.BackupPlansListMember) (any, error) {
			out, err := a.backup.GetBackupPlan(c.ctx, &backup.GetBackupPlanInput{BackupPlanId: p.BackupPlanId})
			if err != nil {
				return nil, err
			}
			return out.BackupPlan, nil
		})
}

func (a *account) takeTopics(c *collector) {
	collect(c, "Topic", sns.NewListTopicsPaginator(a.sns, &sns.ListTopicsInput{}),
		func(o *sns.ListTopicsOutput) []topics.Topic { return o.Topics },
		func(t topics.Topic) *string { return t.TopicArn },
		func(t topics.Topic) (any, error) {
			return a.sns.GetTopicAttributes(c.ctx, &sns.GetTopicAttributesInput{TopicArn: t.TopicArn})
		},
		func(t topics.Topic) (any, error) {
			return a.sns.ListTagsForResource(c.ctx, &sns.ListTagsForResourceInput{ResourceArn: t.TopicArn})
		})
}

// removeVault deletes the backups in a vault, and the vault.
func (a *account) removeVault(ctx context.Context, vault string) error {
	points, err := all(ctx, backup.NewListRecoveryPointsByBackupVaultPaginator(a.backup, &backup.ListRecoveryPointsByBackupVaultInput{BackupVaultName: &vault}),
		func(o *backup.ListRecoveryPointsByBackupVaultOutput) []types.RecoveryPointByBackupVault {
			return o.RecoveryPoints
		})
	failures := err // an endpoint that has no recovery points need not be able to list them
	for _, point := range points {
		_, err := a.backup.DeleteRecoveryPoint(ctx, &backup.DeleteRecoveryPointInput{BackupVaultName: &vault, RecoveryPointArn: point.RecoveryPointArn})
		failures = errors.Join(failures, err)
	}
	if _, err := a.backup.DeleteBackupVault(ctx, &backup.DeleteBackupVaultInput{BackupVaultName: aws.String(vault)}); err != nil {
		return errors.Join(failures, err)
	}
	return nil
}
