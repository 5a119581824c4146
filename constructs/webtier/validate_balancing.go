package webtier

import (
	"regexp"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

var cookieName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")

// checkBalancing finds what the kind of load balancer cannot do with the servers, and what contradicts itself. The props
// are as they were given; cfg has their defaults.
func (p *Props) checkBalancing(cfg *Props, problems *problem.List) {
	b := p.Balancing
	if p.LoadBalancer.Kind == Classic {
		return // checkClassic refuses all of it
	}
	if p.LoadBalancer.Kind == Network {
		p.checkNetworkBalancing(cfg, problems)
	} else if b.SourceAddressStickiness {
		problems.Addf("balancing.sourceAddressStickiness", "is for a Network Load Balancer; use stickinessSeconds, or say loadBalancer.kind: network")
	}
	if b.DisableAnomalyMitigation && b.Algorithm != WeightedRandom {
		problems.Addf("balancing.disableAnomalyMitigation", "does nothing without algorithm: weightedRandom; leave one of them out")
	}
	if b.SlowStartSeconds != 0 && b.Algorithm != "" && b.Algorithm != RoundRobin {
		problems.Addf("balancing.slowStartSeconds", "is not possible with algorithm: %s; leave it out, or use roundRobin", b.Algorithm)
	}
	if warmup := cfg.Scaling.WarmupSeconds; b.SlowStartSeconds > warmup {
		problems.Addf("balancing.slowStartSeconds", "%d outlasts scaling.warmupSeconds %d, after which a new server counts in the average though it has not its share yet; raise warmupSeconds to %d", b.SlowStartSeconds, warmup, b.SlowStartSeconds)
	}
	if b.StickinessCookie != "" && p.LoadBalancer.Kind != Network {
		checkCookie(b.StickinessCookie, p.StickinessSeconds, problems)
	}
	p.checkFailOver(cfg, problems)
}

func checkCookie(cookie string, lasts int, problems *problem.List) {
	const field = "balancing.stickinessCookie"
	switch {
	case lasts == 0:
		problems.Addf(field, "needs to know for how long; give stickinessSeconds too")
	case !cookieName.MatchString(cookie):
		problems.Addf(field, "%q is not a cookie's name; use one like JSESSIONID", cookie)
	case strings.HasPrefix(cookie, "AWSALB"):
		problems.Addf(field, "%q is one of the load balancer's own names; use one that does not start with AWSALB", cookie)
	}
}

func (p *Props) checkNetworkBalancing(cfg *Props, problems *problem.List) {
	b := p.Balancing
	for _, only := range []struct {
		field string
		given bool
	}{
		{"algorithm", b.Algorithm != ""},
		{"slowStartSeconds", b.SlowStartSeconds != 0},
		{"stickinessCookie", b.StickinessCookie != ""},
	} {
		if only.given {
			problems.Addf("balancing."+only.field, "is for an Application Load Balancer, which knows requests; a network one passes on connections: leave it out")
		}
	}
	if b.SourceAddressStickiness && cfg.LoadBalancer.Protocol == TLS {
		problems.Addf("balancing.sourceAddressStickiness", "is not possible with loadBalancer.protocol: tls; leave it out, or use tcp")
	}
}

// checkFailOver holds the thresholds to each other and to the number of servers.
// Source: Elastic Load Balancing User Guide, "Target group health".
func (p *Props) checkFailOver(cfg *Props, problems *problem.List) {
	b := p.Balancing
	if b.FailOverBelow > cfg.MinCapacity {
		problems.Addf("balancing.failOverBelow", "%d is more than minCapacity %d: with that many servers every zone would count as failed; use %d or less", b.FailOverBelow, cfg.MinCapacity, cfg.MinCapacity)
	}
	if over := max(b.FailOverBelow, 1); b.FailOpenBelow > over {
		problems.Addf("balancing.failOpenBelow", "%d is more than failOverBelow %d, which must come first; use %d or less, or raise failOverBelow", b.FailOpenBelow, over, over)
	}
	if b.FailOpenBelowPercent > b.FailOverBelowPercent {
		problems.Addf("balancing.failOpenBelowPercent", "%d is more than failOverBelowPercent %d, which must come first; raise failOverBelowPercent to %d", b.FailOpenBelowPercent, b.FailOverBelowPercent, b.FailOpenBelowPercent)
	}
}

// checkTimes holds the times of connections to what the kind allows, and to what an update does.
// Source: Elastic Load Balancing API Reference, "LoadBalancerAttribute" and "ListenerAttribute".
func (p *Props) checkTimes(cfg *Props, problems *problem.List) {
	lb, idle := p.LoadBalancer, p.LoadBalancer.IdleTimeoutSeconds
	network := lb.Kind == Network
	if network && lb.ClientKeepAliveSeconds != 0 {
		problems.Addf("loadBalancer.clientKeepAliveSeconds", "is for an Application Load Balancer; leave it out")
	}
	switch protocol := cfg.LoadBalancer.Protocol; {
	case idle == 0:
	case network && protocol != TCP:
		problems.Addf("loadBalancer.idleTimeoutSeconds", "is not to be chosen with protocol: %s; leave it out, or use tcp", protocol)
	case network && idle < 60:
		problems.Addf("loadBalancer.idleTimeoutSeconds", "%d is too short for a Network Load Balancer; use 60 to 6000", idle)
	case !network && idle > 4000:
		problems.Addf("loadBalancer.idleTimeoutSeconds", "%d is too long; use 1 to 4000, or a Network Load Balancer with tcp", idle)
	case !network && idle > cfg.DeregistrationDelaySeconds:
		problems.Addf("loadBalancer.idleTimeoutSeconds", "%d lets a request take longer than deregistrationDelaySeconds %d, after which an update cuts it; raise deregistrationDelaySeconds to %d, 3600 at most, or use a shorter timeout", idle, cfg.DeregistrationDelaySeconds, idle)
	}
}
