package database

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

const (
	longestPart  = 15 // of an identifier that is added to another
	mostReplicas = 15 // source: Amazon RDS User Guide, "Working with DB instance read replicas"
)

var (
	part          = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	snapshotName  = regexp.MustCompile(`^([a-z]+:)*[A-Za-z](-?[A-Za-z0-9])*$`)
	snapshotInARN = regexp.MustCompile(`^(cluster-)?snapshot:([a-z]+:)*[A-Za-z](-?[A-Za-z0-9])*$`)
	databaseInARN = regexp.MustCompile(`^db:[a-z](-?[a-z0-9])*$`)
)

// checkRestores refuses restores that say nothing, or two things.
func (p *Props) checkRestores(region string, problems *problem.List) {
	var names []string
	for i, r := range p.Restores {
		at := func(name string) string { return problem.Join(problem.Index("restores", i), name) }
		if r.EngineVersion != "" && p.Engine.known() {
			p.checkVersionForm(at("engineVersion"), r.EngineVersion, problems)
			p.checkVersionEnded(at("engineVersion"), r.EngineVersion, problems)
		}
		checkPart(at("name"), r.Name, names, problems)
		names = append(names, r.Name)
		switch {
		case r.Snapshot == "" && r.PointInTime == "":
			problems.Addf(at("snapshot"), "missing; give a snapshot or a pointInTime")
		case r.Snapshot != "" && r.PointInTime != "":
			problems.Addf(at("pointInTime"), "contradicts snapshot, which is of a time of its own; leave one of them out")
		case r.Snapshot != "":
			p.checkSnapshot(at("snapshot"), r.Snapshot, region, problems)
		case r.PointInTime != latest:
			if _, err := time.Parse("2006-01-02T15:04:05Z", r.PointInTime); err != nil {
				problems.Addf(at("pointInTime"), "%q is not a time in UTC; use one like 2026-11-24T01:23:00Z, or latest", r.PointInTime)
			}
		}
	}
}

func (p *Props) checkSnapshot(field, snapshot, region string, problems *problem.List) {
	switch {
	case arn.Unresolved(snapshot):
	case !strings.HasPrefix(snapshot, "arn:"):
		if !snapshotName.MatchString(snapshot) {
			problems.Addf(field, "%q is not a snapshot's name; use the name, or the ARN of one that is AWS Backup's or another account's", snapshot)
		}
	default:
		of, err := arn.Check(snapshot, "rds", snapshotInARN, "arn:aws:rds:ap-northeast-1:111111111111:snapshot:orders")
		switch {
		case err != nil:
			problems.Addf(field, "%v", err)
		case region != "" && of != region:
			problems.Addf(field, "the snapshot is in %s; copy it to %s first", of, region)
		case p.Engine.known() && !p.clustered() && strings.Contains(snapshot, ":cluster-snapshot:"):
			problems.Addf(field, "is a cluster's, and this is an instance; use a snapshot of one")
		}
	}
}

// checkPart refuses names that cannot be part of an identifier, or that are taken.
func checkPart(field, name string, taken []string, problems *problem.List) {
	switch {
	case name == "":
		problems.Addf(field, "missing; give a name of small letters and digits")
	case !part.MatchString(name) || len(name) > longestPart:
		problems.Addf(field, "%q cannot be part of an identifier; use small letters and digits, a letter first, %d at most", name, longestPart)
	case slices.Contains(taken, name):
		problems.Addf(field, "%s is taken; use another", name)
	}
}

// checkReplicas refuses replicas of what has other ways to be read, and what RDS would refuse of each.
func (p *Props) checkReplicas(region string, problems *problem.List) {
	if len(p.Replicas) == 0 {
		return
	}
	switch {
	case p.aurora():
		problems.Addf("replicas", "Aurora has readers in place of replicas; leave them out, and say aurora.readers for more of those")
	case p.clustered():
		problems.Addf("replicas", "readable-standbys are read already; leave them out")
	case p.ReplicaOf.follows():
		problems.Addf("replicas", "a replica of another Region has none of its own until it is promoted; leave them out")
	case len(p.Replicas) > mostReplicas:
		problems.Addf("replicas", "%d are more than the %d that a database can have", len(p.Replicas), mostReplicas)
	}
	var names []string
	for _, r := range p.Restores {
		names = append(names, r.Name)
	}
	for i, r := range p.Replicas {
		at := func(name string) string { return problem.Join(problem.Index("replicas", i), name) }
		checkPart(at("name"), r.Name, names, problems)
		names = append(names, r.Name)
		if r.InstanceClass != "" && !instanceClass.MatchString(r.InstanceClass) {
			problems.Addf(at("instanceClass"), "%q is not an instance class; use one like db.m7g.large", r.InstanceClass)
		} else if p.Engine.noInsights(r.InstanceClass) && !p.DisablePerformanceInsights {
			problems.Addf(at("instanceClass"), "%s does not support Performance Insights for %s; use a larger class or say disablePerformanceInsights: true", r.InstanceClass, p.Engine)
		}
		if r.Zone == "" {
			continue
		}
		of, _, err := zone.Parse(r.Zone)
		if err != nil {
			problems.Addf(at("zone"), "%v", err)
		} else if region != "" && of != region {
			problems.Addf(at("zone"), "%s is not in %s; use a zone of that Region", r.Zone, region)
		}
	}
}

// checkReplicaOf refuses what a replica has from its source.
func (p *Props) checkReplicaOf(given *Props, region string, problems *problem.List) {
	of := p.ReplicaOf
	if of.ARN == "" {
		if of.Promoted {
			problems.Addf("replicaOf.promoted", "there is nothing to promote without arn; give the arn that the replica has followed")
		}
		return
	}
	from, err := arn.Check(of.ARN, "rds", databaseInARN, "arn:aws:rds:ap-northeast-1:111111111111:db:orders")
	switch {
	case arn.Unresolved(of.ARN):
		problems.Addf("replicaOf.arn", "is known to the deployment only; write it out, for the Region in it")
	case err != nil:
		problems.Addf("replicaOf.arn", "%v", err)
	case from == region:
		problems.Addf("replicaOf.arn", "is in %s too; use replicas there for one in the same Region", region)
	}
	if p.clustered() {
		problems.Addf("replicaOf", "only instances of mysql, postgres and mariadb follow another Region; for Aurora, make the cluster part of a global database")
	}
	if len(p.Restores) > 0 {
		problems.Addf("restores", "contradicts replicaOf; leave one of them out")
	}
	if !of.follows() {
		return
	}
	if p.Login.IAMUser == "" && !p.Login.DisableIAMAuthentication {
		problems.Addf("login.iamUser", "missing; the master user's secret is in the source's Region until the replica is promoted, so give the user that servers log in as with tokens of IAM, or say disableIamAuthentication: true where they have a password from elsewhere")
	}
	for _, field := range []struct {
		name  string
		given bool
	}{
		{"engineVersion", given.EngineVersion != ""},
		{"masterUsername", given.MasterUsername != ""},
		{"allocatedStorageGiB", given.AllocatedStorageGiB != 0},
		{"backupRetentionDays", given.BackupRetentionDays != 0},
		{"backupWindow", given.BackupWindow != ""},
	} {
		if field.given {
			problems.Addf(field.name, "is the source's until the replica is promoted; leave it out")
		}
	}
}
