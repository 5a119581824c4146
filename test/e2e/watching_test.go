package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"
)

const gib = 1 << 30

// databaseAlarms asserts what the database is watched for, from which value on, and that each alarm tells the topic.
func (e *environment) databaseAlarms(t *testing.T) {
	t.Helper()
	above, below := types.ComparisonOperatorGreaterThanThreshold, types.ComparisonOperatorLessThanThreshold
	type limit struct {
		comparison types.ComparisonOperator
		threshold  float64
		silence    string // what no data counts as
	}
	want := map[string]limit{
		"CPUUtilization":      {above, 90, "breaching"},
		"DatabaseConnections": {above, e.want.connections, "missing"},
		"ReadLatency":         {above, 0.02, "missing"},
		"WriteLatency":        {above, 0.02, "missing"},
		"FreeableMemory":      {below, e.want.freeableMemory, "missing"},
		"FreeStorageSpace":    {below, float64(e.want.storage) * gib / 20, "missing"},
		"EBSIOBalance%":       {below, 20, "notBreaching"},
		"EBSByteBalance%":     {below, 20, "notBreaching"},
	}
	if strings.HasPrefix(e.want.databaseClass, "db.t") {
		want["CPUSurplusCreditsCharged"] = limit{above, 0, "notBreaching"}
	}
	if e.want.engine == "postgres" {
		want["MaximumUsedTransactionIDs"] = limit{above, 1e9, "missing"}
	}
	topic := e.topic(t, "DatabaseTopic")
	got := map[string]limit{}
	for _, a := range e.alarmsOf(t, "AWS/RDS") {
		got[aws.ToString(a.MetricName)] = limit{a.ComparisonOperator, aws.ToFloat64(a.Threshold), aws.ToString(a.TreatMissingData)}
		name := aws.ToString(a.AlarmName)
		same(t, "period and periods of "+name, []int32{aws.ToInt32(a.Period), aws.ToInt32(a.EvaluationPeriods)}, []int32{300, 3})
		same(t, "whom "+name+" tells", [][]string{a.AlarmActions, a.OKActions}, [][]string{{topic}, {topic}})
		dimension := only(t, "dimensions of "+name, a.Dimensions)
		same(t, "whose "+name, aws.ToString(dimension.Name)+" "+aws.ToString(dimension.Value), "DBInstanceIdentifier "+aws.ToString(e.database.DBInstanceIdentifier))
	}
	same(t, "what the database is watched for", got, want)
}

// databaseEvents asserts that what happens to the database is told to the topic that its alarms tell.
func (e *environment) databaseEvents(t *testing.T) {
	t.Helper()
	subscriptions := e.there(t, e.account).of("EventSubscription")
	name := only(t, "event subscriptions", subscriptions).id
	found := must(e.rds.DescribeEventSubscriptions(e.ctx, &rds.DescribeEventSubscriptionsInput{SubscriptionName: &name}))(t)
	subscription := only(t, "event subscriptions called "+name, found.EventSubscriptionsList)
	same(t, "topic", aws.ToString(subscription.SnsTopicArn), e.topic(t, "DatabaseTopic"))
	same(t, "enabled", aws.ToBool(subscription.Enabled), true)
	same(t, "of what", aws.ToString(subscription.SourceType), "db-instance")
	sameSet(t, "of which", subscription.SourceIdsList, []string{aws.ToString(e.database.DBInstanceIdentifier)})
	for _, category := range []string{"availability", "failover", "failure", "low storage", "maintenance"} {
		if !slices.Contains(subscription.EventCategoriesList, category) {
			t.Errorf("nobody is told of %s, but of %v", category, subscription.EventCategoriesList)
		}
	}
}

// alarmsOf are the system's alarms on metrics of a namespace.
func (e *environment) alarmsOf(t *testing.T, namespace string) []types.MetricAlarm {
	t.Helper()
	var names []string
	for _, alarm := range e.there(t, e.account).of("Alarm") {
		names = append(names, alarm.id)
	}
	all := must(e.cloudwatch.DescribeAlarms(e.ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: names}))(t).MetricAlarms
	return slices.DeleteFunc(all, func(a types.MetricAlarm) bool { return aws.ToString(a.Namespace) != namespace })
}

// topic is the ARN of the topic that CloudFormation has named after a construct.
func (e *environment) topic(t *testing.T, construct string) string {
	t.Helper()
	var arns []string
	for _, topic := range e.there(t, e.account).of("Topic") {
		if strings.Contains(topic.id, construct) {
			arns = append(arns, topic.id)
		}
	}
	return only(t, "topics called "+construct, arns)
}
