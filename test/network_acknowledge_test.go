package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestNetworkAcknowledges(t *testing.T) {
	route := inPacks("VPCNoUnrestrictedRouteToIGW")
	wantAcknowledged(t, synthNetwork(t, &network.Props{IPv6: true}), map[string][]string{
		"Network":                       inPacks("VPCDefaultSecurityGroupClosed"),
		"NetworkPublicDefaultRoute":     route,
		"NetworkPublicDefaultRouteIPv6": route,
	})
	wantAcknowledged(t, synthNetwork(t, flowLogsTo(network.FlowLogsToS3)), map[string][]string{
		"Network":                   inPacks("VPCDefaultSecurityGroupClosed"),
		"NetworkPublicDefaultRoute": route,
		"NetworkFlowLogsBucket":     bucketRules,
	})
}
