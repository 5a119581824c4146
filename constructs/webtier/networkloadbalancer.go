package webtier

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

func (w *WebTier) createNetworkLoadBalancer() {
	props := &elbv2.NetworkLoadBalancerProps{
		Vpc:                w.cfg.VPC,
		InternetFacing:     jsii.Bool(!w.cfg.LoadBalancer.Internal),
		SecurityGroups:     &[]awsec2.ISecurityGroup{w.balancerGroup},
		CrossZoneEnabled:   jsii.Bool(!w.cfg.LoadBalancer.DisableCrossZone),
		DeletionProtection: jsii.Bool(!w.cfg.DisableDeletionProtection),
	}
	if addresses := w.cfg.LoadBalancer.ElasticIPs; len(addresses) > 0 {
		props.SubnetMappings = w.subnetMappings(addresses)
	} else {
		props.VpcSubnets = w.balancerSubnets()
	}
	if w.cfg.IPv6 {
		props.IpAddressType = elbv2.IpAddressType_DUAL_STACK
	}
	w.networkBalancer = elbv2.NewNetworkLoadBalancer(w, jsii.String("LoadBalancer"), props)
	w.networkFront = w.networkBalancer
	if w.cfg.LoadBalancer.Protocol != TLS && !w.cfg.AccessLogs.Disable {
		acknowledge.At(resourceOf(w.networkBalancer), acknowledge.Because{
			Reason: "A Network Load Balancer keeps a record of TLS connections only. The network's flow logs record every connection.",
			Rules:  append(acknowledge.Packs("ELBLoggingEnabled", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI), "AwsSolutions-ELB2", "CT.ELASTICLOADBALANCING.PR.6"),
		})
	}
}

// subnetMappings gives each zone's subnet its address.
func (w *WebTier) subnetMappings(addresses []string) *[]*elbv2.SubnetMapping {
	var mappings []*elbv2.SubnetMapping
	for i, subnet := range *w.cfg.VPC.SelectSubnets(w.balancerSubnets()).Subnets {
		mappings = append(mappings, &elbv2.SubnetMapping{Subnet: subnet, AllocationId: &addresses[i]})
	}
	return &mappings
}

func (w *WebTier) createNetworkTargetGroup() {
	check := w.cfg.HealthCheck
	health := &elbv2.HealthCheck{
		Protocol:                check.Protocol.elbv2(),
		Port:                    jsii.String(strconv.Itoa(check.Port)),
		Interval:                seconds(check.IntervalSeconds),
		Timeout:                 seconds(check.TimeoutSeconds),
		HealthyThresholdCount:   jsii.Number(check.HealthyThreshold),
		UnhealthyThresholdCount: jsii.Number(check.UnhealthyThreshold),
	}
	if check.Protocol != TCP {
		health.Path = &check.Path
		health.HealthyHttpCodes = &check.SuccessCodes
	}
	address := w.cfg.LoadBalancer.ClientAddress
	w.networkTargets = elbv2.NewNetworkTargetGroup(w, jsii.String("TargetGroup"), &elbv2.NetworkTargetGroupProps{
		Vpc:                 w.cfg.VPC,
		TargetType:          elbv2.TargetType_INSTANCE,
		Port:                jsii.Number(w.cfg.Port),
		Protocol:            w.cfg.targetProtocol().elbv2(),
		DeregistrationDelay: seconds(w.cfg.DeregistrationDelaySeconds),
		PreserveClientIp:    jsii.Bool(address == ClientAddressPreserved),
		ProxyProtocolV2:     jsii.Bool(address == ClientAddressProxyProtocol),
		HealthCheck:         health,
	})
}

// targetProtocol is what a Network Load Balancer speaks to the servers. One that ends TLS encrypts anew for those that
// speak HTTPS; one that does not passes on what it gets.
func (p *Props) targetProtocol() Protocol {
	switch protocol := p.LoadBalancer.Protocol; {
	case protocol == TLS && p.Protocol == HTTPS:
		return TLS
	case protocol == TLS:
		return TCP
	default:
		return protocol
	}
}

func (w *WebTier) createNetworkListener() {
	lb := w.cfg.LoadBalancer
	props := &elbv2.BaseNetworkListenerProps{
		Port:                jsii.Number(lb.Port),
		Protocol:            lb.Protocol.elbv2(),
		DefaultTargetGroups: &[]elbv2.INetworkTargetGroup{w.networkTargets},
	}
	if lb.Protocol == TLS {
		props.Certificates = w.certificates()
		props.SslPolicy = elbv2.SslPolicy_TLS13_RES
	}
	if lb.IdleTimeoutSeconds != 0 {
		props.TcpIdleTimeout = seconds(lb.IdleTimeoutSeconds)
	}
	w.networkListener = w.networkFront.AddListener(jsii.String("Listener"), props)
	w.usePolicy(w.networkListener)
	allowTags(w.networkListener)
	w.openToInternet(lb.Protocol)
	if lb.Internal && lb.Protocol != TLS {
		acknowledge.At(resourceOf(w.networkListener), acknowledge.Because{
			Reason: "The listener passes on what comes, inside the VPC and from the security groups alone that are let in: whether that is TLS is between the applications at its ends.",
			Rules:  acknowledge.Packs("ELBv2ACMCertificateRequired", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
		})
	}
}

// port is a port as a security group knows it.
func (p Protocol) port(number int) awsec2.Port {
	if p == UDP {
		return awsec2.Port_Udp(jsii.Number(number))
	}
	return awsec2.Port_Tcp(jsii.Number(number))
}

func (p Protocol) elbv2() elbv2.Protocol {
	return map[Protocol]elbv2.Protocol{
		HTTP: elbv2.Protocol_HTTP, HTTPS: elbv2.Protocol_HTTPS, TCP: elbv2.Protocol_TCP, TLS: elbv2.Protocol_TLS, UDP: elbv2.Protocol_UDP,
	}[p]
}
