package webtier

import (
	"errors"
	"regexp"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/instancetype"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/topic"
)

var (
	bucketName       = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	parameterName    = regexp.MustCompile(`^/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$`)
	deviceName       = regexp.MustCompile(`^/dev/[a-z0-9]+$`)
	variableName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	successCodes     = regexp.MustCompile(`^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d(-[2-4]\d\d)?)*$`)
	certificateInARN = regexp.MustCompile(`^certificate/[a-z0-9-]+$`)
)

const (
	// User data may be 16 KiB before it is encoded (source: Amazon EC2 User Guide, "Run commands when you launch an EC2
	// instance with user data input"); the tier's own part needs up to 4.
	maxUserData = 12000

	exampleCertificateARN = "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	return errors.Join(p.checkVPC(), p.ValidateIn(""))
}

// checkSubnets makes sure of two zones for the load balancer, and of one for each of its addresses.
func (p *Props) checkSubnets(problems *problem.List) {
	subnets, kind := *p.VPC.PublicSubnets(), "public"
	if p.LoadBalancer.Internal {
		subnets, kind = *p.VPC.PrivateSubnets(), "private"
	}
	if len(subnets) < 2 {
		problems.Addf("vpc", "has %d %s subnets; a load balancer needs them in two zones", len(subnets), kind)
	}
	addresses := len(p.LoadBalancer.ElasticIPs)
	if addresses == 0 {
		return
	}
	zones := map[string]bool{}
	for _, subnet := range subnets {
		zones[*subnet.AvailabilityZone()] = true
	}
	if addresses != len(zones) {
		problems.Addf("loadBalancer.elasticIps", "has %d for %d zones with %s subnets; give one for each", addresses, len(zones), kind)
	}
}

// validateFor is Validate for a stack, whose Region is empty when only the deployment knows it.
func (p *Props) validateFor(region string) error {
	var problems problem.List
	if p != nil && p.VPC != nil {
		if p.ownsBalancer() {
			p.checkSubnets(&problems)
		}
		if len(*p.VPC.PrivateSubnets()) == 0 {
			problems.Addf("vpc", "has no private subnets with a way out to hold the servers")
		}
	}
	return errors.Join(p.checkVPC(), p.ValidateIn(region), problems.Err())
}

func (p *Props) checkVPC() error {
	if p == nil || p.VPC == nil {
		return &problem.Problem{Field: "vpc", Message: "missing; give the VPC that holds the load balancer and the servers"}
	}
	return nil
}

// ValidateIn is [Props.Validate] for what a configuration file can hold: it misses no VPC. With a Region, which may be
// empty, it also refuses a certificate of another one.
func (p *Props) ValidateIn(region string) error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	props.Check(p, &problems)
	cfg := p.resolve()
	cfg.checkTLS(region, &problems)
	switch {
	case p.shares():
		p.checkListener(region, &problems)
	case p.joins():
		p.checkTargetGroup(region, &problems)
	case p.extends():
		p.checkExisting(region, &problems)
	}
	if !p.joins() { // which has refused all of it
		p.checkLoadBalancer(&problems)
		p.checkWebACL(region, &problems)
		p.checkTLSProps(region, &problems)
		p.checkBalancing(&cfg, &problems)
		p.checkTimes(&cfg, &problems)
	}
	cfg.checkAccessLogs(&problems)
	cfg.checkHealthCheck(&problems)
	cfg.checkServers(&problems)
	cfg.checkDelivery(region, &problems)
	cfg.Servers.check(&problems)
	cfg.checkVolumes(region, &problems)
	topic.Notifications(cfg.Notifications).Check(region, "the group", &problems)
	if !problems.Has("minCapacity", "maxCapacity", "desiredCapacity", "rollout.batchSize") {
		cfg.checkCapacity(&problems)
	}
	cfg.checkScaling(&problems)
	cfg.checkGroup(&problems)
	cfg.checkDrain(&problems)
	if !problems.Has("minCapacity", "maxCapacity") {
		cfg.checkWarmPool(&problems)
	}
	return problems.Err()
}

// resolve returns the props with every default applied.
func (p *Props) resolve() Props {
	resolved := *p
	props.Default(&resolved)
	if resolved.MinCapacity == 0 {
		resolved.MinCapacity = 2
		if resolved.SingleServer {
			resolved.MinCapacity = 1
		}
	}
	if resolved.MaxCapacity == 0 {
		resolved.MaxCapacity = 2 * resolved.MinCapacity
	}
	if resolved.Rollout.HealthCheckGraceSeconds == 0 {
		resolved.Rollout.HealthCheckGraceSeconds = 60 * resolved.Rollout.TimeoutMinutes
	}
	resolved.resolveLoadBalancer()
	resolved.Servers.resolveVolumes()
	if resolved.HealthCheck.Port == 0 {
		resolved.HealthCheck.Port = resolved.Port
	}
	if resolved.Application.hasContainer() && resolved.Application.Container.Port == 0 {
		resolved.Application.Container.Port = resolved.Port
	}
	if resolved.HealthCheck.Protocol == "" {
		resolved.HealthCheck.Protocol = resolved.Protocol
	}
	period, periods := 60, 15
	if resolved.DisableDetailedMonitoring {
		period, periods = 300, 3
	}
	if resolved.Scaling.PeriodSeconds == 0 {
		resolved.Scaling.PeriodSeconds = period
	}
	if resolved.Scaling.ScaleInPeriods == 0 {
		resolved.Scaling.ScaleInPeriods = periods
	}
	return resolved
}

