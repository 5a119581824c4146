package webtier

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// joins reports whether the servers are in a target group that is not the tier's own.
func (p *Props) joins() bool { return p.LoadBalancer.TargetGroup.given() }

// join puts the servers into the target group, and lets in the load balancers that send requests to it.
func (w *WebTier) join() {
	resourceOf(w.group).(awsautoscaling.CfnAutoScalingGroup).SetTargetGroupArns(&[]*string{w.targetGroupARN()})
	for i, id := range w.cfg.LoadBalancer.TargetGroup.SecurityGroupIDs {
		from := w.importGroup(fmt.Sprintf("TargetGroupSecurityGroup%d", i), id)
		w.group.Connections().AllowFrom(from, TCP.port(w.cfg.Port), jsii.String("Load balancer to target"))
		// At the same port this is the same rule, which the CDK makes once.
		w.group.Connections().AllowFrom(from, TCP.port(w.cfg.HealthCheck.Port), jsii.String("Load balancer to target, health check"))
	}
}

// targetGroupARN is the ARN of the target group that the servers are in, whoever made it.
func (w *WebTier) targetGroupARN() *string {
	switch brought := &w.cfg.LoadBalancer.TargetGroup; {
	case !w.cfg.joins():
		return w.targets().TargetGroupArn()
	case brought.Existing != nil:
		return brought.Existing.TargetGroupArn()
	default:
		return &brought.ARN
	}
}

// attached is what the load balancer of the target group is known by: without it no server becomes healthy.
func (t *TargetGroup) attached() []constructs.IDependable {
	if t.Existing == nil {
		return nil
	}
	return []constructs.IDependable{t.Existing.LoadBalancerAttached()}
}
