package cdn

import "github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"

// Props configure a [CDN]. Names, Certificate, OriginName and OriginRegion are required.
type Props struct {
	// The names of the site, 100 with redirects at most. No other distribution may have one of them. Required.
	Names []string `yaml:"-"`
	// Names that lead visitors to the first of names, keeping path and query. Default: no redirects.
	Redirects []string `yaml:"-"`
	// The certificate for all the names, in us-east-1. Required.
	Certificate awscertificatemanager.ICertificate `yaml:"-"`
	// The name by which CloudFront finds the load balancer, which needs a record of its own; the load balancer's certificate is
	// compared with the name that the visitor asked for (source: Amazon CloudFront Developer Guide, "HTTP 502 status code (Bad
	// Gateway)"). Default: in a web system, origin. before the first of the domain's names; Required in a CDN by itself.
	OriginName string `yaml:"originName"`
	// The Region of the load balancer. Required.
	OriginRegion string `yaml:"-"`
	// The port of the load balancer's HTTPS listener: 443, or from 1024 up. Default: 443.
	OriginPort int `yaml:"-"`
	// How long the load balancer may take for an answer, in seconds: 1 to 120 (source: Amazon CloudFront Developer Guide,
	// "Quotas"). After that the visitor sees the page. Default: 60, as long as a load balancer waits.
	ResponseSeconds int `yaml:"responseSeconds" default:"60" range:"1,120"`
	// The labels of the secrets that CloudFront proves itself by to the load balancer: the first is sent, and the load balancer
	// takes each of them, two at most. A label is 1 to 20 small letters and digits; a new one is a new secret. docs/cdn.md says
	// how to change it. Default: a.
	Keys []string `yaml:"keys"`

	// The paths whose answers are the same for everybody, like /static/*: CloudFront keeps them, and passes neither cookies nor
	// other headers than Host on to the load balancer. An asterisk stands for any letters. Default: nothing is kept.
	StaticPaths []string `yaml:"staticPaths"`
	// How long an answer is kept whose Cache-Control says nothing of it, in seconds: 1 to 31536000. Default: 3600.
	StaticSeconds int `yaml:"staticSeconds" default:"3600" range:"1,31536000"`
	// From which countries visitors may come.
	Countries Countries `yaml:"countries"`
	// The ARN of a web ACL of AWS WAF for CloudFront, in us-east-1: a firewall's ARN(), or one of your own.
	// Default: every request is let through.
	WebACLARN string `yaml:"webAclArn"`
	// Adds no headers: HSTS for a year, no sniffing of types, no frames on other sites, and the referrer's origin alone for
	// other sites. The application's own count before them. Default: false.
	DisableSecurityHeaders bool `yaml:"disableSecurityHeaders"`
	// Answers over IPv4 alone. Default: false.
	DisableIPv6 bool `yaml:"disableIpv6"`
	// Hands the application's answers with status 500 on as they are, for APIs whose errors have a body. 502, 503 and 504, which
	// are the load balancer's and CloudFront's, too, show the page all the same. Default: false, they show the page.
	PassApplicationErrors bool `yaml:"passApplicationErrors"`
	// How long the logs of requests are kept, in days: 1 to 3653. Default: 365.
	LogRetentionDays int `yaml:"logRetentionDays" default:"365" range:"1,3653"`

	// What visitors see while the site is down. It is part of functions, which may have 10240 bytes.
	Page Page `yaml:"-"`
	// Shows the page to all visitors now. Default: false.
	Maintenance bool `yaml:"-"`
	// The ranges of addresses, like 203.0.113.0/24 or 2001:db8::/48, from which the site is reached in maintenance.
	// Default: everybody sees the page.
	Operators []string `yaml:"-"`
	// The path that stays reachable for everybody in maintenance. Default: no path.
	HealthPath string `yaml:"-"`
}

// Countries say from which countries visitors may come, as far as an address tells. Others get status 403.
type Countries struct {
	// The only countries that visitors may come from, by their codes in ISO 3166-1: two letters, like JP.
	// Default: all countries.
	Only []string `yaml:"only"`
	// Countries that visitors may not come from, by their codes. Default: no country.
	Blocked []string `yaml:"blocked"`
}

// Page is what visitors see while the site is down. At most one of HTML and File may be set.
type Page struct {
	// The page, self-contained. Default: a page in English and Japanese that asks to come back.
	HTML string `yaml:"html"`
	// A file with the page instead, in UTF-8; its path is from the folder in which cdk runs. Default: html.
	File string `yaml:"file"`
}
