package edge

import (
	"fmt"
	"net/http"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
	"github.com/evenkeel-cdk/evenkeel/internal/cloudfrontlogs"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
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

// functionCode is the function with the page in it.
func functionCode(page string) string {
	return answering.Code("handler", http.StatusServiceUnavailable, page)
}

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
	page, _ := sorrypage.Read(s.cfg.Page.HTML, s.cfg.Page.File) // has been read by Validate
	s.function = answering.NewFunction(s, "Answers every request with the sorry page", functionCode(page))
	s.createDistribution()
	s.bucket = cloudfrontlogs.Deliver(s, s.distribution, s.cfg.LogRetentionDays,
		"Who was shown a page that is the same for everybody is encrypted, with a key that costs nothing for each record.")
	return s
}

func (s *Standby) createDistribution() {
	config := &awscloudfront.CfnDistribution_DistributionConfigProperty{
		Comment:           jsii.String("Sorry page of " + s.cfg.Names[0]),
		Aliases:           jsii.Strings(s.cfg.Names...),
		HttpVersion:       jsii.String("http2and3"),
		Ipv6Enabled:       &s.cfg.IPv6,
		ViewerCertificate: answering.ModernTLS(s.cfg.Certificate.CertificateArn()),
	}
	answering.Behind(config, s.function, "redirect-to-https")
	s.distribution = awscloudfront.NewCfnDistribution(s, jsii.String("Distribution"), &awscloudfront.CfnDistributionProps{DistributionConfig: config})
	acknowledge.At(s.distribution, cloudfrontlogs.Delivered, acknowledge.Because{
		Reason: "A function answers every request with one page before anything else is looked at: there is no other object, no other origin, nothing that a request could attack, and nobody who should not see it.",
		Rules:  []string{"AwsSolutions-CFR1", "AwsSolutions-CFR2", "CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"},
	})
}

// DomainName returns the name of the distribution, to which the records lead.
func (s *Standby) DomainName() *string { return s.distribution.AttrDomainName() }

// Distribution returns the distribution.
func (s *Standby) Distribution() awscloudfront.CfnDistribution { return s.distribution }

// Function returns the function that answers.
func (s *Standby) Function() awscloudfront.CfnFunction { return s.function }

// Bucket returns the bucket of the logs.
func (s *Standby) Bucket() awss3.Bucket { return s.bucket }
