package survives

import (
	"fmt"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// proxyTypes are the types of what clients of RDS Proxy connect to.
var proxyTypes = []string{"AWS::RDS::DBProxy", "AWS::RDS::DBProxyEndpoint"}

// proxies finds proxies of databases, and endpoints of them, that are in the zone alone. A proxy's own endpoint is in two of its
// zones, whichever AWS takes.
func (s system) proxies(zone string) []Finding {
	var findings []Finding
	for _, kind := range proxyTypes {
		for _, proxy := range s.All(kind) {
			if len(s.left(proxy.Stack, proxy.Properties["VpcSubnetIds"], zone)) == 0 {
				findings = append(findings, Finding{proxy, "has no subnet left"})
			}
		}
	}
	return findings
}

// proxiesOf are the proxies that lead to a database.
func (s system) proxiesOf(db *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, targets := range s.All("AWS::RDS::DBProxyTargetGroup") {
		proxy := s.Target(targets.Stack, targets.Properties["DBProxyName"])
		for _, property := range []string{"DBInstanceIdentifiers", "DBClusterIdentifiers"} {
			for _, target := range s.Targets(targets.Stack, targets.Properties[property]) {
				if target == db && proxy != nil {
					found = append(found, proxy)
				}
			}
		}
	}
	return found
}

// throughProxy says where the way from servers through a proxy to a database ends, whose security groups and port are given, or
// returns nil when it leads there.
func (s system) throughProxy(proxy, db *assembly.Resource, in []*assembly.Resource, port int) *Finding {
	between := s.Targets(proxy.Stack, proxy.Properties["VpcSecurityGroupIds"])
	if !s.letsIn(in, between, port) {
		return &Finding{db, fmt.Sprintf("does not let its proxy %s in at port %d", proxy.ID, port)}
	}
	listens := 3306 // whatever the database does
	if proxy.Properties["EngineFamily"] == "POSTGRESQL" {
		listens = 5432
	}
	if kept := s.kept(between, listens); len(kept) > 0 {
		return &Finding{proxy, fmt.Sprintf("does not let the servers of %s in at port %d", strings.Join(kept, " or of "), listens)}
	}
	return nil
}

// kept are the Auto Scaling groups whose servers security groups do not let in at a port, or nothing when one's are let in.
func (s system) kept(in []*assembly.Resource, port int) []string {
	var kept []string
	for _, group := range s.All("AWS::AutoScaling::AutoScalingGroup") {
		if s.letsIn(in, s.serverGroups(group), port) {
			return nil
		}
		kept = append(kept, group.ID)
	}
	return kept
}
