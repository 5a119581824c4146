package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
)

const (
	zoneKind        = "AWS::Route53::HostedZone"
	recordKind      = "AWS::Route53::RecordSet"
	certificateKind = "AWS::CertificateManager::Certificate"
	siteZoneID      = "Z0123456789EXAMPLE"
)

// site is a domain in a zone that is there already.
var site = domain.Props{Zone: "example.com", HostedZoneID: siteZoneID}

// recordsOf lists records: "name type role -> target in zone", sorted.
func recordsOf(tm *template) []string {
	var all []string
	for _, r := range tm.all(recordKind) {
		line := show(r.get("Name")) + " " + show(r.get("Type")) + " " + show(r.get("Failover")) + " -> " + show(r.get("AliasTarget.DNSName"))
		all = append(all, strings.ReplaceAll(line, `"`, ""))
	}
	slices.Sort(all)
	return all
}

func TestDomainFindsAZoneWithoutALookup(t *testing.T) {
	var found *domain.Domain
	tm := synth(t, func(stack awscdk.Stack) {
		found = domain.New(stack, "Domain", &site)
		if id, name := *found.Zone().HostedZoneId(), *found.Zone().ZoneName(); id != siteZoneID || name != "example.com" {
			t.Errorf("the zone is %s, %s", id, name)
		}
	})
	if len(tm.Resources) > 0 || len(tm.Outputs) > 0 {
		t.Errorf("there are resources %v and outputs %v", tm.Resources, tm.Outputs)
	}
	if names := found.Names(); !slices.Equal(names, []string{"example.com"}) || found.Redirects() != nil {
		t.Errorf("by default the names are %v and the redirects %v", names, found.Redirects())
	}
}

func TestDomainKnowsItsNames(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		given := site
		given.Names, given.Redirects = []string{"shop.example.com"}, []string{"www.example.com"}
		made := domain.New(stack, "Domain", &given)
		if names, redirects := made.Names(), made.Redirects(); !slices.Equal(names, given.Names) || !slices.Equal(redirects, given.Redirects) {
			t.Errorf("the names are %v and the redirects %v", names, redirects)
		}
	})
}

func TestDomainNewZone(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		domain.New(stack, "Domain", &domain.Props{Zone: "example.com", NewZone: true})
		domain.New(stack, "Inner", &domain.Props{Zone: "corp.internal", NewZone: true, VPC: awsec2.NewVpc(stack, jsii.String("VPC"), nil)})
	})
	public, private := tm.named(t, zoneKind, "Domain"), tm.named(t, zoneKind, "Inner")
	public.wantEach(t, map[string]any{"Name": "example.com.", "VPCs": nil})
	private.wantEach(t, map[string]any{"Name": "corp.internal.", "VPCs.0.VPCId": ref(tm.one(t, "AWS::EC2::VPC").ID)})
	for _, zone := range []resource{public, private} {
		if zone.DeletionPolicy != "Retain" || zone.UpdateReplacePolicy != "Retain" {
			t.Errorf("the policies of %s are %q and %q", zone.ID, zone.DeletionPolicy, zone.UpdateReplacePolicy)
		}
	}
	var outputs []string
	for _, output := range tm.Outputs {
		outputs = append(outputs, show(output))
	}
	want := show(map[string]any{
		"Description": "What the registrar of example.com, or the zone above it, must name as its name servers",
		"Value":       map[string]any{"Fn::Join": []any{" ", att(public.ID, "NameServers")}},
	})
	if !slices.Equal(outputs, []string{want}) {
		t.Errorf("outputs are %v, want %s", outputs, want)
	}
}

