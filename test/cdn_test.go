package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

const (
	secretKind      = "AWS::SecretsManager::Secret"
	cachePolicyKind = "AWS::CloudFront::CachePolicy"
	headersKind     = "AWS::CloudFront::ResponseHeadersPolicy"
	cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
	allViewer       = "216adef6-5c7f-47e4-b989-5492eafa07d3"
	edgeWebACL      = "arn:aws:wafv2:us-east-1:111111111111:global/webacl/site/12345678-1234-1234-1234-123456789012"
)

var everyMethod = []any{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}

// cdnProps are the required props of a CDN.
func cdnProps(stack awscdk.Stack) *cdn.Props {
	return &cdn.Props{
		Names: []string{"example.com", "*.example.com"}, Certificate: edgeCertificateIn(stack), OriginName: "origin.example.com", OriginRegion: testRegion,
	}
}

func TestCDNDefaults(t *testing.T) {
	var made *cdn.CDN
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		made = cdn.New(stack, "CDN", cdnProps(stack))
		if *made.DomainName() != *made.Distribution().AttrDomainName() || made.Bucket() == nil || len(made.Secrets()) != 1 {
			t.Error("an accessor does not return its part")
		}
		for want, got := range map[string]awscdk.CfnResource{
			"Test/CDN/Function": made.Function(), "Test/CDN/Page/Function": made.PageFunction(), "Test/CDN/Page/Distribution": made.PageDistribution(),
		} {
			if *got.Node().Path() != want {
				t.Errorf("%s is %s", want, *got.Node().Path())
			}
		}
	})
	secret := tm.one(t, secretKind)
	secret.wantEach(t, map[string]any{
		"Description":          "What CloudFront proves itself by to the load balancer of example.com",
		"GenerateSecretString": map[string]any{"ExcludePunctuation": true, "PasswordLength": 64},
		"ReplicaRegions":       []any{map[string]any{"Region": testRegion}},
		"SecretString":         nil, "KmsKeyId": nil,
	})
	name, _ := secret.get("Name").(string)
	if names := made.SecretNames(); len(names) != 1 || names[0] != name || !strings.HasPrefix(name, "Test-CDN-Keya-") {
		t.Errorf("the secret is called %q, and the construct says %v", name, names)
	}
	viewer, answering := tm.named(t, functionKind, "CDNFunction"), tm.named(t, functionKind, "CDNPageFunction")
	viewer.wantEach(t, map[string]any{"AutoPublish": true, "FunctionConfig": map[string]any{"Comment": "Shows the page in maintenance, and redirects", "Runtime": "cloudfront-js-2.0"}})
	answering.want(t, "FunctionConfig.Comment", "Answers with the sorry page")
	if code, _ := viewer.get("FunctionCode").(string); !strings.HasPrefix(code, `const site = {"name":"example.com","redirects":[]};`) {
		t.Errorf("the function is\n%s", code)
	}
	page, headers := tm.named(t, distributionKind, "CDNPageDistribution"), tm.one(t, headersKind)
	page.want(t, "DistributionConfig", map[string]any{
		"Enabled": true, "Comment": "Where the sorry page of example.com comes from",
		"Origins": []any{map[string]any{"Id": "never-asked", "DomainName": "never-asked.invalid",
			"CustomOriginConfig": map[string]any{"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": []any{"TLSv1.2"}}}},
		"DefaultCacheBehavior": map[string]any{
			"TargetOriginId": "never-asked", "ViewerProtocolPolicy": "https-only", "AllowedMethods": everyMethod, "CachePolicyId": cachingDisabled,
			"FunctionAssociations": []any{map[string]any{"EventType": "viewer-request", "FunctionARN": att(answering.ID, "FunctionARN")}},
		},
	})
	shown := func(status int) any {
		return map[string]any{"ErrorCode": status, "ErrorCachingMinTTL": 0, "ResponseCode": 503, "ResponsePagePath": "/.sorry-page"}
	}
	distribution := tm.named(t, distributionKind, "CDNDistribution")
	distribution.want(t, "DistributionConfig", map[string]any{
		"Enabled": true, "Comment": "CDN of example.com", "Aliases": []any{"example.com", "*.example.com"}, "HttpVersion": "http2and3", "IPV6Enabled": true,
		"ViewerCertificate": map[string]any{"AcmCertificateArn": edgeCertificate, "MinimumProtocolVersion": "TLSv1.2_2021", "SslSupportMethod": "sni-only"},
		"Origins": []any{
			map[string]any{
				"Id": "load-balancer", "DomainName": "origin.example.com", "ConnectionAttempts": 3, "ConnectionTimeout": 3,
				"CustomOriginConfig":  map[string]any{"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": []any{"TLSv1.2"}, "HTTPSPort": 443, "OriginReadTimeout": 60},
				"OriginCustomHeaders": []any{map[string]any{"HeaderName": "X-Origin-Verify", "HeaderValue": "{{resolve:secretsmanager:" + name + ":SecretString}}"}},
			},
			map[string]any{
				"Id": "page", "DomainName": att(page.ID, "DomainName"),
				"CustomOriginConfig": map[string]any{"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": []any{"TLSv1.2"}},
			},
		},
		"DefaultCacheBehavior": map[string]any{
			"TargetOriginId": "load-balancer", "ViewerProtocolPolicy": "redirect-to-https", "AllowedMethods": everyMethod, "Compress": true,
			"CachePolicyId": cachingDisabled, "OriginRequestPolicyId": allViewer, "ResponseHeadersPolicyId": att(headers.ID, "Id"),
			"FunctionAssociations": []any{map[string]any{"EventType": "viewer-request", "FunctionARN": att(viewer.ID, "FunctionARN")}},
		},
		"CacheBehaviors": []any{map[string]any{
			"PathPattern": "/.sorry-page", "TargetOriginId": "page", "ViewerProtocolPolicy": "redirect-to-https", "AllowedMethods": everyMethod, "CachePolicyId": cachingDisabled,
		}},
		"CustomErrorResponses": []any{shown(500), shown(502), shown(503), shown(504)},
	})
	if waits := strings.Join(distribution.DependsOn, " "); waits != secret.ID {
		t.Errorf("the distribution waits for %s", waits)
	}
	headers.wantEach(t, map[string]any{
		"ResponseHeadersPolicyConfig.Comment": "What browsers are told for safety",
		"ResponseHeadersPolicyConfig.SecurityHeadersConfig": map[string]any{
			"StrictTransportSecurity": map[string]any{"AccessControlMaxAgeSec": 31536000, "Override": false},
			"ContentTypeOptions":      map[string]any{"Override": false},
			"FrameOptions":            map[string]any{"FrameOption": "SAMEORIGIN", "Override": false},
			"ReferrerPolicy":          map[string]any{"ReferrerPolicy": "strict-origin-when-cross-origin", "Override": false},
		},
	})
	if name, _ := headers.get("ResponseHeadersPolicyConfig.Name").(string); !strings.HasPrefix(name, "Test-CDN-") || !strings.HasSuffix(name, "-headers") || len(name) > 128 {
		t.Errorf("the headers' policy is called %q", name)
	}
	bucket, source := tm.one(t, "AWS::S3::Bucket"), tm.one(t, "AWS::Logs::DeliverySource")
	bucket.want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 365)
	source.wantEach(t, map[string]any{"LogType": "ACCESS_LOGS", "ResourceArn.Fn::Join.1.5": att(distribution.ID, "Id")})
	if n := len(tm.all(cachePolicyKind)); n > 0 {
		t.Errorf("there are %d cache policies without static paths", n)
	}
	wantAcknowledged(t, tm, map[string][]string{
		"CDNKeya":             append(inPacks("SecretsManagerUsingKMSKey"), "NIST.800.53.R5-SecretsManagerRotationEnabled", "HIPAA.Security-SecretsManagerRotationEnabled", "AwsSolutions-SMG4"),
		"CDNDistribution":     {"AwsSolutions-CFR3", "CT.CLOUDFRONT.PR.5", "CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4", "AwsSolutions-CFR1", "AwsSolutions-CFR2"},
		"CDNPageDistribution": {"AwsSolutions-CFR3", "AwsSolutions-CFR4", "CT.CLOUDFRONT.PR.5", "CT.CLOUDFRONT.PR.6", "CT.CLOUDFRONT.PR.7", "CT.CLOUDFRONT.PR.9", "AwsSolutions-CFR1", "AwsSolutions-CFR2", "CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"},
		"CDNLogs":             acknowledged(t, bucket),
	})
}

