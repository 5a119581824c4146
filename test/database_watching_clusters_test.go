package test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseAlarmsOfClusters(t *testing.T) {
	none := database.Notifications{Disable: true}
	serverless := database.Aurora{Serverless: database.Serverless{MaxACU: 8}}
	paused := database.Aurora{Serverless: database.Serverless{MaxACU: 64, PauseAfterMinutes: 30}}
	tm := synthWide(t, map[string]database.Props{
		"Readers":  {Identifier: "shop", Engine: database.AuroraMySQL, Notifications: none},
		"Alone":    {Engine: database.AuroraPostgreSQL, SingleZone: true, Notifications: none},
		"Lag":      {Engine: database.AuroraPostgreSQL, Notifications: none, Alarms: database.Alarms{ReplicaLagSeconds: 5}},
		"Scaled":   {Engine: database.AuroraPostgreSQL, SingleZone: true, Aurora: serverless, Notifications: none, Alarms: database.Alarms{CPUPercent: 80}},
		"Paused":   {Engine: database.AuroraPostgreSQL, SingleZone: true, Aurora: paused, Notifications: none},
		"Large":    {Engine: database.AuroraPostgreSQL, InstanceClass: "db.r7g.4xlarge", SingleZone: true, Notifications: none},
		"Awake":    {Engine: database.AuroraPostgreSQL, SingleZone: true, Aurora: database.Aurora{Serverless: database.Serverless{MaxACU: 64}}, Notifications: none},
		"Small":    {Engine: database.AuroraMySQL, InstanceClass: "db.t4g.medium", DisablePerformanceInsights: true, SingleZone: true, Notifications: none},
		"Most":     {Engine: database.AuroraMySQL, InstanceClass: "db.x2g.16xlarge", SingleZone: true, Notifications: none, Parameters: map[string]string{"max_connections": "50"}},
		"Standbys": {Identifier: "orders", Topology: database.ReadableStandbys, Notifications: none},
	})
	for name, want := range map[string]map[string]string{
		"Readers": {
			"CPU1": "Average of CPUUtilization GreaterThan 90000, a gap is breaching",
			"Lag2": "Maximum of AuroraReplicaLag GreaterThan 30000000, a gap is notBreaching",
			// 80 % of 973: 1000 times the binary logarithm of the memory in 7.6 GiB
			"Connections3": "Average of DatabaseConnections GreaterThan 777000, a gap is missing",
			"ReadLatency1": "Average of ReadLatency GreaterThan 20, a gap is missing",
		},
		"Alone": {
			"Connections1":    "Average of DatabaseConnections GreaterThan 1347000, a gap is missing",
			"TransactionIDs1": "Maximum of MaximumUsedTransactionIDs GreaterThan 1000000000000, a gap is missing",
		},
		"Lag":    {"Lag1": "Maximum of AuroraReplicaLag GreaterThan 5000000, a gap is notBreaching"},
		"Scaled": {"Capacity1": "Average of ACUUtilization GreaterThan 80000, a gap is notBreaching", "Memory1": "Minimum of FreeableMemory LessThan 858993459000, a gap is missing"},
		"Paused": {"Connections1": "Average of DatabaseConnections GreaterThan 1600000, a gap is missing"},
		"Large":  {"Connections1": "Average of DatabaseConnections GreaterThan 4000000, a gap is missing"},
		"Awake":  {"Connections1": "Average of DatabaseConnections GreaterThan 4000000, a gap is missing"},
		"Small":  {"Connections1": "Average of DatabaseConnections GreaterThan 80000, a gap is missing"},
		"Most":   {"Connections1": "Average of DatabaseConnections GreaterThan 40000, a gap is missing"},
	} {
		alarms := alarmsOf(tm, name)
		for about, looks := range want {
			if got := alarmLooks(alarms[about]); got != looks {
				t.Errorf("%s of %s: %s, want %s", about, name, got, looks)
			}
		}
	}
	for name, want := range map[string]string{
		"Readers":  "CPU1 CPU2 CPU3 Connections1 Connections2 Connections3 Lag1 Lag2 Lag3 Memory1 Memory2 Memory3 ReadLatency1 ReadLatency2 ReadLatency3 WriteLatency1 WriteLatency2 WriteLatency3",
		"Alone":    "CPU1 Connections1 Memory1 ReadLatency1 TransactionIDs1 WriteLatency1",
		"Scaled":   "CPU1 Capacity1 Connections1 Memory1 ReadLatency1 TransactionIDs1 WriteLatency1",
		"Standbys": "BurstBytes1 BurstBytes2 BurstBytes3 BurstIO1 BurstIO2 BurstIO3 CPU1 CPU2 CPU3 Connections1 Connections2 Connections3 Lag1 Lag2 Lag3 Memory1 Memory2 Memory3 ReadLatency1 ReadLatency2 ReadLatency3 Storage1 Storage2 Storage3 WriteLatency1 WriteLatency2 WriteLatency3",
	} {
		if got := strings.Join(sortedKeys(alarmsOf(tm, name)), " "); got != want {
			t.Errorf("the alarms of %s are\n%s\nwant\n%s", name, got, want)
		}
	}
	second := alarmsOf(tm, "Readers")["CPU2"]
	second.wantEach(t, map[string]any{
		"AlarmName":          "shop-2-cpu",
		"Dimensions.0.Value": ref(tm.named(t, rdsInstance, "ReadersMember2").ID),
	})
	wantDescription(t, second, "The database shop-2 of Test/Readers has had more than 90 %")
	wantDescription(t, alarmsOf(tm, "Readers")["Lag2"], "is more than 30 seconds behind the writer, or no longer follows it. ", "has as much CPU")
	wantDescription(t, alarmsOf(tm, "Scaled")["Capacity1"], "has grown to more than 80 % of maxAcu 8. ", "raise maxAcu")
	wantStandbys(t, tm)
}

