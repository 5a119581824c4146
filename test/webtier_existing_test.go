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
	existingApplication = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:loadbalancer/app/web/0123456789abcdef"
	existingNetwork     = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:loadbalancer/net/web/0123456789abcdef"
	existingTargets     = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/web/0123456789abcdef"
	existingName        = "web-1234567890.ap-northeast-1.elb.amazonaws.com"
	existingZone        = "Z14GRHDCWA56QT"
)

// existing is an Application Load Balancer with all that can be said of it.
func existing() webtier.ExistingLoadBalancer {
	return webtier.ExistingLoadBalancer{ARN: existingApplication, SecurityGroupID: broughtGroup, DNSName: existingName, HostedZoneID: existingZone}
}

func joined() webtier.TargetGroup {
	return webtier.TargetGroup{ARN: existingTargets, SecurityGroupIDs: []string{broughtGroup}}
}

// wantWays fails the test unless the ways into and out of security groups are these, each "from -> to port".
func wantWays(t *testing.T, tm *template, want ...string) {
	t.Helper()
	missing := map[string]bool{}
	for _, way := range want {
		missing[way] = true
	}
	names := strings.NewReplacer(`"`, "", show(att(tm.named(t, "AWS::EC2::SecurityGroup", "WebSecurityGroup").ID, "GroupId")), "servers")
	for _, r := range tm.Resources {
		from, to := r.get("SourceSecurityGroupId"), r.get("GroupId")
		switch r.Type {
		case "AWS::EC2::SecurityGroupIngress":
		case "AWS::EC2::SecurityGroupEgress":
			from, to = r.get("GroupId"), r.get("DestinationSecurityGroupId")
		default:
			continue
		}
		kind := strings.TrimPrefix(r.Type, "AWS::EC2::SecurityGroup")
		way := kind + " " + names.Replace(show(from)) + " -> " + names.Replace(show(to)) + " " + names.Replace(show(r.get("IpProtocol"))) + " " + show(r.get("FromPort"))
		if !missing[way] {
			t.Errorf("there is a way %s", way)
		}
		delete(missing, way)
	}
	for way := range missing {
		t.Errorf("the way %s is missing", way)
	}
}

func TestListenerOnAnExistingLoadBalancer(t *testing.T) {
	var web *webtier.WebTier
	tm := synth(t, func(stack awscdk.Stack) {
		web = newTier(stack, "Web", webtier.Props{
			CertificateARN: webCertificate, HealthCheck: webtier.HealthCheck{Port: 9091},
			LoadBalancer: webtier.LoadBalancer{Existing: existing(), Port: 8443, DisableCrossZone: true, TLSPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06"},
			Scaling:      webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Metric: webtier.ScalingRequests, Target: 50}}},
		})
	})
	if n := len(tm.all(loadBalancer)) + len(tm.all("AWS::S3::Bucket")) + len(tm.all(webACLAssociation)); n != 0 {
		t.Errorf("%d of load balancers, buckets and web ACLs, want none", n)
	}
	on, targets := tm.one(t, listener), tm.one(t, targetGroup)
	on.wantEach(t, map[string]any{
		"LoadBalancerArn": existingApplication, "Port": 8443, "Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06",
		"Certificates":   []any{map[string]any{"CertificateArn": webCertificate}},
		"DefaultActions": []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(targets.ID)}},
	})
	targets.wantEach(t, map[string]any{"Port": 8080, "HealthCheckPort": "9091"})
	if got := attributes(targets, "TargetGroupAttributes")["load_balancing.cross_zone.enabled"]; got != "false" {
		t.Errorf("load_balancing.cross_zone.enabled is %v", got)
	}
	servers := tm.one(t, autoScalingGroup)
	servers.want(t, "TargetGroupARNs", []any{ref(targets.ID)})
	wantDependency(t, servers, on.ID)
	wantWays(t, tm,
		"Ingress "+broughtGroup+" -> servers tcp 8080", "Ingress "+broughtGroup+" -> servers tcp 9091",
		"Egress "+broughtGroup+" -> servers tcp 8080", "Egress "+broughtGroup+" -> servers tcp 9091")
	tm.named(t, "AWS::AutoScaling::ScalingPolicy", "WebTrackRequests").want(t, "TargetTrackingConfiguration.PredefinedMetricSpecification.ResourceLabel",
		map[string]any{"Fn::Join": []any{"", []any{"app/web/0123456789abcdef/", att(targets.ID, "TargetGroupFullName")}}})
	for what, ok := range map[string]bool{
		"DNSName() is not what was said":                   *web.DNSName() == existingName,
		"CanonicalHostedZoneID() is not what was said":     *web.CanonicalHostedZoneID() == existingZone,
		"LoadBalancer() is not nil":                        web.LoadBalancer() == nil,
		"NetworkLoadBalancer() is not nil":                 web.NetworkLoadBalancer() == nil,
		"AccessLogsBucket() is not nil":                    web.AccessLogsBucket() == nil,
		"Listener() is nil":                                web.Listener() != nil,
		"TargetGroup() is nil":                             web.TargetGroup() != nil,
		"LoadBalancerSecurityGroup() is not what was said": *web.LoadBalancerSecurityGroup().SecurityGroupId() == broughtGroup,
	} {
		if !ok {
			t.Error(what)
		}
	}
}

