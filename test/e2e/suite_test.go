package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// A suite is one run: the accounts, what was in them, and what the endpoint cannot do.
type suite struct {
	ctx       context.Context
	dev, prod *account
	third     *account // three-tier's, or nil when it is left out
	gaps      gaps
	real      bool   // AWS itself
	temp      string // for configuration files and assemblies

	shipped  settings // as they are shipped, but for the accounts, the certificate and a tag
	assembly string   // of the shipped settings
	bigger   settings // the same, with more capacity

	origin, before map[*account]inventory // before everything, and before the deployment
	undo           []func(context.Context) error
}

func (s *suite) accounts() []*account {
	if s.third == nil {
		return []*account{s.dev, s.prod}
	}
	return []*account{s.dev, s.prod, s.third}
}

// begin opens the accounts, or stops where a run could cost what nobody has agreed to, or harm what it has not made.
func begin(t *testing.T) *suite {
	t.Helper()
	if err := mayStart(os.Getenv); err != nil {
		t.Fatal(err)
	}
	real := realAWS(os.Getenv)
	s := &suite{real: real, gaps: gaps{real: real}, temp: t.TempDir(), origin: map[*account]inventory{}, before: map[*account]inventory{}}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	t.Cleanup(stop)
	s.ctx = ctx
	if deadline, ok := t.Deadline(); ok { // leaves a quarter of the time to clean up
		ctx, cancel := context.WithDeadline(s.ctx, deadline.Add(-time.Until(deadline)/4))
		t.Cleanup(cancel)
		s.ctx = ctx
	}
	s.open(t)
	t.Cleanup(func() { s.end(t) })
	return s
}

