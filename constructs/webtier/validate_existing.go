package webtier

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

const (
	exampleLoadBalancerARN = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:loadbalancer/app/web/0123456789abcdef"
	exampleTargetGroupARN  = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/web/0123456789abcdef"
)

var (
	loadBalancerInARN = regexp.MustCompile(`^loadbalancer/(app|net)/[^/]+/[0-9a-f]+$`)
	targetGroupInARN  = regexp.MustCompile(`^targetgroup/[^/]+/[0-9a-f]+$`)
	balancerName      = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	balancerZone      = regexp.MustCompile(`^Z[A-Z0-9]+$`)
)

// checkExisting checks a load balancer that is brought along. The props are as they were given.
func (p *Props) checkExisting(region string, problems *problem.List) {
	const field = "loadBalancer.existing"
	e := p.LoadBalancer.Existing
	p.checkExtended(problems)
	if e.ARN == "" {
		problems.Addf(field+".arn", "missing; give the ARN of the load balancer, or leave the whole section out for one of the tier's own")
	} else if !arn.Unresolved(e.ARN) {
		p.checkExistingARN(field+".arn", region, problems)
	}
	if e.SecurityGroupID == "" {
		problems.Addf(field+".securityGroupId", "missing; give the id of the load balancer's security group")
	} else {
		checkGroupID(field+".securityGroupId", e.SecurityGroupID, problems)
	}
	if e.DNSName != "" && !arn.Unresolved(e.DNSName) && !balancerName.MatchString(e.DNSName) {
		problems.Addf(field+".dnsName", "%q is not a DNS name; use one like web-1234567890.ap-northeast-1.elb.amazonaws.com", e.DNSName)
	}
	switch zone := e.HostedZoneID; {
	case zone == "":
	case e.DNSName == "":
		problems.Addf(field+".hostedZoneId", "does nothing without dnsName; give both, or leave it out")
	case !arn.Unresolved(zone) && !balancerZone.MatchString(zone):
		problems.Addf(field+".hostedZoneId", "%q is not the id of a hosted zone; use one like Z14GRHDCWA56QT", zone)
	}
}

func (p *Props) checkExistingARN(field, region string, problems *problem.List) {
	value := p.LoadBalancer.Existing.ARN
	of, err := arn.Check(value, "elasticloadbalancing", loadBalancerInARN, exampleLoadBalancerARN)
	switch network := strings.Contains(value, ":loadbalancer/net/"); {
	case err != nil:
		problems.Addf(field, "%v", err)
	case region != "" && of != region:
		problems.Addf(field, "the load balancer is in %s; use one of %s, where the servers are", of, region)
	case network && p.LoadBalancer.Kind != Network:
		problems.Addf(field, "is of a Network Load Balancer; say loadBalancer.kind: network")
	case !network && p.LoadBalancer.Kind == Network:
		problems.Addf(field, "is of an Application Load Balancer; say loadBalancer.kind: application")
	}
}

// checkExtended refuses what is said of a load balancer, rather than of a listener on it.
func (p *Props) checkExtended(problems *problem.List) {
	lb := p.LoadBalancer
	network := lb.Kind == Network
	const brought = "is a matter of the load balancer, which loadBalancer.existing brings along; leave one of them out"
	for _, own := range []struct {
		field string
		given bool
		why   string
	}{
		{"loadBalancer.kind", lb.Kind == Classic, "classic has its listeners in itself, where none can be added; use a load balancer of another kind, or leave existing out"},
		{"loadBalancer.elasticIps", len(lb.ElasticIPs) > 0, brought},
		{"loadBalancer.clientKeepAliveSeconds", lb.ClientKeepAliveSeconds != 0, brought},
		{"loadBalancer.zonalShift", lb.ZonalShift, brought},
		{"loadBalancer.webAclArn", lb.WebACLARN != "", brought},
		{"loadBalancer.idleTimeoutSeconds", lb.IdleTimeoutSeconds != 0 && !network, brought},
		{"loadBalancer.disableCrossZone", lb.DisableCrossZone && network, brought},
	} {
		if own.given {
			problems.Addf(own.field, "%s", own.why)
		}
	}
	p.checkBalancerProps("existing", problems)
}