// Who reaches the load balancer is its owner's to say: no rule lets anybody in, which might be there already.
func TestListenerOnAnExistingNetworkLoadBalancer(t *testing.T) {
	lb := existing()
	lb.ARN, lb.DNSName, lb.HostedZoneID = existingNetwork, "", ""
	var web *webtier.WebTier
	tm := synth(t, func(stack awscdk.Stack) {
		web = newTier(stack, "Web", webtier.Props{LoadBalancer: webtier.LoadBalancer{
			Kind: webtier.Network, Existing: lb, Protocol: webtier.TCP, Port: 5000, IdleTimeoutSeconds: 600,
		}})
	})
	if n := len(tm.all(loadBalancer)); n != 0 {
		t.Errorf("%d load balancers, want none", n)
	}
	on, targets := tm.one(t, listener), tm.one(t, targetGroup)
	on.wantEach(t, map[string]any{
		"LoadBalancerArn": existingNetwork, "Port": 5000, "Protocol": "TCP",
		"ListenerAttributes": []any{map[string]any{"Key": "tcp.idle_timeout.seconds", "Value": "600"}},
		"DefaultActions":     []any{map[string]any{"Type": "forward", "TargetGroupArn": ref(targets.ID)}},
	})
	wantDependency(t, tm.one(t, autoScalingGroup), on.ID)
	wantWays(t, tm, "Ingress "+broughtGroup+" -> servers tcp 8080", "Egress "+broughtGroup+" -> servers tcp 8080")
	if web.DNSName() != nil || web.CanonicalHostedZoneID() != nil {
		t.Error("a name is known that nobody has said")
	}
	if web.NetworkListener() == nil || web.NetworkTargetGroup() == nil || web.NetworkLoadBalancer() != nil {
		t.Error("the listener and the target group are the tier's own, and the load balancer is not")
	}
}

// One that faces the internet needs a certificate, as one of the tier's own does, or a word; port 80 has no redirect.
func TestPlainListenerOnAnExistingLoadBalancer(t *testing.T) {
	tm := synthTier(t, webtier.Props{AllowPlainHTTP: true, LoadBalancer: webtier.LoadBalancer{Existing: existing()}})
	tm.one(t, listener).wantEach(t, map[string]any{"Port": 80, "Protocol": "HTTP", "Certificates": nil})
	wantWays(t, tm, "Ingress "+broughtGroup+" -> servers tcp 8080", "Egress "+broughtGroup+" -> servers tcp 8080")
	tm = synthTier(t, webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Existing: existing(), Port: 80}})
	tm.one(t, listener).wantEach(t, map[string]any{"Port": 80, "Protocol": "HTTPS"})
}

// Another tier finds one behind an internal load balancer that was brought along by what was said of it.
func TestExistingLoadBalancerAsAnEndpoint(t *testing.T) {
	app := newTier(awscdk.NewStack(newApp(t), jsii.String("Test"), nil), "App", webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true, Existing: existing()}})
	endpoint := app.Endpoint()
	for name, want := range map[string]string{"APP_HOST": existingName, "APP_PORT": "80", "APP_PROTOCOL": "http"} {
		if got := endpoint.Environment()[name]; got == nil || *got != want {
			t.Errorf("%s is not %s", name, want)
		}
	}
	if groups := *endpoint.Connections().SecurityGroups(); len(groups) != 1 || *groups[0].SecurityGroupId() != broughtGroup {
		t.Errorf("the way in is by %d security groups, not by that of the load balancer", len(groups))
	}
}

