package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close() // removes what linking the CDK extracts
	os.Exit(code)
}

// folderOf writes files into a new folder.
func folderOf(t testing.TB, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// said returns problems as they are printed, without the folder.
func said(folder string, problems []*config.Problem) []string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, strings.TrimPrefix(p.Error(), folder+string(filepath.Separator)))
	}
	return lines
}

// refusesFiles fails the test unless loading the files gives exactly these problems and no environment.
func refusesFiles(t *testing.T, files map[string]string, want ...string) {
	t.Helper()
	folder := folderOf(t, files)
	environments, problems := config.Load(folder)
	if diff := cmp.Diff(want, said(folder, problems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if environments != nil {
		t.Errorf("%d environments beside the problems, want none", len(environments))
	}
}

// Files without a problem; the second may name zones.
const (
	good        = "web: {allowPlainHttp: true}\n"
	goodInTokyo = "region: ap-northeast-1\n" + good
)

func TestFolderHoldsEnvironmentsByName(t *testing.T) {
	environments, problems := config.Load(folderOf(t, map[string]string{
		"stg.yml":      good,
		"prod.yaml":    good,
		"a-1.yaml":     good,
		"schema.json":  "{}",
		"notes.txt":    "web:",
		"old.yaml.bak": "web:",
	}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var names []string
	for _, e := range environments {
		names = append(names, e.Name)
		if !e.Web.AllowPlainHTTP {
			t.Errorf("%s: the file was not read", e.Name)
		}
	}
	if diff := cmp.Diff([]string{"a-1", "prod", "stg"}, names); diff != "" {
		t.Errorf("environments (-want +got):\n%s", diff)
	}
}

func TestFolderWithoutEnvironments(t *testing.T) {
	folder := folderOf(t, map[string]string{"schema.json": "{}"})
	for name, c := range map[string]struct{ folder, want string }{
		"none in it": {folder, folder + ": no environments; add a file like prod.yaml"},
		"missing":    {folder + "/none", folder + "/none: no environments: no such file or directory"},
		"a file":     {folder + "/schema.json", folder + "/schema.json: no environments: not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			environments, problems := config.Load(c.folder)
			if len(environments) != 0 || len(problems) != 1 || problems[0].Error() != c.want {
				t.Errorf("got %v and %v, want %s", environments, problems, c.want)
			}
		})
	}
}

func TestFilesAreRefusedAsAWhole(t *testing.T) {
	t.Run("two for one environment", func(t *testing.T) {
		folder := folderOf(t, map[string]string{"prod.yaml": good, "prod.yml": "web: {}\n"})
		_, problems := config.Load(folder)
		if diff := cmp.Diff([]string{"prod.yml: environment prod is in " + folder + "/prod.yaml already; keep one of the files"}, said(folder, problems)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("folder with a file's name", func(t *testing.T) {
		folder := folderOf(t, map[string]string{"dev.yaml": good})
		if err := os.Mkdir(filepath.Join(folder, "prod.yaml"), 0o755); err != nil {
			t.Fatal(err)
		}
		_, problems := config.Load(folder)
		if diff := cmp.Diff([]string{"prod.yaml: is a directory"}, said(folder, problems)); diff != "" {
			t.Error(diff)
		}
	})
	const rule = " cannot be an environment's name; use small letters, digits and single hyphens, a letter first, 30 at most"
	for _, name := range []string{"Prod", "prod_1", "1prod", "prod-", "a--b", "", "p.q", strings.Repeat("a", 31)} {
		t.Run("named "+name, func(t *testing.T) {
			refusesFiles(t, map[string]string{name + ".yaml": good}, name+`.yaml: "`+name+`"`+rule)
		})
	}
	t.Run("named as long as allowed", func(t *testing.T) {
		if _, problems := config.Load(folderOf(t, map[string]string{strings.Repeat("a", 30) + ".yaml": good})); problems != nil {
			t.Error(problems)
		}
	})
}

func TestEveryProblemOfEveryFileComesAtOnce(t *testing.T) {
	refusesFiles(t, map[string]string{
		"Bad.yaml": "web: {allowPlainHttp: true, prot: 80}\n",
		"dev.yaml": "web: [\n",
		"prod.yaml": `region: tokyo
web:
  allowPlainHttp: true
  maxCapacity: 1
  port: eighty
network:
  cidr: 10.0.0.0/8
account: 1
`,
		"stg.yaml": good,
	},
		`Bad.yaml: "Bad" cannot be an environment's name; use small letters, digits and single hyphens, a letter first, 30 at most`,
		"Bad.yaml:1:29: web.prot: is not a key; did you mean port?",
		"dev.yaml:1:6: this is not YAML: sequence end token ']' not found",
		`prod.yaml:1:9: region: "tokyo" is not a Region; use one like ap-northeast-1`,
		"prod.yaml:4:16: web.maxCapacity: 1 is less than minCapacity 2; use 2 or more",
		`prod.yaml:5:9: web.port: "eighty" is a text; write a whole number`,
		"prod.yaml:7:9: network.cidr: 10.0.0.0/8: a VPC must be between /16 and /28",
		`prod.yaml:8:10: account: 1 is a number; put it in quotes: "1"`,
	)
}

// TestLoadFile reads one environment, whatever is wrong with those beside it.
func TestLoadFile(t *testing.T) {
	folder := folderOf(t, map[string]string{"dev.yaml": "web: 1\n", "prod.yaml": goodInTokyo, "a b.yaml": good})
	environment, problems := config.LoadFile(filepath.Join(folder, "prod.yaml"))
	if len(problems) > 0 || environment.Name != "prod" || environment.Region != "ap-northeast-1" {
		t.Errorf("environment is %+v with problems %v", environment, problems)
	}
	for _, name := range []string{"dev.yaml", "a b.yaml", "nowhere.yaml"} {
		if _, problems := config.LoadFile(filepath.Join(folder, name)); len(problems) != 1 || problems[0].File != filepath.Join(folder, name) {
			t.Errorf("problems of %s are %v", name, problems)
		}
	}
}
