package websystem

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// edgeRegion is where CloudFront takes certificates, web ACLs and log deliveries from, and where Route 53 writes down how
// health checks go. Source: Amazon CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront".
const edgeRegion = "us-east-1"

// needsEdge reports whether something must be in us-east-1.
func (p *Props) needsEdge() bool { return p.failsOver() || p.hasCDN() }

// whyEdge is the field that asks for something in us-east-1.
func (p *Props) whyEdge() string { return "sorryPage.automatic" }

// checkEdge makes sure that what must be in us-east-1 has a stack there, in an app that knows where the others are.
func (p *Props) checkEdge(region string) error {
	var problems problem.List
	switch to := p.EdgeScope; {
	case !p.needsEdge():
	case region == "":
		problems.Addf(p.whyEdge(), "takes a stack in %s, which must know where this one is; give this stack its Region", edgeRegion)
	case to == nil && region != edgeRegion:
		problems.Addf("edgeScope", "missing; %s needs a stack in %s: give one of the same account", p.whyEdge(), edgeRegion)
	case to == nil:
	case scope.Region(to) != edgeRegion:
		problems.Addf("edgeScope", "is not in %s, where CloudFront's certificates must be; give a stack that is", edgeRegion)
	case to.Node().TryFindChild(jsii.String("SorryPage")) != nil:
		problems.Addf("edgeScope", "holds a sorry page already; give each web system a scope of its own")
	case to.Node().TryFindChild(jsii.String("CDN")) != nil:
		problems.Addf("edgeScope", "holds a CDN already; give each web system a scope of its own")
	}
	return problems.Err()
}

// edgeScope is where what must be in us-east-1 is made.
func (s *WebSystem) edgeScope(p *Props) constructs.Construct {
	if p.EdgeScope != nil {
		return p.EdgeScope
	}
	return s
}
