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
	"strings"
	"sync"
	"testing"
	"time"
)

// A suite is one run: the accounts, what was in them, and what the endpoint cannot do.
type suite struct {
	ctx       context.Context
	dev, prod *account
	optional  []*account // those of the environments that are not left out
	edge      *account   // prod's in us-east-1, or nil when its page is not shown by itself
	cdn       []*account // prod's once more, in both Regions, for what is there after prod; none without edge
	gaps      gaps
	real      bool   // AWS itself
	temp      string // for configuration files and assemblies
	zone      zone   // of prod's names

	shipped  settings // as they are shipped, but for the accounts, the certificate and a tag
	assembly string   // of the shipped settings
	bigger   settings // the same, with more capacity

	origin, before map[*account]inventory // before everything, and before the deployment
	undo           []func(context.Context) error
}

// environments are the accounts in the Regions of the environments.
func (s *suite) environments() []*account {
	return append([]*account{s.dev, s.prod}, s.optional...)
}

// accounts are all of them, in the order in which they can be emptied: what is in us-east-1 has records in prod's zone.
func (s *suite) accounts() []*account {
	if s.edge == nil {
		return s.environments()
	}
	return append([]*account{s.edge}, s.environments()...)
}

// regions are where an environment has something.
func (s *suite) regions(a *account) []*account {
	switch {
	case a == s.prod && s.edge != nil:
		return []*account{a, s.edge}
	case slices.Contains(s.cdn, a):
		return s.cdn
	}
	return []*account{a}
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
	open := func(environment string) *account {
		return must(openAccount(s.ctx, environment, ids[environment], must(shipped.value(environment, "region"))(t), role))(t)
	}
	s.dev, s.prod = open("dev"), open("prod")
	for _, o := range optional {
		if ids[o.environment] == "" {
			s.gaps.add(t, "the environment "+o.environment+": "+o.variable+"_ACCOUNT names no account for it")
			continue
		}
		s.optional = append(s.optional, open(o.environment))
	}
	s.zone = must(zoneOf(os.Getenv))(t)
	if s.real && s.zone.id == "" {
		s.gaps.add(t, "prod's page by itself: E2E_ZONE and E2E_ZONE_ID name no zone that the world sees, without which no certificate is issued for it")
	} else {
		s.edge = must(s.prod.openEdge(s.ctx, role))(t)
		again := must(openAccount(s.ctx, behindCDN, s.prod.id, s.prod.region, role))(t)
		s.cdn = []*account{again, must(again.openEdge(s.ctx, role))(t)}
	}
	for _, a := range s.cdn {
		s.refuseStrangers(t, a)
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
	if len(there) == 0 && slices.Contains(s.cdn, a) {
		return // what else is there is prod's
	}
	var left bool
	for _, thing := range must(a.take(s.ctx))(t) {
		left = left || ours(thing)
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

// prepare writes the settings that are deployed: the shipped ones with other accounts, a zone and certificates that are
// there, who is an operator, and a tag that says whose everything is.
func (s *suite) prepare(t *testing.T) {
	t.Helper()
	for _, a := range s.environments() {
		s.shipped = must(s.shipped.with(a.environment, set("account", `"`+a.id+`"`), add("", "tags: {Purpose: "+purpose+"}")))(t)
	}
	s.delegate(t, s.prod)
	s.shipped = must(s.shipped.with("prod", add("sorryPage", "operators: ["+strings.Join(operators, ", ")+"]")))(t)
	if s.edge == nil {
		s.shipped = must(s.shipped.with("prod", set("sorryPage.automatic", "none")))(t)
		s.certify(t, s.prod, os.Getenv("E2E_CERTIFICATE_ARN"))
	}
	for _, a := range s.optional {
		for _, o := range optional {
			if o.environment == a.environment {
				s.certify(t, a, os.Getenv(o.variable+"_CERTIFICATE_ARN"))
			}
		}
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
	s.shipped = must(s.shipped.with(a.environment, s.shipped.certificate(a.environment, certificate)))(t)
}

// delegate gives the environment's domain the name of a hosted zone: the caller's, which the world sees, or one of the
// account's own.
func (s *suite) delegate(t *testing.T, a *account) {
	t.Helper()
	if s.zone.id == "" {
		s.zone.id = must(a.createZone(s.ctx, s.zone.name))(t)
		s.undo = append(s.undo, func(ctx context.Context) error { return a.deleteZone(ctx, s.zone.id) })
	} else {
		if there := must(a.records(s.ctx, s.zone.id))(t); len(there) > 0 {
			t.Fatalf("zone %s has %d records besides NS and SOA; this suite makes records there and empties it: use one of its own", s.zone.id, len(there))
		}
		s.undo = append(s.undo, func(ctx context.Context) error { return a.emptyZone(ctx, s.zone.id) })
	}
	s.shipped = must(s.shipped.with(a.environment,
		set("domain.zone", s.zone.name), set("domain.hostedZoneId", s.zone.id), set("domain.redirects", "["+s.zone.www()+"]"),
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
	}
	if err := sideBySide(s.accounts(), func(a *account) error { return bootstrap(s.ctx, t, a) }); err != nil {
		t.Fatal(err)
	}
	s.before = s.inventories(t) // now: an account's roles are in both of its Regions
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
	var failures error
	for _, a := range s.cdn {
		if s.before[a] != nil { // prod is gone
			failures = errors.Join(failures, a.sweep(ctx))
		}
	}
	if s.edge != nil {
		failures = errors.Join(failures, s.edge.sweep(ctx))
	}
	failures = errors.Join(failures, s.each(func(a *account) error { return a.sweep(ctx) }))
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

// each works in the accounts of the environments side by side.
func (s *suite) each(work func(*account) error) error { return sideBySide(s.environments(), work) }

func sideBySide(accounts []*account, work func(*account) error) error {
	var done sync.WaitGroup
	failures := make([]error, len(accounts))
	for i, a := range accounts {
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
