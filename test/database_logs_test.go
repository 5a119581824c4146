package test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// databaseLogGroups wants a database to export the logs and to have a log group for each, made before it.
func databaseLogGroups(t *testing.T, template *template, name string, days int, logs ...string) {
	t.Helper()
	instance := template.named(t, rdsInstance, name+"Instance")
	instance.want(t, "EnableCloudwatchLogsExports", logs)
	var groups []string
	for _, group := range template.all(logGroup) {
		if strings.HasPrefix(group.ID, name+"LogGroup") {
			groups = append(groups, group.ID)
		}
	}
	if len(groups) != len(logs) {
		t.Errorf("the log groups are %v, want one for each of %v", groups, logs)
	}
	for _, log := range logs {
		group := template.named(t, logGroup, name+"LogGroup"+strings.ReplaceAll(log, "-", ""))
		group.wantEach(t, map[string]any{
			"LogGroupName":    fmt.Sprintf("/aws/rds/instance/%s/%s", instance.get("DBInstanceIdentifier"), log),
			"RetentionInDays": days,
		})
		if group.DeletionPolicy != "Delete" || group.UpdateReplacePolicy != "Delete" {
			t.Errorf("%s: DeletionPolicy is %s, UpdateReplacePolicy is %s, want Delete: one left behind stops the next deployment",
				group.ID, group.DeletionPolicy, group.UpdateReplacePolicy)
		}
		if !slices.Contains(instance.DependsOn, group.ID) {
			t.Errorf("%s does not wait for %s", instance.ID, group.ID)
		}
	}
}

func TestDatabaseLogsAndMonitoring(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Logs":   {LogExports: []string{"audit", "general"}, LogRetentionDays: 30},
		"Often":  {MonitoringIntervalSeconds: 15},
		"Bare":   {DisableEnhancedMonitoring: true, DisablePerformanceInsights: true, InstanceClass: "db.t4g.micro"},
		"Small":  {Engine: database.PostgreSQL, InstanceClass: "db.t4g.micro", LogExports: []string{"iam-db-auth-error"}},
		"Latest": {LogExports: []string{"error"}, LogRetentionDays: 3653},
	})
	t.Run("logs of one's own choice", func(t *testing.T) { databaseLogGroups(t, template, "Logs", 30, "audit", "general") })
	t.Run("logs kept for ten years", func(t *testing.T) { databaseLogGroups(t, template, "Latest", 3653, "error") })
	t.Run("a log with hyphens in its name", func(t *testing.T) { databaseLogGroups(t, template, "Small", 90, "iam-db-auth-error") })
	t.Run("monitored more often", func(t *testing.T) {
		role := template.named(t, "AWS::IAM::Role", "OftenMonitoringRole")
		role.want(t, "AssumeRolePolicyDocument.Statement.0.Condition.StringEquals", map[string]any{"aws:SourceAccount": ref("AWS::AccountId")})
		template.named(t, rdsInstance, "Often").wantEach(t, map[string]any{
			"MonitoringInterval": 15,
			"MonitoringRoleArn":  att(role.ID, "Arn"),
		})
	})
	t.Run("without enhanced monitoring", func(t *testing.T) {
		template.named(t, rdsInstance, "Bare").wantEach(t, map[string]any{"MonitoringInterval": 0, "MonitoringRoleArn": nil})
		for _, role := range template.all("AWS::IAM::Role") {
			if strings.HasPrefix(role.ID, "BareMonitoring") {
				t.Errorf("there is a role %s", role.ID)
			}
		}
	})
	t.Run("without Performance Insights", func(t *testing.T) {
		template.named(t, rdsInstance, "Bare").wantEach(t, map[string]any{
			"DBInstanceClass":                    "db.t4g.micro",
			"EnablePerformanceInsights":          false,
			"PerformanceInsightsKMSKeyId":        nil,
			"PerformanceInsightsRetentionPeriod": nil,
			"DatabaseInsightsMode":               nil,
		})
	})
	t.Run("Performance Insights in a small class of PostgreSQL", func(t *testing.T) {
		template.named(t, rdsInstance, "Small").wantEach(t, map[string]any{
			"DBInstanceClass":           "db.t4g.micro",
			"EnablePerformanceInsights": true,
		})
	})
}

