package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
)

// Props configure a [WebTier]. VPC is required, and so is one of Certificate, CertificateARN and AllowPlainHTTP.
type Props struct {
	// The VPC: the load balancer is put into its public subnets, an internal one into its private ones, and the servers into
	// its private ones. Required.
	VPC awsec2.IVpc `yaml:"-"`
	// Which load balancer, and where it stands. Default: an Application Load Balancer that faces the internet.
	LoadBalancer LoadBalancer `yaml:"loadBalancer"`
	// The certificate of the HTTPS listener. It must be in the load balancer's Region. Default: certificateArn.
	Certificate awscertificatemanager.ICertificate `yaml:"-"`
	// The ARN of the HTTPS listener's certificate in AWS Certificate Manager, in the load balancer's account and Region.
	// Required, unless allowPlainHttp is true, or the load balancer is internal or passes on tcp or udp.
	CertificateARN string `yaml:"certificateArn"`
	// Serves plain HTTP on port 80 and nothing on 443: whoever is on the way reads and changes everything.
	// Default: false.
	AllowPlainHTTP bool `yaml:"allowPlainHttp"`
	// Answers over IPv6 too; the VPC's public subnets must have IPv6 ranges. Default: false.
	IPv6 bool `yaml:"ipv6"`
	// Where the load balancer writes a record of each request, or of each TLS connection; a Network Load Balancer without TLS
	// has none. Default: a new bucket, for 90 days.
	AccessLogs AccessLogs `yaml:"accessLogs"`
	// Lets the load balancer be deleted, with its stack or by hand. Default: false.
	DisableDeletionProtection bool `yaml:"disableDeletionProtection"`

	// The port that the application listens on. Changing it replaces the target group and interrupts the site until the
	// first new server is healthy. Default: 8080.
	Port int `yaml:"port" default:"8080" range:"1,65535"`
	// The protocol that the application speaks; https encrypts the way from the load balancer too, with any certificate.
	// Changing it replaces the target group and interrupts the site until the first new server is healthy. Default: http.
	Protocol Protocol `yaml:"protocol" default:"http" oneof:"http https"`
	// How the load balancer tells good servers from bad.
	HealthCheck HealthCheck `yaml:"healthCheck"`
	// How long a server that is taken out may finish its requests, in seconds, 1 to 3600 (source: Elastic Load Balancing
	// User Guide, "Target group attributes"). Default: 60.
	DeregistrationDelaySeconds int `yaml:"deregistrationDelaySeconds" default:"60" range:"1,3600"`
	// Keeps a visitor on the same server by a cookie of the load balancer, for this many seconds, up to 604800, a week.
	// It undoes some of the balancing: keep sessions in the database or a cache if you can. Default: no stickiness.
	StickinessSeconds int `yaml:"stickinessSeconds" range:"1,604800"`

	// How the load balancer shares the work among the servers.
	Balancing Balancing `yaml:"balancing"`

	// The type of the instances. Changing it replaces the servers, one at a time. Default: t4g.small, which is arm64 with
	// 2 vCPU and 2 GiB.
	InstanceType string `yaml:"instanceType" default:"t4g.small"`
	// The image that the servers start from. Default: the newest Amazon Linux 2023 for the instance type's architecture.
	AMI AMI `yaml:"ami"`
	// The size of the encrypted gp3 root volume in GiB, 8 to 16384. Default: 20.
	RootVolumeGiB int `yaml:"rootVolumeGiB" default:"20" range:"8,16384"`
	// A script with its #! line that runs once as root when a server first starts, 12000 bytes at most. It must leave
	// the application running; a server whose script fails is not used. Changing it replaces the servers, one at a time.
	// Default: what application says; without that no script, for images that need none.
	UserData string `yaml:"userData"`
	// What the servers run, instead of userData: a release from Amazon S3, or a container image. Default: userData.
	Application Delivery `yaml:"application"`
	// Variables of /etc/evenkeel/environment, besides those of what the tier uses. None may be secret: user data can be read
	// by whoever may describe the launch template. Changing one replaces the servers, one at a time. Default: AWS_REGION
	// alone, and PORT with an application.
	Environment map[string]string `yaml:"environment"`
	// What the servers' launch template has besides.
	Servers Servers `yaml:"servers"`
	// Which logs of the servers are sent to CloudWatch.
	Logs Logs `yaml:"logs"`
	// Lets servers open connections to any port anywhere. Without it they reach HTTPS, and what the tier uses.
	// Default: false.
	AllowAllOutbound bool `yaml:"allowAllOutbound"`
	// Reads the instances' metrics every five minutes instead of every one, which saves their charge and lets scaling
	// react five times as slowly. Default: false.
	DisableDetailedMonitoring bool `yaml:"disableDetailedMonitoring"`

	// The least number of servers, at least 2. Default: 2, or 1 with singleServer.
	MinCapacity int `yaml:"minCapacity" range:"1,1000"`
	// The greatest number of servers. Default: twice minCapacity.
	MaxCapacity int `yaml:"maxCapacity" range:"1,1000"`
	// Lets minCapacity be 1: losing that server, or its zone, takes the site down until another has started.
	// Default: false.
	SingleServer bool `yaml:"singleServer"`
	// Sets the number of servers at every deployment, throwing away what scaling has made of it since. The template
	// carries a warning. Default: scaling alone decides, starting from minCapacity.
	DesiredCapacity int `yaml:"desiredCapacity" range:"1,1000"`
	// When servers are added and removed.
	Scaling Scaling `yaml:"scaling"`
	// Who is told of servers started and stopped.
	Notifications Notifications `yaml:"notifications"`
	// How new servers are started and replace old ones.
	Rollout Rollout `yaml:"rollout"`
	// What a server may still do before it is terminated.
	Drain Drain `yaml:"drain"`
	// What else the servers' Auto Scaling group does.
	Group Group `yaml:"group"`
}

