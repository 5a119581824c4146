package websystem

// SorryPage configures what visitors see while the site is down.
type SorryPage struct {
	// Shows the page to all visitors now, with status 503. Operators, and requests for web.healthCheck.path, reach the site
	// as ever. Default: false.
	Maintenance bool `yaml:"maintenance"`
	// Whether the page is shown by itself when the site is down. With dns, Route 53 looks at the site from around the world,
	// and leads the names of domain to the page at CloudFront while it does not answer. That takes a stack in us-east-1, for
	// which the account must be bootstrapped there, too (docs/adr/0015-page-without-a-bucket.md). With cdn, CloudFront stands in
	// front of the load balancer, as the section cdn says, and shows the page for each request that is not answered or whose
	// answer is a failure; that takes the same stack. Changing it keeps the records of the site, and docs/cdn.md says how to do
	// that without an interruption. Default: only in maintenance.
	Automatic Automatic `yaml:"automatic" oneof:"none dns cdn"`
	// How Route 53 looks at the site, for automatic dns.
	HealthCheck HealthCheck `yaml:"healthCheck"`
	// The ARN of an SNS topic in us-east-1 that is told when the page is shown by itself, and when no longer: health checks
	// have their alarms there. Default: a new topic that sends to web.notifications.emails.
	TopicARN string `yaml:"topicArn"`
	// How long the logs of requests for the page are kept, in days: 1 to 3653. Default: 365.
	LogRetentionDays int `yaml:"logRetentionDays" default:"365" range:"1,3653"`
	// The ranges of addresses, like 203.0.113.0/24 or 2001:db8::/48, from which the site is reached in maintenance, 25 at
	// most. Default: everybody sees the page.
	Operators []string `yaml:"operators"`
	// The page, self-contained: whatever else it asks for is down, too. 1024 bytes at most, which is what a load balancer
	// can answer by itself (source: Elastic Load Balancing API Reference, "FixedResponseActionConfig").
	// Default: a page in English and Japanese that asks to come back.
	HTML string `yaml:"html"`
	// A file with the page instead, in UTF-8; its path is from the folder in which cdk runs. Default: html.
	File string `yaml:"file"`
}

// Automatic says how the page is shown by itself.
type Automatic string

const (
	// AutomaticNone shows it in maintenance alone.
	AutomaticNone Automatic = "none"
	// AutomaticDNS leads the site's names to it while the site does not answer.
	AutomaticDNS Automatic = "dns"
	// AutomaticCDN puts CloudFront in front of the site, which shows it for each request that fails.
	AutomaticCDN Automatic = "cdn"
)

// HealthCheck configures how Route 53 looks at the site.
type HealthCheck struct {
	// The time between two requests of one checker, in seconds: 30, or 10 for a surcharge by the month. There are several
	// checkers in each Region. Changing it replaces the health check. Default: 30.
	IntervalSeconds int `yaml:"intervalSeconds" default:"30" range:"10,30"`
	// How many requests in a row must fail before a checker takes the site for down, and succeed before it takes it for up:
	// 1 to 10. Default: 3.
	Failures int `yaml:"failures" default:"3" range:"1,10"`
	// The Regions of the checkers, three at least. Default: all eight.
	Regions []string `yaml:"regions" oneof:"us-east-1 us-west-1 us-west-2 eu-west-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 sa-east-1"`
}
