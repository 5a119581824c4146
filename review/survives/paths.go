package survives

import (
	"fmt"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// paths finds hops that the security groups do not let through: from a load balancer to the servers behind it, and to a
// database from the servers of at least one group, itself or through a proxy, for in front of those that use it there may be others. They are the same
// in every zone, so that a hop that is missing is missing whichever zone is gone.
func (s system) paths(string) []Finding {
	var findings []Finding
	groups := s.All("AWS::AutoScaling::AutoScalingGroup")
	for _, group := range groups {
		servers := s.serverGroups(group)
		for _, hop := range s.hops(group) {
			if !s.letsIn(servers, s.Targets(hop.balancer.Stack, hop.balancer.Properties["SecurityGroups"]), hop.port) {
				findings = append(findings, Finding{group, fmt.Sprintf("servers do not let %s in at port %d", hop.balancer.ID, hop.port)})
			}
		}
	}
	for _, db := range append(s.All("AWS::RDS::DBInstance"), s.All("AWS::RDS::DBCluster")...) {
		if db.Properties["DBClusterIdentifier"] != nil && db.Type == "AWS::RDS::DBInstance" {
			continue // the way is the cluster's
		}
		port := number(db.Properties["Port"])
		in := s.Targets(db.Stack, db.Properties["VPCSecurityGroups"])
		if db.Type == "AWS::RDS::DBCluster" {
			in = s.Targets(db.Stack, db.Properties["VpcSecurityGroupIds"])
		}
		if kept := s.kept(in, port); len(kept) > 0 {
			findings = append(findings, s.around(db, in, port, kept)...)
		}
	}
	return findings
}

// around finds the way through a proxy to a database that lets no servers in itself, or says that it does not.
func (s system) around(db *assembly.Resource, in []*assembly.Resource, port int, kept []string) []Finding {
	var findings []Finding
	for _, proxy := range s.proxiesOf(db) {
		finding := s.throughProxy(proxy, db, in, port)
		if finding == nil {
			return nil
		}
		findings = append(findings, *finding)
	}
	if len(findings) == 0 {
		findings = append(findings, Finding{db, fmt.Sprintf("does not let the servers of %s in at port %d", strings.Join(kept, " or of "), port)})
	}
	return findings
}

// A hop is a way from a load balancer to servers.
type hop struct {
	balancer *assembly.Resource
	port     int
}

// hops are the ways to a group's servers: through its target groups, and from Classic Load Balancers.
func (s system) hops(group *assembly.Resource) []hop {
	var hops []hop
	for _, target := range s.Targets(group.Stack, group.Properties["TargetGroupARNs"]) {
		if target == nil {
			continue
		}
		for _, balancer := range s.balancersOf(target) {
			hops = append(hops, hop{balancer, number(target.Properties["Port"])})
		}
	}
	for _, balancer := range s.Targets(group.Stack, group.Properties["LoadBalancerNames"]) {
		if balancer == nil {
			continue
		}
		listeners, _ := balancer.Properties["Listeners"].([]any)
		for _, listener := range listeners {
			l, _ := listener.(map[string]any)
			hops = append(hops, hop{balancer, number(l["InstancePort"])})
		}
	}
	return hops
}

// serverGroups are the security groups of a group's launch template.
func (s system) serverGroups(group *assembly.Resource) []*assembly.Resource {
	specification, _ := group.Properties["LaunchTemplate"].(map[string]any)
	template := s.Target(group.Stack, specification["LaunchTemplateId"])
	if template == nil {
		return nil
	}
	data, _ := template.Properties["LaunchTemplateData"].(map[string]any)
	return s.Targets(template.Stack, data["SecurityGroupIds"])
}

// balancersOf are the load balancers that forward to a target group, by a listener or by one of its rules.
func (s system) balancersOf(target *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, listener := range s.All("AWS::ElasticLoadBalancingV2::Listener") {
		forwards := s.forwards(listener.Stack, listener.Properties["DefaultActions"], target)
		for _, rule := range s.All("AWS::ElasticLoadBalancingV2::ListenerRule") {
			if s.Target(rule.Stack, rule.Properties["ListenerArn"]) == listener {
				forwards = forwards || s.forwards(rule.Stack, rule.Properties["Actions"], target)
			}
		}
		if balancer := s.Target(listener.Stack, listener.Properties["LoadBalancerArn"]); balancer != nil && forwards {
			found = append(found, balancer)
		}
	}
	return found
}

// forwards reports whether one of the actions forwards to a target group, all requests or a share of them.
func (s system) forwards(in *assembly.Stack, actions any, target *assembly.Resource) bool {
	list, _ := actions.([]any)
	for _, action := range list {
		a, _ := action.(map[string]any)
		if s.Target(in, a["TargetGroupArn"]) == target {
			return true
		}
		shares, _ := a["ForwardConfig"].(map[string]any)
		groups, _ := shares["TargetGroups"].([]any)
		for _, group := range groups {
			g, _ := group.(map[string]any)
			if s.Target(in, g["TargetGroupArn"]) == target {
				return true
			}
		}
	}
	return false
}

// letsIn reports whether a rule of one of the security groups lets one of the clients in at a port.
func (s system) letsIn(groups, clients []*assembly.Resource, port int) bool {
	for _, group := range groups {
		for _, client := range clients {
			if group != nil && client != nil && s.rule(group, client, port) {
				return true
			}
		}
	}
	return false
}

func (s system) rule(group, client *assembly.Resource, port int) bool {
	inline, _ := group.Properties["SecurityGroupIngress"].([]any)
	for _, rule := range inline {
		r, _ := rule.(map[string]any)
		if s.allows(group.Stack, r, client, port) {
			return true
		}
	}
	for _, rule := range s.All("AWS::EC2::SecurityGroupIngress") {
		if s.Target(rule.Stack, rule.Properties["GroupId"]) == group && s.allows(rule.Stack, rule.Properties, client, port) {
			return true
		}
	}
	return false
}

func (s system) allows(in *assembly.Stack, rule map[string]any, client *assembly.Resource, port int) bool {
	if s.Target(in, rule["SourceSecurityGroupId"]) != client {
		return false
	}
	return rule["IpProtocol"] == "-1" || number(rule["FromPort"]) <= port && port <= number(rule["ToPort"])
}