func TestExistingLoadBalancerWithoutANameIsNoEndpoint(t *testing.T) {
	lb := existing()
	lb.DNSName, lb.HostedZoneID = "", ""
	app := newTier(awscdk.NewStack(newApp(t), jsii.String("Test"), nil), "App", webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true, Existing: lb}})
	refuses(t, func() { app.Endpoint() }, `web tier "App": endpoint: the name of the load balancer is not known; give loadBalancer.existing.dnsName`)
}

func TestServersJoinAnExistingTargetGroup(t *testing.T) {
	var web *webtier.WebTier
	tm := synth(t, func(stack awscdk.Stack) {
		web = newTier(stack, "Web", webtier.Props{
			Port: 9000, HealthCheck: webtier.HealthCheck{Port: 9001},
			LoadBalancer: webtier.LoadBalancer{TargetGroup: webtier.TargetGroup{ARN: existingTargets, SecurityGroupIDs: []string{broughtGroup, "sg-0123456789abcdef1"}}},
		})
	})
	for _, kind := range []string{loadBalancer, listener, listenerRule, targetGroup, "AWS::S3::Bucket"} {
		if n := len(tm.all(kind)); n != 0 {
			t.Errorf("%d of %s, want none", n, kind)
		}
	}
	tm.one(t, autoScalingGroup).wantEach(t, map[string]any{"TargetGroupARNs": []any{existingTargets}, "HealthCheckType": "ELB"})
	var want []string
	for _, group := range []string{broughtGroup, "sg-0123456789abcdef1"} {
		for _, port := range []string{"9000", "9001"} {
			want = append(want, "Ingress "+group+" -> servers tcp "+port, "Egress "+group+" -> servers tcp "+port)
		}
	}
	wantWays(t, tm, want...)
	if script := webScript(t, tm, func(name string) string { return name }); !strings.Contains(script, "--target-group-arn '"+existingTargets+"'") {
		t.Errorf("a server does not ask for its health in the target group:\n%s", script)
	}
	for what, ok := range map[string]bool{
		"DNSName() is not nil":                   web.DNSName() == nil,
		"CanonicalHostedZoneID() is not nil":     web.CanonicalHostedZoneID() == nil,
		"LoadBalancer() is not nil":              web.LoadBalancer() == nil,
		"Listener() is not nil":                  web.Listener() == nil,
		"ListenerRule() is not nil":              web.ListenerRule() == nil,
		"TargetGroup() is not nil":               web.TargetGroup() == nil,
		"LoadBalancerSecurityGroup() is not nil": web.LoadBalancerSecurityGroup() == nil,
	} {
		if !ok {
			t.Error(what)
		}
	}
}

// A check at the tier's port is let in by the same rule, and servers wait for a load balancer of the same stack.
func TestServersJoinATargetGroupOfTheStack(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		group := awsec2.NewSecurityGroup(stack, jsii.String("Site"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
		balancer := elbv2.NewApplicationLoadBalancer(stack, jsii.String("Balancer"), &elbv2.ApplicationLoadBalancerProps{Vpc: vpc, SecurityGroup: group})
		targets := elbv2.NewApplicationTargetGroup(stack, jsii.String("Targets"), &elbv2.ApplicationTargetGroupProps{
			Vpc: vpc, Port: jsii.Number(8080), TargetType: elbv2.TargetType_INSTANCE,
		})
		newTier(stack, "Web", webtier.Props{VPC: vpc, LoadBalancer: webtier.LoadBalancer{
			TargetGroup: webtier.TargetGroup{Existing: targets, SecurityGroupIDs: []string{*group.SecurityGroupId()}},
		}})
		balancer.AddListener(jsii.String("Plain"), &elbv2.BaseApplicationListenerProps{
			Port: jsii.Number(80), Open: jsii.Bool(false), DefaultTargetGroups: &[]elbv2.IApplicationTargetGroup{targets},
		})
	})
	servers := tm.one(t, autoScalingGroup)
	servers.want(t, "TargetGroupARNs", []any{ref(tm.one(t, targetGroup).ID)})
	wantDependency(t, servers, tm.one(t, listener).ID)
	site := strings.ReplaceAll(show(att(tm.named(t, "AWS::EC2::SecurityGroup", "Site").ID, "GroupId")), `"`, "")
	wantWays(t, tm, "Ingress "+site+" -> servers tcp 8080", "Egress "+site+" -> servers tcp 8080")
}

