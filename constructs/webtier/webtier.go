package webtier

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elb "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancing"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/managedrole"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// WebTier is a load balancer and the servers behind it. Create it with [New]; do not copy it.
type WebTier struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg          Props
	title, named string // what descriptions call the servers, at a sentence's start and within
	userData     *userData

	balancerGroup awsec2.ISecurityGroup // of the load balancer, brought along or not; nil behind a listener or in a target group of others
	serverGroup   awsec2.SecurityGroup
	loadBalancer  elbv2.ApplicationLoadBalancer
	listener      elbv2.ApplicationListener
	targetGroup   elbv2.ApplicationTargetGroup

	networkBalancer elbv2.NetworkLoadBalancer
	networkListener elbv2.NetworkListener
	networkTargets  elbv2.NetworkTargetGroup

	classic elb.CfnLoadBalancer

	// What listeners are made on: the tier's own load balancer or one that was brought along.
	applicationFront elbv2.IApplicationLoadBalancer
	networkFront     elbv2.INetworkLoadBalancer

	shared elbv2.IApplicationListener
	rule   elbv2.ApplicationListenerRule

	accessLogs     awss3.IBucket
	role           *managedrole.Role
	logGroup       awslogs.CfnLogGroup // nil when no logs are sent
	topic          awssns.ITopic
	launchTemplate awsec2.LaunchTemplate
	group          awsautoscaling.AutoScalingGroup
	scaleOut       awscloudwatch.CfnAlarm
	scaleIn        awscloudwatch.CfnAlarm
}

var (
	_ constructs.Construct = (*WebTier)(nil)
	_ awsec2.IConnectable  = (*WebTier)(nil)
	_ awsiam.IGrantable    = (*WebTier)(nil)
)

// Backend is something that a web tier's servers use: a database, a cache, an inner tier.
type Backend interface {
	// Connections opens the path to it; they must have a default port.
	Connections() awsec2.Connections
	// GrantUse gives a principal the permissions that using it takes.
	GrantUse(grantee awsiam.IGrantable)
	// Environment is what a server must know to use it, as environment variables. None may be secret: user data can be
	// read by whoever may describe the launch template.
	Environment() map[string]*string
}

// New creates a web tier. It panics with the error of [Props.Validate] when the props are wrong, when the certificate is
// not in the stack's Region, or when the VPC has no public or no private subnets, and has then created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *WebTier {
	if err := props.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("web tier %q: %w", id, err))
	}
	w := &WebTier{cfg: props.resolve()}
	w.title, w.named = servers(id)
	constructs.NewConstruct_Override(w, scopeOf, &id)
	w.createLoadBalancer()
	w.createServers()
	w.createListeners()
	w.holdServers()
	w.createScaling()
	w.warn()
	return w
}

// Use lets the servers use a backend: it opens the path from their security group to its port, grants their role its
// permissions, and adds its variables to their environment. It panics when a variable's name is not one or is taken, or
// when its value has more than one line.
func (w *WebTier) Use(backend Backend) {
	environment := backend.Environment()
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		if err := w.userData.accepts(name, environment[name]); err != nil {
			panic(fmt.Errorf("web tier %q: use: %w", *w.Node().Id(), err))
		}
	}
	// The backend itself may be any Go type; its Connections are what the CDK knows.
	connections := backend.Connections()
	w.Connections().AllowToDefaultPort(connections, jsii.String(w.title+" to what they use"))
	for _, group := range *connections.SecurityGroups() {
		w.group.Node().AddDependency(group) // a server may connect from its first minute
	}
	backend.GrantUse(w)
	maps.Copy(w.userData.environment, environment)
}

// DNSName returns the DNS name of the tier's load balancer, of whichever kind it is. When the load balancer was brought along
// it is what was said of it, or nil; it is nil, too, when a listener or a target group was.
func (w *WebTier) DNSName() *string {
	if !w.cfg.ownsBalancer() {
		return said(w.cfg.LoadBalancer.Existing.DNSName)
	}
	if w.cfg.LoadBalancer.Kind == Classic {
		return w.classic.AttrDnsName()
	}
	return w.balancer().LoadBalancerDnsName()
}

// CanonicalHostedZoneID returns the id of the hosted zone that [WebTier.DNSName] is in, for alias records, or nil when that is
// not known.
func (w *WebTier) CanonicalHostedZoneID() *string {
	if !w.cfg.ownsBalancer() {
		return said(w.cfg.LoadBalancer.Existing.HostedZoneID)
	}
	if w.cfg.LoadBalancer.Kind == Classic {
		return w.classic.AttrCanonicalHostedZoneNameId()
	}
	return w.balancer().LoadBalancerCanonicalHostedZoneId()
}

