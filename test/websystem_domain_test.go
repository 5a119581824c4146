package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

// A domain brings the certificate and leads its names to the load balancer; the zone is where data is, the rest beside the
// listener.
func TestWebSystemDomain(t *testing.T) {
	app := newApp(t)
	stage := websystem.NewStage(app, "prod", &websystem.StageProps{Region: testRegion, Props: websystem.Props{
		Domain: domain.Props{Zone: "example.com", HostedZoneID: siteZoneID, Names: []string{"example.com", "shop.example.com"}, Redirects: []string{"www.example.com"}},
	}})
	system := stage.WebSystem()
	if system.Domain() == nil || system.Certificate() == nil || len(system.Records().Records()) != 3 || system.Maintenance() != nil {
		t.Error("an accessor does not return its part")
	}
	templates := synthApp(t, app)
	stateless := templates["prod-Stateless"]
	certificate := stateless.one(t, certificateKind)
	certificate.wantEach(t, map[string]any{"DomainName": "example.com", "SubjectAlternativeNames": []any{"shop.example.com", "www.example.com"}})
	stateless.named(t, "AWS::ElasticLoadBalancingV2::Listener", "SystemWebLoadBalancerHTTPS").want(t, "Certificates.0.CertificateArn", ref(certificate.ID))
	if n := len(stateless.all(recordKind)); n != 3 {
		t.Errorf("%d records, want one for each name", n)
	}
	balancer := stateless.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
	for _, name := range []string{"examplecom", "shopexamplecom", "wwwexamplecom"} {
		stateless.named(t, recordKind, "SystemRecords"+name).wantEach(t, map[string]any{
			"Type": "A", "HostedZoneId": siteZoneID, "Failover": "PRIMARY",
			"AliasTarget.DNSName": att(balancer.ID, "DNSName"), "AliasTarget.HostedZoneId": att(balancer.ID, "CanonicalHostedZoneID"),
		})
	}
	rule := stateless.one(t, ruleKind)
	rule.wantEach(t, map[string]any{
		"ListenerArn":                       ref(stateless.named(t, "AWS::ElasticLoadBalancingV2::Listener", "SystemWebLoadBalancerHTTPS").ID),
		"Conditions.0.HostHeaderConfig":     map[string]any{"Values": []any{"www.example.com"}},
		"Actions.0.RedirectConfig.Host":     "example.com",
		"Actions.0.RedirectConfig.Port":     nil, // the one that was asked at
		"Actions.0.RedirectConfig.Path":     nil,
		"Actions.0.RedirectConfig.Query":    nil,
		"Actions.0.RedirectConfig.Protocol": "HTTPS",
	})
	for _, kind := range []string{zoneKind, recordKind, certificateKind} {
		if found := templates["prod-Stateful"].all(kind); len(found) > 0 {
			t.Errorf("the stateful stack has %d of %s", len(found), kind)
		}
	}
}

func TestWebSystemDomainWithANewZone(t *testing.T) {
	app := newApp(t)
	websystem.NewStage(app, "prod", &websystem.StageProps{Region: testRegion, Props: websystem.Props{
		Domain: domain.Props{Zone: "example.com", NewZone: true},
	}})
	templates := synthApp(t, app)
	zone, stateless := templates["prod-Stateful"].one(t, zoneKind), templates["prod-Stateless"]
	for where, id := range map[string]any{
		"record":      stateless.one(t, recordKind).get("HostedZoneId"),
		"certificate": stateless.one(t, certificateKind).get("DomainValidationOptions.0.HostedZoneId"),
	} {
		output, _ := dig(id, "Fn::GetStackOutput.OutputName").(string)
		if got := dig(templates["prod-Stateful"].Outputs[output], "Value"); show(got) != show(ref(zone.ID)) {
			t.Errorf("the zone of the %s is %s", where, show(id))
		}
	}
}