// What takes its own time is still said of a target group of others: how long drain waits for it.
func TestDrainInAnExistingTargetGroup(t *testing.T) {
	props := webtier.Props{DeregistrationDelaySeconds: 90, Drain: webtier.Drain{Seconds: 30, Command: "sleep 1"}, LoadBalancer: webtier.LoadBalancer{TargetGroup: joined()}}
	wantProblems(t, props.ValidateIn(testRegion))
	synthTier(t, props).one(t, lifecycleHook).want(t, "HeartbeatTimeout", 180)
}

func TestExistingLoadBalancerRefuses(t *testing.T) {
	const (
		at    = "loadBalancer.existing."
		owner = "is a matter of the load balancer, which loadBalancer.existing brings along; leave one of them out"
	)
	for name, c := range map[string]struct {
		change func(*webtier.Props)
		want   []string
	}{
		"no ARN":            {func(p *webtier.Props) { p.LoadBalancer.Existing.ARN = "" }, []string{at + "arn: missing; give the ARN of the load balancer, or leave the whole section out for one of the tier's own"}},
		"no security group": {func(p *webtier.Props) { p.LoadBalancer.Existing.SecurityGroupID = "" }, []string{at + "securityGroupId: missing; give the id of the load balancer's security group"}},
		"a security group's name": {func(p *webtier.Props) { p.LoadBalancer.Existing.SecurityGroupID = "web" },
			[]string{at + `securityGroupId: "web" is not such an id; use one like sg-0123456789abcdef0`}},
		"a listener": {func(p *webtier.Props) { p.LoadBalancer.Existing.ARN = broughtListener }, []string{at + `arn: "` + broughtListener + `" is not such an ARN; use one like ` + existingApplication}},
		"a gateway's": {func(p *webtier.Props) {
			p.LoadBalancer.Existing.ARN = strings.Replace(existingApplication, "/app/", "/gwy/", 1)
		}, []string{at + `arn: "` + strings.Replace(existingApplication, "/app/", "/gwy/", 1) + `" is not such an ARN; use one like ` + existingApplication}},
		"one elsewhere": {func(p *webtier.Props) {
			p.LoadBalancer.Existing.ARN = strings.Replace(existingApplication, testRegion, "us-east-1", 1)
		}, []string{at + "arn: the load balancer is in us-east-1; use one of ap-northeast-1, where the servers are"}},
		"a network one": {func(p *webtier.Props) { p.LoadBalancer.Existing.ARN = existingNetwork }, []string{at + "arn: is of a Network Load Balancer; say loadBalancer.kind: network"}},
		"none that is a network one": {func(p *webtier.Props) { p.LoadBalancer.Kind = webtier.Network },
			[]string{at + "arn: is of an Application Load Balancer; say loadBalancer.kind: application"}},
		"a classic one": {func(p *webtier.Props) { p.LoadBalancer.Kind = webtier.Classic },
			[]string{"loadBalancer.kind: classic has its listeners in itself, where none can be added; use a load balancer of another kind, or leave existing out"}},
		"a name that is none": {func(p *webtier.Props) { p.LoadBalancer.Existing.DNSName = "web" },
			[]string{at + `dnsName: "web" is not a DNS name; use one like ` + existingName}},
		"a zone that is none": {func(p *webtier.Props) { p.LoadBalancer.Existing.HostedZoneID = "example.com" },
			[]string{at + `hostedZoneId: "example.com" is not the id of a hosted zone; use one like ` + existingZone}},
		"a zone without a name": {func(p *webtier.Props) { p.LoadBalancer.Existing.DNSName = "" },
			[]string{at + "hostedZoneId: does nothing without dnsName; give both, or leave it out"}},
		"keep-alive":          {func(p *webtier.Props) { p.LoadBalancer.ClientKeepAliveSeconds = 60 }, []string{"loadBalancer.clientKeepAliveSeconds: " + owner}},
		"zonal shift":         {func(p *webtier.Props) { p.LoadBalancer.ZonalShift = true }, []string{"loadBalancer.zonalShift: " + owner}},
		"a web ACL":           {func(p *webtier.Props) { p.LoadBalancer.WebACLARN = "site" }, []string{"loadBalancer.webAclArn: " + owner}},
		"an idle timeout":     {func(p *webtier.Props) { p.LoadBalancer.IdleTimeoutSeconds = 30 }, []string{"loadBalancer.idleTimeoutSeconds: " + owner}},
		"IPv6":                {func(p *webtier.Props) { p.IPv6 = true }, []string{"ipv6: " + owner}},
		"access logs":         {func(p *webtier.Props) { p.AccessLogs.RetentionDays = 30 }, []string{"accessLogs: " + owner}},
		"deletion protection": {func(p *webtier.Props) { p.DisableDeletionProtection = true }, []string{"disableDeletionProtection: " + owner}},
		"no certificate": {func(p *webtier.Props) { p.CertificateARN = "" },
			[]string{"certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS"}},
		"another's listener too": {func(p *webtier.Props) { p.CertificateARN, p.LoadBalancer.Listener = "", brought() },
			[]string{"loadBalancer: has a listener, whose load balancer is not the tier's to configure; leave out all but listener and disableCrossZone"}},
		"a network one's zones": {func(p *webtier.Props) {
			p.LoadBalancer.Kind, p.LoadBalancer.Existing.ARN, p.LoadBalancer.DisableCrossZone = webtier.Network, existingNetwork, true
		}, []string{"loadBalancer.disableCrossZone: " + owner}},
		"a network one's addresses": {func(p *webtier.Props) {
			p.LoadBalancer.Kind, p.LoadBalancer.Existing.ARN, p.LoadBalancer.ElasticIPs = webtier.Network, existingNetwork, []string{"eipalloc-0123456789abcdef0"}
		}, []string{"loadBalancer.elasticIps: " + owner}},
	} {
		t.Run(name, func(t *testing.T) {
			props := webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Existing: existing()}}
			wantProblems(t, props.ValidateIn(testRegion))
			c.change(&props)
			wantProblems(t, props.ValidateIn(testRegion), c.want...)
		})
	}
	token := *awscdk.Fn_ImportValue(jsii.String("Balancer"))
	unknown := webtier.ExistingLoadBalancer{ARN: token, SecurityGroupID: token, DNSName: token, HostedZoneID: token}
	for _, kind := range []webtier.Kind{webtier.Application, webtier.Network} {
		wantProblems(t, (&webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: kind, Existing: unknown}}).ValidateIn(testRegion))
	}
	wantProblems(t, (&webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Existing: existing()}}).ValidateIn(""))
}

