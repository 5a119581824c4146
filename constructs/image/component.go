package image

import (
	"fmt"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

const (
	// Source: EC2 Image Builder API Reference, "CreateComponent" and "CreateImageRecipe".
	maxDocument   = 16000
	maxComponents = 20

	exampleComponentARN = "arn:aws:imagebuilder:ap-northeast-1:aws:component/aws-cli-version-2-linux/x.x.x"

	// requirements is the name of the component that tests what a web tier's user data needs
	// (docs/adr/0006-gated-rolling-update.md).
	requirements = "requirements"
)

const requirementsTest = `for command in aws bash cloud-init curl; do
	command -v "$command" || { echo "evenkeel: the image has no $command, which servers need"; exit 1; }
done
`

// document is a component's YAML document, with the scripts as literal blocks. The line before a script's first also says
// how far the block is indented.
func (c Component) document() string {
	var b strings.Builder
	b.WriteString("schemaVersion: 1.0\nphases:\n")
	for _, phase := range []struct{ name, script string }{{"build", c.Build}, {"test", c.Test}} {
		if blank(phase.script) {
			continue
		}
		fmt.Fprintf(&b, "  - name: %s\n    steps:\n      - name: Script\n        action: ExecuteBash\n        inputs:\n          commands:\n            - |\n", phase.name)
		script := strings.TrimRight(strings.ReplaceAll(phase.script, "\r\n", "\n"), "\n")
		for line := range strings.SplitSeq("set -euo pipefail\n"+script, "\n") {
			if line != "" {
				line = "              " + line
			}
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func blank(script string) bool { return strings.TrimSpace(script) == "" }

// changes reports whether a component may change the parent image.
func (c Component) changes() bool { return c.ARN != "" || !blank(c.Build) }

func (p *Props) checkComponents(region string, problems *problem.List) {
	own := 1 // requirements
	if !p.DisableUpdates {
		own++
	}
	if most := maxComponents - own; len(p.Components) > most {
		problems.Addf("components", "%d are more than the %d that a recipe can have beside the pipeline's own; put several scripts into one", len(p.Components), most)
	}
	taken := map[string]bool{requirements: true}
	existing := map[string]bool{"aws:component/update-linux": !p.DisableUpdates}
	changes := !p.DisableUpdates
	for i, c := range p.Components {
		changes = changes || c.changes()
		at := problem.Index("components", i)
		if c.ARN != "" {
			c.checkExisting(at, region, existing, problems)
			continue
		}
		if blank(c.Build) && blank(c.Test) {
			problems.Addf(at, "does nothing; give it a build or a test script, or the arn of a component")
		}
		c.checkScript(problem.Join(at, "build"), c.Build, problems)
		c.checkScript(problem.Join(at, "test"), c.Test, problems)
		if size := len(c.document()); size > maxDocument {
			problems.Addf(at, "its document of %d bytes is longer than %d; let the script fetch the rest", size, maxDocument)
		}
		switch field := problem.Join(at, "name"); {
		case !name.MatchString(c.Name) || len(c.Name) < 2 || len(c.Name) > 40:
			problems.Addf(field, "%q is not a component's name; use a small letter, then small letters, digits and single hyphens, 2 to 40", c.Name)
		case taken[c.Name]:
			problems.Addf(field, "%s is taken; use another", c.Name)
		default:
			taken[c.Name] = true
		}
	}
	if !changes {
		problems.Addf("components", "none changes the parent image, and disableUpdates leaves it as it is; give one a build script, or use the parent itself")
	}
}

// checkExisting also refuses what is in the recipe already, in whatever version.
func (c Component) checkExisting(at, region string, taken map[string]bool, problems *problem.List) {
	if c.Name != "" || c.Build != "" || c.Test != "" {
		problems.Addf(problem.Join(at, "arn"), "contradicts name, build and test; leave it or them out")
	}
	if arn.Unresolved(c.ARN) {
		return
	}
	m := componentARN.FindStringSubmatch(c.ARN)
	if m == nil {
		problems.Addf(problem.Join(at, "arn"), "%q is not such an ARN; use one like %s", c.ARN, exampleComponentARN)
		return
	}
	if region != "" && m[1] != region {
		problems.Addf(problem.Join(at, "arn"), "the component is in %s; use one of %s, where the pipeline is", m[1], region)
	}
	if taken[m[2]] {
		problems.Addf(problem.Join(at, "arn"), "%s is in the recipe already; leave it out", m[2])
	}
	taken[m[2]] = true
}

func (c Component) checkScript(field, script string, problems *problem.List) {
	if first, _, _ := strings.Cut(script, "\n"); strings.HasPrefix(first, "#!") && !strings.Contains(first, "bash") {
		problems.Addf(field, "starts with %s, but bash runs it; write bash, or call the interpreter from it", strings.TrimSpace(first))
	}
	if strings.Contains(script, "{{") {
		problems.Addf(field, "has {{ in it, which Image Builder takes for a reference of its own; let the script fetch that text, or put it together from two pieces")
	}
	if i := strings.IndexFunc(script, unprintable); i >= 0 {
		problems.Addf(field, "has the character %q in it, which no document can hold; write it as an escape", script[i])
	}
}

func unprintable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\x7f'
}
