package test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

const (
	cloudWatchAlarm   = "AWS::CloudWatch::Alarm"
	eventSubscription = "AWS::RDS::EventSubscription"
)

// alarmsOf are the alarms of a database by what they are about, which their logical ids end with.
func alarmsOf(tm *template, database string) map[string]resource {
	alarms := map[string]resource{}
	for _, r := range tm.all(cloudWatchAlarm) {
		if about, ok := strings.CutPrefix(withoutHash(r.ID)+"·", database+"Alarm"); ok {
			alarms[strings.TrimSuffix(about, "·")] = r
		}
	}
	return alarms
}

// An alarm's metric, how it is looked at, what it may be and what a gap means.
func alarmLooks(a resource) string {
	for _, property := range []string{"MetricName", "Statistic", "ComparisonOperator", "TreatMissingData"} {
		if a.get(property) == nil {
			return "nothing in " + property
		}
	}
	return fmt.Sprintf("%s of %s %s %v, a gap is %s", a.get("Statistic"), a.get("MetricName"),
		strings.TrimSuffix(a.get("ComparisonOperator").(string), "Threshold"), int(1000*a.get("Threshold").(float64)), a.get("TreatMissingData"))
}

func TestDatabaseAlarmsByDefault(t *testing.T) {
	const gib = 1 << 30
	tm := synthDatabases(t, map[string]database.Props{
		"Database": {Identifier: "main"},
		"Pg":       {Engine: database.PostgreSQL, Identifier: "pg", InstanceClass: "db.t4g.small", DisableStorageAutoscaling: true, Notifications: database.Notifications{Disable: true}},
		"Big":      {Engine: database.MariaDB, Identifier: "big", InstanceClass: "db.r7g.16xlarge", AllocatedStorageGiB: 1000, Notifications: database.Notifications{Disable: true}},
	})
	topic := tm.one(t, topic)
	// Thresholds in thousandths: latencies are in seconds.
	for name, want := range map[string]map[string]string{
		"Database": {
			"CPU":          "Average of CPUUtilization GreaterThan 90000, a gap is breaching",
			"Memory":       fmt.Sprintf("Minimum of FreeableMemory LessThan %d, a gap is missing", 8*gib*5/100*1000),
			"Connections":  "Average of DatabaseConnections GreaterThan 501000, a gap is missing", // 80 % of 627
			"ReadLatency":  "Average of ReadLatency GreaterThan 20, a gap is missing",
			"WriteLatency": "Average of WriteLatency GreaterThan 20, a gap is missing",
			"Storage":      fmt.Sprintf("Minimum of FreeStorageSpace LessThan %d, a gap is missing", 5*gib*1000),
			"BurstIO":      "Minimum of EBSIOBalance% LessThan 20000, a gap is notBreaching",
			"BurstBytes":   "Minimum of EBSByteBalance% LessThan 20000, a gap is notBreaching",
		},
		"Pg": {
			"CPU":            "Average of CPUUtilization GreaterThan 90000, a gap is breaching",
			"Memory":         fmt.Sprintf("Minimum of FreeableMemory LessThan %d, a gap is missing", 2*gib*5/100*1000),
			"Connections":    "Average of DatabaseConnections GreaterThan 148000, a gap is missing", // 80 % of 186
			"ReadLatency":    "Average of ReadLatency GreaterThan 20, a gap is missing",
			"WriteLatency":   "Average of WriteLatency GreaterThan 20, a gap is missing",
			"Storage":        fmt.Sprintf("Minimum of FreeStorageSpace LessThan %d, a gap is missing", 10*gib*1000),
			"TransactionIDs": "Maximum of MaximumUsedTransactionIDs GreaterThan 1000000000000, a gap is missing",
			"BurstIO":        "Minimum of EBSIOBalance% LessThan 20000, a gap is notBreaching",
			"BurstBytes":     "Minimum of EBSByteBalance% LessThan 20000, a gap is notBreaching",
			"CPUCredits":     "Maximum of CPUSurplusCreditsCharged GreaterThan 0, a gap is notBreaching",
		},
		"Big": {
			"CPU":          "Average of CPUUtilization GreaterThan 90000, a gap is breaching",
			"Memory":       fmt.Sprintf("Minimum of FreeableMemory LessThan %d, a gap is missing", 512*gib/20*1000),
			"Connections":  "Average of DatabaseConnections GreaterThan 9600000, a gap is missing", // 80 % of 12000
			"ReadLatency":  "Average of ReadLatency GreaterThan 20, a gap is missing",
			"WriteLatency": "Average of WriteLatency GreaterThan 20, a gap is missing",
			"Storage":      fmt.Sprintf("Minimum of FreeStorageSpace LessThan %d, a gap is missing", 50*gib*1000),
		},
	} {
		got := map[string]string{}
		for about, a := range alarmsOf(tm, name) {
			got[about] = alarmLooks(a)
			id := tm.named(t, rdsInstance, name+"Instance").ID
			a.wantEach(t, map[string]any{
				"Namespace": "AWS/RDS", "Dimensions": []any{map[string]any{"Name": "DBInstanceIdentifier", "Value": ref(id)}},
				"Period": 300, "EvaluationPeriods": 3, "DatapointsToAlarm": nil, "ActionsEnabled": nil,
			})
			var actions any
			if name == "Database" {
				actions = []any{ref(topic.ID)}
				a.want(t, "AlarmName", "main-"+strings.ToLower(about))
			}
			a.wantEach(t, map[string]any{"AlarmActions": actions, "OKActions": actions})
		}
		wantValue(t, got, want)
	}
	wantDescriptions(t, alarmsOf(tm, "Database"), alarmsOf(tm, "Pg"))
}

