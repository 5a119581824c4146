package survives

import (
	"fmt"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// paths finds hops that the security groups do not let through: from a load balancer to the servers of its target groups,
// and from servers to a database in the same VPC. They are the same in every zone, so that a hop that is missing is
// missing whichever zone is gone.
func (s system) paths(string) []Finding {
	var findings []Finding
	for _, group := range s.All("AWS::AutoScaling::AutoScalingGroup") {
		servers := s.serverGroups(group)
		for _, target := range s.Targets(group.Stack, group.Properties["TargetGroupARNs"]) {
			if target == nil {
				continue
			}
			port := number(target.Properties["Port"])
			for _, balancer := range s.balancersOf(target) {
				if !s.letsIn(servers, s.Targets(balancer.Stack, balancer.Properties["SecurityGroups"]), port) {
					findings = append(findings, Finding{group, fmt.Sprintf("servers do not let %s in at port %d", balancer.ID, port)})
				}
			}
		}
		for _, db := range s.All("AWS::RDS::DBInstance") {
			port := number(db.Properties["Port"])
			if !s.letsIn(s.Targets(db.Stack, db.Properties["VPCSecurityGroups"]), servers, port) {
				findings = append(findings, Finding{db, fmt.Sprintf("does not let the servers of %s in at port %d", group.ID, port)})
			}
		}
	}
	return findings
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

// balancersOf are the load balancers whose listeners forward to a target group.
func (s system) balancersOf(target *assembly.Resource) []*assembly.Resource {
	var found []*assembly.Resource
	for _, listener := range s.All("AWS::ElasticLoadBalancingV2::Listener") {
		actions, _ := listener.Properties["DefaultActions"].([]any)
		for _, action := range actions {
			a, _ := action.(map[string]any)
			if s.Target(listener.Stack, a["TargetGroupArn"]) != target {
				continue
			}
			if balancer := s.Target(listener.Stack, listener.Properties["LoadBalancerArn"]); balancer != nil {
				found = append(found, balancer)
			}
		}
	}
	return found
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
