package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
)

const (
	healthCheckKind  = "AWS::Route53::HealthCheck"
	distributionKind = "AWS::CloudFront::Distribution"
	functionKind     = "AWS::CloudFront::Function"
	edgeCertificate  = "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"
	edgeTopic        = "arn:aws:sns:us-east-1:111111111111:operations"
)

func edgeCertificateIn(scope constructs.Construct) awscertificatemanager.ICertificate {
	return awscertificatemanager.Certificate_FromCertificateArn(scope, jsii.String("Certificate"), jsii.String(edgeCertificate))
}

func TestEdgeFailoverDefaults(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		check := edge.NewHealthCheck(stack, "Check", &edge.HealthCheckProps{DNSName: "balancer.example.com"})
		standby := edge.NewStandby(stack, "Standby", &edge.StandbyProps{Certificate: edgeCertificateIn(stack), Names: []string{"example.com", "*.example.com"}})
		alarm := edge.NewHealthAlarm(stack, "Alarm", &edge.HealthAlarmProps{HealthCheckID: *check.ID()})
		if *standby.DomainName() != *standby.Distribution().AttrDomainName() || standby.Function() == nil || standby.Bucket() == nil || alarm.Alarm() == nil || alarm.Topic() == nil {
			t.Error("an accessor does not return its part")
		}
	})
	check := tm.one(t, healthCheckKind)
	check.want(t, "HealthCheckConfig", map[string]any{
		"Type": "HTTPS", "FullyQualifiedDomainName": "balancer.example.com", "Port": 443, "ResourcePath": "/", "EnableSNI": true,
		"RequestInterval": 30, "FailureThreshold": 3,
	})
	check.want(t, "HealthCheckTags", []any{map[string]any{"Key": "Name", "Value": "Test/Check"}})
	function := tm.one(t, functionKind)
	function.wantEach(t, map[string]any{"AutoPublish": true, "FunctionConfig": map[string]any{"Comment": "Answers every request with the sorry page", "Runtime": "cloudfront-js-2.0"}})
	if name, _ := function.get("Name").(string); !strings.HasPrefix(name, "Test-Standby") || len(name) > 64 {
		t.Errorf("the function is called %q", name)
	}
	distribution := tm.one(t, distributionKind)
	distribution.want(t, "DistributionConfig", map[string]any{
		"Enabled": true, "Comment": "Sorry page of example.com", "Aliases": []any{"example.com", "*.example.com"},
		"HttpVersion": "http2and3", "IPV6Enabled": false,
		"ViewerCertificate": map[string]any{"AcmCertificateArn": edgeCertificate, "MinimumProtocolVersion": "TLSv1.2_2021", "SslSupportMethod": "sni-only"},
		"Origins": []any{map[string]any{"Id": "never-asked", "DomainName": "never-asked.invalid",
			"CustomOriginConfig": map[string]any{"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": []any{"TLSv1.2"}}}},
		"DefaultCacheBehavior": map[string]any{
			"TargetOriginId": "never-asked", "ViewerProtocolPolicy": "redirect-to-https",
			"AllowedMethods":       []any{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"},
			"CachePolicyId":        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
			"FunctionAssociations": []any{map[string]any{"EventType": "viewer-request", "FunctionARN": att(function.ID, "FunctionARN")}},
		},
	})
	bucket, source, destination := tm.one(t, "AWS::S3::Bucket"), tm.one(t, "AWS::Logs::DeliverySource"), tm.one(t, "AWS::Logs::DeliveryDestination")
	bucket.want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 365)
	source.wantEach(t, map[string]any{"LogType": "ACCESS_LOGS", "ResourceArn.Fn::Join.1.5": att(distribution.ID, "Id")})
	destination.wantEach(t, map[string]any{"DestinationResourceArn": att(bucket.ID, "Arn"), "OutputFormat": "json", "Name": source.get("Name")})
	delivery := tm.one(t, "AWS::Logs::Delivery")
	delivery.wantEach(t, map[string]any{"DeliverySourceName": source.get("Name"), "DeliveryDestinationArn": att(destination.ID, "Arn")})
	if name, _ := source.get("Name").(string); name == "" || len(name) > 60 {
		t.Errorf("the logs' source is called %q", name)
	}
	policy := tm.one(t, "AWS::S3::BucketPolicy")
	if waits := strings.Join(delivery.DependsOn, " "); !strings.Contains(waits, source.ID) || !strings.Contains(waits, policy.ID) {
		t.Errorf("the delivery waits for %s", waits)
	}
	for _, telling := range []string{`"Service":"delivery.logs.amazonaws.com"`, `":delivery-source:*"`, `"aws:SourceAccount":{"Ref":"AWS::AccountId"}`, `"s3:GetBucketAcl"`} {
		if !strings.Contains(show(policy.Properties), telling) {
			t.Errorf("the bucket's policy has no %s", telling)
		}
	}
	topic := tm.one(t, "AWS::SNS::Topic")
	tm.one(t, "AWS::CloudWatch::Alarm").wantEach(t, map[string]any{
		"Namespace": "AWS/Route53", "MetricName": "HealthCheckStatus", "Statistic": "Minimum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
		"ComparisonOperator": "LessThanThreshold", "TreatMissingData": "breaching",
		"Dimensions":   []any{map[string]any{"Name": "HealthCheckId", "Value": att(check.ID, "HealthCheckId")}},
		"AlarmActions": []any{ref(topic.ID)}, "OKActions": []any{ref(topic.ID)},
		"AlarmDescription": "The site does not answer, and its names lead to the sorry page",
	})
	key := tm.one(t, "AWS::KMS::Key")
	topic.want(t, "KmsMasterKeyId", att(key.ID, "Arn"))
	for _, telling := range []string{`"Service":"cloudwatch.amazonaws.com"`, `"kms:Decrypt"`, `"kms:GenerateDataKey*"`, `"aws:SourceAccount":{"Ref":"AWS::AccountId"}`} {
		if !strings.Contains(show(key.get("KeyPolicy.Statement.2")), telling) {
			t.Errorf("the key's policy has no %s", telling)
		}
	}
	if !strings.Contains(show(key.get("Description")), "Notifications of Test/Alarm") || key.DeletionPolicy != "Delete" {
		t.Errorf("the key is described as %s and its deletion policy is %s", show(key.get("Description")), key.DeletionPolicy)
	}
	if !strings.Contains(show(tm.one(t, "AWS::SNS::TopicPolicy").Properties), "aws:SecureTransport") || len(tm.all("AWS::SNS::Subscription")) > 0 {
		t.Error("the topic takes plain HTTP, or tells somebody")
	}
	if policy := show(tm.one(t, "AWS::SNS::TopicPolicy").Properties); !strings.Contains(policy, `"Action":"sns:Publish"`) || !strings.Contains(policy, `"Service":"cloudwatch.amazonaws.com"`) {
		t.Errorf("alarms may not publish to the topic: %s", policy)
	}
	wantAcknowledged(t, tm, map[string][]string{
		"StandbyDistribution": {"AwsSolutions-CFR3", "CT.CLOUDFRONT.PR.5", "AwsSolutions-CFR1", "AwsSolutions-CFR2", "CT.CLOUDFRONT.PR.1", "CT.CLOUDFRONT.PR.4"},
		"StandbyLogs":         bucketRules,
	})
}

