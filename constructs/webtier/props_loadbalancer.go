package webtier

// LoadBalancer configures which load balancer the tier has and where it stands. docs/load-balancing.md says which option
// of a load balancer is a prop, and how the others are reached.
type LoadBalancer struct {
	// The kind of the load balancer. Application reads HTTP; network passes on connections, for an inner tier or for what
	// does not speak HTTP; classic is what there was before both, for those who must keep one. Changing it replaces the
	// load balancer and its DNS name. Default: application.
	Kind Kind `yaml:"kind" default:"application" oneof:"application network classic"`
	// Puts the load balancer into the private subnets and lets in only security groups that are named: another tier by
	// Use(tier.Endpoint()). Changing it replaces the load balancer and its DNS name. Default: false.
	Internal bool `yaml:"internal"`
	// A listener that is there already, for several tiers behind one Application Load Balancer. Default: a load balancer of
	// the tier's own.
	Listener Listener `yaml:"listener"`
	// A load balancer that is there already, on which the tier's listener is made. Default: a load balancer of the tier's own.
	Existing ExistingLoadBalancer `yaml:"existing"`
	// A target group that is there already, which the servers join. Default: a target group of the tier's own.
	TargetGroup TargetGroup `yaml:"targetGroup"`
	// What a Network Load Balancer listens to. Tls ends TLS with the certificate; tcp passes on whatever comes, TLS that
	// the servers end included. Changing it replaces the target group, unless it is between tls and tcp.
	// Default: tls, or tcp for an internal one without a certificate.
	Protocol Protocol `yaml:"protocol" oneof:"tls tcp udp"`
	// The port that clients connect to. Default: 443 with a certificate, 80 without, and the tier's for a Network Load
	// Balancer with tcp or udp.
	Port int `yaml:"port" range:"1,65535"`
	// Whose address the servers see behind a Network Load Balancer: the client's, the load balancer's, or the load
	// balancer's with the client's in a Proxy Protocol header, which the application must read. The servers let in the load
	// balancer's security group in each case. An address that is preserved keeps a server from reaching itself by the load
	// balancer, and may let connections fail of clients that reuse their ports (source: Elastic Load Balancing User Guide,
	// "Edit target group attributes for your Network Load Balancer").
	// Default: preserved, or hidden for an internal load balancer with tls or tcp.
	ClientAddress ClientAddress `yaml:"clientAddress" oneof:"preserved hidden proxyProtocol"`
	// Keeps each zone's traffic to the servers of that zone, which saves the charge between zones of a Network Load Balancer
	// and gives few servers of one zone as much to do as many of another. Default: false.
	DisableCrossZone bool `yaml:"disableCrossZone"`
	// The allocation ids of Elastic IPs of your own for an internet-facing Network Load Balancer, one for each zone in
	// their order: for partners who allow your addresses. Default: addresses of AWS.
	ElasticIPs []string `yaml:"elasticIps"`
	// The ARNs of more certificates of the listener, for other names than those in the first: a client gets the one for the
	// name that it asks for. Default: the one certificate.
	AdditionalCertificateARNs []string `yaml:"additionalCertificateArns"`
	// The name of the security policy, which says which versions of TLS and which ciphers are taken. It must take nothing
	// below TLS 1.2 (source: Elastic Load Balancing User Guide, "Security policies for your Application Load Balancer").
	// Default: ELBSecurityPolicy-TLS13-1-2-Res-2021-06, which is TLS 1.3 and 1.2 with forward secrecy.
	TLSPolicy string `yaml:"tlsPolicy"`
	// Lets tlsPolicy take TLS 1.0 and 1.1, which are broken. Default: false.
	AllowOldTLS bool `yaml:"allowOldTls"`
	// How long a connection may be silent before the load balancer ends it, in seconds: 1 to 4000 and not longer than
	// deregistrationDelaySeconds, or 60 to 6000 for a Network Load Balancer with tcp. Let the application wait longer than
	// that before it ends one. Default: 60, or 350 for a Network Load Balancer.
	IdleTimeoutSeconds int `yaml:"idleTimeoutSeconds" range:"1,6000"`
	// How long a client may go on using a connection to an Application Load Balancer, in seconds, 60 to 604800: after a
	// zone has been taken out of DNS, clients may stay that long. Default: 3600.
	ClientKeepAliveSeconds int `yaml:"clientKeepAliveSeconds" range:"60,604800"`
	// Lets Amazon Application Recovery Controller take a zone out, by hand or by AWS with zonal autoshift. What is left
	// must then carry all of the load. Default: false.
	ZonalShift bool `yaml:"zonalShift"`
	// The ARN of a web ACL of AWS WAF that looks at each request before an Application Load Balancer passes it on, in the load
	// balancer's account and Region; a firewall's ARN(), or one of your own. Where AWS Firewall Manager associates one, leave this
	// out: a load balancer can have but one. Default: every request reaches the servers.
	WebACLARN string `yaml:"webAclArn"`
	// Closes an Application Load Balancer: its security group lets in nobody, and its HTTPS listener, the only one, answers 403 to
	// what no rule lets through. What is in front of it adds both, as a CDN's Origin does. Default: false.
	Closed bool `yaml:"-"`
	// What the variables begin with by which a tier that uses this one finds it: APP for APP_HOST, APP_PORT and
	// APP_PROTOCOL. Default: the id of the construct in capitals.
	VariablePrefix string `yaml:"variablePrefix"`
}

// Kind is a kind of load balancer.
type Kind string

const (
	// Application is an Application Load Balancer, which reads HTTP.
	Application Kind = "application"
	// Network is a Network Load Balancer, which passes on connections.
	Network Kind = "network"
	// Classic is a Classic Load Balancer, of the previous generation.
	Classic Kind = "classic"
)

// ClientAddress says whose address servers see behind a Network Load Balancer.
type ClientAddress string

const (
	// ClientAddressPreserved shows the servers the client's address.
	ClientAddressPreserved ClientAddress = "preserved"
	// ClientAddressHidden shows the servers the load balancer's address.
	ClientAddressHidden ClientAddress = "hidden"
	// ClientAddressProxyProtocol shows the servers the load balancer's address, and the client's in a header of Proxy
	// Protocol version 2 before the connection's data.
	ClientAddressProxyProtocol ClientAddress = "proxyProtocol"
)
