package test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

var scriptsFolder = flag.String("scripts", "", "a folder to write the scripts of servers to, for shellcheck")

// keepScript writes a script where shellcheck finds it, if asked to.
func keepScript(t *testing.T, name, script string) {
	t.Helper()
	if *scriptsFolder == "" {
		return
	}
	name = strings.NewReplacer("/", "-", " ", "-", "'", "").Replace(t.Name() + "-" + name)
	if err := os.WriteFile(filepath.Join(*scriptsFolder, name+".sh"), []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	ecrImage = "111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/team/shop:1.4.2"

	// These write their arguments to the calls file, and docker what it is told on its input too.
	standInCommand = `#!/bin/bash
echo "%[2]s $*" >>%[1]s/calls
[ ! -e %[1]s/fail-%[2]s ]
`
	standInDocker = `#!/bin/bash
echo "docker $*" >>%[1]s/calls
case "$1" in
login) read -r password; [ "$password" = the-password ] && touch "$DOCKER_CONFIG/config.json" ;;
pull) [ -z "$(ls %[1]s/needs-login 2>/dev/null)" ] || [ -e "$DOCKER_CONFIG/config.json" ] ;;
esac
`
)

// startApplication is startServer with stand-ins for what changes a server, and its disk below the server's folder.
func startApplication(t *testing.T, props webtier.Props, environment map[string]*string) *server {
	t.Helper()
	s := startServer(t, props, environment, "healthy")
	for _, folder := range []string{"/opt/", "/etc/systemd/system/", "/etc/logrotate.d/"} {
		if strings.Contains(s.script, folder) {
			s.replace(t, folder, s.path(folder)+"/")
		}
		s.write(t, filepath.Join(folder, "keep"), "", 0o644)
	}
	for _, command := range []string{"dnf", "systemctl", "useradd"} {
		s.write(t, filepath.Join("bin", command), fmt.Sprintf(standInCommand, s.dir, command), 0o755)
	}
	s.write(t, "bin/id", "#!/bin/bash\nexit 1\n", 0o755) // no user is there, whoever is on this machine
	s.write(t, "bin/docker", fmt.Sprintf(standInDocker, s.dir), 0o755)
	s.write(t, "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl", fmt.Sprintf(standInCommand, s.dir, "agent"), 0o755)
	return s
}

// archive makes a release on the stand-in of Amazon S3, with these files.
func (s *server) archive(t *testing.T, object string, files map[string]string) {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.write(t, filepath.Join("s3", object), "", 0o644)
	pack := exec.Command("tar", append([]string{"--create", "--auto-compress", "--file", s.path("s3/" + object)}, slices.Sorted(maps.Keys(files))...)...)
	if strings.HasSuffix(object, ".zip") {
		if err := os.Remove(s.path("s3/" + object)); err != nil {
			t.Fatal(err)
		}
		pack = exec.Command("python3", append([]string{"-m", "zipfile", "--create", s.path("s3/" + object)}, slices.Sorted(maps.Keys(files))...)...)
		s.write(t, "bin/unzip", "#!/bin/bash\nexec python3 -m zipfile --extract \"$2\" \"$4\"\n", 0o755)
	}
	pack.Dir = folder
	if out, err := pack.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func release(command string) webtier.Delivery {
	return webtier.Delivery{Release: webtier.Release{Bucket: "releases-111111111111", Key: "shop/1.4.2.tar.gz", Command: command}}
}

// A release is unpacked, and its command runs in its folder with the environment as it is.
func TestWebReleaseRuns(t *testing.T) {
	const odd = ` a\b "c" 'd' $e #f `
	s := startApplication(t, webtier.Props{
		Application: release(`./bin/shop --port "$PORT"`),
		Environment: map[string]string{"ODD": odd},
	}, map[string]*string{"CACHE_HOST": jsii.String("cache.example.com")})
	s.archive(t, "releases-111111111111/shop/1.4.2.tar.gz", map[string]string{
		"bin/shop": "#!/bin/bash\nprintf '%s\\n' \"$PWD\" \"$*\" \"$ODD\" \"$CACHE_HOST\" \"$AWS_REGION\"\n",
	})
	s.wantEnd(t, true, "SUCCESS")
	keepScript(t, "first", s.script)
	keepScript(t, "application", s.read(t, "etc/user-data"))
	start := s.read(t, "etc/start")
	keepScript(t, "start", start)

	out, err := exec.Command(s.path("etc/start")).CombinedOutput()
	if want := s.path("opt/application") + "\n--port 8080\n" + odd + "\ncache.example.com\nap-northeast-1\n"; err != nil || string(out) != want {
		t.Errorf("the application gets\n%s%v\nwant\n%s", out, err, want)
	}
	for name, want := range map[string]os.FileMode{"bin": 0o755, "bin/shop": 0o755} {
		if info, err := os.Stat(s.path("opt/application/" + name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s is %v %v, want %v", name, info.Mode(), err, want)
		}
	}
	want := []string{"systemctl daemon-reload", "systemctl enable application.service", "systemctl restart application.service"}
	if calls := s.calls(t, "systemctl"); !slices.Equal(calls, want) {
		t.Errorf("the calls are %q, want %q", calls, want)
	}
	users := s.calls(t, "useradd")
	if want := []string{"useradd --system --home-dir " + s.path("opt/application") + " --no-create-home --shell /sbin/nologin application"}; !slices.Equal(users, want) {
		t.Errorf("the calls are %q, want %q", users, want)
	}
}

// wantLines fails the test unless a file has these lines among its own.
func (s *server) wantLines(t *testing.T, file string, want ...string) {
	t.Helper()
	lines := strings.Split(s.read(t, file), "\n")
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("%s has no line %q:\n%s", file, line, strings.Join(lines, "\n"))
		}
	}
}

const unit = "etc/systemd/system/application.service"

// verifyUnit has systemd check a unit, where there is a systemd.
func (s *server) verifyUnit(t *testing.T) {
	t.Helper()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("without systemd-analyze the unit is not verified")
		return
	}
	s.write(t, "docker.service", "[Service]\nExecStart=/bin/true\n", 0o644)
	checked := regexp.MustCompile(`/usr/bin/docker`).ReplaceAllString(s.read(t, unit), "/bin/true")
	s.write(t, "application.service", checked, 0o644)
	command := exec.Command(analyze, "verify", "--man=no", s.path("application.service"))
	command.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+s.dir+":")
	out, err := command.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "application.service") {
			t.Errorf("systemd-analyze verify: %s (%v)", line, err)
		}
	}
}

