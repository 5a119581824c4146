package webtier

import (
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

var directory = regexp.MustCompile(`^(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$`)

// Directories of the system that no volume may hide: some with all below, some by themselves.
var (
	systemTrees       = strings.Fields("/bin /boot /dev /etc /lib /lib64 /proc /root /run /sbin /sys /usr")
	systemDirectories = strings.Fields("/home /opt /opt/application /opt/aws /tmp /var /var/cache /var/lib /var/log /var/tmp")
)

func (p *Props) checkVolumes(region string, problems *problem.List) {
	volumes := p.Servers.Volumes
	if len(volumes) > len(devices) {
		problems.Addf("servers.volumes", "%d are more than the %d names that there are; use fewer and larger ones", len(volumes), len(devices))
		return
	}
	for i, volume := range volumes {
		field := problem.Index("servers.volumes", i)
		in := func(name string) string { return problem.Join(field, name) }
		if !slices.Contains(devices, volume.Device) {
			problems.Addf(in("device"), "%q is not one of the names from %s to %s; leave it out", volume.Device, devices[0], devices[len(devices)-1])
		}
		if volume.SnapshotID != "" && !arn.Unresolved(volume.SnapshotID) {
			if err := arn.ID(volume.SnapshotID, "snap"); err != nil {
				problems.Addf(in("snapshotId"), "%v", err)
			}
		}
		checkKey(in("kmsKeyArn"), "where the servers are", volume.KMSKeyARN, region, problems)
		volume.checkMountPath(in("mountPath"), problems)
		volume.checkSize(in, problems)
		for j, other := range volumes[:i] {
			if volume.Device == other.Device {
				problems.Addf(in("device"), "%s is taken; leave it out", volume.Device)
			}
			if volume.MountPath == "" || other.MountPath == "" {
				continue
			}
			if within(volume.MountPath, other.MountPath) || within(other.MountPath, volume.MountPath) {
				problems.Addf(in("mountPath"), "%s and %s of volume %d hide each other; use directories that are not in one another", volume.MountPath, other.MountPath, j)
			}
			if volume.SnapshotID != "" && volume.SnapshotID == other.SnapshotID {
				problems.Addf(in("snapshotId"), "is that of volume %d too, and both file systems would have the same UUID; mount one of them", j)
			}
		}
	}
}

// within reports whether a directory is another one or below it.
func within(directory, other string) bool {
	return strings.HasPrefix(directory+"/", other+"/")
}

func (v *Volume) checkMountPath(field string, problems *problem.List) {
	if v.MountPath == "" {
		return
	}
	if !directory.MatchString(v.MountPath) {
		problems.Addf(field, "%q is not a directory that servers can mount; use one like /data", v.MountPath)
		return
	}
	if slices.Contains(systemDirectories, v.MountPath) || slices.ContainsFunc(systemTrees, func(tree string) bool { return within(v.MountPath, tree) }) {
		problems.Addf(field, "%s holds what servers need, and the volume would hide it; use one like /data", v.MountPath)
	}
}

// checkSize holds size, IOPS and throughput to one another.
func (v *Volume) checkSize(in func(string) string, problems *problem.List) {
	const (
		includedIOPS       = 3000 // of gp3, whatever its size
		mostIOPS           = 80000
		leastGiB           = 4 // of io2
		iopsPerThroughput  = 4
		gp3PerGiB, io2Each = 500, 1000
	)
	if v.SizeGiB == 0 && v.SnapshotID == "" {
		problems.Addf(in("sizeGiB"), "missing; give the size in GiB, or a snapshot")
	}
	perGiB := gp3PerGiB
	if v.Type == IO2 {
		perGiB = io2Each
		switch {
		case v.IOPS == 0:
			problems.Addf(in("iops"), "missing; io2 has as many as are asked for")
		case v.ThroughputMiBps != 0:
			problems.Addf(in("throughputMiBps"), "is for gp3, io2 has what its iops give; leave it out")
		case v.SizeGiB != 0 && v.SizeGiB < leastGiB:
			problems.Addf(in("sizeGiB"), "%d is too small for io2; use %d or more", v.SizeGiB, leastGiB)
		}
	} else {
		iops := max(v.IOPS, includedIOPS)
		switch {
		case v.IOPS != 0 && v.IOPS < includedIOPS:
			problems.Addf(in("iops"), "%d is less than the %d that gp3 includes; leave it out", v.IOPS, includedIOPS)
		case v.IOPS > mostIOPS:
			problems.Addf(in("iops"), "%d is more than the %d that gp3 can have; use io2", v.IOPS, mostIOPS)
		case v.ThroughputMiBps*iopsPerThroughput > iops:
			problems.Addf(in("throughputMiBps"), "%d takes %d iops, and there are %d; raise iops to %d", v.ThroughputMiBps, v.ThroughputMiBps*iopsPerThroughput, iops, v.ThroughputMiBps*iopsPerThroughput)
		}
	}
	if most := v.SizeGiB * perGiB; v.SizeGiB != 0 && v.IOPS > most && (v.Type == IO2 || v.IOPS > includedIOPS) {
		problems.Addf(in("iops"), "%d is more than the %d that %d GiB of %s can have; raise sizeGiB to %d", v.IOPS, most, v.SizeGiB, v.Type, (v.IOPS+perGiB-1)/perGiB)
	}
}
