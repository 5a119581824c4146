package test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

var byCDN = websystem.SorryPage{Automatic: websystem.AutomaticCDN}

// The distribution is in a stack in us-east-1 that is deployed before the web tier's, whose records lead to it.
func TestStageBehindCDN(t *testing.T) {
	app := newApp(t)
	stage := websystem.NewStage(app, "prod", &websystem.StageProps{Account: testAccount, Region: testRegion, Props: websystem.Props{
		Domain: domain.Props{Zone: "example.com", NewZone: true, Names: []string{"shop.example.com"}, Redirects: []string{"www.example.com"}},
		Web:    webtier.Props{LoadBalancer: webtier.LoadBalancer{Port: 8443}, HealthCheck: webtier.HealthCheck{Path: "/healthz?deep=1"}},
		SorryPage: websystem.SorryPage{
			Automatic: websystem.AutomaticCDN, HTML: "<p>Back at noon", Maintenance: true, Operators: []string{"203.0.113.0/24"},
		},
		Firewall: firewall.Props{Mode: firewall.Count, BodyInspectionKiB: 32},
		CDN:      websystem.CDN{Props: cdn.Props{LogRetentionDays: 30, Keys: []string{"a", "b"}}, PrefixListID: "pl-01234567"},
	}})
	system := stage.WebSystem()
	for want, got := range map[string]*string{
		"prod/Edge/CDN":                       system.CDN().Node().Path(),
		"prod/Edge/Firewall":                  system.Firewall().Node().Path(),
		"prod/Stateless/System/Origin":        system.Origin().Node().Path(),
		"prod/Stateless/System/OriginRecords": system.OriginRecords().Node().Path(),
		"prod/Stateless/System/Records":       system.Records().Node().Path(),
		"us-east-1":                           stage.Edge().Region(),
		testAccount:                           stage.Edge().Account(),
	} {
		if *got != want {
			t.Errorf("got %s, want %s", *got, want)
		}
	}
	if system.Maintenance() != nil || system.HealthCheck() != nil || system.SorryPage() != nil {
		t.Error("the load balancer or Route 53 shows the page, too")
	}
	templates := synthApp(t, app)
	waitsFor := func(of awscdk.Stack) string {
		var names []string
		for _, stack := range *of.Dependencies() {
			names = append(names, *stack.StackName())
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	if got := waitsFor(stage.Edge()); got != "prod-Stateful" {
		t.Errorf("the distribution waits for %s", got)
	}
	if got := waitsFor(stage.Stateless()); got != "prod-Edge prod-Stateful" {
		t.Errorf("the web tier waits for %s", got)
	}
	edge, stateless := templates["prod-Edge"], templates["prod-Stateless"]
	for _, strange := range []string{`"Export"`, "Fn::ImportValue", "AWS::Lambda", "Custom::", "AWS::IAM::Role"} {
		if strings.Contains(string(edge.source), strange) {
			t.Errorf("the stack contains %s", strange)
		}
	}
	distribution, acl := edge.named(t, distributionKind, "CDNDistribution"), edge.one(t, webACL)
	acl.wantEach(t, map[string]any{"Scope": "CLOUDFRONT", "AssociationConfig.RequestBody.CLOUDFRONT.DefaultSizeInspectionLimit": "KB_32"})
	edge.one(t, certificateKind).wantEach(t, map[string]any{"DomainName": "shop.example.com", "SubjectAlternativeNames": []any{"www.example.com"}})
	distribution.wantEach(t, map[string]any{
		"DistributionConfig.Aliases":                                []any{"shop.example.com", "www.example.com"},
		"DistributionConfig.WebACLId":                               att(acl.ID, "Arn"),
		"DistributionConfig.ViewerCertificate.AcmCertificateArn":    ref(edge.one(t, certificateKind).ID),
		"DistributionConfig.Origins.0.DomainName":                   "origin.shop.example.com",
		"DistributionConfig.Origins.0.CustomOriginConfig.HTTPSPort": 8443,
	})
	edge.one(t, "AWS::S3::Bucket").want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 30)
	if code, _ := edge.named(t, functionKind, "CDNFunction").get("FunctionCode").(string); !strings.Contains(code,
		`{"maintenance":true,"name":"shop.example.com","operators":["203.0.113.0/24"],"path":"/healthz","redirects":["www.example.com"]}`) || !strings.Contains(code, "<p>Back at noon") {
		t.Errorf("the function is\n%s", code)
	}
	if code, _ := edge.named(t, functionKind, "CDNPage").get("FunctionCode").(string); !strings.Contains(code, "<p>Back at noon") {
		t.Errorf("the page's function is\n%s", code)
	}
	var values []any
	for _, secret := range edge.all(secretKind) {
		secret.want(t, "ReplicaRegions", []any{map[string]any{"Region": testRegion}})
		values = append(values, "{{resolve:secretsmanager:"+secret.get("Name").(string)+":SecretString}}")
	}
	rule, only := stateless.one(t, ruleKind), stateless.one(t, listener)
	rule.wantEach(t, map[string]any{
		"ListenerArn": ref(only.ID), "Conditions.0.HttpHeaderConfig.Values": values,
		"Actions.0.TargetGroupArn": ref(stateless.one(t, targetGroup).ID),
	})
	if strings.Contains(strings.Join(stateless.warnings, "\n"), "cdn") {
		t.Errorf("the warnings are %v", stateless.warnings)
	}
	if !strings.Contains(show(stateless.Outputs), "Where CloudFront finds the site, and nobody else does") {
		t.Errorf("the outputs are %s", show(stateless.Outputs))
	}
	only.wantEach(t, map[string]any{"Port": 8443, "DefaultActions.0.FixedResponseConfig.StatusCode": "403"})
	wantDependency(t, stateless.one(t, "AWS::AutoScaling::AutoScalingGroup"), rule.ID)
	if n := len(stateless.all(webACL)) + len(stateless.all(webACLAssociation)); n > 0 {
		t.Errorf("the load balancer has %d web ACLs and associations", n)
	}
	group := stateless.named(t, "AWS::EC2::SecurityGroup", "SystemWebLoadBalancerSecurityGroup")
	group.want(t, "SecurityGroupIngress", nil)
	var open []string
	for _, ingress := range stateless.all("AWS::EC2::SecurityGroupIngress") {
		if dig(ingress.get("GroupId"), "Fn::GetAtt.0") == group.ID {
			open = append(open, show(ingress.get("SourcePrefixListId"))+show(ingress.get("FromPort"))+show(ingress.get("ToPort")))
		}
	}
	if want := []string{`"pl-01234567"84438443`}; !slices.Equal(open, want) {
		t.Errorf("the load balancer is open to %v, want %v", open, want)
	}
	balancer, records := stateless.one(t, loadBalancer), 0
	stateless.named(t, recordKind, "SystemOriginRecords").wantEach(t, map[string]any{
		"Name": "origin.shop.example.com.", "Type": "A", "AliasTarget.DNSName": att(balancer.ID, "DNSName"), "AliasTarget.HostedZoneId": att(balancer.ID, "CanonicalHostedZoneID"),
	})
	for _, record := range stateless.all(recordKind) {
		if !strings.HasPrefix(record.ID, "SystemRecords") {
			continue
		}
		records++
		record.wantEach(t, map[string]any{
			"AliasTarget.HostedZoneId": domain.CloudFrontZoneID, "AliasTarget.EvaluateTargetHealth": false, "Failover": "PRIMARY", "SetIdentifier": "primary", "HealthCheckId": nil,
		})
		name, _ := record.get("AliasTarget.DNSName.Fn::GetStackOutput.OutputName").(string)
		if show(dig(edge.Outputs[name], "Value")) != show(att(distribution.ID, "DomainName")) {
			t.Errorf("%s leads to %s", record.ID, show(record.get("AliasTarget.DNSName")))
		}
	}
	if records != 4 {
		t.Errorf("%d records lead to the distribution, want 4: two names, over IPv4 and IPv6", records)
	}
}

func TestStageBehindCDNShowsTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte("<p>Back at one"), 0o600); err != nil {
		t.Fatal(err)
	}
	app := newApp(t)
	websystem.NewStage(app, "prod", &websystem.StageProps{Region: testRegion, Props: websystem.Props{
		Domain: site, SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticCDN, File: file},
	}})
	if code, _ := synthApp(t, app)["prod-Edge"].named(t, functionKind, "CDNPage").get("FunctionCode").(string); !strings.Contains(code, "<p>Back at one") {
		t.Errorf("the page's function is\n%s", code)
	}
}

