package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const (
	listenerRule      = "AWS::ElasticLoadBalancingV2::ListenerRule"
	broughtListener   = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/0123456789abcdef/0123456789abcdef"
	broughtGroup      = "sg-0123456789abcdef0"
	noOwnLoadBalancer = "is a matter of the load balancer, which loadBalancer.listener brings along; leave one of them out"
)

// brought is a listener by its ARN, for the tier with some paths.
func brought() webtier.Listener {
	return webtier.Listener{ARN: broughtListener, SecurityGroupID: broughtGroup, Priority: 10, Paths: []string{"/api/*"}}
}

func TestTierWithHostsOrPathsAlone(t *testing.T) {
	paths := brought()
	hosts := paths
	hosts.Hosts, hosts.Paths = []string{"api.example.com"}, nil
	for _, c := range []struct {
		given webtier.Listener
		want  []any
	}{
		{hosts, []any{map[string]any{"Field": "host-header", "HostHeaderConfig": map[string]any{"Values": []any{"api.example.com"}}}}},
		{paths, []any{map[string]any{"Field": "path-pattern", "PathPatternConfig": map[string]any{"Values": []any{"/api/*"}}}}},
	} {
		synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: c.given}}).one(t, listenerRule).want(t, "Conditions", c.want)
	}
}

func TestTwoTiersBehindOneLoadBalancer(t *testing.T) {
	var web, api *webtier.WebTier
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		web = newTier(stack, "Web", webtier.Props{VPC: vpc, CertificateARN: webCertificate})
		api = newTier(stack, "API", webtier.Props{
			VPC: vpc, Port: 9090, HealthCheck: webtier.HealthCheck{Port: 9091},
			LoadBalancer: webtier.LoadBalancer{Listener: webtier.Listener{
				Existing: web.Listener(), Priority: 10, Hosts: []string{"api.example.com", "*.api.example.com"}, Paths: []string{"/v1/*"},
			}},
		})
	})
	tm.one(t, loadBalancer)
	rule, targets := tm.one(t, listenerRule), tm.named(t, targetGroup, "APITargetGroup")
	rule.wantEach(t, map[string]any{
		"ListenerArn": ref(tm.named(t, listener, "WebLoadBalancerHTTPS").ID),
		"Priority":    10,
		"Actions":     []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(targets.ID)}},
		"Conditions": []any{
			map[string]any{"Field": "host-header", "HostHeaderConfig": map[string]any{"Values": []any{"api.example.com", "*.api.example.com"}}},
			map[string]any{"Field": "path-pattern", "PathPatternConfig": map[string]any{"Values": []any{"/v1/*"}}},
		},
	})
	if got := show(dig(rule.Metadata, "cfn-lint.config.ignore_checks")); got != `["E3002"]` {
		t.Errorf("the rule passes over cfn-lint's rules %s, want E3002", got)
	}
	servers := tm.named(t, autoScalingGroup, "APIAutoScalingGroup")
	servers.want(t, "TargetGroupARNs", []any{ref(targets.ID)})
	wantDependency(t, servers, rule.ID) // without which no server becomes healthy
	from := att(tm.named(t, "AWS::EC2::SecurityGroup", "WebLoadBalancerSecurityGroup").ID, "GroupId")
	ports := map[string]bool{}
	for _, way := range tm.all("AWS::EC2::SecurityGroupIngress") {
		if show(way.get("GroupId")) == show(att(tm.named(t, "AWS::EC2::SecurityGroup", "APISecurityGroup").ID, "GroupId")) {
			way.want(t, "SourceSecurityGroupId", from)
			ports[show(way.get("FromPort"))] = true
		}
	}
	if len(ports) != 2 || !ports["9090"] || !ports["9091"] {
		t.Errorf("the ways in are at %v, want 9090 and 9091", ports)
	}
	if n := len(tm.all("AWS::S3::Bucket")); n != 1 {
		t.Errorf("%d buckets, want the load balancer's", n)
	}
	for what, ok := range map[string]bool{
		"DNSName() is not nil":                   api.DNSName() == nil,
		"LoadBalancer() is not nil":              api.LoadBalancer() == nil,
		"Listener() is not nil":                  api.Listener() == nil,
		"LoadBalancerSecurityGroup() is not nil": api.LoadBalancerSecurityGroup() == nil,
		"AccessLogsBucket() is not nil":          api.AccessLogsBucket() == nil,
		"TargetGroup() is nil":                   api.TargetGroup() != nil,
		"ListenerRule() is nil":                  api.ListenerRule() != nil,
		"ListenerRule() of its own is not nil":   web.ListenerRule() == nil,
		"DNSName() of its own is nil":            web.DNSName() != nil,
	} {
		if !ok {
			t.Error(what)
		}
	}
}