// Protocol is what the load balancer speaks to the servers, checks them by, or listens to.
type Protocol string

const (
	// HTTP is HTTP/1.1 in clear text, inside the VPC.
	HTTP Protocol = "http"
	// HTTPS is HTTP/1.1 over TLS. The load balancer accepts any certificate of a server.
	HTTPS Protocol = "https"
	// TCP is a connection, whatever is in it.
	TCP Protocol = "tcp"
	// TLS is a connection whose encryption ends at the load balancer.
	TLS Protocol = "tls"
	// UDP is datagrams.
	UDP Protocol = "udp"
)

// AccessLogs configure the load balancer's record of requests.
type AccessLogs struct {
	// Writes no record. Default: false.
	Disable bool `yaml:"disable"`
	// How many days the new bucket keeps records. Default: 90.
	RetentionDays int `yaml:"retentionDays" default:"90" range:"1,3653"`
	// The name of a bucket of your own instead, in the load balancer's Region, encrypted with keys of Amazon S3, whose
	// policy lets logdelivery.elasticloadbalancing.amazonaws.com write. Default: a new bucket, kept when the stack is
	// deleted.
	Bucket string `yaml:"bucket"`
}

// HealthCheck configures how the load balancer tells good servers from bad.
// Source of the limits: Elastic Load Balancing User Guide, "Health checks for Application Load Balancer target groups".
type HealthCheck struct {
	// The path that is asked for. Let it check what a server needs by itself, not the database that all share: or a
	// failover would take every server out at once. Default: /.
	Path string `yaml:"path" default:"/"`
	// The protocol of the check; tcp, for a Network Load Balancer, asks for no more than a connection. Default: the tier's.
	Protocol Protocol `yaml:"protocol" oneof:"http https tcp"`
	// The port of the check. Default: the tier's.
	Port int `yaml:"port" range:"1,65535"`
	// The time between checks in seconds, 5 to 300. Default: 10.
	IntervalSeconds int `yaml:"intervalSeconds" default:"10" range:"5,300"`
	// How long an answer may take in seconds, 2 to 120 and less than the interval. Default: 5.
	TimeoutSeconds int `yaml:"timeoutSeconds" default:"5" range:"2,120"`
	// How many checks in a row a bad server must pass to be good, 2 to 10. Default: 2.
	HealthyThreshold int `yaml:"healthyThreshold" default:"2" range:"2,10"`
	// How many checks in a row a good server must fail to be bad, 2 to 10. Default: 3.
	UnhealthyThreshold int `yaml:"unhealthyThreshold" default:"3" range:"2,10"`
	// The status codes of a good answer: 200, 200-299 or 200,204. Default: 200.
	SuccessCodes string `yaml:"successCodes" default:"200"`
}

// AMI says which image servers start from. At most one of id and ssmParameter may be set. An image of your own must be for
// Linux, match the instance type's architecture, and have bash, curl and the AWS CLI.
type AMI struct {
	// An AMI's id: the same image until you change it, and then a rolling update. Default: ssmParameter.
	ID string `yaml:"id"`
	// The name of an SSM parameter that holds an AMI's id. It is read at each deployment; a new image is rolled out like
	// any other change. Default: the one of the newest Amazon Linux 2023 for the instance type's architecture.
	SSMParameter string `yaml:"ssmParameter"`
	// The name of the image's root device, which rootVolumeGiB is about. A wrong one leaves the root volume as the image
	// has it, perhaps unencrypted, and adds another. Default: /dev/xvda, as in Amazon Linux.
	RootDevice string `yaml:"rootDevice" default:"/dev/xvda"`
}

// Notifications configure who is told when Auto Scaling starts or stops a server, or fails to.
type Notifications struct {
	// Tells nobody: that servers fail to start shows only to who looks. Default: false.
	Disable bool `yaml:"disable"`
	// The ARN of an SNS topic of your own, in the group's Region. When it is encrypted, its key's policy must let the role
	// AWSServiceRoleForAutoScaling use it. Default: a new topic, encrypted with a new key at about a dollar a month.
	TopicARN string `yaml:"topicArn"`
	// Email addresses that are subscribed to the new topic; each must confirm. Default: nobody
	// is subscribed.
	Emails []string `yaml:"emails"`
}

// Rollout configures how new servers are started and replace old ones.
type Rollout struct {
	// How many servers are replaced at a time. Default: 1.
	BatchSize int `yaml:"batchSize" default:"1" range:"1,100"`
	// How long a new server's script may take until the load balancer finds the server healthy, in minutes, 1 to 55, before
	// the deployment is rolled back. Default: 15.
	TimeoutMinutes int `yaml:"timeoutMinutes" default:"15" range:"1,55"`
	// How long a server may fail the load balancer's health check after its start without being replaced, in seconds.
	// Default: as long as timeoutMinutes, so that a server that is still starting is not replaced.
	HealthCheckGraceSeconds int `yaml:"healthCheckGraceSeconds" range:"1,7200"`
}
