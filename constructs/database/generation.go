package database

import (
	"cmp"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

// latest is the point in time that is as late as possible.
const latest = "latest"

// A generation is the database as it was first made, or as it was restored. The last one is in use.
type generation struct {
	suffix     string // of the ids of constructs
	identifier string
	version    string  // of the engine
	restore    Restore // of the first, nothing
	source     string  // the identifier of the one before
	previous   bool    // kept beside the one in use, until it is let go of
}

func (g generation) restored() bool { return g.restore.Name != "" }

// removal is what becomes of the data when the generation goes from the template.
func (g generation) removal() awscdk.RemovalPolicy {
	if g.previous {
		return awscdk.RemovalPolicy_RETAIN
	}
	return awscdk.RemovalPolicy_SNAPSHOT
}

// generations are those that the template has: the last, and the one before while that is not let go of.
func (d *Database) generations() []generation {
	all := []generation{{identifier: d.firstIdentifier, version: d.cfg.EngineVersion}}
	for _, r := range d.cfg.Restores {
		all = append(all, generation{
			suffix:     "-" + r.Name,
			identifier: d.cfg.with(d.firstIdentifier, r.Name),
			version:    cmp.Or(r.EngineVersion, d.cfg.EngineVersion),
			restore:    r,
			source:     all[len(all)-1].identifier,
		})
	}
	last := len(all) - 1
	if last == 0 || all[last].restore.ReleasePrevious {
		return all[last:]
	}
	all[last-1].previous = true
	return all[last-1:]
}

// with adds a name to an identifier, which is cut where the two would be too long.
func (p Props) with(identifier, name string) string {
	room := p.maxIdentifier() - len(name) - 1
	return strings.TrimRight(identifier[:min(len(identifier), room)], "-") + "-" + name
}

// parameterGroupID is the id of the parameter group for a version. Each major version has one, so that the one before an
// upgrade has its own beside that of the others.
func (d *Database) parameterGroupID(version string) string {
	facts := engines[d.cfg.Engine]
	if major := facts.major(version); major != facts.major(d.cfg.EngineVersion) {
		return "ParameterGroup-" + major
	}
	return "ParameterGroup"
}

func (d *Database) createGenerations(group awsec2.ISecurityGroup) {
	for _, g := range d.generations() {
		d.instanceIdentifier = g.identifier
		if d.cfg.clustered() {
			d.createCluster(g, group)
		} else {
			d.createInstance(g, group)
		}
		if d.cfg.Proxy.Enabled {
			d.createProxy(g)
		}
		d.backedUp = append(d.backedUp, d.resourceARN())
	}
	if d.secret != nil {
		d.secretARN = d.secret.SecretArn()
	}
}

// restoreInstance makes RDS restore an instance instead of making a new one. What comes with the data is left out, for
// CloudFormation takes it as a contradiction; the storage may have grown since it was first allocated.
// Source: AWS CloudFormation User Guide, "AWS::RDS::DBInstance".
func (d *Database) restoreInstance(instance awsrds.CfnDBInstance, g generation) {
	inherited := []string{"DBName", "MasterUsername", "KmsKeyId"}
	if !d.allocates {
		inherited = append(inherited, "AllocatedStorage")
	}
	if g.restore.Snapshot == "" {
		inherited = append(inherited, "StorageEncrypted")
	}
	for _, property := range inherited {
		instance.AddPropertyDeletionOverride(&property)
	}
	switch {
	case g.restore.Snapshot != "":
		instance.SetDbSnapshotIdentifier(&g.restore.Snapshot)
		return
	case g.restore.PointInTime == latest:
		instance.SetUseLatestRestorableTime(true)
	default:
		instance.SetRestoreTime(&g.restore.PointInTime)
	}
	instance.SetSourceDbInstanceIdentifier(&g.source)
}

// restoreCluster is restoreInstance for a cluster.
// Source: AWS CloudFormation User Guide, "AWS::RDS::DBCluster".
func (g generation) restoreCluster(props *awsrds.CfnDBClusterProps) {
	props.DatabaseName, props.MasterUsername, props.StorageEncrypted = nil, nil, nil
	switch {
	case g.restore.Snapshot != "":
		props.SnapshotIdentifier = &g.restore.Snapshot
		return
	case g.restore.PointInTime == latest:
		props.UseLatestRestorableTime = true
	default:
		props.RestoreToTime = &g.restore.PointInTime
	}
	props.SourceDbClusterIdentifier = jsii.String(g.source)
}

// whyInherited answers for a template that does not say what is inherited.
func whyInherited(rules ...string) acknowledge.Because {
	return acknowledge.Because{
		Reason: "It is encrypted as what it is made from is: CloudFormation takes no word on that when it restores or replicates.",
		Rules:  rules,
	}
}

// notEncrypted are the rules that do not know what is inherited.
func notEncrypted(further ...string) []string {
	return append(append(acknowledge.Packs("RDSStorageEncrypted", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI), "AwsSolutions-RDS2"), further...)
}

// inherits are the findings about what a generation inherits.
func (d *Database) inherits(g generation) []acknowledge.Because {
	switch {
	case !g.restored():
		return nil
	case d.cfg.clustered() && g.restore.Snapshot != "":
		return []acknowledge.Because{whyInherited(notEncrypted("CT.RDS.PR.16")...)}
	case d.cfg.clustered():
		return []acknowledge.Because{whyInherited(notEncrypted()...)}
	case g.restore.Snapshot != "":
		return []acknowledge.Because{whyInherited("CT.RDS.PR.30")}
	default:
		return []acknowledge.Because{whyInherited("CT.RDS.PR.24", "CT.RDS.PR.30")}
	}
}
