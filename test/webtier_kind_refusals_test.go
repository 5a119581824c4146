package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const noCertificate = "certificateArn: missing; give the ARN of a certificate, or say loadBalancer.protocol: tcp to pass on connections as they come"

// What a kind of load balancer cannot do is refused, with what to do instead.
func TestKindRefuses(t *testing.T) {
	network, internal := webtier.LoadBalancer{Kind: webtier.Network}, webtier.LoadBalancer{Internal: true}
	for name, c := range map[string]struct {
		props webtier.Props
		want  []string
	}{
		"a kind that there is not": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: "gateway"}},
			[]string{`loadBalancer.kind: "gateway" is not known; use application, network or classic`},
		},
		"an application's listener that is not HTTP": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Protocol: webtier.UDP}},
			[]string{"loadBalancer.protocol: an Application Load Balancer listens to HTTP, or to HTTPS with a certificate; leave protocol out, or say kind: network for udp"},
		},
		"an application's TLS by another name, without a certificate": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Protocol: webtier.TLS}},
			[]string{
				"certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS",
				"loadBalancer.protocol: an Application Load Balancer listens to HTTP, or to HTTPS with a certificate; leave protocol out, or say kind: network for tls",
			},
		},
		"an application's client addresses": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{ClientAddress: webtier.ClientAddressHidden}},
			[]string{"loadBalancer.clientAddress: an Application Load Balancer tells the client's address in X-Forwarded-For; leave clientAddress out, or say kind: network"},
		},
		"an application's own addresses": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{ElasticIPs: []string{"eipalloc-0123456789abcdef0"}}},
			[]string{"loadBalancer.elasticIps: an Application Load Balancer has no addresses that stay; say kind: network, or leave elasticIps out"},
		},
		"an application's check by a connection": {
			webtier.Props{CertificateARN: webCertificate, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP}},
			[]string{"healthCheck.protocol: an Application Load Balancer checks by http or https; use one of them, or say loadBalancer.kind: network"},
		},
		"an application's check of a path by a connection": {
			webtier.Props{CertificateARN: webCertificate, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP, Path: "/healthz"}},
			[]string{"healthCheck.protocol: an Application Load Balancer checks by http or https; use one of them, or say loadBalancer.kind: network"},
		},
		"the same, of an application by name": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application}, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP, Path: "/healthz"}},
			[]string{"healthCheck.protocol: an Application Load Balancer checks by http or https; use one of them, or say loadBalancer.kind: network"},
		},
		"HTTPS on the redirect's port": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Port: 80}},
			[]string{"loadBalancer.port: 80 is the port of the redirect to HTTPS; use another, or leave port out for 443"},
		},
		"a closed Network Load Balancer": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Closed: true}},
			[]string{"loadBalancer.kind: network cannot be closed: only an Application Load Balancer reads requests; say application"},
		},
		"a closed Classic Load Balancer": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic, Closed: true}},
			[]string{"loadBalancer.kind: classic cannot be closed: only an Application Load Balancer reads requests; say application"},
		},
		"a closed internal load balancer": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true, Closed: true}},
			[]string{"loadBalancer.internal: cannot be closed to visitors, who do not reach it; leave one of them out"},
		},
		"a closed load balancer without TLS": {
			webtier.Props{AllowPlainHTTP: true, LoadBalancer: webtier.LoadBalancer{Closed: true}},
			[]string{"allowPlainHttp: leaves a closed load balancer without a listener; give it a certificate"},
		},
		"somebody's load balancer, closed": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Existing: existing(), Closed: true}},
			[]string{"loadBalancer.existing: cannot be closed: whom its security group lets in is its owner's to say; leave one of them out"},
		},
		"somebody's listener, closed": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought(), Closed: true}},
			[]string{"loadBalancer: has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone"},
		},
		"a network's cookies": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: network, StickinessSeconds: 60},
			[]string{"stickinessSeconds: is a matter of cookies, which a Network Load Balancer does not see; leave it out, or see balancing.sourceAddressStickiness"},
		},
		"datagrams from a hidden client": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.UDP, ClientAddress: webtier.ClientAddressHidden}},
			[]string{"loadBalancer.clientAddress: hidden is not possible with protocol: udp, which always shows the client's address; leave it out"},
		},
		"datagrams with a header": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.UDP, ClientAddress: webtier.ClientAddressProxyProtocol}},
			[]string{"loadBalancer.clientAddress: proxyProtocol is not possible with protocol: udp, which always shows the client's address; leave it out"},
		},
		"encrypted datagrams": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.UDP}, Protocol: webtier.HTTPS},
			[]string{"protocol: https contradicts loadBalancer.protocol: udp; leave it out"},
		},
		"datagrams over IPv6": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.UDP}, IPv6: true},
			[]string{"ipv6: with loadBalancer.protocol: udp takes a prefix for source NAT in each subnet, which there is no prop for; leave one of them out"},
		},
		"a connection that is asked for a path and a status": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: network, HealthCheck: webtier.HealthCheck{Protocol: webtier.TCP, Path: "/healthz", SuccessCodes: "204"}},
			[]string{
				"healthCheck.path: is not asked for with protocol: tcp; leave one of them out",
				"healthCheck.successCodes: are not asked for with protocol: tcp; leave one of them out",
			},
		},
		"a record of what is not TLS": {
			webtier.Props{LoadBalancer: internalNetwork, AccessLogs: webtier.AccessLogs{Bucket: "access-logs-111111111111"}},
			[]string{"accessLogs.bucket: a Network Load Balancer writes a record of TLS connections only; give it a certificate and protocol: tls, or leave the bucket out and see the VPC's flow logs"},
		},
		"a record of what is not TLS, and none": {
			webtier.Props{LoadBalancer: internalNetwork, AccessLogs: webtier.AccessLogs{Bucket: "access-logs-111111111111", Disable: true}},
			[]string{"accessLogs.bucket: does nothing with disable; leave one of them out"},
		},
		"public addresses inside": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, ElasticIPs: []string{"eipalloc-0123456789abcdef0"}}},
			[]string{"loadBalancer.elasticIps: are public addresses, which an internal load balancer has none of; leave one of them out"},
		},
		"addresses that are none, and one twice": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, ElasticIPs: []string{"x", "eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef0"}}},
			[]string{
				`loadBalancer.elasticIps[0]: "x" is not such an id; use one like eipalloc-0123456789abcdef0`,
				"loadBalancer.elasticIps[2]: eipalloc-0123456789abcdef0 is listed twice",
			},
		},
		"a network's TLS without a certificate": {webtier.Props{LoadBalancer: network}, []string{noCertificate}},
		"an inner network's TLS without a certificate": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, Protocol: webtier.TLS}}, []string{noCertificate},
		},
		"a certificate for what only passes": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TCP}},
			[]string{"certificateArn: does nothing with loadBalancer.protocol: tcp, which passes on what comes; use tls, or leave the certificate out"},
		},
		"plain HTTP of a network": {
			webtier.Props{AllowPlainHTTP: true, LoadBalancer: network},
			[]string{"allowPlainHttp: does nothing for a Network Load Balancer; say loadBalancer.protocol: tcp to pass on connections as they come"},
		},
		"plain HTTP inside": {
			webtier.Props{AllowPlainHTTP: true, LoadBalancer: internal},
			[]string{"allowPlainHttp: does nothing for an internal load balancer, which needs no certificate; leave it out"},
		},
		"variables of what nobody uses": {
			webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{VariablePrefix: "APP"}},
			[]string{"loadBalancer.variablePrefix: is for an internal load balancer, which other tiers use; say internal: true, or leave it out"},
		},
		"variables that are none": {
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true, VariablePrefix: "9app"}},
			[]string{`loadBalancer.variablePrefix: "9app" is not how a variable begins; use one like APP`},
		},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, c.props.ValidateIn(testRegion), c.want...) })
	}
}

func TestKindAccepts(t *testing.T) {
	for name, props := range map[string]webtier.Props{
		"an internal one without a certificate": {LoadBalancer: webtier.LoadBalancer{Internal: true}},
		"plain HTTP on port 80":                 {AllowPlainHTTP: true, LoadBalancer: webtier.LoadBalancer{Port: 80}},
		"an internal one with TLS on port 80":   {CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Internal: true, Port: 80}},
		"an address that comes later":           {CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, ElasticIPs: []string{"${Token[TOKEN.1]}"}}},
		"no record of what has none":            {LoadBalancer: internalNetwork, AccessLogs: webtier.AccessLogs{Disable: true}},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, props.ValidateIn(testRegion)) })
	}
}

func TestNetworkLoadBalancerTakesAnAddressForEachZone(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	refuses(t, func() {
		newTier(stack, "Web", webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{
			Kind: webtier.Network, ElasticIPs: []string{"eipalloc-0123456789abcdef0"},
		}})
	}, `web tier "Web": loadBalancer.elasticIps: has 1 for 2 zones with public subnets; give one for each`)
}
