// Command simulate tells how the web servers of an environment would follow a load before anything is deployed, and draws it:
//
//	go run ./cmd/simulate -config config/prod.yaml -load docs/simulate.csv -carries 250 -out scaling.svg
//
// It synthesizes the environment as a deployment would and reads the scaling settings from the templates. In place of
// -config it takes a folder of templates, whichever CDK app they come from:
//
//	go run ./cmd/simulate -load docs/simulate.csv -carries 250 cdk.out/assembly-prod
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // scheduled actions name time zones, and not every machine knows them

	"github.com/evenkeel-cdk/evenkeel/internal/kernel"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/simulate"
	"github.com/evenkeel-cdk/evenkeel/review/simulate/chart"
)

func main() {
	code, done := again()
	if !done {
		code = run(os.Args[1:], os.Stdout, os.Stderr)
	}
	kernel.Close()
	os.Exit(code)
}

// A request is what the command line asks for.
type request struct {
	config, folder string // one of them
	load, out      string
	group          string
	carries, idle  float64
	start, ready   *time.Duration // nil is what the templates say
	day            time.Time
	events         bool
}

// run writes the summary to stdout and the picture to its file, or says on stderr what is wrong.
func run(args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if problem := recover(); problem != nil { // what the CDK has to say about an environment
			fmt.Fprintf(stderr, "nothing was simulated: %v\n", problem)
			code = 1
		}
	}()
	r, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = r.answer(stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (request, error) {
	var r request
	var date, zone string
	var start, ready time.Duration
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&r.config, "config", "", "the environment's `file`, such as config/prod.yaml; or give a folder of templates")
	flags.StringVar(&r.load, "load", "", "the load: a CSV `file` with the columns time and load, in requests per second")
	flags.Float64Var(&r.carries, "carries", 0, "how many `requests` per second keep one server at 100 % CPU")
	flags.Float64Var(&r.idle, "idle", 0, "the CPU of a server without load, in `percent`")
	flags.DurationVar(&start, "start", 0, "how `long` a server takes until it is in service (default 1m)")
	flags.DurationVar(&ready, "ready", 0, "how `long` it then takes until it carries its share (default the rest of the warm-up)")
	flags.StringVar(&r.group, "group", "", "the Auto Scaling group, by the beginning of its logical `id`, where there are several")
	flags.StringVar(&zone, "zone", "UTC", "the time `zone` of a load that has only times of day, such as Asia/Tokyo")
	flags.StringVar(&date, "date", "2024-01-01", "the `day` of such a load; that one is a Monday")
	flags.StringVar(&r.out, "out", "", "where to draw it: an SVG `file`")
	flags.BoolVar(&r.events, "events", false, "list what the alarms and policies do")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(stderr, "usage: simulate -load file -carries requests [more flags] -config file | folder")
			flags.SetOutput(stderr)
			flags.PrintDefaults()
		}
		return r, err
	}
	flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "start":
			r.start = &start
		case "ready":
			r.ready = &ready
		}
	})
	r.folder = flags.Arg(0)
	location, err := time.LoadLocation(zone)
	if err != nil {
		return r, fmt.Errorf("-zone: %q is no time zone", zone)
	}
	if r.day, err = time.ParseInLocation(time.DateOnly, date, location); err != nil {
		return r, fmt.Errorf("-date: %q is no day such as 2024-01-01", date)
	}
	switch {
	case flags.NArg() > 1:
		return r, fmt.Errorf("one folder of templates at a time, and its name last; there are %s", strings.Join(flags.Args(), " "))
	case (r.config == "") == (r.folder == ""):
		return r, fmt.Errorf("what to simulate? give either -config config/prod.yaml or a folder of templates, such as cdk.out/assembly-prod")
	case r.load == "":
		return r, fmt.Errorf("under which load? give -load with a CSV file that has the columns time and load")
	case r.carries <= 0:
		return r, fmt.Errorf("what does a server carry? give -carries with the requests per second that keep one at 100 %% CPU, as a load test finds")
	}
	return r, nil
}

// answer simulates and writes.
func (r request) answer(stdout io.Writer) error {
	load, err := r.readLoad()
	if err != nil {
		return err
	}
	name, templates, err := r.readTemplates()
	if err != nil {
		return err
	}
	group, err := r.choose(simulate.FromAssembly(templates))
	if err != nil {
		return err
	}
	settings := group.Settings
	if r.start != nil {
		settings.StartSeconds = int(*r.start / time.Second)
		settings.ReadySeconds = max(0, settings.WarmupSeconds-settings.StartSeconds)
	}
	if r.ready != nil {
		settings.ReadySeconds = int(*r.ready / time.Second)
	}
	result, err := simulate.Run(settings, load)
	if err != nil {
		return fmt.Errorf("%s: %w", group.Resource, err)
	}
	r.report(stdout, group, result)
	if r.out == "" {
		return nil
	}
	var svg bytes.Buffer
	if err := chart.Draw(&svg, name+": "+result.Summary().Verdict()[0], result); err != nil {
		return err
	}
	return os.WriteFile(r.out, svg.Bytes(), 0o644)
}

func (r request) report(stdout io.Writer, group simulate.Group, result *simulate.Result) {
	s := result.Settings
	fmt.Fprintf(stdout, "%s: %d to %d servers, each carries %g requests per second\n", group.Resource, s.Min, s.Max, r.carries)
	fmt.Fprint(stdout, result.Summary())
	fmt.Fprintf(stdout, "taken: a server is in service %d s after its start, carries its share %d s later, and counts after %d s\n", s.StartSeconds, s.ReadySeconds, s.WarmupSeconds)
	for _, unread := range group.Unread {
		fmt.Fprintf(stdout, "not simulated: %s\n", unread)
	}
	if r.events {
		for _, event := range result.Events {
			fmt.Fprintln(stdout, event)
		}
	}
}

func (r request) readLoad() (simulate.Load, error) {
	file, err := os.ReadFile(r.load)
	if err != nil {
		return simulate.Load{}, err
	}
	load, err := simulate.ReadCSV(bytes.NewReader(file), r.day)
	if err != nil {
		return load, fmt.Errorf("%s: %s", r.load, strings.ReplaceAll(err.Error(), "\n", "\n"+r.load+": "))
	}
	load.PerServer, load.IdleCPU = r.carries, r.idle
	return load, nil
}

// readTemplates returns the environment's name and its templates.
func (r request) readTemplates() (string, *assembly.Assembly, error) {
	folder := r.folder
	if r.config != "" {
		work, err := os.MkdirTemp("", "simulate")
		if err != nil {
			return "", nil, err
		}
		defer func() { _ = os.RemoveAll(work) }()
		if folder, err = synthesize(r.config, work); err != nil {
			return "", nil, err
		}
	}
	templates, err := assembly.Read(folder)
	return strings.TrimPrefix(filepath.Base(folder), "assembly-"), templates, err
}

// choose returns the only group, or the one that is asked for.
func (r request) choose(groups []simulate.Group) (simulate.Group, error) {
	var names []string
	for _, g := range groups {
		names = append(names, g.Resource.ID)
	}
	groups = slices.DeleteFunc(groups, func(g simulate.Group) bool { return !strings.HasPrefix(g.Resource.ID, r.group) })
	switch {
	case len(names) == 0:
		return simulate.Group{}, fmt.Errorf("the templates have no Auto Scaling group; cdk.out itself has none, its folders assembly-… do")
	case len(groups) != 1:
		return simulate.Group{}, fmt.Errorf("which group? give -group with the beginning of one of %s", strings.Join(names, ", "))
	}
	return groups[0], nil
}
