package network

// Props configure a [Network]. Every field may be left empty.
type Props struct {
	// The IPv4 range of the VPC. AWS allows /16 to /28; the plan of subnets needs /23 or larger, and load balancers need
	// /22 or larger (source: Amazon VPC User Guide, "VPC CIDR blocks"; Elastic Load Balancing User Guide, "Subnets for
	// your load balancer"). Use a range of its own for each environment that may be peered one day. Changing this
	// replaces the VPC and everything in it. Default: 10.0.0.0/16.
	CIDR string `yaml:"cidr" default:"10.0.0.0/16"`
	// The Availability Zones by name, two to four, such as ap-northeast-1a and ap-northeast-1c. Prefer this to a count:
	// a named zone is the same in every synthesis, and zones can be added anywhere in the list. The stack must have the
	// zones' Region. Taking a name out deletes that zone's subnets, which must be empty by then. Default: as many as zoneCount says, in the order in which AWS lists them.
	Zones []string `yaml:"zones"`
	// How many Availability Zones to use, two to four, when they are not named. Some Regions have only three, and the
	// account decides which. Default: 2.
	ZoneCount int `yaml:"zoneCount" range:"2,4"`
	// The ranges of the subnets, for those who must fit a given plan. Do not change one that is in use: CloudFormation
	// cannot replace a subnet under what stands in it. Default: each tier and zone has its slot in the VPC's range.
	Subnets SubnetCIDRs `yaml:"subnets"`
	// How private subnets reach the internet. Default: perZone.
	NAT NATStrategy `yaml:"nat" default:"perZone" oneof:"perZone single none"`
	// The allocation ids of Elastic IPs of your own for the NAT gateways, one for each, in the order of the zones: for
	// partners who allow your addresses. Changing one replaces that NAT gateway. Default: a new Elastic IP for each NAT
	// gateway.
	ElasticIPs []string `yaml:"elasticIps"`
	// Leaves out the gateway endpoint for Amazon S3, which is free and keeps that traffic off the NAT gateways.
	// Default: false.
	DisableS3Endpoint bool `yaml:"disableS3Endpoint"`
	// Adds the gateway endpoint for Amazon DynamoDB, which is free. Default: false.
	DynamoDBEndpoint bool `yaml:"dynamoDbEndpoint"`
	// Interface endpoints in the private subnets, by the last part of the service's name: ssm, ssmmessages,
	// secretsmanager, logs, … Each is charged by the hour in each zone. With nat: none, servers need those of every AWS
	// service they call. Default: no interface endpoints.
	InterfaceEndpoints []string `yaml:"interfaceEndpoints"`
	// Records of the traffic in the VPC. Default: all traffic to CloudWatch Logs for 90 days.
	FlowLogs FlowLogs `yaml:"flowLogs"`
	// Gives the VPC an IPv6 range from Amazon, every subnet a /64 of it, and private subnets a way out through an
	// egress-only internet gateway. Turning it on later changes the subnets in place. Default: false, IPv4 only.
	IPv6 bool `yaml:"ipv6"`
}

// NATStrategy says how private subnets reach the internet.
type NATStrategy string

const (
	// NATPerZone puts a NAT gateway into each zone, so that losing a zone leaves the others their way out.
	NATPerZone NATStrategy = "perZone"
	// NATSingle puts one NAT gateway into the first zone. Losing that zone cuts off every server's way out.
	NATSingle NATStrategy = "single"
	// NATNone leaves private subnets without a way to the internet; they reach AWS services through endpoints only.
	NATNone NATStrategy = "none"
)

// SubnetCIDRs are the ranges of subnets, in each tier one for each zone in the order of the zones.
type SubnetCIDRs struct {
	// The public subnets' ranges. A load balancer needs /27 or larger. Default: the plan's.
	Public []string `yaml:"public"`
	// The private subnets' ranges. Default: the plan's.
	Private []string `yaml:"private"`
	// The isolated subnets' ranges. Default: the plan's.
	Isolated []string `yaml:"isolated"`
}

// FlowLogs configure the records of the traffic in the VPC.
type FlowLogs struct {
	// Where the records go. Default: cloudWatchLogs.
	Destination FlowLogsDestination `yaml:"destination" default:"cloudWatchLogs" oneof:"cloudWatchLogs s3 none"`
	// Which traffic is recorded. Default: all.
	Traffic FlowLogsTraffic `yaml:"traffic" default:"all" oneof:"all accept reject"`
	// How many days the records are kept, in CloudWatch Logs one of the periods that it offers. It does not apply to a
	// bucket of your own. Default: 90.
	RetentionDays int `yaml:"retentionDays" default:"90" range:"1,3653"`
	// The ARN of a key of your own that encrypts the log group, in the VPC's Region; its policy must let CloudWatch Logs
	// use it. Default: a new key, rotated every year and kept when the stack is deleted, at about a dollar a month.
	KMSKeyARN string `yaml:"kmsKeyArn"`
	// The ARN of a bucket of your own for destination s3, such as a log archive account's; its policy must let
	// delivery.logs.amazonaws.com write. Default: a new bucket, kept when the stack is deleted.
	BucketARN string `yaml:"bucketArn"`
}

// FlowLogsDestination says where flow logs go.
type FlowLogsDestination string

const (
	// FlowLogsToCloudWatchLogs sends flow logs to a log group, which CloudWatch Logs Insights can query.
	FlowLogsToCloudWatchLogs FlowLogsDestination = "cloudWatchLogs"
	// FlowLogsToS3 sends flow logs to a bucket, at about half the price.
	FlowLogsToS3 FlowLogsDestination = "s3"
	// FlowLogsNone records nothing: nobody can tell afterwards who talked to whom.
	FlowLogsNone FlowLogsDestination = "none"
)

// FlowLogsTraffic says which traffic flow logs record.
type FlowLogsTraffic string

const (
	// FlowLogsAll records all traffic.
	FlowLogsAll FlowLogsTraffic = "all"
	// FlowLogsAccepted records the traffic that security groups and network ACLs let through.
	FlowLogsAccepted FlowLogsTraffic = "accept"
	// FlowLogsRejected records the traffic that they refused.
	FlowLogsRejected FlowLogsTraffic = "reject"
)
