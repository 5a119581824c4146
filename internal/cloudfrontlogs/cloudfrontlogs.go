// Package cloudfrontlogs delivers the access logs of distributions of CloudFront to buckets.
package cloudfrontlogs

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
	"github.com/evenkeel-cdk/evenkeel/internal/logbucket"
)

// Delivered answers the findings of rules that look for access logs where CloudFront had them before.
var Delivered = acknowledge.Because{
	Reason: "Access logs are delivered by CloudWatch Logs' delivery, which is CloudFront's newer way and needs no bucket with ACLs; the rule knows the older way alone.",
	Rules:  []string{"AwsSolutions-CFR3", "CT.CLOUDFRONT.PR.5"},
}

// Deliver keeps the access logs of a construct's distribution for some days, in a bucket of the construct's. Its stack must be
// in us-east-1.
func Deliver(of constructs.Construct, distribution awscloudfront.CfnDistribution, retentionDays int, whyKeysOfS3 string) awss3.Bucket {
	bucket := logbucket.New(of, "Logs", retentionDays, logbucket.Writer{
		Principal:   "delivery.logs.amazonaws.com",
		ReadsACL:    true,
		WhyKeysOfS3: whyKeysOfS3,
		Conditions: map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()},
			"ArnLike":      map[string]any{"aws:SourceArn": "arn:" + *awscdk.Aws_PARTITION() + ":logs:" + *awscdk.Aws_REGION() + ":" + *awscdk.Aws_ACCOUNT_ID() + ":delivery-source:*"},
		},
	})
	const longest = 60
	name := answering.UniqueName(of, longest)
	source := awslogs.NewCfnDeliverySource(of, jsii.String("LogSource"), &awslogs.CfnDeliverySourceProps{
		Name: name, LogType: jsii.String("ACCESS_LOGS"),
		ResourceArn: jsii.String("arn:" + *awscdk.Aws_PARTITION() + ":cloudfront::" + *awscdk.Aws_ACCOUNT_ID() + ":distribution/" + *distribution.AttrId()),
	})
	destination := awslogs.NewCfnDeliveryDestination(of, jsii.String("LogDestination"), &awslogs.CfnDeliveryDestinationProps{
		Name: name, DestinationResourceArn: bucket.BucketArn(), OutputFormat: jsii.String("json"),
	})
	delivery := awslogs.NewCfnDelivery(of, jsii.String("LogDelivery"), &awslogs.CfnDeliveryProps{
		DeliverySourceName: name, DeliveryDestinationArn: destination.AttrArn(),
	})
	delivery.Node().AddDependency(source, bucket.Policy()) // which it does not refer to
	return bucket
}
