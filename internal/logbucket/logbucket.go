// Package logbucket creates the buckets that AWS services deliver logs into.
package logbucket

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// A Writer is the service that delivers logs.
type Writer struct {
	// The service's principal.
	Principal string
	// Whether the service reads the bucket's ACL before it writes.
	ReadsACL bool
	// The condition keys that the service sets, and what they must be. Without any, the account in the objects' keys is
	// what keeps other accounts' logs out.
	Conditions map[string]any
}

// New creates a bucket that only the writer can write to, over TLS, encrypted with keys of Amazon S3 (log delivery
// supports no others), that deletes logs after some days and outlives its stack: CloudFormation cannot delete a bucket
// that is not empty.
func New(scope constructs.Construct, id string, retentionDays int, writer Writer) awss3.Bucket {
	bucket := awss3.NewBucket(scope, &id, &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		ObjectOwnership:   awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		RemovalPolicy:     awscdk.RemovalPolicy_RETAIN,
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                          awscdk.Duration_Days(jsii.Number(retentionDays)),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(7)),
		}},
	})
	principal := &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(&writer.Principal, nil)}
	var conditions *map[string]any
	if writer.Conditions != nil {
		conditions = &writer.Conditions
	}
	keys := "AWSLogs/" + *awscdk.Aws_ACCOUNT_ID() + "/*"
	bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:        jsii.String("Delivery"),
		Principals: principal,
		Actions:    jsii.Strings("s3:PutObject"),
		Resources:  &[]*string{bucket.ArnForObjects(&keys)},
		Conditions: conditions,
	}))
	if writer.ReadsACL {
		bucket.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Sid:        jsii.String("DeliveryCheck"),
			Principals: principal,
			Actions:    jsii.Strings("s3:GetBucketAcl"),
			Resources:  &[]*string{bucket.BucketArn()},
			Conditions: conditions,
		}))
	}
	bucket.Policy().ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN) // what keeps plain HTTP out must outlive the stack too
	return bucket
}
