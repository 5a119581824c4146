package e2e

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// changes runs a step and returns what it has changed in every account.
func (s *suite) changes(t *testing.T, step func()) []string {
	t.Helper()
	was := s.inventories(t)
	step()
	is := s.inventories(t)
	var lines []string
	for _, a := range s.accounts() {
		lines = append(lines, differences(was[a], is[a])...)
	}
	return lines
}

// inventories are what every account holds.
func (s *suite) inventories(t *testing.T) map[*account]inventory {
	t.Helper()
	var one sync.Mutex
	taken := map[*account]inventory{}
	err := sideBySide(s.accounts(), func(a *account) error {
		found, err := a.take(s.ctx)
		one.Lock()
		defer one.Unlock()
		taken[a] = found
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

// sameAgain deploys what is deployed already.
func (s *suite) sameAgain(t *testing.T) {
	changed := s.changes(t, func() {
		err := s.each(func(a *account) error {
			out, err := deploy(s.ctx, t, a, s.assembly)
			if err != nil {
				return err
			}
			stacks := 0
			for _, region := range s.regions(a) {
				stacks += len(region.stackNames())
			}
			same(t, "stacks of "+a.environment+" without changes", strings.Count(out, "(no changes)"), stacks)
			if _, err := cdk(s.ctx, t, a, ".", "diff", "--app", s.assembly, "--fail", a.environment+"/*"); err != nil {
				return fmt.Errorf("there are differences to what has just been deployed: %w", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	sameSet(t, "changes", changed, nil)
}

// moreCapacity lets prod grow.
func (s *suite) moreCapacity(t *testing.T) {
	s.assembly = s.synthesize(t, "bigger", s.bigger.only("prod"))
	if _, err := cdk(s.ctx, t, s.prod, ".", "diff", "--app", s.assembly, "--fail", "prod/*"); err == nil {
		t.Error("cdk diff --fail finds no difference in the capacity")
	}
	group := only(t, "Auto Scaling groups", s.system(t, s.prod).of("AutoScalingGroup"))
	changed := s.changes(t, func() {
		if _, err := deploy(s.ctx, t, s.prod, s.assembly); err != nil {
			t.Fatal(err)
		}
	})
	sameSet(t, "changes", changed, []string{fmt.Sprintf(`%s: MaxSize was "4" and is "6"`, group)})
}

// refusedUpdate asks for an image that is not there, which is found out before anything is touched.
func (s *suite) refusedUpdate(t *testing.T) {
	broken := must(s.bigger.with("dev", add("web", "ami: {ssmParameter: /no/such/parameter}")))(t)
	s.fails(t, s.dev, "noimage", broken, "/no/such/parameter", types.StackStatusCreateComplete)
}

// failedUpdate asks for much with a certificate that is not there: before the listener fails, the access logs' bucket is
// changed, the target group is replaced, and rules are added.
func (s *suite) failedUpdate(t *testing.T) {
	const unknown = "certificate/00000000-0000-0000-0000-000000000000"
	broken := must(s.bigger.with("prod",
		s.bigger.certificate("prod", fmt.Sprintf("arn:aws:acm:%s:%s:%s", s.prod.region, s.prod.id, unknown)),
		set("web.port", "8081"),
		add("web", "accessLogs: {retentionDays: 30}"),
	))(t)
	s.fails(t, s.prod, "nocertificate", broken, unknown, types.StackStatusUpdateRollbackComplete)
	changed := s.changes(t, func() {
		if _, err := deploy(s.ctx, t, s.prod, s.assembly); err != nil {
			t.Errorf("nothing can be deployed after a failure: %v", err)
		}
	})
	sameSet(t, "changes by the next deployment", changed, nil)
}

// fails deploys broken settings, and asserts why that fails and that nothing has changed.
func (s *suite) fails(t *testing.T, a *account, name string, broken settings, why string, status types.StackStatus) {
	t.Helper()
	assembly := s.synthesize(t, name, broken.only(a.environment))
	changed := s.changes(t, func() {
		out, err := deploy(s.ctx, t, a, assembly)
		if err == nil {
			t.Fatal("it was deployed")
		}
		if !strings.Contains(out, why) {
			t.Errorf("the failure does not tell of %s: %v", why, err)
		}
	})
	sameSet(t, "changes", changed, nil)
	stack := must(a.settled(s.ctx, a.environment+"-Stateless"))(t)
	if stack == nil {
		t.Fatal("the stack is gone")
	}
	same(t, "status of the stack", stack.StackStatus, status)
}
