package test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

const (
	ruleKind   = "AWS::ElasticLoadBalancingV2::ListenerRule"
	targetsARN = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/site/0123456789abcdef"
)

// siteListener is a listener that is there already, and the target group behind it.
func siteListener(stack awscdk.Stack) (elbv2.IApplicationListener, elbv2.IApplicationTargetGroup) {
	listener := elbv2.ApplicationListener_FromApplicationListenerAttributes(stack, jsii.String("Site"), &elbv2.ApplicationListenerAttributes{
		ListenerArn: jsii.String(broughtListener), SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("SiteGroup"), jsii.String(broughtGroup), nil),
	})
	targets := elbv2.ApplicationTargetGroup_FromTargetGroupAttributes(stack, jsii.String("Servers"), &elbv2.TargetGroupAttributes{TargetGroupArn: jsii.String(targetsARN)})
	return listener, targets
}

// rules lists a listener's rules by their priorities: "conditions -> action".
func rules(tm *template) map[float64]string {
	all := map[float64]string{}
	for _, r := range tm.all(ruleKind) {
		priority, _ := r.get("Priority").(float64)
		to := show(r.get("Actions.0.Type"))
		if code := r.get("Actions.0.FixedResponseConfig.StatusCode"); code != nil {
			to = "answer " + show(code)
		}
		all[priority] = strings.ReplaceAll(show(r.get("Conditions"))+" -> "+to, `"`, "")
	}
	return all
}

func TestMaintenance(t *testing.T) {
	var operators []string
	for _, third := range []string{"1", "2", "3", "4", "5", "6"} {
		operators = append(operators, "198.51."+third+".0/24")
	}
	operators = append(operators, "2001:db8::/48")
	var m *edge.Maintenance
	tm := synth(t, func(stack awscdk.Stack) {
		listener, targets := siteListener(stack)
		m = edge.NewMaintenance(stack, "Maintenance", &edge.MaintenanceProps{Listener: listener, TargetGroup: targets, Operators: operators, HealthPath: "/healthz"})
	})
	want := map[float64]string{
		1: "[{Field:source-ip,SourceIpConfig:{Values:[198.51.1.0/24,198.51.2.0/24,198.51.3.0/24,198.51.4.0/24,198.51.5.0/24]}}] -> forward",
		2: "[{Field:source-ip,SourceIpConfig:{Values:[198.51.6.0/24,2001:db8::/48]}}] -> forward",
		6: "[{Field:path-pattern,PathPatternConfig:{Values:[/healthz]}}] -> forward",
		7: "[{Field:path-pattern,PathPatternConfig:{Values:[*]}}] -> answer 503",
	}
	if got := rules(tm); !maps.Equal(got, want) {
		t.Errorf("rules are\n%v\nwant\n%v", got, want)
	}
	for _, r := range tm.all(ruleKind) {
		r.want(t, "ListenerArn", broughtListener)
		if r.get("Actions.0.Type") == "forward" {
			r.want(t, "Actions.0.TargetGroupArn", targetsARN)
		}
		if got := dig(r.Metadata, "cfn-lint.config.ignore_checks.0"); got != "E3002" {
			t.Errorf("cfn-lint stumbles over the tags of %s: %v", r.ID, got)
		}
	}
	tm.named(t, ruleKind, "MaintenancePage").wantEach(t, map[string]any{
		"Actions.0.FixedResponseConfig.ContentType": "text/html", "Actions.0.FixedResponseConfig.MessageBody": sorrypage.Page(),
	})
	for _, id := range []string{"MaintenanceOperators1", "MaintenanceOperators2", "MaintenanceHealth"} {
		tm.named(t, ruleKind, id)
	}
	if len(m.Rules()) != 4 {
		t.Errorf("there are %d rules", len(m.Rules()))
	}
}

