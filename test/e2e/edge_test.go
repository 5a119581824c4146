package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	certificates "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	watch "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	checks "github.com/aws/aws-sdk-go-v2/service/route53/types"
)

// aLineOfThePage is in the default page only.
const aLineOfThePage = "<h2>まもなく再開します</h2>"

// healthCheck asserts how Route 53 looks at the site: by the load balancer's own name.
func (e *environment) healthCheck(t *testing.T) {
	id := e.theHealthCheck(t)
	out := must(e.route53.GetHealthCheck(e.ctx, &route53.GetHealthCheckInput{HealthCheckId: &id}))(t)
	config := at(at(out.HealthCheck).HealthCheckConfig)
	same(t, "type", config.Type, checks.HealthCheckTypeHttps)
	same(t, "name", strings.ToLower(aws.ToString(config.FullyQualifiedDomainName)), strings.ToLower(aws.ToString(e.balancer.DNSName)))
	same(t, "port and path", []any{aws.ToInt32(config.Port), aws.ToString(config.ResourcePath)}, []any{int32(443), e.want.healthPath})
	same(t, "server name in the handshake", aws.ToBool(config.EnableSNI), true)
	same(t, "interval and failures", []int32{aws.ToInt32(config.RequestInterval), aws.ToInt32(config.FailureThreshold)}, []int32{30, 3})
	same(t, "inverted or disabled", []bool{aws.ToBool(config.Inverted), aws.ToBool(config.Disabled)}, []bool{false, false})
}

func (e *environment) theHealthCheck(t *testing.T) string {
	t.Helper()
	return only(t, "health checks", e.there(t, e.account).of("HealthCheck")).id
}

// inEdge is the one resource of a type that prod has in us-east-1.
func (e *environment) inEdge(t *testing.T, resourceType string) string {
	t.Helper()
	return only(t, resourceType, must(e.edge.resources(e.ctx, e.stackName("Edge"), resourceType))(t))
}

// pageCertificate asserts that CloudFront's certificate is for all names, and issued.
func (e *environment) pageCertificate(t *testing.T) {
	arn := e.inEdge(t, "AWS::CertificateManager::Certificate")
	certificate := at(must(e.edge.acm.DescribeCertificate(e.ctx, &acm.DescribeCertificateInput{CertificateArn: &arn}))(t).Certificate)
	sameSet(t, "names", certificate.SubjectAlternativeNames, []string{e.zone.name, e.zone.www()})
	same(t, "Region", strings.HasPrefix(arn, "arn:aws:acm:"+edgeRegion+":"), true)
	same(t, "status", certificate.Status, certificates.CertificateStatusIssued)
}

func (e *environment) theDistribution(t *testing.T) types.Distribution {
	t.Helper()
	id := e.inEdge(t, "AWS::CloudFront::Distribution")
	return at(must(e.edge.cloudfront.GetDistribution(e.ctx, &cloudfront.GetDistributionInput{Id: &id}))(t).Distribution)
}

// pageDistribution asserts that the distribution answers for all names, over HTTPS, and asks nobody.
func (e *environment) pageDistribution(t *testing.T) {
	config := at(e.theDistribution(t).DistributionConfig)
	same(t, "enabled", aws.ToBool(config.Enabled), true)
	sameSet(t, "names", at(config.Aliases).Items, []string{e.zone.name, e.zone.www()})
	tls := at(config.ViewerCertificate)
	same(t, "certificate", aws.ToString(tls.ACMCertificateArn), e.inEdge(t, "AWS::CertificateManager::Certificate"))
	same(t, "least version of TLS", tls.MinimumProtocolVersion, types.MinimumProtocolVersionTLSv122021)
	same(t, "how it is told which name is asked for", tls.SSLSupportMethod, types.SSLSupportMethodSniOnly)
	same(t, "IPv6", aws.ToBool(config.IsIPV6Enabled), false)
	same(t, "origin", aws.ToString(only(t, "origins", at(config.Origins).Items).DomainName), "never-asked.invalid")

	behavior := at(config.DefaultCacheBehavior)
	same(t, "other behaviors", len(at(config.CacheBehaviors).Items), 0)
	same(t, "plain HTTP", behavior.ViewerProtocolPolicy, types.ViewerProtocolPolicyRedirectToHttps)
	same(t, "methods", len(at(behavior.AllowedMethods).Items), 7)
	same(t, "cache policy, which is CachingDisabled", aws.ToString(behavior.CachePolicyId), "4135ea2d-6df8-44a3-9df3-4b5a84be39ad")
	functions := at(behavior.FunctionAssociations).Items
	if len(functions) == 0 {
		e.gaps.note(t, "the page's distribution runs its function", "keep a distribution's functions")
		return
	}
	function := only(t, "functions", functions)
	same(t, "when it runs", function.EventType, types.EventTypeViewerRequest)
	same(t, "function", strings.HasSuffix(aws.ToString(function.FunctionARN), e.functionName(t)), true)
}

