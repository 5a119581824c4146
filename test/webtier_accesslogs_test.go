package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func wantAccessLogs(t *testing.T, tm *template, enabled, bucket any) {
	t.Helper()
	got := attributes(tm.one(t, loadBalancer), "LoadBalancerAttributes")
	if got["access_logs.s3.enabled"] != enabled || show(got["access_logs.s3.bucket"]) != show(bucket) {
		t.Errorf("access logs are enabled %v to %s, want %v to %s",
			got["access_logs.s3.enabled"], show(got["access_logs.s3.bucket"]), enabled, show(bucket))
	}
}

func TestWebAccessLogsByDefault(t *testing.T) {
	tm := defaultWeb(t)
	bucket := tm.one(t, "AWS::S3::Bucket")
	wantAccessLogs(t, tm, "true", ref(bucket.ID))
	bucket.wantEach(t, map[string]any{
		"BucketEncryption.ServerSideEncryptionConfiguration": []any{map[string]any{
			"ServerSideEncryptionByDefault": map[string]any{"SSEAlgorithm": "AES256"},
		}},
		"PublicAccessBlockConfiguration": map[string]any{
			"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
		},
		"OwnershipControls.Rules":        []any{map[string]any{"ObjectOwnership": "BucketOwnerEnforced"}},
		"VersioningConfiguration.Status": "Enabled",
		"LifecycleConfiguration.Rules": []any{map[string]any{
			"Status":                         "Enabled",
			"ExpirationInDays":               90,
			"NoncurrentVersionExpiration":    map[string]any{"NoncurrentDays": 90},
			"AbortIncompleteMultipartUpload": map[string]any{"DaysAfterInitiation": 7},
		}},
	})
	if bucket.DeletionPolicy != "Retain" || bucket.UpdateReplacePolicy != "Retain" {
		t.Errorf("the bucket is not kept: DeletionPolicy %q, UpdateReplacePolicy %q", bucket.DeletionPolicy, bucket.UpdateReplacePolicy)
	}

	policy := tm.one(t, "AWS::S3::BucketPolicy")
	arn := att(bucket.ID, "Arn")
	policy.want(t, "Bucket", ref(bucket.ID))
	policy.want(t, "PolicyDocument.Statement", []any{
		map[string]any{
			"Effect":    "Deny",
			"Principal": map[string]any{"AWS": "*"},
			"Action":    "s3:*",
			"Resource":  []any{arn, join(arn, "/*")},
			"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
		},
		map[string]any{
			"Sid":       "Delivery",
			"Effect":    "Allow",
			"Principal": map[string]any{"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
			"Action":    "s3:PutObject",
			"Resource":  join(arn, "/AWSLogs/", ref("AWS::AccountId"), "/*"),
		},
	})
	wantDependency(t, tm.one(t, loadBalancer), policy.ID)
}

func TestWebAccessLogsRetention(t *testing.T) {
	tm := synthWeb(t, webtier.Props{AccessLogs: webtier.AccessLogs{RetentionDays: 400}})
	tm.one(t, "AWS::S3::Bucket").want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 400)
}

func TestWebAccessLogsInBucketOfYourOwn(t *testing.T) {
	for name, bucket := range map[string]struct {
		name func(awscdk.Stack) string
		want any
	}{
		"by name": {func(awscdk.Stack) string { return "access-logs-222222222222" }, "access-logs-222222222222"},
		"by token": {func(stack awscdk.Stack) string {
			return *awscdk.Fn_ImportValue(new("LogArchive"))
		}, map[string]any{"Fn::ImportValue": "LogArchive"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			tm := synth(t, func(stack awscdk.Stack) {
				web := newWeb(stack, webtier.Props{AccessLogs: webtier.AccessLogs{Bucket: bucket.name(stack)}})
				got = show(stack.Resolve(web.AccessLogsBucket().BucketName()))
			})
			wantAccessLogs(t, tm, "true", bucket.want)
			if got != show(bucket.want) {
				t.Errorf("AccessLogsBucket() is %s, want %s", got, show(bucket.want))
			}
			if n := len(tm.all("AWS::S3::Bucket")) + len(tm.all("AWS::S3::BucketPolicy")); n > 0 {
				t.Errorf("%d buckets and policies are created besides", n)
			}
		})
	}
}

func TestWebAccessLogsDisabled(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		web := newWeb(stack, webtier.Props{AccessLogs: webtier.AccessLogs{Disable: true}})
		if bucket := web.AccessLogsBucket(); bucket != nil {
			t.Errorf("AccessLogsBucket() is %v, want nil", bucket)
		}
	})
	wantAccessLogs(t, tm, nil, nil)
	if n := len(tm.all("AWS::S3::Bucket")) + len(tm.all("AWS::S3::BucketPolicy")); n > 0 {
		t.Errorf("%d buckets and policies are created all the same", n)
	}
	classic := synthTier(t, webtier.Props{CertificateARN: webCertificate, AccessLogs: webtier.AccessLogs{Disable: true}, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic}})
	classic.one(t, classicLoadBalancer).want(t, "AccessLoggingPolicy", nil)
	if n := len(classic.all("AWS::S3::Bucket")); n > 0 {
		t.Errorf("a Classic Load Balancer has %d buckets all the same", n)
	}
}

// The Region decides nothing about access logs, so a stack need not know it.
func TestWebAccessLogsInAnyRegion(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) { newWeb(stack, webtier.Props{}) })
	wantAccessLogs(t, tm, "true", ref(tm.one(t, "AWS::S3::Bucket").ID))
}
