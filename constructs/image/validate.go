package image

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/instancetype"
	"github.com/evenkeel-cdk/evenkeel/internal/logs"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

var (
	name          = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
	parameterName = regexp.MustCompile(`^/imagebuilder(/[A-Za-z0-9_.-]+)+$`)
	ssmParent     = regexp.MustCompile(`^ssm:(/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*|arn:aws[a-z-]*:ssm:[a-z0-9-]+:(\d{12})?:parameter/[A-Za-z0-9_./-]+)$`)
	imageARN      = regexp.MustCompile(`^arn:aws[a-z-]*:imagebuilder:([a-z0-9-]+):(?:aws|aws-marketplace|\d{12}):image/[a-z0-9_-]+/(?:\d+|x)\.(?:\d+|x)\.(?:\d+|x)(?:/\d+)?$`)
	componentARN  = regexp.MustCompile(`^arn:aws[a-z-]*:imagebuilder:([a-z0-9-]+):((?:aws|aws-marketplace|\d{12}):component/[a-z0-9_-]+)/(?:\d+|x)\.(?:\d+|x)\.(?:\d+|x)(?:/\d+)?$`)
	version       = regexp.MustCompile(`^(\d{1,10})\.(\d{1,10})\.x$`)
	deviceName    = regexp.MustCompile(`^/dev/[a-z0-9]+$`)
	timeZone      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`)
	cronFields    = regexp.MustCompile(`^cron\((\S+) (\S+) (\S+) (\S+) (\S+)( \S+)?\)$`)
	account       = regexp.MustCompile(`^\d{12}$`)
	keyInARN      = regexp.MustCompile(`^key/[A-Za-z0-9-]+$`)
	topicInARN    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

const (
	// A name, a hyphen, and a component's name or what tells the pipeline's other resources apart must fit into the 128
	// characters that Image Builder allows.
	maxName = 64
	// Source: EC2 Image Builder User Guide, "Semantic versioning in Image Builder".
	maxVersion = 1<<30 - 1

	exampleParentARN = "arn:aws:imagebuilder:ap-northeast-1:aws:image/amazon-linux-2023-arm64/x.x.x"
	exampleKeyARN    = "arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	exampleTopicARN  = "arn:aws:sns:ap-northeast-1:111111111111:images"
)

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	return errors.Join(p.checkVPC(), p.ValidateIn(""))
}

// validateFor is Validate for a stack, whose Region is empty when only the deployment knows it.
func (p *Props) validateFor(region string) error {
	var problems problem.List
	if p != nil && p.VPC != nil && len(*p.VPC.PrivateSubnets()) == 0 {
		problems.Addf("vpc", "has no private subnets with a way out to build images in")
	}
	return errors.Join(p.checkVPC(), p.ValidateIn(region), problems.Err())
}

func (p *Props) checkVPC() error {
	if p == nil || p.VPC == nil {
		return &problem.Problem{Field: "vpc", Message: "missing; give the VPC in whose private subnets images are built"}
	}
	return nil
}

// ValidateIn is [Props.Validate] for what a configuration file can hold: it misses no VPC. With a Region, which may be
// empty, it also refuses what is in another one.
func (p *Props) ValidateIn(region string) error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	props.Check(p, &problems)
	cfg := p.resolve()
	cfg.checkNames(&problems)
	cfg.checkParent(region, &problems)
	cfg.checkComponents(region, &problems)
	cfg.checkRecipe(&problems)
	cfg.checkKey(region, &problems)
	cfg.checkSchedule(p, &problems)
	cfg.checkInfrastructure(region, &problems)
	cfg.checkAccounts(p, &problems)
	return problems.Err()
}

// resolve returns the props with every default applied that the construct's path does not decide.
func (p *Props) resolve() Props {
	resolved := *p
	props.Default(&resolved)
	if len(resolved.InstanceTypes) == 0 {
		resolved.InstanceTypes = []string{"t4g.medium", "m6g.large"}
		if resolved.Architecture == X8664 {
			resolved.InstanceTypes = []string{"t3.medium", "m5.large"}
		}
	}
	return resolved
}

func (p *Props) checkNames(problems *problem.List) {
	if p.Name != "" && (!name.MatchString(p.Name) || len(p.Name) < 3 || len(p.Name) > maxName) {
		problems.Addf("name", "%q is not a pipeline's name; use a small letter, then small letters, digits and single hyphens, 3 to %d", p.Name, maxName)
	}
	if p.SSMParameter != "" && !parameterName.MatchString(p.SSMParameter) {
		problems.Addf("ssmParameter", "%q is not below /imagebuilder/, where Image Builder may write; use one like /imagebuilder/web", p.SSMParameter)
	}
}

func (p *Props) checkParent(region string, problems *problem.List) {
	parent := p.ParentImage
	if parent == "" || arn.Unresolved(parent) || ssmParent.MatchString(parent) || arn.ID(parent, "ami") == nil {
		return
	}
	m := imageARN.FindStringSubmatch(parent)
	if m == nil {
		problems.Addf("parentImage", "%q is no image; use an AMI's id, ssm: and a parameter's name, or an ARN like %s", parent, exampleParentARN)
	} else if region != "" && m[1] != region {
		problems.Addf("parentImage", "the image is in %s; use one of %s, where the pipeline is", m[1], region)
	}
}

func (p *Props) checkRecipe(problems *problem.List) {
	if !validVersion(p.Version) {
		problems.Addf("version", "%q is not a version; use two numbers and an x for the third, like 1.0.x: Image Builder counts it, since no version can be made twice", p.Version)
	}
	if !deviceName.MatchString(p.RootDevice) {
		problems.Addf("rootDevice", "%q is not a device's name; use one like /dev/xvda", p.RootDevice)
	}
}

func validVersion(v string) bool {
	m := version.FindStringSubmatch(v)
	if m == nil {
		return false
	}
	for _, part := range m[1:] {
		if n, _ := strconv.Atoi(part); n > maxVersion { // for digits that are too many, it is the largest number there is
			return false
		}
	}
	return true
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
	of, err := arn.Check(p.KMSKeyARN, "kms", keyInARN, exampleKeyARN)
	if err != nil {
		problems.Addf("kmsKeyArn", "%v", err)
	} else if region != "" && of != region {
		problems.Addf("kmsKeyArn", "the key is in %s; use one of %s, where the images are", of, region)
	}
}

func (p *Props) checkSchedule(given *Props, problems *problem.List) {
	s := given.Schedule
	if s.Disable && (s.Cron != "" || s.TimeZone != "" || s.Always) {
		problems.Addf("schedule.disable", "contradicts the rest of the schedule; leave it or the rest out")
		return
	}
	m := cronFields.FindStringSubmatch(p.Schedule.Cron)
	switch {
	case m == nil:
		problems.Addf("schedule.cron", "%q is not a schedule; use one like cron(0 18 ? * sun *): minute, hour, day of month, month, day of week, year", p.Schedule.Cron)
	case (m[3] == "?") == (m[5] == "?"):
		problems.Addf("schedule.cron", "%q must have ? for the day of month or for the day of week, and not for both", p.Schedule.Cron)
	}
	if !timeZone.MatchString(p.Schedule.TimeZone) {
		problems.Addf("schedule.timeZone", "%q is not a time zone; use one like Asia/Tokyo", p.Schedule.TimeZone)
	}
}

func (p *Props) checkInfrastructure(region string, problems *problem.List) {
	for i, kind := range p.InstanceTypes {
		field := problem.Index("instanceTypes", i)
		switch {
		case !instancetype.Valid(kind):
			problems.Addf(field, "%q is not an instance type; use one like t4g.medium", kind)
		case problems.Has("architecture"):
			// which one is meant nobody knows
		case instancetype.ARM64(kind) != (p.Architecture == ARM64):
			problems.Addf(field, "%s does not have the architecture %s; use another type or another architecture", kind, p.Architecture)
		}
	}
	if p.TopicARN != "" && !arn.Unresolved(p.TopicARN) {
		of, err := arn.Check(p.TopicARN, "sns", topicInARN, exampleTopicARN)
		if err != nil {
			problems.Addf("topicArn", "%v", err)
		} else if region != "" && of != region {
			problems.Addf("topicArn", "the topic is in %s; use one of %s, where the pipeline is", of, region)
		}
	}
	if !problems.Has("logRetentionDays") && !logs.Offered(p.LogRetentionDays) {
		problems.Addf("logRetentionDays", "%s", logs.Refusal(p.LogRetentionDays))
	}
}

func (p *Props) checkAccounts(given *Props, problems *problem.List) {
	for i, id := range p.Accounts {
		field := problem.Index("accounts", i)
		if !account.MatchString(id) && !arn.Unresolved(id) {
			problems.Addf(field, "%q is not an account's id; use its twelve digits, like 111111111111", id)
		} else if slices.Index(p.Accounts, id) < i {
			problems.Addf(field, "%s is listed twice", id)
		}
	}
	var why []string
	if len(p.Accounts) > 0 {
		why = append(why, "accounts")
	}
	if p.KeepAllImages {
		why = append(why, "keepAllImages")
	}
	if given.KeepImages != 0 && len(why) > 0 {
		problems.Addf("keepImages", "does nothing with %s, which keeps all images; leave it out", strings.Join(why, " and "))
	}
}
