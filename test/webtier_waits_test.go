package test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// The first server needs its role at once: to fetch the application, and to tell how its start went.
func TestWebServersWaitForTheirRole(t *testing.T) {
	tm := defaultWeb(t)
	wantDependency(t, tm.one(t, autoScalingGroup), tm.named(t, "AWS::IAM::Role", "WebRole").ID)
}

// Without the load balancer's way to the servers none of them becomes healthy.
func TestWebServersWaitForTheWayToThem(t *testing.T) {
	for kind, props := range map[string]webtier.Props{
		"application": {CertificateARN: webCertificate},
		"network":     {LoadBalancer: internalNetwork},
		"classic":     {CertificateARN: webCertificate, LoadBalancer: classic},
	} {
		tm, ways := synthTier(t, props), 0
		for _, egress := range tm.all("AWS::EC2::SecurityGroupEgress") {
			if strings.HasPrefix(egress.ID, "WebLoadBalancerSecurityGroup") {
				wantDependency(t, tm.one(t, autoScalingGroup), egress.ID)
				ways++
			}
		}
		if ways == 0 {
			t.Errorf("%s: there is no way to the servers", kind)
		}
	}
}
