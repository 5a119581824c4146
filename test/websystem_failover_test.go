package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

var byDNS = websystem.SorryPage{Automatic: websystem.AutomaticDNS}

// The page is in a stack in us-east-1 that is deployed last; what looks at the site is beside the load balancer.
func TestStageFailsOver(t *testing.T) {
	app := newApp(t)
	stage := websystem.NewStage(app, "prod", &websystem.StageProps{Account: testAccount, Region: testRegion, Props: websystem.Props{
		Network: network.Props{IPv6: true},
		Domain:  domain.Props{Zone: "example.com", NewZone: true, Redirects: []string{"www.example.com"}},
		Web: webtier.Props{
			IPv6: true, HealthCheck: webtier.HealthCheck{Path: "/healthz?deep=1"},
			Notifications: webtier.Notifications{Emails: []string{"operations@example.com"}},
		},
		SorryPage: websystem.SorryPage{
			Automatic: websystem.AutomaticDNS, HTML: "<p>Sorry", LogRetentionDays: 30,
			HealthCheck: websystem.HealthCheck{IntervalSeconds: 10, Failures: 2, Regions: []string{"us-east-1", "eu-west-1", "ap-northeast-1"}},
		},
	}})
	system := stage.WebSystem()
	for want, got := range map[string]*string{
		"prod/Edge":                         stage.Edge().Node().Path(),
		"us-east-1":                         stage.Edge().Region(),
		testAccount:                         stage.Edge().Account(),
		"prod/Edge/SorryPage":               system.SorryPage().Node().Path(),
		"prod/Edge/SorryPageAlarm":          system.SorryPageAlarm().Node().Path(),
		"prod/Edge/SorryPageRecords":        system.SorryPageRecords().Node().Path(),
		"prod/Stateless/System/HealthCheck": system.HealthCheck().Node().Path(),
	} {
		if *got != want {
			t.Errorf("got %s, want %s", *got, want)
		}
	}
	templates := synthApp(t, app)
	var waitsFor []string
	for _, stack := range *stage.Edge().Dependencies() {
		waitsFor = append(waitsFor, *stack.StackName())
	}
	slices.Sort(waitsFor)
	if want := []string{"prod-Stateful", "prod-Stateless"}; !slices.Equal(waitsFor, want) {
		t.Errorf("the stack waits for %v, want %v", waitsFor, want)
	}
	edge, stateless := templates["prod-Edge"], templates["prod-Stateless"]
	for _, strange := range []string{`"Export"`, "Fn::ImportValue", "AWS::Lambda", "Custom::", "AWS::IAM::Role"} {
		if strings.Contains(string(edge.source), strange) {
			t.Errorf("the stack contains %s", strange)
		}
	}
	if !strings.Contains(string(edge.source), `"Description": "What prod has in us-east-1 for CloudFront and Route 53"`) {
		t.Error("the stack has no description")
	}
	check := stateless.one(t, healthCheckKind)
	check.wantEach(t, map[string]any{
		"HealthCheckConfig.FullyQualifiedDomainName": att(stateless.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer").ID, "DNSName"),
		"HealthCheckConfig.ResourcePath":             "/healthz?deep=1", "HealthCheckConfig.RequestInterval": 10, "HealthCheckConfig.FailureThreshold": 2,
		"HealthCheckConfig.Regions": []any{"us-east-1", "eu-west-1", "ap-northeast-1"},
	})
	distribution := edge.one(t, distributionKind)
	distribution.wantEach(t, map[string]any{
		"DistributionConfig.IPV6Enabled": true, "DistributionConfig.Aliases": []any{"example.com", "www.example.com"},
		"DistributionConfig.ViewerCertificate.AcmCertificateArn": ref(edge.one(t, certificateKind).ID),
	})
	edge.one(t, certificateKind).wantEach(t, map[string]any{"DomainName": "example.com", "SubjectAlternativeNames": []any{"www.example.com"}})
	if code, _ := edge.one(t, functionKind).get("FunctionCode").(string); !strings.Contains(code, `data: "<p>Sorry"`) {
		t.Errorf("the function is\n%s", code)
	}
	edge.one(t, "AWS::S3::Bucket").want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 30)
	edge.one(t, "AWS::SNS::Subscription").want(t, "Endpoint", "operations@example.com")
	zone, health := templates["prod-Stateful"].one(t, zoneKind), edge.one(t, "AWS::CloudWatch::Alarm").get("Dimensions.0.Value")
	if name, _ := dig(health, "Fn::GetStackOutput.OutputName").(string); dig(health, "Fn::GetStackOutput.Region") != testRegion ||
		show(dig(stateless.Outputs[name], "Value")) != show(att(check.ID, "HealthCheckId")) {
		t.Errorf("the alarm looks at %s", show(health))
	}
	records := edge.all(recordKind)
	if len(records) != 4 || len(stateless.all(recordKind)) != 4 {
		t.Fatalf("%d records lead to the page and %d to the site, want 4 of each", len(records), len(stateless.all(recordKind)))
	}
	for _, record := range records {
		record.wantEach(t, map[string]any{
			"AliasTarget": map[string]any{"DNSName": att(distribution.ID, "DomainName"), "HostedZoneId": domain.CloudFrontZoneID, "EvaluateTargetHealth": false},
			"Failover":    "SECONDARY", "SetIdentifier": "secondary", "HealthCheckId": nil,
		})
		name, _ := record.get("HostedZoneId.Fn::GetStackOutput.OutputName").(string)
		if show(dig(templates["prod-Stateful"].Outputs[name], "Value")) != show(ref(zone.ID)) {
			t.Errorf("a record is in the zone %s", show(record.get("HostedZoneId")))
		}
	}
	for _, record := range stateless.all(recordKind) {
		record.wantEach(t, map[string]any{"Failover": "PRIMARY", "HealthCheckId": att(check.ID, "HealthCheckId"), "AliasTarget.EvaluateTargetHealth": true})
	}
}

