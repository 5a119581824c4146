package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestFlowLogsRecordWhatTheyAreAskedFor(t *testing.T) {
	for traffic, want := range map[network.FlowLogsTraffic]string{
		network.FlowLogsAccepted: "ACCEPT",
		network.FlowLogsRejected: "REJECT",
		network.FlowLogsAll:      "ALL",
	} {
		found := synthNetwork(t, &network.Props{FlowLogs: network.FlowLogs{Traffic: traffic, RetentionDays: 400}})
		found.one(t, "AWS::EC2::FlowLog").want(t, "TrafficType", want)
		found.one(t, "AWS::Logs::LogGroup").want(t, "RetentionInDays", 400)
	}
}

func TestFlowLogsInANewBucket(t *testing.T) {
	found := synthNetwork(t, &network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, RetentionDays: 100}})
	bucket := found.one(t, "AWS::S3::Bucket")
	policy := found.one(t, "AWS::S3::BucketPolicy")
	logs := found.one(t, "AWS::EC2::FlowLog")
	logs.wantEach(t, map[string]any{
		"LogDestinationType":       "s3",
		"LogDestination":           att(bucket.ID, "Arn"),
		"DeliverLogsPermissionArn": nil,
		"TrafficType":              "ALL",
	})
	if !slices.Contains(logs.DependsOn, policy.ID) {
		t.Errorf("the flow logs depend on %v, want the bucket's policy among them: without it the service adds its own", logs.DependsOn)
	}
	found.wantNone(t, "AWS::Logs::LogGroup", "AWS::IAM::Role", managedPolicy, "AWS::KMS::Key")

	bucket.wantEach(t, map[string]any{
		"LifecycleConfiguration.Rules": []map[string]any{{
			"ExpirationInDays":               100,
			"NoncurrentVersionExpiration":    map[string]any{"NoncurrentDays": 100},
			"AbortIncompleteMultipartUpload": map[string]any{"DaysAfterInitiation": 7},
			"Status":                         "Enabled",
		}},
		"BucketEncryption.ServerSideEncryptionConfiguration": []map[string]any{{
			"ServerSideEncryptionByDefault": map[string]any{"SSEAlgorithm": "AES256"},
		}},
		"PublicAccessBlockConfiguration": map[string]any{
			"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
		},
		"OwnershipControls.Rules":        []map[string]any{{"ObjectOwnership": "BucketOwnerEnforced"}},
		"VersioningConfiguration.Status": "Enabled",
	})
	if bucket.DeletionPolicy != "Retain" || bucket.UpdateReplacePolicy != "Retain" {
		t.Errorf("the bucket's policies are %q and %q, want Retain: it cannot be deleted while it is not empty", bucket.DeletionPolicy, bucket.UpdateReplacePolicy)
	}

	policy.want(t, "Bucket", ref(bucket.ID))
	service := map[string]any{"Service": "delivery.logs.amazonaws.com"}
	fromThisAccount := map[string]any{
		"StringEquals": map[string]any{"aws:SourceAccount": ref("AWS::AccountId")},
		"ArnLike":      map[string]any{"aws:SourceArn": join("arn:", ref("AWS::Partition"), ":logs:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":*")},
	}
	policy.want(t, "PolicyDocument.Statement", []map[string]any{
		{
			"Effect":    "Deny",
			"Principal": map[string]any{"AWS": "*"},
			"Action":    "s3:*",
			"Resource":  []any{att(bucket.ID, "Arn"), join(att(bucket.ID, "Arn"), "/*")},
			"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
		},
		{
			"Sid":       "Delivery",
			"Effect":    "Allow",
			"Principal": service,
			"Action":    "s3:PutObject",
			"Resource":  join(att(bucket.ID, "Arn"), "/AWSLogs/", ref("AWS::AccountId"), "/*"),
			"Condition": fromThisAccount,
		},
		{
			"Sid":       "DeliveryCheck",
			"Effect":    "Allow",
			"Principal": service,
			"Action":    "s3:GetBucketAcl",
			"Resource":  att(bucket.ID, "Arn"),
			"Condition": fromThisAccount,
		},
	})
}

func TestFlowLogsInABucketAreKeptFor90DaysToo(t *testing.T) {
	found := synthNetwork(t, flowLogsTo(network.FlowLogsToS3))
	found.one(t, "AWS::S3::Bucket").want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 90)
}

func TestFlowLogsInABucketOfOnesOwn(t *testing.T) {
	archive := "arn:aws:s3:::example-log-archive/network"
	found := synthNetwork(t, &network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, BucketARN: archive}})
	found.one(t, "AWS::EC2::FlowLog").wantEach(t, map[string]any{"LogDestinationType": "s3", "LogDestination": archive})
	found.wantNone(t, "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::Logs::LogGroup", "AWS::IAM::Role")

	found = synth(t, func(stack awscdk.Stack) {
		own := awss3.NewBucket(stack, jsii.String("Archive"), nil)
		network.New(stack, "Network", &network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsToS3, BucketARN: *own.BucketArn()}})
	})
	found.one(t, "AWS::EC2::FlowLog").want(t, "LogDestination", att(found.one(t, "AWS::S3::Bucket").ID, "Arn"))
}

func TestFlowLogsCanBeLeftOut(t *testing.T) {
	found := synthNetwork(t, flowLogsTo(network.FlowLogsNone))
	found.wantNone(t, "AWS::EC2::FlowLog", "AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::IAM::Role", managedPolicy, "AWS::KMS::Key")
}

func TestFlowLogsWithAKeyOfOnesOwn(t *testing.T) {
	found := synthNetwork(t, &network.Props{FlowLogs: network.FlowLogs{KMSKeyARN: testKeyARN}})
	found.one(t, "AWS::Logs::LogGroup").want(t, "KmsKeyId", testKeyARN)
	found.wantNone(t, "AWS::KMS::Key")
}
