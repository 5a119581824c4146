package database

import (
	"cmp"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/logs"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

var (
	identifier    = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
	instanceClass = regexp.MustCompile(`^db\.[a-z0-9-]+\.[a-z0-9]+$`)
	databaseName  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

	monitoringIntervals = []int{1, 5, 10, 15, 30, 60}
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	return errors.Join(p.checkVPC(), p.ValidateIn(""))
}

// validateFor is Validate for a stack, whose Region is empty when only the deployment knows it.
func (p *Props) validateFor(region string) error {
	var problems problem.List
	if p != nil && p.Zone != "" && region == "" {
		problems.Addf("zone", "named for a stack without a Region; give the stack its Region, or leave zone out")
	}
	if p != nil && p.VPC != nil {
		isolated := len(*p.VPC.IsolatedSubnets())
		switch {
		case isolated < 2:
			problems.Addf("vpc", "has %d isolated subnets; a database needs them in two zones", isolated)
		case isolated < 3 && p.Topology == ReadableStandbys:
			problems.Addf("vpc", "has %d isolated subnets; readable-standbys need them in three zones", isolated)
		}
	}
	return errors.Join(p.checkVPC(), p.ValidateIn(region), problems.Err())
}

func (p *Props) checkVPC() error {
	if p == nil || p.VPC == nil {
		return &problem.Problem{Field: "vpc", Message: "missing; give the VPC whose isolated subnets hold the database"}
	}
	return nil
}

// ValidateIn is [Props.Validate] for what a configuration file can hold: it misses no VPC. With a Region, which may be
// empty, it also refuses a zone or a key of another one.
func (p *Props) ValidateIn(region string) error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	props.Check(p, &problems)
	cfg := p.resolve()
	if cfg.Engine.known() { // another has been refused above
		cfg.checkEngine(&problems)
	}
	cfg.checkInstance(&problems)
	cfg.checkTopology(p, &problems)
	cfg.checkRestores(region, &problems)
	cfg.checkReplicas(region, &problems)
	cfg.checkReplicaOf(p, region, &problems)
	cfg.checkStorage(p, &problems)
	cfg.checkZone(region, &problems)
	cfg.checkKey(region, &problems)
	cfg.checkWindows(&problems)
	cfg.checkNotifications(region, &problems)
	cfg.checkAlarms(p, &problems)
	cfg.checkSettings(p, &problems)
	cfg.checkLogin(&problems)
	cfg.checkProxy(p, &problems)
	cfg.checkNames(p, &problems)
	cfg.checkCopies(&problems)
	cfg.checkParameters(p, &problems)
	if p.BackupPlan.Disable && p.BackupPlan.RetentionDays != 0 {
		problems.Addf("backupPlan.retentionDays", "does nothing with disable; leave one of them out")
	}
	if !problems.Has("logRetentionDays") && !logs.Offered(cfg.LogRetentionDays) {
		problems.Addf("logRetentionDays", "%s", logs.Refusal(cfg.LogRetentionDays))
	}
	return problems.Err()
}

// resolve returns the props with every default applied.
func (p *Props) resolve() Props {
	resolved := *p
	props.Default(&resolved)
	facts := engines[resolved.Engine]
	if resolved.EngineVersion == "" {
		resolved.EngineVersion = facts.defaultVersion
	}
	resolved.resolveTopology()
	if resolved.Port == 0 {
		resolved.Port = facts.port
	}
	if resolved.DisableStorageAutoscaling {
		resolved.MaxAllocatedStorageGiB = resolved.AllocatedStorageGiB // which is how RDS is told not to grow it
	}
	if resolved.MaxAllocatedStorageGiB == 0 {
		resolved.MaxAllocatedStorageGiB = min(5*resolved.AllocatedStorageGiB, maxStorageGiB)
	}
	resolved.resolveAlarms()
	resolved.Settings.CharacterSet = cmp.Or(resolved.Settings.CharacterSet, defaultCharacterSet)
	if len(resolved.LogExports) == 0 {
		resolved.LogExports = facts.defaultLogs
	}
	return resolved
}

