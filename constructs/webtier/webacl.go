package webtier

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

const exampleWebACLARN = "arn:aws:wafv2:ap-northeast-1:111111111111:regional/webacl/site/12345678-1234-1234-1234-123456789012"

var (
	webACLInARN  = regexp.MustCompile(`^regional/webacl/[\w-]+/[0-9a-f-]+$`)
	globalWebACL = regexp.MustCompile(`^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global/webacl/`)
)

// checkWebACL checks the web ACL of the tier's own load balancer. The props are as they were given.
func (p *Props) checkWebACL(region string, problems *problem.List) {
	const field = "loadBalancer.webAclArn"
	acl := p.LoadBalancer.WebACLARN
	if acl == "" || !p.ownsBalancer() {
		return
	}
	if kind := p.LoadBalancer.Kind; kind == Network || kind == Classic {
		problems.Addf(field, "only an Application Load Balancer reads requests, and can have a web ACL; say kind: application, or leave it out")
	}
	if arn.Unresolved(acl) {
		return
	}
	of, err := arn.Check(acl, "wafv2", webACLInARN, exampleWebACLARN)
	switch {
	case globalWebACL.MatchString(acl):
		problems.Addf(field, "the web ACL is for CloudFront; use a regional one")
	case err != nil:
		problems.Addf(field, "%v", err)
	case region != "" && of != region:
		problems.Addf(field, "the web ACL is in %s; use one of %s, where the load balancer is", of, region)
	}
}

// associateWebACL puts the Application Load Balancer behind its web ACL, or says why there is none.
func (w *WebTier) associateWebACL() {
	if acl := w.cfg.LoadBalancer.WebACLARN; acl != "" {
		awswafv2.NewCfnWebACLAssociation(w, jsii.String("WebACLAssociation"), &awswafv2.CfnWebACLAssociationProps{
			ResourceArn: w.loadBalancer.LoadBalancerArn(),
			WebAclArn:   &acl,
		})
		return
	}
	if w.cfg.LoadBalancer.Closed {
		acknowledge.At(resourceOf(w.loadBalancer), acknowledge.Because{
			Reason: "Nobody reaches the load balancer but what is in front of it, which has seen each request first: a CDN has a web ACL of its own, or says why not.",
			Rules:  acknowledge.Packs("ALBWAFEnabled", acknowledge.NIST, acknowledge.PCI),
		})
		return
	}
	acknowledge.At(resourceOf(w.loadBalancer), acknowledge.Because{
		Reason: "Which requests a firewall may refuse depends on the application, and many organizations set the rules centrally; give loadBalancer.webAclArn, or a system its firewall.",
		Rules:  acknowledge.Packs("ALBWAFEnabled", acknowledge.NIST, acknowledge.PCI),
	})
}