// open assumes the roles and takes stock.
func (s *suite) open(t *testing.T) {
	t.Helper()
	ids, err := accountIDs(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	shipped := must(shippedSettings(slices.Sorted(maps.Keys(ids))...))(t)
	role := or(os.Getenv("E2E_ROLE"), "Admin")
	for environment, opened := range map[string]**account{"dev": &s.dev, "prod": &s.prod, threeTier: &s.third} {
		if ids[environment] == "" {
			s.gaps.add(t, "the environment "+environment+": E2E_THREE_TIER_ACCOUNT names no account for it")
			continue
		}
		*opened = must(openAccount(s.ctx, environment, ids[environment], must(shipped.value(environment, "region"))(t), role))(t)
	}
	for _, a := range s.accounts() {
		s.refuseStrangers(t, a)
		s.origin[a] = must(a.take(s.ctx))(t)
	}
	s.shipped = shipped
}

// refuseStrangers stops before a system that is there already is changed and destroyed.
func (s *suite) refuseStrangers(t *testing.T, a *account) {
	t.Helper()
	var there []string
	for _, name := range a.stackNames() {
		if must(a.stack(s.ctx, name))(t) != nil {
			there = append(there, name)
		}
	}
	vpcs := must(a.take(s.ctx))(t).of("VPC")
	var left bool
	for _, vpc := range vpcs {
		left = left || ours(vpc)
	}
	switch {
	case os.Getenv("E2E_SWEEP") == "yes" && (len(there) == 0 || left):
		if err := a.sweep(s.ctx); err != nil {
			t.Fatal(err)
		}
	case len(there) > 0 && left:
		t.Fatalf("account %s still has %v from a run that was cut off, or has one under way; E2E_SWEEP=yes removes what it left", a.id, there)
	case len(there) > 0:
		t.Fatalf("account %s has the stacks %v, which this suite has not made and would destroy; use another account", a.id, there)
	}
}

// prepare writes the settings that are deployed: the shipped ones with other accounts, a certificate that is there, and a
// tag that says whose everything is.
func (s *suite) prepare(t *testing.T) {
	t.Helper()
	for _, a := range s.accounts() {
		s.shipped = must(s.shipped.with(a.environment, set("account", `"`+a.id+`"`), add("", "tags: {Purpose: "+purpose+"}")))(t)
	}
	s.delegate(t, s.prod)
	s.certify(t, s.prod, os.Getenv("E2E_CERTIFICATE_ARN"))
	if s.third != nil {
		s.certify(t, s.third, os.Getenv("E2E_THREE_TIER_CERTIFICATE_ARN"))
	}
	s.bigger = must(s.shipped.with("prod", set("maxCapacity", "6")))(t)
}

// certify puts a certificate into an environment's settings, and into its account unless the caller has one.
func (s *suite) certify(t *testing.T, a *account, certificate string) {
	t.Helper()
	if certificate == "" {
		certificate = must(a.importCertificate(s.ctx))(t)
		s.undo = append(s.undo, func(ctx context.Context) error { return a.deleteCertificate(ctx, certificate) })
	}
	change := set("certificateArn", certificate)
	if _, err := s.shipped.value(a.environment, "certificateArn"); err != nil { // the file has a domain make one
		change = add("web", "certificateArn: "+certificate)
	}
	s.shipped = must(s.shipped.with(a.environment, change))(t)
}

// delegate gives the account a hosted zone, and the environment's domain a name in it.
func (s *suite) delegate(t *testing.T, a *account) {
	t.Helper()
	id := must(a.createZone(s.ctx))(t)
	s.undo = append(s.undo, func(ctx context.Context) error { return a.deleteZone(ctx, id) })
	s.shipped = must(s.shipped.with(a.environment,
		set("domain.zone", zoneName), set("domain.hostedZoneId", id), set("domain.redirects", "[www."+zoneName+"]"),
	))(t)
}

// synthesize returns the assembly of some settings.
func (s *suite) synthesize(t *testing.T, name string, all settings) (assembly string) {
	t.Helper()
	config := filepath.Join(s.temp, name)
	if err := os.Mkdir(config, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := all.write(config); err != nil {
		t.Fatal(err)
	}
	assembly = filepath.Join(s.temp, name+".assembly")
	if err := synthesize(s.ctx, t, s.prod, config, assembly); err != nil {
		t.Fatal(err)
	}
	return assembly
}

// bootstrap prepares the accounts, and remembers whether it was this run that did.
func (s *suite) bootstrap(t *testing.T) {
	t.Helper()
	for _, a := range s.accounts() {
		if must(a.stack(s.ctx, toolkit))(t) == nil {
			s.undo = append(s.undo, a.removeToolkit)
		}
		if err := bootstrap(s.ctx, t, a); err != nil {
			t.Fatal(err)
		}
		s.before[a] = must(a.take(s.ctx))(t)
	}
}

// system is what the deployment has put into an account.
func (s *suite) system(t *testing.T, a *account) inventory {
	t.Helper()
	return must(a.take(s.ctx))(t).without(s.before[a])
}

// end leaves the accounts as they were, whatever has happened, and tells what could not be asserted.
func (s *suite) end(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	if deadline, ok := t.Deadline(); ok {
		limited, cancel := context.WithDeadline(ctx, deadline.Add(-10*time.Second))
		defer cancel()
		ctx = limited
	}
	failures := s.each(func(a *account) error { return a.sweep(ctx) })
	for _, undo := range s.undo {
		failures = errors.Join(failures, undo(ctx))
	}
	for _, a := range s.accounts() {
		failures = errors.Join(failures, s.nothingLeft(ctx, t, a))
	}
	if failures != nil {
		t.Errorf("cleaning up: %v", failures)
	}
	s.gaps.tell(t)
}

// each works in the accounts side by side.
func (s *suite) each(work func(*account) error) error {
	var done sync.WaitGroup
	failures := make([]error, len(s.accounts()))
	for i, a := range s.accounts() {
		done.Go(func() { failures[i] = work(a) })
	}
	done.Wait()
	return errors.Join(failures...)
}

// nothingLeft compares an account with what it was before the run.
func (s *suite) nothingLeft(ctx context.Context, t *testing.T, a *account) (failures error) {
	t.Helper()
	now, err := a.take(ctx)
	if err != nil {
		return err
	}
	for _, left := range now.without(s.origin[a]) {
		switch {
		case left.kind == "LogGroup" && left.id == osMetrics:
			failures = errors.Join(failures, a.remove(ctx, left))
		case left.kind == "DBAutomatedBackup" && left.fields["DbiResourceId"] == "":
			s.gaps.note(t, "retained automated backups can be removed", "tell the id to do so by")
		default:
			failures = errors.Join(failures, fmt.Errorf("account %s: %s is left behind", a.id, left))
		}
	}
	return failures
}
