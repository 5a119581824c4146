package cdn

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/answering"
)

// The ids of the origins in the distribution.
const (
	balancerOrigin = "load-balancer"
	pageOrigin     = "page"
)

const longestPolicyName = 128

// loadBalancer is the origin that serves the site. Connections are tried thrice, for three seconds each: a load balancer that is
// there answers at once, and without it nobody should wait half a minute for the page, as by default.
func (c *CDN) loadBalancer() *awscloudfront.CfnDistribution_OriginProperty {
	const attempts, seconds = 3, 3
	return &awscloudfront.CfnDistribution_OriginProperty{
		Id:                 jsii.String(balancerOrigin),
		DomainName:         &c.cfg.OriginName,
		ConnectionAttempts: jsii.Number(attempts),
		ConnectionTimeout:  jsii.Number(seconds),
		CustomOriginConfig: &awscloudfront.CfnDistribution_CustomOriginConfigProperty{
			OriginProtocolPolicy: jsii.String("https-only"),
			OriginSslProtocols:   jsii.Strings("TLSv1.2"),
			HttpsPort:            jsii.Number(c.cfg.OriginPort),
			OriginReadTimeout:    jsii.Number(c.cfg.ResponseSeconds),
		},
		OriginCustomHeaders: []any{&awscloudfront.CfnDistribution_OriginCustomHeaderProperty{
			HeaderName: jsii.String(header), HeaderValue: jsii.String(reference(*c.secrets[0].Name())),
		}},
	}
}

// defaultBehaviour passes on everything as the visitor sent it, the Host included, and keeps nothing.
func (c *CDN) defaultBehaviour() *awscloudfront.CfnDistribution_DefaultCacheBehaviorProperty {
	return &awscloudfront.CfnDistribution_DefaultCacheBehaviorProperty{
		TargetOriginId:          jsii.String(balancerOrigin),
		ViewerProtocolPolicy:    jsii.String("redirect-to-https"),
		AllowedMethods:          answering.AllMethods(),
		CachePolicyId:           awscloudfront.CachePolicy_CACHING_DISABLED().CachePolicyId(),
		OriginRequestPolicyId:   awscloudfront.OriginRequestPolicy_ALL_VIEWER().OriginRequestPolicyId(),
		ResponseHeadersPolicyId: c.securityHeaders(),
		Compress:                jsii.Bool(true),
		FunctionAssociations:    answering.ViewerRequest(c.function),
	}
}

// behaviours are those of some paths: the page's, whatever the static paths are, and theirs.
func (c *CDN) behaviours() []any {
	all := []any{&awscloudfront.CfnDistribution_CacheBehaviorProperty{
		PathPattern:          jsii.String(pagePath),
		TargetOriginId:       jsii.String(pageOrigin),
		ViewerProtocolPolicy: jsii.String("redirect-to-https"),
		AllowedMethods:       answering.AllMethods(), // the page is for each of them
		CachePolicyId:        awscloudfront.CachePolicy_CACHING_DISABLED().CachePolicyId(),
	}}
	if len(c.cfg.StaticPaths) == 0 {
		return all
	}
	policy := c.cachePolicy()
	for _, path := range c.cfg.StaticPaths {
		all = append(all, &awscloudfront.CfnDistribution_CacheBehaviorProperty{
			PathPattern:             jsii.String(path),
			TargetOriginId:          jsii.String(balancerOrigin),
			ViewerProtocolPolicy:    jsii.String("redirect-to-https"),
			CachePolicyId:           policy,
			ResponseHeadersPolicyId: c.securityHeaders(),
			Compress:                jsii.Bool(true),
			FunctionAssociations:    answering.ViewerRequest(c.function),
		})
	}
	return all
}

// cachePolicy keeps what is the same for everybody, apart for each name of the site and each query string, as long as the
// application says. CloudFront's own policy would give one answer to all query strings and names.
func (c *CDN) cachePolicy() *string {
	const year = 365 * 24 * 60 * 60
	policy := awscloudfront.NewCfnCachePolicy(c, jsii.String("StaticPolicy"), &awscloudfront.CfnCachePolicyProps{
		CachePolicyConfig: &awscloudfront.CfnCachePolicy_CachePolicyConfigProperty{
			Name:       jsii.String(*answering.UniqueName(c, longestPolicyName-len("-static")) + "-static"),
			Comment:    jsii.String("What is the same for everybody"),
			MinTtl:     jsii.Number(0),
			DefaultTtl: jsii.Number(c.cfg.StaticSeconds),
			MaxTtl:     jsii.Number(year),
			ParametersInCacheKeyAndForwardedToOrigin: &awscloudfront.CfnCachePolicy_ParametersInCacheKeyAndForwardedToOriginProperty{
				EnableAcceptEncodingBrotli: jsii.Bool(true),
				EnableAcceptEncodingGzip:   jsii.Bool(true),
				CookiesConfig:              &awscloudfront.CfnCachePolicy_CookiesConfigProperty{CookieBehavior: jsii.String("none")},
				HeadersConfig:              &awscloudfront.CfnCachePolicy_HeadersConfigProperty{HeaderBehavior: jsii.String("whitelist"), Headers: jsii.Strings("Host")},
				QueryStringsConfig:         &awscloudfront.CfnCachePolicy_QueryStringsConfigProperty{QueryStringBehavior: jsii.String("all")},
			},
		},
	})
	return policy.AttrId()
}

// securityHeaders is the id of the policy that adds headers to answers that do not have them, or nil.
func (c *CDN) securityHeaders() *string {
	if c.cfg.DisableSecurityHeaders {
		return nil
	}
	const id = "SecurityHeaders"
	if there := c.Node().TryFindChild(jsii.String(id)); there != nil {
		return there.(awscloudfront.CfnResponseHeadersPolicy).AttrId()
	}
	const year = 365 * 24 * 60 * 60
	theirs := jsii.Bool(false) // the application's own headers count
	policy := awscloudfront.NewCfnResponseHeadersPolicy(c, jsii.String(id), &awscloudfront.CfnResponseHeadersPolicyProps{
		ResponseHeadersPolicyConfig: &awscloudfront.CfnResponseHeadersPolicy_ResponseHeadersPolicyConfigProperty{
			Name:    jsii.String(*answering.UniqueName(c, longestPolicyName-len("-headers")) + "-headers"),
			Comment: jsii.String("What browsers are told for safety"),
			SecurityHeadersConfig: &awscloudfront.CfnResponseHeadersPolicy_SecurityHeadersConfigProperty{
				StrictTransportSecurity: &awscloudfront.CfnResponseHeadersPolicy_StrictTransportSecurityProperty{AccessControlMaxAgeSec: jsii.Number(year), Override: theirs},
				ContentTypeOptions:      &awscloudfront.CfnResponseHeadersPolicy_ContentTypeOptionsProperty{Override: theirs},
				FrameOptions:            &awscloudfront.CfnResponseHeadersPolicy_FrameOptionsProperty{FrameOption: jsii.String("SAMEORIGIN"), Override: theirs},
				ReferrerPolicy:          &awscloudfront.CfnResponseHeadersPolicy_ReferrerPolicyProperty{ReferrerPolicy: jsii.String("strict-origin-when-cross-origin"), Override: theirs},
			},
		},
	})
	return policy.AttrId()
}
