package edge

import (
	"fmt"
	"slices"

	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
	"github.com/evenkeel-cdk/evenkeel/internal/sorrypage"
)

// Maintenance makes a load balancer answer for the site. Create it with [NewMaintenance]; do not copy it.
type Maintenance struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg   MaintenanceProps
	rules []elbv2.ApplicationListenerRule
}

var _ constructs.Construct = (*Maintenance)(nil)

// NewMaintenance makes the load balancer answer every request with the page and status 503, except operators' and those for
// the health path. It panics with the error of [MaintenanceProps.Validate] when the props are wrong, and has then created
// nothing.
func NewMaintenance(scope constructs.Construct, id string, given *MaintenanceProps) *Maintenance {
	if err := given.Validate(); err != nil {
		panic(fmt.Errorf("maintenance %q: %w", id, err))
	}
	m := &Maintenance{cfg: *given}
	props.Default(&m.cfg)
	constructs.NewConstruct_Override(m, scope, &id)
	// The place of each rule is its own, so that operators may come and go without another rule's being moved.
	first := m.cfg.Priority
	i := 0
	for operators := range slices.Chunk(m.cfg.Operators, perRule) {
		m.letThrough(fmt.Sprintf("Operators%d", i+1), first+i, elbv2.ListenerCondition_SourceIps(jsii.Strings(operators...)))
		i++
	}
	if path := m.cfg.HealthPath; path != "" {
		m.letThrough("Health", first+operatorRules, elbv2.ListenerCondition_PathPatterns(jsii.Strings(path)))
	}
	page, _ := sorrypage.Read(m.cfg.Page.HTML, m.cfg.Page.File) // has been read by Validate
	m.rule("Page", first+operatorRules+1, elbv2.ListenerCondition_PathPatterns(jsii.Strings("*")),
		elbv2.ListenerAction_FixedResponse(jsii.Number(503), &elbv2.FixedResponseOptions{
			ContentType: jsii.String("text/html"),
			MessageBody: &page,
		}))
	return m
}

func (m *Maintenance) letThrough(id string, priority int, who elbv2.ListenerCondition) {
	m.rule(id, priority, who, elbv2.ListenerAction_Forward(&[]elbv2.IApplicationTargetGroup{m.cfg.TargetGroup}, nil))
}

func (m *Maintenance) rule(id string, priority int, when elbv2.ListenerCondition, then elbv2.ListenerAction) {
	m.rules = append(m.rules, newRule(m, id, &elbv2.ApplicationListenerRuleProps{
		Listener:   m.cfg.Listener,
		Priority:   jsii.Number(priority),
		Conditions: &[]elbv2.ListenerCondition{when},
		Action:     then,
	}))
}

// Rules returns the rules: those for operators, the one for the health path, and the page's.
func (m *Maintenance) Rules() []elbv2.ApplicationListenerRule { return m.rules }