func TestCDNProps(t *testing.T) {
	var names []string
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		p := cdnProps(stack)
		p.Names, p.Redirects = p.Names[:1], []string{"www.example.com"}
		p.OriginRegion, p.OriginPort, p.ResponseSeconds, p.Keys = "us-east-1", 8443, 120, []string{"b", "a"}
		p.StaticPaths, p.StaticSeconds = []string{"/static/*", "*.css"}, 60
		p.Countries.Only, p.WebACLARN = []string{"JP", "US"}, edgeWebACL
		p.DisableSecurityHeaders, p.DisableIPv6, p.PassApplicationErrors, p.LogRetentionDays = true, true, true, 7
		p.Page = cdn.Page{HTML: "<p>Sorry"}
		p.Maintenance, p.Operators, p.HealthPath = true, []string{"203.0.113.0/24"}, "/healthz"
		names = cdn.New(stack, "CDN", p).SecretNames()
		other := cdn.Props{Names: p.Names, Certificate: p.Certificate, OriginName: p.OriginName, OriginRegion: testRegion}
		other.Countries.Blocked = []string{"FR"}
		cdn.New(stack, "Other", &other)
	})
	if len(names) != 2 || names[0] != tm.named(t, secretKind, "CDNKeyb").get("Name") || names[1] != tm.named(t, secretKind, "CDNKeya").get("Name") {
		t.Errorf("the secrets are called %v", names)
	}
	tm.named(t, secretKind, "CDNKeyb").want(t, "ReplicaRegions", nil)
	policy, distribution := tm.one(t, cachePolicyKind), tm.named(t, distributionKind, "CDNDistribution")
	policy.wantEach(t, map[string]any{
		"CachePolicyConfig.Comment": "What is the same for everybody",
		"CachePolicyConfig.MinTTL":  0, "CachePolicyConfig.DefaultTTL": 60, "CachePolicyConfig.MaxTTL": 31536000,
		"CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin": map[string]any{
			"EnableAcceptEncodingBrotli": true, "EnableAcceptEncodingGzip": true, "CookiesConfig": map[string]any{"CookieBehavior": "none"},
			"HeadersConfig":      map[string]any{"HeaderBehavior": "whitelist", "Headers": []any{"Host"}},
			"QueryStringsConfig": map[string]any{"QueryStringBehavior": "all"},
		},
	})
	if name, _ := policy.get("CachePolicyConfig.Name").(string); !strings.HasPrefix(name, "Test-CDN-") || !strings.HasSuffix(name, "-static") || len(name) > 128 {
		t.Errorf("the cache policy is called %q", name)
	}
	static := func(path string) any {
		return map[string]any{
			"PathPattern": path, "TargetOriginId": "load-balancer", "ViewerProtocolPolicy": "redirect-to-https", "CachePolicyId": att(policy.ID, "Id"), "Compress": true,
			"FunctionAssociations": []any{map[string]any{"EventType": "viewer-request", "FunctionARN": att(tm.named(t, functionKind, "CDNFunction").ID, "FunctionARN")}},
		}
	}
	distribution.wantEach(t, map[string]any{
		"DistributionConfig.Aliases":                                        []any{"example.com", "www.example.com"},
		"DistributionConfig.IPV6Enabled":                                    false,
		"DistributionConfig.WebACLId":                                       edgeWebACL,
		"DistributionConfig.Restrictions":                                   map[string]any{"GeoRestriction": map[string]any{"RestrictionType": "whitelist", "Locations": []any{"JP", "US"}}},
		"DistributionConfig.Origins.0.CustomOriginConfig.HTTPSPort":         8443,
		"DistributionConfig.Origins.0.CustomOriginConfig.OriginReadTimeout": 120,
		"DistributionConfig.Origins.0.OriginCustomHeaders.0.HeaderValue":    "{{resolve:secretsmanager:" + names[0] + ":SecretString}}",
		"DistributionConfig.CacheBehaviors.1":                               static("/static/*"),
		"DistributionConfig.CacheBehaviors.2":                               static("*.css"),
		"DistributionConfig.CacheBehaviors.3":                               nil,
		"DistributionConfig.DefaultCacheBehavior.ResponseHeadersPolicyId":   nil,
		"DistributionConfig.CustomErrorResponses.0":                         map[string]any{"ErrorCode": 500, "ErrorCachingMinTTL": 0},
		"DistributionConfig.CustomErrorResponses.1.ResponsePagePath":        "/.sorry-page",
	})
	tm.named(t, distributionKind, "OtherDistribution").want(t, "DistributionConfig.Restrictions.GeoRestriction", map[string]any{"RestrictionType": "blacklist", "Locations": []any{"FR"}})
	tm.named(t, "AWS::S3::Bucket", "CDNLogs").want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 7)
	if tm.one(t, headersKind).ID[:5] != "Other" {
		t.Error("there are headers though they are left out")
	}
	for prefix, want := range map[string]string{
		"CDNFunction":     `"operators":["203.0.113.0/24"],"path":"/healthz"`,
		"CDNPageFunction": `data: "<p>Sorry"`,
	} {
		if code, _ := tm.named(t, functionKind, prefix).get("FunctionCode").(string); !strings.Contains(code, want) {
			t.Errorf("the function is\n%s\nand has no %s", code, want)
		}
	}
	if rules := strings.Join(acknowledged(t, distribution), " "); strings.Contains(rules, "CFR1") || strings.Contains(rules, "CFR2") {
		t.Errorf("what is not found is acknowledged: %s", rules)
	}
}

