package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
)

func TestFirewallRefuses(t *testing.T) {
	var none *firewall.Props
	wantProblems(t, none.Validate())
	many, six := make([]string, 10001), make([]string, 10001)
	for i := range many {
		many[i], six[i] = fmt.Sprintf("10.%d.%d.1", i/256, i%256), fmt.Sprintf("2001:db8::%x", i)
	}
	for is, c := range map[string]struct {
		props firewall.Props
		want  []string
	}{
		"words that are not known": {firewall.Props{Mode: "allow", ManagedGroups: []firewall.ManagedGroup{"AWSManagedRulesATPRuleSet"}, Scope: "global"}, []string{
			`mode: "allow" is not known; use block or count`,
			`managedGroups[0]: "AWSManagedRulesATPRuleSet" is not known; use AWSManagedRulesAmazonIpReputationList, AWSManagedRulesAnonymousIpList, AWSManagedRulesKnownBadInputsRuleSet, AWSManagedRulesCommonRuleSet, AWSManagedRulesAdminProtectionRuleSet, AWSManagedRulesSQLiRuleSet, AWSManagedRulesLinuxRuleSet, AWSManagedRulesUnixRuleSet, AWSManagedRulesWindowsRuleSet, AWSManagedRulesPHPRuleSet, AWSManagedRulesWordPressRuleSet or AWSManagedRulesBotControlRuleSet`,
			`scope: "global" is not known; use regional or cloudfront`,
		}},
		"load balancers": {firewall.Props{LoadBalancerARNs: []string{
			"arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:loadbalancer/net/web/0123456789abcdef",
			"arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:loadbalancer/gwy/web/0123456789abcdef",
			"arn:aws:elasticloadbalancing:ap-northeast-1:222222222222:loadbalancer/web",
			"web", "arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/app/web/0123456789abcdef", broughtBalancer, broughtBalancer,
			"arn:${Token[TOKEN.1]}",
		}}, []string{
			"loadBalancerArns[0]: only an Application Load Balancer reads requests, and can have a web ACL; use one, or leave this one out",
			"loadBalancerArns[1]: only an Application Load Balancer reads requests, and can have a web ACL; use one, or leave this one out",
			"loadBalancerArns[2]: only an Application Load Balancer reads requests, and can have a web ACL; use one, or leave this one out",
			`loadBalancerArns[3]: "web" is not such an ARN; use one like arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:loadbalancer/app/web/0123456789abcdef`,
			"loadBalancerArns[4]: the load balancer is in eu-west-1; use one of ap-northeast-1, where the web ACL is",
			"loadBalancerArns[6]: is listed twice; leave it out once",
			"loadBalancerArns[7]: is known only at deployment; give it to Protect, or leave it out",
		}},
		"managed groups": {firewall.Props{
			ManagedGroups: []firewall.ManagedGroup{firewall.Linux, firewall.IPReputationList, firewall.Linux, firewall.AnonymousIPList},
			GroupSettings: []firewall.GroupSettings{
				{Mode: firewall.Count},
				{Group: firewall.CommonRuleSet, Mode: firewall.Count},
				{Group: firewall.Linux},
				{Group: firewall.Linux, Version: "1.4"},
				{Group: firewall.AnonymousIPList, Version: "Version_1.4"},
				{Group: firewall.IPReputationList, Version: "Version_1.4", Mode: firewall.Count, CountRules: []string{"AWSManagedIPDDoSList", "a b", "AWSManagedIPDDoSList"}},
			},
		}, []string{
			"managedGroups[2]: AWSManagedRulesLinuxRuleSet is listed twice; leave it out once",
			"groupSettings[0].group: missing; say which managed group is meant",
			"groupSettings[1].group: AWSManagedRulesCommonRuleSet is not among managedGroups; add it there, or leave these settings out",
			"groupSettings[2]: says nothing of the group; give countRules, version or mode, or leave it out",
			"groupSettings[3].group: AWSManagedRulesLinuxRuleSet has settings already; put them together",
			`groupSettings[3].version: "1.4" is not a version; use one like Version_1.4`,
			"groupSettings[4].version: AWSManagedRulesAnonymousIpList has no versions; leave it out",
			"groupSettings[5].version: AWSManagedRulesAmazonIpReputationList has no versions; leave it out",
			"groupSettings[5].countRules: contradict mode: count, by which all rules of the group count; leave one of them out",
			`groupSettings[5].countRules[1]: "a b" is not a rule's name; use one like SizeRestrictions_BODY`,
			"groupSettings[5].countRules[2]: AWSManagedIPDDoSList is listed twice; leave it out once",
		}},
		"rule groups": {firewall.Props{RuleGroups: []firewall.RuleGroup{
			{Name: "a b", ARN: broughtIPSet, Capacity: 1},
			{Name: "RateLimit", ARN: broughtGroupARN},
			{Name: "Shop", ARN: strings.Replace(broughtGroupARN, "regional", "global", 1), Capacity: 1},
			{Name: "Shop", ARN: strings.Replace(broughtGroupARN, "ap-northeast-1", "eu-west-1", 1), Capacity: 1},
			{Name: "AWSManagedRulesPHPRuleSet", ARN: "${Token[TOKEN.1]}", Capacity: 1},
		}}, []string{
			`ruleGroups[0].name: "a b" is not a rule's name; use 1 to 128 letters, digits, - and _`,
			`ruleGroups[0].arn: "` + broughtIPSet + `" is not such an ARN; use one like arn:aws:wafv2:ap-northeast-1:111111111111:regional/rulegroup/shop/12345678-1234-1234-1234-123456789012`,
			"ruleGroups[1].name: RateLimit is the name of another rule; use another",
			"ruleGroups[1].capacity: missing; say how many capacity units the rule group was created with",
			"ruleGroups[2].arn: the rule group is for CloudFront; use a regional one, as the web ACL is",
			"ruleGroups[3].name: Shop is the name of another rule; use another",
			"ruleGroups[3].arn: the rule group is in eu-west-1; use one of ap-northeast-1, where the web ACL is",
			"ruleGroups[4].name: AWSManagedRulesPHPRuleSet is the name of another rule; use another",
		}},
		"too much capacity": {firewall.Props{RuleGroups: []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 3674}}}, []string{
			"ruleGroups: the rules take more than the 5000 capacity units that a web ACL has: AWSManagedRulesAmazonIpReputationList 25 + AWSManagedRulesKnownBadInputsRuleSet 200 + " +
				"AWSManagedRulesCommonRuleSet 700 + AWSManagedRulesSQLiRuleSet 200 + AWSManagedRulesLinuxRuleSet 200 + Shop 3674 + rateLimit 2 = 5001; leave groups out, or make them smaller",
		}},
		"just enough capacity": {firewall.Props{RuleGroups: []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 3673}}}, nil},
		"a limit out of range": {firewall.Props{RateLimit: firewall.RateLimit{Requests: 9, WindowSeconds: 30}, ClientAddressHeader: "X Forwarded"}, []string{
			"rateLimit.requests: 9 is out of range; use 10 to 2000000000",
			"rateLimit.windowSeconds: 30 is out of range; use 60 to 600",
			`clientAddressHeader: "X Forwarded" is not a header's name; use one like X-Forwarded-For`,
		}},
		"a limit that is none": {firewall.Props{RateLimit: firewall.RateLimit{Disable: true, WindowSeconds: 90}}, []string{
			"rateLimit.disable: contradicts the rest of the limit; leave it or the rest out",
			"rateLimit.windowSeconds: 90 is not a window that AWS WAF offers; use 60, 120, 300 or 600",
		}},
		"countries": {firewall.Props{Countries: firewall.Countries{Only: []string{"jp", "JPN", "zz"}, Blocked: []string{"AQ", "AQ"}}}, []string{
			"countries.blocked: does nothing beside only, which lets no other country in; leave one of them out",
			`countries.only[0]: "jp" is not a country's code; use JP`,
			`countries.only[1]: "JPN" is not a country's code; use two letters of ISO 3166-1, like JP`,
			`countries.only[2]: "zz" is not a country's code; use two letters of ISO 3166-1, like JP`,
			"countries.blocked[1]: AQ is listed twice; leave it out once",
		}},
		"addresses": {firewall.Props{
			ClientAddressHeader: "X-Forwarded-For",
			Addresses: firewall.Addresses{
				Trusted: []string{"192.0.2.1", "192.0.2.1", "0.0.0.0/0"},
				Blocked: []string{"192.0.2.1", "203.0.113.9/24", "here", "::1%eth0", strings.Replace(broughtIPSet, "ap-northeast-1", "eu-west-1", 1), "${Token[TOKEN.1]}"},
				Only:    []string{broughtGroupARN},
			},
		}, []string{
			"addresses.trusted: can be claimed by anybody with clientAddressHeader; leave one of them out",
			"addresses.trusted[1]: 192.0.2.1 is listed twice; leave it out once",
			"addresses.trusted[2]: 0.0.0.0/0 is every address, which an IP set cannot hold; leave it out",
			"addresses.blocked[1]: 203.0.113.9/24 is not where its range begins; use 203.0.113.0/24",
			`addresses.blocked[2]: "here" is neither an address, a range nor the ARN of an IP set; use one like 203.0.113.0/24`,
			`addresses.blocked[3]: "::1%eth0" is neither an address, a range nor the ARN of an IP set; use one like 203.0.113.0/24`,
			"addresses.blocked[4]: the IP set is in eu-west-1; use one of ap-northeast-1, where the web ACL is",
			`addresses.only[0]: "` + broughtGroupARN + `" is not such an ARN; use one like arn:aws:wafv2:ap-northeast-1:111111111111:regional/ipset/office/12345678-1234-1234-1234-123456789012`,
			"addresses.blocked[0]: 192.0.2.1 is trusted, and never blocked; leave one of them out",
		}},
		"too many addresses": {firewall.Props{Addresses: firewall.Addresses{Blocked: many}}, []string{
			"addresses.blocked: 10001 addresses are more than the 10000 that a set holds; use wider ranges, or IP sets of your own",
		}},
		"an address that is none takes no capacity": {firewall.Props{
			RuleGroups: []firewall.RuleGroup{{Name: "Shop", ARN: broughtGroupARN, Capacity: 3673}},
			Addresses:  firewall.Addresses{Blocked: []string{"here"}},
		}, []string{`addresses.blocked[0]: "here" is neither an address, a range nor the ARN of an IP set; use one like 203.0.113.0/24`}},
		"too many of the other kind": {firewall.Props{Addresses: firewall.Addresses{Blocked: six}}, []string{
			"addresses.blocked: 10001 addresses are more than the 10000 that a set holds; use wider ranges, or IP sets of your own",
		}},
		"as many as two sets hold": {firewall.Props{Addresses: firewall.Addresses{Blocked: append(six[1:], many[1:]...)}}, nil},
		"bodies": {firewall.Props{BodyInspectionKiB: 32, Sizes: firewall.Sizes{BodyBytes: 8193}}, []string{
			"bodyInspectionKiB: is for CloudFront: a load balancer hands 8 KiB of a body to the rules, always; leave it out",
		}},
		"a body that is not seen":    {firewall.Props{Sizes: firewall.Sizes{BodyBytes: 8193}}, []string{"sizes.bodyBytes: 8193 is more than the 8192 bytes that the rules see of a body; use 8192 or less, or let the application limit it"}},
		"a mode without a size":      {firewall.Props{Sizes: firewall.Sizes{Mode: firewall.Count}}, []string{"sizes.mode: does nothing without a size; give bodyBytes, queryBytes or pathBytes, or leave it out"}},
		"a mode with a size":         {firewall.Props{Sizes: firewall.Sizes{Mode: firewall.Count, PathBytes: 1}}, nil},
		"a mode with another":        {firewall.Props{Sizes: firewall.Sizes{Mode: firewall.Count, QueryBytes: 1}}, nil},
		"a mode with a third":        {firewall.Props{Sizes: firewall.Sizes{Mode: firewall.Count, BodyBytes: 1}}, nil},
		"a metric":                   {firewall.Props{MetricName: "a b"}, []string{`metricName: "a b" is not a metric's name; use 1 to 128 letters, digits and the characters _ # : . - /`}},
		"a metric that is not known": {firewall.Props{MetricName: "${Token[TOKEN.1]}"}, nil},
	} {
		t.Run(is, func(t *testing.T) { wantProblems(t, c.props.ValidateIn(testRegion), c.want...) })
	}
}