// Switching the page on and off changes of the site's own stack nothing but who looks at it.
func TestStageFailsOverByNameOnly(t *testing.T) {
	app := newApp(t)
	for id, page := range map[string]websystem.SorryPage{"off": {}, "none": {Automatic: websystem.AutomaticNone}} {
		stage := websystem.NewStage(app, id, &websystem.StageProps{Region: testRegion, Props: websystem.Props{Domain: site, SorryPage: page}})
		system := stage.WebSystem()
		if stage.Edge() != nil || system.SorryPage() != nil || system.SorryPageAlarm() != nil || system.SorryPageRecords() != nil || system.HealthCheck() != nil {
			t.Errorf("%s: there is a page", id)
		}
	}
	for name, tm := range synthApp(t, app) {
		if strings.HasSuffix(name, "-Edge") || len(tm.all(healthCheckKind)) > 0 {
			t.Errorf("%s is made", name)
		}
	}
}

// A system of your own app takes a stack in us-east-1, or is there itself.
func TestWebSystemFailsOverInTheStackThatItIsGiven(t *testing.T) {
	app := newApp(t)
	in := func(id, region string) awscdk.Stack {
		return awscdk.NewStack(app, &id, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: &region}})
	}
	props := websystem.Props{Domain: site, SorryPage: byDNS}
	given := props
	given.EdgeScope = in("There", "us-east-1")
	given.SorryPage.TopicARN, given.Web.Notifications.Emails = edgeTopic, []string{"operations@example.com"} // of the servers' own topic
	websystem.New(in("Here", testRegion), "System", &given)
	websystem.New(in("Both", "us-east-1"), "System", &props)
	refuses(t, func() { websystem.New(in("Without", testRegion), "System", &props) },
		`web system "System": edgeScope: missing; sorryPage.automatic needs a stack in us-east-1: give one of the same account`)
	refuses(t, func() { websystem.New(in("Again", testRegion), "System", &given) },
		`web system "System": edgeScope: holds a sorry page already; give each web system a scope of its own`)
	refuses(t, func() { websystem.New(awscdk.NewStack(app, jsii.String("Nowhere"), nil), "System", &props) },
		`web system "System": sorryPage.automatic: takes a stack in us-east-1, which must know where this one is; give this stack its Region`)
	wrong := props
	wrong.EdgeScope = in("Elsewhere", "us-west-2")
	refuses(t, func() { websystem.New(in("Wrong", testRegion), "System", &wrong) },
		`web system "System": edgeScope: is not in us-east-1, where CloudFront's certificates must be; give a stack that is`)
	refuses(t, func() {
		websystem.NewStage(app, "stage", &websystem.StageProps{Region: testRegion, Props: given})
	}, `stage "stage": edgeScope: a stage makes its own; leave it out`)
	templates := synthApp(t, app)
	templates["There"].one(t, distributionKind)
	templates["There"].one(t, "AWS::CloudWatch::Alarm").want(t, "AlarmActions", []any{edgeTopic})
	if n := len(templates["There"].all("AWS::SNS::Topic")); n > 0 {
		t.Errorf("there are %d topics besides the one that is given", n)
	}
	templates["Here"].one(t, healthCheckKind)
	templates["Both"].one(t, distributionKind)
	templates["Both"].one(t, healthCheckKind)
}