// A static path has the headers, too, and the page of a CDN with all its names fits.
func TestCDNHeadersOfStaticPaths(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		p := cdnProps(stack)
		p.StaticPaths = []string{"/static/*"}
		cdn.New(stack, "CDN", p)
	})
	tm.named(t, distributionKind, "CDNDistribution").want(t, "DistributionConfig.CacheBehaviors.1.ResponseHeadersPolicyId", att(tm.one(t, headersKind).ID, "Id"))
	tm.one(t, cachePolicyKind).want(t, "CachePolicyConfig.DefaultTTL", 3600)
	if code, _ := tm.named(t, functionKind, "CDNFunction").get("FunctionCode").(string); strings.Contains(code, sorrypage.Page()[:20]) {
		t.Error("the page is in the function outside of maintenance")
	}
}

func TestCDNOrigin(t *testing.T) {
	var origin *cdn.Origin
	tm := synth(t, func(stack awscdk.Stack) {
		listener, targets := siteListener(stack)
		group := awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Group"), jsii.String(broughtGroup), nil)
		origin = cdn.NewOrigin(stack, "Origin", &cdn.OriginProps{Listener: listener, TargetGroup: targets, SecurityGroup: group, SecretNames: []string{"a", "b"}})
		cdn.NewOrigin(stack, "Other", &cdn.OriginProps{
			Listener: listener, TargetGroup: targets, SecurityGroup: group, SecretNames: []string{"a"}, PrefixListID: "pl-01234567", Port: 8443, Priority: 9,
		})
	})
	rule := tm.named(t, ruleKind, "OriginRule")
	rule.wantEach(t, map[string]any{
		"ListenerArn": broughtListener, "Priority": 50000,
		"Conditions": []any{map[string]any{"Field": "http-header", "HttpHeaderConfig": map[string]any{
			"HttpHeaderName": "X-Origin-Verify", "Values": []any{"{{resolve:secretsmanager:a:SecretString}}", "{{resolve:secretsmanager:b:SecretString}}"},
		}}},
		"Actions": []any{map[string]any{"Type": "forward", "TargetGroupArn": targetsARN}},
	})
	if *origin.Rule().Node().Path() != "Test/Origin/Rule" || show(rule.Metadata["cfn-lint"]) == "null" {
		t.Errorf("the rule is %s, and its metadata %v", *origin.Rule().Node().Path(), rule.Metadata)
	}
	tm.named(t, ruleKind, "OtherRule").want(t, "Priority", 9)
	var opened []string
	for _, ingress := range tm.all("AWS::EC2::SecurityGroupIngress") {
		opened = append(opened, strings.Join([]string{show(ingress.get("GroupId")), show(ingress.get("SourcePrefixListId")), show(ingress.get("FromPort")), show(ingress.get("ToPort")), show(ingress.get("IpProtocol")), show(ingress.get("Description"))}, " "))
	}
	if want := `"` + broughtGroup + `" "pl-58a04531" 443 443 "tcp" "From CloudFront"`; len(opened) != 2 || opened[0] != want && opened[1] != want {
		t.Errorf("the group is opened by\n%s\nwant\n%s", strings.Join(opened, "\n"), want)
	}
	if want := `"` + broughtGroup + `" "pl-01234567" 8443 8443 "tcp" "From CloudFront"`; len(opened) == 2 && opened[0] != want && opened[1] != want {
		t.Errorf("the group is opened by\n%s\nwant\n%s", strings.Join(opened, "\n"), want)
	}
}
