package cdn

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
	"github.com/evenkeel-cdk/evenkeel/internal/cloudfrontlogs"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// CDN is a distribution of CloudFront in front of a load balancer. Create it with [New]; do not copy it.
type CDN struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg          Props
	secrets      []awssecretsmanager.CfnSecret
	function     awscloudfront.CfnFunction
	page         pageParts
	distribution awscloudfront.CfnDistribution
	bucket       awss3.Bucket
}

var _ constructs.Construct = (*CDN)(nil)

// New makes the distribution, in us-east-1, where its certificate is and its logs are delivered from. It panics with the error of
// [Props.Validate] when the props are wrong or the stack is elsewhere, and has then created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *CDN {
	if err := props.Validate(); err != nil {
		panic(fmt.Errorf("CDN %q: %w", id, err))
	}
	if in := scope.Region(scopeOf); in != "" && in != region {
		panic(fmt.Errorf("CDN %q: its stack is in %s; give it one in %s", id, in, region))
	}
	c := &CDN{cfg: props.resolve()}
	constructs.NewConstruct_Override(c, scopeOf, &id)
	for _, key := range c.cfg.Keys {
		c.createSecret(key)
	}
	c.function = answering.NewFunction(c, "Shows the page in maintenance, and redirects", c.cfg.viewerCode())
	c.createPage()
	c.createDistribution()
	c.bucket = cloudfrontlogs.Deliver(c, c.distribution, c.cfg.LogRetentionDays,
		"Who asked for which page is encrypted, with a key that costs nothing for each record.")
	return c
}

func (c *CDN) createDistribution() {
	c.distribution = awscloudfront.NewCfnDistribution(c, jsii.String("Distribution"), &awscloudfront.CfnDistributionProps{
		DistributionConfig: &awscloudfront.CfnDistribution_DistributionConfigProperty{
			Enabled:              jsii.Bool(true),
			Comment:              jsii.String("CDN of " + c.cfg.Names[0]),
			Aliases:              jsii.Strings(c.cfg.allNames()...),
			HttpVersion:          jsii.String("http2and3"),
			Ipv6Enabled:          jsii.Bool(!c.cfg.DisableIPv6),
			ViewerCertificate:    answering.ModernTLS(c.cfg.Certificate.CertificateArn()),
			WebAclId:             optional(c.cfg.WebACLARN),
			Restrictions:         c.restrictions(),
			Origins:              []any{c.loadBalancer(), c.pageOrigin()},
			DefaultCacheBehavior: c.defaultBehaviour(),
			CacheBehaviors:       c.behaviours(),
			CustomErrorResponses: c.errorResponses(),
		},
	})
	for _, secret := range c.secrets {
		c.distribution.Node().AddDependency(secret) // which it refers to by its name alone
	}
	c.acknowledge()
}

// restrictions are the countries that are let in. The names of the two ways are CloudFront's own.
func (c *CDN) restrictions() any {
	kind, list := "whitelist", c.cfg.Countries.Only
	if len(list) == 0 {
		kind, list = "blacklist", c.cfg.Countries.Blocked
	}
	if len(list) == 0 {
		return nil
	}
	return &awscloudfront.CfnDistribution_RestrictionsProperty{GeoRestriction: &awscloudfront.CfnDistribution_GeoRestrictionProperty{
		RestrictionType: &kind, Locations: jsii.Strings(list...),
	}}
}

// acknowledge answers the findings that the props leave as they should be.
func (c *CDN) acknowledge() {
	because := []acknowledge.Because{cloudfrontlogs.Delivered, {
		Reason: "The origin is a load balancer, and what it serves at / is the site's own; an origin that is down is answered for by the page, for every method, which a group of origins is not.",
		Rules:  []string{"CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"},
	}}
	if c.restrictions() == nil {
		because = append(because, acknowledge.Because{
			Reason: "The site is for visitors of all countries; countries says otherwise.",
			Rules:  []string{"AwsSolutions-CFR1"},
		})
	}
	if c.cfg.WebACLARN == "" {
		because = append(because, acknowledge.Because{
			Reason: "Which requests a firewall may refuse depends on the application, and many organizations set the rules centrally; give webAclArn, or a system its firewall.",
			Rules:  []string{"AwsSolutions-CFR2"},
		})
	}
	acknowledge.At(c.distribution, because...)
}

// optional is a text, or nothing for an empty one.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// DomainName returns the name of the distribution, to which the records lead.
func (c *CDN) DomainName() *string { return c.distribution.AttrDomainName() }

// Distribution returns the distribution.
func (c *CDN) Distribution() awscloudfront.CfnDistribution { return c.distribution }

// Function returns the function that shows the page in maintenance, and redirects.
func (c *CDN) Function() awscloudfront.CfnFunction { return c.function }

// PageDistribution returns the distribution that the page comes from while the site is down.
func (c *CDN) PageDistribution() awscloudfront.CfnDistribution { return c.page.distribution }

// PageFunction returns the function that answers with the page.
func (c *CDN) PageFunction() awscloudfront.CfnFunction { return c.page.function }

// Bucket returns the bucket of the logs.
func (c *CDN) Bucket() awss3.Bucket { return c.bucket }

// Secrets returns the secrets of the keys, in their order.
func (c *CDN) Secrets() []awssecretsmanager.CfnSecret { return c.secrets }

// SecretNames returns the names of the secrets of the keys, for the [Origin].
func (c *CDN) SecretNames() []string {
	var names []string
	for _, secret := range c.secrets {
		names = append(names, *secret.Name())
	}
	return names
}