func TestWebSystemFailoverRefusals(t *testing.T) {
	const countries = "firewall.countries: keeps out Route 53's health checkers in %s, which would take the site for down; let them in, choose others by sorryPage.healthCheck.regions, or add their ranges to firewall.addresses.trusted"
	inJapan := func(mode firewall.Mode) firewall.Props {
		return firewall.Props{Countries: firewall.Countries{Only: []string{"JP", "US"}, Mode: mode}}
	}
	keepsOut := func(those string) []string { return []string{strings.Replace(countries, "%s", those, 1)} }
	for name, c := range map[string]struct {
		props websystem.Props
		want  []string
	}{
		"no domain": {websystem.Props{Web: webtier.Props{CertificateARN: webCertificate}, SorryPage: byDNS}, []string{
			"sorryPage.automatic: takes a domain, whose names lead to the page while the site is down; give domain, or leave automatic out"}},
		"TCP": {websystem.Props{Domain: site, Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TCP}}, SorryPage: byDNS}, []string{
			"sorryPage.automatic: asks over HTTPS, which the load balancer must end; leave it out, or leave out web.loadBalancer.protocol: tcp"}},
		"UDP": {websystem.Props{Domain: site, Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.UDP}}, SorryPage: byDNS}, []string{
			"sorryPage.automatic: asks over HTTPS, which the load balancer must end; leave it out, or leave out web.loadBalancer.protocol: udp"}},
		"TLS": {websystem.Props{Domain: site, Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network}}, SorryPage: byDNS}, nil},
		"another port": {websystem.Props{Domain: site, Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Port: 8443}}, SorryPage: byDNS}, []string{
			"sorryPage.automatic: shows the page at port 443 alone, where CloudFront answers; leave it out, or leave out web.loadBalancer.port: 8443"}},
		"the port": {websystem.Props{Domain: site, Web: webtier.Props{LoadBalancer: webtier.LoadBalancer{Port: 443}}, SorryPage: byDNS}, nil},
		"an unknown way": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{Automatic: "mail"}}, []string{
			`sorryPage.automatic: "mail" is not known; use none, dns or cdn`}},
		"what the health check refuses": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticDNS, HealthCheck: websystem.HealthCheck{
			IntervalSeconds: 20, Failures: 11, Regions: []string{"us-east-1", "us-east-1"}}}}, []string{
			"sorryPage.healthCheck.failures: 11 is out of range; use 1 to 10",
			"sorryPage.healthCheck.intervalSeconds: 20 is not possible; use 10 or 30",
			"sorryPage.healthCheck.regions: are 2, and Route 53 asks from 3 at least; name more, or leave them out",
			"sorryPage.healthCheck.regions[1]: us-east-1 is listed twice",
		}},
		"a topic elsewhere": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticDNS, TopicARN: "arn:aws:sns:ap-northeast-1:111111111111:operations"}}, []string{
			"sorryPage.topicArn: is in ap-northeast-1, and an alarm tells topics of its own Region, which is us-east-1 for health checks; use one there"}},
		"long logs": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticDNS, LogRetentionDays: 3654}}, []string{
			"sorryPage.logRetentionDays: 3654 is out of range; use 1 to 3653"}},
		"logs of no days": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticDNS, LogRetentionDays: -1}}, []string{
			"sorryPage.logRetentionDays: -1 is out of range; use 1 to 3653"}},
		"the longest logs": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticDNS, LogRetentionDays: 3653}}, nil},
		"settings of no use that are wrong": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{LogRetentionDays: 3654}}, []string{
			"sorryPage.logRetentionDays: 3654 is out of range; use 1 to 3653"}},
		"settings of no use": {websystem.Props{Domain: site, SorryPage: websystem.SorryPage{LogRetentionDays: 1, TopicARN: "arn:aws:sns:us-east-1:111111111111:operations", HealthCheck: websystem.HealthCheck{Failures: 2}}}, []string{
			"sorryPage.healthCheck: does nothing without automatic: dns; say that, or leave it out",
			"sorryPage.topicArn: does nothing without automatic: dns; say that, or leave it out",
			"sorryPage.logRetentionDays: does nothing without automatic: dns; say that, or leave it out",
		}},
		"some countries":         {websystem.Props{Domain: site, SorryPage: byDNS, Firewall: inJapan("")}, keepsOut("IE, SG, AU, BR")},
		"some countries counted": {websystem.Props{Domain: site, SorryPage: byDNS, Firewall: inJapan(firewall.Count)}, nil},
		"some countries, and checkers there": {websystem.Props{Domain: site, Firewall: inJapan(firewall.Block), SorryPage: websystem.SorryPage{Automatic: websystem.AutomaticDNS,
			HealthCheck: websystem.HealthCheck{Regions: []string{"us-east-1", "us-west-2", "ap-northeast-1"}}}}, nil},
		"a blocked country": {websystem.Props{Domain: site, SorryPage: byDNS, Firewall: firewall.Props{Countries: firewall.Countries{Blocked: []string{"BR", "FR"}}}}, keepsOut("BR")},
		"some addresses": {websystem.Props{Domain: site, SorryPage: byDNS, Firewall: firewall.Props{Addresses: firewall.Addresses{Only: []string{"203.0.113.0/24"}}}}, []string{
			"firewall.addresses.only: keeps out Route 53's health checkers, and the page would be shown always; add their ranges to firewall.addresses.trusted, or leave out sorryPage.automatic"}},
		"some addresses counted":  {websystem.Props{Domain: site, SorryPage: byDNS, Firewall: firewall.Props{Mode: firewall.Count, Addresses: firewall.Addresses{Only: []string{"203.0.113.0/24"}}}}, nil},
		"some addresses, trusted": {websystem.Props{Domain: site, SorryPage: byDNS, Firewall: firewall.Props{Addresses: firewall.Addresses{Only: []string{"203.0.113.0/24"}, Trusted: []string{"15.177.0.0/18"}}}}, nil},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, c.props.Validate(), c.want...) })
	}
	for _, region := range []string{"cn-north-1", "us-gov-west-1"} {
		wantProblems(t, (&websystem.Props{Domain: site, SorryPage: byDNS}).ValidateIn(region),
			"sorryPage.automatic: is not possible in "+region+", whose accounts have no us-east-1; leave it out")
	}
	wantProblems(t, (&websystem.StageProps{Props: websystem.Props{Domain: site, SorryPage: byDNS}}).Validate(),
		"region: missing; sorryPage.automatic takes a second stack in us-east-1, which must know where the first is")
}
