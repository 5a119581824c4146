package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/lint"
)

func (w *WebTier) createLoadBalancer() {
	switch {
	case w.cfg.shares():
		w.importListener()
		return
	case w.cfg.joins():
		return // it has its load balancer, whichever that is
	case w.cfg.extends():
		w.importLoadBalancer()
		return
	}
	w.createBalancerGroup()
	if w.cfg.LoadBalancer.Kind == Classic {
		w.createClassicLoadBalancer()
		if w.cfg.keepsAccessLogs() {
			w.createAccessLogs()
		}
		return
	}
	if w.cfg.LoadBalancer.Kind == Network {
		w.createNetworkLoadBalancer()
	} else {
		w.createApplicationLoadBalancer()
	}
	w.setTimes()
	if w.cfg.keepsAccessLogs() {
		w.createAccessLogs()
	}
}

func (w *WebTier) createTargetGroup() {
	if w.cfg.LoadBalancer.Kind == Classic || w.cfg.joins() {
		return // it has its servers itself, or they have a target group
	}
	if w.cfg.LoadBalancer.Kind == Network {
		w.createNetworkTargetGroup()
	} else {
		w.createApplicationTargetGroup()
	}
	w.setBalancing()
}

func (w *WebTier) createListeners() {
	switch {
	case w.cfg.shares():
		w.createRule()
	case w.cfg.joins(): // they are the target group's
	case w.cfg.LoadBalancer.Kind == Classic: // they are part of it
	case w.cfg.LoadBalancer.Kind == Network:
		w.createNetworkListener()
	case w.cfg.LoadBalancer.Internal || w.cfg.extends():
		w.createInternalListener()
	case w.cfg.LoadBalancer.Closed:
		w.createClosedListener()
	default:
		w.createPublicListeners()
	}
}

// attach puts the servers behind the load balancer and lets it, and nothing else, reach them. Behind a Network Load
// Balancer servers may see clients' addresses, and yet it is the load balancer's security group that counts.
// Source: Elastic Load Balancing User Guide, "Update the security groups for your Network Load Balancer".
func (w *WebTier) attach() {
	if w.cfg.joins() {
		w.join()
		return
	}
	servers, check := w.group.Connections(), w.cfg.HealthCheck.Port
	apart := check != w.cfg.Port
	switch w.cfg.LoadBalancer.Kind {
	case Network:
		w.networkTargets.AddTarget(w.group)
		servers.AllowFrom(w.balancerGroup, w.cfg.targetProtocol().port(w.cfg.Port), jsii.String("Load balancer to target"))
		apart = true // UDP is checked over TCP; a rule that is there already the CDK leaves alone
	case Classic:
		resourceOf(w.group).(awsautoscaling.CfnAutoScalingGroup).SetLoadBalancerNames(&[]*string{w.classic.Ref()})
		servers.AllowFrom(w.balancerGroup, TCP.port(w.cfg.Port), jsii.String("Load balancer to target"))
	default:
		w.targetGroup.AddTarget(w.group)
	}
	if apart {
		servers.AllowFrom(w.front(), TCP.port(check), jsii.String("Load balancer to target, health check"))
	}
}

// served is what leads to the tier, and what must be there before.
func (w *WebTier) served() []constructs.IDependable {
	switch {
	case w.cfg.shares():
		return []constructs.IDependable{w.rule}
	case w.cfg.joins():
		return w.cfg.LoadBalancer.TargetGroup.attached()
	case w.cfg.LoadBalancer.Kind == Network:
		return []constructs.IDependable{w.networkListener, w.balancerGroup}
	case w.cfg.LoadBalancer.Kind == Classic:
		return []constructs.IDependable{w.balancerGroup} // the group names the load balancer, and so waits for it
	default:
		return []constructs.IDependable{w.listener, w.balancerGroup}
	}
}

// front is what connects to the servers.
func (w *WebTier) front() awsec2.IConnectable {
	if w.cfg.shares() {
		return w.shared
	}
	return w.balancerGroup
}

// openToInternet lets clients in from everywhere, unless the load balancer is internal, or its security group another's.
func (w *WebTier) openToInternet(protocol Protocol) {
	if w.cfg.LoadBalancer.Internal || w.cfg.extends() {
		return
	}
	port := protocol.port(w.cfg.LoadBalancer.Port)
	w.balancerGroup.AddIngressRule(awsec2.Peer_AnyIpv4(), port, jsii.String("From the internet"), nil)
	if w.cfg.IPv6 {
		w.balancerGroup.AddIngressRule(awsec2.Peer_AnyIpv6(), port, jsii.String("From the internet"), nil)
	}
}

// balancer is the load balancer, whichever kind but classic it is of.
func (w *WebTier) balancer() elbv2.BaseLoadBalancer {
	if w.cfg.LoadBalancer.Kind == Network {
		return w.networkBalancer
	}
	return w.loadBalancer
}

// targets is the target group, whichever kind but classic its load balancer is of.
func (w *WebTier) targets() elbv2.TargetGroupBase {
	if w.cfg.LoadBalancer.Kind == Network {
		return w.networkTargets
	}
	return w.targetGroup
}

func (w *WebTier) createBalancerGroup() {
	description := "Load balancer: from the internet to the " + w.named
	if w.cfg.LoadBalancer.Internal {
		description = "Internal load balancer: only from security groups that are let in"
	}
	group := awsec2.NewSecurityGroup(w, jsii.String("LoadBalancerSecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              w.cfg.VPC,
		Description:      &description,
		AllowAllOutbound: jsii.Bool(false),
	})
	w.balancerGroup = group
	if w.cfg.LoadBalancer.Internal || w.cfg.LoadBalancer.Closed {
		return
	}
	acknowledge.At(resourceOf(group), acknowledge.Because{
		Reason: "The site is public: its load balancer takes ports 80 and 443 from everywhere, and is all that does.",
		Rules:  []string{"AwsSolutions-EC23"},
	})
}

// balancerSubnets are where the load balancer stands: one subnet in each zone.
func (w *WebTier) balancerSubnets() *awsec2.SubnetSelection {
	kind := awsec2.SubnetType_PUBLIC
	if w.cfg.LoadBalancer.Internal {
		kind = awsec2.SubnetType_PRIVATE_WITH_EGRESS
	}
	return &awsec2.SubnetSelection{SubnetType: kind, OnePerAz: jsii.Bool(true)}
}

// allowTags acknowledges "additional properties are not allowed": cfn-lint does not know that listeners have tags.
func allowTags(listener constructs.Construct) {
	lint.Acknowledge(resourceOf(listener), "E3002")
}

func resourceOf(construct constructs.Construct) awscdk.CfnResource {
	return construct.Node().DefaultChild().(awscdk.CfnResource)
}

func seconds(n int) awscdk.Duration {
	return awscdk.Duration_Seconds(jsii.Number(n))
}