// While a site moves, the load balancer is as it was.
func TestStageMovesToCDN(t *testing.T) {
	app := newApp(t)
	moving := websystem.Props{Domain: site, SorryPage: byCDN, CDN: websystem.CDN{AllowDirect: true, Props: cdn.Props{DisableIPv6: true, OriginName: "lb.example.com"}}}
	websystem.NewStage(app, "moving", &websystem.StageProps{Region: testRegion, Props: moving})
	websystem.NewStage(app, "before", &websystem.StageProps{Region: testRegion, Props: websystem.Props{Domain: site}})
	templates := synthApp(t, app)
	moved, before := templates["moving-Stateless"], templates["before-Stateless"]
	for _, kind := range []string{listener, "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress", ruleKind} {
		for _, was := range before.all(kind) {
			is := moved.Resources[was.ID]
			for _, property := range []string{"DefaultActions", "SecurityGroupIngress", "Port"} {
				if show(is.get(property)) != show(was.get(property)) {
					t.Errorf("%s of %s is %s, and was %s", property, was.ID, show(is.get(property)), show(was.get(property)))
				}
			}
		}
	}
	// What opens it to CloudFront is there before it closes.
	moved.one(t, ruleKind).want(t, "Conditions.0.HttpHeaderConfig.HttpHeaderName", "X-Origin-Verify")
	if open := ingress(t, moved); !slices.Contains(open, "pl-58a04531 -> SystemWebLoadBalancerSecurityGroup 443-443") {
		t.Errorf("the ways in are %v", open)
	}
	moved.named(t, recordKind, "SystemOriginRecords").want(t, "Name", "lb.example.com.")
	if n := len(moved.all(recordKind)); n != 2 {
		t.Errorf("%d records, want the site's and the load balancer's, without IPv6", n)
	}
	const warning = "cdn.allowDirect: visitors reach the load balancer past CloudFront, its firewall and its page. Leave it out once the site's names lead to CloudFront."
	if !strings.Contains(strings.Join(moved.warnings, "\n"), warning) || strings.Contains(strings.Join(before.warnings, "\n"), "cdn") {
		t.Errorf("the warnings are %v", moved.warnings)
	}
}