func TestListenerByARN(t *testing.T) {
	tm := synthTier(t, webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought(), DisableCrossZone: true}})
	tm.one(t, listenerRule).wantEach(t, map[string]any{"ListenerArn": broughtListener, "Priority": 10})
	if got := attributes(tm.one(t, targetGroup), "TargetGroupAttributes")["load_balancing.cross_zone.enabled"]; got != "false" {
		t.Errorf("load_balancing.cross_zone.enabled is %v", got)
	}
	servers := att(tm.one(t, "AWS::EC2::SecurityGroup").ID, "GroupId")
	tm.one(t, "AWS::EC2::SecurityGroupIngress").wantEach(t, map[string]any{"GroupId": servers, "SourceSecurityGroupId": broughtGroup, "FromPort": 8080})
	tm.one(t, "AWS::EC2::SecurityGroupEgress").wantEach(t, map[string]any{"GroupId": broughtGroup, "DestinationSecurityGroupId": servers, "FromPort": 8080})
}

// A tier without a load balancer needs no subnets for one.
func TestListenerInAVPCWithoutPublicSubnets(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		newTier(stack, "API", webtier.Props{
			LoadBalancer: webtier.LoadBalancer{Listener: brought()},
			VPC: awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
				VpcId:             jsii.String("vpc-0123456789abcdef0"),
				AvailabilityZones: jsii.Strings("ap-northeast-1a", "ap-northeast-1c"),
				PrivateSubnetIds:  jsii.Strings(webPrivateSubnets...),
			}),
		})
	})
	tm.one(t, autoScalingGroup)
}

