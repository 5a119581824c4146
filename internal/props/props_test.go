package props

import (
	"reflect"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

type kind string

type shared struct {
	Retries int `yaml:"retries" default:"3" range:"1,5"`
}

type nested struct {
	Days int    `yaml:"days" default:"90" range:"1,365"`
	Path string `yaml:"path"`
}

type rule struct {
	Weight int    `yaml:"weight" default:"10" range:"1,100"`
	Kind   kind   `yaml:"kind" oneof:"new old"`
	Logs   nested `yaml:"logs"`
}

type sample struct {
	Count  int      `yaml:"count" default:"2" range:"2,4"`
	Share  int      `yaml:"share" range:"-1,100"`
	Kind   kind     `yaml:"kind" default:"new" oneof:"new old none"`
	Names  []string `yaml:"names"`
	Rules  []rule   `yaml:"rules"`
	Ports  []int    `yaml:"ports" range:"1,65535"`
	Kinds  []kind   `yaml:"kinds" oneof:"new old"`
	On     bool     `yaml:"on"`
	Logs   nested   `yaml:"logs"`
	Shared shared   `yaml:",inline"`
	InGo   int      `yaml:"-" default:"7" range:"1,2"`
	Bare   int      `default:"7" range:"1,2"`
}

func TestDefaultFillsWhatIsEmpty(t *testing.T) {
	got := sample{}
	Default(&got)
	want := sample{Count: 2, Kind: "new", Logs: nested{Days: 90}, Shared: shared{Retries: 3}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the defaults are %+v, want %+v", got, want)
	}
}

func TestDefaultLeavesWhatIsGiven(t *testing.T) {
	given := sample{Count: 4, Kind: "old", Names: []string{"a"}, On: true, Logs: nested{Days: 1, Path: "/"}, Shared: shared{Retries: 5}}
	got := given
	Default(&got)
	if !reflect.DeepEqual(got, given) {
		t.Errorf("the defaults made %+v of %+v", got, given)
	}
}

func TestCheckPasses(t *testing.T) {
	for name, p := range map[string]sample{
		"what is empty":      {},
		"the least":          {Count: 2, Share: -1, Kind: "new", Logs: nested{Days: 1}, Shared: shared{Retries: 1}},
		"the greatest":       {Count: 4, Share: 100, Kind: "none", Logs: nested{Days: 365}, Shared: shared{Retries: 5}},
		"elements of lists":  {Rules: []rule{{}, {Weight: 100, Kind: "old"}}, Ports: []int{1, 65535}, Kinds: []kind{"new"}},
		"what only Go holds": {InGo: 99, Bare: 99},
	} {
		var problems problem.List
		Check(&p, &problems)
		if err := problems.Err(); err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for want, p := range map[string]sample{
		"count: 1 is out of range; use 2 to 4":                  {Count: 1},
		"count: 5 is out of range; use 2 to 4":                  {Count: 5},
		"share: -2 is out of range; use -1 to 100":              {Share: -2},
		"logs.days: 366 is out of range; use 1 to 365":          {Logs: nested{Days: 366}},
		"retries: 6 is out of range; use 1 to 5":                {Shared: shared{Retries: 6}},
		`kind: "newer" is not known; use new, old or none`:      {Kind: "newer"},
		"rules[1].weight: 101 is out of range; use 1 to 100":    {Rules: []rule{{Weight: 1}, {Weight: 101}}},
		`rules[0].kind: "none" is not known; use new or old`:    {Rules: []rule{{Kind: "none"}}},
		"rules[0].logs.days: 366 is out of range; use 1 to 365": {Rules: []rule{{Logs: nested{Days: 366}}}},
		"ports[1]: 0 is out of range; use 1 to 65535":           {Ports: []int{80, 0}},
		`kinds[1]: "none" is not known; use new or old`:         {Kinds: []kind{"old", "none"}},
		"count: 9 is out of range; use 2 to 4\n" +
			"logs.days: -1 is out of range; use 1 to 365": {Count: 9, Logs: nested{Days: -1}},
	} {
		var problems problem.List
		Check(&p, &problems)
		if err := problems.Err(); err == nil || err.Error() != want {
			t.Errorf("the error is %v, want %s", err, want)
		}
	}
}

func TestDefaultFillsElementsOfItsOwnLists(t *testing.T) {
	given := sample{Rules: []rule{{}, {Weight: 5}}}
	got := given
	Default(&got)
	want := []rule{{Weight: 10, Logs: nested{Days: 90}}, {Weight: 5, Logs: nested{Days: 90}}}
	if !reflect.DeepEqual(got.Rules, want) {
		t.Errorf("the defaults are %+v, want %+v", got.Rules, want)
	}
	if !reflect.DeepEqual(given.Rules, []rule{{}, {Weight: 5}}) {
		t.Errorf("the caller's list became %+v", given.Rules)
	}
}

// A tag that cannot be read is a mistake in this module, which the first test of the construct finds.
func TestTagsThatCannotBeReadPanic(t *testing.T) {
	for name, call := range map[string]func(){
		"a default that is no number": func() {
			Default(&struct {
				A int `yaml:"a" default:"two"`
			}{})
		},
		"a default of a list": func() {
			Default(&struct {
				A []string `yaml:"a" default:"two"`
			}{})
		},
		"a range without a start": func() { Range("x,2") },
		"a range without an end":  func() { Range("2") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("there is no panic")
				}
			}()
			call()
		})
	}
}

func TestEither(t *testing.T) {
	for want, choices := range map[string][]string{
		"":          nil,
		"a":         {"a"},
		"a or b":    {"a", "b"},
		"a, b or c": {"a", "b", "c"},
	} {
		if got := Either(choices); got != want {
			t.Errorf("%v is %q, want %q", choices, got, want)
		}
	}
}

func TestNameAndInline(t *testing.T) {
	for field, want := range map[string]struct {
		name   string
		inline bool
	}{
		"Count":  {"count", false},
		"Shared": {",inline", true},
		"InGo":   {"", false},
		"Bare":   {"", false},
	} {
		f, _ := reflect.TypeFor[sample]().FieldByName(field)
		if got := Inline(f); got != want.inline {
			t.Errorf("Inline of %s is %v", field, got)
		}
		if got := Name(f); !want.inline && got != want.name {
			t.Errorf("the name of %s is %q, want %q", field, got, want.name)
		}
	}
}
