package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/goccy/go-yaml"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

const cliComponentARN = "arn:aws:imagebuilder:ap-northeast-1:aws:component/aws-cli-version-2-linux/x.x.x"

// scripts returns a component's scripts by phase, as Image Builder reads them from the document.
func scripts(t *testing.T, document any) map[string]string {
	t.Helper()
	var read struct {
		SchemaVersion float64 `yaml:"schemaVersion"`
		Phases        []struct {
			Name  string
			Steps []struct {
				Name, Action string
				Inputs       struct{ Commands []string }
			}
		}
	}
	text, _ := document.(string)
	if err := yaml.UnmarshalWithOptions([]byte(text), &read, yaml.Strict()); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if read.SchemaVersion != 1 {
		t.Errorf("schemaVersion is %v, want 1.0", read.SchemaVersion)
	}
	found := map[string]string{}
	for _, phase := range read.Phases {
		if len(phase.Steps) != 1 || phase.Steps[0].Name != "Script" || phase.Steps[0].Action != "ExecuteBash" || len(phase.Steps[0].Inputs.Commands) != 1 {
			t.Fatalf("the phase %s is %+v, want one script", phase.Name, phase.Steps)
		}
		found[phase.Name] = phase.Steps[0].Inputs.Commands[0]
	}
	return found
}

// What is hard on a YAML document: indentation, tabs, empty lines, quotes, a here-document, what looks like YAML, and line
// ends of another system.
const awkward = "#!/bin/bash\r\n\r\n  indented='yes'\r\n\techo \"a: b # c\"\ncat <<'END'\n- one\n  - two:   \n\nEND\n%TAG ! x\n--- \n"

func TestImageComponents(t *testing.T) {
	tm := synthImage(t, image.Props{Name: "web", Components: []image.Component{
		{Name: "runtime", Build: "dnf -y install nginx", Test: "rpm -q nginx\n\n"},
		{ARN: cliComponentARN},
		{Name: "awkward", Build: awkward},
		{Name: "probe", Test: "true\n"},
	}})
	runtime := tm.named(t, imageComponent, "ImageComponentruntime")
	awkwardOne := tm.named(t, imageComponent, "ImageComponentawkward")
	probe := tm.named(t, imageComponent, "ImageComponentprobe")
	var recipe []any
	for _, arn := range []any{
		managedARN("component/update-linux/x.x.x"), att(runtime.ID, "Arn"), cliComponentARN, att(awkwardOne.ID, "Arn"), att(probe.ID, "Arn"),
		att(tm.named(t, imageComponent, "ImageRequirements").ID, "Arn"),
	} {
		recipe = append(recipe, map[string]any{"ComponentArn": arn})
	}
	tm.one(t, imageRecipe).want(t, "Components", recipe)
	runtime.wantEach(t, map[string]any{"Name": "web-runtime", "Version": "1.0.x", "Platform": "Linux"})
	for _, c := range []struct {
		of   resource
		want map[string]string
	}{
		{runtime, map[string]string{"build": "set -euo pipefail\ndnf -y install nginx\n", "test": "set -euo pipefail\nrpm -q nginx\n"}},
		{awkwardOne, map[string]string{"build": "set -euo pipefail\n" + strings.ReplaceAll(awkward, "\r\n", "\n")}},
		{probe, map[string]string{"test": "set -euo pipefail\ntrue\n"}},
	} {
		if strings.Contains(c.of.get("Data").(string), "\r") {
			t.Errorf("%s: there are carriage returns in the document", c.of.ID)
		}
		for line := range strings.SplitSeq(c.of.get("Data").(string), "\n") {
			if line != "" && strings.Trim(line, " ") == "" {
				t.Errorf("%s: an empty line of a script is %q in the document", c.of.ID, line)
			}
		}
		if got := scripts(t, c.of.get("Data")); show(got) != show(c.want) {
			t.Errorf("%s: the scripts are %s, want %s", c.of.ID, show(got), show(c.want))
		}
	}
}

func TestImageWithoutUpdates(t *testing.T) {
	tm := synthImage(t, image.Props{DisableUpdates: true, Components: []image.Component{{ARN: cliComponentARN}}})
	tm.one(t, imageRecipe).want(t, "Components", []any{
		map[string]any{"ComponentArn": cliComponentARN},
		map[string]any{"ComponentArn": att(tm.one(t, imageComponent).ID, "Arn")},
	})
}

// A script may hold what only the deployment knows.
func TestImageComponentWithToken(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		newImage(stack, image.Props{Components: []image.Component{{Name: "stack", Build: "echo " + *awscdk.Aws_STACK_ID() + " >/etc/stack"}}})
	})
	data := tm.named(t, imageComponent, "ImageComponentstack").get("Data")
	parts, _ := dig(data, "Fn::Join.1").([]any)
	if len(parts) != 3 || show(parts[1]) != show(ref("AWS::StackId")) {
		t.Errorf("the document is %s", show(data))
	}
}

// The pipeline's own test is run against images that have and lack what a server's user data needs.
func TestImageRequirements(t *testing.T) {
	script := scripts(t, synthImage(t, image.Props{}).one(t, imageComponent).get("Data"))["test"]
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	for _, missing := range []string{"", "aws", "bash", "cloud-init", "curl"} {
		t.Run("without "+missing, func(t *testing.T) {
			folder := t.TempDir()
			for _, command := range []string{"aws", "bash", "cloud-init", "curl"} {
				if command == missing {
					continue
				}
				if err := os.WriteFile(filepath.Join(folder, command), []byte("#!/bin/sh\n"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			run := exec.Command(bash, "-c", script)
			run.Env = []string{"PATH=" + folder}
			out, err := run.CombinedOutput()
			if (err == nil) != (missing == "") {
				t.Errorf("%v\n%s", err, out)
			}
			if missing != "" && !strings.Contains(string(out), "the image has no "+missing+", which servers need") {
				t.Errorf("it says %s", out)
			}
		})
	}
}
