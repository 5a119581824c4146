package test

import (
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

var guard = flag.String("guard", "", "the folder of the npm package with cfn-guard and the rules of AWS Control Tower; checks them too")

// guardedPacks are the packs that this run can check.
func guardedPacks() []policy.Pack {
	if *guard == "" {
		return policy.NagPacks()
	}
	return policy.Packs()
}

// reviewedApp is an app whose findings are reported by the review alone.
func reviewedApp(t *testing.T) awscdk.App {
	t.Helper()
	return awscdk.NewApp(&awscdk.AppProps{
		Outdir:             jsii.String(t.TempDir()),
		AnalyticsReporting: jsii.Bool(false),
		Context:            featureFlags(t),
		PostCliContext:     &map[string]any{"@aws-cdk/core:annotationsInValidationReport": false},
	})
}

// reviewed returns what the packs find in an app.
func reviewed(t *testing.T, app awscdk.App, review policy.Review) policy.Findings {
	t.Helper()
	review.GuardPackage = *guard
	review.Add(app, guardedPacks()...)
	err := review.Synth(app)
	var findings policy.Findings
	if err != nil && !errors.As(err, &findings) {
		t.Fatal(err)
	}
	return findings
}

// addProduction adds the shipped environments that weaken nothing.
func addProduction(t *testing.T, app awscdk.App) {
	t.Helper()
	environments, problems := config.Load("../config")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, e := range environments {
		if e.Name != "dev" {
			websystem.NewStage(app, e.Name, &e.StageProps)
		}
	}
}

func TestPolicyOfProduction(t *testing.T) {
	app := reviewedApp(t)
	addProduction(t, app)
	if findings := reviewed(t, app, policy.Review{}); len(findings) > 0 {
		t.Error(findings)
	}
}

// TestPolicyAcknowledgements holds every acknowledgement to a finding that is there without it: an acknowledgement that
// outlives its finding would hide the next one.
func TestPolicyAcknowledgements(t *testing.T) {
	app := reviewedApp(t)
	addProduction(t, app)
	golden(t, filepath.Join("..", "..", "..", "docs", "security.md"), securityDocument(wantAllAcknowledged(t, app)))
}

// wantAllAcknowledged fails the test unless just what the packs find in an app is acknowledged, and returns that.
func wantAllAcknowledged(t *testing.T, app awscdk.App) []policy.Acknowledgement {
	t.Helper()
	found := map[string]bool{}
	for _, f := range reviewed(t, app, policy.Review{All: true}) {
		found[f.Path+": "+f.Rule] = true
	}
	synthesized, err := assembly.ReadAll(*app.Outdir())
	if err != nil {
		t.Fatal(err)
	}
	all, acknowledged := policy.Acknowledged(synthesized), map[string]bool{}
	for _, a := range all {
		rule := a.Rule
		for _, prefix := range []string{"AwsSolutions-", "NIST.800.53.R5-", "HIPAA.Security-", "PCI.DSS.321-"} {
			rule = strings.TrimPrefix(rule, prefix)
		}
		if *guard == "" && strings.HasPrefix(rule, "CT.") {
			continue // that finding cannot be seen in this run
		}
		acknowledged[a.Path+": "+rule] = true
	}
	if diff := cmp.Diff(found, acknowledged); diff != "" {
		t.Errorf("(-found +acknowledged):\n%s", diff)
	}
	return all
}

// weakened gives up all that a prop can give up, but for the switches that contradict others.
var weakened = websystem.StageProps{
	Account: "111111111111",
	Region:  "ap-northeast-1",
	Props: websystem.Props{
		Network: network.Props{FlowLogs: network.FlowLogs{Destination: network.FlowLogsNone}},
		Database: database.Props{
			KMSKeyARN:                      "arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
			SingleZone:                     true,
			AllowUnencryptedConnections:    true,
			DisableAutoMinorVersionUpgrade: true,
			DisableDeletionProtection:      true,
			DisableEnhancedMonitoring:      true,
			LogExports:                     []string{"slowquery"},
			BackupPlan:                     database.BackupPlan{Disable: true},
		},
		Firewall: firewall.Props{Logs: firewall.Logs{Disable: true}},
		Web: webtier.Props{
			AllowPlainHTTP:            true,
			DisableDeletionProtection: true,
			DisableDetailedMonitoring: true,
			AccessLogs:                webtier.AccessLogs{Disable: true},
			Notifications:             webtier.Notifications{Disable: true},
		},
	},
}

func TestPolicyOfAWeakenedSystem(t *testing.T) {
	const (
		instance = "weak/Stateful/Database/Instance/Resource"
		balancer = "weak/Stateless/System/Web/LoadBalancer/Resource"
		plain    = "weak/Stateless/System/Web/LoadBalancer/HTTP/Resource"
	)
	want := map[string]string{
		instance + ": RDS3":                                                      "leave out singleZone of the database",
		instance + ": RDSMultiAZSupport":                                         "leave out singleZone of the database",
		instance + ": RDS10":                                                     "leave out disableDeletionProtection of the database",
		instance + ": RDSInstanceDeletionProtectionEnabled":                      "leave out disableDeletionProtection of the database",
		instance + ": RDS11":                                                     "give the database a port that is not its engine's own, with port",
		instance + ": RDSInBackupPlan":                                           "leave out backupPlan.disable of the database",
		instance + ": RDSEnhancedMonitoringEnabled":                              "leave out disableEnhancedMonitoring of the database",
		instance + ": RDSAutomaticMinorVersionUpgradeEnabled":                    "leave out disableAutoMinorVersionUpgrade of the database",
		instance + ": RDSLoggingEnabled[LogExport::error]":                       "add error to logExports of the database",
		"weak/Stateful/Database/LogGroup-slowquery: CloudWatchLogGroupEncrypted": "give the log group a key; that of the database encrypts its logs when kmsKeyArn is left out",
		"weak/Stateful/Network/Resource: VPC7":                                   "give flowLogs of the network a destination that is not none",
		"weak/Stateful/Network/Resource: VPCFlowLogsEnabled":                     "give flowLogs of the network a destination that is not none",
		"weak/Stateless/System/Web/AutoScalingGroup/ASG: AS3":                    "leave out notifications.disable of the web tier",
		plain + ": ALBHttpToHttpsRedirection":                                    "give the web tier a certificate, and leave out allowPlainHttp",
		plain + ": ELBv2ACMCertificateRequired":                                  "give the web tier a certificate, and leave out allowPlainHttp",
		"weak/Stateless/System/Firewall/WebACL: WAFv2LoggingEnabled":             "leave out logs.disable of the firewall",
		balancer + ": ELBDeletionProtectionEnabled":                              "leave out disableDeletionProtection of the web tier",
		balancer + ": ELB2":                                                      "leave out accessLogs.disable of the web tier",
		balancer + ": ELBLoggingEnabled":                                         "leave out accessLogs.disable of the web tier",
	}
	if *guard != "" {
		maps.Copy(want, map[string]string{
			instance + ": CT.RDS.PR.1":                                        "leave out singleZone of the database",
			instance + ": CT.RDS.PR.13":                                       "leave out disableDeletionProtection of the database",
			instance + ": CT.RDS.PR.14":                                       "Specify 'EnableCloudwatchLogsExports' with a list of all supported log types for the Amazon RDS database instance engine.",
			instance + ": CT.RDS.PR.2":                                        "leave out disableEnhancedMonitoring of the database",
			instance + ": CT.RDS.PR.20":                                       "give the database a port that is not its engine's own, with port",
			instance + ": CT.RDS.PR.5":                                        "leave out disableAutoMinorVersionUpgrade of the database",
			balancer + ": CT.ELASTICLOADBALANCING.PR.5":                       "leave out disableDeletionProtection of the web tier",
			balancer + ": CT.ELASTICLOADBALANCING.PR.6":                       "leave out accessLogs.disable of the web tier",
			plain + ": CT.ELASTICLOADBALANCING.PR.1":                          "give the web tier a certificate, and leave out allowPlainHttp",
			"weak/Stateful/Database/LogGroup-slowquery: CT.CLOUDWATCH.PR.2":   "keep the log group for 365 days or more, with logRetentionDays of the database or the image pipeline or flowLogs.retentionDays of the network or logs.retentionDays of the firewall",
			"weak/Stateful/Database/LogGroup-slowquery: CT.CLOUDWATCH.PR.3":   "give the log group a key; that of the database encrypts its logs when kmsKeyArn is left out",
			"weak/Stateful/Database/ParameterGroup/Resource: CT.RDS.PR.28":    "leave out allowUnencryptedConnections of the database",
			"weak/Stateless/System/Web/LaunchTemplate/Resource: CT.EC2.PR.10": "leave out disableDetailedMonitoring of the web tier",
		})
	}
	app := reviewedApp(t)
	websystem.NewStage(app, "weak", &weakened)
	got := map[string]string{}
	for _, f := range reviewed(t, app, policy.Review{}) {
		got[f.Path+": "+f.Rule] = f.Fix
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPolicyOfSomebodysApp is what an embedding app sees: one call, each finding once with where, what and how, in stages
// and outside of them; what cdk-nag cannot tell counts.
func TestPolicyOfSomebodysApp(t *testing.T) {
	app := reviewedApp(t)
	bucket := awss3.NewBucket(awscdk.NewStack(app, jsii.String("Somebody"), nil), jsii.String("Bucket"), &awss3.BucketProps{
		EnforceSSL: jsii.Bool(true),
		Versioned:  jsii.Bool(true),
	})
	stage := awscdk.NewStage(app, jsii.String("stage"), nil)
	awss3.NewBucket(awscdk.NewStack(stage, jsii.String("Somebody"), nil), jsii.String("Bucket"), &awss3.BucketProps{EnforceSSL: jsii.Bool(true)})
	awscdk.Annotations_Of(bucket).AddError(jsii.String("somebody else's finding: it is bad. Do something."))
	err := policy.Synth(app, policy.AWSSolutions, policy.PCIDSS321)
	if err == nil {
		t.Fatal("nothing found")
	}
	const want = `Somebody/Bucket/Resource: S1 (aws-solutions)
    The S3 Bucket has server access logs disabled.
    fix: The bucket should have server access logging enabled to provide detailed records for the requests that are made to the bucket.
`
	if !strings.HasPrefix(err.Error(), want) {
		t.Errorf("the findings are\n%v\nand do not start with\n%s", err, want)
	}
	for _, want := range []string{
		"stage/Somebody/Bucket/Resource: S1 (aws-solutions)\n",
		"stage/Somebody/Bucket/Resource: S3BucketVersioningEnabled (pci-dss-3.2.1)\n",
	} {
		if strings.Count(err.Error(), want) != 1 {
			t.Errorf("the findings are\n%v\nand do not hold once\n%s", err, want)
		}
	}
	if strings.Contains(err.Error(), "somebody else's") {
		t.Errorf("another's annotation is among\n%v", err)
	}
}

func TestPolicyRefusals(t *testing.T) {
	app := reviewedApp(t)
	refuses(t, func() { new(policy.Review).Add(app, "iso-27001") },
		`policy: no pack "iso-27001"; there are aws-solutions, nist-800-53-r5, hipaa-security, pci-dss-3.2.1, control-tower`)
	awscdk.NewStack(app, jsii.String("Stack"), nil)
	review := policy.Review{GuardPackage: "nowhere"}
	review.Add(app, policy.ControlTower)
	want := "policy: control-tower: no cfn-guard in nowhere; run npm install --no-save --legacy-peer-deps @cdklabs/cdk-validator-cfnguard@0.0.62"
	if err := review.Synth(app); err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// securityDocument is docs/security.md.
func securityDocument(all []policy.Acknowledgement) []byte {
	source, err := os.ReadFile(filepath.Join("testdata", "security.md"))
	if err != nil {
		panic(err)
	}
	var text strings.Builder
	var path, reason string
	var environments, files []string
	resources := 0
	for _, a := range all {
		if a.Path != path {
			path, reason = a.Path, ""
			resources++
			if environment, _, _ := strings.Cut(path, "/"); !slices.Contains(files, "`config/"+environment+".yaml`") {
				environments, files = append(environments, "`"+environment+"`"), append(files, "`config/"+environment+".yaml`")
			}
			text.WriteString("\n## " + path + "\n\n`" + a.Type + "`\n")
		}
		if a.Reason != reason {
			reason = a.Reason
			text.WriteString("\n" + reason + "\n\n")
		}
		text.WriteString("- `" + a.Rule + "`\n")
	}
	and := func(names []string) string { return strings.Replace(props.Either(names), " or ", " and ", 1) }
	head := strings.NewReplacer("{environments}", and(environments), "{files}", and(files), "{findings}", strconv.Itoa(len(all)), "{resources}", strconv.Itoa(resources)).Replace(string(source))
	return []byte(head + text.String())
}
