package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/evenkeel-cdk/evenkeel/test/mutate/toggle"
)

// comparing are the tests that compare with a file which a target of the Makefile writes anew: they tell that something
// has changed, not that it is wrong.
var comparing = regexp.MustCompile(`^Test(Golden|Identity|SchemaIsCurrent|ReferenceIsCurrent)$`)

// An outcome is what became of a mutant.
type outcome struct {
	killer string // the test that failed; empty for a survivor
	how    string // what happened, other than a failure
}

// A runner runs mutants against the tests that reach them.
type runner struct {
	mutants map[int]mutantInfo
	log     *os.File
	budget  time.Duration // of the tests of one mutant; 0 is without bounds

	lock     sync.Mutex
	queue    []int
	total    int
	outcomes map[int]outcome
	// How many mutants of a file each test has killed: it may well kill the next.
	kills map[[2]string]int
}

type mutantInfo struct {
	mutant
	tests []recorded
	alone bool // it is active before the first test, so it needs a process to itself
}

// prepare records what the tests reach. A mutant for which own says so meets the construct's own tests only.
func (r *runner) prepare(binaries []*binary, mutants []mutant, own func(mutant) bool) error {
	atStart := map[int]bool{}
	tests := map[int][]recorded{}
	for _, b := range binaries {
		start, all, err := b.record(r.log)
		if err != nil {
			return err
		}
		for _, n := range start {
			atStart[n] = true
		}
		for _, t := range all {
			for _, n := range t.reached {
				tests[n] = append(tests[n], t)
			}
		}
	}
	// What package variables are made of may matter to every test of the package.
	ofPackage := map[string][]recorded{}
	for _, m := range mutants {
		folder := filepath.Dir(m.file)
		for _, t := range tests[m.id] {
			if !slices.ContainsFunc(ofPackage[folder], t.is) {
				ofPackage[folder] = append(ofPackage[folder], t)
			}
		}
	}
	for _, m := range mutants {
		info := mutantInfo{mutant: m, tests: tests[m.id], alone: atStart[m.id]}
		if info.alone {
			info.tests = ofPackage[filepath.Dir(m.file)]
		}
		if own(m) {
			info.tests = slices.DeleteFunc(slices.Clone(info.tests), func(t recorded) bool { return !t.belongsTo(m.file) })
		}
		r.mutants[m.id] = info
	}
	return nil
}

// belongsTo reports whether a test is in a file that is named after the construct of a file.
func (t recorded) belongsTo(file string) bool {
	construct := filepath.Base(filepath.Dir(file))
	return slices.Contains(strings.Split(strings.TrimSuffix(t.file, "_test.go"), "_"), construct)
}

// isAbout reports whether a test is in a file that has a subject in common with a file of its construct, by their names:
// webtier_classic_test.go is about webtier/classicloadbalancer.go.
func (t recorded) isAbout(file string) bool {
	const short = 4 // letters that mean nothing by themselves
	for subject := range strings.SplitSeq(strings.TrimSuffix(filepath.Base(file), ".go"), "_") {
		for _, word := range strings.Split(strings.TrimSuffix(t.file, "_test.go"), "_")[1:] {
			if len(word) >= short && len(subject) >= short && (strings.Contains(word, subject) || strings.Contains(subject, word)) {
				return true
			}
		}
	}
	return false
}

func (t recorded) is(other recorded) bool {
	return t.binary == other.binary && t.name == other.name
}

// run runs the mutants of the queue.
func (r *runner) run(workers int) error {
	r.total = len(r.queue)
	failures := make(chan error, workers)
	for range workers {
		go func() {
			for {
				batch := r.take()
				if len(batch) == 0 {
					failures <- nil
					return
				}
				if err := r.runBatch(batch); err != nil {
					failures <- err
					return
				}
			}
		}()
	}
	var failed error
	for range workers {
		if err := <-failures; err != nil {
			failed = err
		}
	}
	return failed
}

// take returns the next mutants for one process.
func (r *runner) take() []int {
	const most = 60 // the kernel keeps what every test makes
	r.lock.Lock()
	defer r.lock.Unlock()
	n := 0
	for n < min(most, len(r.queue)) && (n == 0 || !r.mutants[r.queue[n]].alone) {
		n++
		if r.mutants[r.queue[n-1]].alone {
			break
		}
	}
	batch := r.queue[:n]
	r.queue = r.queue[n:]
	return batch
}