// A system of your own app takes a stack in us-east-1, or is there itself.
func TestWebSystemBehindCDNInTheStackThatItIsGiven(t *testing.T) {
	app := newApp(t)
	in := func(id, region string) awscdk.Stack {
		return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: &region}})
	}
	props := websystem.Props{Domain: site, SorryPage: byCDN, Firewall: firewall.Props{Mode: firewall.Block}}
	given := props
	given.EdgeScope = in("There", "us-east-1")
	websystem.New(in("Here", testRegion), "System", &given)
	websystem.New(in("Both", "us-east-1"), "System", &props)
	refuses(t, func() { websystem.New(in("Without", testRegion), "System", &props) },
		`web system "System": edgeScope: missing; sorryPage.automatic needs a stack in us-east-1: give one of the same account`)
	refuses(t, func() { websystem.New(in("Again", testRegion), "System", &given) },
		`web system "System": edgeScope: holds a CDN already; give each web system a scope of its own`)
	templates := synthApp(t, app)
	templates["There"].one(t, secretKind).want(t, "ReplicaRegions.0.Region", testRegion)
	both := templates["Both"]
	both.one(t, secretKind).want(t, "ReplicaRegions", nil)
	wantDependency(t, both.one(t, ruleKind), both.one(t, secretKind).ID)
	if acl := both.one(t, webACL); acl.get("Scope") != "CLOUDFRONT" || len(both.all(webACLAssociation)) > 0 {
		t.Error("the firewall is at the load balancer")
	}
}

