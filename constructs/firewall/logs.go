package firewall

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/logs"
)

// Where AWS WAF delivers to must have a name that begins like this.
const logsPrefix = "aws-waf-logs-"

var destination = regexp.MustCompile(`^arn:aws[a-z-]*:(?:s3:::|logs:([a-z0-9-]+):\d{12}:log-group:|firehose:([a-z0-9-]+):\d{12}:deliverystream/)aws-waf-logs-[\w.#/-]+$`)

// checkLogs checks the logs, given as they are and, in the receiver, resolved.
func (p *Props) checkLogs(given Logs, region string, problems *problem.List) {
	l := p.Logs
	if given.Disable && (given.DestinationARN != "" || given.RetentionDays != 0 || given.KMSKeyARN != "" || given.AllRequests) {
		problems.Addf("logs.disable", "contradicts destinationArn, retentionDays, kmsKeyArn and allRequests; leave it or them out")
		return
	}
	if l.DestinationARN != "" {
		if given.RetentionDays != 0 || l.KMSKeyARN != "" {
			problems.Addf("logs.destinationArn", "contradicts retentionDays and kmsKeyArn, which are for a new log group; leave it or them out")
		}
		checkDestination(l.DestinationARN, region, problems)
	}
	if !problems.Has("logs.retentionDays") && !logs.Offered(l.RetentionDays) {
		problems.Addf("logs.retentionDays", "%s", logs.Refusal(l.RetentionDays))
	}
	if l.KMSKeyARN != "" && !arn.Unresolved(l.KMSKeyARN) {
		of, err := arn.CheckKey(l.KMSKeyARN)
		if err != nil {
			problems.Addf("logs.kmsKeyArn", "%v", err)
		} else if region != "" && of != region {
			problems.Addf("logs.kmsKeyArn", "the key is in %s; use one of %s, where the logs are", of, region)
		}
	}
	for i, header := range l.RedactedHeaders {
		field := problem.Index("logs.redactedHeaders", i)
		switch {
		case !headerName.MatchString(header):
			problems.Addf(field, "%q is not a header's name; use one like authorization", header)
		case slices.IndexFunc(l.RedactedHeaders, func(other string) bool { return strings.EqualFold(other, header) }) < i:
			problems.Addf(field, "%s is listed twice; leave it out once", header)
		}
	}
}

func checkDestination(value, region string, problems *problem.List) {
	if arn.Unresolved(value) {
		return
	}
	m := destination.FindStringSubmatch(value)
	if m == nil {
		problems.Addf("logs.destinationArn", "%q is no destination; use the ARN of a log group, a bucket or a Firehose stream whose name begins with %s, like arn:aws:s3:::%sexample", value, logsPrefix, logsPrefix)
	} else if of := m[1] + m[2]; of != "" && region != "" && of != region {
		problems.Addf("logs.destinationArn", "the destination is in %s; use one of %s, where the web ACL is", of, region)
	}
}

// log sends what the rules matched to its destination. AWS WAF itself lets the delivery write to a log group, by its resource
// policy.
// Source: AWS WAF Developer Guide, "Sending protection pack (web ACL) traffic logs to an Amazon CloudWatch Logs log group".
func (f *Firewall) log() {
	if f.cfg.Logs.Disable {
		return
	}
	target := &f.cfg.Logs.DestinationARN
	if *target == "" {
		target = f.newLogGroup()
	}
	configuration := &awswafv2.CfnLoggingConfigurationProps{
		ResourceArn:           f.acl.AttrArn(),
		LogDestinationConfigs: &[]any{target},
		RedactedFields:        f.redacted(),
	}
	if !f.cfg.Logs.AllRequests {
		var conditions []any
		for _, action := range []string{"BLOCK", "COUNT", "EXCLUDED_AS_COUNT", "CAPTCHA", "CHALLENGE"} {
			conditions = append(conditions, map[string]any{"ActionCondition": map[string]any{"Action": action}})
		}
		// The CDK passes this on as it comes, so that it is in the words of the template.
		configuration.LoggingFilter = map[string]any{
			"DefaultBehavior": "DROP",
			"Filters":         []any{map[string]any{"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": conditions}},
		}
	}
	awswafv2.NewCfnLoggingConfiguration(f, jsii.String("Logging"), configuration)
}

// newLogGroup makes a log group and returns its ARN. Its name has a part of the stack's id: the group is kept when the stack
// is deleted, and must not be in the way of the next one.
func (f *Firewall) newLogGroup() *string {
	encryption := &f.cfg.Logs.KMSKeyARN
	if *encryption == "" {
		// Kept, as the logs are: without it they cannot be read.
		encryption = key.New(f, "LogsKey", "Firewall logs of "+*f.Node().Path(), awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, key.ForLogGroups(logsPrefix+"*")).KeyArn()
	}
	uuid := awscdk.Fn_Select(jsii.Number(2), awscdk.Fn_Split(jsii.String("/"), awscdk.Aws_STACK_ID(), nil))
	group := awslogs.NewCfnLogGroup(f, jsii.String("LogGroup"), &awslogs.CfnLogGroupProps{
		LogGroupName:    jsii.String(logsPrefix + f.name + "-" + *uuid),
		RetentionInDays: jsii.Number(f.cfg.Logs.RetentionDays),
		KmsKeyId:        encryption,
	})
	group.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE, nil)
	f.logGroup = group
	// The ARN that the group itself tells ends in :*, which AWS WAF does not take.
	return awscdk.Stack_Of(f).FormatArn(&awscdk.ArnComponents{
		Service:      jsii.String("logs"),
		Resource:     jsii.String("log-group"),
		ArnFormat:    awscdk.ArnFormat_COLON_RESOURCE_NAME,
		ResourceName: group.Ref(),
	})
}

// redacted are the fields that are kept out of the logs.
func (f *Firewall) redacted() *[]any {
	var fields []any
	for _, header := range f.cfg.Logs.RedactedHeaders {
		fields = append(fields, &awswafv2.CfnLoggingConfiguration_FieldToMatchProperty{
			SingleHeader: map[string]any{"Name": strings.ToLower(header)}, // as it comes, too
		})
	}
	if f.cfg.Logs.RedactQueryString {
		fields = append(fields, &awswafv2.CfnLoggingConfiguration_FieldToMatchProperty{QueryString: empty})
	}
	return &fields
}

// protection keeps the same fields out of samples, and out of what logs tell of the part of a request that matched, which
// redaction alone does not.
func (f *Firewall) protection() *awswafv2.CfnWebACL_DataProtectionConfigProperty {
	var headers []string
	for _, header := range f.cfg.Logs.RedactedHeaders {
		headers = append(headers, strings.ToLower(header))
	}
	all := []any{protect("SINGLE_HEADER", jsii.Strings(headers...))}
	if f.cfg.Logs.RedactQueryString {
		all = append(all, protect("QUERY_STRING", nil))
	}
	return &awswafv2.CfnWebACL_DataProtectionConfigProperty{DataProtections: all}
}

func protect(kind string, keys *[]*string) *awswafv2.CfnWebACL_DataProtectProperty {
	return &awswafv2.CfnWebACL_DataProtectProperty{
		Action: jsii.String("SUBSTITUTION"),
		Field:  &awswafv2.CfnWebACL_FieldToProtectProperty{FieldType: &kind, FieldKeys: keys},
	}
}
