package cdn

import (
	_ "embed"
	"net/http"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudfront"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

// pagePath is where CloudFront asks for the page. The application's own path of that name would not be reached.
const pagePath = "/.sorry-page"

// pageParts are what the page comes from.
type pageParts struct {
	function     awscloudfront.CfnFunction
	distribution awscloudfront.CfnDistribution
}

//go:embed viewer.js
var viewerJS string

// viewerCode is the function that looks at each request first.
func (p *Props) viewerCode() string {
	site := map[string]any{"name": p.Names[0], "redirects": append([]string{}, p.Redirects...)}
	code := ""
	if p.Maintenance {
		page, _ := sorrypage.Read(p.Page.HTML, p.Page.File) // has been read by Validate
		code = answering.Code("page", http.StatusServiceUnavailable, page) + "\n"
		site["maintenance"], site["path"], site["operators"] = true, p.HealthPath, append([]string{}, p.Operators...)
	}
	return code + strings.Replace(viewerJS, "$site", answering.Literal(site), 1)
}

// createPage makes what answers CloudFront's own question for the page. It says 200: any other status would be handed on to the
// visitor instead of the one that is meant for him.
// Source: Amazon CloudFront Developer Guide, "Generate custom error responses".
func (c *CDN) createPage() {
	of := constructs.NewConstruct(c, jsii.String("Page"))
	page, _ := sorrypage.Read(c.cfg.Page.HTML, c.cfg.Page.File) // has been read by Validate
	c.page.function = answering.NewFunction(of, "Answers with the sorry page", answering.Code("handler", http.StatusOK, page))
	config := &awscloudfront.CfnDistribution_DistributionConfigProperty{Comment: jsii.String("Where the sorry page of " + c.cfg.Names[0] + " comes from")}
	answering.Behind(config, c.page.function, "https-only")
	c.page.distribution = awscloudfront.NewCfnDistribution(of, jsii.String("Distribution"), &awscloudfront.CfnDistributionProps{DistributionConfig: config})
	acknowledge.At(c.page.distribution, acknowledge.Because{
		Reason: "Only CloudFront itself asks this distribution, for one page, on behalf of the site's own, which keeps the logs, has the names and the certificate, and speaks modern TLS alone.",
		Rules:  []string{"AwsSolutions-CFR3", "AwsSolutions-CFR4", "CT.CLOUDFRONT.PR.5", "CT.CLOUDFRONT.PR.6", "CT.CLOUDFRONT.PR.7", "CT.CLOUDFRONT.PR.9"},
	}, acknowledge.Because{
		Reason: "A function answers every request with one page before anything else is looked at: there is no other object, no other origin, nothing that a request could attack, and nobody who should not see it.",
		Rules:  []string{"AwsSolutions-CFR1", "AwsSolutions-CFR2", "CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"},
	})
}

// pageOrigin is the page's distribution as an origin. It is asked by its own name.
func (c *CDN) pageOrigin() *awscloudfront.CfnDistribution_OriginProperty {
	return &awscloudfront.CfnDistribution_OriginProperty{
		Id:         jsii.String(pageOrigin),
		DomainName: c.page.distribution.AttrDomainName(),
		CustomOriginConfig: &awscloudfront.CfnDistribution_CustomOriginConfigProperty{
			OriginProtocolPolicy: jsii.String("https-only"),
			OriginSslProtocols:   jsii.Strings("TLSv1.2"),
		},
	}
}

// errorResponses show the page for what the load balancer answers when it or its servers are down, and for what CloudFront says
// itself when nothing answers. Errors are not kept: one visitor's would be shown to others, and to him once it is over.
func (c *CDN) errorResponses() []any {
	var all []any
	for _, status := range []int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout} {
		response := &awscloudfront.CfnDistribution_CustomErrorResponseProperty{
			ErrorCode: jsii.Number(status), ErrorCachingMinTtl: jsii.Number(0),
		}
		if status != http.StatusInternalServerError || !c.cfg.PassApplicationErrors {
			response.ResponsePagePath, response.ResponseCode = jsii.String(pagePath), jsii.Number(http.StatusServiceUnavailable)
		}
		all = append(all, response)
	}
	return all
}
