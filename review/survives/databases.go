package survives

import "github.com/evenkeel-cdk/evenkeel/review/assembly"

// threeZones is how many zones the instances of a Multi-AZ DB cluster are in.
const threeZones = 3

// databases finds databases that nothing in another zone can take over from. A read replica is not one of these: it must be
// promoted by hand, and what it serves is served by its source too.
func (s system) databases(zone string) []Finding {
	var findings []Finding
	for _, db := range s.All("AWS::RDS::DBInstance") {
		if db.Properties["DBClusterIdentifier"] != nil || replica(db) {
			continue
		}
		in := assembly.Zone(db.Stack, db.Properties["AvailabilityZone"])
		switch {
		case db.Properties["MultiAZ"] == true && s.subnetsOf(db, zone) > 0:
		case db.Properties["MultiAZ"] == true:
			findings = append(findings, Finding{db, "has no subnet left for its standby"})
		case in == zone:
			findings = append(findings, Finding{db, "is in the zone that is gone and has no standby"})
		case in == "":
			findings = append(findings, Finding{db, "may be in the zone that is gone and has no standby"})
		}
	}
	for _, cluster := range s.All("AWS::RDS::DBCluster") {
		if finding := s.cluster(cluster, zone); finding != "" {
			findings = append(findings, Finding{cluster, finding})
		}
	}
	return findings
}

// replica reports whether an instance is a read replica, and not a copy that was restored to a point in time.
func replica(db *assembly.Resource) bool {
	for _, restored := range []string{"RestoreTime", "UseLatestRestorableTime"} {
		if db.Properties[restored] != nil {
			return false
		}
	}
	return db.Properties["SourceDBInstanceIdentifier"] != nil
}

// cluster says why a cluster does not survive, or nothing. A Multi-AZ DB cluster is in three zones, of which RDS goes on in two; of
// an Aurora cluster, one instance must be left.
func (s system) cluster(cluster *assembly.Resource, zone string) string {
	if cluster.Properties["DBClusterInstanceClass"] != nil {
		if s.subnetsOf(cluster, zone) < threeZones-1 {
			return "has subnets in fewer than three zones for its instances"
		}
		return ""
	}
	unknown, members := 0, 0
	for _, member := range s.All("AWS::RDS::DBInstance") {
		if s.Target(member.Stack, member.Properties["DBClusterIdentifier"]) != cluster {
			continue
		}
		members++
		switch assembly.Zone(member.Stack, member.Properties["AvailabilityZone"]) {
		case zone:
		case "":
			unknown++
		default:
			return "" // it takes over
		}
	}
	switch {
	case members == 0:
		return "has no instances"
	case unknown > 0:
		return "may have all its instances in the zone that is gone"
	default:
		return "has all its instances in the zone that is gone"
	}
}

// subnetsOf is how many subnets a database's subnet group has outside a zone.
func (s system) subnetsOf(db *assembly.Resource, zone string) int {
	group := s.Target(db.Stack, db.Properties["DBSubnetGroupName"])
	if group == nil {
		return 0
	}
	return len(s.left(group.Stack, group.Properties["SubnetIds"], zone))
}
