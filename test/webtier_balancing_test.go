package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const otherCertificate = "arn:aws:acm:ap-northeast-1:111111111111:certificate/00000000-0000-0000-0000-000000000001"

func TestBalancingOfAnApplicationLoadBalancer(t *testing.T) {
	tm := synthTier(t, webtier.Props{
		CertificateARN: webCertificate, StickinessSeconds: 3600, MinCapacity: 4, DeregistrationDelaySeconds: 120,
		LoadBalancer: webtier.LoadBalancer{DisableCrossZone: true, IdleTimeoutSeconds: 120, ClientKeepAliveSeconds: 600, ZonalShift: true},
		Balancing: webtier.Balancing{
			Algorithm: webtier.WeightedRandom, StickinessCookie: "JSESSIONID",
			FailOverBelow: 3, FailOverBelowPercent: 60, FailOpenBelow: 2, FailOpenBelowPercent: 50,
		},
	})
	wantAttributes(t, tm.one(t, targetGroup), map[string]any{
		"deregistration_delay.timeout_seconds":                                           "120",
		"stickiness.enabled":                                                             "true",
		"stickiness.type":                                                                "app_cookie",
		"stickiness.app_cookie.cookie_name":                                              "JSESSIONID",
		"stickiness.app_cookie.duration_seconds":                                         "3600",
		"load_balancing.algorithm.type":                                                  "weighted_random",
		"load_balancing.algorithm.anomaly_mitigation":                                    "on",
		"load_balancing.cross_zone.enabled":                                              "false",
		"target_group_health.dns_failover.minimum_healthy_targets.count":                 "3",
		"target_group_health.dns_failover.minimum_healthy_targets.percentage":            "60",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count":      "2",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "50",
	})
	got := attributes(tm.one(t, loadBalancer), "LoadBalancerAttributes")
	for key, want := range map[string]string{"idle_timeout.timeout_seconds": "120", "client_keep_alive.seconds": "600", "zonal_shift.config.enabled": "true"} {
		if got[key] != want {
			t.Errorf("%s is %v, want %s", key, got[key], want)
		}
	}
	for algorithm, want := range map[webtier.Algorithm]string{webtier.RoundRobin: "round_robin", webtier.LeastOutstandingRequests: "least_outstanding_requests"} {
		tm := synthTier(t, webtier.Props{CertificateARN: webCertificate, Balancing: webtier.Balancing{Algorithm: algorithm}})
		if got := attributes(tm.one(t, targetGroup), "TargetGroupAttributes")["load_balancing.algorithm.type"]; got != want {
			t.Errorf("%s is %v, want %s", algorithm, got, want)
		}
	}
	tm = synthTier(t, webtier.Props{CertificateARN: webCertificate, Balancing: webtier.Balancing{SlowStartSeconds: 180}})
	if got := attributes(tm.one(t, targetGroup), "TargetGroupAttributes")["slow_start.duration_seconds"]; got != "180" {
		t.Errorf("slow start is %v", got)
	}
	tm = synthTier(t, webtier.Props{CertificateARN: webCertificate, Balancing: webtier.Balancing{Algorithm: webtier.WeightedRandom, DisableAnomalyMitigation: true}})
	if got := attributes(tm.one(t, targetGroup), "TargetGroupAttributes")["load_balancing.algorithm.anomaly_mitigation"]; got != nil {
		t.Errorf("anomaly mitigation is %v", got)
	}
	for _, unsaid := range []string{"idle_timeout.timeout_seconds", "client_keep_alive.seconds", "zonal_shift.config.enabled"} {
		if got := attributes(tm.one(t, loadBalancer), "LoadBalancerAttributes")[unsaid]; got != nil {
			t.Errorf("by default %s is %v", unsaid, got)
		}
	}
}

func TestBalancingOfANetworkLoadBalancer(t *testing.T) {
	tm := synthTier(t, webtier.Props{
		LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, IdleTimeoutSeconds: 6000, ZonalShift: true},
		Balancing:    webtier.Balancing{SourceAddressStickiness: true, FailOverBelow: 2},
	})
	wantAttributes(t, tm.one(t, targetGroup), map[string]any{
		"deregistration_delay.timeout_seconds": "60",
		"preserve_client_ip.enabled":           "false",
		"proxy_protocol_v2.enabled":            "false",
		"stickiness.enabled":                   "true",
		"stickiness.type":                      "source_ip",
		"target_group_health.dns_failover.minimum_healthy_targets.count": "2",
	})
	tm.one(t, listener).want(t, "ListenerAttributes", []any{map[string]any{"Key": "tcp.idle_timeout.seconds", "Value": "6000"}})
	got := attributes(tm.one(t, loadBalancer), "LoadBalancerAttributes")
	if got["zonal_shift.config.enabled"] != "true" || got["idle_timeout.timeout_seconds"] != nil {
		t.Errorf("the attributes are %v", got)
	}
}

