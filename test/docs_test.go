package test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// documented reads the environments that a page of docs/ shows, in their order.
func documented(t *testing.T, page string) []config.Environment {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	sorryPage, err := filepath.Abs("../internal/sorrypage/page.html")
	if err != nil {
		t.Fatal(err)
	}
	var found []config.Environment
	for _, block := range blocks(string(source), "yaml") {
		file := filepath.Join(t.TempDir(), "prod.yaml")
		environment := strings.ReplaceAll(completed(block), "pages/sorry.html", sorryPage)
		if err := os.WriteFile(file, []byte(environment), 0o600); err != nil {
			t.Fatal(err)
		}
		loaded, problems := config.LoadFile(file)
		if len(problems) > 0 {
			t.Errorf("%s shows\n%s\nwhich is refused: %v", page, block, problems)
		}
		found = append(found, loaded)
	}
	if len(found) == 0 {
		t.Fatalf("%s shows no environment", page)
	}
	return found
}

// completed adds to a part of an environment what it takes to be one, where the part is about something else: a Region, how
// TLS is done unless load balancers are what it is about, and the list that an element stands in.
func completed(block string) string {
	lines := strings.Split(strings.TrimRight(block, " \n"), "\n")
	indent := lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], " "))]
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	if strings.HasPrefix(lines[0], "- ") {
		lines = append([]string{"database:", "  restores:"}, strings.Split("    "+strings.Join(lines, "\n    "), "\n")...)
	}
	block = strings.Join(lines, "\n") + "\n"
	has := func(key string) bool { return regexp.MustCompile("(?m)^" + key + ":").MatchString(block) }
	if !has("region") {
		block = "region: " + testRegion + "\n" + block
	}
	switch {
	case has("domain"), strings.Contains(block, "certificateArn"), strings.Contains(block, "allowPlainHttp"), strings.Contains(block, "loadBalancer"):
	case has("web"):
		block = strings.Replace(block, "web:\n", "web:\n  allowPlainHttp: true\n", 1)
	default:
		block += "web: {allowPlainHttp: true}\n"
	}
	return block
}

// TestDocsAreAccepted loads every environment that a page of docs/ shows, whole or in part.
func TestDocsAreAccepted(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, page := range pages {
		source, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "```yaml") {
			shown += len(documented(t, filepath.Base(page)))
		}
	}
	if shown < 20 {
		t.Errorf("%d environments are shown", shown)
	}
}

// TestRunbooksFindWhatThereIs holds the commands that find names to the stacks and types that prod has.
func TestRunbooksFindWhatThereIs(t *testing.T) {
	shown := 0
	for page, command := range map[string]string{
		"restore.md":    `(?m)^names (prod-\w+) (AWS::\w+::\w+)()`,
		"sorry-page.md": `--stack-name (prod-\w+) [^\n]*\n[^\n]*ResourceType=='(AWS::\w+::\w+)' && starts_with\(LogicalResourceId, '(\w+)'\)`,
	} {
		source, err := os.ReadFile("../docs/" + page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(command).FindAllStringSubmatch(string(source), -1) {
			shown++
			template, err := os.ReadFile("testdata/golden/" + m[1] + ".json")
			if err != nil {
				t.Error(err)
			}
			if !regexp.MustCompile(`"` + m[3] + `\w+": \{\s+"Type": "` + m[2] + `"`).Match(template) {
				t.Errorf("%s looks for %s %s… in %s, where there is none", page, m[2], m[3], m[1])
			}
		}
	}
	if shown != 4 {
		t.Errorf("%d commands find something, want 4", shown)
	}
}

func TestScalingDocIsAccepted(t *testing.T) {
	if shown := len(documented(t, "scaling.md")); shown < 8 {
		t.Errorf("it shows %d ways to scale", shown)
	}
}

// Each kind of load balancer is shown, and each of what can be brought along.
func TestLoadBalancingDocIsAccepted(t *testing.T) {
	shown := map[string]bool{}
	for _, environment := range documented(t, "load-balancing.md") {
		lb := environment.Props.Web.LoadBalancer
		shown[string(lb.Kind)] = true
		shown["listener"] = shown["listener"] || lb.Listener.ARN != ""
		shown["existing"] = shown["existing"] || lb.Existing.ARN != ""
		shown["targetGroup"] = shown["targetGroup"] || lb.TargetGroup.ARN != ""
	}
	for _, one := range []string{"network", "classic", "listener", "existing", "targetGroup"} {
		if !shown[one] {
			t.Errorf("it does not show %s", one)
		}
	}
}

// whereCells returns the last cells of the rows of a page's tables.
func whereCells(t *testing.T, page string) []string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range strings.Split(string(source), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) > 3 && !strings.HasPrefix(line, "| ---") {
			found = append(found, cells[len(cells)-2])
		}
	}
	return found
}

