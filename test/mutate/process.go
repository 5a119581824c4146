package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/evenkeel-cdk/evenkeel/test/mutate/toggle"
)

// A process is a run of a test binary.
type process struct {
	command *exec.Cmd
	lines   chan toggle.Line
}

// start runs a plan, with a mutant that is active from the start, or 0. What the tests say goes to a log.
func (b *binary) start(plan toggle.Plan, active int, log *os.File) (*process, error) {
	encoded, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(filepath.Dir(b.path), "plan")
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(encoded); err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	c := exec.Command(b.path)
	c.Dir = b.folder
	// The validator costs seconds for each process; with the variable set, the tests do not start anew to turn it off.
	c.Env = append(os.Environ(), "TMPDIR="+filepath.Dir(b.path), "CDK_VALIDATION=false", toggle.PlanVariable+"="+file.Name(), toggle.Variable+"="+strconv.Itoa(active))
	c.Stderr = log
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	p := &process{c, make(chan toggle.Line)}
	go func() {
		defer close(p.lines)
		scanner := bufio.NewScanner(out)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			var line toggle.Line
			if json.Unmarshal(scanner.Bytes(), &line) == nil { // the start may say something else
				p.lines <- line
			}
		}
	}()
	return p, nil
}

// next returns what the process says next; it ends the process and returns false when that takes too long. At the end,
// it returns false as well.
func (p *process) next(limit time.Duration) (line toggle.Line, ok, late bool) {
	select {
	case line, ok = <-p.lines:
		return line, ok, false
	case <-time.After(limit):
		_ = p.command.Process.Kill()
		for range p.lines { // ends when the process has
		}
		return toggle.Line{}, false, true
	}
}

// record runs every test of a binary without a mutant.
func (b *binary) record(log *os.File) (start []int, tests []recorded, err error) {
	const limit = 10 * time.Minute
	p, err := b.start(toggle.Plan{Record: b.tests}, 0, log)
	if err != nil {
		return nil, nil, err
	}
	for {
		line, ok, late := p.next(limit)
		switch {
		case late:
			return nil, nil, fmt.Errorf("%s: a test takes longer than %s", b.folder, limit)
		case !ok:
			if err := p.command.Wait(); err != nil || len(tests) != len(b.tests) {
				return nil, nil, fmt.Errorf("%s: %d of %d tests ran without a mutant: %w; see %s", b.folder, len(tests), len(b.tests), err, log.Name())
			}
			return start, tests, nil
		case line.Event == toggle.Red:
			_ = p.command.Process.Kill()
			return nil, nil, fmt.Errorf("%s: %s fails without a mutant; see %s", b.folder, line.Test, log.Name())
		case line.Test == "":
			start = line.Reached
		default:
			tests = append(tests, recorded{b, line.Test, b.files[line.Test], line.Took, line.Reached})
		}
	}
}

// recorded is what is known of a test.
type recorded struct {
	binary  *binary
	name    string
	file    string
	took    time.Duration
	reached []int
}
