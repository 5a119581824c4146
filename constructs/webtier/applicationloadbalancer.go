package webtier

import (
	"net/http"
	"strconv"
	"strings"

	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

func (w *WebTier) createApplicationLoadBalancer() {
	props := &elbv2.ApplicationLoadBalancerProps{
		SecurityGroup:           w.balancerGroup,
		Vpc:                     w.cfg.VPC,
		VpcSubnets:              w.balancerSubnets(),
		InternetFacing:          jsii.Bool(!w.cfg.LoadBalancer.Internal),
		DropInvalidHeaderFields: jsii.Bool(true),
		DeletionProtection:      jsii.Bool(!w.cfg.DisableDeletionProtection),
	}
	if w.cfg.IPv6 {
		props.IpAddressType = elbv2.IpAddressType_DUAL_STACK
	}
	w.loadBalancer = elbv2.NewApplicationLoadBalancer(w, jsii.String("LoadBalancer"), props)
	w.applicationFront = w.loadBalancer
	w.associateWebACL()
}

func (w *WebTier) createApplicationTargetGroup() {
	check := w.cfg.HealthCheck
	props := &elbv2.ApplicationTargetGroupProps{
		Vpc:                 w.cfg.VPC,
		TargetType:          elbv2.TargetType_INSTANCE,
		Port:                jsii.Number(w.cfg.Port),
		Protocol:            w.cfg.Protocol.alb(),
		DeregistrationDelay: seconds(w.cfg.DeregistrationDelaySeconds),
		HealthCheck: &elbv2.HealthCheck{
			Path:                    &check.Path,
			Protocol:                elbv2.Protocol(check.Protocol.alb()),
			Port:                    jsii.String(strconv.Itoa(check.Port)),
			Interval:                seconds(check.IntervalSeconds),
			Timeout:                 seconds(check.TimeoutSeconds),
			HealthyThresholdCount:   jsii.Number(check.HealthyThreshold),
			UnhealthyThresholdCount: jsii.Number(check.UnhealthyThreshold),
			HealthyHttpCodes:        &check.SuccessCodes,
		},
	}
	if w.cfg.StickinessSeconds != 0 {
		props.StickinessCookieDuration = seconds(w.cfg.StickinessSeconds)
		if cookie := w.cfg.Balancing.StickinessCookie; cookie != "" {
			props.StickinessCookieName = &cookie
		}
	}
	w.targetGroup = elbv2.NewApplicationTargetGroup(w, jsii.String("TargetGroup"), props)
}

// createClosedListener makes the HTTPS listener, with the id that it has in an open load balancer.
func (w *WebTier) createClosedListener() {
	w.createHTTPSListener(&elbv2.BaseApplicationListenerProps{
		Open:          jsii.Bool(false),
		DefaultAction: elbv2.ListenerAction_FixedResponse(jsii.Number(http.StatusForbidden), nil),
	})
}

func (w *WebTier) createPublicListeners() {
	open := jsii.Bool(true)
	groups := &[]elbv2.IApplicationTargetGroup{w.targetGroup}
	// Port 80 has one listener whatever it does, so that plain HTTP and HTTPS can be exchanged by an update.
	plain := &elbv2.BaseApplicationListenerProps{
		Port:     jsii.Number(80),
		Protocol: elbv2.ApplicationProtocol_HTTP,
		Open:     open,
	}
	if w.cfg.AllowPlainHTTP {
		plain.Port = jsii.Number(w.cfg.LoadBalancer.Port)
		plain.DefaultTargetGroups = groups
	} else {
		plain.DefaultAction = elbv2.ListenerAction_Redirect(&elbv2.RedirectOptions{
			Port:      jsii.String(strconv.Itoa(w.cfg.LoadBalancer.Port)),
			Protocol:  jsii.String("HTTPS"),
			Permanent: jsii.Bool(true),
		})
	}
	w.listener = w.loadBalancer.AddListener(jsii.String("HTTP"), plain)
	allowTags(w.listener)
	if !w.cfg.AllowPlainHTTP {
		acknowledge.At(resourceOf(w.listener), acknowledge.Because{
			Reason: "Port 80 serves nothing: it redirects to HTTPS, and to do so it must be asked in clear text.",
			Rules:  acknowledge.Packs("ELBv2ACMCertificateRequired", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
		})
	}
	if !w.cfg.AllowPlainHTTP {
		w.createHTTPSListener(&elbv2.BaseApplicationListenerProps{Open: open, DefaultTargetGroups: groups})
	}
}

// createHTTPSListener makes the listener that ends TLS, with what else the props say.
func (w *WebTier) createHTTPSListener(props *elbv2.BaseApplicationListenerProps) {
	props.Port = jsii.Number(w.cfg.LoadBalancer.Port)
	props.Protocol = elbv2.ApplicationProtocol_HTTPS
	props.SslPolicy = elbv2.SslPolicy_TLS13_RES // TLS 1.3 and 1.2, forward secrecy and authenticated encryption only
	props.Certificates = w.certificates()
	w.listener = w.loadBalancer.AddListener(jsii.String("HTTPS"), props)
	w.usePolicy(w.listener)
	allowTags(w.listener)
}

func (p Protocol) alb() elbv2.ApplicationProtocol {
	return elbv2.ApplicationProtocol(strings.ToUpper(string(p)))
}

// createInternalListener makes the one listener of an internal load balancer, or of one that was brought along. It keeps its
// id whatever it speaks, so that an update can turn TLS on: a port can have but one. There is no redirect: it is for visitors,
// not for other tiers, and port 80 of another's load balancer may be taken.
func (w *WebTier) createInternalListener() {
	props := &elbv2.BaseApplicationListenerProps{
		Port:                jsii.Number(w.cfg.LoadBalancer.Port),
		Protocol:            elbv2.ApplicationProtocol_HTTP,
		Open:                jsii.Bool(false),
		DefaultTargetGroups: &[]elbv2.IApplicationTargetGroup{w.targetGroup},
	}
	if w.cfg.hasCertificate() {
		props.Protocol = elbv2.ApplicationProtocol_HTTPS
		props.SslPolicy = elbv2.SslPolicy_TLS13_RES
		props.Certificates = w.certificates()
	}
	w.listener = w.applicationFront.AddListener(jsii.String("Listener"), props)
	w.usePolicy(w.listener)
	allowTags(w.listener)
}
