package e2e

import (
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
)

func (a *account) takeClusters(c *collector) {
	collect(c, "DBCluster", rds.NewDescribeDBClustersPaginator(a.rds, &rds.DescribeDBClustersInput{}),
		func(o *rds.DescribeDBClustersOutput) []types.DBCluster { return o.DBClusters },
		func(d types.DBCluster) *string { return d.DBClusterIdentifier })
	collect(c, "DBClusterParameterGroup", rds.NewDescribeDBClusterParameterGroupsPaginator(a.rds, &rds.DescribeDBClusterParameterGroupsInput{}),
		func(o *rds.DescribeDBClusterParameterGroupsOutput) []types.DBClusterParameterGroup {
			return o.DBClusterParameterGroups
		},
		func(g types.DBClusterParameterGroup) *string {
			return unless(isDefault(g.DBClusterParameterGroupName), g.DBClusterParameterGroupName)
		},
		func(g types.DBClusterParameterGroup) (any, error) {
			return a.rds.ListTagsForResource(c.ctx, &rds.ListTagsForResourceInput{ResourceName: g.DBClusterParameterGroupArn})
		})
	manual := &rds.DescribeDBClusterSnapshotsInput{SnapshotType: aws.String("manual")}
	collect(c, "DBClusterSnapshot", rds.NewDescribeDBClusterSnapshotsPaginator(a.rds, manual),
		func(o *rds.DescribeDBClusterSnapshotsOutput) []types.DBClusterSnapshot { return o.DBClusterSnapshots },
		func(s types.DBClusterSnapshot) *string { return s.DBClusterSnapshotIdentifier })
	if !realAWS(os.Getenv) {
		return // another endpoint need not have them
	}
	collect(c, "DBClusterAutomatedBackup", rds.NewDescribeDBClusterAutomatedBackupsPaginator(a.rds, &rds.DescribeDBClusterAutomatedBackupsInput{}),
		func(o *rds.DescribeDBClusterAutomatedBackupsOutput) []types.DBClusterAutomatedBackup {
			return o.DBClusterAutomatedBackups
		},
		func(b types.DBClusterAutomatedBackup) *string { return b.DbClusterResourceId })
}
