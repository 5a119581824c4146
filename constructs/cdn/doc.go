// Package cdn puts CloudFront in front of an Application Load Balancer, ours or one of your own.
//
//   - [New] is the distribution, in a stack in us-east-1: it answers the site's names, caches static paths, adds security
//     headers, and shows a page with status 503 while the load balancer answers with an error or not at all.
//   - [NewOrigin] makes a listener take requests from that distribution alone: by AWS's list of the addresses that CloudFront
//     asks from, and by a header whose value is a secret.
//
// The listener must answer everything else with an error, and its load balancer's security group let in nobody else.
//
// # The page
//
// CloudFront itself asks for the page when the load balancer answers with status 500, 502, 503 or 504, or not at all, whatever the
// method of the request. It comes from a second distribution, which answers by a function: it needs no bucket, and nothing that
// could be down. In maintenance a function shows it before the load balancer is asked.
//
// # The secret
//
// A value that nobody has chosen is in AWS Secrets Manager, in us-east-1 and the load balancer's Region, from where each
// deployment reads it. CloudFormation reads it again only when something else changes, so it is changed by its name:
// docs/cdn.md says how, without an interruption.
//
// # The order
//
// The distribution is made first: it finds the load balancer by a name, so that neither stack refers to the other's resources
// but for the names that lead to the distribution. docs/adr/0016-a-cdn-before-the-web-tier.md says why.
//
// # What it costs
//
// CloudFront is charged by the request and the gigabyte, the functions by the request, the secret and its copy by the month,
// and logs by the gigabyte. The second distribution costs nothing while nobody is shown the page.
//
// # Reaching what it has no prop for
//
// [CDN.Distribution] is the resource itself: price class, more origins and behaviours are its properties.
package cdn