func TestMaintenanceOfOnesOwn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sorry.html")
	if err := os.WriteFile(file, []byte("<p>From a file"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, page := range map[string]edge.Page{"<p>Written out": {HTML: "<p>Written out"}, "<p>From a file": {File: file}} {
		tm := synth(t, func(stack awscdk.Stack) {
			listener, _ := siteListener(stack)
			edge.NewMaintenance(stack, "Maintenance", &edge.MaintenanceProps{Listener: listener, Page: page, Priority: 100})
		})
		r := tm.one(t, ruleKind)
		r.want(t, "Priority", 106)
		r.want(t, "Actions.0.FixedResponseConfig.MessageBody", name)
	}
}

func TestMaintenanceRefusals(t *testing.T) {
	full := strings.Repeat("あ", 341) // of three bytes each, and one is left
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	empty, latin := write("empty.html", ""), write("latin.html", "\xe9")
	for title, c := range map[string]struct {
		page edge.Page
		want []string
	}{
		"as large as can be": {edge.Page{HTML: full + "a"}, nil},
		"too large":          {edge.Page{HTML: full + "ab"}, []string{"html: has 1025 bytes, and a load balancer's fixed response may have 1024; make it shorter by 1"}},
		"file too large":     {edge.Page{File: write("large.html", full+full)}, []string{"file: has 2046 bytes, and a load balancer's fixed response may have 1024; make it shorter by 1022"}},
		"both":               {edge.Page{HTML: "a", File: "b"}, []string{"file: contradicts html; leave one of them out"}},
		"no file":            {edge.Page{File: "missing.html"}, []string{`file: "missing.html" cannot be read: no such file or directory`}},
		"empty":              {edge.Page{File: empty}, []string{`file: "` + empty + `" is empty; write a page, or leave it out for the default one`}},
		"Latin":              {edge.Page{File: latin}, []string{"file: is not in UTF-8; save it in UTF-8"}},
		"default":            {edge.Page{}, nil},
	} {
		t.Run(title, func(t *testing.T) { wantProblems(t, edge.Check(c.page, nil), c.want...) })
	}
	wantProblems(t, edge.Check(edge.Page{}, []string{"203.0.113.7", "203.0.113.7/24", "0.0.0.0/0", "2001:db8::/48", "2001:db8::/48", *awscdk.Aws_STACK_NAME()}),
		`operators[0]: "203.0.113.7" is not a range of addresses; use one like 203.0.113.0/24, or 203.0.113.7/32 for a single one`,
		"operators[1]: 203.0.113.7/24 has bits behind its prefix; use 203.0.113.0/24",
		"operators[2]: 0.0.0.0/0 is everybody, so that nobody would see the page; name the operators' addresses",
		"operators[4]: 2001:db8::/48 is listed twice",
	)
	var many []string
	for i := range 25 {
		many = append(many, fmt.Sprintf("198.51.100.%d/32", i))
	}
	wantProblems(t, edge.Check(edge.Page{}, many))
	wantProblems(t, edge.Check(edge.Page{}, append(many, "192.0.2.0/24")), "operators: 26 ranges are more than the 25 that there is room for; join some of them")
	wantProblems(t, (*edge.MaintenanceProps)(nil).Validate(), "listener: missing; give the listener that serves the site")
	synth(t, func(stack awscdk.Stack) {
		listener, targets := siteListener(stack)
		refuses(t, func() {
			edge.NewMaintenance(stack, "Maintenance", &edge.MaintenanceProps{Listener: listener, HealthPath: "healthz", Priority: 49995, Page: edge.Page{HTML: full + "ab"}, Operators: []string{"x"}})
		}, `maintenance "Maintenance": priority: 49995 is out of range; use 1 to 49994`,
			"targetGroup: missing; give the target group that operators and health checks are let through to",
			"page.html: has 1025 bytes", `operators[0]: "x" is not a range of addresses`,
			`healthPath: "healthz" is not a path that stays reachable in maintenance; use one like /healthz, of 128 letters at most, without *, ? and spaces`)
		p := edge.MaintenanceProps{Listener: listener, Operators: []string{"203.0.113.0/24"}}
		wantProblems(t, p.Validate(), "targetGroup: missing; give the target group that operators and health checks are let through to")
		p.Operators, p.HealthPath = nil, "/healthz"
		wantProblems(t, p.Validate(), "targetGroup: missing; give the target group that operators and health checks are let through to")
		p.TargetGroup = targets
		for path, good := range map[string]bool{"/": true, "/" + strings.Repeat("a", 127): true, "/" + strings.Repeat("a", 128): false, "/a*": false, "/a?b": false, "/a b": false, *awscdk.Aws_STACK_NAME(): true} {
			p.HealthPath = path
			if (p.Validate() == nil) != good {
				t.Errorf("%s: %v", path, p.Validate())
			}
		}
	})
}

func TestRedirects(t *testing.T) {
	var r *edge.Redirects
	tm := synth(t, func(stack awscdk.Stack) {
		listener, _ := siteListener(stack)
		r = edge.NewRedirects(stack, "Redirects", &edge.RedirectsProps{Listener: listener, From: []string{"www.example.com", "*.example.net"}, To: "example.com"})
	})
	got := tm.one(t, ruleKind)
	got.wantEach(t, map[string]any{
		"ListenerArn": broughtListener, "Priority": 8, "Conditions.0.Field": "host-header", "Conditions.0.HostHeaderConfig.Values": []any{"www.example.com", "*.example.net"},
		"Actions": []any{map[string]any{"Type": "redirect", "RedirectConfig": map[string]any{"Host": "example.com", "Protocol": "HTTPS", "StatusCode": "HTTP_301"}}},
	})
	if r.Rule() == nil {
		t.Error("there is no rule")
	}
}

func TestRedirectsRefusals(t *testing.T) {
	wantProblems(t, (*edge.RedirectsProps)(nil).Validate(),
		"listener: missing; give the listener that serves the site",
		"from: missing; give the names that lead away",
		"to: missing; give the name that they lead to",
	)
	synth(t, func(stack awscdk.Stack) {
		listener, _ := siteListener(stack)
		refuses(t, func() {
			edge.NewRedirects(stack, "Redirects", &edge.RedirectsProps{Listener: listener, From: []string{"a.example.com", "b.example.com", "c.example.com", "d.example.com", "e.example.com", "x"}, To: "*.example.com", Priority: 50001})
		}, `redirects "Redirects": priority: 50001 is out of range; use 1 to 50000`, "from: 6 names are more than the 5 of a rule; use fewer",
			`from[5]: "x" is not a name`, `to: "*.example.com" is not a name`)
		five := []string{"a.example.com", "b.example.com", "c.example.com", "d.example.com", *awscdk.Aws_STACK_NAME()}
		wantProblems(t, (&edge.RedirectsProps{Listener: listener, From: five, To: *awscdk.Aws_STACK_NAME()}).Validate())
	})
}
