package firewall

// Props configure a [Firewall]. Every field may be left empty.
type Props struct {
	// What the web ACL is for. Changing it replaces the web ACL. Default: regional, for Application Load Balancers.
	Scope Scope `yaml:"-"`
	// What is done with a request that a rule matches; each part below may differ. Count lets everything through, and writes
	// down what would have been refused. Default: block.
	Mode Mode `yaml:"mode" default:"block" oneof:"block count"`
	// The Application Load Balancers to protect, by their ARNs, in the stack's account and Region. Each can have one web ACL
	// (source: AWS WAF Developer Guide, "Associating or disassociating protection with an AWS resource").
	// Default: those that are given the firewall's ARN.
	LoadBalancerARNs []string `yaml:"loadBalancerArns"`

	// AWS's managed rule groups, in the order in which they look at requests. AWSManagedRulesBotControlRuleSet is charged
	// besides, by the month and by the million requests (source: AWS WAF Developer Guide, "AWS Managed Rules rule groups
	// list"). Default: AWSManagedRulesAmazonIpReputationList, AWSManagedRulesKnownBadInputsRuleSet,
	// AWSManagedRulesCommonRuleSet, AWSManagedRulesSQLiRuleSet and AWSManagedRulesLinuxRuleSet.
	ManagedGroups []ManagedGroup `yaml:"managedGroups" oneof:"AWSManagedRulesAmazonIpReputationList AWSManagedRulesAnonymousIpList AWSManagedRulesKnownBadInputsRuleSet AWSManagedRulesCommonRuleSet AWSManagedRulesAdminProtectionRuleSet AWSManagedRulesSQLiRuleSet AWSManagedRulesLinuxRuleSet AWSManagedRulesUnixRuleSet AWSManagedRulesWindowsRuleSet AWSManagedRulesPHPRuleSet AWSManagedRulesWordPressRuleSet AWSManagedRulesBotControlRuleSet"`
	// Where a managed group differs from the rest: rules that only count, a version. Default: all groups as AWS has them, in
	// their newest version.
	GroupSettings []GroupSettings `yaml:"groupSettings"`
	// Rule groups of your own, which look at requests before AWS's. Default: AWS's groups alone.
	RuleGroups []RuleGroup `yaml:"ruleGroups"`

	// How much one address may ask.
	RateLimit RateLimit `yaml:"rateLimit"`
	// From which countries requests may come.
	Countries Countries `yaml:"countries"`
	// From which addresses requests may come.
	Addresses Addresses `yaml:"addresses"`
	// How large requests may be.
	Sizes Sizes `yaml:"sizes"`
	// The header in which a proxy in front tells the client's address, such as X-Forwarded-For, for countries, addresses and
	// the rate limit; of several addresses the first counts. Only for a load balancer that nothing but that proxy reaches:
	// anybody else writes into it what he likes, and where it is missing those rules do not apply. Managed groups always go by
	// the connection's address. Default: the address of the connection.
	ClientAddressHeader string `yaml:"clientAddressHeader"`
	// How much of a body CloudFront hands to the rules, in KiB: 16, 32, 48 or 64. More than 16 is charged by the request. A load
	// balancer's is 8 always (source: AWS WAF Developer Guide, "Considerations for managing body inspection in AWS WAF").
	// Default: 16.
	BodyInspectionKiB int `yaml:"bodyInspectionKiB" range:"16,64"`

	// Where requests are logged.
	Logs Logs `yaml:"logs"`
	// Keeps no samples of the requests that rules match, which the console shows for three hours. Default: false.
	DisableSampledRequests bool `yaml:"disableSampledRequests"`
	// The web ACL's name in its CloudWatch metrics: 1 to 128 letters, digits and the characters _ # : . - /. The rules' are fixed.
	// Default: made of the construct's path.
	MetricName string `yaml:"metricName"`
}

// Scope is what a web ACL is for.
type Scope string

const (
	// Regional is for Application Load Balancers of the stack's Region.
	Regional Scope = "regional"
	// CloudFront is for distributions. Such a web ACL is in us-east-1.
	CloudFront Scope = "cloudfront"
)

// Mode is what is done with a request that a rule matches.
type Mode string

const (
	// Block refuses the request with status 403.
	Block Mode = "block"
	// Count lets the request go on to the next rule, and counts and logs it.
	Count Mode = "count"
)

// GroupSettings say where a managed group differs.
type GroupSettings struct {
	// The group, which must be among managedGroups. Required.
	Group ManagedGroup `yaml:"group"`
	// Rules of the group that only count, because they refuse good requests. AWS WAF passes over a name that the group does
	// not have; the template then carries a warning. Default: all rules do what the group says.
	CountRules []string `yaml:"countRules"`
	// A version to stay at, like Version_1.4, instead of following AWS's default one. AWS ends versions after some time: then
	// the default one is in use all the same, and the web ACL cannot be changed until another is named here (source: AWS WAF
	// Developer Guide, "Version life cycle for managed rule groups"). Default: AWS's default version.
	Version string `yaml:"version"`
	// What is done with requests that the group matches. Default: mode.
	Mode Mode `yaml:"mode" oneof:"block count"`
}