// order puts first the construct's own tests, of them those about the file's subject, and of those what is likely to fail soon. It leaves out what
// is beyond the budget.
func (r *runner) order(info mutantInfo) []recorded {
	r.lock.Lock()
	defer r.lock.Unlock()
	sorted := slices.Clone(info.tests)
	slices.SortStableFunc(sorted, func(a, b recorded) int {
		if x, y := a.belongsTo(info.file), b.belongsTo(info.file); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		if x, y := a.isAbout(info.file), b.isAbout(info.file); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return int(a.took)/(1+r.kills[[2]string{info.file, a.name}]) - int(b.took)/(1+r.kills[[2]string{info.file, b.name}])
	})
	var total time.Duration
	for i, t := range sorted {
		if total += t.took; r.budget > 0 && total > r.budget {
			return sorted[:i+1]
		}
	}
	return sorted
}

// runBatch runs mutants against the tests of one binary after the other, until each is killed or has survived them all.
func (r *runner) runBatch(batch []int) error {
	left := map[*binary][]toggle.Work{}
	var binaries []*binary
	for _, n := range batch {
		byBinary := map[*binary]*toggle.Work{}
		for _, t := range r.order(r.mutants[n]) {
			if byBinary[t.binary] == nil {
				byBinary[t.binary] = &toggle.Work{Mutant: n}
			}
			if work := byBinary[t.binary]; comparing.MatchString(t.name) {
				work.Last = append(work.Last, t.name)
			} else {
				work.Tests = append(work.Tests, t.name)
			}
		}
		for b, work := range byBinary {
			if left[b] == nil {
				binaries = append(binaries, b)
			}
			left[b] = append(left[b], *work)
		}
	}
	// The binary with most work kills most.
	slices.SortFunc(binaries, func(a, b *binary) int { return len(b.tests) - len(a.tests) })
	for _, b := range binaries {
		open := slices.DeleteFunc(left[b], func(w toggle.Work) bool { return r.strong(w.Mutant) })
		if err := r.follow(b, open); err != nil {
			return err
		}
	}
	r.done(batch)
	return nil
}

// strong reports whether a mutant has been killed by a test that does not only compare.
func (r *runner) strong(n int) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	killer := r.outcomes[n].killer
	return killer != "" && !comparing.MatchString(killer)
}

// follow runs work in as many processes as it takes.
func (r *runner) follow(b *binary, work []toggle.Work) error {
	alone := false
	for len(work) > 0 {
		some, active := work, 0
		if alone || r.mutants[work[0].Mutant].alone {
			some = work[:1]
		}
		if r.mutants[work[0].Mutant].alone {
			active = work[0].Mutant
		}
		p, err := b.start(toggle.Plan{Work: some}, active, r.log)
		if err != nil {
			return err
		}
		finished, certain := r.watch(b, p, len(some) == 1)
		_ = p.command.Wait() // how it ended has been seen
		alone = !certain
		work = work[finished:]
	}
	return nil
}

// watch notes what a process says. It returns how many mutants are settled, and false when the next one must be run
// alone, because what happened may be due to those before it.
func (r *runner) watch(b *binary, p *process, alone bool) (finished int, certain bool) {
	const patience = time.Minute // for the start, and for a busy machine
	var running toggle.Line
	limit := patience
	for {
		line, ok, late := p.next(limit)
		switch {
		case late:
			r.settle(running.Mutant, outcome{running.Test, "took too long"})
			return finished + 1, true
		case !ok && running.Test == "":
			return finished, true
		case !ok && !alone:
			return finished, false
		case !ok:
			r.settle(running.Mutant, outcome{running.Test, "ended the process"})
			return finished + 1, true
		}
		switch line.Event {
		case toggle.Running:
			running = line
			limit = patience + 10*r.took(line.Mutant, b, line.Test)
			continue
		case toggle.Spoiled:
			if !alone {
				for range p.lines { // ends with the process
				}
				return finished, false
			}
			r.settle(line.Mutant, outcome{line.Test, "spoiled the process"})
		case toggle.Killed:
			r.settle(line.Mutant, outcome{killer: line.Test})
		case toggle.Survived:
			r.settle(line.Mutant, outcome{})
		}
		finished++
		running = toggle.Line{}
	}
}

func (r *runner) took(n int, b *binary, test string) time.Duration {
	for _, t := range r.mutants[n].tests {
		if t.is(recorded{binary: b, name: test}) {
			return t.took
		}
	}
	return 0
}

// settle notes an outcome; a survivor of one binary stays killed by another.
func (r *runner) settle(n int, o outcome) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if o.killer == "" {
		return
	}
	r.outcomes[n] = o
	r.kills[[2]string{r.mutants[n].file, o.killer}]++
}

func (r *runner) done(batch []int) {
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, n := range batch {
		if _, ok := r.outcomes[n]; !ok {
			r.outcomes[n] = outcome{}
			fmt.Fprintln(os.Stderr, "survives:", r.mutants[n].mutant)
		}
	}
	fmt.Fprintf(os.Stderr, "%d of %d mutants\n", len(r.outcomes), r.total)
}
