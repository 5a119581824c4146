package webtier

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/logs"
)

var (
	archiveKey = regexp.MustCompile(`^[A-Za-z0-9_.=+@-]+(/[A-Za-z0-9_.=+@-]+)*$`)
	archive    = regexp.MustCompile(`\.(zip|tar|tgz|tar\.(gz|bz2|xz))$`)
	sha256Hex  = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`)
	imageName  = regexp.MustCompile(`^[a-z0-9][a-z0-9._/:-]*[a-z0-9](:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$`)
	imageTag   = regexp.MustCompile(`:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$`)
	logFile    = regexp.MustCompile(`^(/[A-Za-z0-9_.-]+)+$`)
)

func (p *Props) checkDelivery(region string, problems *problem.List) {
	d := p.Application
	switch {
	case d.hasRelease() && d.hasContainer():
		problems.Addf("application", "release and container contradict each other; give one of them")
	case p.deliversApplication() && p.UserData != "":
		problems.Addf("userData", "contradicts application; give one of them, or let the release or the container start with what the script does")
	}
	if d.hasRelease() {
		d.Release.check(region, problems)
	}
	if d.hasContainer() {
		d.Container.check(problems)
	}
	p.checkEnvironment(problems)
	p.checkLogs(region, problems)
	if !problems.Has("userData") {
		p.checkSize(problems)
	}
}

func (r Release) check(region string, problems *problem.List) {
	const at = "application.release."
	switch {
	case r.Asset != nil && (r.Bucket != "" || r.Key != ""):
		problems.Addf(at+"asset", "contradicts bucket and key; leave it or them out")
	case r.Asset == nil && r.Bucket == "":
		problems.Addf(at+"bucket", "missing; give the bucket that holds the release")
	case r.Asset == nil && !arn.Unresolved(r.Bucket) && !bucketName.MatchString(r.Bucket):
		problems.Addf(at+"bucket", "%q is not a bucket's name; use one like releases-111111111111", r.Bucket)
	}
	if r.Asset == nil && !arn.Unresolved(r.Key) {
		switch {
		case r.Key == "":
			problems.Addf(at+"key", "missing; give the archive's key")
		case !archiveKey.MatchString(r.Key):
			problems.Addf(at+"key", "%q is not a key that servers can fetch; use letters, digits and _.=+@- in folders, like shop/1.4.2.tar.gz", r.Key)
		case !archive.MatchString(r.Key):
			problems.Addf(at+"key", "%q is not an archive that servers can unpack; use .zip, .tar, .tar.gz, .tgz, .tar.bz2 or .tar.xz", r.Key)
		}
	}
	if r.Checksum != "" && !sha256Hex.MatchString(r.Checksum) {
		problems.Addf(at+"checksum", "%q is not a checksum by SHA-256; use its 64 hexadecimal digits", r.Checksum)
	}
	checkKey(at+"kmsKeyArn", "where the bucket is", r.KMSKeyARN, region, problems)
	switch {
	case strings.TrimSpace(r.Command) == "":
		problems.Addf(at+"command", "missing; give the command that starts the application, like ./bin/shop")
	case strings.Contains(r.Command, "\n"):
		problems.Addf(at+"command", "has more than one line; put them into a script in the release")
	}
}

func (c Container) check(problems *problem.List) {
	const at = "application.container."
	switch tag := imageTag.FindStringSubmatch(c.Image); {
	case c.Image == "":
		problems.Addf(at+"image", "missing; give the image's name")
	case arn.Unresolved(c.Image):
		if c.Repository == nil {
			problems.Addf(at+"image", "is known at deployment only; give its repository too")
		}
	case !imageName.MatchString(c.Image):
		problems.Addf(at+"image", "%q is not an image's name; use one like public.ecr.aws/nginx/nginx:1.29.1", c.Image)
	case tag == nil:
		problems.Addf(at+"image", "%s names no version; add a digest, or a tag that is never moved", c.Image)
	case tag[1] == "latest":
		problems.Addf(at+"image", "%s is whatever was pushed last, so that servers would differ; use a digest, or a tag that is never moved", c.Image)
	}
	for i, argument := range c.Arguments {
		if strings.Contains(argument, "\n") {
			problems.Addf(problem.Index(at+"arguments", i), "has more than one line; put them into the image")
		}
	}
}

func (p *Props) checkEnvironment(problems *problem.List) {
	for _, name := range slices.Sorted(maps.Keys(p.Environment)) {
		field := problem.Join("environment", name)
		switch value := p.Environment[name]; {
		case !variableName.MatchString(name):
			problems.Addf(field, "%q is not a variable's name; use letters, digits and _, a letter first", name)
		case name == "AWS_REGION" || name == "PORT" && p.deliversApplication():
			problems.Addf(field, "the servers have a variable %s already; use another name", name)
		case strings.Contains(value, "\n"):
			problems.Addf(field, "has more than one line; encode it, or put it into a parameter that the application reads")
		}
	}
}

func (p *Props) checkLogs(region string, problems *problem.List) {
	if p.Logs.Disable && (len(p.Logs.Files) > 0 || p.Logs.KMSKeyARN != "") {
		problems.Addf("logs.disable", "contradicts files and kmsKeyArn; leave it or them out")
	}
	for i, file := range p.Logs.Files {
		field := problem.Index("logs.files", i)
		if !logFile.MatchString(file) {
			problems.Addf(field, "%q is not a file's path; use one like /var/log/nginx/error.log", file)
		} else if slices.Index(p.logFiles(), file) < len(p.logFiles())-len(p.Logs.Files)+i {
			problems.Addf(field, "%s is sent already; leave it out", file)
		}
	}
	if !logs.Offered(p.Logs.RetentionDays) && !problems.Has("logs.retentionDays") {
		problems.Addf("logs.retentionDays", "%s", logs.Refusal(p.Logs.RetentionDays))
	}
	checkKey("logs.kmsKeyArn", "where the logs are", p.Logs.KMSKeyARN, region, problems)
}

// checkSize adds up what goes into user data besides the tier's own part.
func (p *Props) checkSize(problems *problem.List) {
	size := len(strings.TrimSuffix(p.script(), "\n")) + len(p.logsScript("")) + len(p.volumesScript()) + len(p.drainScript("", health{}))
	for _, script := range p.warmScripts() {
		size += len(script)
	}
	for name, value := range p.variables() {
		size += len(name) + len("=\n") + len(value)
	}
	if size > maxUserData {
		problems.Addf("environment", "%d bytes of variables, start command, logs, volumes, drain and warm pool are more than the %d of user data that they may take together; let the application fetch the rest", size, maxUserData)
	}
}

// checkKey checks the ARN of a key, if there is one.
func checkKey(field, where, value, region string, problems *problem.List) {
	if value == "" || arn.Unresolved(value) {
		return
	}
	of, err := arn.CheckKey(value)
	if err != nil {
		problems.Addf(field, "%v", err)
	} else if region != "" && of != region {
		problems.Addf(field, "the key is in %s; use one of %s, %s", of, region, where)
	}
}