func TestDatabaseLogsAndMonitoringRefusals(t *testing.T) {
	databaseRefusals(t, []databaseRefusal{
		{"a log of another engine", database.Props{LogExports: []string{"postgresql", "error"}},
			`logExports[0]: "postgresql" is not a log of mysql; use audit, error, general or slowquery`},
		{"a log that postgres has not", database.Props{Engine: database.PostgreSQL, LogExports: []string{"postgresql", "slowquery"}},
			`logExports[1]: "slowquery" is not a log of postgres; use iam-db-auth-error, postgresql or upgrade`},
		{"a log that mariadb has not", database.Props{Engine: database.MariaDB, LogExports: []string{"alert"}},
			`logExports[0]: "alert" is not a log of mariadb; use audit, error, general or slowquery`},
		{"a log twice", database.Props{LogExports: []string{"error", "audit", "error"}},
			"logExports[2]: error is listed twice"},
		{"an unknown log twice", database.Props{LogExports: []string{"all", "all"}},
			`logExports[0]: "all" is not a log of mysql; use audit, error, general or slowquery` + "\n" +
				`logExports[1]: "all" is not a log of mysql; use audit, error, general or slowquery`},
		{"a retention that is not offered", database.Props{LogRetentionDays: 100},
			"logRetentionDays: 100 is not a period that CloudWatch Logs offers; use 90 or 120"},
		{"a retention of no time", database.Props{LogRetentionDays: -1},
			"logRetentionDays: -1 is out of range; use 1 to 3653"},
		{"a retention beyond the longest", database.Props{LogRetentionDays: 3654},
			"logRetentionDays: 3654 is out of range; use 1 to 3653"},
		{"an interval that is not offered", database.Props{MonitoringIntervalSeconds: 20},
			"monitoringIntervalSeconds: 20 is not an interval that RDS offers; use 1, 5, 10, 15, 30 or 60"},
		{"an interval beyond the longest", database.Props{MonitoringIntervalSeconds: 61},
			"monitoringIntervalSeconds: 61 is out of range; use 1 to 60"},
		{"Performance Insights in a micro of mysql", database.Props{InstanceClass: "db.t4g.micro"},
			"instanceClass: db.t4g.micro does not support Performance Insights for mysql; use a larger class or say disablePerformanceInsights: true"},
		{"Performance Insights in a small of mariadb", database.Props{Engine: database.MariaDB, InstanceClass: "db.t3.small"},
			"instanceClass: db.t3.small does not support Performance Insights for mariadb; use a larger class or say disablePerformanceInsights: true"},

		{"Performance Insights in a medium", database.Props{InstanceClass: "db.t4g.medium"}, ""},
		{"Performance Insights in a micro of postgres", database.Props{Engine: database.PostgreSQL, InstanceClass: "db.t4g.micro"}, ""},
		{"every log of mysql", database.Props{LogExports: []string{"audit", "error", "general", "slowquery"}}, ""},
		{"every log of postgres", database.Props{Engine: database.PostgreSQL, LogExports: []string{"iam-db-auth-error", "postgresql", "upgrade"}}, ""},
		{"every log of mariadb", database.Props{Engine: database.MariaDB, LogExports: []string{"audit", "error", "general", "slowquery"}}, ""},
	})
	for _, seconds := range []int{1, 5, 10, 15, 30, 60} {
		if err := (&database.Props{VPC: noVPC, MonitoringIntervalSeconds: seconds}).Validate(); err != nil {
			t.Errorf("%d seconds: %v", seconds, err)
		}
	}
}
