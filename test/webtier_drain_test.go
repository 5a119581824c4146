package test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const lifecycleHook = "AWS::AutoScaling::LifecycleHook"

func TestWebServersAreNotHeldByDefault(t *testing.T) {
	defaultWeb(t).wantNone(t, lifecycleHook)
	if script := webScript(t, defaultWeb(t), func(string) string { return "" }); strings.Contains(script, "drain") {
		t.Errorf("the script has something of draining:\n%s", script)
	}
}

func TestWebDrain(t *testing.T) {
	props := webtier.Props{Drain: webtier.Drain{Seconds: 300}, DeregistrationDelaySeconds: 30, Application: container(ecrImage)}
	tm := synthWeb(t, props)
	group := tm.one(t, autoScalingGroup)
	hook := tm.one(t, lifecycleHook)
	wantValue(t, hook.Properties, map[string]any{
		"AutoScalingGroupName": ref(group.ID), "LifecycleHookName": "drain", "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
		"HeartbeatTimeout": 390, "DefaultResult": "CONTINUE",
	})
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Resource": "*",
		"Action": []any{"autoscaling:DescribeAutoScalingInstances", "ecr:GetAuthorizationToken", "elasticloadbalancing:DescribeTargetHealth"},
	})
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Action": "autoscaling:CompleteLifecycleAction",
		"Resource": join("arn:", ref("AWS::Partition"), ":autoscaling:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":autoScalingGroup:*:autoScalingGroupName/*"),
		"Condition": map[string]any{"StringEquals": map[string]any{
			"aws:ResourceTag/aws:cloudformation:stack-id": ref("AWS::StackId"), "aws:ResourceTag/aws:cloudformation:logical-id": group.ID,
		}},
	})
	wantInScript(t, tm, "ExecStop=-/usr/bin/docker stop -t 300 application\nTimeoutStopSec=300\n")
	if got, want := props.Services(), []string{"ecr.api", "ecr.dkr", "logs", "autoscaling"}; !slices.Equal(got, want) {
		t.Errorf("the services are %q, want %q", got, want)
	}
	if got := (&webtier.Props{}).Services(); len(got) > 0 {
		t.Errorf("by default the services are %q", got)
	}
}

const (
	// The lifecycle file holds the answers of the instance's metadata one after another; the last one stays.
	standInLifecycle = `#!/bin/bash
case "$*" in
*'-X PUT -H X-aws-ec2-metadata-token-ttl-seconds: 60 http://169.254.169.254/latest/api/token') echo the-token ;;
*'-H X-aws-ec2-metadata-token: the-token http://169.254.169.254/latest/meta-data/instance-id') echo i-0123456789abcdef0 ;;
*'-H X-aws-ec2-metadata-token: the-token http://169.254.169.254/latest/meta-data/autoscaling/target-lifecycle-state')
	state=$(head -n 1 %[1]s/lifecycle)
	[ "$state" = Terminated ] || sed -i 1d %[1]s/lifecycle
	echo "lifecycle $state" >>%[1]s/calls
	[ "$state" != unknown ] || exit 22
	echo "$state" ;;
*) exit 22 ;;
esac
`
	// Auto Scaling refuses the first time, as it does until it holds the server.
	standInAutoScaling = `#!/bin/bash
case "$1 $2" in
'autoscaling describe-auto-scaling-instances') echo the-group ;;
'autoscaling complete-lifecycle-action')
	echo "aws $*" >>%[1]s/calls
	[ -e %[1]s/held ] || { touch %[1]s/held && exit 254; } ;;
*) exec %[1]s/bin/aws-elb "$@" ;;
esac
`
)

// startDraining makes a server start for the first time, and returns it with stand-ins for its end.
func startDraining(t *testing.T, props webtier.Props, states ...string) *server {
	t.Helper()
	s := startServer(t, props, nil, "healthy")
	s.replace(t, "/etc/systemd/system/", s.path("etc/system")+"/")
	s.write(t, "etc/system/keep", "", 0o644)
	s.write(t, "bin/systemctl", fmt.Sprintf(standInCommand, s.dir, "systemctl"), 0o755)
	keepScript(t, "first", s.script)
	for range 2 { // the second run finds what the first has made
		s.wantEnd(t, true, "SUCCESS")
		wantCalls(t, s.calls(t, "systemctl"), "systemctl daemon-reload", "systemctl enable evenkeel-drain.service", "systemctl restart evenkeel-drain.service")
		if err := os.Remove(s.path("calls")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(s.path("bin/aws"), s.path("bin/aws-elb")); err != nil {
		t.Fatal(err)
	}
	s.write(t, "bin/aws", fmt.Sprintf(standInAutoScaling, s.dir), 0o755)
	s.write(t, "bin/curl", fmt.Sprintf(standInLifecycle, s.dir), 0o755)
	s.write(t, "lifecycle", "unknown\nInService\nTerminated\n", 0o644)
	s.write(t, "states", strings.Join(states, "\n")+"\n", 0o644)
	return s
}

// drain runs what watches for the server's end.
func (s *server) drain(t *testing.T) (output string, calls []string) {
	t.Helper()
	keepScript(t, "drain", s.read(t, "etc/drain"))
	watch := exec.Command(s.path("etc/drain"))
	watch.Env = []string{"PATH=" + s.path("bin") + ":" + os.Getenv("PATH")}
	out, err := watch.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out), strings.Split(strings.TrimSpace(s.read(t, "calls")), "\n")
}

const completes = "aws autoscaling complete-lifecycle-action --region ap-northeast-1 --auto-scaling-group-name the-group " +
	"--lifecycle-hook-name drain --instance-id i-0123456789abcdef0 --lifecycle-action-result CONTINUE"

// A server waits for its end, then for the load balancer, lets the application end its work, and says when it has.
func TestWebDrainHoldsTheServer(t *testing.T) {
	s := startDraining(t, webtier.Props{
		Drain: webtier.Drain{Seconds: 300, Command: `echo "it's over" "$ODD" >"$HERE/over"; exit 3`}, Environment: map[string]string{"ODD": `a "b" $c`, "HERE": t.TempDir()},
	}, "healthy", "error", "draining", "unused")
	if unit := s.read(t, "etc/system/evenkeel-drain.service"); !strings.Contains(unit, "\nExecStart="+s.path("etc/drain")+"\nRestart=on-failure\n") {
		t.Errorf("the unit is\n%s", unit)
	}
	output, calls := s.drain(t)
	if want := "evenkeel: the application has ended its work with status 3\n"; output != want {
		t.Errorf("it prints\n%s\nwant\n%s", output, want)
	}
	wantCalls(t, calls, "lifecycle unknown", "sleep 5", "lifecycle InService", "sleep 5", "lifecycle Terminated",
		asksForHealth, "sleep 5", asksForHealth, "sleep 5", asksForHealth, "sleep 5", asksForHealth, completes, "sleep 5", completes)
}

// Neither the load balancer nor the application can hold a server for longer than it may.
func TestWebDrainEnds(t *testing.T) {
	s := startDraining(t, webtier.Props{Drain: webtier.Drain{Seconds: 1, Command: "exec /bin/sleep 60"}, DeregistrationDelaySeconds: 1}, "healthy")
	began := time.Now()
	output, _ := s.drain(t)
	if took := time.Since(began); took > 20*time.Second || !strings.HasSuffix(output, "with status 124\n") {
		t.Errorf("it takes %v and prints\n%s", took, output)
	}
}

func TestWebDrainAsksTheApplicationToStop(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Drain: webtier.Drain{Seconds: 200}, Application: release("./shop")})
	script := webScript(t, tm, func(intrinsic string) string { return "<" + intrinsic + ">" })
	for _, want := range []string{
		"\ntimeout --kill-after=5 200 bash <<'END_OF_COMMAND'\nsystemctl stop application.service\nEND_OF_COMMAND\n", "deadline=$((SECONDS + 60))\n", "\nProtectSystem=full\nTimeoutStopSec=200\n",
	} {
		if !strings.Contains(script, want) {
			t.Errorf("the script has no %q:\n%s", want, script)
		}
	}
	if strings.Contains(script, "RequiresMountsFor") {
		t.Errorf("the application waits for volumes that there are not:\n%s", script)
	}
}

func TestWebDrainRefusals(t *testing.T) {
	application := release("./shop")
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"a command without time": {webtier.Props{Drain: webtier.Drain{Command: "systemctl stop shop"}},
			"drain.seconds: missing; say how long the command may take"},
		"a script": {webtier.Props{Drain: webtier.Drain{Seconds: 60, Command: "a\nb"}},
			"drain.command: has more than one line; put them into a script of the image or the application"},
		"nothing to stop": {webtier.Props{Drain: webtier.Drain{Seconds: 60}},
			"drain.command: missing; without application nobody knows what to stop: give a command like systemctl stop shop"},
		"longer than an update waits": {webtier.Props{Application: application, Drain: webtier.Drain{Seconds: 1141}},
			"drain.seconds: 1141 after deregistrationDelaySeconds 60 are more than the 1200 that an update waits for each server; use less of either, or raise rollout.timeoutMinutes to 16, 55 at most"},
		"longer with the load balancer": {webtier.Props{Application: application, Drain: webtier.Drain{Seconds: 600}, DeregistrationDelaySeconds: 900, Rollout: webtier.Rollout{TimeoutMinutes: 19}},
			"drain.seconds: 600 after deregistrationDelaySeconds 900 are more than the 1440 that an update waits for each server; use less of either, or raise rollout.timeoutMinutes to 20, 55 at most"},
		"longer than a Spot Instance lasts": {webtier.Props{Application: application, Drain: webtier.Drain{Seconds: 121}, Group: webtier.Group{Spot: webtier.Spot{Percent: 50}}},
			"drain.seconds: 121 are more than the 120 after which AWS takes a Spot Instance away whatever it does; use 120 or less, or no group.spot"},
		"longer than can be": {webtier.Props{Application: application, Drain: webtier.Drain{Seconds: 3541}, Rollout: webtier.Rollout{TimeoutMinutes: 55}},
			"drain.seconds: 3541 is out of range; use 1 to 3540\ndrain.seconds: 3541 after deregistrationDelaySeconds 60 are more than the 3600 that an update waits for each server; use less of either, or raise rollout.timeoutMinutes to 56, 55 at most"},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, c.props, strings.Split(c.want, "\n")...) })
	}
	for _, fits := range []webtier.Props{
		{Application: application, Drain: webtier.Drain{Seconds: 1140}},
		{Application: application, Drain: webtier.Drain{Seconds: 3540}, Rollout: webtier.Rollout{TimeoutMinutes: 55}},
		{Application: application, Drain: webtier.Drain{Seconds: 120}, Group: webtier.Group{Spot: webtier.Spot{Percent: 50}}},
	} {
		wantWebProblems(t, fits)
	}
}

func wantCalls(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("the calls are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
