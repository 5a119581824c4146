package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "draw docs/simulate.svg anew")

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close() // removes what linking the CDK extracts
	os.Exit(code)
}

const example = "../../docs/simulate.csv"

// templates is a folder as cdk synth writes it, with the committed templates of prod, or with a template.
func templates(t *testing.T, template string) string {
	t.Helper()
	if template == "" {
		golden, err := os.ReadFile("../../test/testdata/golden/prod-Stateless.json")
		if err != nil {
			t.Fatal(err)
		}
		template = string(golden)
	}
	folder := filepath.Join(t.TempDir(), "assembly-prod")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"manifest.json": `{"artifacts": {"prodStateless": {"type": "aws:cloudformation:stack", "environment": "aws://222222222222/ap-northeast-1",
			"properties": {"templateFile": "stateless.json", "stackName": "prod-Stateless"}}}}`,
		"stateless.json": template,
	} {
		write(t, filepath.Join(folder, name), content)
	}
	return folder
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// simulates fails the test unless the command succeeds, and returns what it says.
func simulates(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(args, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit code %d, want 0; stderr is\n%s", code, &stderr)
	}
	return stdout.String()
}

const summary = `prod-Stateless/SystemWebAutoScalingGroupASG176304A6: 2 to 4 servers, each carries 250 requests per second
is overloaded from Mon 20:00 to 20:06
loses 0.42 % of the requests
peak: 754 requests per second at Mon 20:00; CPU 100 %, above 70 % for 22 min
servers: at most 4 in service, 5 needed at the peak, 61.3 server hours
scaling: added 4 times, removed 4 times
taken: a server is in service 60 s after its start, carries its share 120 s later, and counts after 180 s
`

// TestExample is the run that the documentation shows, and its picture.
func TestExample(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.svg")
	said := simulates(t, "-load", example, "-carries", "250", "-out", out, templates(t, ""))
	if diff := cmp.Diff(summary, said); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	picture, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(picture), ">prod: is overloaded from Mon 20:00 to 20:06<") {
		t.Error("the picture has no title")
	}
	const committed = "../../docs/simulate.svg"
	if *update {
		write(t, committed, string(picture))
	}
	want, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, picture) {
		t.Error("docs/simulate.svg is another picture; make picture draws it anew")
	}
	doc, err := os.ReadFile("../../docs/simulate.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), summary) {
		t.Errorf("docs/simulate.md does not show\n%s", summary)
	}
}

// TestOtherSettings is what the documentation says of them.
func TestOtherSettings(t *testing.T) {
	golden, err := os.ReadFile("../../test/testdata/golden/prod-Stateless.json")
	if err != nil {
		t.Fatal(err)
	}
	for change, want := range map[[2]string][]string{
		{`"Threshold": 70`, `"Threshold": 50`}: {"loses 0.0055 % of the requests", "65.0 server hours"},
		{`"MinSize": "2"`, `"MinSize": "4"`}:   {"keeps up: every request is carried", "96.0 server hours"},
	} {
		said := simulates(t, "-load", example, "-carries", "250", templates(t, strings.Replace(string(golden), change[0], change[1], 1)))
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%s: it says\n%s\nnot %s", change[1], said, w)
			}
		}
	}
}

func TestFlags(t *testing.T) {
	folder := templates(t, "")
	flat := filepath.Join(t.TempDir(), "flat.csv")
	write(t, flat, "time,load\n00:00,160\n01:00,160\n")
	for name, test := range map[string]struct {
		flags []string
		want  string
	}{
		"servers that start slowly": {[]string{"-start", "2m"}, "in service 120 s after its start, carries its share 60 s later, and counts after 180 s"},
		"that start very slowly":    {[]string{"-start", "10m"}, "in service 600 s after its start, carries its share 0 s later, and counts after 180 s"},
		"that are ready late":       {[]string{"-ready", "10m"}, "in service 60 s after its start, carries its share 600 s later, and counts after 180 s"},
		"that are ready at once":    {[]string{"-ready", "0s"}, "carries its share 0 s later"},
		"CPU without load":          {[]string{"-idle", "50"}, "CPU 90 %"},
		"the time of a zone":        {[]string{"-events", "-zone", "Asia/Tokyo"}, "Mon 00:03  2 → 3 servers by SystemWebScaleOutPolicyF06F23E2: CPU 80.0 % is above 70 %"},
		"a day":                     {[]string{"-date", "2024-01-06"}, "at Sat 00:00"},
		"a group":                   {[]string{"-group", "SystemWeb"}, "2 to 4 servers"},
	} {
		t.Run(name, func(t *testing.T) {
			said := simulates(t, append(append([]string{"-load", flat, "-carries", "100"}, test.flags...), folder)...)
			if !strings.Contains(said, test.want) {
				t.Errorf("it says\n%s\nnot %s", said, test.want)
			}
		})
	}
}

