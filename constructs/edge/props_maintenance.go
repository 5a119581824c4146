package edge

import elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"

// MaintenanceProps configure a [Maintenance]. Listener is required, and TargetGroup with operators or a health path.
type MaintenanceProps struct {
	// The listener of an Application Load Balancer that serves the site. Required.
	Listener elbv2.IApplicationListener `yaml:"-"`
	// Where operators and health checks are let through to. Default: nobody is let through.
	TargetGroup elbv2.IApplicationTargetGroup `yaml:"-"`
	// What visitors see.
	Page Page `yaml:"page"`
	// The ranges of addresses, like 203.0.113.0/24 or 2001:db8::/48, from which the site is reached as ever, 25 at most. They
	// are those that connect to the load balancer: a proxy's, for what is behind one. Default: everybody sees the page.
	Operators []string `yaml:"operators"`
	// The path that stays reachable for everybody, so that monitors do not take maintenance for a failure. Default: no path.
	HealthPath string `yaml:"healthPath"`
	// The place of the first of seven rules among those of the listener: all seven must be free, and come before all others.
	// Default: 1.
	Priority int `yaml:"priority" default:"1" range:"1,49994"`
}

// RedirectsProps configure [Redirects]. All but Priority are required.
type RedirectsProps struct {
	// The listener of an Application Load Balancer that serves the site. Required.
	Listener elbv2.IApplicationListener `yaml:"-"`
	// The names that lead away, five at most. Required.
	From []string `yaml:"from"`
	// The name that they lead to. Path, query and port stay. Required.
	To string `yaml:"to"`
	// The place of the rule among those of the listener; no two may have the same. Default: 8, behind those of a [Maintenance].
	Priority int `yaml:"priority" default:"8" range:"1,50000"`
}
