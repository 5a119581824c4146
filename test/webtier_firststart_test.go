package test

import (
	"os/exec"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebFirstStartWaitsUntilTheTargetIsHealthy(t *testing.T) {
	// What the script has to wait through: the target is unknown, registering, answering badly; the API fails once.
	s := startServer(t, webtier.Props{UserData: "#!/bin/bash\ntouch started\n"}, nil, "None", "initial", "unhealthy", "error", "healthy")
	s.wantEnd(t, true, "SUCCESS")
	s.read(t, "started")
	want := []string{asksForHealth, asksForHealth, asksForHealth, asksForHealth, asksForHealth}
	if calls := s.calls(t, "aws"); !slices.Equal(calls[:len(calls)-1], want) {
		t.Errorf("before the signal the calls are\n%s\nwant\n%s", strings.Join(calls, "\n"), strings.Join(want, "\n"))
	}
	if waits := s.calls(t, "sleep"); !slices.Equal(waits, []string{"sleep 5", "sleep 5", "sleep 5", "sleep 5"}) {
		t.Errorf("it waits %v, want 5 seconds between two questions", waits)
	}
}

// The application's script gets the variables as they are, whatever characters they have, and so does whoever reads the
// file later.
func TestWebFirstStartRunsTheApplicationWithItsEnvironment(t *testing.T) {
	const odd = `amqp://user@host/a b?c=d&e=$HOME;f='g'"h"\i#j`
	s := startServer(t, webtier.Props{
		UserData: "#!/bin/bash\nset -u\nprintf '%s\\n' \"$AWS_REGION\" \"$CACHE_HOST\" \"$CACHE_ODD\" >seen\nreadlink -f \"$0\" >>seen\n",
	}, map[string]*string{"CACHE_HOST": jsii.String("cache.example.com"), "CACHE_ODD": jsii.String(odd)}, "healthy")
	s.wantEnd(t, true, "SUCCESS")
	if got, want := s.read(t, "seen"), "ap-northeast-1\ncache.example.com\n"+odd+"\n"+s.path("etc/user-data")+"\n"; got != want {
		t.Errorf("the application sees\n%s\nwant\n%s", got, want)
	}
	if got, want := s.read(t, "etc/environment"), "AWS_REGION=ap-northeast-1\nCACHE_HOST=cache.example.com\nCACHE_ODD="+odd+"\n"; got != want {
		t.Errorf("the environment file is\n%s\nwant\n%s", got, want)
	}
}

// The application's script is run as it is written: its variables are its own, and so is what looks like the tier's.
func TestWebFirstStartKeepsTheApplicationAsItIs(t *testing.T) {
	for name, script := range map[string]string{
		"with a line's end at the end":    "#!/bin/sh\necho \"$HOME\" `date` '{{region}}' '{{environment}}' >/dev/null\n",
		"without a line's end at the end": "#!/bin/sh\n:",
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, webtier.Props{UserData: script}, nil, "healthy")
			s.wantEnd(t, true, "SUCCESS")
			if got := s.read(t, "etc/user-data"); got != strings.TrimSuffix(script, "\n")+"\n" {
				t.Errorf("the application's script is\n%s\nwant\n%s", got, script)
			}
		})
	}
}

func TestWebFirstStartWithoutApplication(t *testing.T) {
	s := startServer(t, webtier.Props{}, nil, "healthy")
	s.wantEnd(t, true, "SUCCESS")
	if got, want := s.read(t, "etc/user-data"), "#!/bin/bash\n"; got != want {
		t.Errorf("the script in its place is %q, want %q", got, want)
	}
}

