package webtier

import "github.com/evenkeel-cdk/evenkeel/constructs/problem"

// checkClassic refuses what a Classic Load Balancer cannot do. The props are as they were given.
func (p *Props) checkClassic(problems *problem.List) {
	lb, b := p.LoadBalancer, p.Balancing
	const (
		application = "use loadBalancer.kind: application, or leave it out"
		network     = "use loadBalancer.kind: network, or leave it out"
	)
	for _, cannot := range []struct {
		given bool
		field string
		why   string
	}{
		{lb.Protocol != "", "loadBalancer.protocol", "a Classic Load Balancer listens here to HTTP, or to HTTPS with a certificate; " + network},
		{lb.ClientAddress != "", "loadBalancer.clientAddress", "a Classic Load Balancer tells the client's address in X-Forwarded-For; " + network},
		{len(lb.ElasticIPs) > 0, "loadBalancer.elasticIps", "a Classic Load Balancer has no addresses that stay; " + network},
		{len(lb.AdditionalCertificateARNs) > 0, "loadBalancer.additionalCertificateArns", "a Classic Load Balancer has one certificate, which may hold several names; " + application},
		{lb.TLSPolicy != "", "loadBalancer.tlsPolicy", "a Classic Load Balancer takes TLS 1.2 by " + classicTLSPolicy + " and knows no newer one; " + application},
		{lb.ClientKeepAliveSeconds != 0, "loadBalancer.clientKeepAliveSeconds", "a Classic Load Balancer has idleTimeoutSeconds alone; " + application},
		{lb.ZonalShift, "loadBalancer.zonalShift", "a Classic Load Balancer has no zonal shift; " + application},
		{p.IPv6, "ipv6", "a Classic Load Balancer in a VPC has IPv4 alone; " + application},
		{p.DisableDeletionProtection, "disableDeletionProtection", "a Classic Load Balancer has none to disable; leave it out"},
		{p.HealthCheck.SuccessCodes != "", "healthCheck.successCodes", "a Classic Load Balancer takes 200 alone for good; " + application},
		{p.HealthCheck.TimeoutSeconds > 60, "healthCheck.timeoutSeconds", "a Classic Load Balancer waits for 60 seconds at most; use 2 to 60"},
		{b.Algorithm != "", "balancing.algorithm", "a Classic Load Balancer sends a request to the server with the fewest open ones, and knows no other way; " + application},
		{b.SlowStartSeconds != 0, "balancing.slowStartSeconds", "a Classic Load Balancer has no slow start; " + application},
		{b.StickinessCookie != "", "balancing.stickinessCookie", "a Classic Load Balancer follows such a cookie for as long as the application says, which there is no prop for; see ClassicLoadBalancer(), or leave it out"},
		{b.SourceAddressStickiness, "balancing.sourceAddressStickiness", "a Classic Load Balancer keeps visitors by stickinessSeconds; " + network},
		{b.FailOverBelow != 0 || b.FailOverBelowPercent != 0, "balancing.failOverBelow", "a Classic Load Balancer has no thresholds of health; " + application},
		{b.FailOpenBelow != 0 || b.FailOpenBelowPercent != 0, "balancing.failOpenBelow", "a Classic Load Balancer has no thresholds of health; " + application},
	} {
		if cannot.given {
			problems.Addf(cannot.field, "%s", cannot.why)
		}
	}
}