func TestWebReleaseUnit(t *testing.T) {
	s := startApplication(t, webtier.Props{Application: release("./shop")}, nil)
	s.archive(t, "releases-111111111111/shop/1.4.2.tar.gz", map[string]string{"shop": "#!/bin/bash\n"})
	s.wantEnd(t, true, "SUCCESS")
	s.wantLines(t, unit,
		"User=application", "StateDirectory=application", "NoNewPrivileges=yes", "AmbientCapabilities=", "CapabilityBoundingSet=",
		"PrivateTmp=yes", "ProtectHome=yes", "ProtectSystem=full", "WorkingDirectory="+s.path("opt/application"),
		"Type=exec", "ExecStart="+s.path("etc/start"), "Restart=always", "RestartSec=5", "StartLimitIntervalSec=0",
		"WantedBy=multi-user.target", "After=network-online.target", "Wants=network-online.target",
		"LogsDirectory=application",
		"StandardOutput=append:/var/log/application/application.log", "StandardError=append:/var/log/application/application.log")
	s.wantLines(t, "etc/logrotate.d/application", "\tcopytruncate", "\tmaxsize 100M", "\trotate 2", "\tdaily", "\tmissingok")
	s.verifyUnit(t)
}

// A port below 1024 takes a capability, and an application without logs writes to the journal.
func TestWebReleaseOnPort80(t *testing.T) {
	s := startApplication(t, webtier.Props{Application: release("./shop"), Port: 80, Logs: webtier.Logs{Disable: true}}, nil)
	s.archive(t, "releases-111111111111/shop/1.4.2.tar.gz", map[string]string{"shop": "#!/bin/bash\n"})
	s.wantEnd(t, true, "SUCCESS")
	s.wantLines(t, unit, "AmbientCapabilities=CAP_NET_BIND_SERVICE", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE")
	s.wantLines(t, "etc/environment", "PORT=80")
	if strings.Contains(s.read(t, unit), "Standard") || len(s.calls(t, "agent")) > 0 {
		t.Errorf("there are logs: %s", s.read(t, unit))
	}
	if _, err := os.Stat(s.path("etc/logrotate.d/application")); err == nil {
		t.Error("what is not there is rotated")
	}
	s.verifyUnit(t)
	if script := applicationScript(t, synthWeb(t, webtier.Props{Application: release("./shop"), Port: 1024})); strings.Contains(script, "CAP_NET_BIND_SERVICE") {
		t.Error("port 1024 takes a capability")
	}
}

// What a second run finds of the first one is replaced.
func TestWebReleaseRunsTwice(t *testing.T) {
	s := startApplication(t, webtier.Props{Application: release("./shop")}, nil)
	const object = "releases-111111111111/shop/1.4.2.tar.gz"
	s.archive(t, object, map[string]string{"shop": "1", "old": ""})
	s.wantEnd(t, true, "SUCCESS")
	s.write(t, "bin/id", "#!/bin/bash\n", 0o755) // the user is there now
	s.archive(t, object, map[string]string{"shop": "2"})
	s.wantEnd2(t)
	if got := s.read(t, "opt/application/shop"); got != "2" {
		t.Errorf("the release is %q", got)
	}
	if left, _ := filepath.Glob(s.path("opt/application/old")); len(left) > 0 {
		t.Error("the release before is mixed in")
	}
	if left, _ := filepath.Glob(s.path("opt/release.*")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
	if users := s.calls(t, "useradd"); len(users) != 1 {
		t.Errorf("the user is made %d times", len(users))
	}
}

// wantEnd2 runs the script again.
func (s *server) wantEnd2(t *testing.T) {
	t.Helper()
	if succeeded, output := s.run(t); !succeeded {
		t.Errorf("the second run fails:\n%s", output)
	}
}

func TestWebReleaseAsZip(t *testing.T) {
	application := release("./shop")
	application.Release.Key = "shop.zip"
	s := startApplication(t, webtier.Props{Application: application}, nil)
	s.archive(t, "releases-111111111111/shop.zip", map[string]string{"shop": "zipped"})
	s.wantEnd(t, true, "SUCCESS")
	if got := s.read(t, "opt/application/shop"); got != "zipped" {
		t.Errorf("the release is %q", got)
	}
}

func TestWebReleaseFails(t *testing.T) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for name, c := range map[string]struct {
		sha256 string
		with   bool // an archive
		fails  string
	}{
		"without the archive":         {fails: "aws"},
		"with another checksum":       {sha256: empty, with: true},
		"with a unit that is refused": {with: true, fails: "systemctl"},
	} {
		t.Run(name, func(t *testing.T) {
			application := release("./shop")
			application.Release.Checksum = c.sha256
			s := startApplication(t, webtier.Props{Application: application}, nil)
			if c.with {
				s.archive(t, "releases-111111111111/shop/1.4.2.tar.gz", map[string]string{"shop": "1"})
			}
			s.write(t, "fail-"+c.fails, "", 0o644)
			s.wantEnd(t, false, "FAILURE")
		})
	}
	t.Run("not with the right checksum", func(t *testing.T) {
		content := strings.Repeat("\x00", 10240) // an archive of nothing
		application := release("./shop")
		application.Release.Checksum = fmt.Sprintf("%X", sha256.Sum256([]byte(content)))
		application.Release.Key = "empty.tar"
		s := startApplication(t, webtier.Props{Application: application}, nil)
		s.write(t, "s3/releases-111111111111/empty.tar", content, 0o644)
		s.wantEnd(t, true, "SUCCESS")
		keepScript(t, "application", s.read(t, "etc/user-data"))
	})
}

// The agent sends the application's log and that of the first start, before the application can fail.
func TestWebSendsLogs(t *testing.T) {
	s := startApplication(t, webtier.Props{Application: release("./shop"), Logs: webtier.Logs{Files: []string{"/var/log/more.log"}}}, nil)
	s.wantEnd(t, false, "FAILURE")
	if calls, want := s.calls(t, "agent"), []string{"agent -a fetch-config -m ec2 -s -c file:" + s.path("etc/logs.json")}; !slices.Equal(calls, want) {
		t.Errorf("the calls are %q, want %q", calls, want)
	}
	file := func(path string) string {
		return `{"file_path":"` + path + `","log_group_name":"the-log-group","log_stream_name":"{instance_id}` + path + `"}`
	}
	want := `{"agent":{"run_as_user":"root"},"logs":{"logs_collected":{"files":{"collect_list":[` +
		file("/var/log/application/application.log") + "," + file("/var/log/cloud-init-output.log") + "," + file("/var/log/more.log") + "]}}}}\n"
	if got := s.read(t, "etc/logs.json"); got != want {
		t.Errorf("the agent's configuration is\n%s\nwant\n%s", got, want)
	}
	if installs := s.calls(t, "dnf"); len(installs) > 0 {
		t.Errorf("the agent is there, and yet %v", installs)
	}
}

// A server whose logs are not sent serves all the same.
func TestWebServesWithoutLogs(t *testing.T) {
	s := startApplication(t, webtier.Props{UserData: "#!/bin/bash\n:\n", Logs: webtier.Logs{Files: []string{"/var/log/more.log"}}}, nil)
	keepScript(t, "first", s.script)
	s.write(t, "fail-dnf", "", 0o644)
	if err := os.Remove(s.path("opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl")); err != nil {
		t.Fatal(err)
	}
	if output, want := s.wantEnd(t, true, "SUCCESS"), "evenkeel: the CloudWatch agent does not run; logs stay on this server\n"; output != want {
		t.Errorf("it prints %q, want %q", output, want)
	}
	if installs, want := s.calls(t, "dnf"), []string{"dnf -y -q install amazon-cloudwatch-agent"}; !slices.Equal(installs, want) {
		t.Errorf("the calls are %q, want %q", installs, want)
	}
}

func container(image string) webtier.Delivery {
	return webtier.Delivery{Container: webtier.Container{Image: image}}
}

func TestWebContainerRuns(t *testing.T) {
	application := container(ecrImage)
	application.Container.Port = 80
	application.Container.Arguments = []string{"serve", "it's two words"}
	s := startApplication(t, webtier.Props{Application: application, HealthCheck: webtier.HealthCheck{Port: 9000}}, nil)
	s.write(t, "needs-login", "", 0o644)
	s.wantEnd(t, true, "SUCCESS")
	keepScript(t, "first", s.script)
	keepScript(t, "application", s.read(t, "etc/user-data"))
	keepScript(t, "start", s.read(t, "etc/start"))
	s.wantEnd2(t) // nothing is in the way

	want := []string{"docker login --username AWS --password-stdin 111111111111.dkr.ecr.ap-northeast-1.amazonaws.com", "docker pull --quiet " + ecrImage}
	if calls := s.calls(t, "docker"); !slices.Equal(calls, append(want, want...)) {
		t.Errorf("the calls are %q, want twice %q", calls, want)
	}
	if calls, want := s.calls(t, "aws"), "aws ecr get-login-password --region ap-northeast-1"; !slices.Contains(calls, want) {
		t.Errorf("the calls are %q, want among them %q", calls, want)
	}
	if calls, want := s.calls(t, "systemctl"), "systemctl enable --now docker.service"; calls[0] != want {
		t.Errorf("the calls are %q, want first %q", calls, want)
	}
	s.wantLines(t, "etc/environment", "PORT=80")
	s.wantLines(t, unit, "After=network-online.target docker.service", "Requires=docker.service", "Restart=always",
		"ExecStartPre=-/usr/bin/docker rm --force application", "ExecStop=-/usr/bin/docker stop application",
		"StandardOutput=append:/var/log/application/application.log")
	s.verifyUnit(t)

	command := exec.Command(s.path("etc/start"))
	command.Env = []string{"PATH=" + s.path("bin") + ":" + os.Getenv("PATH")}
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	calls := s.calls(t, "docker")
	if got, want := calls[len(calls)-1], "docker run --rm --init --name application --pull never --log-driver none --security-opt no-new-privileges --env-file "+
		s.path("etc/environment")+" --publish 8080:80 --publish 9000:9000 "+ecrImage+" serve it's two words"; got != want {
		t.Errorf("the call is\n%s\nwant\n%s", got, want)
	}
}

// A public image takes no login.
func TestWebContainerOfAPublicRegistry(t *testing.T) {
	s := startApplication(t, webtier.Props{Application: container("public.ecr.aws/nginx/nginx:1.29.1")}, nil)
	if err := os.Remove(s.path("bin/docker")); err != nil {
		t.Fatal(err)
	}
	// Installing Docker brings it.
	s.write(t, "docker", fmt.Sprintf(standInDocker, s.dir), 0o755)
	s.write(t, "bin/dnf", "#!/bin/bash\necho \"dnf $*\" >>"+s.path("calls")+"\ncp "+s.path("docker")+" "+s.path("bin")+"\n", 0o755)
	s.replace(t, "command -v docker", "[ -e "+s.path("bin/docker")+" ]") // this machine may have one
	s.wantEnd(t, true, "SUCCESS")
	if calls, want := s.calls(t, "docker"), []string{"docker pull --quiet public.ecr.aws/nginx/nginx:1.29.1"}; !slices.Equal(calls, want) {
		t.Errorf("the calls are %q, want %q", calls, want)
	}
	if calls, want := s.calls(t, "dnf"), []string{"dnf -y -q install docker"}; !slices.Equal(calls, want) {
		t.Errorf("the calls are %q, want %q", calls, want)
	}
}
