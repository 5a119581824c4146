// Package logbucket creates the buckets that AWS services deliver logs into.
package logbucket

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

// A Writer is the service that delivers logs.
type Writer struct {
	// The service's principal.
	Principal string
	// Whether the service reads the bucket's ACL before it writes.
	ReadsACL bool
	// Why the bucket is encrypted with keys of Amazon S3.
	WhyKeysOfS3 string
	// The condition keys that the service sets, and what they must be. Without any, the account in the objects' keys is
	// what keeps other accounts' logs out.
	Conditions map[string]any
}

// New creates a bucket that only the writer can write to, over TLS, encrypted with keys of Amazon S3, that deletes logs
// after some days and outlives its stack: CloudFormation cannot delete a bucket that is not empty.
func New(scope constructs.Construct, id string, retentionDays int, writer Writer) awss3.Bucket {
	bucket := awss3.NewBucket(scope, &id, &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:        jsii.Bool(true),
		ObjectOwnership:   awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		Versioned:         jsii.Bool(true), // so that a record cannot be taken away unseen
		RemovalPolicy:     awscdk.RemovalPolicy_RETAIN,
		LifecycleRules: &[]*awss3.LifecycleRule{{
			Expiration:                          awscdk.Duration_Days(jsii.Number(retentionDays)),
			NoncurrentVersionExpiration:         awscdk.Duration_Days(jsii.Number(retentionDays)),
			AbortIncompleteMultipartUploadAfter: awscdk.Duration_Days(jsii.Number(7)),
		}},
	})
	acknowledge.At(bucket.Node().DefaultChild().(awscdk.CfnResource), acknowledge.Because{
		Reason: "The bucket is where records end. Records of who reads them would need another bucket with the same question; CloudTrail's data events answer it for all of an account's buckets.",
		Rules:  append(acknowledge.Packs("S3BucketLoggingEnabled", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI), "AwsSolutions-S1", "CT.S3.PR.2"),
	}, acknowledge.Because{
		Reason: writer.WhyKeysOfS3,
		Rules:  append(acknowledge.Packs("S3DefaultEncryptionKMS", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI), "CT.S3.PR.10"),
	}, acknowledge.Because{
		Reason: "Records are not data that the system runs on: it can lose them with a Region. What must be kept elsewhere goes to a bucket of your own.",
		Rules:  acknowledge.Packs("S3BucketReplicationEnabled", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
	}, acknowledge.Because{
		Reason: "Nothing happens when a record arrives, so nobody is told.",
		Rules:  []string{"CT.S3.PR.4"},
	}, acknowledge.Because{
		Reason: "A lock cannot be taken off again, and keeps even a wrong record for its whole time. Versions keep what is overwritten or deleted; bring a locked bucket of your own where the law wants one.",
		Rules:  []string{"CT.S3.PR.9"},
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
