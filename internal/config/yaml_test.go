package config_test

import (
	"strings"
	"testing"
)

// A badFile is the content of prod.yaml and what is wrong with it: line, column, field and message.
type badFile struct {
	name, source string
	want         []string
}

func refusesEach(t *testing.T, cases []badFile) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Helper()
			var want []string
			for _, w := range c.want {
				want = append(want, "prod.yaml:"+w)
			}
			refusesFiles(t, map[string]string{"prod.yaml": c.source}, want...)
		})
	}
}

const (
	emptyFile   = "1:1: the file is empty; write down at least web.certificateArn, or web.allowPlainHttp: true"
	noPlainText = "this line is not plain text; save the file in UTF-8, without control characters"
)

func TestFilesThatAreNoEnvironment(t *testing.T) {
	refusesEach(t, []badFile{
		{"empty", "", []string{emptyFile}},
		{"only comments", "# nothing\n\n# yet\n", []string{emptyFile}},
		{"only a separator", "---\n", []string{emptyFile}},
		{"only null", "~\n", []string{emptyFile}},
		{"a list", "- web\n- database\n", []string{"1:1: […] is a list; write keys and values"}},
		{"a text", "web\n", []string{`1:1: "web" is a text; write keys and values`}},
		{"a number", "\n\n5\n", []string{"1:1: 5 is a number; write keys and values"}},
		{"two documents", good + "---\n" + good, []string{"3:1: a second document; keep one environment in each file"}},
		{"too long", good + strings.Repeat("#\n", 32<<10), []string{"1:1: 65564 bytes are more than 65536; an environment needs far less"}},
	})
}

func TestFilesThatAreNotYAML(t *testing.T) {
	refusesEach(t, []badFile{
		{"tab", "web:\n\tport: 80\n", []string{"2:1: this is not YAML: a tab; indent with spaces"}},
		{"open brace", "region: a\nweb: {port: 80\n", []string{"2:6: this is not YAML: could not find flow mapping end token '}'"}},
		{"open bracket", "network:\n  zones: [a, b\nweb: {}\n", []string{"3:1: this is not YAML: ',' or ']' must be specified"}},
		{"open quotes", "region: \"tokyo\n" + good, []string{"1:9: this is not YAML: could not find end character of double-quoted text"}},
		{"indented too far", "web:\n  port: 80\n   minCapacity: 2\n", []string{"2:9: this is not YAML: the indentation does not match the lines around it, or a text with a colon needs quotes"}},
		{"reserved character", "region: @tokyo\n", []string{"1:9: this is not YAML: '@' is a reserved character"}},
		{"text after a mapping", good + "oops\n", []string{"2:1: this is not YAML: not a key and its value; put a space behind the colon"}},
		{"UTF-16", "\xff\xfew\x00e\x00b\x00", []string{"1:1: " + noPlainText}},
		{"another encoding", good + "region: caf\xe9\n", []string{"2:1: " + noPlainText}},
		{"escape sequence", good + "region: \x1b[31mtokyo\n", []string{"2:1: " + noPlainText}},
		{"NUL", "web: \x00\n", []string{"1:1: " + noPlainText}},
	})
}

