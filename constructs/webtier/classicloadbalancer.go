package webtier

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancing"
	"github.com/aws/jsii-runtime-go"
)

const (
	// The newest of the policies for Classic Load Balancers, and the only one without TLS 1.0 and 1.1.
	// Source: Elastic Load Balancing User Guide, "Predefined SSL security policies for Classic Load Balancers".
	classicTLSPolicy = "ELBSecurityPolicy-TLS-1-2-2017-01"

	tlsPolicyName    = "TLS"
	cookiePolicyName = "Stickiness"
)

// createClassicLoadBalancer makes the load balancer with its listener and health check, which are part of it. It is a plain
// resource: the CDK's construct makes a security group of its own and has no names for policies.
func (w *WebTier) createClassicLoadBalancer() {
	lb, check := w.cfg.LoadBalancer, w.cfg.HealthCheck
	scheme := "internet-facing"
	if lb.Internal {
		scheme = "internal"
	}
	var subnets []any
	for _, id := range *w.cfg.VPC.SelectSubnets(w.balancerSubnets()).SubnetIds {
		subnets = append(subnets, id)
	}
	listener := &elb.CfnLoadBalancer_ListenersProperty{
		LoadBalancerPort: jsii.String(strconv.Itoa(lb.Port)),
		Protocol:         jsii.String(strings.ToUpper(string(w.cfg.clientProtocol()))),
		InstancePort:     jsii.String(strconv.Itoa(w.cfg.Port)),
		InstanceProtocol: jsii.String(strings.ToUpper(string(w.cfg.Protocol))),
	}
	props := &elb.CfnLoadBalancerProps{
		Scheme:                   &scheme,
		Subnets:                  &subnets,
		SecurityGroups:           &[]any{w.balancerGroup.SecurityGroupId()},
		CrossZone:                !lb.DisableCrossZone,
		ConnectionDrainingPolicy: &elb.CfnLoadBalancer_ConnectionDrainingPolicyProperty{Enabled: true, Timeout: jsii.Number(w.cfg.DeregistrationDelaySeconds)},
		HealthCheck: &elb.CfnLoadBalancer_HealthCheckProperty{
			Target:             jsii.String(check.classicTarget()),
			Interval:           jsii.String(strconv.Itoa(check.IntervalSeconds)),
			Timeout:            jsii.String(strconv.Itoa(check.TimeoutSeconds)),
			HealthyThreshold:   jsii.String(strconv.Itoa(check.HealthyThreshold)),
			UnhealthyThreshold: jsii.String(strconv.Itoa(check.UnhealthyThreshold)),
		},
	}
	var policies []*string
	if w.cfg.hasCertificate() {
		listener.SslCertificateId = w.certificateARN()
		policies = append(policies, jsii.String(tlsPolicyName))
		props.Policies = []any{&elb.CfnLoadBalancer_PoliciesProperty{
			PolicyName: jsii.String(tlsPolicyName),
			PolicyType: jsii.String("SSLNegotiationPolicyType"),
			Attributes: []any{map[string]any{"Name": "Reference-Security-Policy", "Value": classicTLSPolicy}},
		}}
	}
	if w.cfg.StickinessSeconds != 0 {
		policies = append(policies, jsii.String(cookiePolicyName))
		props.LbCookieStickinessPolicy = []any{&elb.CfnLoadBalancer_LBCookieStickinessPolicyProperty{
			PolicyName:             jsii.String(cookiePolicyName),
			CookieExpirationPeriod: jsii.String(strconv.Itoa(w.cfg.StickinessSeconds)),
		}}
	}
	if len(policies) > 0 {
		listener.PolicyNames = &policies
	}
	props.Listeners = []any{listener}
	if lb.IdleTimeoutSeconds != 0 {
		props.ConnectionSettings = &elb.CfnLoadBalancer_ConnectionSettingsProperty{IdleTimeout: jsii.Number(lb.IdleTimeoutSeconds)}
	}
	w.classic = elb.NewCfnLoadBalancer(w, jsii.String("ClassicLoadBalancer"), props)
	w.openToInternet(w.cfg.clientProtocol())
	awscdk.Annotations_Of(w).AddWarningV2(jsii.String("evenkeel:classic-load-balancer"), jsii.String(
		"loadBalancer.kind: classic is of the previous generation, without TLS 1.3, redirects, rules and deletion protection. Use application for HTTP, or network for anything else."))
}

// classicTarget is the health check's target as a Classic Load Balancer writes it.
func (c *HealthCheck) classicTarget() string {
	if c.Protocol == TCP {
		return fmt.Sprintf("TCP:%d", c.Port)
	}
	return fmt.Sprintf("%s:%d%s", strings.ToUpper(string(c.Protocol)), c.Port, c.Path)
}