// Capacity returns the least and the greatest number of servers that a tier with these props has, those of a
// warm pool and the ones that an update starts before it stops others included.
func (p *Props) Capacity() (least, most int) {
	cfg := p.resolve()
	least, most = cfg.sizes()
	most = max(most+cfg.Group.WarmPool.MinSize, cfg.Group.WarmPool.MaxPrepared)
	return least, most + cfg.Rollout.BatchSize
}

// sizes are the least and the greatest number of servers that scaling leads to.
func (p *Props) sizes() (least, most int) {
	least, most = p.MinCapacity, p.MaxCapacity
	for _, schedule := range p.Scaling.Schedules {
		most = max(most, schedule.MaxCapacity)
		if schedule.MinCapacity != 0 {
			least = min(least, schedule.MinCapacity)
		}
		if schedule.StopServers {
			least = 0
		}
	}
	return least, most
}

func (p *Props) checkTLS(region string, problems *problem.List) {
	p.checkCertificate(problems)
	if p.CertificateARN != "" {
		checkCertificateARN("certificateArn", p.CertificateARN, region, problems)
	}
}

func (p *Props) checkAccessLogs(problems *problem.List) {
	bucket := p.AccessLogs.Bucket
	if bucket == "" || arn.Unresolved(bucket) {
		return
	}
	if p.AccessLogs.Disable {
		problems.Addf("accessLogs.bucket", "does nothing with disable; leave one of them out")
	}
	if !bucketName.MatchString(bucket) {
		problems.Addf("accessLogs.bucket", "%q is not a bucket's name; use one like access-logs-111111111111", bucket)
	}
}

func (p *Props) checkHealthCheck(problems *problem.List) {
	check := p.HealthCheck
	if !strings.HasPrefix(check.Path, "/") || len(check.Path) > 1024 || strings.ContainsAny(check.Path, " \t\n") {
		problems.Addf("healthCheck.path", "%q is not a path; use one like /healthz", check.Path)
	}
	if check.TimeoutSeconds >= check.IntervalSeconds {
		problems.Addf("healthCheck.timeoutSeconds", "%d is not less than intervalSeconds %d; use a shorter timeout or a longer interval", check.TimeoutSeconds, check.IntervalSeconds)
	}
	if passing, limit := check.HealthyThreshold*check.IntervalSeconds, 60*p.Rollout.TimeoutMinutes; passing >= limit {
		problems.Addf("rollout.timeoutMinutes", "%d is over before a server can pass %d health checks, one every %d seconds; use %d or more",
			p.Rollout.TimeoutMinutes, check.HealthyThreshold, check.IntervalSeconds, passing/60+1)
	}
	if !successCodes.MatchString(check.SuccessCodes) {
		problems.Addf("healthCheck.successCodes", "%q are not status codes from 200 to 499; use 200, 200-299 or 200,204", check.SuccessCodes)
	}
}

func (p *Props) checkServers(problems *problem.List) {
	if !instancetype.Valid(p.InstanceType) {
		problems.Addf("instanceType", "%q is not an instance type; use one like t4g.small", p.InstanceType)
	}
	switch id, parameter := p.AMI.ID, p.AMI.SSMParameter; {
	case id != "" && parameter != "":
		problems.Addf("ami", "id and ssmParameter contradict each other; give one of them")
	case id != "" && !arn.Unresolved(id):
		if err := arn.ID(id, "ami"); err != nil {
			problems.Addf("ami.id", "%v", err)
		}
	case parameter != "" && !arn.Unresolved(parameter) && !parameterName.MatchString(parameter):
		problems.Addf("ami.ssmParameter", "%q is not a parameter's name; use one like /images/web", parameter)
	}
	if !deviceName.MatchString(p.AMI.RootDevice) {
		problems.Addf("ami.rootDevice", "%q is not a device's name; use one like /dev/xvda", p.AMI.RootDevice)
	}
	if p.UserData == "" {
		return
	}
	if !strings.HasPrefix(p.UserData, "#!") {
		problems.Addf("userData", "does not start with #!; put the interpreter into the first line, like #!/bin/bash")
	}
	if strings.Contains(p.UserData, "\n"+endOfUserData) {
		problems.Addf("userData", "has a line that starts with %s, which ends the script; use another word", endOfUserData)
	}
	if !strings.Contains(strings.TrimSpace(p.UserData), "\n") {
		problems.Addf("userData", "is a single line; put the script below the interpreter's line, in YAML with `userData: |`")
	}
	if size := len(p.UserData); size > maxUserData {
		problems.Addf("userData", "%d bytes are more than %d; put the rest into the image, or fetch it", size, maxUserData)
	}
}

func (p *Props) checkCapacity(problems *problem.List) {
	if p.MinCapacity < 2 && !p.SingleServer {
		problems.Addf("minCapacity", "%d does not survive the loss of a server; use 2 or more, or say singleServer: true", p.MinCapacity)
	}
	if p.MaxCapacity < p.MinCapacity {
		problems.Addf("maxCapacity", "%d is less than minCapacity %d; use %d or more", p.MaxCapacity, p.MinCapacity, p.MinCapacity)
		return
	}
	if p.DesiredCapacity != 0 && (p.DesiredCapacity < p.MinCapacity || p.DesiredCapacity > p.MaxCapacity) {
		problems.Addf("desiredCapacity", "%d is outside minCapacity %d to maxCapacity %d", p.DesiredCapacity, p.MinCapacity, p.MaxCapacity)
	}
	if p.Rollout.BatchSize > p.MaxCapacity {
		problems.Addf("rollout.batchSize", "%d is more than maxCapacity %d", p.Rollout.BatchSize, p.MaxCapacity)
	}
}
