package websystem

// SorryPage configures what visitors see while the site is down.
type SorryPage struct {
	// Shows the page to all visitors now, with status 503. Operators, and requests for web.healthCheck.path, reach the site
	// as ever. Default: false.
	Maintenance bool `yaml:"maintenance"`
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
