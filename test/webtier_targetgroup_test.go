package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebTargetGroupByDefault(t *testing.T) {
	group := defaultWeb(t).one(t, targetGroup)
	group.wantEach(t, map[string]any{
		"VpcId":      "vpc-0123456789abcdef0",
		"TargetType": "instance",
		"Port":       8080,
		"Protocol":   "HTTP",

		"HealthCheckEnabled":         nil, // it is on unless turned off
		"HealthCheckPath":            "/",
		"HealthCheckPort":            "8080",
		"HealthCheckProtocol":        "HTTP",
		"HealthCheckIntervalSeconds": 10,
		"HealthCheckTimeoutSeconds":  5,
		"HealthyThresholdCount":      2,
		"UnhealthyThresholdCount":    3,
		"Matcher.HttpCode":           "200",
	})
	wantAttributes(t, group, map[string]any{
		"deregistration_delay.timeout_seconds": "60",
		"stickiness.enabled":                   "false",
	})
}

func TestWebTargetGroupProps(t *testing.T) {
	group := synthWeb(t, webtier.Props{
		Port:                       3000,
		Protocol:                   webtier.HTTPS,
		DeregistrationDelaySeconds: 30,
		StickinessSeconds:          3600,
		HealthCheck: webtier.HealthCheck{
			Path:               "/healthz",
			IntervalSeconds:    30,
			TimeoutSeconds:     20,
			HealthyThreshold:   4,
			UnhealthyThreshold: 6,
			SuccessCodes:       "200-299,302",
		},
	}).one(t, targetGroup)
	group.wantEach(t, map[string]any{
		"Port":     3000,
		"Protocol": "HTTPS",

		"HealthCheckPath":            "/healthz",
		"HealthCheckPort":            "3000",  // the tier's
		"HealthCheckProtocol":        "HTTPS", // the tier's
		"HealthCheckIntervalSeconds": 30,
		"HealthCheckTimeoutSeconds":  20,
		"HealthyThresholdCount":      4,
		"UnhealthyThresholdCount":    6,
		"Matcher.HttpCode":           "200-299,302",
	})
	wantAttributes(t, group, map[string]any{
		"deregistration_delay.timeout_seconds":  "30",
		"stickiness.enabled":                    "true",
		"stickiness.type":                       "lb_cookie",
		"stickiness.lb_cookie.duration_seconds": "3600",
	})
}

func TestWebHealthCheckWithPortAndProtocolOfItsOwn(t *testing.T) {
	tm := synthWeb(t, webtier.Props{HealthCheck: webtier.HealthCheck{Port: 9000, Protocol: webtier.HTTPS}})
	tm.one(t, targetGroup).wantEach(t, map[string]any{
		"Port":                8080,
		"Protocol":            "HTTP",
		"HealthCheckPort":     "9000",
		"HealthCheckProtocol": "HTTPS",
	})
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"load balancer: out tcp 9000 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: in tcp 9000 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})
}

func wantAttributes(t *testing.T, group resource, want map[string]any) {
	t.Helper()
	if got := attributes(group, "TargetGroupAttributes"); show(got) != show(want) {
		t.Errorf("the attributes are %s, want %s", show(got), show(want))
	}
}
