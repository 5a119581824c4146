package programs

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// trace is what a stack trace of Go or JavaScript leaves in a text.
var trace = regexp.MustCompile(`goroutine|panic|runtime error|\.go:\d|(?m)^\s+at |node_modules|\.js:\d|node:internal|JsiiError`)

// An appRun is a run of the program as the cdk command line runs it, with its templates where the command line wants them.
type appRun struct {
	code   int
	stderr string
	out    string // the folder of the templates
}

// execute runs the program in a folder that holds the configuration files under config/.
func execute(t *testing.T, program string, files map[string]string, environment ...string) appRun {
	t.Helper()
	work := t.TempDir()
	folder := filepath.Join(work, "config")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(work, "cdk.out")
	run := exec.Command(program)
	run.Dir = work
	run.Env = append(os.Environ(), "CDK_OUTDIR="+out, "TMPDIR="+work)
	for _, age := range []string{"END_OF_LIFE", "DEPRECATED", "UNTESTED"} { // what the runtime may think of this Node.js
		run.Env = append(run.Env, "JSII_SILENCE_WARNING_"+age+"_NODE_VERSION=20")
	}
	run.Env = append(run.Env, environment...)
	var stdout, stderr bytes.Buffer
	run.Stdout, run.Stderr = &stdout, &stderr
	var failed *exec.ExitError
	if err := run.Run(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if stdout.Len() > 0 {
		t.Errorf("on stdout there is\n%s", &stdout)
	}
	if left, _ := filepath.Glob(filepath.Join(work, "jsii-runtime.*")); len(left) > 0 {
		t.Errorf("%v is left behind", left)
	}
	return appRun{run.ProcessState.ExitCode(), stderr.String(), out}
}

// runApp is execute for users, who see no traces.
func runApp(t *testing.T, program string, files map[string]string, environment ...string) appRun {
	t.Helper()
	run := execute(t, program, files, environment...)
	if found := trace.FindString(run.stderr); found != "" {
		t.Errorf("a trace, %q, in\n%s", found, run.stderr)
	}
	return run
}

// configIn is the context of the cdk command line with the folder of the environments.
func configIn(folder string) string {
	context, err := json.Marshal(map[string]any{"config": folder, "aws:cdk:version-reporting": true})
	if err != nil {
		panic(err)
	}
	return "CDK_CONTEXT_JSON=" + string(context)
}

// refused fails the test unless a run wrote exactly these lines, exited with 1 and wrote nothing else.
func (r appRun) refused(t *testing.T, lines ...string) {
	t.Helper()
	if r.code != 1 {
		t.Errorf("exit code %d, want 1", r.code)
	}
	if diff := cmp.Diff(strings.Join(lines, "\n")+"\n", r.stderr); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(r.out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

// synthesized fails the test unless a run was good and wrote nothing to the terminal. The runtime would complain of its
// own end in about every fourth.
func (r appRun) synthesized(t *testing.T) {
	t.Helper()
	if r.code != 0 || r.stderr != "" {
		t.Fatalf("exit code %d, want 0; stderr is\n%s", r.code, r.stderr)
	}
}

// files returns what a run has written, by path.
func (r appRun) files(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(r.out), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(r.out, path))
		found[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const (
	appAnywhere = "web: {allowPlainHttp: true, userData: \"#!/bin/bash\\nstart\\n\"}\n"
	appInTokyo  = "account: \"222222222222\"\nregion: ap-northeast-1\nnetwork: {zones: [ap-northeast-1a, ap-northeast-1c]}\n" + appAnywhere
)

func TestApp(t *testing.T) {
	// go test takes a result from its cache unless a file that the test itself has read is another.
	if _, err := os.ReadFile("../../app.go"); err != nil {
		t.Fatal(err)
	}
	program := build(t, "../..")

	t.Run("tells every problem and writes nothing", func(t *testing.T) {
		runApp(t, program, map[string]string{
			"dev.yaml":  "web: {allowPlainHttp: true, port: 0}\n",
			"good.yaml": appAnywhere,
			"prod.yaml": "web:\n  allowPlainHttp: true\n  scaling: {scaleOutAbove: 70, scaleInBelow: 65}\n  prot: 80\n",
			"stg.yaml":  "web:\n\tport: 80\n",
		}, configIn("config")).refused(t,
			"config/dev.yaml:1:35: web.port: 0 is out of range; use 1 to 65535",
			"config/prod.yaml:3:46: web.scaling.scaleInBelow: 65 makes the group flap: at 65 % on 3 servers, removing 1 leaves 97 % on each of 2, above scaleOutAbove 70, so it is added again; use 46 or less",
			"config/prod.yaml:4:3: web.prot: is not a key; did you mean port?",
			"config/stg.yaml:2:1: this is not YAML: a tab; indent with spaces",
			"4 problems; nothing was synthesized",
		)
	})
	t.Run("checks an environment against the packs that it names", func(t *testing.T) {
		run := runApp(t, program, map[string]string{"dev.yaml": "policy: [aws-solutions]\n" + appAnywhere}, configIn("config"))
		if run.code != 1 {
			t.Errorf("the exit code is %d", run.code)
		}
		for _, want := range []string{
			"dev/Stateful/Database/Instance/Resource: RDS11 (aws-solutions)\n    The RDS instance or Aurora DB cluster uses the default endpoint port.\n    fix: give the database a port that is not its engine's own, with port\n",
			"\n1 policy finding\n",
		} {
			if !strings.Contains("\n"+run.stderr, want) {
				t.Errorf("standard error lacks %q:\n%s", want, run.stderr)
			}
		}
	})
	t.Run("counts one problem as one, and finds config by itself", func(t *testing.T) {
		for _, context := range []string{"CDK_CONTEXT_JSON=", "CDK_CONTEXT_JSON={}", "CDK_CONTEXT_JSON={\"config\":\"\"}"} {
			runApp(t, program, map[string]string{"prod.yaml": ""}, context).refused(t,
				"config/prod.yaml:1:1: the file is empty; write down at least web.certificateArn, or web.allowPlainHttp: true",
				"1 problem; nothing was synthesized",
			)
		}
	})
	t.Run("says that there is no such folder", func(t *testing.T) {
		runApp(t, program, nil, configIn("other")).refused(t,
			"other: no environments: no such file or directory",
			"1 problem; nothing was synthesized",
		)
	})
	t.Run("says what keeps the CDK from running", func(t *testing.T) {
		run := runApp(t, program, map[string]string{"prod.yaml": appAnywhere}, "JSII_NODE=/nowhere/node")
		run.refused(t, "nothing was synthesized: fork/exec /nowhere/node: no such file or directory")
	})

	t.Run("synthesizes every environment, the same on every machine", func(t *testing.T) {
		environments := map[string]string{"dev.yaml": appAnywhere, "prod.yml": appInTokyo}
		run := runApp(t, program, environments, configIn("config"))
		run.synthesized(t)
		stacks := map[string]*assembly.Stack{}
		for _, of := range []string{".", "assembly-dev", "assembly-prod"} {
			if strings.Contains(run.files(t)[filepath.Join(of, "manifest.json")], `"missing"`) {
				t.Errorf("%s wants a lookup", of)
			}
			read, err := assembly.Read(filepath.Join(run.out, of))
			if err != nil {
				t.Fatal(err)
			}
			for _, stack := range read.Stacks {
				stacks[stack.Name] = stack
			}
		}
		for _, name := range []string{"dev-Stateful", "dev-Stateless", "prod-Stateful", "prod-Stateless"} {
			if stacks[name] == nil || len(stacks[name].Resources) < 10 {
				t.Fatalf("%s is not synthesized", name)
			}
			for _, r := range stacks[name].Resources {
				if r.Type == "AWS::CDK::Metadata" {
					t.Errorf("%s reports to the CDK's makers what it is made of", name)
				}
			}
		}
		for stack, place := range map[string]string{"dev-Stateful": "aws://unknown-account/unknown-region", "prod-Stateful": "aws://222222222222/ap-northeast-1"} {
			assembly := "assembly-" + strings.TrimSuffix(stack, "-Stateful")
			if manifest := run.files(t)[assembly+"/manifest.json"]; !strings.Contains(manifest, `"`+place+`"`) {
				t.Errorf("%s is not for %s", stack, place)
			}
		}
		again := runApp(t, program, environments, configIn("config"))
		again.synthesized(t)
		if diff := cmp.Diff(run.files(t), again.files(t)); diff != "" {
			t.Errorf("two runs in two folders (-one +other):\n%s", diff)
		}
		// The feature flags are those of cdk.json, whether or not the command line passes them.
		context, err := json.Marshal(featureFlags(t))
		if err != nil {
			t.Fatal(err)
		}
		passed := runApp(t, program, environments, "CDK_CONTEXT_JSON="+string(context))
		passed.synthesized(t)
		for path, content := range run.files(t) {
			if strings.HasSuffix(path, ".template.json") && passed.files(t)[path] != content {
				t.Errorf("%s depends on who runs the program", path)
			}
		}
	})
	t.Run("refuses to replace what keeps data", func(t *testing.T) { guardsData(t, program) })
	t.Run("passes on what the CDK has to say", func(t *testing.T) {
		run := runApp(t, program, map[string]string{"dev.yaml": "web: {allowPlainHttp: true}\n"})
		if run.code != 0 || !strings.Contains(run.stderr, "WARNING userData: there is none") {
			t.Errorf("exit code %d, want 0; stderr is\n%s", run.code, run.stderr)
		}
	})
	t.Run("shows where it failed only when asked", func(t *testing.T) {
		run := execute(t, program, map[string]string{"dev.yaml": appAnywhere}, "JSII_NODE=/nowhere/node", "EVENKEEL_DEBUG=1")
		if run.code != 1 || !strings.Contains(run.stderr, "nothing was synthesized: fork/exec") || !strings.Contains(run.stderr, "main.run(") {
			t.Errorf("exit code %d, want 1; stderr is\n%s", run.code, run.stderr)
		}
	})
}

// featureFlags are those that the cdk command line reads from cdk.json.
func featureFlags(t *testing.T) map[string]any {
	t.Helper()
	source, err := os.ReadFile("../../cdk.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Context map[string]any }
	if err := json.Unmarshal(source, &file); err != nil {
		t.Fatal(err)
	}
	return file.Context
}
