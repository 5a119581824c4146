package webtier

import (
	_ "embed"
	"fmt"
	"maps"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

var (
	//go:embed release.sh
	releaseScript string
	//go:embed container.sh
	containerScript string
	//go:embed login.sh
	loginScript string
	//go:embed service.sh
	serviceScript string
	//go:embed rotate.sh
	rotateScript string
)

// The settings of application.service for each form. Ports below 1024 take a capability, which systemd gives.
const (
	releaseService = `User=application
WorkingDirectory=/opt/application
StateDirectory=application
AmbientCapabilities={{capabilities}}
CapabilityBoundingSet={{capabilities}}
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=full
`
	containerService = `ExecStartPre=-/usr/bin/docker rm --force application
ExecStop=-/usr/bin/docker stop application
`
	loggedService = `LogsDirectory=application
StandardOutput=append:/var/log/application/application.log
StandardError=append:/var/log/application/application.log
`
)

func (d Delivery) hasRelease() bool   { return !reflect.ValueOf(d.Release).IsZero() }
func (d Delivery) hasContainer() bool { return !reflect.ValueOf(d.Container).IsZero() }

// deliversApplication reports whether the tier itself brings the application onto the servers.
func (p *Props) deliversApplication() bool {
	return p.Application.hasRelease() || p.Application.hasContainer()
}

// script is what servers run to get the application: the user's own script, or one that fetches and starts it.
func (p *Props) script() string {
	switch {
	case p.Application.hasRelease():
		return p.releaseScript()
	case p.Application.hasContainer():
		return p.containerScript()
	case p.UserData == "":
		return "#!/bin/bash\n"
	case strings.HasSuffix(p.UserData, "\n"):
		return p.UserData
	}
	return p.UserData + "\n"
}

func (p *Props) releaseScript() string {
	r := p.Application.Release
	checksum, capabilities := "", ""
	if r.Checksum != "" {
		checksum = "echo '" + strings.ToLower(r.Checksum) + "  '\"$work/archive\" | sha256sum --check --quiet\n"
	}
	if p.Port < 1024 {
		capabilities = "CAP_NET_BIND_SERVICE"
	}
	own := ""
	for _, path := range p.Servers.mountPaths() {
		own += "chown application: " + path + "\n"
	}
	bucket, key := r.object()
	return strings.NewReplacer(
		"{{bucket}}", bucket,
		"{{key}}", key,
		"{{checksum}}\n", checksum,
		"{{command}}", r.Command,
		"{{own}}\n", own,
	).Replace(releaseScript) + p.serviceScript("", strings.ReplaceAll(releaseService, "{{capabilities}}", capabilities))
}

// object returns the bucket and the key of the archive.
func (r Release) object() (bucket, key string) {
	if r.Asset != nil {
		return *r.Asset.S3BucketName(), *r.Asset.S3ObjectKey()
	}
	return r.Bucket, r.Key
}

func (p *Props) containerScript() string {
	c := p.Application.Container
	login := ""
	if c.inECR() {
		login = loginScript
	}
	options := []string{fmt.Sprintf("--publish %d:%d", p.Port, c.Port)}
	if check := p.HealthCheck.Port; check != p.Port {
		options = append(options, fmt.Sprintf("--publish %[1]d:%[1]d", check))
	}
	if p.LoadBalancer.Protocol == UDP {
		options = append(options, fmt.Sprintf("--publish %d:%d/udp", p.Port, c.Port))
	}
	for _, path := range p.Servers.mountPaths() {
		if !within(path, "/var") { // what is there is the server's, or the runtime's own
			options = append(options, fmt.Sprintf("--volume %[1]s:%[1]s", path))
		}
	}
	stop := "stop application"
	if p.drains() {
		stop = fmt.Sprintf("stop -t %d application", p.Drain.Seconds)
	}
	run := []string{quoted(c.Image)}
	for _, argument := range c.Arguments {
		run = append(run, quoted(argument))
	}
	return strings.NewReplacer(
		"{{image}}", c.Image,
		"{{login}}\n", login,
		"{{options}}", strings.Join(options, " "),
		"{{run}}", strings.Join(run, " "),
	).Replace(containerScript) + p.serviceScript(" docker.service\nRequires=docker.service", strings.Replace(containerService, "stop application", stop, 1))
}

// quoted is a text as one word of a shell.
func quoted(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func (p *Props) serviceScript(after, service string) string {
	rotate := ""
	if paths := p.Servers.mountPaths(); len(paths) > 0 {
		after += "\nRequiresMountsFor=" + strings.Join(paths, " ") // fstab's nofail lets all else start without them
	}
	if p.drains() {
		service += fmt.Sprintf("TimeoutStopSec=%d\n", p.Drain.Seconds)
	}
	if p.collectsLogs() {
		service, rotate = service+loggedService, rotateScript
	}
	return strings.NewReplacer(
		"{{after}}", after,
		"{{service}}\n", service,
		"{{rotate}}\n", rotate,
	).Replace("\n" + serviceScript)
}

// variables are those of the servers' environment that the props alone decide.
func (p *Props) variables() map[string]string {
	all := map[string]string{}
	switch {
	case p.Application.hasRelease():
		all["PORT"] = strconv.Itoa(p.Port)
	case p.Application.hasContainer():
		all["PORT"] = strconv.Itoa(p.Application.Container.Port)
	}
	maps.Copy(all, p.Environment)
	return all
}

var inECR = regexp.MustCompile(`^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?)/([a-z0-9._/-]+)[:@]`)

func (c Container) inECR() bool { return c.Repository != nil || inECR.MatchString(c.Image) }

// grantApplication lets the servers fetch the application, and says why its permissions are as wide as they are.
func (w *WebTier) grantApplication() []acknowledge.Because {
	if w.cfg.Application.hasRelease() {
		return w.grantRelease()
	}
	w.grantPull()
	return nil
}

// grantRelease grants the folder, not the one archive: a server that starts while a deployment replaces the policy but not
// yet the launch template fetches the release before.
func (w *WebTier) grantRelease() []acknowledge.Because {
	r := w.cfg.Application.Release
	bucket, key := r.object()
	folder := "*"
	if at := path.Dir(key); at != "." {
		folder = at + "/*"
	}
	objects := "arn:" + *awscdk.Aws_PARTITION() + ":s3:::" + bucket + "/" + folder
	w.allow(objects, nil, "s3:GetObject")
	if r.KMSKeyARN != "" {
		w.allow(r.KMSKeyARN, &map[string]*map[string]any{"StringEquals": {
			"kms:ViaService": "s3." + *awscdk.Aws_REGION() + ".amazonaws.com",
		}}, "kms:Decrypt")
	}
	return []acknowledge.Because{{
		Reason: "Servers read the releases beside their own: one that starts while a deployment is changing over fetches the release before.",
		Rules:  []string{"AwsSolutions-IAM5[Resource::" + strings.ReplaceAll(objects, *awscdk.Aws_PARTITION(), "<AWS::Partition>") + "]"},
	}}
}

func (w *WebTier) grantPull() {
	c := w.cfg.Application.Container
	switch of := inECR.FindStringSubmatch(c.Image); {
	case c.Repository != nil:
		c.Repository.GrantPull(w)
	case of != nil:
		account, region, repository := of[1], of[2], of[3]
		w.allow("*", nil, "ecr:GetAuthorizationToken")
		w.allow("arn:"+*awscdk.Aws_PARTITION()+":ecr:"+region+":"+account+":repository/"+repository, nil,
			"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
	}
}

// allow lets the servers do something.
func (w *WebTier) allow(resource string, conditions *map[string]*map[string]any, actions ...string) {
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      w.role,
		Actions:      jsii.Strings(actions...),
		ResourceArns: &[]*string{&resource},
		Conditions:   conditions,
	})
}

// Services are the AWS services besides Amazon S3 that servers call because of how the application is delivered, where its
// logs go and how servers begin and end, by the names of their interface endpoints.
func (p *Props) Services() []string {
	var services []string
	if p.Application.Container.inECR() {
		services = append(services, "ecr.api", "ecr.dkr")
	}
	if p.collectsLogs() {
		services = append(services, "logs")
	}
	if p.completes() {
		services = append(services, "autoscaling")
	}
	return services
}
