// Package firewall creates a web application firewall: an AWS WAF web ACL that looks at each request before it reaches an
// Application Load Balancer or a CloudFront distribution, and refuses what its rules recognize as an attack.
//
// The zero value refuses: New(stack, "Firewall", nil) has AWS's managed rules against common attacks, known bad inputs, SQL
// injection and attacks on Linux, its list of addresses of bad repute, and a limit on what one address may ask. None of them
// is charged beyond AWS WAF's own price. Refused and counted requests are logged, without credentials and cookies.
//
// # Start by counting
//
// Rules that know nothing of an application refuse some of its good requests. [Count] lets a new firewall write down what it
// would refuse; docs/firewall.md says how to read that, and how to except the rules that are wrong before it refuses.
//
// # What it protects
//
// An Application Load Balancer, whoever made it: by its ARN in LoadBalancerARNs, by [Firewall.Protect], or the other way round by
// [Firewall.ARN] in a web tier's LoadBalancer.WebACLARN. A distribution takes the ARN of a firewall with the scope [CloudFront],
// which must be in a stack in us-east-1. Network and Classic Load Balancers take none.
//
// # What it costs
//
// A web ACL, each of its rules and each managed group by the month, and every million requests. The price covers 1500
// capacity units, and the default takes 1327; each 500 more are charged by the million requests. Logs are charged by the
// gigabyte, and their key by the month.
//
// # Reaching what it has no prop for
//
// [Firewall.WebACL] is the resource itself: labels, CAPTCHA, custom answers, and the managed groups that must be told about a
// login page, are its properties.
package firewall
