package test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebAcknowledges(t *testing.T) {
	want := map[string][]string{
		"WebLoadBalancer":              {"NIST.800.53.R5-ALBWAFEnabled", "PCI.DSS.321-ALBWAFEnabled"},
		"WebLoadBalancerSecurityGroup": {"AwsSolutions-EC23"},
		"WebLoadBalancerHTTP":          inPacks("ELBv2ACMCertificateRequired"),
		"WebAccessLogs":                bucketRules,
		"WebRole":                      {awsPolicy + "AmazonSSMManagedInstanceCore]"},
		"WebPolicy":                    {"AwsSolutions-IAM5[Resource::*]"},
		"WebAutoScalingGroupASG":       {"CT.AUTOSCALING.PR.1", "CT.AUTOSCALING.PR.6"},
	}
	wantAcknowledged(t, defaultWeb(t), want)
	delete(want, "WebLoadBalancerHTTP") // serving in clear text is not explained away
	delete(want, "WebAccessLogs")
	wantAcknowledged(t, synthWeb(t, webtier.Props{AllowPlainHTTP: true, AccessLogs: webtier.AccessLogs{Disable: true}}), want)
	delete(want, "WebLoadBalancerSecurityGroup") // which nobody is let into
	wantAcknowledged(t, synthWeb(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true}, AccessLogs: webtier.AccessLogs{Disable: true}}), want)
}

// A load balancer that is open to all has another reason for its want of a web ACL than one behind a CDN.
func TestWebAcknowledgesTheWantOfAWebACL(t *testing.T) {
	for want, lb := range map[string]webtier.LoadBalancer{
		"Which requests a firewall may refuse":                        {},
		"Nobody reaches the load balancer but what is in front of it": {Closed: true},
	} {
		if why := show(synthWeb(t, webtier.Props{LoadBalancer: lb}).one(t, loadBalancer).Metadata); !strings.Contains(why, want) {
			t.Errorf("the reasons are %s, want %s", why, want)
		}
	}
}

// The reason of a permission for all resources tells of each that there is, and of no other.
func TestWebAcknowledgesEachPermission(t *testing.T) {
	const registry, groups = " So it is with ecr:GetAuthorizationToken", " And so it is with what describes groups in Amazon EC2 Auto Scaling"
	for name, c := range map[string]struct {
		props            webtier.Props
		registry, groups bool
	}{
		"a script":    {webtier.Props{}, false, false},
		"a container": {webtier.Props{Application: container(ecrImage)}, true, false},
		"a drain":     {webtier.Props{Application: release("./shop"), Drain: webtier.Drain{Seconds: 60}}, false, true},
	} {
		reasons := show(synthWeb(t, c.props).named(t, managedPolicy, "WebPolicy").Metadata)
		if strings.Contains(reasons, registry) != c.registry || strings.Contains(reasons, groups) != c.groups {
			t.Errorf("%s: the reasons are %s", name, reasons)
		}
	}
}