func TestWebSystemCDNRefusals(t *testing.T) {
	onCDN := func(change func(*websystem.Props)) websystem.Props {
		p := websystem.Props{Domain: site, SorryPage: byCDN}
		change(&p)
		return p
	}
	for name, c := range map[string]struct {
		props websystem.Props
		want  []string
	}{
		"what is right": {onCDN(func(*websystem.Props) {}), nil},
		"settings of no use": {websystem.Props{Domain: site, CDN: websystem.CDN{AllowDirect: true}}, []string{
			"cdn: does nothing without sorryPage.automatic: cdn; say that, or leave it out"}},
		"settings of the page by DNS": {onCDN(func(p *websystem.Props) { p.SorryPage.LogRetentionDays = 1 }), []string{
			"sorryPage.logRetentionDays: does nothing without automatic: dns; say that, or leave it out"}},
		"no domain": {websystem.Props{Web: webtier.Props{CertificateARN: webCertificate}, SorryPage: byCDN}, []string{
			"sorryPage.automatic: takes a domain, whose names lead to CloudFront; give domain, or leave automatic out"}},
		"a Network Load Balancer": {onCDN(func(p *websystem.Props) { p.Web.LoadBalancer.Kind = webtier.Network }), []string{
			"web.loadBalancer.kind: network cannot be closed: only an Application Load Balancer reads requests; say application",
			"sorryPage.automatic: takes an Application Load Balancer, which can tell CloudFront's requests by their header; leave it out, or leave out web.loadBalancer.kind: network"}},
		"a Classic Load Balancer, open": {onCDN(func(p *websystem.Props) { p.Web.LoadBalancer.Kind, p.CDN.AllowDirect = webtier.Classic, true }), []string{
			"sorryPage.automatic: takes an Application Load Balancer, which can tell CloudFront's requests by their header; leave it out, or leave out web.loadBalancer.kind: classic"}},
		"a load balancer of others": {onCDN(func(p *websystem.Props) {
			p.Web.CertificateARN = webCertificate
			p.Web.LoadBalancer.Existing = webtier.ExistingLoadBalancer{ARN: existingApplication, SecurityGroupID: broughtGroup, DNSName: existingName, HostedZoneID: existingZone}
		}), []string{
			"web.loadBalancer.existing: cannot be closed: whom its security group lets in is its owner's to say; leave one of them out",
			"sorryPage.automatic: closes the load balancer to all but CloudFront, and web.loadBalancer.existing has an owner who says whom it lets in; leave one of them out"}},
		"an Application Load Balancer": {onCDN(func(p *websystem.Props) { p.Web.LoadBalancer.Kind = webtier.Application }), nil},
		"plain HTTP": {onCDN(func(p *websystem.Props) { p.Web.AllowPlainHTTP = true }), []string{
			"web.allowPlainHttp: leaves a closed load balancer without a listener; give it a certificate",
			"web.allowPlainHttp: contradicts domain, which brings a certificate; leave one of them out"}},
		"an internal load balancer": {onCDN(func(p *websystem.Props) { p.Web.LoadBalancer.Internal = true }), []string{
			"web.loadBalancer.internal: cannot be closed to visitors, who do not reach it; leave one of them out",
			"domain: would lead visitors to the private addresses of an internal load balancer; leave out domain or web.loadBalancer.internal"}},
		"somebody's listener": {onCDN(func(p *websystem.Props) { p.Web.LoadBalancer.Listener, p.CDN.AllowDirect = brought(), true }), []string{
			"domain: has no load balancer to lead to: web.loadBalancer.listener brings one along, whose owner gives it names; leave one of them out"}},
		"a low port": {onCDN(func(p *websystem.Props) { p.Web.LoadBalancer.Port = 444 }), []string{
			"web.loadBalancer.port: 444 is none that CloudFront asks; use 443, or one from 1024 to 65535"}},
		"what the CDN refuses": {onCDN(func(p *websystem.Props) { p.CDN.StaticPaths = []string{"static"} }), []string{
			`cdn.staticPaths[0]: "static" is not a pattern of paths; use one like /static/* or *.css, of 255 letters at most`}},
		"an origin elsewhere": {onCDN(func(p *websystem.Props) { p.CDN.OriginName = "origin.example.org" }), []string{
			"cdn.originName: origin.example.org is not in the zone example.com, where its record is made; use a name that is"}},
		"an origin that is the site": {onCDN(func(p *websystem.Props) { p.Domain.Redirects = []string{"origin.example.com"} }), []string{
			"cdn.originName: origin.example.com is one of the site's names, which lead to CloudFront itself; use another"}},
		"what the domain refuses": {onCDN(func(p *websystem.Props) { p.Domain.Names = []string{"*.example.com"} }), []string{
			`domain.names[0]: "*.example.com" stands for many names; put one that is a name by itself first`}},
		"what the domain refuses, and the CDN": {onCDN(func(p *websystem.Props) { p.Domain.Names, p.CDN.OriginName = []string{"*.example.com"}, "x" }), []string{
			`domain.names[0]: "*.example.com" stands for many names; put one that is a name by itself first`,
			`cdn.originName: "x" is not a name; use one like example.com, in small letters and without a dot at its end`}},
		"a hundred names and a redirect": {onCDN(func(p *websystem.Props) {
			p.Domain.Names, p.Domain.Redirects = manyNames(100), []string{"www.example.com"}
		}), []string{
			"domain.names: 101 names and redirects are more than the 100 that a distribution has; use fewer"}},
		"a hundred names, the origin's among them": {onCDN(func(p *websystem.Props) {
			p.Domain.Names, p.Domain.Redirects, p.CDN.OriginName = manyNames(99), []string{"lb.example.com"}, "lb.example.com"
		}), []string{"cdn.originName: lb.example.com is one of the site's names, which lead to CloudFront itself; use another"}},
		"a hundred names": {onCDN(func(p *websystem.Props) { p.Domain.Names = manyNames(100) }), nil},
		"what maintenance refuses": {onCDN(func(p *websystem.Props) { p.SorryPage.File, p.SorryPage.Operators = "missing.html", []string{"x"} }), []string{
			`sorryPage.file: "missing.html" cannot be read: no such file or directory`,
			`sorryPage.operators[0]: "x" is not a range of addresses; use one like 203.0.113.0/24, or 203.0.113.7/32 for a single one`}},
		"a large page": {onCDN(func(p *websystem.Props) { p.SorryPage.HTML = strings.Repeat("a", 1025) }), []string{
			"sorryPage.html: has 1025 bytes, and a load balancer's fixed response may have 1024; make it shorter by 1"}},
		"countries twice": {onCDN(func(p *websystem.Props) {
			p.Firewall.Countries.Blocked, p.CDN.Countries.Only = []string{"FR"}, []string{"JP"}
		}), []string{"cdn.countries: and firewall.countries both say where visitors may come from; leave one of them out"}},
		"countries twice, the other way": {onCDN(func(p *websystem.Props) {
			p.Firewall.Countries.Only, p.CDN.Countries.Blocked = []string{"JP"}, []string{"FR"}
		}), []string{"cdn.countries: and firewall.countries both say where visitors may come from; leave one of them out"}},
		"countries of the firewall": {onCDN(func(p *websystem.Props) { p.Firewall.Countries.Only = []string{"JP"} }), nil},
		"a web ACL":                 {onCDN(func(p *websystem.Props) { p.CDN.WebACLARN = edgeWebACL }), nil},
		"a zone that only the deployment knows": {onCDN(func(p *websystem.Props) {
			p.Domain, p.CDN.OriginName = domain.Props{Zone: "${Token[1]}", HostedZoneID: siteZoneID}, "lb.example.com"
		}), nil},
		"countries once": {onCDN(func(p *websystem.Props) { p.Firewall.Mode, p.CDN.Countries.Only = firewall.Count, []string{"JP"} }), nil},
		"two web ACLs": {onCDN(func(p *websystem.Props) { p.Firewall.Mode, p.CDN.WebACLARN = firewall.Count, edgeWebACL }), []string{
			"cdn.webAclArn: contradicts firewall: a distribution has one web ACL; leave one of them out"}},
		"a web ACL of the load balancer": {onCDN(func(p *websystem.Props) { p.Firewall.Mode, p.Web.LoadBalancer.WebACLARN = firewall.Count, broughtACL }), nil},
		"a proxy's header": {onCDN(func(p *websystem.Props) { p.Firewall.ClientAddressHeader = "X-Forwarded-For" }), []string{
			"firewall.clientAddressHeader: is for what is behind a proxy, and the firewall is at CloudFront, which visitors connect to; leave it out"}},
		"an IP set of the load balancer's Region": {onCDN(func(p *websystem.Props) { p.Firewall.Addresses.Blocked = []string{broughtIPSet} }), []string{
			"firewall.addresses.blocked[0]: the IP set is regional; use one for CloudFront, as the web ACL is"}},
		"a firewall for CloudFront": {onCDN(func(p *websystem.Props) { p.Firewall.Scope = firewall.CloudFront }), nil},
		"maintenance that is passed by": {onCDN(func(p *websystem.Props) { p.SorryPage.Maintenance, p.CDN.AllowDirect = true, true }), []string{
			"cdn.allowDirect: lets visitors past the page of sorryPage.maintenance; leave one of them out"}},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, c.props.ValidateIn(testRegion), c.want...) })
	}
	const unknown = "cdn.prefixListId: missing; which list me-central-1 has for CloudFront's addresses is not known here: give the id that aws ec2 describe-managed-prefix-lists tells for com.amazonaws.global.cloudfront.origin-facing"
	p := onCDN(func(*websystem.Props) {})
	wantProblems(t, p.ValidateIn("me-central-1"), unknown)
	wantProblems(t, p.ValidateIn(""))
	p.CDN.AllowDirect = true
	wantProblems(t, p.ValidateIn("me-central-1"), unknown)
	p.CDN.PrefixListID = "pl-x"
	wantProblems(t, p.ValidateIn("me-central-1"), `cdn.prefixListId: "pl-x" is not such an id; use one like pl-0123456789abcdef0`)
	p.CDN.PrefixListID = "pl-01234567"
	wantProblems(t, p.ValidateIn("me-central-1"))
	for _, region := range []string{"cn-north-1", "us-gov-west-1"} {
		wantProblems(t, p.ValidateIn(region), "sorryPage.automatic: is not possible in "+region+", whose accounts have no us-east-1; leave it out")
	}
	wantProblems(t, (&websystem.StageProps{Props: p}).Validate(),
		"region: missing; sorryPage.automatic takes a second stack in us-east-1, which must know where the first is")
}
