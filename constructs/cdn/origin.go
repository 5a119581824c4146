package cdn

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/lint"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/originfacing"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// Origin lets a distribution, and nobody else, through a load balancer. Create it with [NewOrigin]; do not copy it.
type Origin struct {
	constructs.Construct
	_ nocopy.NoCopy

	rule elbv2.ApplicationListenerRule
}

var _ constructs.Construct = (*Origin)(nil)

// NewOrigin opens a load balancer to CloudFront's addresses and, by a rule of the listener, to requests that have the secret of a
// [CDN], which must be deployed before: let the origin depend on it. It panics with the error of [OriginProps.Validate] when the
// props are wrong or the Region's prefix list is not known, and has then created nothing.
func NewOrigin(scopeOf constructs.Construct, id string, given *OriginProps) *Origin {
	if err := given.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("origin %q: %w", id, err))
	}
	cfg := *given
	props.Default(&cfg)
	if cfg.PrefixListID == "" {
		cfg.PrefixListID = originfacing.In(scope.Region(scopeOf))
	}
	o := &Origin{}
	constructs.NewConstruct_Override(o, scopeOf, &id)
	cfg.SecurityGroup.AddIngressRule(awsec2.Peer_PrefixList(&cfg.PrefixListID), awsec2.Port_Tcp(jsii.Number(cfg.Port)), jsii.String("From CloudFront"), nil)
	var values []string
	for _, name := range cfg.SecretNames {
		values = append(values, reference(name))
	}
	o.rule = elbv2.NewApplicationListenerRule(o, jsii.String("Rule"), &elbv2.ApplicationListenerRuleProps{
		Listener:     cfg.Listener,
		Priority:     jsii.Number(cfg.Priority),
		Conditions:   &[]elbv2.ListenerCondition{elbv2.ListenerCondition_HttpHeader(jsii.String(header), jsii.Strings(values...))},
		TargetGroups: &[]elbv2.IApplicationTargetGroup{cfg.TargetGroup},
	})
	lint.Acknowledge(o.rule.Node().DefaultChild().(awscdk.CfnResource), "E3002") // it does not know that rules have tags
	return o
}

// Rule returns the rule of the listener.
func (o *Origin) Rule() elbv2.ApplicationListenerRule { return o.rule }
