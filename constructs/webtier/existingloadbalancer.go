package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"
)

// extends reports whether the tier's listener is made on a load balancer that is not its own.
func (p *Props) extends() bool { return p.LoadBalancer.Existing.given() }

// ownsBalancer reports whether the tier has a load balancer of its own.
func (p *Props) ownsBalancer() bool { return !p.shares() && !p.joins() && !p.extends() }

// importLoadBalancer finds the load balancer that the tier's listener is made on.
func (w *WebTier) importLoadBalancer() {
	brought := &w.cfg.LoadBalancer.Existing
	w.balancerGroup = w.importGroup("LoadBalancerSecurityGroup", brought.SecurityGroupID)
	if w.cfg.LoadBalancer.Kind == Network {
		w.networkFront = elbv2.NetworkLoadBalancer_FromNetworkLoadBalancerAttributes(w, jsii.String("LoadBalancer"), &elbv2.NetworkLoadBalancerAttributes{
			LoadBalancerArn: &brought.ARN,
		})
		return
	}
	w.applicationFront = elbv2.ApplicationLoadBalancer_FromApplicationLoadBalancerAttributes(w, jsii.String("LoadBalancer"), &elbv2.ApplicationLoadBalancerAttributes{
		LoadBalancerArn:                &brought.ARN,
		SecurityGroupId:                &brought.SecurityGroupID,
		SecurityGroupAllowsAllOutbound: jsii.Bool(false), // so that the way out to the servers is opened as well
	})
}

// importGroup finds a security group of a load balancer that was brought along.
func (w *WebTier) importGroup(id, group string) awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(w, &id, &group, &awsec2.SecurityGroupImportOptions{
		AllowAllOutbound: jsii.Bool(false), // so that the way out to the servers is opened as well
	})
}

// fullName is the end of the Application Load Balancer's ARN, by which metrics name it.
func (w *WebTier) fullName() *string {
	if w.cfg.extends() {
		return awscdk.Fn_Select(jsii.Number(1), awscdk.Fn_Split(jsii.String(":loadbalancer/"), &w.cfg.LoadBalancer.Existing.ARN, nil))
	}
	return w.loadBalancer.LoadBalancerFullName()
}
