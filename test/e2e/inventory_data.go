package e2e

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	formation "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	secrets "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func (a *account) takeDatabases(c *collector) {
	tags := func(arn *string) (any, error) {
		return a.rds.ListTagsForResource(c.ctx, &rds.ListTagsForResourceInput{ResourceName: arn})
	}
	collect(c, "DBInstance", rds.NewDescribeDBInstancesPaginator(a.rds, &rds.DescribeDBInstancesInput{}),
		func(o *rds.DescribeDBInstancesOutput) []types.DBInstance { return o.DBInstances },
		func(d types.DBInstance) *string { return d.DBInstanceIdentifier })
	collect(c, "DBSubnetGroup", rds.NewDescribeDBSubnetGroupsPaginator(a.rds, &rds.DescribeDBSubnetGroupsInput{}),
		func(o *rds.DescribeDBSubnetGroupsOutput) []types.DBSubnetGroup { return o.DBSubnetGroups },
		func(g types.DBSubnetGroup) *string { return g.DBSubnetGroupName },
		func(g types.DBSubnetGroup) (any, error) { return tags(g.DBSubnetGroupArn) })
	collect(c, "DBParameterGroup", rds.NewDescribeDBParameterGroupsPaginator(a.rds, &rds.DescribeDBParameterGroupsInput{}),
		func(o *rds.DescribeDBParameterGroupsOutput) []types.DBParameterGroup { return o.DBParameterGroups },
		func(g types.DBParameterGroup) *string {
			return unless(isDefault(g.DBParameterGroupName), g.DBParameterGroupName)
		},
		func(g types.DBParameterGroup) (any, error) { return tags(g.DBParameterGroupArn) },
		func(g types.DBParameterGroup) (any, error) {
			parameters, err := a.parameters(c.ctx, aws.ToString(g.DBParameterGroupName))
			return map[string]any{"Parameters": parameters}, err
		})
	a.takeClusters(c)
	collect(c, "EventSubscription", rds.NewDescribeEventSubscriptionsPaginator(a.rds, &rds.DescribeEventSubscriptionsInput{}),
		func(o *rds.DescribeEventSubscriptionsOutput) []types.EventSubscription {
			return o.EventSubscriptionsList
		},
		func(s types.EventSubscription) *string { return s.CustSubscriptionId },
		func(s types.EventSubscription) (any, error) { return tags(s.EventSubscriptionArn) })
	// Automated snapshots come by themselves; they belong to the automated backup.
	manual := &rds.DescribeDBSnapshotsInput{SnapshotType: aws.String("manual")}
	collect(c, "DBSnapshot", rds.NewDescribeDBSnapshotsPaginator(a.rds, manual),
		func(o *rds.DescribeDBSnapshotsOutput) []types.DBSnapshot { return o.DBSnapshots },
		func(s types.DBSnapshot) *string { return s.DBSnapshotIdentifier })
	collect(c, "DBAutomatedBackup", rds.NewDescribeDBInstanceAutomatedBackupsPaginator(a.rds, &rds.DescribeDBInstanceAutomatedBackupsInput{}),
		func(o *rds.DescribeDBInstanceAutomatedBackupsOutput) []types.DBInstanceAutomatedBackup {
			return o.DBInstanceAutomatedBackups
		},
		func(b types.DBInstanceAutomatedBackup) *string {
			if b.DbiResourceId != nil { // the next database may have the same name
				return b.DbiResourceId
			}
			return b.DBInstanceIdentifier
		})
	collect(c, "Secret", secretsmanager.NewListSecretsPaginator(a.secrets, &secretsmanager.ListSecretsInput{}),
		func(o *secretsmanager.ListSecretsOutput) []secrets.SecretListEntry { return o.SecretList },
		func(s secrets.SecretListEntry) *string { return unless(s.DeletedDate != nil, s.ARN) })
}

func (a *account) takeRest(c *collector) {
	collect(c, "Stack", cloudformation.NewDescribeStacksPaginator(a.cloudformation, &cloudformation.DescribeStacksInput{}),
		func(o *cloudformation.DescribeStacksOutput) []formation.Stack {
			var named []formation.Stack
			for _, s := range o.Stacks {
				named = append(named, formation.Stack{StackName: s.StackName, StackId: s.StackId, EnableTerminationProtection: s.EnableTerminationProtection})
			}
			return named
		},
		func(s formation.Stack) *string { return unless(*s.StackName == toolkit, s.StackName) })
	collect(c, "LogGroup", cloudwatchlogs.NewDescribeLogGroupsPaginator(a.logs, &cloudwatchlogs.DescribeLogGroupsInput{}),
		func(o *cloudwatchlogs.DescribeLogGroupsOutput) []logs.LogGroup { return o.LogGroups },
		func(g logs.LogGroup) *string { return g.LogGroupName },
		func(g logs.LogGroup) (any, error) {
			arn := strings.TrimSuffix(aws.ToString(g.Arn), ":*")
			return a.logs.ListTagsForResource(c.ctx, &cloudwatchlogs.ListTagsForResourceInput{ResourceArn: &arn})
		})
	a.takeKeys(c)
	a.takeBuckets(c)
}

// isDefault tells of a parameter group that RDS makes by itself when the first database of an engine needs one.
func isDefault(parameterGroup *string) bool { return strings.HasPrefix(*parameterGroup, "default.") }

// parameters are those of a parameter group that are not the engine's own.
func (a *account) parameters(ctx context.Context, group string) (map[string]string, error) {
	user := &rds.DescribeDBParametersInput{DBParameterGroupName: &group, Source: aws.String("user")}
	found, err := all(ctx, rds.NewDescribeDBParametersPaginator(a.rds, user), func(o *rds.DescribeDBParametersOutput) []types.Parameter { return o.Parameters })
	parameters := map[string]string{}
	for _, p := range found {
		parameters[aws.ToString(p.ParameterName)] = aws.ToString(p.ParameterValue)
	}
	return parameters, err
}
