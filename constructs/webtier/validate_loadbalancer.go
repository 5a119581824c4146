package webtier

import (
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

var variablePrefix = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

func (p *Props) hasCertificate() bool {
	return p.Certificate != nil || p.CertificateARN != ""
}

// resolveLoadBalancer gives what depends on other props its default.
func (p *Props) resolveLoadBalancer() {
	lb := &p.LoadBalancer
	if lb.Kind == Network {
		if lb.Protocol == "" {
			lb.Protocol = TLS
			if lb.Internal && !p.hasCertificate() {
				lb.Protocol = TCP
			}
		}
		if lb.ClientAddress == "" {
			lb.ClientAddress = ClientAddressPreserved
			if lb.Internal && lb.Protocol != UDP {
				lb.ClientAddress = ClientAddressHidden
			}
		}
	}
	if lb.Port == 0 {
		switch {
		case lb.Protocol == TCP || lb.Protocol == UDP:
			lb.Port = p.Port
		case p.hasCertificate():
			lb.Port = 443
		default:
			lb.Port = 80
		}
	}
}

// checkLoadBalancer finds what the kind of load balancer cannot do. The props are those that were given, without
// defaults, so that only what somebody has asked for is refused.
func (p *Props) checkLoadBalancer(problems *problem.List) {
	lb := p.LoadBalancer
	switch lb.Kind {
	case Network:
		p.checkNetwork(problems)
	case Classic:
		p.checkClassic(problems)
	default:
		p.checkApplication(problems)
	}
	if p.HealthCheck.Protocol == TCP && lb.Kind != Application && lb.Kind != "" {
		p.checkConnection(problems)
	}
	if lb.Closed {
		p.checkClosed(problems)
	}
	if lb.VariablePrefix != "" {
		switch {
		case !lb.Internal:
			problems.Addf("loadBalancer.variablePrefix", "is for an internal load balancer, which other tiers use; say internal: true, or leave it out")
		case !variablePrefix.MatchString(lb.VariablePrefix):
			problems.Addf("loadBalancer.variablePrefix", "%q is not how a variable begins; use one like APP", lb.VariablePrefix)
		}
	}
}

// checkClosed refuses what keeps a load balancer from being closed.
func (p *Props) checkClosed(problems *problem.List) {
	lb := p.LoadBalancer
	switch {
	case p.extends():
		problems.Addf("loadBalancer.existing", "cannot be closed: whom its security group lets in is its owner's to say; leave one of them out")
	case lb.Kind == Network || lb.Kind == Classic:
		problems.Addf("loadBalancer.kind", "%s cannot be closed: only an Application Load Balancer reads requests; say application", lb.Kind)
	case lb.Internal:
		problems.Addf("loadBalancer.internal", "cannot be closed to visitors, who do not reach it; leave one of them out")
	case p.AllowPlainHTTP:
		problems.Addf("allowPlainHttp", "leaves a closed load balancer without a listener; give it a certificate")
	}
}

// checkApplication refuses what only a Network Load Balancer does.
func (p *Props) checkApplication(problems *problem.List) {
	lb := p.LoadBalancer
	if lb.Protocol != "" {
		problems.Addf("loadBalancer.protocol", "an Application Load Balancer listens to HTTP, or to HTTPS with a certificate; leave protocol out, or say kind: network for %s", lb.Protocol)
	}
	if lb.ClientAddress != "" {
		problems.Addf("loadBalancer.clientAddress", "an Application Load Balancer tells the client's address in X-Forwarded-For; leave clientAddress out, or say kind: network")
	}
	if len(lb.ElasticIPs) > 0 {
		problems.Addf("loadBalancer.elasticIps", "an Application Load Balancer has no addresses that stay; say kind: network, or leave elasticIps out")
	}
	if p.HealthCheck.Protocol == TCP {
		problems.Addf("healthCheck.protocol", "an Application Load Balancer checks by http or https; use one of them, or say loadBalancer.kind: network")
	}
	if lb.Port == 80 && !lb.Internal && p.hasCertificate() && !p.extends() {
		problems.Addf("loadBalancer.port", "80 is the port of the redirect to HTTPS; use another, or leave port out for 443")
	}
}

// checkNetwork refuses what only an Application Load Balancer does.
func (p *Props) checkNetwork(problems *problem.List) {
	lb := p.LoadBalancer
	if p.StickinessSeconds != 0 {
		problems.Addf("stickinessSeconds", "is a matter of cookies, which a Network Load Balancer does not see; leave it out, or see balancing.sourceAddressStickiness")
	}
	if lb.Protocol == UDP {
		switch {
		case lb.ClientAddress == ClientAddressHidden || lb.ClientAddress == ClientAddressProxyProtocol:
			problems.Addf("loadBalancer.clientAddress", "%s is not possible with protocol: udp, which always shows the client's address; leave it out", lb.ClientAddress)
		case p.Protocol == HTTPS:
			problems.Addf("protocol", "https contradicts loadBalancer.protocol: udp; leave it out")
		}
		if p.IPv6 {
			problems.Addf("ipv6", "with loadBalancer.protocol: udp takes a prefix for source NAT in each subnet, which there is no prop for; leave one of them out")
		}
	}
	if cfg := p.resolve(); p.AccessLogs.Bucket != "" && !p.AccessLogs.Disable && !cfg.keepsAccessLogs() {
		problems.Addf("accessLogs.bucket", "a Network Load Balancer writes a record of TLS connections only; give it a certificate and protocol: tls, or leave the bucket out and see the VPC's flow logs")
	}
	p.checkElasticIPs(problems)
}

// checkConnection refuses what a check asks for by no more than a connection.
func (p *Props) checkConnection(problems *problem.List) {
	if p.HealthCheck.Path != "" {
		problems.Addf("healthCheck.path", "is not asked for with protocol: tcp; leave one of them out")
	}
	if p.HealthCheck.SuccessCodes != "" && p.LoadBalancer.Kind == Network {
		problems.Addf("healthCheck.successCodes", "are not asked for with protocol: tcp; leave one of them out")
	}
}

func (p *Props) checkElasticIPs(problems *problem.List) {
	addresses := p.LoadBalancer.ElasticIPs
	if len(addresses) > 0 && p.LoadBalancer.Internal {
		problems.Addf("loadBalancer.elasticIps", "are public addresses, which an internal load balancer has none of; leave one of them out")
	}
	for i, address := range addresses {
		field := problem.Index("loadBalancer.elasticIps", i)
		if arn.Unresolved(address) {
			continue
		}
		if err := arn.ID(address, "eipalloc"); err != nil {
			problems.Addf(field, "%v", err)
		} else if slices.Index(addresses, address) < i {
			problems.Addf(field, "%s is listed twice", address)
		}
	}
}

// checkCertificate finds whether the way from the client is encrypted, or said not to be. The props are resolved.
func (p *Props) checkCertificate(problems *problem.List) {
	lb, given := p.LoadBalancer, p.hasCertificate()
	switch {
	case p.shares() || p.joins(): // the listener has its certificate, or has none
	case p.Certificate != nil && p.CertificateARN != "":
		problems.Addf("certificateArn", "contradicts Certificate; give one of them")
	case given && p.AllowPlainHTTP:
		problems.Addf("allowPlainHttp", "contradicts the certificate; leave one of them out")
	case p.AllowPlainHTTP && lb.Kind == Network:
		problems.Addf("allowPlainHttp", "does nothing for a Network Load Balancer; say loadBalancer.protocol: tcp to pass on connections as they come")
	case p.AllowPlainHTTP && lb.Internal:
		problems.Addf("allowPlainHttp", "does nothing for an internal load balancer, which needs no certificate; leave it out")
	case given && lb.Kind == Network && lb.Protocol != TLS:
		problems.Addf("certificateArn", "does nothing with loadBalancer.protocol: %s, which passes on what comes; use tls, or leave the certificate out", lb.Protocol)
	case !given && lb.Kind == Network && lb.Protocol == TLS:
		problems.Addf("certificateArn", "missing; give the ARN of a certificate, or say loadBalancer.protocol: tcp to pass on connections as they come")
	case !given && (lb.Kind == Application || lb.Kind == Classic) && !lb.Internal && !p.AllowPlainHTTP:
		problems.Addf("certificateArn", "missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS")
	}
}