func TestDomainRefusals(t *testing.T) {
	const name = " is not a name; use one like example.com, in small letters and without a dot at its end"
	for title, c := range map[string]struct {
		props domain.Props
		want  []string
	}{
		"nothing": {domain.Props{}, []string{
			"zone: missing; give the name of the hosted zone, like example.com",
			"hostedZoneId: missing; give the id of the hosted zone, or say newZone: true for a new one",
		}},
		"both zones":  {domain.Props{Zone: "example.com", HostedZoneID: siteZoneID, NewZone: true}, []string{"newZone: contradicts hostedZoneId; leave one of them out"}},
		"zone's form": {domain.Props{Zone: "example.com.", NewZone: true}, []string{`zone: "example.com."` + name}},
		"id's form": {domain.Props{Zone: "example.com", HostedZoneID: "/hostedzone/Z0123456789EXAMPLE"}, []string{
			`hostedZoneId: "/hostedzone/Z0123456789EXAMPLE" is not a hosted zone's id; use one like Z0123456789EXAMPLE, without /hostedzone/ before it`}},
		"names": {domain.Props{Zone: "example.com", NewZone: true, Names: []string{"WWW.example.com", "www.example.org", "example.com", "example.com", "*.example.com"}}, []string{
			`names[0]: "WWW.example.com"` + name,
			"names[1]: www.example.org is not in the zone example.com; use a name that is, or the zone of that name",
			"names[3]: example.com is listed twice",
		}},
		"redirects": {domain.Props{Zone: "example.com", NewZone: true, Redirects: []string{"*.example.com", "example.com", "a.example.com", "b.example.com", "c.example.com", "badexample.com"}}, []string{
			`redirects[0]: "*.example.com"` + name,
			"redirects[5]: badexample.com is not in the zone example.com; use a name that is, or the zone of that name",
			"redirects: 6 names are more than the 5 of a listener's rule; use fewer",
			"redirects[1]: example.com is one of the site's names, and cannot lead away from it; leave it out of one of them",
		}},
		"a wildcard first": {domain.Props{Zone: "example.com", NewZone: true, Names: []string{"*.example.com"}}, []string{
			`names[0]: "*.example.com" stands for many names; put one that is a name by itself first`}},
		"tokens": {domain.Props{Zone: *awscdk.Aws_STACK_NAME(), HostedZoneID: *awscdk.Aws_STACK_ID(), Names: []string{"a.example.com", *awscdk.Aws_STACK_NAME()}}, nil},
		"as many redirects as a rule takes": {domain.Props{Zone: "example.com", NewZone: true,
			Redirects: []string{"a.example.com", "b.example.com", "c.example.com", "d.example.com", "e.example.com"}}, nil},
	} {
		t.Run(title, func(t *testing.T) { wantProblems(t, c.props.Validate(), c.want...) })
	}
	synthAnywhere(t, func(stack awscdk.Stack) {
		refuses(t, func() { domain.New(stack, "Domain", nil) }, `domain "Domain": zone: missing`)
		p := site
		p.VPC = awsec2.NewVpc(stack, jsii.String("VPC"), nil)
		wantProblems(t, p.Validate(), "hostedZoneId: contradicts VPC, which is for a new zone; leave one of them out")
	})
}

func TestCertificate(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		zone := domain.New(stack, "Domain", &site).Zone()
		domain.NewCertificate(stack, "One", &domain.CertificateProps{Zone: zone, Names: []string{"example.com"}})
		c := domain.NewCertificate(stack, "Several", &domain.CertificateProps{Zone: zone, Names: []string{"example.com", "www.example.com", "*.example.com"}})
		if !strings.Contains(*c.Certificate().CertificateArn(), "${Token[") {
			t.Errorf("the ARN is %s", *c.Certificate().CertificateArn())
		}
	})
	proof := func(name string) any { return map[string]any{"DomainName": name, "HostedZoneId": siteZoneID} }
	tm.named(t, certificateKind, "One").wantEach(t, map[string]any{
		"DomainName": "example.com", "SubjectAlternativeNames": nil, "ValidationMethod": "DNS",
		"DomainValidationOptions": []any{proof("example.com")},
	})
	tm.named(t, certificateKind, "Several").wantEach(t, map[string]any{
		"DomainName": "example.com", "SubjectAlternativeNames": []any{"www.example.com", "*.example.com"}, "ValidationMethod": "DNS",
		"DomainValidationOptions": []any{proof("example.com"), proof("www.example.com")}, // a wildcard's is that of the name below it
	})
}

func TestCertificateRefusals(t *testing.T) {
	wantProblems(t, (*domain.CertificateProps)(nil).Validate(),
		"zone: missing; give the hosted zone of the names",
		"names: missing; give the names that the certificate is for")
	synth(t, func(stack awscdk.Stack) {
		zone := domain.New(stack, "Domain", &site).Zone()
		refuses(t, func() {
			domain.NewCertificate(stack, "Certificate", &domain.CertificateProps{Zone: zone, Names: []string{"example.org", "example.org"}})
		}, `certificate "Certificate": names[0]: example.org is not in the zone example.com`, "names[1]: example.org is listed twice")
		long := strings.Repeat("a", 53) + ".example.com"
		wantProblems(t, (&domain.CertificateProps{Zone: zone, Names: []string{long}}).Validate(),
			`names[0]: "`+long+`" has 65 letters, and the first name of a certificate may have 64; put a shorter one first`)
		wantProblems(t, (&domain.CertificateProps{Zone: zone, Names: []string{"example.com", long}}).Validate())
		wantProblems(t, (&domain.CertificateProps{Names: []string{"example.com"}}).Validate(), "zone: missing; give the hosted zone of the names")

		// How long a name is, and whether it is in the zone, only the deployment may know.
		unknown := strings.Repeat("a", 53) + "." + *awscdk.Aws_STACK_NAME()
		wantProblems(t, (&domain.CertificateProps{Zone: zone, Names: []string{unknown}}).Validate())
		named := domain.New(stack, "Named", &domain.Props{Zone: *awscdk.Aws_STACK_NAME(), HostedZoneID: siteZoneID}).Zone()
		wantProblems(t, (&domain.CertificateProps{Zone: named, Names: []string{"example.com"}}).Validate())
	})
}

