package websystem

import (
	"reflect"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/edge"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

func (p *Props) page() edge.Page {
	return edge.Page{HTML: p.SorryPage.HTML, File: p.SorryPage.File}
}

// healthPath is the path by which the web tier is checked, without the query, which rules of a listener look at apart.
func (p *Props) healthPath() string {
	check := p.Web.HealthCheck
	props.Default(&check)
	path, _, _ := strings.Cut(check.Path, "?")
	return path
}

// checkSorryPage finds what keeps the page from being shown. It is checked whether it is shown now or not.
func (p *Props) checkSorryPage(problems *problem.List) {
	problems.Nest("sorryPage", edge.Check(p.page(), p.SorryPage.Operators))
	lb := p.Web.LoadBalancer
	if !p.SorryPage.Maintenance {
		return
	}
	switch {
	case lb.Kind != "" && lb.Kind != webtier.Application:
		problems.Addf("sorryPage.maintenance", "takes an Application Load Balancer, which can answer by itself; leave it out, or leave out web.loadBalancer.kind: %s", lb.Kind)
	case !reflect.ValueOf(lb.Listener).IsZero():
		problems.Addf("sorryPage.maintenance", "is a matter of the load balancer, which web.loadBalancer.listener brings along; switch it on where that is configured")
	}
	problems.Nest("web.healthCheck.path", edge.CheckHealthPath(p.healthPath()))
}

// maintain shows the page while maintenance is on, unless a CDN does, which alone sees who is an operator.
func (s *WebSystem) maintain(props *Props) {
	if !props.SorryPage.Maintenance || props.hasCDN() {
		return
	}
	s.edge.maintenance = edge.NewMaintenance(s, "Maintenance", &edge.MaintenanceProps{
		Listener:    s.web.Listener(),
		TargetGroup: s.web.TargetGroup(),
		Page:        props.page(),
		Operators:   props.SorryPage.Operators,
		HealthPath:  props.healthPath(),
	})
}

// Maintenance returns the rules that show the page, or nil while maintenance is off or a CDN shows it.
func (s *WebSystem) Maintenance() *edge.Maintenance { return s.edge.maintenance }