// Load balancers of each kind have a name and a zone, and answer over IPv6 where they are said to.
func TestWebSystemDomainOfEachKind(t *testing.T) {
	for name, c := range map[string]struct {
		web          webtier.Props
		ipv6         bool
		certificates int
		dnsName      string
		zone         string
	}{
		"application":            {webtier.Props{}, true, 1, "DNSName", "CanonicalHostedZoneID"},
		"network that ends TLS":  {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}}, false, 1, "DNSName", "CanonicalHostedZoneID"},
		"network that passes it": {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TCP}}, false, 0, "DNSName", "CanonicalHostedZoneID"},
		"network with TLS":       {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TLS}}, false, 1, "DNSName", "CanonicalHostedZoneID"},
		"with a certificate":     {webtier.Props{CertificateARN: webCertificate}, false, 0, "DNSName", "CanonicalHostedZoneID"},
		"classic":                {webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic}}, false, 1, "DNSName", "CanonicalHostedZoneNameID"},
	} {
		t.Run(name, func(t *testing.T) {
			tm := synth(t, func(stack awscdk.Stack) {
				props := &websystem.Props{Domain: site, Web: c.web}
				props.Web.IPv6, props.Network.IPv6 = c.ipv6, c.ipv6
				websystem.New(stack, "System", props)
			})
			balancers := slices.Concat(tm.all("AWS::ElasticLoadBalancingV2::LoadBalancer"), tm.all("AWS::ElasticLoadBalancing::LoadBalancer"))
			want := map[bool]int{false: 1, true: 2}[c.ipv6]
			records := tm.all(recordKind)
			if len(records) != want || len(balancers) != 1 || len(tm.all(certificateKind)) != c.certificates {
				t.Fatalf("%d records, want %d; %d load balancers; %d certificates", len(records), want, len(balancers), len(tm.all(certificateKind)))
			}
			for i, record := range records {
				record.wantEach(t, map[string]any{
					"AliasTarget.DNSName": att(balancers[0].ID, c.dnsName), "AliasTarget.HostedZoneId": att(balancers[0].ID, c.zone),
					"Type": []string{"A", "AAAA"}[i],
				})
			}
			if len(tm.all(ruleKind)) > 0 {
				t.Error("there is a rule without redirects")
			}
		})
	}
}