// What is in us-east-1 by name is as good as what is in no Region by name.
func TestEdgeFailoverInItsRegion(t *testing.T) {
	tm := synthStack(t, &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String("us-east-1")}}, func(stack awscdk.Stack) {
		edge.NewStandby(stack, "Standby", &edge.StandbyProps{Certificate: edgeCertificateIn(stack), Names: []string{"example.com"}})
		edge.NewHealthAlarm(stack, "Alarm", &edge.HealthAlarmProps{HealthCheckID: "a"})
	})
	tm.one(t, distributionKind)
	tm.one(t, "AWS::CloudWatch::Alarm")
}

func TestEdgeFailoverProps(t *testing.T) {
	tm := synthAnywhere(t, func(stack awscdk.Stack) {
		edge.NewHealthCheck(stack, "Check", &edge.HealthCheckProps{
			DNSName: "balancer.example.com", Path: "/up", IntervalSeconds: 10, Failures: 1, Regions: []string{"us-east-1", "us-west-1", "us-west-2"},
		})
		edge.NewStandby(stack, "Standby", &edge.StandbyProps{
			Certificate: edgeCertificateIn(stack), Names: []string{"example.com"}, IPv6: true, LogRetentionDays: 7,
			Page: edge.Page{HTML: "a \"quote\", a </tag> & a\nline" + strings.Repeat("é", 2000)},
		})
		edge.NewHealthAlarm(stack, "Brought", &edge.HealthAlarmProps{HealthCheckID: "a", TopicARN: edgeTopic})
		edge.NewHealthAlarm(stack, "Own", &edge.HealthAlarmProps{HealthCheckID: "b", Emails: []string{"operations@example.com"}})
	})
	tm.one(t, healthCheckKind).wantEach(t, map[string]any{
		"HealthCheckConfig.ResourcePath": "/up", "HealthCheckConfig.RequestInterval": 10, "HealthCheckConfig.FailureThreshold": 1,
		"HealthCheckConfig.Regions": []any{"us-east-1", "us-west-1", "us-west-2"},
	})
	tm.one(t, distributionKind).want(t, "DistributionConfig.IPV6Enabled", true)
	tm.one(t, "AWS::S3::Bucket").want(t, "LifecycleConfiguration.Rules.0.ExpirationInDays", 7)
	if code, _ := tm.one(t, functionKind).get("FunctionCode").(string); !strings.Contains(code, `data: "a \"quote\", a </tag> & a\nlineé`) {
		t.Errorf("the function is\n%s", code)
	}
	brought := tm.named(t, "AWS::CloudWatch::Alarm", "Brought")
	brought.wantEach(t, map[string]any{"AlarmActions": []any{edgeTopic}, "OKActions": []any{edgeTopic}, "Dimensions.0.Value": "a"})
	tm.one(t, "AWS::SNS::Topic")
	tm.one(t, "AWS::SNS::Subscription").wantEach(t, map[string]any{"Endpoint": "operations@example.com", "Protocol": "email"})
}

