package webtier

import (
	"strconv"
)

// algorithms are the names that AWS gives them.
var algorithms = map[Algorithm]string{
	RoundRobin:               "round_robin",
	LeastOutstandingRequests: "least_outstanding_requests",
	WeightedRandom:           "weighted_random",
}

// setBalancing sets the target group's attributes. They are plain ones, since the CDK's props have not all of them for
// each kind; what is left out keeps the default of AWS.
func (w *WebTier) setBalancing() {
	b := w.cfg.Balancing
	set := func(key, value string) { w.targets().SetAttribute(&key, &value) }
	count := func(key string, n int) {
		if n != 0 {
			set(key, strconv.Itoa(n))
		}
	}
	if b.Algorithm != "" {
		set("load_balancing.algorithm.type", algorithms[b.Algorithm])
	}
	if b.Algorithm == WeightedRandom && !b.DisableAnomalyMitigation {
		set("load_balancing.algorithm.anomaly_mitigation", "on")
	}
	count("slow_start.duration_seconds", b.SlowStartSeconds)
	if b.SourceAddressStickiness {
		set("stickiness.enabled", "true")
		set("stickiness.type", "source_ip")
	}
	count("target_group_health.dns_failover.minimum_healthy_targets.count", b.FailOverBelow)
	count("target_group_health.dns_failover.minimum_healthy_targets.percentage", b.FailOverBelowPercent)
	count("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", b.FailOpenBelow)
	count("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", b.FailOpenBelowPercent)
	if w.cfg.LoadBalancer.Kind == Application && w.cfg.LoadBalancer.DisableCrossZone {
		set("load_balancing.cross_zone.enabled", "false")
	}
}

// setTimes sets how long connections last, and zonal shift.
func (w *WebTier) setTimes() {
	lb := w.cfg.LoadBalancer
	set := func(key, value string) { w.balancer().SetAttribute(&key, &value) }
	if lb.Kind == Application && lb.IdleTimeoutSeconds != 0 {
		set("idle_timeout.timeout_seconds", strconv.Itoa(lb.IdleTimeoutSeconds))
	}
	if lb.ClientKeepAliveSeconds != 0 {
		set("client_keep_alive.seconds", strconv.Itoa(lb.ClientKeepAliveSeconds))
	}
	if lb.ZonalShift {
		set("zonal_shift.config.enabled", "true")
	}
}