func TestWebSystemDomainRefusals(t *testing.T) {
	long := strings.Repeat("a", 53) + ".example.com"
	for name, c := range map[string]struct {
		domain domain.Props
		web    webtier.Props
		want   []string
	}{
		"what the domain refuses": {domain.Props{Zone: "example.com", HostedZoneID: "x", Names: []string{"example.org"}}, webtier.Props{}, []string{
			`domain.hostedZoneId: "x" is not a hosted zone's id; use one like Z0123456789EXAMPLE, without /hostedzone/ before it`,
			"domain.names[0]: example.org is not in the zone example.com; use a name that is, or the zone of that name",
		}},
		"plain HTTP": {site, servesPlainHTTP, []string{"web.allowPlainHttp: contradicts domain, which brings a certificate; leave one of them out"}},
		"internal": {site, webtier.Props{LoadBalancer: webtier.LoadBalancer{Internal: true}}, []string{
			"domain: would lead visitors to the private addresses of an internal load balancer; leave out domain or web.loadBalancer.internal"}},
		"somebody's listener": {site, webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought()}}, []string{
			"domain: has no load balancer to lead to: web.loadBalancer.listener brings one along, whose owner gives it names; leave one of them out"}},
		"redirects of a Network Load Balancer": {domain.Props{Zone: "example.com", NewZone: true, Redirects: []string{"www.example.com"}},
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}}, []string{
				"domain.redirects: take an Application Load Balancer, which reads requests; leave them out, or leave out web.loadBalancer.kind: network"}},
		"redirects of a Classic Load Balancer": {domain.Props{Zone: "example.com", NewZone: true, Redirects: []string{"www.example.com"}},
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic}}, []string{
				"domain.redirects: take an Application Load Balancer, which reads requests; leave them out, or leave out web.loadBalancer.kind: classic"}},
		"redirects of an Application Load Balancer": {domain.Props{Zone: "example.com", NewZone: true, Redirects: []string{"www.example.com"}},
			webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application}}, nil},
		"a long name": {domain.Props{Zone: "example.com", NewZone: true, Names: []string{long}}, webtier.Props{}, []string{
			`domain.names[0]: "` + long + `" has 65 letters, and the first name of a certificate may have 64; put a shorter one first`}},
		"a long name and a certificate": {domain.Props{Zone: "example.com", NewZone: true, Names: []string{long}}, webtier.Props{CertificateARN: webCertificate}, nil},
		"a certificate for TCP": {site, webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TCP}}, []string{
			"web.certificateArn: does nothing with loadBalancer.protocol: tcp, which passes on what comes; use tls, or leave the certificate out"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, (&websystem.Props{Domain: c.domain, Web: c.web}).Validate(), c.want...)
		})
	}
	synthAnywhere(t, func(stack awscdk.Stack) {
		unknown := domain.Props{Zone: "example.com", NewZone: true, Names: []string{strings.Repeat("a", 53) + "." + *awscdk.Aws_STACK_NAME()}}
		wantProblems(t, (&websystem.Props{Domain: unknown}).Validate())
		certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String(webCertificate))
		wantProblems(t, (&websystem.Props{Domain: domain.Props{Zone: "example.com", NewZone: true, Names: []string{long}}, Web: webtier.Props{Certificate: certificate}}).Validate())
		inside := domain.Props{Zone: "example.com", NewZone: true, VPC: awsec2.NewVpc(stack, jsii.String("VPC"), nil)}
		wantProblems(t, (&websystem.Props{Domain: inside}).Validate(), "domain.vpc: makes a private zone, in which visitors find nothing; leave VPC out")
	})
}

func TestWebSystemMaintenance(t *testing.T) {
	for name, web := range map[string]webtier.Props{"HTTPS": {CertificateARN: webCertificate}, "HTTP": servesPlainHTTP} {
		t.Run(name, func(t *testing.T) {
			var system *websystem.WebSystem
			tm := synth(t, func(stack awscdk.Stack) {
				system = websystem.New(stack, "System", &websystem.Props{Web: web, SorryPage: websystem.SorryPage{Maintenance: true, Operators: []string{"203.0.113.0/24"}}})
			})
			listener := tm.named(t, "AWS::ElasticLoadBalancingV2::Listener", "SystemWebLoadBalancer"+name)
			for _, rule := range tm.all(ruleKind) {
				rule.want(t, "ListenerArn", ref(listener.ID))
			}
			tm.named(t, ruleKind, "SystemMaintenancePage").want(t, "Actions.0.FixedResponseConfig.MessageBody", sorrypage.Page())
			targets := ref(tm.one(t, "AWS::ElasticLoadBalancingV2::TargetGroup").ID)
			tm.named(t, ruleKind, "SystemMaintenanceOperators1").wantEach(t, map[string]any{
				"Conditions.0.SourceIpConfig.Values": []any{"203.0.113.0/24"}, "Actions.0.TargetGroupArn": targets,
			})
			tm.named(t, ruleKind, "SystemMaintenanceHealth").wantEach(t, map[string]any{
				"Conditions.0.PathPatternConfig.Values": []any{"/"}, "Actions.0.TargetGroupArn": targets,
			})
			if len(system.Maintenance().Rules()) != 3 {
				t.Errorf("there are %d rules", len(system.Maintenance().Rules()))
			}
		})
	}
}

