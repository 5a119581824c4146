package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// wantWebProblems fails the test unless these are all the problems of the props, in this order. Props that say nothing of
// TLS are given a certificate first.
func wantWebProblems(t *testing.T, props webtier.Props, want ...string) {
	t.Helper()
	if props.CertificateARN == "" && !props.AllowPlainHTTP {
		props.CertificateARN = webCertificate
	}
	wantProblems(t, props.ValidateIn(testRegion), want...)
}

func TestWebRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"a certificate and plain HTTP": {
			webtier.Props{CertificateARN: webCertificate, AllowPlainHTTP: true},
			"allowPlainHttp: contradicts the certificate; leave one of them out",
		},
		"a certificate of another service": {
			webtier.Props{CertificateARN: "arn:aws:iam::111111111111:server-certificate/www"},
			`certificateArn: "arn:aws:iam::111111111111:server-certificate/www" is not such an ARN; use one like ` + webCertificate,
		},
		"something else of the certificates' service": {
			webtier.Props{CertificateARN: "arn:aws:acm:ap-northeast-1:111111111111:account"},
			`certificateArn: "arn:aws:acm:ap-northeast-1:111111111111:account" is not such an ARN; use one like ` + webCertificate,
		},
		"a certificate of another Region": {
			webtier.Props{CertificateARN: "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"},
			"certificateArn: the certificate is in us-east-1; use one of ap-northeast-1, where the load balancer is",
		},
		"a bucket that cannot be one": {
			webtier.Props{AccessLogs: webtier.AccessLogs{Bucket: "Access_Logs"}},
			`accessLogs.bucket: "Access_Logs" is not a bucket's name; use one like access-logs-111111111111`,
		},
		"a bucket's ARN": {
			webtier.Props{AccessLogs: webtier.AccessLogs{Bucket: "arn:aws:s3:::logs"}},
			`accessLogs.bucket: "arn:aws:s3:::logs" is not a bucket's name; use one like access-logs-111111111111`,
		},
		"a bucket for nothing": {
			webtier.Props{AccessLogs: webtier.AccessLogs{Bucket: "logs", Disable: true}},
			"accessLogs.bucket: does nothing with disable; leave one of them out",
		},
		"an unknown protocol": {
			webtier.Props{Protocol: "ftp", HealthCheck: webtier.HealthCheck{Protocol: "http"}},
			`protocol: "ftp" is not known; use http or https`,
		},
		"an unknown protocol of the health check": {
			webtier.Props{HealthCheck: webtier.HealthCheck{Protocol: "icmp"}},
			`healthCheck.protocol: "icmp" is not known; use http, https or tcp`,
		},
		"a path without a slash": {
			webtier.Props{HealthCheck: webtier.HealthCheck{Path: "healthz"}},
			`healthCheck.path: "healthz" is not a path; use one like /healthz`,
		},
		"a path with a space": {
			webtier.Props{HealthCheck: webtier.HealthCheck{Path: "/health z"}},
			`healthCheck.path: "/health z" is not a path; use one like /healthz`,
		},
		"a path that is too long": {
			webtier.Props{HealthCheck: webtier.HealthCheck{Path: "/" + strings.Repeat("x", 1024)}},
			`healthCheck.path: "/` + strings.Repeat("x", 1024) + `" is not a path; use one like /healthz`,
		},
		"a timeout as long as the interval": {
			webtier.Props{HealthCheck: webtier.HealthCheck{TimeoutSeconds: 10}},
			"healthCheck.timeoutSeconds: 10 is not less than intervalSeconds 10; use a shorter timeout or a longer interval",
		},
		"an interval as short as the timeout": {
			webtier.Props{HealthCheck: webtier.HealthCheck{IntervalSeconds: 5}},
			"healthCheck.timeoutSeconds: 5 is not less than intervalSeconds 5; use a shorter timeout or a longer interval",
		},
		"a rollout that ends before a server can be healthy": {
			webtier.Props{HealthCheck: webtier.HealthCheck{HealthyThreshold: 10, IntervalSeconds: 60}, Rollout: webtier.Rollout{TimeoutMinutes: 10}},
			"rollout.timeoutMinutes: 10 is over before a server can pass 10 health checks, one every 60 seconds; use 11 or more",
		},
		"a server's error as success": {
			webtier.Props{HealthCheck: webtier.HealthCheck{SuccessCodes: "200,500"}},
			`healthCheck.successCodes: "200,500" are not status codes from 200 to 499; use 200, 200-299 or 200,204`,
		},
		"half a range of status codes": {
			webtier.Props{HealthCheck: webtier.HealthCheck{SuccessCodes: "200-"}},
			`healthCheck.successCodes: "200-" are not status codes from 200 to 499; use 200, 200-299 or 200,204`,
		},
		"an instance type without a size": {
			webtier.Props{InstanceType: "t4g"},
			`instanceType: "t4g" is not an instance type; use one like t4g.small`,
		},
		"an instance class": {
			webtier.Props{InstanceType: "db.t4g.small"},
			`instanceType: "db.t4g.small" is not an instance type; use one like t4g.small`,
		},
		"two images": {
			webtier.Props{AMI: webtier.AMI{ID: "ami-0123456789abcdef0", SSMParameter: "/images/web"}},
			"ami: id and ssmParameter contradict each other; give one of them",
		},
		"an image's name": {
			webtier.Props{AMI: webtier.AMI{ID: "web-server"}},
			`ami.id: "web-server" is not such an id; use one like ami-0123456789abcdef0`,
		},
		"a parameter that cannot be one": {
			webtier.Props{AMI: webtier.AMI{SSMParameter: "/images//web"}},
			`ami.ssmParameter: "/images//web" is not a parameter's name; use one like /images/web`,
		},
		"a script that YAML has folded into one line": {
			webtier.Props{UserData: "#!/bin/bash dnf -y install nginx\n"},
			"userData: is a single line; put the script below the interpreter's line, in YAML with `userData: |`",
		},
		"a root device that is none": {
			webtier.Props{AMI: webtier.AMI{RootDevice: "xvda"}},
			`ami.rootDevice: "xvda" is not a device's name; use one like /dev/xvda`,
		},
		"a script without its interpreter": {
			webtier.Props{UserData: "echo\necho\n"},
			"userData: does not start with #!; put the interpreter into the first line, like #!/bin/bash",
		},
		"a script that ends early": {
			webtier.Props{UserData: "#!/bin/bash\nEND_OF_USER_DATA\n"},
			"userData: has a line that starts with END_OF_USER_DATA, which ends the script; use another word",
		},
		"a script that is too long": {
			webtier.Props{UserData: "#!\n" + strings.Repeat("x", 11998)},
			"userData: 12001 bytes are more than 12000; put the rest into the image, or fetch it",
		},
		"one server without a word": {
			webtier.Props{MinCapacity: 1},
			"minCapacity: 1 does not survive the loss of a server; use 2 or more, or say singleServer: true",
		},
		"a maximum below the minimum": {
			webtier.Props{MinCapacity: 4, MaxCapacity: 3, DesiredCapacity: 4}, // which is outside, too
			"maxCapacity: 3 is less than minCapacity 4; use 4 or more",
		},
		"a maximum below the default minimum": {
			webtier.Props{MaxCapacity: 1},
			"maxCapacity: 1 is less than minCapacity 2; use 2 or more",
		},
		"a maximum that is none": {
			webtier.Props{MaxCapacity: -1}, // less than the minimum, too
			"maxCapacity: -1 is out of range; use 1 to 1000",
		},
		"a minimum that would flap if it could be": {
			webtier.Props{MinCapacity: 1, Scaling: webtier.Scaling{ScaleInBelow: 36}},
			"minCapacity: 1 does not survive the loss of a server; use 2 or more, or say singleServer: true",
		},
		"a desired capacity below the minimum": {
			webtier.Props{DesiredCapacity: 1},
			"desiredCapacity: 1 is outside minCapacity 2 to maxCapacity 4",
		},
		"a desired capacity above the maximum": {
			webtier.Props{DesiredCapacity: 5},
			"desiredCapacity: 5 is outside minCapacity 2 to maxCapacity 4",
		},
		"batches larger than the group": {
			webtier.Props{Rollout: webtier.Rollout{BatchSize: 5}},
			"rollout.batchSize: 5 is more than maxCapacity 4",
		},
		"an odd period": {
			webtier.Props{Scaling: webtier.Scaling{PeriodSeconds: 90}},
			"scaling.periodSeconds: 90 is not a multiple of 60",
		},
		"a period shorter than the metrics'": {
			webtier.Props{DisableDetailedMonitoring: true, Scaling: webtier.Scaling{PeriodSeconds: 240}},
			"scaling.periodSeconds: 240 is shorter than the 300 in which metrics arrive with disableDetailedMonitoring; use 300 or more",
		},
		"periods longer than a day to scale out": {
			webtier.Props{Scaling: webtier.Scaling{PeriodSeconds: 3600, ScaleOutPeriods: 25}},
			"scaling.periodSeconds: 25 periods of 3600 seconds are longer than a day; use fewer or shorter ones",
		},
		"periods longer than a day to scale in": {
			webtier.Props{Scaling: webtier.Scaling{PeriodSeconds: 3600, ScaleInPeriods: 26}},
			"scaling.periodSeconds: 26 periods of 3600 seconds are longer than a day; use fewer or shorter ones",
		},
		"thresholds the wrong way round": {
			webtier.Props{Scaling: webtier.Scaling{ScaleOutAbove: 30}},
			"scaling.scaleInBelow: 30 is not below scaleOutAbove 30",
		},
		"a group that flaps": {
			webtier.Props{Scaling: webtier.Scaling{ScaleInBelow: 65}},
			"scaling.scaleInBelow: 65 makes the group flap: at 65 % on 3 servers, removing 1 leaves 97 % on each of 2, above scaleOutAbove 70, so it is added again; use 46 or less",
		},
		"a group that flaps by two": {
			webtier.Props{Scaling: webtier.Scaling{ScaleInBelow: 40, ScaleInBy: 2}},
			"scaling.scaleInBelow: 40 makes the group flap: at 40 % on 4 servers, removing 2 leaves 80 % on each of 2, above scaleOutAbove 70, so it is added again; use 35 or less",
		},
		"a single server that flaps": {
			webtier.Props{SingleServer: true, Scaling: webtier.Scaling{ScaleInBelow: 36}},
			"scaling.scaleInBelow: 36 makes the group flap: at 36 % on 2 servers, removing 1 leaves 72 % on each of 1, above scaleOutAbove 70, so it is added again; use 35 or less",
		},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, c.props, c.want) })
	}
}

