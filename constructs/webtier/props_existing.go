package webtier

import (
	"reflect"

	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// ExistingLoadBalancer makes the tier's listener on an Application or Network Load Balancer that is there already, instead of
// a load balancer of the tier's own. The listener is the tier's alone, so its port must be free; there is no redirect from
// port 80, which may be somebody else's. In Go, the attributes of a construct may be given.
type ExistingLoadBalancer struct {
	// The ARN of the load balancer, of the kind that kind says. Changing it replaces the listener.
	// Default: a load balancer of the tier's own.
	ARN string `yaml:"arn"`
	// The id of the load balancer's security group. A rule is added to it, to reach the servers. That it lets clients in at the
	// listener's port is its owner's to see to. Required with arn.
	SecurityGroupID string `yaml:"securityGroupId"`
	// The DNS name of the load balancer, for who finds the tier by it: another tier, or a domain. Default: nobody does.
	DNSName string `yaml:"dnsName"`
	// The id of the hosted zone that dnsName is in, for a domain's records. Default: there are none.
	HostedZoneID string `yaml:"hostedZoneId"`
}

func (e ExistingLoadBalancer) given() bool { return e != ExistingLoadBalancer{} }

// TargetGroup puts the servers into a target group that is there already. Its targets must be instances, at the tier's port,
// and of its listeners and its health check nothing is made: the tier's healthCheck.port alone is used, to let the check in.
// Give Existing, or arn.
type TargetGroup struct {
	// The target group, such as one of awselasticloadbalancingv2. Servers wait for the load balancer that it is attached to in
	// the same stack. Default: arn.
	Existing elbv2.ITargetGroup `yaml:"-"`
	// The ARN of the target group. A load balancer must send requests to it, or no server becomes healthy. Changing it moves
	// the servers without replacing them. Default: a target group of the tier's own.
	ARN string `yaml:"arn"`
	// The ids of the security groups of the load balancers that send requests to the target group. The servers let them in by
	// TCP, and a rule is added to each, to reach the servers. Required with a target group.
	SecurityGroupIDs []string `yaml:"securityGroupIds"`
}

func (t *TargetGroup) given() bool { return !reflect.ValueOf(*t).IsZero() }