// wantDescriptions wants of each alarm what has happened and what to do.
func wantDescriptions(t *testing.T, mysql, postgres map[string]resource) {
	t.Helper()
	for about, want := range map[string][]string{
		"CPU":          {"The database main of Test/Database has had more than 90 % of its CPU in use, or told nothing, for a quarter of an hour. ", "Database Insights"},
		"Memory":       {"The database main of Test/Database has less than 5 % of its memory to free. ", "make the instances larger"},
		"Connections":  {"The database main of Test/Database has more than 80 % of its connections open. ", "pools smaller"},
		"ReadLatency":  {"The database main of Test/Database waits more than 20 ms for each read from its storage. ", "operations or bytes a second"},
		"WriteLatency": {"The database main of Test/Database waits more than 20 ms for each write to its storage. ", "raise what limits them"},
		"Storage":      {"The database main of Test/Database has less than 5 % of its 100 GiB free. ", "may up to 500 GiB", "raise allocatedStorageGiB or the maximum"},
		"BurstIO":      {"The database main of Test/Database has used up all but 20 % of what its class may burst to its storage. ", "larger instanceClass"},
	} {
		wantDescription(t, mysql[about], want...)
	}
	for about, want := range map[string][]string{
		"Storage":        {"The database pg of Test/Pg has less than 10 % of its 100 GiB free. ", "Delete what is not needed, or raise allocatedStorageGiB"},
		"TransactionIDs": {"The database pg of Test/Pg has transactions that vacuum has not frozen for 1000 million others. ", "vacuum the oldest tables"},
		"CPUCredits":     {"The database pg of Test/Pg has used more CPU than its class earns in a day, and is charged for it. ", "m or r families"},
	} {
		wantDescription(t, postgres[about], want...)
	}
}

func wantDescription(t *testing.T, alarm resource, want ...string) {
	t.Helper()
	description, _ := alarm.get("AlarmDescription").(string)
	if len(description) > 1024 {
		t.Errorf("%s: CloudWatch takes 1024 characters, not %d", alarm.ID, len(description))
	}
	for _, part := range want {
		if !strings.Contains(description, part) {
			t.Errorf("%s says %q, without %q", alarm.ID, description, part)
		}
	}
}

func TestDatabaseAlarmsElsewhere(t *testing.T) {
	none := database.Notifications{Disable: true}
	tm := synthDatabases(t, map[string]database.Props{
		"Tuned": {
			Engine: database.PostgreSQL, InstanceClass: "db.q9.large", Notifications: none, Parameters: map[string]string{"max_connections": "1000"},
			Alarms: database.Alarms{
				CPUPercent: 75, FreeStoragePercent: 25, FreeableMemoryPercent: 10, MemoryGiB: 16, ConnectionsPercent: 60,
				ReadLatencyMilliseconds: 5, WriteLatencyMilliseconds: 6, BurstBalancePercent: 50, TransactionIDsMillions: 300,
			},
		},
		"Bursts": {Notifications: none, Alarms: database.Alarms{BurstBalancePercent: 50}},
		"Memory": {Notifications: none, Alarms: database.Alarms{MemoryGiB: 16}},
		"Most":   {Engine: database.PostgreSQL, InstanceClass: "db.r7g.4xlarge", Notifications: none},
		"Quiet":  {Notifications: none, Alarms: database.Alarms{Disable: true}},
	})
	for name, thresholds := range map[string]map[string]any{
		"Tuned": {
			"CPU": 75, "Storage": 25 << 30, "Memory": 16 << 30 / 10, "Connections": 600, "ReadLatency": 0.005, "WriteLatency": 0.006,
			"TransactionIDs": 300_000_000, "BurstIO": 50, "BurstBytes": 50,
		},
		"Bursts": {"BurstIO": 50, "BurstBytes": 50},
		"Memory": {"Memory": 16 << 30 / 20, "Connections": 1020}, // 80 % of 1275
		"Most":   {"Connections": 4000},
	} {
		alarms := alarmsOf(tm, name)
		for about, want := range thresholds {
			alarms[about].want(t, "Threshold", want)
		}
	}
	if quiet := alarmsOf(tm, "Quiet"); len(quiet) > 0 {
		t.Errorf("there are alarms: %v", quiet)
	}
}

