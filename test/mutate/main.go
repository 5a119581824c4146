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
	"slices"
	"strings"
)

type options struct {
	only    string
	list    bool
	n       int
	seed    uint64
	workers int
}

func main() {
	var o options
	flag.StringVar(&o.only, "only", "", "the `paths` that mutants must be in, with commas between them, like constructs/webtier")
	flag.BoolVar(&o.list, "list", false, "list the mutants and run none")
	flag.IntVar(&o.n, "n", 0, "run only this many, chosen at random")
	flag.Uint64Var(&o.seed, "seed", 1, "the seed of the choice")
	flag.IntVar(&o.workers, "workers", 2, "how many test processes run at once")
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
	selected := o.choose(mutants)
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
	r := &runner{mutants: map[int]mutantInfo{}, log: log, outcomes: map[int]outcome{}, kills: map[[2]string]int{}}
	if err := r.prepare(b.binaries, mutants); err != nil {
		return err
	}
	for _, m := range selected {
		r.queue = append(r.queue, m.id)
	}
	if err := r.run(o.workers); err != nil {
		return err
	}
	return r.report(os.Stdout, selected, explained)
}

// choose returns the mutants that the options select.
func (o options) choose(mutants []mutant) []mutant {
	var selected []mutant
	for _, m := range mutants {
		if slices.ContainsFunc(strings.Split(o.only, ","), func(path string) bool { return strings.HasPrefix(m.file, path) }) {
			selected = append(selected, m)
		}
	}
	if o.n > 0 && o.n < len(selected) {
		random := rand.New(rand.NewPCG(o.seed, 0))
		random.Shuffle(len(selected), func(i, j int) { selected[i], selected[j] = selected[j], selected[i] })
		selected = selected[:o.n]
		slices.SortFunc(selected, func(a, b mutant) int { return a.id - b.id })
	}
	return selected
}
