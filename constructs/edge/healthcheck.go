package edge

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
	"github.com/evenkeel-cdk/evenkeel/internal/topic"
)

// HealthCheck asks a site over HTTPS from around the world whether it is up. Create it with [NewHealthCheck]; do not copy it.
type HealthCheck struct {
	constructs.Construct
	_ nocopy.NoCopy

	check awsroute53.CfnHealthCheck
}

var _ constructs.Construct = (*HealthCheck)(nil)

// NewHealthCheck makes a health check of Route 53. It panics with the error of [HealthCheckProps.Validate] when the props are
// wrong, and has then created nothing.
func NewHealthCheck(scopeOf constructs.Construct, id string, given *HealthCheckProps) *HealthCheck {
	if err := given.Validate(); err != nil {
		panic(fmt.Errorf("health check %q: %w", id, err))
	}
	cfg := *given
	props.Default(&cfg)
	h := &HealthCheck{}
	constructs.NewConstruct_Override(h, scopeOf, &id)
	config := &awsroute53.CfnHealthCheck_HealthCheckConfigProperty{
		Type:                     jsii.String("HTTPS"),
		FullyQualifiedDomainName: &cfg.DNSName,
		Port:                     jsii.Number(443),
		ResourcePath:             &cfg.Path,
		EnableSni:                jsii.Bool(true),
		RequestInterval:          jsii.Number(cfg.IntervalSeconds),
		FailureThreshold:         jsii.Number(cfg.Failures),
	}
	if len(cfg.Regions) > 0 {
		config.Regions = jsii.Strings(cfg.Regions...)
	}
	h.check = awsroute53.NewCfnHealthCheck(h, jsii.String("Resource"), &awsroute53.CfnHealthCheckProps{
		HealthCheckConfig: config,
		HealthCheckTags: &[]*awsroute53.CfnHealthCheck_HealthCheckTagProperty{
			{Key: jsii.String("Name"), Value: h.Node().Path()},
		},
	})
	return h
}

// ID returns the id of the health check, for records and alarms.
func (h *HealthCheck) ID() *string { return h.check.AttrHealthCheckId() }

// HealthAlarm tells when a health check of Route 53 fails, and when no longer. Create it with [NewHealthAlarm]; do not copy it.
type HealthAlarm struct {
	constructs.Construct
	_ nocopy.NoCopy

	alarm awscloudwatch.CfnAlarm
	topic awssns.ITopic
}

var _ constructs.Construct = (*HealthAlarm)(nil)

// NewHealthAlarm makes the alarm, in us-east-1, where health checks are measured. It panics with the error of
// [HealthAlarmProps.Validate] when the props are wrong or the stack is elsewhere, and has then created nothing.
func NewHealthAlarm(scopeOf constructs.Construct, id string, given *HealthAlarmProps) *HealthAlarm {
	if err := given.Validate(); err != nil {
		panic(fmt.Errorf("health alarm %q: %w", id, err))
	}
	mustBeInRegion("health alarm", id, scope.Region(scopeOf))
	a := &HealthAlarm{}
	constructs.NewConstruct_Override(a, scopeOf, &id)
	a.createTopic(given)
	const minute = 60
	a.alarm = awscloudwatch.NewCfnAlarm(a, jsii.String("Alarm"), &awscloudwatch.CfnAlarmProps{
		AlarmDescription:   jsii.String("The site does not answer, and its names lead to the sorry page"),
		Namespace:          jsii.String("AWS/Route53"),
		MetricName:         jsii.String("HealthCheckStatus"),
		Dimensions:         &[]*awscloudwatch.CfnAlarm_DimensionProperty{{Name: jsii.String("HealthCheckId"), Value: &given.HealthCheckID}},
		Statistic:          jsii.String("Minimum"),
		Period:             jsii.Number(minute),
		EvaluationPeriods:  jsii.Number(1),
		Threshold:          jsii.Number(1),
		ComparisonOperator: jsii.String("LessThanThreshold"),
		TreatMissingData:   jsii.String("breaching"), // a check that is gone looks at nothing
		AlarmActions:       &[]any{a.topic.TopicArn()},
		OkActions:          &[]any{a.topic.TopicArn()},
	})
	return a
}

func (a *HealthAlarm) createTopic(p *HealthAlarmProps) {
	if p.TopicARN != "" {
		a.topic = awssns.Topic_FromTopicArn(a, jsii.String("Topic"), &p.TopicARN)
		return
	}
	const publisher = "cloudwatch.amazonaws.com"
	own := topic.New(a, p.Emails, key.ForNotifications(publisher))
	topic.AllowServices(own, publisher)
	a.topic = own
}

// Alarm returns the alarm.
func (a *HealthAlarm) Alarm() awscloudwatch.CfnAlarm { return a.alarm }

// Topic returns the topic that is told.
func (a *HealthAlarm) Topic() awssns.ITopic { return a.topic }

// mustBeInRegion panics when a stack is known to be somewhere else than in us-east-1.
func mustBeInRegion(what, id, in string) {
	if in != "" && in != region {
		panic(fmt.Errorf("%s %q: its stack is in %s; give it one in %s", what, id, in, region))
	}
}