func TestWebAccepts(t *testing.T) {
	for name, props := range map[string]webtier.Props{
		"a certificate of the Region":            {CertificateARN: webCertificate},
		"a bucket's name with dots":              {AccessLogs: webtier.AccessLogs{Bucket: "logs.example.com"}},
		"the longest path":                       {HealthCheck: webtier.HealthCheck{Path: "/" + strings.Repeat("x", 1023)}},
		"ranges of status codes":                 {HealthCheck: webtier.HealthCheck{SuccessCodes: "200-204,301,401-403"}},
		"the shortest interval":                  {HealthCheck: webtier.HealthCheck{IntervalSeconds: 5, TimeoutSeconds: 4}},
		"a rollout just long enough":             {HealthCheck: webtier.HealthCheck{HealthyThreshold: 10, IntervalSeconds: 60}, Rollout: webtier.Rollout{TimeoutMinutes: 11}},
		"an instance type with hyphens":          {InstanceType: "m7i-flex.metal-24xl"},
		"a parameter without a path":             {AMI: webtier.AMI{SSMParameter: "web.image_2-a"}},
		"a parameter that the deployment knows":  {AMI: webtier.AMI{SSMParameter: *awscdk.Fn_ImportValue(jsii.String("Image"))}},
		"an image's short id":                    {AMI: webtier.AMI{ID: "ami-12345678"}},
		"the longest script":                     {UserData: "#!\n" + strings.Repeat("x", 11997)},
		"a desired capacity at the minimum":      {DesiredCapacity: 2},
		"a desired capacity at the maximum":      {DesiredCapacity: 4},
		"a group of one size":                    {MinCapacity: 2, MaxCapacity: 2},
		"batches as large as the group":          {Rollout: webtier.Rollout{BatchSize: 4}},
		"the metrics' period":                    {DisableDetailedMonitoring: true, Scaling: webtier.Scaling{PeriodSeconds: 300}},
		"a whole day":                            {Scaling: webtier.Scaling{PeriodSeconds: 3600, ScaleInPeriods: 24}},
		"the highest threshold without flapping": {Scaling: webtier.Scaling{ScaleInBelow: 46}},
		"any threshold where nothing is removed": {MaxCapacity: 2, Scaling: webtier.Scaling{ScaleInBelow: 69}},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, props) })
	}
}