func TestKeys(t *testing.T) {
	refusesEach(t, []badFile{
		{"unknown", "kubernetes: 3\n" + good, []string{"1:1: kubernetes: is not a key; docs/configuration.md lists those of the file"}},
		{"too short to guess", "w: 3\nfoo: 1\n" + good, []string{"1:1: w: is not a key; docs/configuration.md lists those of the file", "2:1: foo: is not a key; docs/configuration.md lists those of the file"}},
		{"a slip", "webb: {allowPlainHttp: true}\n", []string{"1:1: webb: is not a key; did you mean web?"}},
		{"wrong case", "web:\n  allowPlainHTTP: true\n", []string{"2:3: web.allowPlainHTTP: is not a key; did you mean allowPlainHttp?"}},
		{"all capitals", "web: {allowPlainHttp: true, MAXCAPACITY: 4}\n", []string{"1:29: web.MAXCAPACITY: is not a key; did you mean maxCapacity?"}},
		{"as like to one as to another", "web: {allowPlainHttp: true, scaling: {scaleUpBy: 1}}\n", []string{
			"1:39: web.scaling.scaleUpBy: is not a key; did you mean scaleInBy?",
		}},
		{
			"nested, and read on as what was meant",
			"web:\n  allowPlainHttp: true\n  scalling:\n    scaleOutAbov: 100\n",
			[]string{
				"3:3: web.scalling: is not a key; did you mean scaling?",
				"4:5: web.scaling.scaleOutAbov: is not a key; did you mean scaleOutAbove?",
				"4:19: web.scaling.scaleOutAbove: 100 is out of range; use 1 to 99",
			},
		},
		{
			"a slip beside what was meant",
			"web: {allowPlainHttp: true, prot: x, port: 0}\n",
			[]string{
				"1:29: web.prot: is not a key; did you mean port?",
				"1:44: web.port: 0 is out of range; use 1 to 65535",
			},
		},
		{"what only Go can hold", "web: {allowPlainHttp: true, vpc: x}\nstatefulScope: y\n", []string{"1:29: web.vpc: is not a key; docs/configuration.md lists those of web", "2:1: statefulScope: is not a key; docs/configuration.md lists those of the file"}},
		{"twice in a block", "region: tokyo\n" + good + "region: osaka\n", []string{"3:1: region: is given twice; line 1 has it too"}},
		{"twice in braces", "web: {allowPlainHttp: true, port: 80, port: 81}\n", []string{"1:39: web.port: is given twice; line 1 has it too"}},
		{"twice in a table", "tags:\n  a: x\n  a: y\n" + good, []string{"3:3: tags.a: is given twice; line 2 has it too"}},
		{"a number", "80: web\n" + good, []string{"1:1: 80: is not a key; docs/configuration.md lists those of the file"}},
		{"no word", "tags:\n  \"\": x\n  ~: x\n" + good, []string{
			"2:3: tags: this key is not a word; write one like key: value",
			"3:3: tags: this key is not a word; write one like key: value",
		}},
		{"an alias", "region: &r eu-west-1\n*r : x\n" + good, []string{"2:1: this key is not a word; write one like key: value"}},
		{"a question", "? web\n", []string{"1:1: this key is not a word; write one like key: value"}},
	})
}

func TestAnchorsAndMerging(t *testing.T) {
	refusesEach(t, []badFile{
		{"alias of nothing", "network: {zones: *z}\n" + good, []string{"1:18: network.zones: *z stands for nothing; put &z before the value that it repeats"}},
		{"alias of nothing in a list", "network: {zones: [ap-northeast-1a, *z]}\n" + goodInTokyo, []string{"1:36: network.zones[1]: *z stands for nothing; put &z before the value that it repeats"}},
		{"alias of nothing in a table", "tags: {a: *z}\n" + good, []string{"1:11: tags.a: *z stands for nothing; put &z before the value that it repeats"}},
		{"alias of nothing as the file", "*z\n", []string{"1:1: *z stands for nothing; put &z before the value that it repeats"}},
		{"alias before its anchor", "tags: {a: *z}\nregion: &z ap-northeast-1\n" + good, []string{"1:11: tags.a: *z stands for nothing; put &z before the value that it repeats"}},
		{"alias in its own anchor", "network: {zones: &z [*z]}\n" + goodInTokyo, []string{"1:21: network.zones[0]: […] is a list; write a text"}},
		{"anchor of its own alias", "region: &a !!str *a\n" + good, []string{"1:1: region: stands for itself; write the value out"}},
		{"alias of another kind", "tags: &t {a: b}\nregion: *t\n" + good, []string{"2:1: region: {…} is a mapping; write a text"}},
		{"merge at the top", "<<: {web: {allowPlainHttp: true}}\n", []string{"1:1: << is not supported; write the keys out"}},
		{
			"merge in a section",
			"defaults: &d {allowPlainHttp: true}\nweb:\n  <<: *d\n  port: 80\n",
			[]string{"1:1: defaults: is not a key; docs/configuration.md lists those of the file", "3:3: web: << is not supported; write the keys out"},
		},
		{"merge in a table", "tags: {<<: *t, a: b}\n" + good, []string{"1:8: tags: << is not supported; write the keys out"}},
	})
}
