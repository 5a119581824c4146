// Package survives tells from synthesized templates whether a web system survives the loss of an Availability Zone. It
// follows the subnets, routes, NAT gateways and security groups that the templates have; how they came to be does not
// matter, so that it can judge any CDK app or hand-written template.
//
// For each zone it asks: with this zone gone, is there still
//
//   - a load balancer node in a subnet that reaches the internet gateway, or, of an internal load balancer, in any subnet,
//   - room for the minimum of servers in the subnets that are left,
//   - a way out through a NAT gateway for those servers, if any of them had one,
//   - a database, and where there is a proxy before it, that,
//
// and may each still talk to the next?
//
// It does not know how long a failover or a launch takes, whether the capacity can be bought in the zones that are left, or
// what the application does meanwhile.
package survives

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// A Loss is what losing a zone does.
type Loss struct {
	// Zone is the name of the zone that is gone.
	Zone string
	// Findings are what does not survive it, or nothing.
	Findings []Finding
}

// A Finding is something that does not survive the loss of a zone.
type Finding struct {
	// Resource is what is affected.
	Resource *assembly.Resource
	// Message says what happens to it and why.
	Message string
}

// String returns the resource and the message.
func (f Finding) String() string {
	return f.Resource.String() + ": " + f.Message
}

// Check returns the loss of each zone that has a subnet, in the order of their names. A system without subnets, whose VPC
// is somebody else's, has no zones to lose and gives an error: nothing can be said about it.
func Check(a *assembly.Assembly) ([]Loss, error) {
	s := newSystem(a)
	if len(s.zones) == 0 {
		return nil, fmt.Errorf("survives: the templates have no subnets, so that nothing can be said about their zones")
	}
	var losses []Loss
	for _, zone := range s.zones {
		loss := Loss{Zone: zone}
		for _, check := range []func(string) []Finding{s.balancers, s.servers, s.waysOut, s.databases, s.proxies, s.paths} {
			loss.Findings = append(loss.Findings, check(zone)...)
		}
		losses = append(losses, loss)
	}
	return losses, nil
}

// Report writes losses for people: a line for each zone, and one for each finding.
func Report(losses []Loss) string {
	var b strings.Builder
	for _, loss := range losses {
		verdict := "the system goes on"
		if len(loss.Findings) > 0 {
			verdict = "the system does not go on as it was"
		}
		fmt.Fprintf(&b, "without %s: %s\n", loss.Zone, verdict)
		for _, f := range loss.Findings {
			fmt.Fprintf(&b, "  %s\n", f)
		}
	}
	return b.String()
}

// A system is an assembly with the questions that the checks ask of it.
type system struct {
	*assembly.Assembly
	zones []string
}

func newSystem(a *assembly.Assembly) system {
	s := system{Assembly: a}
	for _, subnet := range a.All("AWS::EC2::Subnet") {
		if zone := zoneOf(subnet); zone != "" && !slices.Contains(s.zones, zone) {
			s.zones = append(s.zones, zone)
		}
	}
	slices.Sort(s.zones)
	return s
}

func zoneOf(subnet *assembly.Resource) string {
	return assembly.Zone(subnet.Stack, subnet.Properties["AvailabilityZone"])
}

// left returns the subnets of a list that are outside a zone.
func (s system) left(in *assembly.Stack, list any, zone string) []*assembly.Resource {
	return slices.DeleteFunc(s.Targets(in, list), func(subnet *assembly.Resource) bool {
		return subnet == nil || zoneOf(subnet) == zone
	})
}