// functionName is the end of what CloudFormation knows a function by, its ARN.
func (e *environment) functionName(t *testing.T) string {
	t.Helper()
	_, name, _ := strings.Cut(e.inEdge(t, "AWS::CloudFront::Function"), ":function/")
	return name
}

// pageFunction asserts that the function which is live has the page in it.
func (e *environment) pageFunction(t *testing.T) {
	name := e.functionName(t)
	out, err := e.edge.cloudfront.GetFunction(e.ctx, &cloudfront.GetFunctionInput{Name: &name, Stage: types.FunctionStageLive})
	if err != nil {
		e.gaps.note(t, "the page's function has the page in it", "have CloudFront's functions")
		return
	}
	for _, part := range []string{"statusCode: 503", "no-store", aLineOfThePage} {
		if !strings.Contains(string(out.FunctionCode), part) {
			t.Errorf("the function does not have %s: %s", part, out.FunctionCode)
		}
	}
}

// pageLogs asserts that CloudFront's log of the distribution is delivered into the bucket beside it, and to no other.
func (e *environment) pageLogs(t *testing.T) {
	there := e.there(t, e.edge)
	source := only(t, "delivery sources", there.of("DeliverySource"))
	same(t, "whose log", source.fields["ResourceArns"], `["arn:aws:cloudfront::`+e.id+`:distribution/`+aws.ToString(e.theDistribution(t).Id)+`"]`)
	same(t, "which log", source.fields["LogType"], "ACCESS_LOGS")
	destination := only(t, "delivery destinations", there.of("DeliveryDestination"))
	bucket := only(t, "buckets", there.of("Bucket"))
	same(t, "where it goes", destination.fields["DeliveryDestinationConfiguration.DestinationResourceArn"], "arn:aws:s3:::"+bucket.id)
	delivery := only(t, "deliveries", there.of("Delivery"))
	same(t, "from", delivery.fields["DeliverySourceName"], source.id)
	same(t, "to", delivery.fields["DeliveryDestinationArn"], destination.fields["Arn"])

	for field, part := range map[string]string{
		"Encryption.Rules": `"SSEAlgorithm":"AES256"`, "Lifecycle": `"Expiration":{"Date":null,"Days":365,`, "Policy": `"Service": "delivery.logs.amazonaws.com"`,
	} {
		if !strings.Contains(bucket.fields[field], part) {
			t.Errorf("%s of the bucket does not have %s: %s", field, part, bucket.fields[field])
		}
	}
	for _, blocked := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		same(t, blocked, bucket.fields["Public."+blocked], "true")
	}
}

// pageAlarm asserts that the health check's failing is told, from the Region in which it is measured.
func (e *environment) pageAlarm(t *testing.T) {
	there := e.there(t, e.edge)
	name := only(t, "alarms", there.of("Alarm")).id
	out := must(e.edge.cloudwatch.DescribeAlarms(e.ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{name}}))(t)
	alarm := only(t, "alarms called "+name, out.MetricAlarms)
	same(t, "metric", aws.ToString(alarm.Namespace)+" "+aws.ToString(alarm.MetricName), "AWS/Route53 HealthCheckStatus")
	dimension := only(t, "dimensions", alarm.Dimensions)
	same(t, "whose", aws.ToString(dimension.Name)+" "+aws.ToString(dimension.Value), "HealthCheckId "+e.theHealthCheck(t))
	same(t, "when", []any{alarm.Statistic, alarm.ComparisonOperator, aws.ToFloat64(alarm.Threshold), aws.ToInt32(alarm.Period), aws.ToInt32(alarm.EvaluationPeriods)},
		[]any{watch.StatisticMinimum, watch.ComparisonOperatorLessThanThreshold, 1.0, int32(60), int32(1)})
	same(t, "silence", aws.ToString(alarm.TreatMissingData), "breaching")
	topic := only(t, "topics", there.of("Topic"))
	same(t, "whom it tells", [][]string{alarm.AlarmActions, alarm.OKActions}, [][]string{{topic.id}, {topic.id}})
	_, key, _ := strings.Cut(topic.fields["Attributes.KmsMasterKeyId"], ":key/")
	if keys := must(e.edge.resources(e.ctx, e.stackName("Edge"), "AWS::KMS::Key"))(t); !slices.Contains(keys, key) {
		t.Errorf("the topic is encrypted with %q, want one of %v", topic.fields["Attributes.KmsMasterKeyId"], keys)
	}
}
