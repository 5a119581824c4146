package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
)

// manyNames are names of a site.
func manyNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("s%d.example.com", i)
	}
	return names
}

func TestCDNRefusals(t *testing.T) {
	wantProblems(t, (*cdn.Props)(nil).Validate(),
		"certificate: missing; give one for the names, in us-east-1",
		"originName: missing; give a name that leads to the load balancer",
		"originRegion: missing; give the load balancer's",
		"names: missing; give the names of the site",
	)
	long, wide := "/"+strings.Repeat("a", 255), make([]string, 74)
	for i := range wide {
		wide[i] = fmt.Sprintf("/%d/*", i)
	}
	many := manyNames(100)
	synthAnywhere(t, func(stack awscdk.Stack) {
		right := *cdnProps(stack)
		for name, c := range map[string]struct {
			change func(*cdn.Props)
			want   []string
		}{
			"what is right": {func(*cdn.Props) {}, nil},
			"no Region":     {func(p *cdn.Props) { p.OriginRegion = "Tokyo" }, []string{`originRegion: "Tokyo" is not a Region; use one like ap-northeast-1`}},
			"wrong names": {func(p *cdn.Props) { p.Names, p.Redirects = []string{"*.example.com", "x"}, []string{"*.example.net"} }, []string{
				`names[1]: "x" is not a name; use one like example.com, in small letters and without a dot at its end`,
				`redirects[0]: "*.example.net" is not a name; use one like example.com, in small letters and without a dot at its end`,
				`names[0]: "*.example.com" stands for many names; put one that is a name by itself first`,
			}},
			"a hundred names": {func(p *cdn.Props) { p.Names = many }, nil},
			"too many names": {func(p *cdn.Props) { p.Names, p.Redirects = many, []string{"www.example.com"} }, []string{
				"names: 101 are more than the 100 of a distribution; use fewer"}},
			"a wrong origin": {func(p *cdn.Props) { p.OriginName = "Origin" }, []string{
				`originName: "Origin" is not a name; use one like example.com, in small letters and without a dot at its end`}},
			"an origin that is the site": {func(p *cdn.Props) { p.OriginName = "example.com" }, []string{
				"originName: example.com is one of the site's names, which lead to CloudFront itself; use another"}},
			"an origin that leads to the site": {func(p *cdn.Props) { p.Redirects = []string{"origin.example.com"} }, []string{
				"originName: origin.example.com is one of the site's names, which lead to CloudFront itself; use another"}},
			"a low port":  {func(p *cdn.Props) { p.OriginPort = 1023 }, []string{"originPort: 1023 is none that CloudFront asks; use 443, or one from 1024 to 65535"}},
			"a high port": {func(p *cdn.Props) { p.OriginPort = 65536 }, []string{"originPort: 65536 is none that CloudFront asks; use 443, or one from 1024 to 65535"}},
			"HTTPS's":     {func(p *cdn.Props) { p.OriginPort = 443 }, nil},
			"ports":       {func(p *cdn.Props) { p.OriginPort = 1024 }, nil},
			"last port":   {func(p *cdn.Props) { p.OriginPort = 65535 }, nil},
			"out of range": {func(p *cdn.Props) {
				p.ResponseSeconds, p.StaticSeconds, p.LogRetentionDays, p.StaticPaths = 121, 31536001, 3654, []string{"/a"}
			}, []string{
				"responseSeconds: 121 is out of range; use 1 to 120",
				"staticSeconds: 31536001 is out of range; use 1 to 31536000",
				"logRetentionDays: 3654 is out of range; use 1 to 3653",
			}},
			"wrong keys": {func(p *cdn.Props) { p.Keys = []string{"a", "a", "B"} }, []string{
				"keys: 3 are more than the 2 that a change takes; leave out those that are not sent any more",
				"keys[1]: a is listed twice; leave it out once",
				`keys[2]: "B" is not a label; use 1 to 20 small letters and digits`,
			}},
			"two keys": {func(p *cdn.Props) { p.Keys = []string{"a", "b20261128"} }, nil},
			"wrong paths": {func(p *cdn.Props) { p.StaticPaths = []string{"static", "/*", "*", "/a b", "/a", "/a", long} }, []string{
				`staticPaths[0]: "static" is not a pattern of paths; use one like /static/* or *.css, of 255 letters at most`,
				`staticPaths[1]: "/*" is the whole site, and nobody would see what is his own; name the paths that are the same for everybody`,
				`staticPaths[2]: "*" is the whole site, and nobody would see what is his own; name the paths that are the same for everybody`,
				`staticPaths[3]: "/a b" is not a pattern of paths; use one like /static/* or *.css, of 255 letters at most`,
				"staticPaths[5]: /a is listed twice; leave it out once",
				`staticPaths[6]: "` + long + `" is not a pattern of paths; use one like /static/* or *.css, of 255 letters at most`,
			}},
			"long paths":     {func(p *cdn.Props) { p.StaticPaths = append([]string{long[:255]}, wide[1:73]...) }, nil},
			"too many paths": {func(p *cdn.Props) { p.StaticPaths = wide }, []string{"staticPaths: 74 are more than the 73 that a distribution has room for; use wider patterns"}},
			"a time for no paths": {func(p *cdn.Props) { p.StaticSeconds = 60 }, []string{
				"staticSeconds: does nothing without staticPaths; give them, or leave it out"}},
			"wrong countries": {func(p *cdn.Props) {
				p.Countries = cdn.Countries{Only: []string{"jp", "JP", "JP"}, Blocked: []string{"QQ"}}
			}, []string{
				"countries.blocked: does nothing beside only, which lets no other country in; leave one of them out",
				`countries.only[0]: "jp" is not a country's code; use JP`,
				"countries.only[2]: JP is listed twice; leave it out once",
				`countries.blocked[0]: "QQ" is not a country's code; use two letters of ISO 3166-1, like JP`,
			}},
			"a regional web ACL": {func(p *cdn.Props) { p.WebACLARN = broughtACL }, []string{
				`webAclArn: "` + broughtACL + `" is not such an ARN; use one like ` + edgeWebACL}},
			"a web ACL elsewhere": {func(p *cdn.Props) { p.WebACLARN = strings.Replace(edgeWebACL, "us-east-1", testRegion, 1) }, []string{
				"webAclArn: is in ap-northeast-1, and web ACLs for CloudFront are in us-east-1; use one there"}},
			"wrong operators": {func(p *cdn.Props) { p.Operators, p.HealthPath = []string{"203.0.113.7"}, "/a*" }, []string{
				`operators[0]: "203.0.113.7" is not a range of addresses; use one like 203.0.113.0/24, or 203.0.113.7/32 for a single one`,
				`healthPath: "/a*" is not a path that stays reachable in maintenance; use one like /healthz, of 128 letters at most, without *, ? and spaces`,
			}},
			"a page that is not there": {func(p *cdn.Props) { p.Page.File = "missing.html" }, []string{`page.file: "missing.html" cannot be read: no such file or directory`}},
			"names that only the deployment knows": {func(p *cdn.Props) {
				p.Names, p.Redirects, p.OriginName = []string{*stack.StackId()}, []string{*stack.StackId() + "."}, *stack.StackId()
				p.OriginRegion, p.WebACLARN, p.StaticPaths = *stack.Region(), *stack.StackId(), []string{*stack.StackId()}
			}, nil},
		} {
			t.Run(name, func(t *testing.T) {
				p := right
				c.change(&p)
				wantProblems(t, p.Validate(), c.want...)
			})
		}
		refuses(t, func() { cdn.New(stack, "CDN", &cdn.Props{}) }, `CDN "CDN": certificate: missing`)
		if stack.Node().TryFindChild(jsii.String("CDN")) != nil {
			t.Error("something was created")
		}
	})
	synth(t, func(stack awscdk.Stack) {
		refuses(t, func() { cdn.New(stack, "CDN", cdnProps(stack)) }, `CDN "CDN": its stack is in ap-northeast-1; give it one in us-east-1`)
	})
}

