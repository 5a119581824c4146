package test

import (
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
