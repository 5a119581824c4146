package test

import (
	"maps"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
)

// What random databases have besides the table of every field is here.
func init() {
	maps.Copy(texts, map[string][]string{
		"database.notifications.topicArn":       {"arn:aws:sns:ap-northeast-1:222222222222:operations", "operations"},
		"database.settings.timeZone":            {"Asia/Tokyo", "Tokyo"},
		"database.settings.characterSet":        {"utf8mb4", "UTF-8"},
		"database.settings.collation":           {"utf8mb4_bin", "latin1_bin"},
		"database.login.iamUser":                {"shop", "the shop"},
		"database.login.caBundle":               {"/etc/pki/rds/global-bundle.pem", "bundle"},
		"database.proxy.caBundle":               {"/etc/pki/tls/certs/ca-bundle.crt", "bundle"},
		"database.privateDns.zone":              {"db.internal", "corp.example.com", "internal"},
		"database.privateDns.hostedZoneId":      {"Z0123456789EXAMPLE", "zone"},
		"database.privateDns.name":              {"orders", "a.b"},
		"database.backupPlan.copyTo[].vaultArn": {vaultOverThere, "copies"},
		"database.notifications.emails[]":       {"operations@example.com", "on-call@example.com", "nobody"},
	})
	maps.Copy(numbers, map[string][]int{
		"database.alarms.memoryGiB":                  {16, 64},
		"database.backupPlan.copyTo[].retentionDays": {7, 365},
		"database.proxy.maxConnectionsPercent":       {50, 100},
		"database.alarms.borrowLatencyMilliseconds":  {100, 1000},
		"database.settings.maxConnections":           {100, 500},
		"database.settings.slowQueryMilliseconds":    {500},
	})
}

// wantWatched fails the test unless every alarm has a threshold that can be passed, and tells whoever is told.
func wantWatched(t *testing.T, p *websystem.StageProps, stateful *template) {
	t.Helper()
	alarms := stateful.all(cloudWatchAlarm)
	if (len(alarms) == 0) != p.Database.Alarms.Disable {
		t.Errorf("there are %d alarms", len(alarms))
	}
	for _, a := range alarms {
		if got, ok := a.get("Threshold").(float64); !ok || got <= 0 && a.get("MetricName") != "CPUSurplusCreditsCharged" {
			t.Errorf("%s goes off at %v", a.ID, a.get("Threshold"))
		}
		if told := a.get("AlarmActions") != nil; told == p.Database.Notifications.Disable {
			t.Errorf("%s tells %v", a.ID, a.get("AlarmActions"))
		}
	}
	if (len(stateful.all(eventSubscription)) == 0) != p.Database.Notifications.Disable {
		t.Errorf("there are %d event subscriptions", len(stateful.all(eventSubscription)))
	}
}
