package webtier

import (
	"reflect"

	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// Listener puts a tier behind an Application Load Balancer that is there already, another tier's or one of your own: some
// hosts or paths are this tier's. Give Existing, or arn with securityGroupId.
type Listener struct {
	// The listener, such as another tier's: web.Listener(). Default: arn.
	Existing elbv2.IApplicationListener `yaml:"-"`
	// The ARN of the listener. Default: a load balancer of the tier's own.
	ARN string `yaml:"arn"`
	// The id of the security group of the listener's load balancer. A rule is added to it, to reach the servers. Required
	// with arn.
	SecurityGroupID string `yaml:"securityGroupId"`
	// The place of the tier's rule among those of the listener, 1 to 50000: the first that fits counts. No two may have the
	// same. Required with a listener.
	Priority int `yaml:"priority" range:"1,50000"`
	// The host names whose requests are this tier's, like api.example.com or *.example.com. Default: every host.
	Hosts []string `yaml:"hosts"`
	// The paths whose requests are this tier's, like /api/*. Default: every path; hosts or paths must be given, five
	// together at most (source: Elastic Load Balancing User Guide, "Quotas for your Application Load Balancers").
	Paths []string `yaml:"paths"`
}

func (l *Listener) given() bool {
	return !reflect.ValueOf(*l).IsZero()
}