func TestRecords(t *testing.T) {
	var records *domain.Records
	tm := synth(t, func(stack awscdk.Stack) {
		zone := domain.New(stack, "Domain", &site).Zone()
		to := domain.RecordsProps{Zone: zone, Names: []string{"example.com", "*.example.com"}, TargetDNSName: "web.example.net", TargetZoneID: "Z14GRHDCWA56QT"}
		records = domain.NewRecords(stack, "Four", &domain.RecordsProps{Zone: to.Zone, Names: to.Names, TargetDNSName: to.TargetDNSName, TargetZoneID: to.TargetZoneID})
		to.IPv6, to.HealthCheckID, to.Names = true, "12345678-1234-1234-1234-123456789012", []string{"six.example.com"}
		domain.NewRecords(stack, "Six", &to)
		domain.NewRecords(stack, "Spare", &domain.RecordsProps{Zone: zone, Names: []string{"example.com"}, TargetDNSName: "d.cloudfront.net", TargetZoneID: domain.CloudFrontZoneID})
		domain.NewRecords(stack, "Other", &domain.RecordsProps{Zone: zone, Names: []string{"a.example.com", *awscdk.Aws_STACK_NAME()}, TargetDNSName: "web.example.net", TargetZoneID: "Z14GRHDCWA56QT", Role: domain.Secondary})
	})
	if len(records.Records()) != 2 {
		t.Errorf("%d records, want 2", len(records.Records()))
	}
	want := []string{
		"*.example.com. A PRIMARY -> web.example.net",
		"a.example.com. A SECONDARY -> web.example.net",
		"example.com. A PRIMARY -> web.example.net",
		"example.com. A SECONDARY -> d.cloudfront.net",
		"six.example.com. A PRIMARY -> web.example.net",
		"six.example.com. AAAA PRIMARY -> web.example.net",
		"{Fn::Join:[,[{Ref:AWS::StackName},.]]} A SECONDARY -> web.example.net",
	}
	if got := recordsOf(tm); !slices.Equal(got, want) {
		t.Errorf("records are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	tm.named(t, recordKind, "Fourexamplecom").wantEach(t, map[string]any{
		"HostedZoneId": siteZoneID, "AliasTarget.HostedZoneId": "Z14GRHDCWA56QT", "AliasTarget.EvaluateTargetHealth": true,
		"SetIdentifier": "primary", "HealthCheckId": nil,
	})
	tm.named(t, recordKind, "Fouranyexamplecom")
	tm.named(t, recordKind, "OtherName1").want(t, "AliasTarget.EvaluateTargetHealth", false)
	tm.named(t, recordKind, "SixsixexamplecomAAAA").want(t, "HealthCheckId", "12345678-1234-1234-1234-123456789012")
	tm.named(t, recordKind, "Spare").wantEach(t, map[string]any{
		"AliasTarget.HostedZoneId": "Z2FDTNDATAQYW2", "AliasTarget.EvaluateTargetHealth": false, "SetIdentifier": "secondary",
	})
}

func TestRecordsRefusals(t *testing.T) {
	wantProblems(t, (*domain.RecordsProps)(nil).Validate(),
		"zone: missing; give the hosted zone of the names",
		"names: missing; give the names that lead to the target",
		"targetDnsName: missing; give the DNS name of the load balancer or distribution",
		"targetZoneId: missing; give the id of the hosted zone of the load balancer or distribution itself",
	)
	synth(t, func(stack awscdk.Stack) {
		p := domain.RecordsProps{Zone: domain.New(stack, "Domain", &site).Zone(), Names: []string{"example.org"}, TargetDNSName: "a", TargetZoneID: "Z", Role: "third"}
		refuses(t, func() { domain.NewRecords(stack, "Records", &p) },
			`records "Records": role: "third" is not known; use primary or secondary`,
			"names[0]: example.org is not in the zone example.com; use a name that is, or the zone of that name")
		p.Names, p.Role, p.HealthCheckID = []string{"example.com"}, domain.Secondary, "x"
		wantProblems(t, p.Validate(), "healthCheckId: is for primary records: the secondary ones count while those do not; leave it out")
	})
}

// Records that a site begins with may lead to a distribution later: they stay the primary ones.
func TestPrimaryRecordsOfADistribution(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		domain.NewRecords(stack, "Records", &domain.RecordsProps{
			Zone: domain.New(stack, "Domain", &site).Zone(), Names: []string{"example.com"},
			TargetDNSName: "d.cloudfront.net", TargetZoneID: domain.CloudFrontZoneID, Role: domain.Primary, HealthCheckID: "x",
		})
	})
	tm.one(t, recordKind).wantEach(t, map[string]any{
		"Failover": "PRIMARY", "SetIdentifier": "primary", "AliasTarget.EvaluateTargetHealth": false, "HealthCheckId": "x",
	})
}
