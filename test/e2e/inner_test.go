package e2e

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

// innerBalancerIs asserts the load balancer between the web servers and the application servers, and its one listener.
func (e *environment) innerBalancerIs(t *testing.T) {
	same(t, "scheme", e.balancer.Scheme, types.LoadBalancerSchemeEnumInternal)
	same(t, "type", e.balancer.Type, types.LoadBalancerTypeEnumNetwork)
	same(t, "VPC", aws.ToString(e.balancer.VpcId), aws.ToString(e.vpc.VpcId))
	attributes := e.balancerAttributes(t)
	same(t, "deletion protection", attributes["deletion_protection.enabled"], "true")
	same(t, "use of the servers of every zone", attributes["load_balancing.cross_zone.enabled"], "true")

	out := must(e.elb.DescribeListeners(e.ctx, &elb.DescribeListenersInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t)
	listener := only(t, "listeners", out.Listeners)
	same(t, "port", aws.ToInt32(listener.Port), e.want.serverPort)
	same(t, "protocol", listener.Protocol, types.ProtocolEnumTcp)
	action := only(t, "actions", listener.DefaultActions)
	same(t, "action", action.Type, types.ActionTypeEnumForward)
	same(t, "target group of the listener", aws.ToString(action.TargetGroupArn), aws.ToString(e.targetGroup.TargetGroupArn))
}