func TestDatabaseNotificationsByDefault(t *testing.T) {
	tm := synthDatabase(t, database.Props{})
	topic, key := tm.one(t, topic), tm.named(t, "AWS::KMS::Key", "DatabaseTopicKey")
	topic.wantEach(t, map[string]any{"KmsMasterKeyId": att(key.ID, "Arn"), "TopicName": nil})
	publishers := map[string]any{"Service": []any{"cloudwatch.amazonaws.com", "events.rds.amazonaws.com"}}
	thisAccount := map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": ref("AWS::AccountId")}}
	wantKey(t, key, "Notifications of Test/Database", map[string]any{
		"Sid": "Notifications", "Effect": "Allow", "Principal": publishers, "Action": []any{"kms:Decrypt", "kms:GenerateDataKey*"},
		"Resource": "*", "Condition": thisAccount,
	})
	wantPolicies(t, key, "Delete", "Delete")
	policy := tm.one(t, "AWS::SNS::TopicPolicy")
	policy.wantEach(t, map[string]any{
		"Topics":                         []any{ref(topic.ID)},
		"PolicyDocument.Statement.0.Sid": "AllowPublishThroughSSLOnly",
		"PolicyDocument.Statement.1": map[string]any{
			"Sid": "ServicesOfThisAccount", "Effect": "Allow", "Principal": publishers, "Action": "sns:Publish",
			"Resource": ref(topic.ID), "Condition": thisAccount,
		},
		"PolicyDocument.Statement.2": nil,
	})
	events := tm.one(t, eventSubscription)
	events.wantEach(t, map[string]any{
		"SnsTopicArn": ref(topic.ID), "SourceType": "db-instance", "SourceIds": []any{ref(tm.one(t, rdsInstance).ID)}, "Enabled": true,
		"EventCategories": []any{
			"availability", "configuration change", "deletion", "failover", "failure", "low storage", "maintenance", "notification",
			"read replica", "recovery", "restoration",
		},
	})
	if !strings.Contains(fmt.Sprint(events.DependsOn), policy.ID) {
		t.Errorf("RDS tries the topic before its policy is there: it waits for %v", events.DependsOn)
	}
	tm.wantNone(t, subscription)
}

// Only a replica itself tells that it no longer follows.
func TestDatabaseNotificationsOfReplicas(t *testing.T) {
	tm := synthDatabase(t, database.Props{Replicas: []database.Replica{{Name: "a"}, {Name: "b"}}})
	var sources []any
	for _, name := range []string{"DatabaseInstance", "DatabaseReplicaa", "DatabaseReplicab"} {
		sources = append(sources, ref(tm.named(t, rdsInstance, name).ID))
	}
	events := tm.one(t, eventSubscription)
	events.want(t, "SourceIds", sources)
	if categories := fmt.Sprint(events.get("EventCategories")); !strings.Contains(categories, "read replica") {
		t.Errorf("the events are of %s", categories)
	}
}

func TestDatabaseNotificationsElsewhere(t *testing.T) {
	var topics [3]string
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		own := awssns.Topic_FromTopicArn(stack, jsii.String("Own"), jsii.String(testTopicARN+"-own"))
		topics[0] = *database.New(stack, "Named", &database.Props{VPC: vpc, Notifications: database.Notifications{TopicARN: testTopicARN}}).Topic().TopicArn()
		given := database.New(stack, "Given", &database.Props{VPC: vpc, Notifications: database.Notifications{Topic: own}})
		topics[1] = *given.Topic().TopicArn()
		if got := len(given.Alarms()); got != 8 {
			t.Errorf("Alarms returns %d, want 8", got)
		}
		silent := database.New(stack, "Silent", &database.Props{VPC: vpc, Notifications: database.Notifications{Disable: true}})
		if silent.Topic() != nil {
			t.Errorf("Topic() is %v, want nil", silent.Topic())
		}
	})
	tm.wantNone(t, topic, "AWS::SNS::TopicPolicy")
	for name, arn := range map[string]any{"Named": testTopicARN, "Given": testTopicARN + "-own"} {
		tm.named(t, eventSubscription, name).wantEach(t, map[string]any{"SnsTopicArn": arn})
		alarmsOf(tm, name)["CPU"].want(t, "AlarmActions", []any{arn})
	}
	if len(tm.all(eventSubscription)) != 2 {
		t.Errorf("there are %d event subscriptions, want 2", len(tm.all(eventSubscription)))
	}
	if topics[0] != testTopicARN || topics[1] != testTopicARN+"-own" {
		t.Errorf("the topics are %v", topics)
	}
}