// LoadBalancer returns the Application Load Balancer, or nil when the tier has one of another kind or none of its own.
func (w *WebTier) LoadBalancer() elbv2.ApplicationLoadBalancer { return w.loadBalancer }

// Listener returns the Application Load Balancer's listener that serves the site: the one for HTTPS, or for HTTP where that
// is allowed. It is nil when the load balancer is of another kind, or the listener or the target group not the tier's own.
func (w *WebTier) Listener() elbv2.ApplicationListener { return w.listener }

// TargetGroup returns the target group of the servers behind an Application Load Balancer, or nil behind another kind, and when
// the target group was brought along.
func (w *WebTier) TargetGroup() elbv2.ApplicationTargetGroup { return w.targetGroup }

// NetworkLoadBalancer returns the Network Load Balancer, or nil when the tier has one of another kind.
func (w *WebTier) NetworkLoadBalancer() elbv2.NetworkLoadBalancer { return w.networkBalancer }

// NetworkListener returns the Network Load Balancer's listener, or nil when there is none.
func (w *WebTier) NetworkListener() elbv2.NetworkListener { return w.networkListener }

// NetworkTargetGroup returns the target group of the servers behind a Network Load Balancer, or nil behind another kind.
func (w *WebTier) NetworkTargetGroup() elbv2.NetworkTargetGroup { return w.networkTargets }

// ClassicLoadBalancer returns the Classic Load Balancer, or nil when the tier has one of another kind.
func (w *WebTier) ClassicLoadBalancer() elb.CfnLoadBalancer { return w.classic }

// ListenerRule returns the tier's rule of a listener that was brought along, or nil when the load balancer is its own.
func (w *WebTier) ListenerRule() elbv2.ApplicationListenerRule { return w.rule }

// LoadBalancerSecurityGroup returns the security group of the load balancer that has the tier's listener, or nil when the
// listener or the target group is not the tier's own. What the group lets in reaches the tier.
func (w *WebTier) LoadBalancerSecurityGroup() awsec2.ISecurityGroup { return w.balancerGroup }

// AccessLogsBucket returns the bucket of the load balancer's record of requests, or nil when there is none.
func (w *WebTier) AccessLogsBucket() awss3.IBucket { return w.accessLogs }

// AutoScalingGroup returns the Auto Scaling group of the servers.
func (w *WebTier) AutoScalingGroup() awsautoscaling.AutoScalingGroup { return w.group }

// LaunchTemplate returns the launch template of the servers.
func (w *WebTier) LaunchTemplate() awsec2.LaunchTemplate { return w.launchTemplate }

// Role returns the role of the servers. What it is granted goes into a managed policy.
func (w *WebTier) Role() awsiam.Role { return w.role }

// LogGroup returns the group that the servers' logs are sent to, or nil when none are.
func (w *WebTier) LogGroup() awslogs.CfnLogGroup { return w.logGroup }

// Topic returns the topic on which Auto Scaling tells of servers started and stopped, or nil when there is none.
func (w *WebTier) Topic() awssns.ITopic { return w.topic }

// ScaleOutAlarm returns the alarm that adds servers, or nil when there are no steps.
func (w *WebTier) ScaleOutAlarm() awscloudwatch.CfnAlarm { return w.scaleOut }

// ScaleInAlarm returns the alarm that removes servers, or nil when there are no steps.
func (w *WebTier) ScaleInAlarm() awscloudwatch.CfnAlarm { return w.scaleIn }

// Connections opens paths from and to the servers' security group.
func (w *WebTier) Connections() awsec2.Connections { return w.launchTemplate.Connections() }

// GrantPrincipal is the role of the servers, so that a web tier can be granted things: bucket.GrantRead(web, nil).
func (w *WebTier) GrantPrincipal() awsiam.IPrincipal { return w.role }

// said is a text, or nil for the empty one that nobody has given.
func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// warn tells what is allowed and yet likely to surprise.
func (w *WebTier) warn() {
	if w.cfg.DesiredCapacity != 0 {
		awscdk.Annotations_Of(w).AddWarningV2(jsii.String("evenkeel:desired-capacity"), jsii.String(fmt.Sprintf(
			"desiredCapacity: every deployment sets the group to %d servers, whatever scaling has made of it since. Leave it out to let scaling decide.", w.cfg.DesiredCapacity)))
	}
	if w.cfg.UserData == "" && !w.cfg.deliversApplication() && w.cfg.AMI.ID == "" && w.cfg.AMI.SSMParameter == "" {
		awscdk.Annotations_Of(w).AddWarningV2(jsii.String("evenkeel:nothing-to-serve"), jsii.String(fmt.Sprintf(
			"userData: there is none, and the stock Amazon Linux 2023 answers nothing on port %d, so no server will become healthy and the deployment will fail. Give a script or an image of your own.", w.cfg.Port)))
	}
}
