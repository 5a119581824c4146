package database

import (
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// What classes there are. Source: Amazon RDS User Guide, "Instance class availability for Multi-AZ DB clusters"; Amazon
// Aurora User Guide, "Supported DB engines for DB instance classes".
var (
	multiAZFamilies = []string{"db.c6gd", "db.m5d", "db.m6gd", "db.m6id", "db.m6idn", "db.m8gd", "db.r5d", "db.r6gd", "db.r6id", "db.r6idn", "db.r8gd", "db.x2iedn"}
	auroraFamilies  = []string{"db.r", "db.t", "db.x"} // and never of general purpose
)

// checkTopology refuses what the engine or the topology cannot do. Given are the props without their defaults.
func (p *Props) checkTopology(given *Props, problems *problem.List) {
	switch {
	case p.aurora():
		p.checkAurora(given, problems)
		p.checkServerless(problems)
		return
	case p.Engine.known():
		p.checkNotAurora(given, problems)
	default: // it may have been meant to be Aurora's
		p.checkServerless(problems)
	}
	if p.clustered() {
		p.checkReadableStandbys(given, problems)
	}
	p.checkOperations(given, problems)
}

// checkNotAurora refuses what only Aurora has.
func (p *Props) checkNotAurora(given *Props, problems *problem.List) {
	for _, of := range []struct {
		field string
		given bool
	}{
		{"aurora.readers", given.Aurora.Readers != 0},
		{"aurora.serverless.maxAcu", given.Aurora.Serverless.MaxACU != 0},
		{"aurora.serverless.minAcu", given.Aurora.Serverless.MinACU != 0},
		{"aurora.serverless.pauseAfterMinutes", given.Aurora.Serverless.PauseAfterMinutes != 0},
		{"aurora.ioOptimized", given.Aurora.IOOptimized},
		{"aurora.backtrackHours", given.Aurora.BacktrackHours != 0},
	} {
		if of.given {
			problems.Addf(of.field, "%s is not Aurora; leave it out, or use engine aurora-mysql or aurora-postgres", p.Engine)
		}
	}
	if p.InstanceClass == serverlessClass {
		problems.Addf("instanceClass", "only Aurora has %s; use one like %s", serverlessClass, engines[p.Engine].instanceClass)
	}
}

// checkReadableStandbys refuses what a Multi-AZ DB cluster cannot do.
// Source: Amazon RDS User Guide, "Limitations of Multi-AZ DB clusters for Amazon RDS".
func (p *Props) checkReadableStandbys(given *Props, problems *problem.List) {
	if p.Engine == MariaDB {
		problems.Addf("topology", "RDS has no readable standbys for mariadb; use mysql or postgres, or leave it out")
	}
	if p.SingleZone {
		problems.Addf("singleZone", "contradicts readable-standbys, which are in three zones; leave one of them out")
	}
	family := p.InstanceClass[:max(0, strings.LastIndex(p.InstanceClass, "."))]
	if instanceClass.MatchString(p.InstanceClass) && !slices.Contains(multiAZFamilies, family) {
		problems.Addf("instanceClass", "%s cannot have readable-standbys, which take a local disk; use one of %s", p.InstanceClass, props.Either(multiAZFamilies))
	}
	if given.MaxAllocatedStorageGiB != 0 && !p.DisableStorageAutoscaling {
		problems.Addf("maxAllocatedStorageGiB", "RDS cannot grow the storage of readable-standbys by itself; leave it out, and raise allocatedStorageGiB in time")
	}
	if p.AllowMajorVersionUpgrade {
		problems.Addf("allowMajorVersionUpgrade", "does nothing for a cluster, which CloudFormation upgrades without asking; leave it out")
	}
}

// checkAurora refuses what Aurora's clusters cannot do, or what they have another word for.
func (p *Props) checkAurora(given *Props, problems *problem.List) {
	for _, of := range []struct {
		field   string
		given   bool
		problem string
	}{
		{"topology", given.Topology != "", "Aurora has readers in place of standbys; leave it out, and say aurora.readers for more of them"},
		{"storageType", given.StorageType != "", "Aurora has storage of its own; leave it out, or say aurora.ioOptimized: true"},
		{"iops", given.IOPS != 0, "Aurora's storage has no limit to set; leave it out, or say aurora.ioOptimized: true"},
		{"allocatedStorageGiB", given.AllocatedStorageGiB != 0, "Aurora's storage grows by itself, from 10 GiB; leave it out"},
		{"maxAllocatedStorageGiB", given.MaxAllocatedStorageGiB != 0 && !p.DisableStorageAutoscaling, "Aurora's storage grows by itself, to its limit; leave it out"},
		{"disableStorageAutoscaling", p.DisableStorageAutoscaling, "Aurora's storage always grows by itself; leave it out"},
		{"allowMajorVersionUpgrade", p.AllowMajorVersionUpgrade, "does nothing for a cluster, which CloudFormation upgrades without asking; leave it out"},
		{"aurora.readers", p.SingleZone && p.Aurora.Readers != 0, "contradicts singleZone, which leaves readers out; leave one of them out"},
		{"aurora.backtrackHours", p.Aurora.BacktrackHours != 0 && p.Engine != AuroraMySQL, "only aurora-mysql can be turned back; leave it out"},
	} {
		if of.given {
			problems.Addf(of.field, "%s", of.problem)
		}
	}
	if p.serverless() {
		if given.InstanceClass != "" && given.InstanceClass != serverlessClass {
			problems.Addf("instanceClass", "%s contradicts aurora.serverless.maxAcu, which sizes the instances; leave one of them out", p.InstanceClass)
		}
		return
	}
	switch {
	case p.InstanceClass == serverlessClass:
		problems.Addf("instanceClass", "%s has a capacity; say aurora.serverless.maxAcu instead", serverlessClass)
	case instanceClass.MatchString(p.InstanceClass) && !slices.ContainsFunc(auroraFamilies, func(family string) bool { return strings.HasPrefix(p.InstanceClass, family) }):
		problems.Addf("instanceClass", "Aurora has no %s; use one like %s", p.InstanceClass, engines[p.Engine].instanceClass)
	}
}

func (p *Props) checkServerless(problems *problem.List) {
	scaling := p.Aurora.Serverless
	if !p.serverless() {
		if scaling.MinACU != 0 {
			problems.Addf("aurora.serverless.minAcu", "does nothing without maxAcu; give both or none")
		}
		if scaling.PauseAfterMinutes != 0 {
			problems.Addf("aurora.serverless.pauseAfterMinutes", "does nothing without maxAcu; give both or none")
		}
		return
	}
	if scaling.MinACU > scaling.MaxACU {
		problems.Addf("aurora.serverless.minAcu", "%d is more than maxAcu %d", scaling.MinACU, scaling.MaxACU)
	}
	if scaling.PauseAfterMinutes != 0 && scaling.MinACU != 0 {
		problems.Addf("aurora.serverless.minAcu", "%d keeps the instances from pausing; leave it out, or pauseAfterMinutes", scaling.MinACU)
	}
}

// checkOperations compares the operations a second with the storage.
// Source: Amazon RDS User Guide, "Amazon RDS DB instance storage".
func (p *Props) checkOperations(given *Props, problems *problem.List) {
	size, iops := p.AllocatedStorageGiB, p.IOPS
	if problems.Has("iops") || problems.Has("allocatedStorageGiB") || problems.Has("storageType") {
		return
	}
	switch {
	case p.StorageType != GP3 && size < leastProvisioned:
		problems.Addf("allocatedStorageGiB", "%d is less than %s starts at; use %d or more", size, p.StorageType, leastProvisioned)
	case given.IOPS == 0:
	case p.StorageType != GP3 && (2*iops < size || iops > 50*size):
		problems.Addf("iops", "%d is not half to fifty times the %d GiB allocated; use %d to %d", iops, size, max(1000, (size+1)/2), min(50*size, 256000))
	case p.StorageType == GP3 && size < largeGP3:
		problems.Addf("iops", "gp3 of less than %d GiB has %d and no others; leave it out, or use io2", largeGP3, gp3IOPS)
	case p.StorageType == GP3 && (iops < largeGP3IOPS || iops > mostGP3IOPS):
		problems.Addf("iops", "%d is out of gp3's range; use %d to %d, or io2", iops, largeGP3IOPS, mostGP3IOPS)
	}
}
