package webtier

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// endpoint is an internal tier as another one sees it: its load balancer.
type endpoint struct {
	connections awsec2.Connections
	environment map[string]*string
}

// Endpoint is what another tier uses of this one, whose load balancer must be internal: the security group, the address and
// the port of that load balancer, as <PREFIX>_HOST, <PREFIX>_PORT and <PREFIX>_PROTOCOL. With TLS, a client finds another
// name in the certificate than in <PREFIX>_HOST: give it a DNS record of your own. Endpoint panics when the load balancer
// faces the internet, or was brought along without its name.
//
//	web.Use(app.Endpoint())
func (w *WebTier) Endpoint() Backend {
	lb := w.cfg.LoadBalancer
	if !lb.Internal {
		panic(fmt.Errorf("web tier %q: endpoint: the load balancer faces the internet, where no security group is let in; say loadBalancer.internal: true", *w.Node().Id()))
	}
	if w.DNSName() == nil {
		panic(fmt.Errorf("web tier %q: endpoint: the name of the load balancer is not known; give loadBalancer.existing.dnsName", *w.Node().Id()))
	}
	prefix := lb.VariablePrefix
	if prefix == "" {
		prefix = capitals(*w.Node().Id())
	}
	return &endpoint{
		connections: awsec2.NewConnections(&awsec2.ConnectionsProps{
			SecurityGroups: &[]awsec2.ISecurityGroup{w.balancerGroup},
			DefaultPort:    w.cfg.clientProtocol().port(lb.Port),
		}),
		environment: map[string]*string{
			prefix + "_HOST":     w.DNSName(),
			prefix + "_PORT":     jsii.String(strconv.Itoa(lb.Port)),
			prefix + "_PROTOCOL": jsii.String(string(w.cfg.clientProtocol())),
		},
	}
}

// clientProtocol is what clients of the load balancer speak.
func (p *Props) clientProtocol() Protocol {
	switch {
	case p.LoadBalancer.Kind == Network:
		return p.LoadBalancer.Protocol
	case p.hasCertificate():
		return HTTPS
	default:
		return HTTP
	}
}

func (e *endpoint) Connections() awsec2.Connections { return e.connections }

// GrantUse grants nothing: who may connect is a matter of security groups.
func (e *endpoint) GrantUse(awsiam.IGrantable) {}

func (e *endpoint) Environment() map[string]*string { return e.environment }

// capitals is an id in the spelling of variables: AppServers is APP_SERVERS.
func capitals(id string) string {
	var name strings.Builder
	small := false
	for _, r := range id {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = '_'
		case unicode.IsUpper(r) && small:
			name.WriteByte('_')
		}
		small = unicode.IsLower(r) || unicode.IsDigit(r)
		name.WriteRune(unicode.ToUpper(r))
	}
	return name.String()
}
