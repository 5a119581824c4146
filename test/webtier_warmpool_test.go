package test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const warmPool = "AWS::AutoScaling::WarmPool"

func warm(pool webtier.WarmPool) webtier.Group { return webtier.Group{WarmPool: pool} }

func TestWebWarmPool(t *testing.T) {
	props := webtier.Props{Group: warm(webtier.WarmPool{State: webtier.PoolStopped}), Rollout: webtier.Rollout{TimeoutMinutes: 20}}
	tm := synthWeb(t, props)
	group, hook, pool := tm.one(t, autoScalingGroup), tm.one(t, lifecycleHook), tm.one(t, warmPool)
	wantValue(t, hook.Properties, map[string]any{
		"AutoScalingGroupName": ref(group.ID), "LifecycleHookName": "warm", "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
		"HeartbeatTimeout": 1500, "DefaultResult": "ABANDON",
	})
	wantValue(t, pool.Properties, map[string]any{"AutoScalingGroupName": ref(group.ID), "PoolState": "Stopped"})
	wantDependency(t, pool, hook.ID)
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Resource": "*",
		"Action": []any{"autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances", "elasticloadbalancing:DescribeTargetHealth"},
	})
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Action": "autoscaling:CompleteLifecycleAction",
		"Resource": join("arn:", ref("AWS::Partition"), ":autoscaling:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":autoScalingGroup:*:autoScalingGroupName/*"),
		"Condition": map[string]any{"StringEquals": map[string]any{
			"aws:ResourceTag/aws:cloudformation:stack-id": ref("AWS::StackId"), "aws:ResourceTag/aws:cloudformation:logical-id": group.ID,
		}},
	})
	if got := props.Services(); !slices.Equal(got, []string{"autoscaling"}) {
		t.Errorf("the services are %q", got)
	}

	pool = synthWeb(t, webtier.Props{Group: warm(webtier.WarmPool{State: webtier.PoolRunning, MinSize: 1, MaxPrepared: 3, ReuseOnScaleIn: true})}).one(t, warmPool)
	pool.wantEach(t, map[string]any{
		"PoolState": "Running", "MinSize": 1, "MaxGroupPreparedCapacity": 3, "InstanceReusePolicy": map[string]any{"ReuseOnScaleIn": true},
	})
	defaultWeb(t).wantNone(t, warmPool)
}

// The lifecycle file holds the answers of the instance's metadata one after another; with the last one, waiting ends.
const (
	standInPoolMetadata = `#!/bin/bash
case "$*" in
*'-X PUT -H X-aws-ec2-metadata-token-ttl-seconds: '*' http://169.254.169.254/latest/api/token') echo the-token ;;
*'-H X-aws-ec2-metadata-token: the-token http://169.254.169.254/latest/meta-data/instance-id') echo i-0123456789abcdef0 ;;
*'-H X-aws-ec2-metadata-token: the-token http://169.254.169.254/latest/meta-data/autoscaling/target-lifecycle-state')
	state=$(head -n 1 %[1]s/lifecycle)
	sed -i 1d %[1]s/lifecycle
	[ "$state" != unknown ] && echo "$state" ;;
*) exit 22 ;;
esac
`
	standInPoolScaling = `#!/bin/bash
case "$*" in
'autoscaling describe-auto-scaling-instances --region ap-northeast-1 --instance-ids i-0123456789abcdef0 --query AutoScalingInstances[0].AutoScalingGroupName --output text') echo the-group ;;
'autoscaling describe-auto-scaling-instances --region ap-northeast-1 --instance-ids i-0123456789abcdef0 --query AutoScalingInstances[0].LaunchTemplate.Version --output text') echo 7 ;;
'autoscaling describe-auto-scaling-groups --region ap-northeast-1 --auto-scaling-group-names the-group --query AutoScalingGroups[0].LaunchTemplate.Version --output text') cat %[1]s/version ;;
'autoscaling complete-lifecycle-action '*)
	echo "aws $*" >>%[1]s/calls
	[ ! -e %[1]s/nobody-waits ] ;;
*) exec %[1]s/bin/aws-elb "$@" ;;
esac
`
	standInPoolSleep = `#!/bin/bash
echo "sleep $*" >>%[1]s/calls
[ -s %[1]s/lifecycle ]
`
)

// startWarm makes a server of a tier with a warm pool, which Auto Scaling wants for these purposes one after another.
func startWarm(t *testing.T, application string, purposes ...string) *server {
	t.Helper()
	s := startServer(t, webtier.Props{Group: warm(webtier.WarmPool{State: webtier.PoolStopped}), UserData: application}, nil, "initial", "healthy")
	s.replace(t, "/etc/systemd/system/", s.path("etc/system")+"/")
	keepScript(t, "first", s.script)
	s.replace(t, "/run/", s.path("run")+"/")
	for _, folder := range []string{"etc/system", "run"} {
		s.write(t, folder+"/keep", "", 0o644)
	}
	if err := os.Rename(s.path("bin/aws"), s.path("bin/aws-elb")); err != nil {
		t.Fatal(err)
	}
	for name, source := range map[string]string{"aws": standInPoolScaling, "curl": standInPoolMetadata, "systemctl": strings.ReplaceAll(standInCommand, "%[2]s", "systemctl")} {
		s.write(t, "bin/"+name, strings.ReplaceAll(source, "%[1]s", s.dir), 0o755)
	}
	s.write(t, "lifecycle", strings.Join(purposes, "\n")+"\n", 0o644)
	s.write(t, "version", "7\n", 0o644)
	s.write(t, "calls", "", 0o644)
	return s
}

// told returns the calls that tell AWS something, by their last words.
func (s *server) told(t *testing.T) (results []string) {
	t.Helper()
	for _, call := range s.calls(t, "aws") {
		if prefix := "aws autoscaling complete-lifecycle-action --region ap-northeast-1 --auto-scaling-group-name the-group --lifecycle-hook-name warm " +
			"--instance-id i-0123456789abcdef0 --lifecycle-action-result "; strings.HasPrefix(call, prefix) {
			results = append(results, strings.TrimPrefix(call, prefix))
		}
		if prefix := "aws cloudformation signal-resource --region ap-northeast-1 --stack-name prod-Stateless --logical-resource-id " + s.group +
			" --unique-id i-0123456789abcdef0 --status "; strings.HasPrefix(call, prefix) {
			results = append(results, "signal "+strings.TrimPrefix(call, prefix))
		}
	}
	return results
}

func (s *server) exists(name string) bool {
	_, err := os.Stat(s.path(name))
	return err == nil
}

// What a server of such a tier does at its first start depends on what it is wanted for.
func TestWebWarmFirstStart(t *testing.T) {
	for name, c := range map[string]struct {
		application string
		purposes    []string
		nobodyWaits bool
		succeeds    bool
		healthy     bool // whether the load balancer is asked
		told        []string
		prints      string
	}{
		"for service":            {"#!/bin/bash\n:\n", []string{"unknown", "InService"}, false, true, true, []string{"CONTINUE", "signal SUCCESS"}, "InService"},
		"before there is a hook": {"#!/bin/bash\n:\n", []string{"InService"}, true, true, true, []string{"CONTINUE", "signal SUCCESS"}, "evenkeel: Auto Scaling is not waiting for this server\n"},
		"for the pool":           {"#!/bin/bash\n:\n", []string{"Warmed:Stopped"}, false, true, false, []string{"CONTINUE"}, ""},
		"in vain":                {"#!/bin/bash\nexit 3\n", []string{"InService"}, false, false, false, []string{"ABANDON", "signal FAILURE"}, ""},
		"in vain for the pool":   {"#!/bin/bash\nexit 3\n", []string{"Warmed:Stopped"}, false, false, false, []string{"ABANDON"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := startWarm(t, c.application, c.purposes...)
			if c.nobodyWaits {
				s.write(t, "nobody-waits", "", 0o644)
			}
			succeeded, output := s.run(t)
			if succeeded != c.succeeds {
				t.Errorf("the script succeeds: %v; it prints\n%s", succeeded, output)
			}
			wantCalls(t, s.told(t), c.told...)
			if asked := slices.Contains(s.calls(t, "aws"), asksForHealth); asked != c.healthy {
				t.Errorf("the load balancer is asked: %v", asked)
			}
			if s.exists("run/evenkeel-in-service") != c.healthy {
				t.Errorf("it takes itself to be in service: %v", !c.healthy)
			}
			if !c.succeeds {
				return
			}
			wantCalls(t, s.calls(t, "systemctl"), "systemctl daemon-reload", "systemctl enable evenkeel-lifecycle.service", "systemctl restart evenkeel-lifecycle.service")
			if unit := s.read(t, "etc/system/evenkeel-lifecycle.service"); !strings.Contains(unit, "\nExecStart="+s.path("etc/lifecycle")+" watch\nRestart=on-failure\n") {
				t.Errorf("the unit is\n%s", unit)
			}
			keepScript(t, "lifecycle", s.read(t, "etc/lifecycle"))
		})
	}
}

// A server that leaves the pool says so, and is in service; one from before a deployment gives way to a new one.
func TestWebWarmServerLeavesThePool(t *testing.T) {
	for name, c := range map[string]struct {
		version   string
		purposes  []string
		told      []string
		inService bool
	}{
		"once":                     {"7", []string{"Warmed:Stopped", "InService", "InService", "unknown"}, []string{"CONTINUE", "signal SUCCESS"}, true},
		"and is there again":       {"7", []string{"InService", "Warmed:Running", "InService"}, []string{"CONTINUE", "signal SUCCESS", "CONTINUE", "signal SUCCESS"}, true},
		"and waits":                {"7", []string{"InService", "Warmed:Running"}, []string{"CONTINUE", "signal SUCCESS"}, false},
		"not":                      {"7", []string{"Warmed:Running", "unknown", "Terminated"}, nil, false},
		"from before a deployment": {"8", []string{"InService", "InService"}, []string{"ABANDON"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := startWarm(t, "#!/bin/bash\n:\n", "Warmed:Stopped")
			if succeeded, output := s.run(t); !succeeded {
				t.Fatal(output)
			}
			s.write(t, "calls", "", 0o644)
			s.write(t, "version", c.version+"\n", 0o644)
			s.write(t, "lifecycle", strings.Join(c.purposes, "\n")+"\n", 0o644)
			s.write(t, "states", "healthy\n", 0o644)
			s.write(t, "bin/sleep", fmt.Sprintf(standInPoolSleep, s.dir), 0o755)
			watch := exec.Command(s.path("etc/lifecycle"), "watch")
			watch.Env = []string{"PATH=" + s.path("bin") + ":" + os.Getenv("PATH")}
			out, err := watch.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			wantCalls(t, s.told(t), c.told...)
			if s.exists("run/evenkeel-in-service") != c.inService {
				t.Errorf("it takes itself to be in service: %v", !c.inService)
			}
			if stale := strings.Contains(string(out), "evenkeel: this server is from before the last deployment\n"); stale != (c.version == "8") {
				t.Errorf("it prints\n%s", out)
			}
		})
	}
}

// A server that leaves the pool and does not become healthy tells nobody that it is.
func TestWebWarmServerStaysUnhealthy(t *testing.T) {
	s := startWarm(t, "#!/bin/bash\n:\n", "Warmed:Stopped")
	s.replace(t, "local deadline=$((SECONDS + 900))", "local deadline=$((SECONDS + 0))")
	if succeeded, output := s.run(t); !succeeded {
		t.Fatal(output)
	}
	s.write(t, "calls", "", 0o644)
	s.write(t, "lifecycle", "InService\n", 0o644)
	s.write(t, "states", "unhealthy\n", 0o644)
	s.write(t, "bin/sleep", fmt.Sprintf(standInPoolSleep, s.dir), 0o755)
	watch := exec.Command(s.path("etc/lifecycle"), "watch")
	watch.Env = []string{"PATH=" + s.path("bin") + ":" + os.Getenv("PATH")}
	if out, err := watch.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	wantCalls(t, s.told(t), "CONTINUE")
}

func TestWebWarmPoolRefusals(t *testing.T) {
	const at = "group.warmPool."
	stopped := webtier.WarmPool{State: webtier.PoolStopped}
	mixed, spot := warm(stopped), warm(stopped)
	mixed.InstanceTypes = []string{"t4g.medium"}
	spot.Spot.Percent = 50
	const types = at + "state: AWS keeps no warm pool for a group with Spot Instances or several types; leave out group.spot and group.instanceTypes, or the pool"
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"nothing said":   {webtier.Props{Group: warm(webtier.WarmPool{MinSize: 1})}, at + "state: missing; say stopped, or running"},
		"hibernated":     {webtier.Props{Group: warm(webtier.WarmPool{State: "hibernated"})}, at + `state: "hibernated" is not known; use stopped or running`},
		"several types":  {webtier.Props{Group: mixed}, types},
		"Spot Instances": {webtier.Props{Group: spot}, types},
		"a drain": {webtier.Props{Group: warm(stopped), Drain: webtier.Drain{Seconds: 60, Command: "true"}},
			at + "state: contradicts drain: stopped servers of the pool would be held, too, and cannot say that they have ended; leave one of them out"},
		"more than are prepared": {webtier.Props{Group: warm(webtier.WarmPool{State: webtier.PoolStopped, MinSize: 4, MaxPrepared: 3})},
			at + "minSize: 4 is more than the 3 servers that are prepared in all; use less, or raise maxPrepared"},
		"more than there can be": {webtier.Props{Group: warm(webtier.WarmPool{State: webtier.PoolStopped, MinSize: 5})},
			at + "minSize: 5 is more than the 4 servers that are prepared in all; use less, or raise maxPrepared"},
		"no room": {webtier.Props{MinCapacity: 3, MaxCapacity: 3, Group: warm(stopped)},
			at + "state: the pool stays empty: of 3 prepared servers minCapacity 3 are in service; raise maxCapacity or maxPrepared, or give minSize"},
		"no room of its own": {webtier.Props{Group: warm(webtier.WarmPool{State: webtier.PoolStopped, MaxPrepared: 2})},
			at + "state: the pool stays empty: of 2 prepared servers minCapacity 2 are in service; raise maxCapacity or maxPrepared, or give minSize"},
		"a capacity that is wrong": {webtier.Props{MinCapacity: 3, MaxCapacity: 2, Group: warm(stopped)}, "maxCapacity: 2 is less than minCapacity 3; use 3 or more"},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, c.props, c.want) })
	}
	for _, fits := range []webtier.Props{
		{MinCapacity: 3, MaxCapacity: 3, Group: warm(webtier.WarmPool{State: webtier.PoolRunning, MinSize: 3})},
		{Group: warm(webtier.WarmPool{State: webtier.PoolStopped, MaxPrepared: 3})},
	} {
		wantWebProblems(t, fits)
	}
}

// The servers of the pool have addresses too.
func TestWebCapacityWithWarmPool(t *testing.T) {
	for want, pool := range map[int]webtier.WarmPool{
		8: {State: webtier.PoolStopped, MinSize: 3},
		5: {State: webtier.PoolStopped, MaxPrepared: 3},
		9: {State: webtier.PoolStopped, MaxPrepared: 8},
	} {
		props := webtier.Props{Group: warm(pool)}
		if _, most := props.Capacity(); most != want {
			t.Errorf("%+v makes %d servers at most, want %d", pool, most, want)
		}
	}
}
