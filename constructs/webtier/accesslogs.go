package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancing"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/logbucket"
)

// createAccessLogs does without the CDK's LogAccessLogs, which needs to know the Region when it synthesizes: the
// principal used here is the same in every Region.
func (w *WebTier) createAccessLogs() {
	if name := w.cfg.AccessLogs.Bucket; name != "" {
		w.accessLogs = awss3.Bucket_FromBucketName(w, jsii.String("AccessLogs"), &name)
	} else {
		bucket := logbucket.New(w, "AccessLogs", w.cfg.AccessLogs.RetentionDays, w.cfg.logWriter())
		// Turning access logs on fails unless the load balancer may write by then.
		if w.cfg.LoadBalancer.Kind == Classic {
			w.classic.Node().AddDependency(bucket.Policy())
		} else {
			w.balancer().Node().DefaultChild().Node().AddDependency(bucket.Policy())
		}
		w.accessLogs = bucket
	}
	if w.cfg.LoadBalancer.Kind == Classic {
		w.classic.SetAccessLoggingPolicy(&elb.CfnLoadBalancer_AccessLoggingPolicyProperty{Enabled: true, S3BucketName: w.accessLogs.BucketName()})
		return
	}
	w.balancer().SetAttribute(jsii.String("access_logs.s3.enabled"), jsii.String("true"))
	w.balancer().SetAttribute(jsii.String("access_logs.s3.bucket"), w.accessLogs.BucketName())
}

// keepsAccessLogs reports whether there is a record. A Network Load Balancer writes one of TLS connections only.
// Source: Elastic Load Balancing User Guide, "Enable access logs for your Network Load Balancer".
func (p *Props) keepsAccessLogs() bool {
	return !p.AccessLogs.Disable && (p.LoadBalancer.Kind != Network || p.LoadBalancer.Protocol == TLS)
}

// logWriter is who writes the record: each kind of load balancer has its own way.
func (p *Props) logWriter() logbucket.Writer {
	if p.LoadBalancer.Kind == Network {
		return logbucket.Writer{
			Principal:   "delivery.logs.amazonaws.com",
			ReadsACL:    true,
			WhyKeysOfS3: "Who connected when is encrypted, with a key that costs nothing for each record. Where a key of one's own is asked for, a bucket of one's own comes with it.",
			Conditions: map[string]any{
				"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()},
				"ArnLike":      map[string]any{"aws:SourceArn": "arn:" + *awscdk.Aws_PARTITION() + ":logs:" + *awscdk.Aws_REGION() + ":" + *awscdk.Aws_ACCOUNT_ID() + ":*"},
			},
		}
	}
	return logbucket.Writer{
		Principal:   "logdelivery.elasticloadbalancing.amazonaws.com",
		WhyKeysOfS3: "A load balancer writes only to buckets that are encrypted with keys of Amazon S3.",
	}
}
