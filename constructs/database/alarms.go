package database

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

const (
	alarmPeriod  = 300 // seconds
	alarmPeriods = 3
	namespace    = "AWS/RDS"
)

// What an alarm makes of a span without data. An alarm that keeps silent about it says so: it has insufficient data.
const (
	silenceIsAnAlarm = "breaching"
	silenceIsSilence = "missing"
	silenceIsFine    = "notBreaching" // some classes have no such metric
)

// An alarm is what is watched of each instance of the database.
type alarm struct {
	id        string
	metric    string
	statistic string
	below     bool
	threshold float64
	silence   string
	is, do    string // the two sentences of its description
	// What is judged in place of the metric, which it calls metric.
	expression string
}

// A watched instance of the database has every alarm, and its proxy has its own.
type watched struct {
	suffix     string // of the alarms' ids
	name       string
	identifier *string // the name as a reference to the instance, or nil when RDS makes that
	dimension  string  // by which its metrics are known
}

// Alarms returns the database's alarms: their metrics, thresholds and actions.
func (d *Database) Alarms() []awscloudwatch.CfnAlarm { return d.alarms }

func (d *Database) createAlarms() {
	if d.cfg.Alarms.Disable {
		return
	}
	for _, w := range d.watched() {
		for _, a := range d.cfg.alarms() {
			d.createAlarm(w, a)
		}
	}
	d.watchReplicas()
	if proxy := d.Proxy(); proxy != nil {
		for _, a := range d.cfg.proxyAlarms() {
			d.createAlarm(watched{name: d.instanceIdentifier, identifier: proxy.Ref(), dimension: "ProxyName"}, a)
		}
	}
}

// watched are the instance, or those of the cluster.
func (d *Database) watched() []watched {
	var all []watched
	for i, name := range d.instanceIdentifiers() {
		w := watched{suffix: fmt.Sprintf("-%d", i+1), name: name}
		switch {
		case d.instance != nil:
			w.suffix, w.identifier = "", d.instance.InstanceIdentifier()
		case i < len(d.members):
			w.identifier = d.members[i].Ref()
		}
		all = append(all, w)
	}
	return all
}

func (d *Database) createAlarm(w watched, a alarm) {
	comparison := "GreaterThanThreshold"
	if a.below {
		comparison = "LessThanThreshold"
	}
	props := &awscloudwatch.CfnAlarmProps{
		AlarmName:          jsii.String(w.name + "-" + strings.ToLower(a.id)),
		AlarmDescription:   jsii.String("The database " + w.name + " of " + d.path + " " + a.is + ". " + a.do),
		ComparisonOperator: &comparison,
		Threshold:          &a.threshold,
		EvaluationPeriods:  jsii.Number(alarmPeriods),
		TreatMissingData:   &a.silence,
	}
	identifier := w.identifier
	if identifier == nil {
		identifier = &w.name
	}
	dimensions := []any{&awscloudwatch.CfnAlarm_DimensionProperty{Name: jsii.String(cmp.Or(w.dimension, "DBInstanceIdentifier")), Value: identifier}}
	if a.expression == "" {
		props.Namespace, props.MetricName, props.Dimensions = jsii.String(namespace), &a.metric, dimensions
		props.Statistic, props.Period = &a.statistic, jsii.Number(alarmPeriod)
	} else {
		props.Metrics = []any{
			&awscloudwatch.CfnAlarm_MetricDataQueryProperty{Id: jsii.String("judged"), Expression: &a.expression, Label: &a.metric, ReturnData: true},
			&awscloudwatch.CfnAlarm_MetricDataQueryProperty{
				Id: jsii.String("metric"), ReturnData: false,
				MetricStat: &awscloudwatch.CfnAlarm_MetricStatProperty{
					Metric: &awscloudwatch.CfnAlarm_MetricProperty{Namespace: jsii.String(namespace), MetricName: &a.metric, Dimensions: dimensions},
					Stat:   &a.statistic,
					Period: jsii.Number(alarmPeriod),
				},
			},
		}
	}
	if d.topic != nil {
		props.AlarmActions = &[]any{d.topic.TopicArn()}
		props.OkActions = &[]any{d.topic.TopicArn()}
	}
	created := awscloudwatch.NewCfnAlarm(d, jsii.String("Alarm-"+a.id+w.suffix), props)
	if w.identifier == nil { // before there is something to watch, silence is no alarm
		created.AddResourceDependency(d.cluster, nil)
	}
	d.alarms = append(d.alarms, created)
}