// A page that waits for its day changes nothing, and is checked all the same.
func TestWebSystemMaintenanceIsOffByDefault(t *testing.T) {
	props := &websystem.Props{Web: webtier.Props{CertificateARN: webCertificate, HealthCheck: webtier.HealthCheck{Path: "/healthz?deep=1"}}}
	page := websystem.SorryPage{HTML: "<p>Sorry", Operators: []string{"203.0.113.0/24"}}
	with := *props
	with.SorryPage = page
	var system *websystem.WebSystem
	off := synth(t, func(stack awscdk.Stack) { system = websystem.New(stack, "System", &with) })
	if len(off.all(ruleKind)) > 0 || system.Maintenance() != nil {
		t.Error("maintenance is on")
	}
	with.SorryPage.Maintenance = true
	on := synth(t, func(stack awscdk.Stack) { websystem.New(stack, "System", &with) })
	on.named(t, ruleKind, "SystemMaintenancePage").want(t, "Actions.0.FixedResponseConfig.MessageBody", "<p>Sorry")
	on.named(t, ruleKind, "SystemMaintenanceHealth").want(t, "Conditions.0.PathPatternConfig.Values", []any{"/healthz"})
	for id := range off.Resources {
		if show(off.Resources[id]) != show(on.Resources[id]) {
			t.Errorf("switching maintenance on changes %s", id)
		}
	}
	if more := len(on.Resources) - len(off.Resources); more != 3 {
		t.Errorf("switching maintenance on adds %d resources, want 3 rules", more)
	}
}

func TestWebSystemMaintenanceRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		web  webtier.Props
		page websystem.SorryPage
		want []string
	}{
		"what the page refuses": {servesPlainHTTP, websystem.SorryPage{HTML: strings.Repeat("a", 1025), Operators: []string{"x"}}, []string{
			"sorryPage.html: has 1025 bytes, and a load balancer's fixed response may have 1024; make it shorter by 1",
			`sorryPage.operators[0]: "x" is not a range of addresses; use one like 203.0.113.0/24, or 203.0.113.7/32 for a single one`,
		}},
		"a file": {servesPlainHTTP, websystem.SorryPage{File: "missing.html"}, []string{`sorryPage.file: "missing.html" cannot be read: no such file or directory`}},
		"Network Load Balancer": {webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}}, websystem.SorryPage{Maintenance: true}, []string{
			"sorryPage.maintenance: takes an Application Load Balancer, which can answer by itself; leave it out, or leave out web.loadBalancer.kind: network"}},
		"Classic Load Balancer": {webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic}}, websystem.SorryPage{Maintenance: true}, []string{
			"sorryPage.maintenance: takes an Application Load Balancer, which can answer by itself; leave it out, or leave out web.loadBalancer.kind: classic"}},
		"Application Load Balancer": {webtier.Props{CertificateARN: webCertificate, LoadBalancer: webtier.LoadBalancer{Kind: webtier.Application}}, websystem.SorryPage{Maintenance: true}, nil},
		"somebody's listener": {webtier.Props{LoadBalancer: webtier.LoadBalancer{Listener: brought()}}, websystem.SorryPage{Maintenance: true}, []string{
			"sorryPage.maintenance: is a matter of the load balancer, which web.loadBalancer.listener brings along; switch it on where that is configured"}},
		"a health path with a wildcard": {webtier.Props{CertificateARN: webCertificate, HealthCheck: webtier.HealthCheck{Path: "/*"}}, websystem.SorryPage{Maintenance: true}, []string{
			`web.healthCheck.path: "/*" is not a path that stays reachable in maintenance; use one like /healthz, of 128 letters at most, without *, ? and spaces`}},
		"a health path with a wildcard for another day": {webtier.Props{CertificateARN: webCertificate, HealthCheck: webtier.HealthCheck{Path: "/*"}}, websystem.SorryPage{HTML: "a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			wantProblems(t, (&websystem.Props{Web: c.web, SorryPage: c.page}).Validate(), c.want...)
		})
	}
}
