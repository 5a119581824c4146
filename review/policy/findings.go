package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Finding is a rule that a resource breaks.
type Finding struct {
	// Path is the resource's construct: prod/Stateful/Database/Instance/Resource.
	Path string
	// Rule is what its packs call it: RDSInBackupPlan, CT.RDS.PR.14.
	Rule string
	// Packs are those that have the rule.
	Packs []Pack
	// What is what is wrong.
	What string
	// Fix is what to do about it.
	Fix string
}

// Error returns the finding in three lines: where and which rule, what is wrong, what to do.
func (f *Finding) Error() string {
	return fmt.Sprintf("%s: %s (%s)\n    %s\n    fix: %s", f.Path, f.Rule, join(f.Packs), f.What, f.Fix)
}

// Findings are what a review found, in the order of paths and rules.
type Findings []*Finding

// Error returns every finding, and how many there are.
func (f Findings) Error() string {
	var lines []string
	for _, finding := range f {
		lines = append(lines, finding.Error())
	}
	noun := "findings"
	if len(f) == 1 {
		noun = "finding"
	}
	return fmt.Sprintf("%s\n%d policy %s", strings.Join(lines, "\n"), len(f), noun)
}

// A list brings together what several packs say of one resource.
type list struct{ findings Findings }

func (l *list) add(path, rule string, pack Pack, what, fix string) {
	if own, ok := fixes[rule]; ok {
		fix = own
	}
	for _, f := range l.findings {
		if f.Path == path && f.Rule == rule {
			if !slices.Contains(f.Packs, pack) {
				f.Packs = append(f.Packs, pack)
			}
			return
		}
	}
	l.findings = append(l.findings, &Finding{path, rule, []Pack{pack}, what, fix})
}

func (l *list) sorted() Findings {
	slices.SortFunc(l.findings, func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule))
	})
	for _, f := range l.findings {
		slices.Sort(f.Packs)
	}
	return l.findings
}