func TestExistingTargetGroupRefuses(t *testing.T) {
	const (
		at       = "loadBalancer.targetGroup."
		balancer = "is a matter of the load balancer, which loadBalancer.targetGroup brings along; leave one of them out"
		group    = "is a matter of the target group, which loadBalancer.targetGroup brings along; "
		all      = "loadBalancer: has a target group, whose load balancer is not the tier's to configure; leave out all but targetGroup"
	)
	for name, c := range map[string]struct {
		change func(*webtier.Props)
		want   []string
	}{
		"no ARN":            {func(p *webtier.Props) { p.LoadBalancer.TargetGroup.ARN = "" }, []string{at + "arn: missing; give the ARN of the target group, or leave the whole section out for one of the tier's own"}},
		"no security group": {func(p *webtier.Props) { p.LoadBalancer.TargetGroup.SecurityGroupIDs = nil }, []string{at + "securityGroupIds: missing; give the ids of the security groups of the load balancers that send requests to the target group"}},
		"security groups": {func(p *webtier.Props) {
			p.LoadBalancer.TargetGroup.SecurityGroupIDs = []string{broughtGroup, "web", broughtGroup}
		}, []string{at + `securityGroupIds[1]: "web" is not such an id; use one like sg-0123456789abcdef0`, at + "securityGroupIds[2]: " + broughtGroup + " is listed twice"}},
		"a load balancer": {func(p *webtier.Props) { p.LoadBalancer.TargetGroup.ARN = existingApplication }, []string{at + `arn: "` + existingApplication + `" is not such an ARN; use one like ` + existingTargets}},
		"one elsewhere": {func(p *webtier.Props) {
			p.LoadBalancer.TargetGroup.ARN = strings.Replace(existingTargets, testRegion, "us-east-1", 1)
		}, []string{at + "arn: the target group is in us-east-1; use one of ap-northeast-1, where the servers are"}},
		"a kind":               {func(p *webtier.Props) { p.LoadBalancer.Kind = webtier.Network }, []string{all}},
		"a web ACL":            {func(p *webtier.Props) { p.LoadBalancer.WebACLARN = "site" }, []string{all}},
		"a load balancer, too": {func(p *webtier.Props) { p.LoadBalancer.Existing = existing() }, []string{all}},
		"a certificate":        {func(p *webtier.Props) { p.CertificateARN = webCertificate }, []string{"certificateArn: " + balancer}},
		"plain HTTP":           {func(p *webtier.Props) { p.AllowPlainHTTP = true }, []string{"allowPlainHttp: " + balancer}},
		"IPv6":                 {func(p *webtier.Props) { p.IPv6 = true }, []string{"ipv6: " + balancer}},
		"access logs":          {func(p *webtier.Props) { p.AccessLogs.Disable = true }, []string{"accessLogs: " + balancer}},
		"deletion protection":  {func(p *webtier.Props) { p.DisableDeletionProtection = true }, []string{"disableDeletionProtection: " + balancer}},
		"a protocol":           {func(p *webtier.Props) { p.Protocol = webtier.HTTPS }, []string{"protocol: " + group + "leave it out"}},
		"a health check":       {func(p *webtier.Props) { p.HealthCheck.Path = "/healthz" }, []string{"healthCheck: " + group + "leave out all but port"}},
		"a deregistration delay": {func(p *webtier.Props) { p.DeregistrationDelaySeconds = 30 },
			[]string{"deregistrationDelaySeconds: " + group + "leave it out, or say with drain how long it is"}},
		"stickiness": {func(p *webtier.Props) { p.StickinessSeconds = 60 }, []string{"stickinessSeconds: " + group + "leave it out"}},
		"balancing":  {func(p *webtier.Props) { p.Balancing.SlowStartSeconds = 900 }, []string{"balancing: " + group + "leave it out"}},
		"requests that are unknown": {func(p *webtier.Props) {
			p.Scaling.TargetTracking = []webtier.TargetTracking{{Metric: webtier.ScalingRequests, Target: 50}}
		}, []string{"scaling.targetTracking[0].metric: requestsPerTarget takes a load balancer that is known, by whose name requests are counted; use networkIn or cpu"}},
	} {
		t.Run(name, func(t *testing.T) {
			props := webtier.Props{HealthCheck: webtier.HealthCheck{Port: 9001}, LoadBalancer: webtier.LoadBalancer{TargetGroup: joined()}}
			wantProblems(t, props.ValidateIn(testRegion))
			c.change(&props)
			wantProblems(t, props.ValidateIn(testRegion), c.want...)
		})
	}
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	both := joined()
	both.Existing = elbv2.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.String("Targets"), &elbv2.TargetGroupAttributes{TargetGroupArn: jsii.String(existingTargets)})
	wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{TargetGroup: both}}).ValidateIn(testRegion), at+"arn: contradicts Existing; give one of them")
	token := *awscdk.Fn_ImportValue(jsii.String("Targets"))
	unknown := webtier.TargetGroup{ARN: token, SecurityGroupIDs: []string{token}}
	wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{TargetGroup: unknown}}).ValidateIn(testRegion))
	wantProblems(t, (&webtier.Props{LoadBalancer: webtier.LoadBalancer{TargetGroup: joined()}}).ValidateIn(""))
}

// A tier without a load balancer of its own needs no subnets for one.
func TestExistingLoadBalancersInAVPCWithoutPublicSubnets(t *testing.T) {
	for what, props := range map[string]webtier.Props{
		"a load balancer": {CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Existing: existing()}},
		"a target group":  {LoadBalancer: webtier.LoadBalancer{TargetGroup: joined()}},
	} {
		t.Run(what, func(t *testing.T) {
			tm := synth(t, func(stack awscdk.Stack) {
				props.VPC = awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
					VpcId:             jsii.String("vpc-0123456789abcdef0"),
					AvailabilityZones: jsii.Strings("ap-northeast-1a", "ap-northeast-1c"),
					PrivateSubnetIds:  jsii.Strings(webPrivateSubnets...),
				})
				newTier(stack, "Web", props)
			})
			tm.one(t, autoScalingGroup)
		})
	}
}
