package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

// operators are the addresses that reach prod in maintenance: one more than a rule takes.
var operators = []string{"192.0.2.0/28", "192.0.2.16/28", "192.0.2.32/28", "192.0.2.48/28", "192.0.2.64/28", "203.0.113.0/24"}

// maintenance switches prod's maintenance on and off, as the documentation says.
func (s *suite) maintenance(t *testing.T) {
	maintained := must(s.shipped.with("prod", add("sorryPage", "maintenance: true")))(t)
	on, off := s.synthesize(t, "maintenance", maintained.only("prod")), s.assembly
	e := s.look(t, s.prod)
	listener := e.listenerOn(t, 443)
	switchTo := func(assembly string) {
		if _, err := deployStacks(s.ctx, t, s.prod, assembly, "--exclusively", "prod/Stateless"); err != nil {
			t.Fatal(err)
		}
	}
	changed := s.changes(t, func() {
		switchedOn := s.changes(t, func() { switchTo(on) })
		if only(t, "changes by maintenance", switchedOn); !strings.HasPrefix(switchedOn[0], "Listener "+listener+": Rules was ") {
			t.Errorf("maintenance changes more than a listener's rules: %v", switchedOn)
		}
		e.inMaintenance(t, listener)
		switchTo(off)
	})
	sameSet(t, "changes by on and off", changed, nil)
}

// listenerOn is the ARN of the load balancer's listener on a port.
func (e *environment) listenerOn(t *testing.T, port int32) string {
	t.Helper()
	var arns []string
	for _, listener := range must(e.elb.DescribeListeners(e.ctx, &elb.DescribeListenersInput{LoadBalancerArn: e.balancer.LoadBalancerArn}))(t).Listeners {
		if aws.ToInt32(listener.Port) == port {
			arns = append(arns, aws.ToString(listener.ListenerArn))
		}
	}
	return only(t, fmt.Sprintf("listeners on port %d", port), arns)
}

// inMaintenance asserts the rules of the listener in their order: operators, the health path, the page for everybody else.
func (e *environment) inMaintenance(t *testing.T, listener string) {
	t.Helper()
	rules := must(e.elb.DescribeRules(e.ctx, &elb.DescribeRulesInput{ListenerArn: &listener}))(t).Rules
	got := map[string]types.Rule{}
	for _, rule := range rules {
		got[aws.ToString(rule.Priority)] = rule
	}
	var priorities []string
	for priority := range got {
		priorities = append(priorities, priority)
	}
	sameSet(t, "rules", priorities, []string{"1", "2", "6", "7", "8", "default"})
	for priority, ranges := range slices.Collect(slices.Chunk(operators, 5)) {
		rule := got[strconv.Itoa(priority+1)]
		sameSet(t, "operators", at(only(t, "conditions of operators", rule.Conditions).SourceIpConfig).Values, ranges)
		same(t, "where operators get to", aws.ToString(only(t, "actions for operators", rule.Actions).TargetGroupArn), aws.ToString(e.targetGroup.TargetGroupArn))
	}
	same(t, "health path", pathsOf(t, got["6"]), []string{e.want.healthPath})
	same(t, "where it leads", aws.ToString(only(t, "actions for the health path", got["6"].Actions).TargetGroupArn), aws.ToString(e.targetGroup.TargetGroupArn))
	same(t, "paths of the page", pathsOf(t, got["7"]), []string{"*"})
	page := at(only(t, "actions for everybody else", got["7"].Actions).FixedResponseConfig)
	same(t, "answer", []string{aws.ToString(page.StatusCode), aws.ToString(page.ContentType)}, []string{"503", "text/html"})
	if !strings.Contains(aws.ToString(page.MessageBody), aLineOfThePage) {
		t.Errorf("the answer is not the page: %s", aws.ToString(page.MessageBody))
	}
}

func pathsOf(t *testing.T, rule types.Rule) []string {
	t.Helper()
	return at(only(t, "conditions of rule "+aws.ToString(rule.Priority), rule.Conditions).PathPatternConfig).Values
}