// checkTargetGroup checks a target group that is brought along. The props are as they were given.
func (p *Props) checkTargetGroup(region string, problems *problem.List) {
	const field = "loadBalancer.targetGroup"
	t := p.LoadBalancer.TargetGroup
	p.checkJoined(problems)
	switch {
	case t.Existing != nil && t.ARN != "":
		problems.Addf(field+".arn", "contradicts Existing; give one of them")
	case t.Existing == nil && t.ARN == "":
		problems.Addf(field+".arn", "missing; give the ARN of the target group, or leave the whole section out for one of the tier's own")
	case t.ARN != "" && !arn.Unresolved(t.ARN):
		of, err := arn.Check(t.ARN, "elasticloadbalancing", targetGroupInARN, exampleTargetGroupARN)
		if err != nil {
			problems.Addf(field+".arn", "%v", err)
		} else if region != "" && of != region {
			problems.Addf(field+".arn", "the target group is in %s; use one of %s, where the servers are", of, region)
		}
	}
	if len(t.SecurityGroupIDs) == 0 {
		problems.Addf(field+".securityGroupIds", "missing; give the ids of the security groups of the load balancers that send requests to the target group")
	}
	for i, id := range t.SecurityGroupIDs {
		at := problem.Index(field+".securityGroupIds", i)
		checkGroupID(at, id, problems)
		if slices.Index(t.SecurityGroupIDs, id) < i {
			problems.Addf(at, "%s is listed twice", id)
		}
	}
}

// checkJoined refuses what is said of a load balancer or a target group of the tier's own when it has neither.
func (p *Props) checkJoined(problems *problem.List) {
	lb := p.LoadBalancer
	lb.TargetGroup = TargetGroup{}
	if !reflect.ValueOf(lb).IsZero() {
		problems.Addf("loadBalancer", "has a target group, whose load balancer is not the tier's to configure; leave out all but targetGroup")
	}
	p.checkBalancerProps("targetGroup", problems)
	check := p.HealthCheck
	check.Port = 0
	const brought = "is a matter of the target group, which loadBalancer.targetGroup brings along; "
	for _, own := range []struct {
		field string
		given bool
		fix   string
	}{
		{"protocol", p.Protocol != "", "leave it out"},
		{"healthCheck", check != HealthCheck{}, "leave out all but port"},
		{"deregistrationDelaySeconds", p.DeregistrationDelaySeconds != 0 && !p.drains(), "leave it out, or say with drain how long it is"},
		{"stickinessSeconds", p.StickinessSeconds != 0, "leave it out"},
		{"balancing", p.Balancing != Balancing{}, "leave it out"},
	} {
		if own.given {
			problems.Addf(own.field, "%s", brought+own.fix)
		}
	}
}

// checkBalancerProps refuses what a load balancer has that is brought along, by one of the fields of loadBalancer.
func (p *Props) checkBalancerProps(by string, problems *problem.List) {
	for _, own := range []struct {
		field string
		given bool
	}{
		{"certificateArn", p.hasCertificate() && by != "existing"},
		{"allowPlainHttp", p.AllowPlainHTTP && by != "existing"},
		{"ipv6", p.IPv6},
		{"accessLogs", p.AccessLogs != AccessLogs{}},
		{"disableDeletionProtection", p.DisableDeletionProtection},
	} {
		if own.given {
			problems.Addf(own.field, "is a matter of the load balancer, which loadBalancer.%s brings along; leave one of them out", by)
		}
	}
}

func checkGroupID(field, id string, problems *problem.List) {
	if arn.Unresolved(id) {
		return
	}
	if err := arn.ID(id, "sg"); err != nil {
		problems.Addf(field, "%v", err)
	}
}
