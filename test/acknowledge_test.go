package test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// acknowledged are the rules that a resource's metadata answers, in order. It fails the test when one has no reason.
func acknowledged(t *testing.T, r resource) []string {
	t.Helper()
	var rules []string
	list, _ := dig(r.Metadata["cdk_nag"], "rules_to_suppress").([]any)
	if _, there := r.Metadata["cdk_nag"]; there && len(list) == 0 {
		t.Errorf("%s: its metadata answers no rule", r.ID)
	}
	for _, entry := range list {
		rule, _ := dig(entry, "id").(string)
		if finding, finer := dig(entry, "applies_to.0").(string); finer {
			rule += "[" + finding + "]"
		}
		if reason, _ := dig(entry, "reason").(string); len(reason) < 20 || !strings.HasSuffix(reason, ".") {
			t.Errorf("%s: the reason of %s is %q", r.ID, rule, reason)
		}
		rules = append(rules, rule)
	}
	return rules
}

// wantAcknowledged fails the test unless these resources answer these rules, and no others do any.
func wantAcknowledged(t *testing.T, tm *template, want map[string][]string) {
	t.Helper()
	got := map[string][]string{}
	for id, r := range tm.Resources {
		if rules := acknowledged(t, r); rules != nil {
			got[withoutHash(id)] = rules
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the acknowledgements are\n%s\nwant\n%s", show(got), show(want))
	}
}

func inPacks(rule string) []string {
	return []string{"NIST.800.53.R5-" + rule, "HIPAA.Security-" + rule, "PCI.DSS.321-" + rule}
}

const awsPolicy = "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/"

var (
	monitoringRules = []string{awsPolicy + "service-role/AmazonRDSEnhancedMonitoringRole]"}
	backupRules     = []string{awsPolicy + "service-role/AWSBackupServiceRolePolicyForBackup]"}
	auditRules      = inPacks("RDSLoggingEnabled[LogExport::audit]")
	generalRules    = inPacks("RDSLoggingEnabled[LogExport::general]")
	bucketRules     = slices.Concat(
		inPacks("S3BucketLoggingEnabled"), []string{"AwsSolutions-S1", "CT.S3.PR.2"},
		inPacks("S3DefaultEncryptionKMS"), []string{"CT.S3.PR.10"},
		inPacks("S3BucketReplicationEnabled"), []string{"CT.S3.PR.4", "CT.S3.PR.9"},
	)
)

func TestNetworkAcknowledges(t *testing.T) {
	route := inPacks("VPCNoUnrestrictedRouteToIGW")
	wantAcknowledged(t, synthNetwork(t, &network.Props{IPv6: true}), map[string][]string{
		"Network":                       inPacks("VPCDefaultSecurityGroupClosed"),
		"NetworkPublicDefaultRoute":     route,
		"NetworkPublicDefaultRouteIPv6": route,
	})
	wantAcknowledged(t, synthNetwork(t, flowLogsTo(network.FlowLogsToS3)), map[string][]string{
		"Network":                   inPacks("VPCDefaultSecurityGroupClosed"),
		"NetworkPublicDefaultRoute": route,
		"NetworkFlowLogsBucket":     bucketRules,
	})
}

// A log that the user leaves out, a standby that is not there and a key that is not the construct's are not explained away.
func TestDatabaseAcknowledges(t *testing.T) {
	all := "CT.RDS.PR.14"
	none := database.BackupPlan{Disable: true}
	tm := synthDatabases(t, map[string]database.Props{
		"Plain":    {},
		"Single":   {SingleZone: true, DisableDeletionProtection: true, BackupPlan: none, DisableEnhancedMonitoring: true},
		"MariaDB":  {Engine: database.MariaDB, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Postgres": {Engine: database.PostgreSQL, BackupPlan: none, DisableEnhancedMonitoring: true},
		"All": {LogExports: []string{"audit", "error", "general", "slowquery"}, KMSKeyARN: testKeyARN,
			BackupPlan: none, DisableEnhancedMonitoring: true},
		"Audit": {LogExports: []string{"slowquery", "error", "audit"}, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Less":  {LogExports: []string{"slowquery"}, BackupPlan: none, DisableEnhancedMonitoring: true},
		"Other": {LogExports: []string{"error", "general"}, BackupPlan: none, DisableEnhancedMonitoring: true},
	})
	wantAcknowledged(t, tm, map[string][]string{
		"PlainMonitoringRole": monitoringRules,
		"PlainBackupRole":     backupRules,
		"PlainInstance":       slices.Concat(auditRules, generalRules, []string{all}),
		"SingleInstance":      slices.Concat(auditRules, generalRules, []string{all}),
		"MariaDBInstance":     slices.Concat(auditRules, generalRules, []string{all}),
		"AuditInstance":       slices.Concat(generalRules, []string{all}),
		"LessInstance":        slices.Concat(auditRules, generalRules),
		"OtherInstance":       auditRules,
	})
}

func TestWebAcknowledges(t *testing.T) {
	want := map[string][]string{
		"WebLoadBalancer":              {"NIST.800.53.R5-ALBWAFEnabled", "PCI.DSS.321-ALBWAFEnabled"},
		"WebLoadBalancerSecurityGroup": {"AwsSolutions-EC23"},
		"WebLoadBalancerHTTP":          inPacks("ELBv2ACMCertificateRequired"),
		"WebAccessLogs":                bucketRules,
		"WebRole":                      {awsPolicy + "AmazonSSMManagedInstanceCore]"},
		"WebPolicy":                    {"AwsSolutions-IAM5[Resource::*]"},
		"WebAutoScalingGroupASG":       {"CT.AUTOSCALING.PR.1", "CT.AUTOSCALING.PR.6"},
	}
	wantAcknowledged(t, defaultWeb(t), want)
	delete(want, "WebLoadBalancerHTTP") // serving in clear text is not explained away
	delete(want, "WebAccessLogs")
	wantAcknowledged(t, synthWeb(t, webtier.Props{AllowPlainHTTP: true, AccessLogs: webtier.AccessLogs{Disable: true}}), want)
}