// documentedProp is a prop in a page's table, perhaps with its value.
var documentedProp = regexp.MustCompile("`([a-z][A-Za-z0-9]*(?:\\.[a-z][A-Za-z0-9]*)*)(?:: ([A-Za-z]+))?`")

// TestDocumentedPropsExist keeps what the tables of options call a prop to what a configuration file takes.
func TestDocumentedPropsExist(t *testing.T) {
	source, err := os.ReadFile("../config/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(source, &schema); err != nil {
		t.Fatal(err)
	}
	at := func(path string) any {
		node := any(schema)
		for _, name := range strings.Split(path, ".") {
			node = dig(node, "properties."+name)
		}
		return node
	}
	for page, least := range map[string]int{"load-balancing.md": 70, "scaling.md": 30} {
		props := 0
		for _, cell := range whereCells(t, page) {
			for _, m := range documentedProp.FindAllStringSubmatch(cell, -1) {
				node := at("web." + m[1])
				if node == nil {
					node = at(m[1])
				}
				if props++; node == nil {
					t.Errorf("%s names a prop %s, which there is not", page, m[1])
				}
				if allowed, _ := dig(node, "enum").([]any); m[2] != "" && !slices.Contains(allowed, any(m[2])) {
					t.Errorf("%s says %s: %s, which is not one of %v", page, m[1], m[2], allowed)
				}
			}
		}
		if props < least {
			t.Errorf("%s names %d props", page, props)
		}
	}
}

// TestDocumentedAccessorsAreShown keeps what is reached through an accessor to methods that there are, and to examples that
// are compiled.
func TestDocumentedAccessorsAreShown(t *testing.T) {
	web := reflect.TypeFor[*webtier.WebTier]()
	shown := 0
	for _, cell := range whereCells(t, "load-balancing.md") {
		for _, m := range regexp.MustCompile("`([A-Z]\\w+)\\(\\)`").FindAllStringSubmatch(cell, -1) {
			if _, ok := web.MethodByName(m[1]); !ok {
				t.Errorf("%s is no accessor of a web tier", m[1])
			}
		}
		if strings.Contains(cell, "accessor") {
			if shown++; !strings.Contains(cell, "`Example") {
				t.Errorf("no example shows %s", cell)
			}
		}
	}
	if shown < 20 {
		t.Errorf("%d options are reached through an accessor", shown)
	}
	page, err := os.ReadFile("../docs/load-balancing.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(page), "\n") {
		if strings.Contains(line, "| accessor |") && !strings.Contains(line, "`Example") {
			t.Errorf("no example shows %s", line)
		}
	}
}

func TestCDNDocIsAccepted(t *testing.T) {
	if shown := documented(t, "cdn.md"); !behindACDN(&shown[0].StageProps) {
		t.Error("it shows no CDN")
	}
}

// TestDocumentedExamplesExist keeps the names of examples in docs/ to those that are compiled and run.
func TestDocumentedExamplesExist(t *testing.T) {
	files, err := exampleFiles()
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		examples.Write(source)
	}
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, page := range pages {
		source, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("`(Example\\w+)`").FindAllStringSubmatch(string(source), -1) {
			named++
			if !strings.Contains(examples.String(), "func "+m[1]+"()") {
				t.Errorf("%s names %s, which is no example", page, m[1])
			}
		}
	}
	if named < 10 {
		t.Errorf("%d examples are named", named)
	}
}
