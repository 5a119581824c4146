package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
)

// figures are what a package's mutants come to.
type figures struct {
	mutants, killed, asserted int
}

func (f figures) String() string {
	return fmt.Sprintf("%5d mutants  %5d killed (%5.1f %%)  %5d by assertions (%5.1f %%)", f.mutants, f.killed, percent(f.killed, f.mutants), f.asserted, percent(f.asserted, f.mutants))
}

func percent(part, whole int) float64 {
	return 100 * float64(part) / float64(max(whole, 1))
}

// report writes the figures and the survivors, and returns an error when one is not explained or less than enough percent are
// killed.
func (r *runner) report(out io.Writer, selected []mutant, explained []explanation, enough float64) error {
	perPackage := map[string]figures{}
	var all figures
	var unexplained int
	used := make([]bool, len(explained))
	count := func(f figures, o outcome) figures {
		f.mutants++
		if o.killer != "" {
			f.killed++
			if !comparing.MatchString(o.killer) {
				f.asserted++
			}
		}
		return f
	}
	for _, m := range selected {
		o := r.outcomes[m.id]
		all = count(all, o)
		folder := filepath.Dir(m.file)
		perPackage[folder] = count(perPackage[folder], o)
		switch {
		case o.killer != "" && comparing.MatchString(o.killer):
			fmt.Fprintf(out, "killed by %s only: %s\n", o.killer, m)
		case o.killer == "":
			i := slices.IndexFunc(explained, func(e explanation) bool { return e.of(m) })
			if i >= 0 {
				used[i] = true
				fmt.Fprintf(out, "survives: %s\n    because %s\n", m, explained[i].Why)
				continue
			}
			unexplained++
			reached := ""
			if len(r.mutants[m.id].tests) == 0 {
				reached = " (no test reaches it)"
			}
			fmt.Fprintf(out, "SURVIVES, and nothing explains it: %s%s\n", m, reached)
		}
	}
	idle := 0
	for i, e := range explained {
		if !used[i] && slices.ContainsFunc(selected, e.of) {
			idle++
			fmt.Fprintf(out, "explained, but killed: %s: %s: %s\n", e.File, e.In, e.Mutant)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(perPackage)) {
		fmt.Fprintf(out, "%-22s %s\n", folder, perPackage[folder])
	}
	fmt.Fprintf(out, "%-22s %s\n", "all", all)
	fmt.Fprintf(out, "%d survivors, %d of them explained\n", all.mutants-all.killed, all.mutants-all.killed-unexplained)
	switch {
	case unexplained > 0:
		return fmt.Errorf("%d survivors are not explained: write a test, or a reason into test/mutate/%s", unexplained, explainedFile)
	case idle > 0:
		return fmt.Errorf("%d explanations explain nothing; take them out of test/mutate/%s", idle, explainedFile)
	case percent(all.killed, all.mutants) < enough:
		return fmt.Errorf("%.1f %% are killed, less than %.0f %%", percent(all.killed, all.mutants), enough)
	}
	return nil
}
