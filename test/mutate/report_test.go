package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func someMutants() []mutant {
	return []mutant{
		{1, "constructs/a/a.go", 7, "New", "x left out"},
		{2, "constructs/a/a.go", 8, "New", "y left out"},
		{3, "constructs/b/b.go", 9, "New", "z left out"},
	}
}

func report(t *testing.T, outcomes map[int]outcome, explained ...explanation) (string, error) {
	t.Helper()
	r := &runner{mutants: map[int]mutantInfo{2: {tests: []recorded{{name: "TestA"}}}}, outcomes: outcomes}
	var out strings.Builder
	err := r.report(&out, someMutants(), explained, 60)
	return out.String(), err
}

func TestReport(t *testing.T) {
	because := explanation{"constructs/a/a.go", "New", "y left out", "it is the default"}
	killed := outcome{killer: "TestA"}
	got, err := report(t, map[int]outcome{1: {killer: "TestGolden"}, 3: killed}, because)
	if err != nil {
		t.Errorf("two of three are too few: %v", err)
	}
	want := `killed by TestGolden only: constructs/a/a.go:7: New: x left out
survives: constructs/a/a.go:8: New: y left out
    because it is the default
constructs/a               2 mutants      1 killed ( 50.0 %)      0 by assertions (  0.0 %)
constructs/b               1 mutants      1 killed (100.0 %)      1 by assertions (100.0 %)
all                        3 mutants      2 killed ( 66.7 %)      1 by assertions ( 33.3 %)
1 survivors, 1 of them explained
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
	_, err = report(t, map[int]outcome{1: killed}, because, explanation{"constructs/b/b.go", "New", "z left out", "it is the default"})
	wantError(t, err, "33.3 % are killed, less than 60 %")

	got, err = report(t, map[int]outcome{1: killed})
	wantError(t, err, "2 survivors are not explained: write a test, or a reason into test/mutate/explained.yaml")
	for _, line := range []string{
		"SURVIVES, and nothing explains it: constructs/a/a.go:8: New: y left out\n",
		"SURVIVES, and nothing explains it: constructs/b/b.go:9: New: z left out (no test reaches it)\n",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("the report is\n%s\nwithout\n%s", got, line)
		}
	}

	all := map[int]outcome{1: killed, 2: killed, 3: killed}
	if _, err := report(t, all); err != nil {
		t.Error(err)
	}
	_, err = report(t, all, because)
	wantError(t, err, "1 explanations explain nothing; take them out of test/mutate/explained.yaml")
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestExplanations(t *testing.T) {
	const good = "- {file: constructs/a/a.go, in: New, mutant: y left out, why: it is the default}\n"
	all, err := parseExplanations([]byte(good), someMutants())
	if err != nil || len(all) != 1 || !all[0].of(someMutants()[1]) || all[0].of(someMutants()[0]) {
		t.Errorf("%+v, %v", all, err)
	}
	_, err = parseExplanations([]byte(strings.Replace(good, "y left", "q left", 1)), someMutants())
	wantError(t, err, "explained.yaml explains what is no mutant: constructs/a/a.go: New: q left out")
	_, err = parseExplanations([]byte("- {file: constructs/a/a.go, in: New, mutant: y left out}\n"), someMutants())
	wantError(t, err, "constructs/a/a.go: New: y left out: nothing says why")
}

func TestChoose(t *testing.T) {
	choose := func(o options) []mutant {
		t.Helper()
		chosen, err := o.choose(someMutants())
		if err != nil {
			t.Fatal(err)
		}
		return chosen
	}
	if got := choose(options{only: "constructs/b"}); len(got) != 1 || got[0].id != 3 {
		t.Errorf("only constructs/b is %v", got)
	}
	if got := choose(options{only: "constructs/b,constructs/a"}); len(got) != 3 || got[0].id != 3 {
		t.Errorf("only constructs/b and constructs/a are %v", got)
	}
	two := choose(options{n: 2, seed: 1})
	if len(two) != 2 || two[0].id >= two[1].id || !cmp.Equal(two, choose(options{n: 2, seed: 1}), cmp.AllowUnexported(mutant{})) {
		t.Errorf("two at random are %v", two)
	}
	if got := choose(options{n: 9}); len(got) != 3 {
		t.Errorf("nine of three are %v", got)
	}
}

func TestChooseOfAnEarlierRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "told")
	earlier := "12 of 13 mutants\nsurvives: constructs/a/a.go:77: New: y left out\nSURVIVES, and nothing explains it: constructs/b/b.go:9: New: z left out (no test reaches it)\n"
	if err := os.WriteFile(file, []byte(earlier), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := options{of: file}.choose(someMutants())
	if err != nil || len(got) != 2 || got[0].id != 2 || got[1].id != 3 {
		t.Errorf("those of the file are %v (%v)", got, err)
	}
	if _, err := (options{of: file + "?"}).choose(someMutants()); err == nil {
		t.Error("a file that is not there is no error")
	}
}

func TestOwnTests(t *testing.T) {
	const file = "constructs/database/cluster.go"
	for name, want := range map[string]bool{"database_test.go": true, "policy_database_test.go": true, "databases_test.go": false, "webtier_use_test.go": false} {
		if got := (recorded{file: name}).belongsTo(file); got != want {
			t.Errorf("a test of %s belongs to %s: %v", name, file, got)
		}
	}
}

func TestBudget(t *testing.T) {
	own, other := "database_test.go", "webtier_test.go"
	tests := []recorded{{name: "Slow", file: own, took: 9}, {name: "Other", file: other, took: 1}, {name: "Quick", file: own, took: 2}}
	for budget, want := range map[time.Duration]int{0: 3, 1: 1, 2: 2, 11: 3} {
		r := &runner{budget: budget}
		got := r.order(mutantInfo{mutant: mutant{file: "constructs/database/a.go"}, tests: tests})
		if len(got) != want || got[0].name != "Quick" || len(got) > 1 && got[1].name != "Slow" {
			t.Errorf("within %d are %v", budget, got)
		}
	}
}

func TestSubjects(t *testing.T) {
	const file = "constructs/webtier/classicloadbalancer.go"
	for name, want := range map[string]bool{"webtier_classic_test.go": true, "webtier_loadbalancer_test.go": true, "webtier_test.go": false, "webtier_drain_test.go": false} {
		if got := (recorded{file: name}).isAbout(file); got != want {
			t.Errorf("a test of %s is about %s: %v", name, file, got)
		}
	}
	if (recorded{file: "webtier_log_test.go"}).isAbout("constructs/webtier/log.go") {
		t.Error("a short word is a subject")
	}
}
