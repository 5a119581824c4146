package websystem

import "github.com/evenkeel-cdk/evenkeel/constructs/cdn"

// CDN configures CloudFront in front of the web tier, for sorryPage.automatic cdn. What it has of the site's names, its page and its
// firewall is filled in.
type CDN struct {
	cdn.Props `yaml:",inline"`

	// The id of the prefix list com.amazonaws.global.cloudfront.origin-facing in the load balancer's Region, which counts as 55 of the
	// 60 rules that a security group may have (source: Amazon VPC User Guide, "Available AWS-managed prefix lists").
	// Default: the Region's, where that is known.
	PrefixListID string `yaml:"prefixListId"`
	// Lets visitors past CloudFront to the load balancer, as without it: for the deployment that moves a site which is up to
	// CloudFront, or away from it, without an interruption. The template carries a warning. Default: false.
	AllowDirect bool `yaml:"allowDirect"`
}