func TestWebFirstStartFails(t *testing.T) {
	const unhealthy = "evenkeel: the load balancer has not found this server healthy in time\n"
	for name, c := range map[string]struct {
		application, state string
		asked              bool // whether the load balancer is asked for the target's health
		prints             string
	}{
		"when the application's script fails":     {"#!/bin/bash\nexit 3\n", "healthy", false, ""},
		"when there is no such interpreter":       {"#!/no/such/interpreter\nstart\n", "healthy", false, "cannot execute"},
		"when the server is stopped meanwhile":    {"#!/bin/bash\nkill -TERM $PPID\n", "healthy", false, ""},
		"when the target is not healthy in time":  {"#!/bin/bash\n:\n", "unhealthy", true, unhealthy},
		"when the load balancer does not tell it": {"#!/bin/bash\n:\n", "error", true, unhealthy},
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, webtier.Props{UserData: c.application}, nil, c.state)
			s.replace(t, "SECONDS + 900", "SECONDS + 1") // the default of a quarter of an hour
			output := s.wantEnd(t, false, "FAILURE")
			if !strings.Contains(output, c.prints) {
				t.Errorf("it prints\n%s\nwant\n%s", output, c.prints)
			}
			if asked := slices.Contains(s.calls(t, "aws"), asksForHealth); asked != c.asked {
				t.Errorf("it asks for the target's health: %v, want %v", asked, c.asked)
			}
		})
	}
}

// Outside deployments, when scaling starts a server, CloudFormation refuses the signal. The server is as good as any.
func TestWebFirstStartOutsideDeployments(t *testing.T) {
	s := startServer(t, webtier.Props{}, nil, "healthy")
	s.write(t, "refuse", "", 0o644)
	if output, want := s.wantEnd(t, true, "SUCCESS"), "evenkeel: no deployment is waiting for this server\n"; output != want {
		t.Errorf("it prints\n%s\nwant\n%s", output, want)
	}
}

func TestWebFirstStartTakesAsLongAsTheRollout(t *testing.T) {
	s := startServer(t, webtier.Props{Rollout: webtier.Rollout{TimeoutMinutes: 7}}, nil, "unhealthy")
	s.replace(t, "SECONDS + 420", "SECONDS + 0")
	s.wantEnd(t, false, "FAILURE")
}

// The largest script that is accepted still leaves room for the tier's own part and what a backend adds.
func TestWebFirstStartFitsIntoUserData(t *testing.T) {
	const limit = 16384
	large := func(size int) string { return "#!/bin/bash\n#" + strings.Repeat("x", size-14) + "\n" }
	environment := map[string]*string{"CACHE_URL": jsii.String(strings.Repeat("x", 1000))}
	s := startServer(t, webtier.Props{UserData: large(12000)}, environment, "healthy")
	if size := len(s.script); size > limit {
		t.Errorf("the script has %d bytes, and user data may have %d", size, limit)
	}
	s.wantEnd(t, true, "SUCCESS")

	more := webtier.Props{Servers: volumes(webtier.Volume{SizeGiB: 9, MountPath: "/data"}), Drain: webtier.Drain{Seconds: 60, Command: "systemctl stop shop"}, Logs: webtier.Logs{Files: []string{"/var/log/messages"}}}
	pooled := more
	pooled.Drain, pooled.Group = webtier.Drain{}, warm(webtier.WarmPool{State: webtier.PoolStopped})
	for _, props := range []webtier.Props{more, pooled} {
		most := sort.Search(12000, func(size int) bool {
			props.UserData = large(size + 14)
			err := props.ValidateIn(testRegion)
			return err != nil && strings.Contains(err.Error(), "may take together")
		}) - 1 + 14
		props.UserData = large(most)
		if size := len(startServer(t, props, environment, "healthy").script); size > limit || most < 6500 {
			t.Errorf("with more parts and %d bytes of its own, the script has %d bytes, and user data may have %d", most, size, limit)
		}
	}
}

func TestWebFirstStartIsBash(t *testing.T) {
	s := startServer(t, webtier.Props{UserData: "#!/bin/bash\necho\n"}, nil, "healthy")
	if !strings.HasPrefix(s.script, "#!/bin/bash\n") {
		t.Error("cloud-init does not know how to run the script")
	}
	s.write(t, "script", s.script, 0o644)
	keepScript(t, "first", s.script)
	if out, err := exec.Command("bash", "-n", s.path("script")).CombinedOutput(); err != nil {
		t.Errorf("bash -n: %v\n%s", err, out)
	}
}
