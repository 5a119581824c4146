package edge

import "github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"

// HealthCheckProps configure a [HealthCheck]. DNSName is required.
type HealthCheckProps struct {
	// The DNS name that is asked, at port 443: a load balancer's own. The name of a site that fails over would lead to the
	// page once the site is down, and the page is up. Required.
	DNSName string `yaml:"dnsName"`
	// The path that is asked for. It must be answered with a status from 200 to 399 within four seconds for the connection
	// and two for the answer, whatever the Host header (source: Amazon Route 53 Developer Guide, "How Amazon Route 53
	// determines whether a health check is healthy"). Default: /.
	Path string `yaml:"path" default:"/"`
	// The time between two requests of one checker, in seconds: 30, or 10 for a surcharge by the month. Changing it replaces
	// the health check. Default: 30.
	IntervalSeconds int `yaml:"intervalSeconds" default:"30" range:"10,30"`
	// How many requests in a row must fail before a checker takes the site for down, and succeed before it takes it for up:
	// 1 to 10. Default: 3.
	Failures int `yaml:"failures" default:"3" range:"1,10"`
	// The Regions of the checkers, three at least. Default: all eight.
	Regions []string `yaml:"regions" oneof:"us-east-1 us-west-1 us-west-2 eu-west-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 sa-east-1"`
}

// StandbyProps configure a [Standby]. Certificate and Names are required.
type StandbyProps struct {
	// The certificate for the names, in us-east-1. Required.
	Certificate awscertificatemanager.ICertificate `yaml:"-"`
	// The names under which the page is shown, 100 at most. No other distribution may have one of them. Required.
	Names []string `yaml:"names"`
	// What visitors see. It is part of a function, which may have 10240 bytes.
	Page Page `yaml:"page"`
	// Answers over IPv6, too. Default: false.
	IPv6 bool `yaml:"ipv6"`
	// How long the logs of requests are kept, in days: 1 to 3653. Default: 365.
	LogRetentionDays int `yaml:"logRetentionDays" default:"365" range:"1,3653"`
}

// HealthAlarmProps configure a [HealthAlarm]. HealthCheckID is required.
type HealthAlarmProps struct {
	// The id of the health check. Required.
	HealthCheckID string `yaml:"healthCheckId"`
	// The ARN of an SNS topic in us-east-1. Default: a new topic.
	TopicARN string `yaml:"topicArn"`
	// Who is told by the new topic. Each address gets a mail that asks to confirm. Default: nobody.
	Emails []string `yaml:"emails"`
}