func TestFirewallRefusesLogs(t *testing.T) {
	disabled := "logs.disable: contradicts destinationArn, retentionDays, kmsKeyArn and allRequests; leave it or them out"
	const stream = "arn:aws:firehose:eu-west-1:222222222222:deliverystream/aws-waf-logs-all"
	for is, c := range map[string]struct {
		logs firewall.Logs
		want []string
	}{
		"none, and a destination":    {firewall.Logs{Disable: true, DestinationARN: "arn:aws:s3:::aws-waf-logs-all"}, []string{disabled}},
		"none, for some time, there": {firewall.Logs{Disable: true, DestinationARN: "logs", RetentionDays: 31}, []string{disabled}},
		"none, for some time":        {firewall.Logs{Disable: true, RetentionDays: 30}, []string{disabled}},
		"none, encrypted":            {firewall.Logs{Disable: true, KMSKeyARN: testKeyARN}, []string{disabled}},
		"none, of everything":        {firewall.Logs{Disable: true, AllRequests: true}, []string{disabled}},
		"none, redacted":             {firewall.Logs{Disable: true, RedactQueryString: true, RedactedHeaders: []string{"cookie"}}, nil}, // samples are
		"brought along, for some time": {firewall.Logs{DestinationARN: "arn:aws:s3:::aws-waf-logs-all", RetentionDays: 30}, []string{
			"logs.destinationArn: contradicts retentionDays and kmsKeyArn, which are for a new log group; leave it or them out"}},
		"brought along, encrypted": {firewall.Logs{DestinationARN: "arn:aws:s3:::aws-waf-logs-all", KMSKeyARN: testKeyARN}, []string{
			"logs.destinationArn: contradicts retentionDays and kmsKeyArn, which are for a new log group; leave it or them out"}},
		"another name": {firewall.Logs{DestinationARN: "arn:aws:s3:::logs"}, []string{
			`logs.destinationArn: "arn:aws:s3:::logs" is no destination; use the ARN of a log group, a bucket or a Firehose stream whose name begins with aws-waf-logs-, like arn:aws:s3:::aws-waf-logs-example`}},
		"a stream elsewhere": {firewall.Logs{DestinationARN: stream}, []string{"logs.destinationArn: the destination is in eu-west-1; use one of ap-northeast-1, where the web ACL is"}},
		"a group elsewhere": {firewall.Logs{DestinationARN: "arn:aws:logs:eu-west-1:222222222222:log-group:aws-waf-logs-all"}, []string{
			"logs.destinationArn: the destination is in eu-west-1; use one of ap-northeast-1, where the web ACL is"}},
		"a group here":             {firewall.Logs{DestinationARN: "arn:aws:logs:ap-northeast-1:222222222222:log-group:aws-waf-logs-all"}, nil},
		"one that is not known":    {firewall.Logs{DestinationARN: "${Token[TOKEN.1]}"}, nil},
		"a period that is none":    {firewall.Logs{RetentionDays: 31}, []string{"logs.retentionDays: 31 is not a period that CloudWatch Logs offers; use 30 or 60"}},
		"a period out of range":    {firewall.Logs{RetentionDays: 5000}, []string{"logs.retentionDays: 5000 is out of range; use 1 to 3653"}},
		"no key":                   {firewall.Logs{KMSKeyARN: "key"}, []string{`logs.kmsKeyArn: "key" is not such an ARN; use one like arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab`}},
		"a key elsewhere":          {firewall.Logs{KMSKeyARN: "arn:aws:kms:eu-west-1:111111111111:key/1234abcd"}, []string{"logs.kmsKeyArn: the key is in eu-west-1; use one of ap-northeast-1, where the logs are"}},
		"a key that is not known":  {firewall.Logs{KMSKeyARN: "${Token[TOKEN.1]}"}, nil},
		"headers":                  {firewall.Logs{RedactedHeaders: []string{"Cookie", "x y", "cookie"}}, []string{`logs.redactedHeaders[1]: "x y" is not a header's name; use one like authorization`, "logs.redactedHeaders[2]: cookie is listed twice; leave it out once"}},
		"the header of most names": {firewall.Logs{RedactedHeaders: []string{strings.Repeat("x", 64)}}, nil},
	} {
		t.Run(is, func(t *testing.T) {
			props := firewall.Props{Logs: c.logs}
			wantProblems(t, props.ValidateIn(testRegion), c.want...)
		})
	}
	elsewhere := firewall.Props{ // without a Region nothing is in another one
		LoadBalancerARNs: []string{broughtBalancer},
		Addresses:        firewall.Addresses{Blocked: []string{broughtIPSet}},
		Logs:             firewall.Logs{DestinationARN: stream},
	}
	wantProblems(t, elsewhere.Validate())
	elsewhere.Logs = firewall.Logs{KMSKeyARN: testKeyARN}
	wantProblems(t, elsewhere.Validate())
}

