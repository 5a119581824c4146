// Package answering makes distributions of CloudFront that answer every request with a page, by a function: they have no
// servers and no bucket. docs/adr/0015-page-without-a-bucket.md says why.
package answering

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// MaxFunction is how many bytes a function may have.
// Source: Amazon CloudFront Developer Guide, "Quotas", quotas on CloudFront Functions.
const MaxFunction = 10240

//go:embed page.js
var pageJS string

// Code is a function of that name, in JavaScript, that makes an answer with a status and a page.
func Code(name string, status int, page string) string {
	return strings.NewReplacer(
		"$name", name, "$status", strconv.Itoa(status), "$reason", http.StatusText(status), "$page", Literal(page),
	).Replace(pageJS)
}

// Literal writes a value down in JavaScript.
func Literal(value any) string {
	var literal bytes.Buffer
	encoder := json.NewEncoder(&literal)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return strings.TrimSpace(literal.String())
}

// UniqueName is a name for a construct that nothing else in the account has.
func UniqueName(of constructs.Construct, longest int) *string {
	return awscdk.Names_UniqueResourceName(of, &awscdk.UniqueResourceNameOptions{MaxLength: jsii.Number(longest), Separator: jsii.String("-")})
}

// NewFunction makes a function of CloudFront as a child of a construct, which has but one.
func NewFunction(of constructs.Construct, comment, code string) awscloudfront.CfnFunction {
	const longest = 64
	return awscloudfront.NewCfnFunction(of, jsii.String("Function"), &awscloudfront.CfnFunctionProps{
		Name:         UniqueName(of, longest),
		AutoPublish:  jsii.Bool(true),
		FunctionCode: &code,
		FunctionConfig: &awscloudfront.CfnFunction_FunctionConfigProperty{
			Comment: &comment,
			Runtime: jsii.String("cloudfront-js-2.0"),
		},
	})
}

// ViewerRequest associates a function with the requests of a behaviour, before anything else is looked at.
func ViewerRequest(function awscloudfront.CfnFunction) []any {
	return []any{&awscloudfront.CfnDistribution_FunctionAssociationProperty{
		EventType: jsii.String("viewer-request"), FunctionArn: function.AttrFunctionArn(),
	}}
}

// originName is where CloudFront would get answers from, if the function left any to it. Names below .invalid are nobody's,
// now and ever. Source: RFC 2606.
const originName = "never-asked.invalid"

// Behind adds what answers to a distribution's configuration: an origin that is never asked, and the function.
func Behind(config *awscloudfront.CfnDistribution_DistributionConfigProperty, function awscloudfront.CfnFunction, viewers string) {
	const origin = "never-asked"
	config.Enabled = jsii.Bool(true)
	config.Origins = []any{&awscloudfront.CfnDistribution_OriginProperty{
		Id: jsii.String(origin), DomainName: jsii.String(originName),
		CustomOriginConfig: &awscloudfront.CfnDistribution_CustomOriginConfigProperty{
			OriginProtocolPolicy: jsii.String("https-only"),
			OriginSslProtocols:   jsii.Strings("TLSv1.2"),
		},
	}}
	config.DefaultCacheBehavior = &awscloudfront.CfnDistribution_DefaultCacheBehaviorProperty{
		TargetOriginId:       jsii.String(origin),
		ViewerProtocolPolicy: &viewers,
		AllowedMethods:       AllMethods(), // each is answered
		CachePolicyId:        awscloudfront.CachePolicy_CACHING_DISABLED().CachePolicyId(),
		FunctionAssociations: ViewerRequest(function),
	}
}

// AllMethods are the methods that a behaviour may let through.
func AllMethods() *[]*string {
	return jsii.Strings("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE")
}

// ModernTLS is a certificate that is shown to nobody below TLS 1.2.
func ModernTLS(certificateARN *string) *awscloudfront.CfnDistribution_ViewerCertificateProperty {
	return &awscloudfront.CfnDistribution_ViewerCertificateProperty{
		AcmCertificateArn:      certificateARN,
		MinimumProtocolVersion: jsii.String("TLSv1.2_2021"),
		SslSupportMethod:       jsii.String("sni-only"),
	}
}
