package network

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/logbucket"
)

func (b *builder) createFlowLogs() {
	flowLogs := &awsec2.CfnFlowLogProps{
		ResourceId:             b.vpcID,
		ResourceType:           jsii.String("VPC"),
		TrafficType:            jsii.String(strings.ToUpper(string(b.cfg.FlowLogs.Traffic))),
		MaxAggregationInterval: jsii.Number(60),
		Tags:                   b.named("FlowLogs"),
	}
	var ready constructs.IDependable // what must exist before records can be delivered
	switch b.cfg.FlowLogs.Destination {
	case FlowLogsNone:
		return
	case FlowLogsToS3:
		flowLogs.LogDestinationType = jsii.String("s3")
		flowLogs.LogDestination, ready = b.flowLogsBucket()
	default:
		group := awslogs.NewCfnLogGroup(b.Network, jsii.String("FlowLogGroup"), &awslogs.CfnLogGroupProps{
			RetentionInDays: jsii.Number(b.cfg.FlowLogs.RetentionDays),
			KmsKeyId:        b.flowLogsKey(),
			Tags:            b.named("FlowLogGroup"),
		})
		group.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, nil)
		flowLogs.LogDestinationType = jsii.String("cloud-watch-logs")
		flowLogs.LogGroupName = group.Ref() // the ARN of a log group ends in :*, to which nothing is delivered
		role, policy := b.flowLogsRole(group.AttrArn())
		flowLogs.DeliverLogsPermissionArn, ready = role.AttrArn(), policy
	}
	resource := awsec2.NewCfnFlowLog(b.Network, jsii.String("FlowLogs"), flowLogs)
	if ready != nil {
		resource.Node().AddDependency(ready)
	}
}

// flowLogsKey returns the ARN of the key that encrypts the records: the user's own, or a new one.
func (b *builder) flowLogsKey() *string {
	if b.cfg.FlowLogs.KMSKeyARN != "" {
		return &b.cfg.FlowLogs.KMSKeyARN
	}
	// Kept, as the records are: without it they cannot be read.
	return key.New(b.Network, "FlowLogsKey", "Flow logs of "+b.path, awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, key.ForLogGroups("*")).KeyArn()
}

// flowLogsRole lets the flow logs service write to one log group, for this account's flow logs only.
func (b *builder) flowLogsRole(logGroup *string) (awsiam.CfnRole, awsiam.CfnManagedPolicy) {
	role := awsiam.NewCfnRole(b.Network, jsii.String("FlowLogsRole"), &awsiam.CfnRoleProps{
		AssumeRolePolicyDocument: map[string]any{
			"Version": "2012-10-17",
			"Statement": []any{map[string]any{
				"Effect":    "Allow",
				"Principal": map[string]any{"Service": "vpc-flow-logs.amazonaws.com"},
				"Action":    "sts:AssumeRole",
				"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}},
			}},
		},
		Tags: b.named("FlowLogsRole"),
	})
	policy := awsiam.NewCfnManagedPolicy(b.Network, jsii.String("FlowLogsPolicy"), &awsiam.CfnManagedPolicyProps{
		Description: jsii.String("Delivery of flow logs"),
		Roles:       &[]any{role.Ref()},
		PolicyDocument: map[string]any{
			"Version": "2012-10-17",
			"Statement": []any{map[string]any{
				"Effect":   "Allow",
				"Action":   []any{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
				"Resource": logGroup,
			}},
		},
	})
	return role, policy
}

// flowLogsBucket returns the ARN of the bucket that records go to, and what to wait for.
func (b *builder) flowLogsBucket() (*string, constructs.IDependable) {
	if b.cfg.FlowLogs.BucketARN != "" {
		return &b.cfg.FlowLogs.BucketARN, nil
	}
	bucket := logbucket.New(b.Network, "FlowLogsBucket", b.cfg.FlowLogs.RetentionDays, logbucket.Writer{
		Principal:   "delivery.logs.amazonaws.com",
		ReadsACL:    true,
		WhyKeysOfS3: "Who sent how much to whom is encrypted, with a key that costs nothing for each record. Where a key of one's own is asked for, a bucket of one's own comes with it.",
		Conditions: map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()},
			"ArnLike":      map[string]any{"aws:SourceArn": "arn:" + *awscdk.Aws_PARTITION() + ":logs:" + *awscdk.Aws_REGION() + ":" + *awscdk.Aws_ACCOUNT_ID() + ":*"},
		},
	})
	return bucket.BucketArn(), bucket.Policy()
}