func TestFirewallForCloudFrontRefuses(t *testing.T) {
	global := func(props firewall.Props) *firewall.Props {
		props.Scope = firewall.CloudFront
		return &props
	}
	const here = "scope: a web ACL for CloudFront is in us-east-1, and the stack is in ap-northeast-1; put the firewall into a stack in us-east-1"
	wantProblems(t, global(firewall.Props{LoadBalancerARNs: []string{strings.Replace(broughtBalancer, testRegion, "us-east-1", 1)}}).ValidateIn("us-east-1"),
		"loadBalancerArns: are not protected by a web ACL for CloudFront; leave scope out, or give the firewall's ARN to a distribution")
	wantProblems(t, global(firewall.Props{Addresses: firewall.Addresses{Blocked: []string{broughtIPSet}}}).ValidateIn("us-east-1"),
		"addresses.blocked[0]: the IP set is regional; use one for CloudFront, as the web ACL is")
	wantProblems(t, global(firewall.Props{BodyInspectionKiB: 20}).Validate(), "bodyInspectionKiB: 20 is not a size that AWS WAF offers; use 16, 32, 48 or 64")
	wantProblems(t, global(firewall.Props{BodyInspectionKiB: 65}).Validate(), "bodyInspectionKiB: 65 is out of range; use 16 to 64")
	for _, kib := range []int{16, 32, 48, 64} {
		wantProblems(t, global(firewall.Props{BodyInspectionKiB: kib, Sizes: firewall.Sizes{BodyBytes: kib * 1024}}).Validate())
	}
	globalSet := strings.NewReplacer("regional", "global", testRegion, "us-east-1").Replace(broughtIPSet)
	wantProblems(t, global(firewall.Props{Addresses: firewall.Addresses{Blocked: []string{globalSet}}}).ValidateIn("us-east-1"))
	wantProblems(t, global(firewall.Props{Sizes: firewall.Sizes{BodyBytes: 16385}}).Validate(),
		"sizes.bodyBytes: 16385 is more than the 16384 bytes that the rules see of a body; use 16384 or less, or let the application limit it")
	wantProblems(t, global(firewall.Props{}).ValidateIn(testRegion), here)
	synth(t, func(stack awscdk.Stack) {
		refuses(t, func() { firewall.New(stack, "Firewall", global(firewall.Props{})) }, `firewall "Firewall": `+here)
		if left := len(*stack.Node().Children()); left > 0 {
			t.Errorf("%d constructs are left behind", left)
		}
	})
	synthAnywhere(t, func(stack awscdk.Stack) {
		refuses(t, func() { firewall.New(stack, "Firewall", global(firewall.Props{})) },
			`firewall "Firewall": scope: a web ACL for CloudFront is in us-east-1, and the stack has no Region; give the stack that Region`)
		firewall.New(stack, "Regional", &firewall.Props{})
		firewall.New(stack, "Default", nil)
	})
	env := &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String("us-east-1")}
	synthStack(t, &awscdk.StackProps{Env: env}, func(stack awscdk.Stack) {
		wall := firewall.New(stack, "Firewall", global(firewall.Props{}))
		refuses(t, func() { wall.Protect("Site", jsii.String(broughtBalancer)) },
			`firewall "Firewall": protect "Site": the firewall is for CloudFront; give its ARN to a distribution`)
	})
}