func TestWhatIsNotSimulatedIsSaid(t *testing.T) {
	folder := templates(t, `{"Resources": {
		"Group": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MinSize": 2, "MaxSize": 4, "DefaultInstanceWarmup": 0,
			"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}}}},
		"Template": {"Type": "AWS::EC2::LaunchTemplate"},
		"Predict": {"Type": "AWS::AutoScaling::ScalingPolicy", "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "PolicyType": "PredictiveScaling"}}}}`)
	const want = "not simulated: prod-Stateless/Predict: predictive scaling, which goes by weeks of history\n"
	if said := simulates(t, "-load", example, "-carries", "100", folder); !strings.Contains(said, want) {
		t.Errorf("it says\n%s", said)
	}
}

func TestRefusals(t *testing.T) {
	work := t.TempDir()
	bad, broken := filepath.Join(work, "bad.csv"), filepath.Join(work, "prod.yaml")
	write(t, bad, "time,load\n0,x\n1,-1\n")
	write(t, broken, "web: {allowPlainHttp: true, port: 0, prot: 80}\n")
	prod := templates(t, "")
	two := templates(t, `{"Resources": {"A": {"Type": "AWS::AutoScaling::AutoScalingGroup"}, "B": {"Type": "AWS::AutoScaling::AutoScalingGroup"}}}`)
	none := templates(t, `{}`)
	wrong := templates(t, `{"Resources": {"A": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MinSize": 5, "MaxSize": 4}}}}`)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"nothing":           {[]string{"-load", example, "-carries", "1"}, "what to simulate? give either -config config/prod.yaml or a folder of templates, such as cdk.out/assembly-prod"},
		"both":              {[]string{"-load", example, "-carries", "1", "-config", "x", "y"}, "what to simulate? give either -config config/prod.yaml or a folder of templates, such as cdk.out/assembly-prod"},
		"flags at the end":  {[]string{"-load", example, "x", "-carries", "1"}, "one folder of templates at a time, and its name last; there are x -carries 1"},
		"no load":           {[]string{"-carries", "1", prod}, "under which load? give -load with a CSV file that has the columns time and load"},
		"no capacity":       {[]string{"-load", example, prod}, "what does a server carry? give -carries with the requests per second that keep one at 100 % CPU, as a load test finds"},
		"negative capacity": {[]string{"-load", example, "-carries", "-1", prod}, "what does a server carry? give -carries with the requests per second that keep one at 100 % CPU, as a load test finds"},
		"unknown flag":      {[]string{"-laod", example}, "flag provided but not defined: -laod"},
		"unknown zone":      {[]string{"-zone", "Mars"}, `-zone: "Mars" is no time zone`},
		"no day":            {[]string{"-date", "today"}, `-date: "today" is no day such as 2024-01-01`},
		"no such load":      {[]string{"-load", "nowhere.csv", "-carries", "1", prod}, "open nowhere.csv: no such file or directory"},
		"bad load":          {[]string{"-load", bad, "-carries", "1", prod}, bad + `: line 2: load: "x" is no number of requests per second` + "\n" + bad + `: line 3: load: "-1" is no number of requests per second`},
		"no templates":      {[]string{"-load", example, "-carries", "1", work}, "assembly: open " + work + "/manifest.json: no such file or directory"},
		"no group":          {[]string{"-load", example, "-carries", "1", none}, "the templates have no Auto Scaling group; cdk.out itself has none, its folders assembly-… do"},
		"two groups":        {[]string{"-load", example, "-carries", "1", two}, "which group? give -group with the beginning of one of A, B"},
		"no such group":     {[]string{"-load", example, "-carries", "1", "-group", "C", two}, "which group? give -group with the beginning of one of A, B"},
		"wrong settings":    {[]string{"-load", example, "-carries", "1", wrong}, "prod-Stateless/A: max: 4 is less than min 5"},
		"wrong idle":        {[]string{"-load", example, "-carries", "1", "-idle", "100", prod}, "prod-Stateless/SystemWebAutoScalingGroupASG176304A6: idleCpu: 100 is out of range; use 0 to less than 100"},
		"no place":          {[]string{"-load", example, "-carries", "250", "-out", work + "/no/x.svg", prod}, "open " + work + "/no/x.svg: no such file or directory"},
		"wrong config": {[]string{"-load", example, "-carries", "1", "-config", broken},
			broken + ":1:35: web.port: 0 is out of range; use 1 to 65535\n" + broken + ":1:38: web.prot: is not a key; did you mean port?\nnothing was simulated"},
		"no such config": {[]string{"-load", example, "-carries", "1", "-config", "nowhere.yaml"}, "nowhere.yaml: no such file or directory\nnothing was simulated"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := run(test.args, &stdout, &stderr); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			if diff := cmp.Diff(test.want+"\n", stderr.String()); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-h"}, &stdout, &stderr); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	for _, want := range []string{"usage: simulate -load file -carries requests", "-idle percent", "(default 1m)", "(default \"UTC\")"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("help does not say %q, but\n%s", want, &stderr)
		}
	}
}
