package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestInternalApplicationLoadBalancer(t *testing.T) {
	plain := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true}})
	plain.one(t, loadBalancer).wantEach(t, map[string]any{"Type": "application", "Scheme": "internal", "Subnets": webPrivateSubnets})
	plain.named(t, "AWS::EC2::SecurityGroup", "WebLoadBalancerSecurityGroup").wantEach(t, map[string]any{
		"GroupDescription": "Internal load balancer: only from security groups that are let in",
		"Metadata":         nil,
	})
	http := plain.one(t, listener)
	http.wantEach(t, map[string]any{
		"Port":           80,
		"Protocol":       "HTTP",
		"DefaultActions": []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(plain.one(t, targetGroup).ID)}},
		"Certificates":   nil,
		"SslPolicy":      nil,
	})
	wantRules(t, plain, []string{
		"internal load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from internal load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
	})

	encrypted := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true, Port: 8443}, CertificateARN: webCertificate})
	https := encrypted.one(t, listener)
	https.wantEach(t, map[string]any{
		"Port":         8443,
		"Protocol":     "HTTPS",
		"SslPolicy":    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
		"Certificates": []any{map[string]any{"CertificateArn": webCertificate}},
	})
	if http.ID != https.ID {
		t.Errorf("the listener is %s in plain and %s with TLS: an update from one to the other fails when they share a port", http.ID, https.ID)
	}
	if got := show(dig(https.Metadata, "cfn-lint.config.ignore_checks")); got != `["E3002"]` {
		t.Errorf("the listener passes over cfn-lint's rules %s, want E3002", got)
	}
}

func TestWebListensWhereItIsTold(t *testing.T) {
	tm := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Port: 8443}, CertificateARN: webCertificate})
	listenerAt(t, tm, 8443).want(t, "Protocol", "HTTPS")
	listenerAt(t, tm, 80).want(t, "DefaultActions.0.RedirectConfig.Port", "8443")
	plain := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Port: 8000}, AllowPlainHTTP: true})
	plain.one(t, listener).wantEach(t, map[string]any{"Port": 8000, "Protocol": "HTTP"})
}
