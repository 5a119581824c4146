package database

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

// logGroupPrefix begins the names of the log groups that RDS exports to.
func (p Props) logGroupPrefix(identifier string) string {
	kind := "instance"
	if p.clustered() {
		kind = "cluster"
	}
	return "/aws/rds/" + kind + "/" + identifier + "/"
}

// logGroupPatterns are the names of all log groups, for the key.
func (d *Database) logGroupPatterns() []string {
	var patterns []string
	for _, g := range d.generations() {
		patterns = append(patterns, d.cfg.logGroupPrefix(g.identifier)+"*")
		if d.cfg.Proxy.Enabled {
			patterns = append(patterns, proxyLogName(g.identifier))
		}
	}
	for _, r := range d.cfg.Replicas {
		patterns = append(patterns, d.cfg.logGroupPrefix(d.replicaIdentifier(r))+"*")
	}
	return patterns
}

// notByDefault says why some logs are left out unless they are asked for.
var notByDefault = map[string]string{
	"audit":   "Exporting the audit log takes an option group with the engine's audit plugin, and rules of what to record that are the application's own. Add audit to logExports when there are.",
	"general": "The general log holds every statement with its values, personal data and secrets among them, and writing it slows the database down. Connections that fail and slow statements are in the logs that are exported.",
}

// logGroups are where RDS exports its logs to. They are made here, before RDS would make them itself and keep everything
// for ever. They are deleted with the stack: their names are fixed, so that one left behind would stop the next
// deployment.
func (d *Database) logGroups(g generation) []awslogs.CfnLogGroup {
	var groups []awslogs.CfnLogGroup
	for _, log := range d.cfg.LogExports {
		groups = append(groups, d.logGroup(g, log, d.cfg.logGroupPrefix(g.identifier)+log))
	}
	return groups
}

func (d *Database) logGroup(g generation, log, name string) awslogs.CfnLogGroup {
	props := &awslogs.CfnLogGroupProps{
		LogGroupName:    &name,
		RetentionInDays: jsii.Number(d.cfg.LogRetentionDays),
	}
	if d.ownKey != nil {
		props.KmsKeyId = d.ownKey.KeyArn()
	}
	group := awslogs.NewCfnLogGroup(d, jsii.String("LogGroup-"+log+g.suffix), props)
	group.ApplyRemovalPolicy(awscdk.RemovalPolicy_DESTROY, nil)
	if g.previous { // what led to the restore may be in it, and its name is not used again
		group.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN, nil)
	}
	return group
}

// acknowledgeLogs answers for the logs that are left out by default. One that the user leaves out is the user's to explain.
// Further are the reasons for other findings there.
func (d *Database) acknowledgeLogs(instance awscdk.CfnResource, further ...acknowledge.Because) {
	facts := engines[d.cfg.Engine]
	var reasons []acknowledge.Because
	var explained []string // the reasons that together answer the control about all logs
	for _, log := range slices.Sorted(maps.Keys(notByDefault)) {
		if !slices.Contains(facts.logs, log) || slices.Contains(d.cfg.LogExports, log) {
			continue
		}
		explained = append(explained, log)
		reasons = append(reasons, acknowledge.Because{
			Reason: notByDefault[log],
			Rules:  d.cfg.rulesOfLog(log),
		})
	}
	for _, log := range facts.defaultLogs {
		if !slices.Contains(d.cfg.LogExports, log) {
			explained = nil
		}
	}
	if len(explained) > 0 {
		reasons = append(reasons, acknowledge.Because{
			Reason: "All logs are exported but those that each have their reason here.",
			Rules:  []string{d.cfg.ruleOfLogs()},
		})
	}
	if reasons = append(reasons, further...); len(reasons) > 0 {
		acknowledge.At(instance, reasons...)
	}
}

// rulesOfLog are those that miss one log. They do not look at Multi-AZ DB clusters.
func (p Props) rulesOfLog(log string) []string {
	if p.Topology == ReadableStandbys {
		return nil
	}
	return acknowledge.Packs("RDSLoggingEnabled[LogExport::"+log+"]", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI)
}

// ruleOfLogs is the control about all logs together.
func (p Props) ruleOfLogs() string {
	if p.clustered() {
		return "CT.RDS.PR.25"
	}
	return "CT.RDS.PR.14"
}
