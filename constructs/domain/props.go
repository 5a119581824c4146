package domain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
)

// Props configure a [Domain]. Zone is required, and so is one of HostedZoneID and NewZone.
type Props struct {
	// The name of the hosted zone, like example.com. Changing it replaces a new zone. Required.
	Zone string `yaml:"zone"`
	// The id of the hosted zone, like Z0123456789EXAMPLE, when it is there already. Default: newZone.
	HostedZoneID string `yaml:"hostedZoneId"`
	// Makes the zone, and keeps it when its stack is deleted. It answers nobody until the domain's registrar names its name
	// servers, which an output of the stack lists: deploy that stack first, and a certificate's only then. Default: false.
	NewZone bool `yaml:"newZone"`
	// The names that the site answers to, in the zone. The first is the one that redirects lead to; the others may begin
	// with *. for all names below. Default: the zone's own name.
	Names []string `yaml:"names"`
	// Names that lead visitors to the first of names, keeping path and query: www.example.com, or example.com for a site at
	// www.example.com. Five at most, which is what a listener's rule takes (source: Elastic Load Balancing User Guide,
	// "Quotas for your Application Load Balancers"). Default: no redirects.
	Redirects []string `yaml:"redirects"`
	// Makes a new zone private: it answers inside this VPC alone. Default: a public zone.
	VPC awsec2.IVpc `yaml:"-"`
}

// CertificateProps configure a [Certificate]. Both are required.
type CertificateProps struct {
	// The hosted zone that proves whose the names are; it must be public. Required.
	Zone awsroute53.IHostedZone `yaml:"-"`
	// The names in the certificate, all of them in the zone. Changing them replaces it. Required.
	Names []string `yaml:"names"`
}

// RecordsProps configure [Records]. All but IPv6, Role and HealthCheckID are required.
type RecordsProps struct {
	// The hosted zone of the names. Required.
	Zone awsroute53.IHostedZone `yaml:"-"`
	// The names, all of them in the zone. Required.
	Names []string `yaml:"names"`
	// The DNS name of the load balancer or distribution. Required.
	TargetDNSName string `yaml:"targetDnsName"`
	// The id of the hosted zone of the load balancer or distribution itself: CanonicalHostedZoneID of a load balancer,
	// CloudFrontZoneID of a distribution. Required.
	TargetZoneID string `yaml:"targetZoneId"`
	// Adds AAAA records; the target must answer over IPv6. Default: false.
	IPv6 bool `yaml:"ipv6"`
	// Which of a pair the records are. The secondary ones count while the primary ones' target is unhealthy; alone, they
	// count always. Changing it replaces the records. Route 53 cannot see the health of a distribution: primary ones that lead to
	// it count always, or as long as a health check says so. Default: primary, or secondary for a distribution.
	Role Role `yaml:"role" oneof:"primary secondary"`
	// The id of a health check of Route 53 that the primary records' target must pass, besides what its load balancer says.
	// Default: what the load balancer says alone.
	HealthCheckID string `yaml:"healthCheckId"`
}

// Role is which of a pair of records one is.
type Role string

const (
	// Primary records count while their target is healthy.
	Primary Role = "primary"
	// Secondary records count while the primary ones do not.
	Secondary Role = "secondary"
)

// CloudFrontZoneID is the id of the hosted zone of all of CloudFront's distributions.
// Source: AWS CloudFormation User Guide, "AWS::Route53::RecordSet AliasTarget".
const CloudFrontZoneID = "Z2FDTNDATAQYW2"