// RuleGroup is a rule group that exists.
type RuleGroup struct {
	// Its name in the web ACL and in metrics: 1 to 128 letters, digits, - and _. Required.
	Name string `yaml:"name"`
	// Its ARN, for the firewall's scope and Region. Required.
	ARN string `yaml:"arn"`
	// Its capacity, in web ACL capacity units, as it was created with. Required.
	Capacity int `yaml:"capacity" range:"1,5000"`
	// What is done with requests that the group matches. Default: mode.
	Mode Mode `yaml:"mode" oneof:"block count"`
}

// RateLimit refuses what an address asks beyond a number of requests, until it asks less.
type RateLimit struct {
	// Sets no limit. Default: false.
	Disable bool `yaml:"disable"`
	// How many requests one address may make within the window, 10 to 2000000000. Many people may share an address: a company,
	// a mobile network. Changing it starts counting anew. Default: 2000.
	Requests int `yaml:"requests" default:"2000" range:"10,2000000000"`
	// How far back requests are counted, in seconds: 60, 120, 300 or 600 (source: AWS WAF Developer Guide, "Rate-based rule
	// high-level settings in AWS WAF"). Default: 300.
	WindowSeconds int `yaml:"windowSeconds" default:"300" range:"60,600"`
	// What is done with the requests beyond it. Default: mode.
	Mode Mode `yaml:"mode" oneof:"block count"`
}

// Countries say from which countries requests may come, as far as an address tells.
type Countries struct {
	// The only countries that requests may come from, by their codes in ISO 3166-1: two letters, like JP.
	// Default: all countries.
	Only []string `yaml:"only"`
	// Countries that requests may not come from, by their codes. Default: no country.
	Blocked []string `yaml:"blocked"`
	// What is done with requests from others, or from these. Default: mode.
	Mode Mode `yaml:"mode" oneof:"block count"`
}

// Addresses say from which addresses requests may come. Each is an address, a range like 203.0.113.0/24 or 2001:db8::/32, or the
// ARN of an IP set of AWS WAF that exists; a list holds up to 10000 addresses and ranges of each kind.
type Addresses struct {
	// Where requests may come from that no other rule looks at: your own offices and monitoring.
	// Default: nowhere, every request is looked at.
	Trusted []string `yaml:"trusted"`
	// Where requests may not come from. Default: nowhere.
	Blocked []string `yaml:"blocked"`
	// The only addresses that requests may come from, besides trusted. Default: everywhere.
	Only []string `yaml:"only"`
	// What is done with requests from blocked, or from others than only. Default: mode.
	Mode Mode `yaml:"mode" oneof:"block count"`
}

// Sizes limit the parts of a request, below the limits that AWSManagedRulesCommonRuleSet has.
type Sizes struct {
	// The largest body in bytes, up to what the rules see of it: 8192 for a load balancer, bodyInspectionKiB for CloudFront.
	// Default: no limit of its own.
	BodyBytes int `yaml:"bodyBytes" range:"1,65536"`
	// The longest query string in bytes. Default: no limit of its own.
	QueryBytes int `yaml:"queryBytes" range:"1,65536"`
	// The longest path in bytes. Default: no limit of its own.
	PathBytes int `yaml:"pathBytes" range:"1,65536"`
	// What is done with requests that are larger. Default: mode.
	Mode Mode `yaml:"mode" oneof:"block count"`
}

// Logs configure where requests are logged, and what is kept out of logs and samples.
type Logs struct {
	// Logs nothing: what was refused and why is in the samples for three hours, and then gone. Default: false.
	Disable bool `yaml:"disable"`
	// The ARN of a log group, a bucket or a Firehose stream of your own whose name begins with aws-waf-logs-; a log group or a
	// stream in the stack's account and Region (source: AWS WAF Developer Guide, "Logging AWS WAF protection pack (web ACL)
	// traffic"). Default: a new log group.
	DestinationARN string `yaml:"destinationArn"`
	// How many days CloudWatch Logs keeps them, one of the periods that it offers. Default: 90.
	RetentionDays int `yaml:"retentionDays" default:"90" range:"1,3653"`
	// The ARN of a key of your own that encrypts the new log group, in the stack's Region. Its policy must let CloudWatch Logs
	// use it (source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management
	// Service"). Default: a new key at about a dollar a month, kept when the stack is deleted, as the logs are.
	KMSKeyARN string `yaml:"kmsKeyArn"`
	// Logs the requests that no rule matched, too, which the load balancer's access logs have already. Default: false.
	AllRequests bool `yaml:"allRequests"`
	// Headers whose values are kept out of logs and samples. Default: authorization and cookie.
	RedactedHeaders []string `yaml:"redactedHeaders"`
	// Keeps the query string out of logs and samples. Default: false.
	RedactQueryString bool `yaml:"redactQueryString"`
}
