package edge

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/lint"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// Redirects lead visitors of some names to another one, over HTTPS. Create them with [NewRedirects]; do not copy them.
type Redirects struct {
	constructs.Construct
	_ nocopy.NoCopy

	rule elbv2.ApplicationListenerRule
}

var _ constructs.Construct = (*Redirects)(nil)

// NewRedirects adds the rule of the redirects to a listener. It panics with the error of [RedirectsProps.Validate] when the
// props are wrong, and has then created nothing.
func NewRedirects(scope constructs.Construct, id string, given *RedirectsProps) *Redirects {
	if err := given.Validate(); err != nil {
		panic(fmt.Errorf("redirects %q: %w", id, err))
	}
	cfg := *given
	props.Default(&cfg)
	r := &Redirects{}
	constructs.NewConstruct_Override(r, scope, &id)
	r.rule = newRule(r, "Rule", &elbv2.ApplicationListenerRuleProps{
		Listener:   cfg.Listener,
		Priority:   jsii.Number(cfg.Priority),
		Conditions: &[]elbv2.ListenerCondition{elbv2.ListenerCondition_HostHeaders(jsii.Strings(cfg.From...))},
		Action: elbv2.ListenerAction_Redirect(&elbv2.RedirectOptions{
			Protocol:  jsii.String("HTTPS"),
			Host:      &cfg.To,
			Permanent: jsii.Bool(true),
		}),
	})
	return r
}

// Rule returns the rule of the listener.
func (r *Redirects) Rule() elbv2.ApplicationListenerRule { return r.rule }

// newRule adds a rule to a listener. cfn-lint does not know that rules have tags.
func newRule(scope constructs.Construct, id string, props *elbv2.ApplicationListenerRuleProps) elbv2.ApplicationListenerRule {
	rule := elbv2.NewApplicationListenerRule(scope, &id, props)
	lint.Acknowledge(rule.Node().DefaultChild().(awscdk.CfnResource), "E3002")
	return rule
}