func TestEdgeFailoverRefusals(t *testing.T) {
	wantProblems(t, (*edge.HealthCheckProps)(nil).Validate(), "dnsName: missing; give the DNS name of the load balancer")
	wantProblems(t, (&edge.HealthCheckProps{DNSName: "a", Path: "up", IntervalSeconds: 31, Regions: []string{"us-east-1", "us-east-2", "us-west-1"}}).Validate(),
		`path: "up" is not a path that is asked for; use one like /healthz, of 255 letters at most`,
		"intervalSeconds: 31 is out of range; use 10 to 30",
		`regions[1]: "us-east-2" is not known; use us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1 or sa-east-1`)
	wantProblems(t, (&edge.HealthCheckProps{DNSName: "a", Path: "/" + strings.Repeat("a", 254)}).Validate())
	long := "/" + strings.Repeat("a", 255)
	wantProblems(t, (&edge.HealthCheckProps{DNSName: "a", Path: long}).Validate(), `path: "`+long+`" is not a path that is asked for; use one like /healthz, of 255 letters at most`)
	for interval, want := range map[int][]string{
		10: nil, 30: nil, 11: {"intervalSeconds: 11 is not possible; use 10 or 30"}, 29: {"intervalSeconds: 29 is not possible; use 10 or 30"},
	} {
		wantProblems(t, edge.CheckHealthCheck(interval, 0, nil), want...)
	}
	wantProblems(t, edge.CheckHealthCheck(0, 11, []string{"us-east-1", "us-east-1"}), "failures: 11 is out of range; use 1 to 10",
		"regions: are 2, and Route 53 asks from 3 at least; name more, or leave them out", "regions[1]: us-east-1 is listed twice")
	wantProblems(t, (&edge.HealthCheckProps{DNSName: "a", Path: *awscdk.Aws_STACK_NAME()}).Validate())
	wantProblems(t, (*edge.HealthAlarmProps)(nil).Validate(), "healthCheckId: missing; give the id of the health check")
	wantProblems(t, (&edge.HealthAlarmProps{HealthCheckID: "a", TopicARN: edgeTopic, Emails: []string{"a@example.com"}}).Validate(),
		"emails: are told by a topic of the alarm's own; leave them or topicArn out")
	wantProblems(t, edge.CheckAlarmTopic("operations"), `topicArn: "operations" is not such an ARN; use one like arn:aws:sns:us-east-1:111111111111:operations`)
	wantProblems(t, edge.CheckAlarmTopic(*awscdk.Aws_NO_VALUE()))
	elsewhere := "arn:aws:sns:ap-northeast-1:111111111111:operations"
	problem := "topicArn: is in ap-northeast-1, and an alarm tells topics of its own Region, which is us-east-1 for health checks; use one there"
	wantProblems(t, edge.CheckAlarmTopic(elsewhere), problem)
	wantProblems(t, (&edge.HealthAlarmProps{HealthCheckID: "a", TopicARN: elsewhere}).Validate(), problem)

	wantProblems(t, (*edge.StandbyProps)(nil).Validate(), "certificate: missing; give one for the names, in us-east-1", "names: missing; give the names under which the page is shown")
	synthAnywhere(t, func(stack awscdk.Stack) {
		good := edge.StandbyProps{Certificate: edgeCertificateIn(stack), Names: []string{"example.com"}}
		empty := good
		empty.Page.HTML = "a"
		for size := range 20000 { // until the function is full
			empty.Page.HTML = strings.Repeat("a", size+9000)
			if empty.Validate() != nil {
				break
			}
		}
		if n := len(empty.Page.HTML); n < 9300 || n > 9700 {
			t.Errorf("a page of %d bytes is too large", n)
		}
		err := empty.Validate()
		if text := err.Error(); !strings.HasPrefix(text, "page.html: has ") || !strings.HasSuffix(text, " bytes, and with it the function that shows it 10241, of 10240 that it may have; make it shorter by 1") {
			t.Errorf("the problem is %s", text)
		}
		many := good
		many.Names = make([]string, 101)
		for i := range many.Names {
			many.Names[i] = "example.com"
		}
		many.Names[1] = "x"
		many.LogRetentionDays = 4000
		wantProblems(t, many.Validate(), "logRetentionDays: 4000 is out of range; use 1 to 3653", "names: 101 are more than the 100 of a distribution; use fewer",
			`names[1]: "x" is not a name; use one like example.com, in small letters and without a dot at its end`)
		many.Names, many.LogRetentionDays = many.Names[2:], 0
		many.Names = append(many.Names, "example.com")
		many.Names[1] = *awscdk.Aws_STACK_NAME()
		wantProblems(t, many.Validate())
	})
	synth(t, func(stack awscdk.Stack) {
		refuses(t, func() {
			edge.NewStandby(stack, "Standby", &edge.StandbyProps{Certificate: edgeCertificateIn(stack), Names: []string{"example.com"}})
		}, `standby "Standby": its stack is in ap-northeast-1; give it one in us-east-1`)
		refuses(t, func() { edge.NewHealthAlarm(stack, "Alarm", &edge.HealthAlarmProps{HealthCheckID: "a"}) },
			`health alarm "Alarm": its stack is in ap-northeast-1; give it one in us-east-1`)
		refuses(t, func() { edge.NewStandby(stack, "A", nil) }, `standby "A": certificate: missing`)
		refuses(t, func() { edge.NewHealthCheck(stack, "A", nil) }, `health check "A": dnsName: missing`)
		refuses(t, func() { edge.NewHealthAlarm(stack, "A", nil) }, `health alarm "A": healthCheckId: missing`)
		if stack.Node().TryFindChild(jsii.String("Standby")) != nil || stack.Node().TryFindChild(jsii.String("A")) != nil {
			t.Error("something was created")
		}
	})
}

// Each Region's checkers are told of by their country, whichever Regions are asked from.
func TestCheckerCountries(t *testing.T) {
	all := map[string]string{
		"us-east-1": "US", "us-west-1": "US", "us-west-2": "US", "eu-west-1": "IE", "ap-southeast-1": "SG", "ap-southeast-2": "AU", "ap-northeast-1": "JP", "sa-east-1": "BR",
	}
	for region, want := range all {
		if got := edge.CheckerCountries([]string{region}); !slices.Equal(got, []string{want}) {
			t.Errorf("the checkers of %s are in %v, want %s", region, got, want)
		}
	}
	if got, want := edge.CheckerCountries(nil), []string{"US", "IE", "SG", "AU", "JP", "BR"}; !slices.Equal(got, want) {
		t.Errorf("all checkers are in %v, want %v", got, want)
	}
}
