// Package webtier creates the web tier of a redundant system: an internet-facing Application Load Balancer in the public
// subnets of a VPC and, behind it in the private ones, an Auto Scaling group of servers that adds an instance when the
// CPU is busy and removes one when it is idle.
//
// The zero value is redundant and safe. Given a VPC and a certificate, New makes two to four servers over the zones,
// HTTPS with TLS 1.2 and 1.3, a redirect from port 80, access logs, alarms above 70 % and below 30 % CPU, and updates
// that replace servers one at a time and roll back unless the load balancer finds the new ones healthy. The first
// deployment cannot roll back while the load balancer has deletion protection: deploy it with --no-rollback.
//
// # What your servers need
//
// A server is good when the load balancer's health check says so: it must answer the check's path on the tier's port.
// [Props.UserData] is the script that makes it do so at its first start; an AMI of your own may do without. The stock
// Amazon Linux 2023 answers nothing by itself.
//
// The script runs as root with the variables of /etc/evenkeel/environment, which describe what the tier uses:
//
//	web.Use(db) // security groups, secret, endpoint
//
// There is no SSH. Operators use Session Manager: aws ssm start-session --target i-….
//
// # What they may do
//
// The servers' role lets operators in through Session Manager and a starting server see whether it is healthy. Everything
// that is granted to the tier is added to one managed policy, which holds 6144 characters at most.
//
// # Who is told
//
// Auto Scaling publishes every start and end of a server, and every one that fails, to an SNS topic, [WebTier.Topic],
// which is encrypted with a key of its own. [Notifications] subscribes addresses, takes a topic of yours, or tells nobody.
//
// # Inner tiers
//
// The load balancer may be a Network or a Classic Load Balancer instead, and internal: then it stands in the private
// subnets and lets in nobody but who uses the tier. docs/load-balancing.md has every option.
//
//	app := webtier.New(stack, "App", &webtier.Props{VPC: vpc, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true}})
//	web.Use(app.Endpoint())
//
// What is there already may be brought along: a listener, which gets a rule, a load balancer, which gets a listener, or a target
// group, which the servers join. See [Listener], [ExistingLoadBalancer] and [TargetGroup].
//
// # What it costs
//
// The load balancer is charged by the hour and by its use, each instance by the hour with its volume and detailed
// monitoring, access logs as storage in Amazon S3, each of the two alarms by the month, and the topic's key at about a
// dollar a month. The first thousand emails a month are free.
//
// # Reaching what it has no prop for
//
// [WebTier.LoadBalancer], [WebTier.Listener], [WebTier.TargetGroup], [WebTier.AutoScalingGroup] and
// [WebTier.LaunchTemplate] are the CDK's own constructs.
package webtier