func TestFirewallTakesEveryWindow(t *testing.T) {
	for _, seconds := range []int{60, 120, 300, 600} {
		props := firewall.Props{RateLimit: firewall.RateLimit{WindowSeconds: seconds}}
		wantProblems(t, props.Validate())
	}
}

func TestFirewallKeepsItsNames(t *testing.T) {
	var props firewall.Props
	var want []string
	for i, name := range []string{"TrustedAddresses", "BlockedAddresses", "OnlyAddresses", "BlockedCountries", "OnlyCountries", "RateLimit", "BodySize", "QuerySize", "PathSize"} {
		props.RuleGroups = append(props.RuleGroups, firewall.RuleGroup{Name: name, ARN: broughtGroupARN, Capacity: 1})
		want = append(want, fmt.Sprintf("ruleGroups[%d].name: %s is the name of another rule; use another", i, name))
	}
	wantProblems(t, props.Validate(), want...)
}

// TestFirewallKnowsCountries tries some codes of every kind: common ones, the first, the last, and one that no standard has.
func TestFirewallKnowsCountries(t *testing.T) {
	props := firewall.Props{Countries: firewall.Countries{Only: []string{"AD", "JP", "US", "XK", "ZW"}}}
	wantProblems(t, props.Validate())
	props.Countries.Only = []string{"ZZ"}
	wantProblems(t, props.Validate(), `countries.only[0]: "ZZ" is not a country's code; use two letters of ISO 3166-1, like JP`)
}

// The props are the caller's: defaults are not written into them.
func TestFirewallLeavesThePropsAlone(t *testing.T) {
	props := firewall.Props{GroupSettings: []firewall.GroupSettings{{Group: firewall.Linux, Mode: firewall.Count}}}
	wantProblems(t, props.Validate())
	if props.Mode != "" || props.RateLimit.Mode != "" || props.ManagedGroups != nil || props.Logs.RedactedHeaders != nil {
		t.Errorf("the props became %+v", props)
	}
}