func (p *Props) checkEngine(problems *problem.List) {
	facts := engines[p.Engine]
	p.checkVersionForm("engineVersion", p.EngineVersion, problems)
	if !databaseName.MatchString(p.DatabaseName) || len(p.DatabaseName) > facts.maxDatabaseName {
		problems.Addf("databaseName", "%q is not a name that %s allows; use a letter, then letters, digits and underscores, %d at most", p.DatabaseName, p.Engine, facts.maxDatabaseName)
	}
	switch {
	case !databaseName.MatchString(p.MasterUsername) || len(p.MasterUsername) > facts.maxUsername:
		problems.Addf("masterUsername", "%q is not a name that %s allows; use a letter, then letters, digits and underscores, %d at most", p.MasterUsername, p.Engine, facts.maxUsername)
	case slices.Contains(facts.reservedUsernames, strings.ToLower(p.MasterUsername)):
		problems.Addf("masterUsername", "%s is reserved in %s; use another", p.MasterUsername, p.Engine)
	}
	for i, log := range p.LogExports {
		field := problem.Index("logExports", i)
		if !slices.Contains(facts.logs, log) {
			problems.Addf(field, "%q is not a log of %s; use %s", log, p.Engine, props.Either(facts.logs))
		} else if slices.Index(p.LogExports, log) < i {
			problems.Addf(field, "%s is listed twice", log)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Parameters)) {
		if name == facts.tlsParameter && !slices.Contains(facts.tlsValues, p.Parameters[name]) && !p.AllowUnencryptedConnections {
			problems.Addf("parameters."+name, "%q turns off the TLS that connections need; say allowUnencryptedConnections: true instead", p.Parameters[name])
		}
	}
	if p.Engine.noInsights(p.InstanceClass) && !p.DisablePerformanceInsights {
		problems.Addf("instanceClass", "%s does not support Performance Insights for %s; use a larger class or say disablePerformanceInsights: true", p.InstanceClass, p.Engine)
	}
	p.checkVersionEnded("engineVersion", p.EngineVersion, problems)
	if slices.Contains(facts.reservedDatabases, strings.ToLower(p.DatabaseName)) {
		problems.Addf("databaseName", "%s is a database of %s itself; use another", p.DatabaseName, p.Engine)
	}
	if p.ExtendedSupport && p.Engine == MariaDB {
		problems.Addf("extendedSupport", "RDS has none for mariadb; leave it out")
	}
}

func (p *Props) checkVersionForm(field, version string, problems *problem.List) {
	if facts := engines[p.Engine]; !facts.version.MatchString(version) {
		problems.Addf(field, "%q is not a version of %s that is supported; use one in full, like %s", version, p.Engine, facts.versionForm)
	}
}

func (p *Props) checkVersionEnded(field, version string, problems *problem.List) {
	if facts := engines[p.Engine]; slices.Contains(facts.endedMajors, facts.major(version)) && !p.ExtendedSupport {
		problems.Addf(field, "%s is past the end of its standard support%s; use a newer one, or say extendedSupport: true and pay for it", version, facts.ends(facts.major(version)))
	}
}

func (p *Props) checkInstance(problems *problem.List) {
	if p.Identifier != "" && (!identifier.MatchString(p.Identifier) || len(p.Identifier) > p.maxIdentifier()) {
		problems.Addf("identifier", "%q is not an identifier; use a small letter, then small letters, digits and single hyphens, %d at most", p.Identifier, p.maxIdentifier())
	}
	if class := p.InstanceClass; class != "" && class != serverlessClass && !instanceClass.MatchString(class) { // empty while the engine is not known
		problems.Addf("instanceClass", "%q is not an instance class; use one like db.m7g.large", p.InstanceClass)
	}
	if !problems.Has("monitoringIntervalSeconds") && !slices.Contains(monitoringIntervals, p.MonitoringIntervalSeconds) {
		problems.Addf("monitoringIntervalSeconds", "%d is not an interval that RDS offers; use 1, 5, 10, 15, 30 or 60", p.MonitoringIntervalSeconds)
	}
}

const maxStorageGiB = 65536

// checkStorage compares what was given: a default is never the mistake. RDS refuses to grow by less than a tenth.
func (p *Props) checkStorage(given *Props, problems *problem.List) {
	maximum := given.MaxAllocatedStorageGiB
	switch {
	case p.DisableStorageAutoscaling:
		if maximum != 0 {
			problems.Addf("maxAllocatedStorageGiB", "does nothing with disableStorageAutoscaling; leave one of them out")
		}
	case 10*maxStorageGiB < 11*p.AllocatedStorageGiB:
		if p.AllocatedStorageGiB <= maxStorageGiB { // beyond it has been refused above
			problems.Addf("allocatedStorageGiB", "%d leaves less than a tenth to grow by; use %d or less, or say disableStorageAutoscaling: true", p.AllocatedStorageGiB, 10*maxStorageGiB/11)
		}
	case maximum != 0 && 10*maximum < 11*p.AllocatedStorageGiB:
		problems.Addf("maxAllocatedStorageGiB", "%d is less than a tenth above allocatedStorageGiB %d; use %d or more", maximum, p.AllocatedStorageGiB, (11*p.AllocatedStorageGiB+9)/10)
	}
}

func (p *Props) checkZone(region string, problems *problem.List) {
	if p.Zone == "" {
		return
	}
	if !p.SingleZone {
		problems.Addf("zone", "%s cannot be chosen for a Multi-AZ database, whose standby is in another; leave it out, or say singleZone: true to do without a standby", p.Zone)
	}
	of, _, err := zone.Parse(p.Zone)
	if err != nil {
		problems.Addf("zone", "%v", err)
	} else if region != "" && of != region {
		problems.Addf("zone", "%s is not in %s; use a zone of that Region", p.Zone, region)
	}
}

func (p *Props) checkKey(region string, problems *problem.List) {
	if p.KMSKeyARN == "" {
		return
	}
	if p.Key != nil {
		problems.Addf("kmsKeyArn", "contradicts Key; give one of them")
	}
	if arn.Unresolved(p.KMSKeyARN) {
		return
	}
	of, err := arn.CheckKey(p.KMSKeyARN)
	if err != nil {
		problems.Addf("kmsKeyArn", "%v", err)
	} else if region != "" && of != region {
		problems.Addf("kmsKeyArn", "the key is in %s; use one of %s, where the database is", of, region)
	}
}