// wantStandbys wants the alarms of instances that RDS makes and names itself.
func wantStandbys(t *testing.T, tm *template) {
	t.Helper()
	alarms := alarmsOf(tm, "Standbys")
	alarms["CPU3"].wantEach(t, map[string]any{"AlarmName": "orders-instance-3-cpu", "Dimensions.0.Value": "orders-instance-3"})
	if cluster := tm.named(t, rdsCluster, "StandbysCluster").ID; !strings.Contains(strings.Join(alarms["CPU3"].DependsOn, " "), cluster) {
		t.Errorf("the alarm is there before the cluster: it waits for %v", alarms["CPU3"].DependsOn)
	}
	alarms["Storage1"].want(t, "Threshold", 10<<30)
	lag := alarms["Lag2"]
	lag.wantEach(t, map[string]any{
		"MetricName": nil, "Period": nil, "Statistic": nil, "Threshold": 30, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching",
		"Metrics": []any{
			map[string]any{"Id": "judged", "Expression": "IF(metric < 0, 86400, metric)", "Label": "ReplicaLag", "ReturnData": true},
			map[string]any{"Id": "metric", "ReturnData": false, "MetricStat": map[string]any{
				"Metric": map[string]any{
					"Namespace": "AWS/RDS", "MetricName": "ReplicaLag",
					"Dimensions": []any{map[string]any{"Name": "DBInstanceIdentifier", "Value": "orders-instance-2"}},
				},
				"Stat": "Maximum", "Period": 300,
			}},
		},
	})
}

func TestDatabaseEventsOfClusters(t *testing.T) {
	tm := synthWide(t, map[string]database.Props{
		"Aurora":   {Engine: database.AuroraMySQL, Alarms: database.Alarms{Disable: true}},
		"Standbys": {Topology: database.ReadableStandbys, Alarms: database.Alarms{Disable: true}},
	})
	for _, name := range []string{"Aurora", "Standbys"} {
		tm.named(t, eventSubscription, name+"Events").wantEach(t, map[string]any{
			"SourceType": "db-cluster", "SourceIds": []any{ref(tm.named(t, rdsCluster, name+"Cluster").ID)},
			"SnsTopicArn":     ref(tm.named(t, topic, name).ID),
			"EventCategories": []any{"configuration change", "deletion", "failover", "failure", "maintenance", "notification"},
		})
	}
	var members []any
	for _, prefix := range []string{"AuroraMember1", "AuroraMember2", "AuroraMember3"} {
		members = append(members, ref(tm.named(t, rdsInstance, prefix).ID))
	}
	tm.named(t, eventSubscription, "AuroraMemberEvents").wantEach(t, map[string]any{"SourceType": "db-instance", "SourceIds": members})
	if got := len(tm.all(eventSubscription)); got != 3 {
		t.Errorf("there are %d event subscriptions, want 3", got)
	}
}

func TestDatabaseWatchingRefusalsOfClusters(t *testing.T) {
	aurora := func(a database.Alarms) database.Props {
		return database.Props{Engine: database.AuroraPostgreSQL, Alarms: a}
	}
	alone := aurora(database.Alarms{ReplicaLagSeconds: 5})
	alone.SingleZone = true
	large := database.Props{InstanceClass: "db.m7g.8xlarge", Alarms: database.Alarms{BurstBalancePercent: 10}}
	databaseRefusals(t, []databaseRefusal{
		{"storage that cannot be full", aurora(database.Alarms{FreeStoragePercent: 5}), "alarms.freeStoragePercent: Aurora's storage grows by itself; leave it out"},
		{"a lag of nobody", alone, "alarms.replicaLagSeconds: there are no readers that could lag; leave it out"},
		{"a lag of a standby", database.Props{Alarms: database.Alarms{ReplicaLagSeconds: 5}}, "alarms.replicaLagSeconds: there are no readers that could lag; leave it out"},
		{"bursts of Aurora", aurora(database.Alarms{BurstBalancePercent: 10}), "alarms.burstBalancePercent: the storage of db.r7g.large does not burst; leave it out"},
		{"bursts of a large class", large, "alarms.burstBalancePercent: the storage of db.m7g.8xlarge does not burst; leave it out"},

		{"transactions of Aurora", aurora(database.Alarms{TransactionIDsMillions: 500}), ""},
		{"a lag of readers", aurora(database.Alarms{ReplicaLagSeconds: 5}), ""},
		{"a lag of standbys", database.Props{Topology: database.ReadableStandbys, Alarms: database.Alarms{ReplicaLagSeconds: 5}}, ""},
	})
}
