package test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// webScript returns the script that the template's servers run at their first start. In place of each intrinsic function
// it has what value makes of the function's name: of a Ref, or of the parts of an Fn::GetAtt with dots between them.
func webScript(t *testing.T, tm *template, value func(intrinsic string) string) string {
	t.Helper()
	parts, _ := tm.one(t, launchTemplate).get("LaunchTemplateData.UserData.Fn::Base64.Fn::Join.1").([]any)
	if len(parts) == 0 {
		t.Fatal("the launch template has no user data")
	}
	var script strings.Builder
	for _, part := range parts {
		if text, ok := part.(string); ok {
			script.WriteString(text)
		} else if name, ok := dig(part, "Ref").(string); ok {
			script.WriteString(value(name))
		} else {
			script.WriteString(value(fmt.Sprintf("%v.%v", dig(part, "Fn::GetAtt.0"), dig(part, "Fn::GetAtt.1"))))
		}
	}
	return script.String()
}

// A server is a directory in which the script of a first start runs: with the paths of a server's disk below it, and with
// stand-ins of the commands that talk to AWS or wait.
type server struct {
	dir    string
	script string
	group  string // the Auto Scaling group's logical id
}

// The stand-ins write their arguments to the calls file. The instance's metadata answers only with a token.
const (
	standInCurl = `#!/bin/bash
echo "curl $*" >>%[1]s/calls
case "$*" in
*'-X PUT -H X-aws-ec2-metadata-token-ttl-seconds: 300 http://169.254.169.254/latest/api/token') echo the-token ;;
*'-H X-aws-ec2-metadata-token: the-token http://169.254.169.254/latest/meta-data/instance-id') echo i-0123456789abcdef0 ;;
*) exit 22 ;;
esac
`
	// The states file holds a state of the target for each time that it is asked for; the last one stays.
	standInAWS = `#!/bin/bash
echo "aws $*" >>%[1]s/calls
case "$1 $2" in
'elbv2 describe-target-health')
	state=$(head -n 1 %[1]s/states)
	if [ "$(wc -l <%[1]s/states)" -gt 1 ]; then
		tail -n +2 %[1]s/states >%[1]s/rest
		mv %[1]s/rest %[1]s/states
	fi
	[ "$state" != error ] || exit 254
	echo "$state" ;;
'cloudformation signal-resource') [ ! -e %[1]s/refuse ] ;;
's3 cp') cp "%[1]s/s3/${4#s3://}" "$5" ;;
'ecr get-login-password') echo the-password ;;
*) exit 252 ;;
esac
`
	standInSleep = `#!/bin/bash
echo "sleep $*" >>%[1]s/calls
PATH=${PATH#*:} exec sleep 0.02
`
)

// startServer makes a server of a web tier's props and of what it uses, whose target has these states one after another.
func startServer(t *testing.T, props webtier.Props, environment map[string]*string, states ...string) *server {
	t.Helper()
	tm := synth(t, func(stack awscdk.Stack) {
		props.VPC = webVPC(stack)
		newWeb(stack, props).Use(newCache(stack, props.VPC, environment))
	})
	s := &server{dir: t.TempDir(), group: tm.one(t, autoScalingGroup).ID}
	s.script = webScript(t, tm, func(intrinsic string) string {
		switch intrinsic {
		case "AWS::Region":
			return testRegion
		case "AWS::StackName":
			return "prod-Stateless"
		case tm.one(t, targetGroup).ID:
			return "the-target-group"
		}
		for _, group := range tm.all(logGroup) {
			if intrinsic == group.ID {
				return "the-log-group"
			}
		}
		t.Fatalf("the script has the value of %s", intrinsic)
		return ""
	})
	s.replace(t, "/etc/evenkeel", s.path("etc"))
	for name, source := range map[string]string{"curl": standInCurl, "aws": standInAWS, "sleep": standInSleep} {
		s.write(t, filepath.Join("bin", name), fmt.Sprintf(source, s.dir), 0o755)
	}
	// What changes a server never reaches the machine that the tests run on, whatever is wrong with a script.
	for _, command := range []string{"dnf", "systemctl", "useradd"} {
		s.write(t, filepath.Join("bin", command), fmt.Sprintf(standInCommand, s.dir, command), 0o755)
	}
	s.write(t, "bin/id", "#!/bin/bash\nexit 1\n", 0o755) // no user is there yet
	s.write(t, "states", strings.Join(states, "\n")+"\n", 0o644)
	return s
}

func (s *server) path(name string) string { return filepath.Join(s.dir, name) }

func (s *server) write(t *testing.T, name, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func (s *server) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(s.path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// replace changes the script before it runs, and fails the test if there is nothing to change.
func (s *server) replace(t *testing.T, old, with string) {
	t.Helper()
	if !strings.Contains(s.script, old) {
		t.Fatalf("the script has no %q", old)
	}
	s.script = strings.ReplaceAll(s.script, old, with)
}

// run runs the script and returns whether it succeeded and what it printed.
func (s *server) run(t *testing.T) (succeeded bool, output string) {
	t.Helper()
	s.write(t, "script", s.script, 0o755)
	command := exec.Command("bash", s.path("script"))
	command.Dir = s.dir
	command.Env = []string{"PATH=" + s.path("bin") + ":" + os.Getenv("PATH"), "HOME=" + s.dir}
	out, err := command.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return err == nil, string(out)
}

// calls returns the calls of a command in their order.
func (s *server) calls(t *testing.T, command string) []string {
	t.Helper()
	var calls []string
	for call := range strings.Lines(s.read(t, "calls")) {
		if strings.HasPrefix(call, command+" ") {
			calls = append(calls, strings.TrimSpace(call))
		}
	}
	return calls
}

// wantSignal fails the test unless the script has sent exactly one signal, at its end.
func (s *server) wantSignal(t *testing.T, status string) {
	t.Helper()
	want := "aws cloudformation signal-resource --region ap-northeast-1 --stack-name prod-Stateless --logical-resource-id " +
		s.group + " --unique-id i-0123456789abcdef0 --status " + status
	calls := s.calls(t, "aws")
	if i := slices.IndexFunc(calls, func(c string) bool { return strings.HasPrefix(c, "aws cloudformation") }); i != len(calls)-1 || calls[i] != want {
		t.Errorf("the calls are\n%s\nwant one signal, at the end:\n%s", strings.Join(calls, "\n"), want)
	}
}

// wantEnd is wantSignal and the script's exit.
func (s *server) wantEnd(t *testing.T, success bool, status string) (output string) {
	t.Helper()
	succeeded, output := s.run(t)
	if succeeded != success {
		t.Errorf("the script succeeds: %v, want %v; it prints\n%s", succeeded, success, output)
	}
	s.wantSignal(t, status)
	return output
}

const asksForHealth = "aws elbv2 describe-target-health --region ap-northeast-1 --target-group-arn the-target-group " +
	"--targets Id=i-0123456789abcdef0 --query TargetHealthDescriptions[0].TargetHealth.State --output text"
