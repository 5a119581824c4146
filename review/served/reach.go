package served

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// letsIn reports whether the security groups of a load balancer let a request in. One without groups lets in everything.
func (s *Site) letsIn(balancer *assembly.Resource, r Request, port int) (bool, error) {
	groups, _ := balancer.Properties["SecurityGroups"].([]any)
	if len(groups) == 0 {
		return true, nil
	}
	for _, group := range s.Targets(balancer.Stack, groups) {
		if group == nil {
			return false, fmt.Errorf("served: %s has a security group that is unknown", balancer)
		}
		rules, _ := group.Properties["SecurityGroupIngress"].([]any)
		for _, apart := range s.All("AWS::EC2::SecurityGroupIngress") {
			if s.Target(apart.Stack, apart.Properties["GroupId"]) == group {
				rules = append(rules, apart.Properties)
			}
		}
		if slices.ContainsFunc(rules, func(rule any) bool { return opens(rule, r, port) }) {
			return true, nil
		}
	}
	return false, nil
}

// opens reports whether a rule of a security group lets a request in. Prefix lists are taken for CloudFront's.
func opens(rule any, r Request, port int) bool {
	ingress, _ := rule.(map[string]any)
	if protocol := ingress["IpProtocol"]; protocol != "tcp" && protocol != "-1" {
		return false
	}
	if ingress["IpProtocol"] == "tcp" && (port < number(ingress["FromPort"]) || port > number(ingress["ToPort"])) {
		return false
	}
	if _, ok := ingress["SourcePrefixListId"]; ok {
		return r.ByCloudFront
	}
	for _, field := range []string{"CidrIp", "CidrIpv6"} {
		text, _ := ingress[field].(string)
		if prefix, err := netip.ParsePrefix(text); err == nil && prefix.Contains(r.From) {
			return true
		}
	}
	return false
}

// certified reports whether a listener's certificate is for one of some names. Of one that is not in the templates nothing is known.
func (s *Site) certified(listener *assembly.Resource, names []string) bool {
	certificates, _ := listener.Properties["Certificates"].([]any)
	if len(names) == 0 || len(certificates) == 0 {
		return true
	}
	first, _ := certificates[0].(map[string]any)
	certificate := s.Target(listener.Stack, first["CertificateArn"])
	if certificate == nil {
		return true
	}
	alternatives, _ := certificate.Properties["SubjectAlternativeNames"].([]any)
	return slices.ContainsFunc(append([]any{certificate.Properties["DomainName"]}, alternatives...), func(pattern any) bool {
		return slices.ContainsFunc(names, func(name string) bool { return matches(pattern, name) })
	})
}
