// Command mutate changes the constructs in one place after the other and sees whether a test fails. A mutant that no test
// kills is behaviour that no test asserts, unless explained.yaml says why it is none. Run it in the repository's root:
// make mutate.
//
// All mutants are in one build, in copies of the sources that the go command's -overlay puts in their place; a number
// switches each on. So a mutant costs no build and no process, only the tests that reach it, up to the first that fails.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

type options struct {
	only    string
	of      string
	own     bool
	budget  time.Duration
	list    bool
	n       int
	seed    uint64
	workers int
}

func main() {
	var o options
	flag.StringVar(&o.only, "only", "", "the `paths` that mutants must be in, with commas between them, like constructs/webtier, in this order")
	flag.StringVar(&o.of, "of", "", "a `file` with the mutants to run, as an earlier run has told of them")
	flag.BoolVar(&o.own, "own", false, "try only the tests in files that are named after the construct: quicker, and stricter")
	flag.DurationVar(&o.budget, "budget", 0, "try tests of a mutant for about this long and no longer; 0 tries all")
	flag.BoolVar(&o.list, "list", false, "list the mutants and run none")
	flag.IntVar(&o.n, "n", 0, "run only this many, chosen at random")
	flag.Uint64Var(&o.seed, "seed", 1, "the seed of the choice")
	flag.IntVar(&o.workers, "workers", 4, "how many test processes run at once")
	flag.Parse()
	if err := mutate(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func mutate(o options) error {
	folder, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer func() {
		if err := os.RemoveAll(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	b := &build{folder: folder, overlay: map[string]string{}}
	mutants, err := b.enumerate()
	if err != nil {
		return err
	}
	selected, err := o.choose(mutants)
	if err != nil {
		return err
	}
	if o.list {
		for _, m := range selected {
			fmt.Println(m)
		}
		fmt.Println(len(selected), "mutants")
		return nil
	}
	explained, err := explanations(mutants)
	if err != nil {
		return err
	}
	if err := b.compile(); err != nil {
		return err
	}
	if err := os.MkdirAll(".tools", 0o755); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(".tools", "mutate.log"))
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // what is missing at its end is not missed
	r := &runner{mutants: map[int]mutantInfo{}, log: log, budget: o.budget, outcomes: map[int]outcome{}, kills: map[[2]string]int{}}
	// What is explained survives every test; that its own do not kill it is proof enough.
	own := func(m mutant) bool {
		return o.own || slices.ContainsFunc(explained, func(e explanation) bool { return e.of(m) })
	}
	if err := r.prepare(b.binaries, mutants, own); err != nil {
		return err
	}
	for _, m := range selected {
		r.queue = append(r.queue, m.id)
	}
	if err := r.run(o.workers); err != nil {
		return err
	}
	enough := 95.0 // percent
	if o.of != "" {
		enough = 0 // what a run has left over is what tests do not kill
	}
	return r.report(os.Stdout, selected, explained, enough)
}

// choose returns the mutants that the options select.
func (o options) choose(mutants []mutant) ([]mutant, error) {
	named, err := o.named()
	if err != nil {
		return nil, err
	}
	var selected []mutant
	for path := range strings.SplitSeq(o.only, ",") {
		for _, m := range mutants {
			if strings.HasPrefix(m.file, path) && (o.of == "" || named[m.name()]) {
				selected = append(selected, m)
			}
		}
	}
	if o.n > 0 && o.n < len(selected) {
		random := rand.New(rand.NewPCG(o.seed, 0))
		random.Shuffle(len(selected), func(i, j int) { selected[i], selected[j] = selected[j], selected[i] })
		selected = selected[:o.n]
		slices.SortFunc(selected, func(a, b mutant) int { return a.id - b.id })
	}
	return selected, nil
}

// told is a line in which a run tells of a mutant. What is told besides comes after the text.
var told = regexp.MustCompile(`(constructs/\S+\.go):\d+: (.*?)(?: \(no test reaches it\))?$`)

// named are the names of the mutants in the file of the options.
func (o options) named() (map[string]bool, error) {
	if o.of == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.of)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if found := told.FindStringSubmatch(strings.TrimSpace(line)); found != nil {
			named[found[1]+": "+found[2]] = true
		}
	}
	return named, nil
}