func TestTLSPolicyAndCertificatesByName(t *testing.T) {
	const policy = "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09" // newer than the CDK
	for name, lb := range map[string]webtier.LoadBalancer{
		"application": {},
		"internal":    {Internal: true},
		"network":     {Kind: webtier.Network},
	} {
		t.Run(name, func(t *testing.T) {
			lb.TLSPolicy, lb.AdditionalCertificateARNs = policy, []string{otherCertificate}
			tm := synthTier(t, webtier.Props{CertificateARN: webCertificate, LoadBalancer: lb})
			l := listenerAt(t, tm, 443)
			l.want(t, "SslPolicy", policy)
			l.want(t, "Certificates", []any{map[string]any{"CertificateArn": webCertificate}})
			tm.one(t, "AWS::ElasticLoadBalancingV2::ListenerCertificate").wantEach(t, map[string]any{
				"ListenerArn":  ref(l.ID),
				"Certificates": []any{map[string]any{"CertificateArn": otherCertificate}},
			})
		})
	}
	old := synthTier(t, webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{TLSPolicy: "ELBSecurityPolicy-2016-08", AllowOldTLS: true}})
	listenerAt(t, old, 443).want(t, "SslPolicy", "ELBSecurityPolicy-2016-08")
}

func TestBalancingRefuses(t *testing.T) {
	network, public := internalNetwork, webtier.LoadBalancer{}
	const application = "is for an Application Load Balancer, which knows requests; a network one passes on connections: leave it out"
	for name, c := range map[string]struct {
		lb        webtier.LoadBalancer
		balancing webtier.Balancing
		props     webtier.Props
		want      string
	}{
		"a network's algorithm":  {network, webtier.Balancing{Algorithm: webtier.RoundRobin}, webtier.Props{}, "balancing.algorithm: " + application},
		"a network's slow start": {network, webtier.Balancing{SlowStartSeconds: 60}, webtier.Props{}, "balancing.slowStartSeconds: " + application},
		"a network's cookie":     {network, webtier.Balancing{StickinessCookie: "JSESSIONID"}, webtier.Props{}, "balancing.stickinessCookie: " + application},
		"an application's stickiness by address": {public, webtier.Balancing{SourceAddressStickiness: true}, webtier.Props{},
			"balancing.sourceAddressStickiness: is for a Network Load Balancer; use stickinessSeconds, or say loadBalancer.kind: network"},
		"stickiness by address with TLS": {webtier.LoadBalancer{Kind: webtier.Network}, webtier.Balancing{SourceAddressStickiness: true}, webtier.Props{CertificateARN: webCertificate},
			"balancing.sourceAddressStickiness: is not possible with loadBalancer.protocol: tls; leave it out, or use tcp"},
		"mitigation of nothing": {public, webtier.Balancing{DisableAnomalyMitigation: true}, webtier.Props{},
			"balancing.disableAnomalyMitigation: does nothing without algorithm: weightedRandom; leave one of them out"},
		"slow start by open requests": {public, webtier.Balancing{SlowStartSeconds: 60, Algorithm: webtier.LeastOutstandingRequests}, webtier.Props{},
			"balancing.slowStartSeconds: is not possible with algorithm: leastOutstandingRequests; leave it out, or use roundRobin"},
		"slow start longer than the warmup": {public, webtier.Balancing{SlowStartSeconds: 181}, webtier.Props{},
			"balancing.slowStartSeconds: 181 outlasts scaling.warmupSeconds 180, after which a new server counts in the average though it has not its share yet; raise warmupSeconds to 181"},
		"a cookie for no time": {public, webtier.Balancing{StickinessCookie: "JSESSIONID"}, webtier.Props{},
			"balancing.stickinessCookie: needs to know for how long; give stickinessSeconds too"},
		"a cookie that is none": {public, webtier.Balancing{StickinessCookie: "a;b"}, webtier.Props{StickinessSeconds: 60},
			`balancing.stickinessCookie: "a;b" is not a cookie's name; use one like JSESSIONID`},
		"a cookie of the load balancer": {public, webtier.Balancing{StickinessCookie: "AWSALBX"}, webtier.Props{StickinessSeconds: 60},
			`balancing.stickinessCookie: "AWSALBX" is one of the load balancer's own names; use one that does not start with AWSALB`},
		"zones that always fail": {public, webtier.Balancing{FailOverBelow: 3}, webtier.Props{},
			"balancing.failOverBelow: 3 is more than minCapacity 2: with that many servers every zone would count as failed; use 2 or less"},
		"open before over": {public, webtier.Balancing{FailOpenBelow: 2}, webtier.Props{},
			"balancing.failOpenBelow: 2 is more than failOverBelow 1, which must come first; use 1 or less, or raise failOverBelow"},
		"open before over, in percent": {public, webtier.Balancing{FailOverBelowPercent: 40, FailOpenBelowPercent: 50}, webtier.Props{},
			"balancing.failOpenBelowPercent: 50 is more than failOverBelowPercent 40, which must come first; raise failOverBelowPercent to 50"},
		"a network's keep-alive": {webtier.LoadBalancer{Kind: webtier.Network, Internal: true, ClientKeepAliveSeconds: 60}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.clientKeepAliveSeconds: is for an Application Load Balancer; leave it out"},
		"how long TLS is silent": {webtier.LoadBalancer{Kind: webtier.Network, IdleTimeoutSeconds: 60}, webtier.Balancing{}, webtier.Props{CertificateARN: webCertificate},
			"loadBalancer.idleTimeoutSeconds: is not to be chosen with protocol: tls; leave it out, or use tcp"},
		"a network's short silence": {webtier.LoadBalancer{Kind: webtier.Network, Internal: true, IdleTimeoutSeconds: 59}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.idleTimeoutSeconds: 59 is too short for a Network Load Balancer; use 60 to 6000"},
		"an application's long silence": {webtier.LoadBalancer{IdleTimeoutSeconds: 4001}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.idleTimeoutSeconds: 4001 is too long; use 1 to 4000, or a Network Load Balancer with tcp"},
		"an application's longest silence": {webtier.LoadBalancer{IdleTimeoutSeconds: 4000}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.idleTimeoutSeconds: 4000 lets a request take longer than deregistrationDelaySeconds 60, after which an update cuts it; raise deregistrationDelaySeconds to 4000, 3600 at most, or use a shorter timeout"},
		"requests that an update cuts": {webtier.LoadBalancer{IdleTimeoutSeconds: 61}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.idleTimeoutSeconds: 61 lets a request take longer than deregistrationDelaySeconds 60, after which an update cuts it; raise deregistrationDelaySeconds to 61, 3600 at most, or use a shorter timeout"},
		"a policy without TLS": {webtier.LoadBalancer{Internal: true, TLSPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06"}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.tlsPolicy: does nothing without a certificate; give certificateArn, or leave it out"},
		"more certificates than one, without the one": {webtier.LoadBalancer{Internal: true, AdditionalCertificateARNs: []string{webCertificate}}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.additionalCertificateArns: do nothing without a certificate; put the first one into certificateArn"},
		"old TLS without a policy": {webtier.LoadBalancer{AllowOldTLS: true}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.allowOldTls: does nothing without tlsPolicy; name a policy, or leave it out"},
		"old TLS that is not": {webtier.LoadBalancer{AllowOldTLS: true, TLSPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01"}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.allowOldTls: does nothing with ELBSecurityPolicy-TLS-1-2-2017-01, which takes none; leave it out"},
		"a policy that is none": {webtier.LoadBalancer{TLSPolicy: "TLS13"}, webtier.Balancing{}, webtier.Props{},
			`loadBalancer.tlsPolicy: "TLS13" is not a security policy; use one like ELBSecurityPolicy-TLS13-1-3-2021-06`},
		"a policy below the floor": {webtier.LoadBalancer{TLSPolicy: "ELBSecurityPolicy-TLS13-1-1-2021-06"}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.tlsPolicy: ELBSecurityPolicy-TLS13-1-1-2021-06 takes TLS below 1.2; use one like ELBSecurityPolicy-TLS13-1-2-Res-2021-06, or say allowOldTls: true"},
		"a certificate twice": {webtier.LoadBalancer{AdditionalCertificateARNs: []string{webCertificate}}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.additionalCertificateArns[0]: " + webCertificate + " is listed twice"},
		"another certificate twice": {webtier.LoadBalancer{AdditionalCertificateARNs: []string{otherCertificate, otherCertificate}}, webtier.Balancing{}, webtier.Props{},
			"loadBalancer.additionalCertificateArns[1]: " + otherCertificate + " is listed twice"},
		"another certificate that is none": {webtier.LoadBalancer{AdditionalCertificateARNs: []string{"x"}}, webtier.Balancing{}, webtier.Props{},
			`loadBalancer.additionalCertificateArns[0]: "x" is not such an ARN; use one like ` + webCertificate},
	} {
		t.Run(name, func(t *testing.T) {
			props := c.props
			props.LoadBalancer, props.Balancing = c.lb, c.balancing
			if !c.lb.Internal {
				props.CertificateARN = webCertificate
			}
			wantProblems(t, props.ValidateIn(testRegion), c.want)
		})
	}
	for _, modern := range []string{"ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-FS-1-2-Res-2020-10", "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04"} {
		wantWebProblems(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{TLSPolicy: modern}})
	}
}

func TestBalancingAccepts(t *testing.T) {
	wantWebProblems(t, webtier.Props{Balancing: webtier.Balancing{SlowStartSeconds: 180, Algorithm: webtier.RoundRobin, FailOverBelow: 2, FailOpenBelow: 2, FailOverBelowPercent: 50, FailOpenBelowPercent: 50}})
	wantWebProblems(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{IdleTimeoutSeconds: 60}})
	wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Internal: true, IdleTimeoutSeconds: 60}}).ValidateIn(testRegion))
	wantWebProblems(t, webtier.Props{DeregistrationDelaySeconds: 3600, LoadBalancer: webtier.LoadBalancer{IdleTimeoutSeconds: 3600}})
}