func TestDatabaseNotificationsByEmail(t *testing.T) {
	tm := synthDatabase(t, database.Props{Notifications: database.Notifications{Emails: []string{"operations@example.com"}}})
	tm.one(t, subscription).wantEach(t, map[string]any{"Protocol": "email", "Endpoint": "operations@example.com", "TopicArn": ref(tm.one(t, topic).ID)})
}

func TestDatabaseWatchingRefusals(t *testing.T) {
	alarms := func(a database.Alarms) database.Props { return database.Props{Alarms: a} }
	told := func(n database.Notifications) database.Props { return database.Props{Notifications: n} }
	formula := database.Props{Parameters: map[string]string{"max_connections": "{DBInstanceClassMemory/25165760}"}}
	unwatched := formula
	unwatched.Alarms.Disable = true
	unknown := database.Props{InstanceClass: "db.q9.large"}
	known, unwatchedUnknown := unknown, unknown
	known.Alarms.MemoryGiB, unwatchedUnknown.Alarms.Disable = 16, true
	ownTopic := struct{ awssns.ITopic }{}
	databaseRefusals(t, []databaseRefusal{
		{"alarms and none", alarms(database.Alarms{Disable: true, CPUPercent: 50}),
			"alarms.disable: leaves nothing for the other fields of alarms to do; leave it out, or leave them out"},
		{"more than all", alarms(database.Alarms{CPUPercent: 101}), "alarms.cpuPercent: 101 is out of range; use 1 to 100"},
		{"transactions of mysql", alarms(database.Alarms{TransactionIDsMillions: 500}), "alarms.transactionIdsMillions: is of postgres and aurora-postgres alone; leave it out"},
		{"a class that is not known", unknown,
			"instanceClass: the memory of db.q9.large is not known, from which alarms are derived; say alarms.memoryGiB"},
		{"a formula", formula, `parameters.max_connections: "{DBInstanceClassMemory/25165760}" is no number, so that the alarm of connections has nothing to be a share of; use a number, or say alarms.disable: true`},
		{"no connections", database.Props{Parameters: map[string]string{"max_connections": "0"}},
			`parameters.max_connections: "0" is no number, so that the alarm of connections has nothing to be a share of; use a number, or say alarms.disable: true`},
		{"more connections than can be counted", database.Props{Parameters: map[string]string{"max_connections": "99999999999999999999"}},
			`parameters.max_connections: "99999999999999999999" is no number, so that the alarm of connections has nothing to be a share of; use a number, or say alarms.disable: true`},
		{"a topic beside none", told(database.Notifications{TopicARN: testTopicARN, Disable: true}), "notifications.topicArn: does nothing with disable; leave one of them out"},
		{"addresses of nobody", told(database.Notifications{Emails: []string{"operations"}}), `notifications.emails[0]: "operations" is not an email address; use one like operations@example.com`},
		{"two topics", told(database.Notifications{Topic: ownTopic, TopicARN: testTopicARN}), "notifications.topicArn: contradicts Topic; give one of them"},
		{"a topic that is told nothing", told(database.Notifications{Topic: ownTopic, Disable: true}),
			"notifications.disable: contradicts Topic; leave one of them out"},
		{"addresses for one's own topic", told(database.Notifications{Topic: ownTopic, Emails: []string{"operations@example.com"}}),
			"notifications.emails: are subscribed to a new topic only; subscribe them to your Topic"},
		{"a name", told(database.Notifications{TopicARN: "operations"}),
			`notifications.topicArn: "operations" is not such an ARN; use one like ` + testTopicARN},

		{"a formula without alarms", unwatched, ""},
		{"a class that is made known", known, ""},
		{"a lag of a replica", database.Props{Replicas: []database.Replica{{Name: "a"}}, Alarms: database.Alarms{ReplicaLagSeconds: 5}}, ""},
		{"a class that is not known without alarms", unwatchedUnknown, ""},
		{"one connection", database.Props{Parameters: map[string]string{"max_connections": "1"}}, ""},
	})
	elsewhere := told(database.Notifications{TopicARN: testTopicARN})
	wantProblems(t, elsewhere.ValidateIn("us-east-1"), "notifications.topicArn: the topic is in ap-northeast-1; use one of us-east-1, where the database is")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