func TestWebRefusesToServeWithoutTLSUnasked(t *testing.T) {
	const missing = "certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS"
	if err := new(webtier.Props).ValidateIn(""); err == nil || err.Error() != missing {
		t.Errorf("the error is %v, want %s", err, missing)
	}
}

// A Region that is not known refuses nothing.
func TestWebValidatesWithoutRegion(t *testing.T) {
	props := webtier.Props{CertificateARN: "arn:aws:acm:us-east-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"}
	if err := props.ValidateIn(""); err != nil {
		t.Error(err)
	}
	synthAnywhere(t, func(stack awscdk.Stack) { newWeb(stack, props) })
}

func TestWebRefusesTwoCertificates(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), nil)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String(webCertificate))
	wantWebProblems(t, webtier.Props{Certificate: certificate, CertificateARN: webCertificate},
		"certificateArn: contradicts Certificate; give one of them")
	props := webtier.Props{Certificate: certificate, AllowPlainHTTP: true}
	wantWebProblems(t, props, "allowPlainHttp: contradicts the certificate; leave one of them out")
}

// New refuses what Validate does and what only the stack's Region tells, before it creates anything.
func TestWebNewRefusesBeforeItCreates(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), &awscdk.StackProps{Env: &awscdk.Environment{Region: jsii.String("us-east-1")}})
	vpc := webVPC(stack)
	children := len(*stack.Node().Children())
	for name, c := range map[string]struct {
		props *webtier.Props
		want  string
	}{
		"no props": {nil, "vpc: missing; give the VPC that holds the load balancer and the servers\n" +
			"certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS"},
		"every problem": {&webtier.Props{AllowPlainHTTP: true, Port: -1, MinCapacity: 1, Scaling: webtier.Scaling{ScaleInBelow: 80}},
			"vpc: missing; give the VPC that holds the load balancer and the servers\n" +
				"port: -1 is out of range; use 1 to 65535\n" +
				"minCapacity: 1 does not survive the loss of a server; use 2 or more, or say singleServer: true\n" +
				"scaling.scaleInBelow: 80 is not below scaleOutAbove 70"},
		"another Region": {&webtier.Props{VPC: vpc, CertificateARN: webCertificate},
			"certificateArn: the certificate is in ap-northeast-1; use one of us-east-1, where the load balancer is"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				t.Helper()
				if err, want := recover(), `web tier "Web": `+c.want; err == nil || err.(error).Error() != want {
					t.Errorf("New panics with\n%v\nwant\n%s", err, want)
				}
				if n := len(*stack.Node().Children()); n != children {
					t.Errorf("New has created %d constructs", n-children)
				}
			}()
			if err := c.props.Validate(); name != "another Region" && (err == nil || err.Error() != c.want) {
				t.Errorf("Validate returns\n%v\nwant\n%s", err, c.want)
			}
			webtier.New(stack, "Web", c.props)
		})
	}
}
