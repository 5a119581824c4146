package edge

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/logbucket"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// Standby is a distribution of CloudFront that answers every request with the page and status 503, by a function: it has no
// servers, no bucket and nothing to keep up. Create it with [NewStandby]; do not copy it.
type Standby struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg          StandbyProps
	function     awscloudfront.CfnFunction
	distribution awscloudfront.CfnDistribution
	bucket       awss3.Bucket
}

var _ constructs.Construct = (*Standby)(nil)

//go:embed standby.js
var standbyJS string

// functionCode is the function with the page in it.
func functionCode(page string) string {
	var literal bytes.Buffer
	encoder := json.NewEncoder(&literal)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(page); err != nil {
		panic(err)
	}
	return strings.Replace(standbyJS, "PAGE", strings.TrimSpace(literal.String()), 1)
}

// originName is where CloudFront would get answers from, if the function left any to it. Names below .invalid are nobody's,
// now and ever. Source: RFC 2606.
const originName = "never-asked.invalid"

// NewStandby makes the distribution, in us-east-1, where its logs are delivered from. It panics with the error of
// [StandbyProps.Validate] when the props are wrong or the stack is elsewhere, and has then created nothing.
func NewStandby(scopeOf constructs.Construct, id string, given *StandbyProps) *Standby {
	if err := given.Validate(); err != nil {
		panic(fmt.Errorf("standby %q: %w", id, err))
	}
	mustBeInRegion("standby", id, scope.Region(scopeOf))
	s := &Standby{cfg: *given}
	props.Default(&s.cfg)
	constructs.NewConstruct_Override(s, scopeOf, &id)
	page, _ := s.cfg.Page.read() // has been read by Validate
	s.function = awscloudfront.NewCfnFunction(s, jsii.String("Function"), &awscloudfront.CfnFunctionProps{
		Name:         s.uniqueName(64),
		AutoPublish:  jsii.Bool(true),
		FunctionCode: jsii.String(functionCode(page)),
		FunctionConfig: &awscloudfront.CfnFunction_FunctionConfigProperty{
			Comment: jsii.String("Answers every request with the sorry page"),
			Runtime: jsii.String("cloudfront-js-2.0"),
		},
	})
	s.createDistribution()
	s.log()
	return s
}

func (s *Standby) uniqueName(longest int) *string {
	return awscdk.Names_UniqueResourceName(s, &awscdk.UniqueResourceNameOptions{MaxLength: jsii.Number(longest), Separator: jsii.String("-")})
}

func (s *Standby) createDistribution() {
	const origin = "never-asked"
	s.distribution = awscloudfront.NewCfnDistribution(s, jsii.String("Distribution"), &awscloudfront.CfnDistributionProps{
		DistributionConfig: &awscloudfront.CfnDistribution_DistributionConfigProperty{
			Enabled:     jsii.Bool(true),
			Comment:     jsii.String("Sorry page of " + s.cfg.Names[0]),
			Aliases:     jsii.Strings(s.cfg.Names...),
			HttpVersion: jsii.String("http2and3"),
			Ipv6Enabled: &s.cfg.IPv6,
			ViewerCertificate: &awscloudfront.CfnDistribution_ViewerCertificateProperty{
				AcmCertificateArn:      s.cfg.Certificate.CertificateArn(),
				MinimumProtocolVersion: jsii.String("TLSv1.2_2021"),
				SslSupportMethod:       jsii.String("sni-only"),
			},
			Origins: []any{&awscloudfront.CfnDistribution_OriginProperty{
				Id: jsii.String(origin), DomainName: jsii.String(originName),
				CustomOriginConfig: &awscloudfront.CfnDistribution_CustomOriginConfigProperty{
					OriginProtocolPolicy: jsii.String("https-only"),
					OriginSslProtocols:   jsii.Strings("TLSv1.2"),
				},
			}},
			DefaultCacheBehavior: &awscloudfront.CfnDistribution_DefaultCacheBehaviorProperty{
				TargetOriginId:       jsii.String(origin),
				ViewerProtocolPolicy: jsii.String("redirect-to-https"),
				AllowedMethods:       jsii.Strings("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"), // each is answered
				CachePolicyId:        awscloudfront.CachePolicy_CACHING_DISABLED().CachePolicyId(),
				FunctionAssociations: []any{&awscloudfront.CfnDistribution_FunctionAssociationProperty{
					EventType: jsii.String("viewer-request"), FunctionArn: s.function.AttrFunctionArn(),
				}},
			},
		},
	})
	acknowledge.At(s.distribution, acknowledge.Because{
		Reason: "Access logs are delivered by CloudWatch Logs' delivery, which is CloudFront's newer way and needs no bucket with ACLs; the rule knows the older way alone.",
		Rules:  []string{"AwsSolutions-CFR3", "CT.CLOUDFRONT.PR.5"},
	}, acknowledge.Because{
		Reason: "A function answers every request with one page before anything else is looked at: there is no other object, no other origin, nothing that a request could attack, and nobody who should not see it.",
		Rules:  []string{"AwsSolutions-CFR1", "AwsSolutions-CFR2", "CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"},
	})
}

// log keeps who was shown the page.
func (s *Standby) log() {
	s.bucket = logbucket.New(s, "Logs", s.cfg.LogRetentionDays, logbucket.Writer{
		Principal:   "delivery.logs.amazonaws.com",
		ReadsACL:    true,
		WhyKeysOfS3: "Who was shown a page that is the same for everybody is encrypted, with a key that costs nothing for each record.",
		Conditions: map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()},
			"ArnLike":      map[string]any{"aws:SourceArn": "arn:" + *awscdk.Aws_PARTITION() + ":logs:" + *awscdk.Aws_REGION() + ":" + *awscdk.Aws_ACCOUNT_ID() + ":delivery-source:*"},
		},
	})
	name := s.uniqueName(60)
	source := awslogs.NewCfnDeliverySource(s, jsii.String("LogSource"), &awslogs.CfnDeliverySourceProps{
		Name: name, LogType: jsii.String("ACCESS_LOGS"),
		ResourceArn: jsii.String("arn:" + *awscdk.Aws_PARTITION() + ":cloudfront::" + *awscdk.Aws_ACCOUNT_ID() + ":distribution/" + *s.distribution.AttrId()),
	})
	destination := awslogs.NewCfnDeliveryDestination(s, jsii.String("LogDestination"), &awslogs.CfnDeliveryDestinationProps{
		Name: name, DestinationResourceArn: s.bucket.BucketArn(), OutputFormat: jsii.String("json"),
	})
	delivery := awslogs.NewCfnDelivery(s, jsii.String("LogDelivery"), &awslogs.CfnDeliveryProps{
		DeliverySourceName: name, DeliveryDestinationArn: destination.AttrArn(),
	})
	delivery.Node().AddDependency(source, s.bucket.Policy()) // which it does not refer to
}

// DomainName returns the name of the distribution, to which the records lead.
func (s *Standby) DomainName() *string { return s.distribution.AttrDomainName() }

// Distribution returns the distribution.
func (s *Standby) Distribution() awscloudfront.CfnDistribution { return s.distribution }

// Function returns the function that answers.
func (s *Standby) Function() awscloudfront.CfnFunction { return s.function }

// Bucket returns the bucket of the logs.
func (s *Standby) Bucket() awss3.Bucket { return s.bucket }