func TestListenerRefuses(t *testing.T) {
	const at = "loadBalancer.listener."
	for name, c := range map[string]struct {
		change func(*webtier.Props)
		want   string
	}{
		"no ARN":            {func(p *webtier.Props) { p.LoadBalancer.Listener.ARN = "" }, at + "arn: missing; give the ARN of the listener, or leave the whole section out for a load balancer of the tier's own"},
		"no security group": {func(p *webtier.Props) { p.LoadBalancer.Listener.SecurityGroupID = "" }, at + "securityGroupId: missing; give the id of the load balancer's security group"},
		"no priority":       {func(p *webtier.Props) { p.LoadBalancer.Listener.Priority = 0 }, at + "priority: missing; give a number that no other rule of the listener has"},
		"no condition":      {func(p *webtier.Props) { p.LoadBalancer.Listener.Paths = nil }, at + "paths: missing; say which hosts or paths are this tier's"},
		"a network's listener": {func(p *webtier.Props) {
			p.LoadBalancer.Listener.ARN = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/net/web/0123456789abcdef/0123456789abcdef"
		}, at + `arn: "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/net/web/0123456789abcdef/0123456789abcdef" is not such an ARN; use one like ` + broughtListener},
		"a listener elsewhere": {func(p *webtier.Props) {
			p.LoadBalancer.Listener.ARN = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/web/0123456789abcdef/0123456789abcdef"
		}, at + "arn: the listener is in us-east-1; use one of ap-northeast-1, where the servers are"},
		"a security group's name": {func(p *webtier.Props) { p.LoadBalancer.Listener.SecurityGroupID = "web" }, at + `securityGroupId: "web" is not such an id; use one like sg-0123456789abcdef0`},
		"a host that is none":     {func(p *webtier.Props) { p.LoadBalancer.Listener.Hosts = []string{"localhost"} }, at + `hosts[0]: "localhost" is not a host; use one like api.example.com or *.example.com`},
		"a path that is none":     {func(p *webtier.Props) { p.LoadBalancer.Listener.Paths = []string{"/a", "api/*"} }, at + `paths[1]: "api/*" is not a path; use one like /api/*`},
		"a path with a space":     {func(p *webtier.Props) { p.LoadBalancer.Listener.Paths = []string{"/a b"} }, at + `paths[0]: "/a b" is not a path; use one like /api/*`},
		"too many conditions": {func(p *webtier.Props) { p.LoadBalancer.Listener.Paths = []string{"/a", "/b", "/c", "/d", "/e", "/f"} },
			at + "paths: 6 hosts and paths are more than the 5 of a rule; use patterns with *, or add rules to Listener()"},
		"a load balancer of its own too": {func(p *webtier.Props) { p.LoadBalancer.ZonalShift = true },
			"loadBalancer: has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone"},
		"a longer host": {func(p *webtier.Props) {
			p.LoadBalancer.Listener.Hosts = []string{strings.Repeat("a", 121) + ".example"}
		},
			at + `hosts[0]: "` + strings.Repeat("a", 121) + `.example" is not a host; use one like api.example.com or *.example.com`},
		"a longer path": {func(p *webtier.Props) { p.LoadBalancer.Listener.Paths = []string{"/" + strings.Repeat("a", 128)} },
			at + `paths[0]: "/` + strings.Repeat("a", 128) + `" is not a path; use one like /api/*`},
		"a kind that is not an application's": {func(p *webtier.Props) { p.LoadBalancer.Kind = webtier.Network },
			"loadBalancer: has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone"},
		"a certificate":       {func(p *webtier.Props) { p.CertificateARN = webCertificate }, "certificateArn: " + noOwnLoadBalancer},
		"plain HTTP":          {func(p *webtier.Props) { p.AllowPlainHTTP = true }, "allowPlainHttp: " + noOwnLoadBalancer},
		"IPv6":                {func(p *webtier.Props) { p.IPv6 = true }, "ipv6: " + noOwnLoadBalancer},
		"access logs":         {func(p *webtier.Props) { p.AccessLogs.RetentionDays = 30 }, "accessLogs: " + noOwnLoadBalancer},
		"deletion protection": {func(p *webtier.Props) { p.DisableDeletionProtection = true }, "disableDeletionProtection: " + noOwnLoadBalancer},
	} {
		t.Run(name, func(t *testing.T) {
			props := webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought()}}
			wantProblems(t, props.ValidateIn(testRegion))
			c.change(&props)
			wantProblems(t, props.ValidateIn(testRegion), c.want)
		})
	}
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	both := brought()
	both.Existing = elbv2.ApplicationListener_FromApplicationListenerAttributes(stack, jsii.String("Listener"), &elbv2.ApplicationListenerAttributes{
		ListenerArn:   jsii.String(broughtListener),
		SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String(broughtGroup), nil),
	})
	for _, listener := range []webtier.Listener{
		both,
		{Existing: both.Existing, ARN: broughtListener, Priority: 10, Paths: both.Paths},
		{Existing: both.Existing, SecurityGroupID: broughtGroup, Priority: 10, Paths: both.Paths},
	} {
		props := webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: listener}}
		wantProblems(t, props.ValidateIn(testRegion), at+"arn: contradicts Existing; give one of them")
	}
	token := *awscdk.Fn_ImportValue(jsii.String("Listener"))
	for name, listener := range map[string]webtier.Listener{
		"what the deployment knows": {ARN: token, SecurityGroupID: token, Priority: 10, Hosts: []string{token}, Paths: []string{token}},
		"as many as there may be":   {ARN: broughtListener, SecurityGroupID: broughtGroup, Priority: 10, Paths: []string{"/a", "/b", "/c", "/d"}, Hosts: []string{"api.example.com"}},
		"patterns":                  {ARN: broughtListener, SecurityGroupID: broughtGroup, Priority: 10, Paths: []string{"*.php"}},
		"the longest host and path": {ARN: broughtListener, SecurityGroupID: broughtGroup, Priority: 10,
			Hosts: []string{strings.Repeat("a", 120) + ".example"}, Paths: []string{"/" + strings.Repeat("a", 127)}},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: listener}}).ValidateIn(testRegion))
		})
	}
	wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application, Listener: brought()}}).ValidateIn(testRegion))
	wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought()}}).ValidateIn(""))
}