// The function that shows the page in maintenance has room for just so much, whether maintenance is on or not.
func TestCDNPageSize(t *testing.T) {
	synthAnywhere(t, func(stack awscdk.Stack) {
		p := cdnProps(stack)
		size := func(page int) error {
			p.Page.HTML = strings.Repeat("a", page)
			return p.Validate()
		}
		most := 0
		for low, high := 0, 10240; low < high; {
			most = (low + high + 1) / 2
			if most > 0 && size(most) == nil {
				low = most
			} else {
				high = most - 1
			}
			most = low
		}
		p.Maintenance, p.Page.HTML = true, strings.Repeat("a", most)
		code := *cdn.New(stack, "CDN", p).Function().FunctionCode()
		if len(code) != 10240 {
			t.Errorf("the largest page has %d bytes, and its function %d, want 10240", most, len(code))
		}
		wantProblems(t, size(most+3), fmt.Sprintf("page.html: has %d bytes, and with it the function that shows it in maintenance 10243, of 10240 that it may have; make it shorter by 3", most+3))
	})
}

func TestCDNOriginRefusals(t *testing.T) {
	wantProblems(t, (*cdn.OriginProps)(nil).Validate(),
		"listener: missing; give the HTTPS listener of the load balancer",
		"targetGroup: missing; give the target group that serves the site",
		"securityGroup: missing; give the security group of the load balancer",
		"secretNames: missing; give those of the CDN, SecretNames()",
	)
	props := func(stack awscdk.Stack) *cdn.OriginProps {
		listener, targets := siteListener(stack)
		return &cdn.OriginProps{
			Listener: listener, TargetGroup: targets, SecretNames: []string{"a"},
			SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String(broughtGroup), nil),
		}
	}
	synth(t, func(stack awscdk.Stack) {
		p := props(stack)
		wantProblems(t, p.Validate())
		p.SecretNames, p.PrefixListID, p.Priority, p.Port = []string{"a", "b", "c"}, "pl-1", 50001, 65536
		wantProblems(t, p.Validate(),
			"port: 65536 is out of range; use 1 to 65535",
			"priority: 50001 is out of range; use 1 to 50000",
			"secretNames: 3 are more than the 2 that a change takes; use fewer",
			`prefixListId: "pl-1" is not such an id; use one like pl-0123456789abcdef0`,
		)
		refuses(t, func() { cdn.NewOrigin(stack, "Origin", p) }, `origin "Origin": port: 65536 is out of range`)
		p.SecretNames, p.PrefixListID, p.Priority, p.Port = []string{"a", "b"}, *stack.StackId(), 0, 0
		wantProblems(t, p.Validate())
	})
	const unknown = `origin "Origin": prefixListId: missing; which list %s has for CloudFront's addresses is not known here: give the id that aws ec2 describe-managed-prefix-lists tells for com.amazonaws.global.cloudfront.origin-facing`
	synthAnywhere(t, func(stack awscdk.Stack) {
		p := props(stack)
		refuses(t, func() { cdn.NewOrigin(stack, "Origin", p) }, fmt.Sprintf(unknown, "a Region that only the deployment knows"))
		refuses(t, func() { cdn.NewOrigin(stack, "Nil", nil) }, `origin "Nil": listener: missing`)
		if stack.Node().TryFindChild(jsii.String("Origin")) != nil {
			t.Error("something was created")
		}
		p.PrefixListID = "pl-0123456789abcdef0"
		cdn.NewOrigin(stack, "Origin", p)
	})
	synthStack(t, &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("me-central-1")}}, func(stack awscdk.Stack) {
		refuses(t, func() { cdn.NewOrigin(stack, "Origin", props(stack)) }, fmt.Sprintf(unknown, "me-central-1"))
	})
}
