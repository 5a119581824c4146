package webtier

import (
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// shares reports whether the tier is behind a listener that is not its own.
func (p *Props) shares() bool { return p.LoadBalancer.Listener.given() }

// importListener finds the listener that the tier is behind.
func (w *WebTier) importListener() {
	brought := w.cfg.LoadBalancer.Listener
	if brought.Existing != nil {
		w.shared = brought.Existing
		return
	}
	w.shared = elbv2.ApplicationListener_FromApplicationListenerAttributes(w, jsii.String("Listener"), &elbv2.ApplicationListenerAttributes{
		ListenerArn:   &brought.ARN,
		SecurityGroup: w.importGroup("ListenerSecurityGroup", brought.SecurityGroupID),
	})
}

// createRule leads the tier's hosts and paths to its servers.
func (w *WebTier) createRule() {
	brought := w.cfg.LoadBalancer.Listener
	var conditions []elbv2.ListenerCondition
	if len(brought.Hosts) > 0 {
		conditions = append(conditions, elbv2.ListenerCondition_HostHeaders(jsii.Strings(brought.Hosts...)))
	}
	if len(brought.Paths) > 0 {
		conditions = append(conditions, elbv2.ListenerCondition_PathPatterns(jsii.Strings(brought.Paths...)))
	}
	w.rule = elbv2.NewApplicationListenerRule(w, jsii.String("ListenerRule"), &elbv2.ApplicationListenerRuleProps{
		Listener:     w.shared,
		Priority:     jsii.Number(brought.Priority),
		Conditions:   &conditions,
		TargetGroups: &[]elbv2.IApplicationTargetGroup{w.targetGroup},
	})
	allowTags(w.rule)
}
