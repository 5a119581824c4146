package cdn

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// OriginProps configure an [Origin]. All but PrefixListID, Port and Priority are required.
type OriginProps struct {
	// The HTTPS listener of an Application Load Balancer. What no rule lets through it must refuse by its default action.
	// Required.
	Listener elbv2.IApplicationListener `yaml:"-"`
	// Where the requests of the distribution are let through to. Required.
	TargetGroup elbv2.IApplicationTargetGroup `yaml:"-"`
	// The security group of the load balancer, which must let in nobody else. Required.
	SecurityGroup awsec2.ISecurityGroup `yaml:"-"`
	// The names of the secrets that are taken, of which CloudFront sends the first: [CDN.SecretNames]. Required.
	SecretNames []string `yaml:"secretNames"`
	// The id of the prefix list com.amazonaws.global.cloudfront.origin-facing in the load balancer's Region, which counts as 55 of
	// the 60 rules that a security group may have (source: Amazon VPC User Guide, "Available AWS-managed prefix lists").
	// Default: the Region's, where that is known.
	PrefixListID string `yaml:"prefixListId"`
	// The port of the listener. Default: 443.
	Port int `yaml:"port" default:"443" range:"1,65535"`
	// The place of the rule among those of the listener: other rules must come before it, and are not asked for the secret.
	// Default: 50000, the last.
	Priority int `yaml:"priority" default:"50000" range:"1,50000"`
}
