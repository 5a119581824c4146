package websystem

import (
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

var (
	policyARN = regexp.MustCompile(`^arn:aws[a-z-]*:iam::(\d{12}|aws):policy/[\w+=,.@/-]+$`)
	account   = regexp.MustCompile(`^\d{12}$`)
	tagText   = regexp.MustCompile(`^[\p{L}\p{N}\p{Z}_.:/=+@-]*$`)
	stageID   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
)

const (
	// Stage ids are part of stack names, bucket names and database identifiers, which leaves them this much.
	maxStageID = 30
	// Source: Elastic Load Balancing User Guide, "Subnets for your load balancer".
	smallestLoadBalancerSubnet  = 27
	smallestLoadBalancerNetwork = 22
)

// servicesOfServers are what a server calls before it counts as good, and what operators and the application need.
var servicesOfServers = []string{"cloudformation", "elasticloadbalancing", "secretsmanager", "ssm", "ssmmessages"}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *Props) Validate() error {
	return p.ValidateIn("")
}

// ValidateIn is [Props.Validate] for a known Region: it also refuses what is in another one.
func (p *Props) ValidateIn(region string) error {
	var problems problem.List
	if p == nil {
		p = &Props{}
	}
	if p.usesExistingVPC() {
		problems.Nest("existingVpc", p.ExistingVPC.ValidateIn(region))
		if !reflect.ValueOf(p.Network).IsZero() {
			problems.Addf("network", "contradicts existingVpc; leave one of them out")
		}
	} else {
		problems.Nest("network", p.Network.ValidateIn(region))
	}
	problems.Nest("database", p.Database.ValidateIn(region))
	web := p.webTier()
	problems.Nest("web", web.ValidateIn(region))
	p.checkFirewall(region, &problems)
	p.checkTiers(region, &problems)
	p.checkImage(region, &problems)
	p.checkZone(&problems)
	p.checkAddresses(&problems)
	p.checkDomain(&problems)
	p.checkPrivateNames(&problems)
	p.checkBrought(&problems)
	p.checkSorryPage(&problems)
	p.checkFailover(region, &problems)
	p.checkCDN(region, &problems)
	if !p.usesExistingVPC() {
		p.checkRoom(&problems)
		p.checkWayOut(&problems)
		if p.Web.IPv6 && !p.Network.IPv6 {
			problems.Addf("web.ipv6", "needs a network with IPv6; say network.ipv6: true too")
		}
	}
	return problems.Err()
}

// validateFor is ValidateIn for a stack, whose Region is empty when only the deployment knows it.
func (p *Props) validateFor(region string) error {
	var problems problem.List
	if p != nil && region == "" {
		if len(p.Network.Zones) > 0 {
			problems.Addf("network.zones", "named for a stack without a Region; give the stack its Region, or zoneCount instead of zones")
		}
		if p.Database.Zone != "" {
			problems.Addf("database.zone", "named for a stack without a Region; give the stack its Region, or leave zone out")
		}
	}
	return errors.Join(p.ValidateIn(region), problems.Err())
}

// Validate returns every problem of the props, or nil. It needs no AWS access and creates nothing.
func (p *StageProps) Validate() error {
	var problems problem.List
	if p == nil {
		p = &StageProps{}
	}
	if p.StatefulScope != nil {
		problems.Addf("statefulScope", "a stage makes its own; leave it out")
	}
	if p.ImageScope != nil {
		problems.Addf("imageScope", "a stage makes its own; leave it out")
	}
	if p.EdgeScope != nil {
		problems.Addf("edgeScope", "a stage makes its own; leave it out")
	}
	if p.Region == "" && p.needsEdge() {
		problems.Addf("region", "missing; %s takes a second stack in %s, which must know where the first is", p.whyEdge(), edgeRegion)
	}
	if p.Account != "" && !account.MatchString(p.Account) {
		problems.Addf("account", "%q is not an account; use its twelve digits", p.Account)
	}
	region := p.Region
	if region != "" && !zone.IsRegion(region) {
		problems.Addf("region", "%q is not a Region; use one like ap-northeast-1", region)
		region = "" // nothing is in a Region that is none
	}
	if p.Region == "" && (len(p.Network.Zones) > 0 || p.Database.Zone != "") {
		problems.Addf("region", "missing; zones are named, so say which Region they are in")
	}
	if boundary := p.PermissionsBoundaryARN; boundary != "" && !arn.Unresolved(boundary) && !policyARN.MatchString(boundary) {
		problems.Addf("permissionsBoundaryArn", "%q is not a managed policy's ARN; use one like arn:aws:iam::111111111111:policy/boundary", boundary)
	}
	taken := map[string]string{} // by their small letters: IAM does not tell tags apart by case
	for _, name := range standardTags {
		taken[strings.ToLower(name)] = name
	}
	for _, name := range slices.Sorted(maps.Keys(p.Tags)) {
		// Source: AWS General Reference, "Tag naming limits and requirements".
		field, value := problem.Join("tags", name), p.Tags[name]
		if name == "" || utf8.RuneCountInString(name) > 128 || !tagText.MatchString(name) || strings.HasPrefix(strings.ToLower(name), "aws:") {
			problems.Addf(field, "%q is not a tag's name; use 1 to 128 letters, digits, spaces and _.:/=+-@ that do not start with aws:", name)
		}
		if other, clash := taken[strings.ToLower(name)]; clash {
			problems.Addf(field, "clashes with the tag %s; use another name", other)
		}
		taken[strings.ToLower(name)] = name
		if !arn.Unresolved(value) && (utf8.RuneCountInString(value) > 256 || !tagText.MatchString(value)) {
			problems.Addf(field, "%q is not a tag's value; use up to 256 letters, digits, spaces and _.:/=+-@", value)
		}
	}
	problems.Nest("", p.Props.ValidateIn(region))
	p.checkCertificate("web.certificateArn", p.Web.CertificateARN, &problems)
	p.checkCertificate("app.certificateArn", p.App.CertificateARN, &problems)
	return problems.Err()
}

func (p *StageProps) checkCertificate(field, certificate string, problems *problem.List) {
	if of := arn.Account(certificate); of != "" && p.Account != "" && of != p.Account && !problems.Has("account", field) {
		problems.Addf(field, "the certificate is in account %s; use one of %s, where the load balancer is", of, p.Account)
	}
}

// CheckStageID returns an error when an id cannot be a stage's: it becomes part of the names of resources.
func CheckStageID(id string) error {
	if !stageID.MatchString(id) || len(id) > maxStageID {
		return &problem.Problem{Message: strconv.Quote(id) + " cannot be an environment's name; use small letters, digits and single hyphens, a letter first, 30 at most"}
	}
	return nil
}

// checkTiers checks the application tier as what it becomes, and that there is one if it is configured.
func (p *Props) checkTiers(region string, problems *problem.List) {
	switch p.Tiers {
	case ThreeTiers:
		app := p.appTier()
		problems.Nest("app", app.ValidateIn(region))
	case "", TwoTiers:
		if !reflect.ValueOf(p.App).IsZero() {
			problems.Addf("app", "does nothing in a system of two tiers; say tiers: three, or leave it out")
		}
	default:
		problems.Addf("tiers", "%q is not known; use two or three", p.Tiers)
	}
}

func (p *Props) usesExistingVPC() bool {
	return !reflect.ValueOf(p.ExistingVPC).IsZero()
}

func (p *Props) checkZone(problems *problem.List) {
	zones := p.Network.Zones
	if p.usesExistingVPC() {
		zones = p.ExistingVPC.Zones
	}
	if p.Database.SingleZone && p.Database.Zone != "" && len(zones) > 0 && !slices.Contains(zones, p.Database.Zone) {
		problems.Addf("database.zone", "%s is not one of the network's zones; use %s", p.Database.Zone, strings.Join(zones, " or "))
	}
	for i, replica := range p.Database.Replicas {
		if replica.Zone != "" && len(zones) > 0 && !slices.Contains(zones, replica.Zone) {
			problems.Addf(problem.Join(problem.Index("database.replicas", i), "zone"), "%s is not one of the network's zones; use %s", replica.Zone, strings.Join(zones, " or "))
		}
	}
	const threeZones = 3
	if count := p.zoneCount(); p.Database.Topology == database.ReadableStandbys && count > 0 && count < threeZones {
		problems.Addf("database.topology", "readable-standbys are in three zones, and the network has %d; give it another, or use standby", count)
	}
}

// zoneCount is how many zones the network has, or 0 when that is not known.
func (p *Props) zoneCount() int {
	if p.usesExistingVPC() {
		return len(p.ExistingVPC.Zones)
	}
	return len(p.Network.Plan()) / 3
}

// checkAddresses makes sure of an address for each zone's node of a load balancer that has any.
func (p *Props) checkAddresses(problems *problem.List) {
	zones := p.zoneCount()
	if addresses := len(p.Web.LoadBalancer.ElasticIPs); addresses > 0 && zones > 0 && addresses != zones {
		problems.Addf("web.loadBalancer.elasticIps", "has %d for %d zones; give one for each", addresses, zones)
	}
}

// checkRoom makes sure that with one zone gone the subnets of the others hold every server that scaling and an update may
// start, besides interface endpoints; and that public subnets are large enough for the load balancer.
func (p *Props) checkRoom(problems *problem.List) {
	plan := p.Network.Plan()
	perTier := len(plan) / 3
	_, most := p.Web.Capacity()
	limit := "web.maxCapacity"
	if p.Tiers == ThreeTiers {
		app := p.appTier()
		_, more := app.Capacity()
		most += more
		limit = "web.maxCapacity, app.maxCapacity"
	}
	for i, subnet := range plan {
		if i%perTier > 0 && !p.listsSubnets() {
			continue // as large as the first
		}
		switch subnet.Tier {
		case "Public":
			if subnet.CIDR.Bits() > smallestLoadBalancerSubnet {
				field, use := p.rangeField("public", i), smallestLoadBalancerSubnet
				if field == "network.cidr" {
					use = smallestLoadBalancerNetwork
				}
				problems.Addf(field, "leaves %s for the public subnet of zone %s, which is too small for a load balancer; use /%d or larger", subnet.CIDR, subnet.Zone, use)
			}
		case "Private":
			left := perTier - 1
			servers := (most + left - 1) / left
			room := max(subnet.Addresses()-len(p.Network.InterfaceEndpoints)-p.internalAddresses()-p.buildAddresses(i%perTier), 0)
			if servers > room {
				problems.Addf(p.rangeField("private", i%perTier), "leaves room for %d servers in %s, the private subnet of zone %s; with another zone gone it must hold %d of the %d that %s and an update may start; use larger subnets or a lower maxCapacity",
					room, subnet.CIDR, subnet.Zone, servers, most, limit)
			}
		}
	}
}

// internalAddresses is how many addresses of a private subnet the internal load balancer may take.
// Source: Elastic Load Balancing User Guide, "Subnets for your load balancer".
func (p *Props) internalAddresses() int {
	switch {
	case p.Tiers != ThreeTiers:
		return 0
	case p.appTier().LoadBalancer.Kind == webtier.Network:
		return 1
	default:
		return 8
	}
}

// buildAddresses is how many addresses of a zone's private subnet builds of images may take: they run in the first, on an
// instance at a time, and the schedule's may be under way when a deployment's starts.
func (p *Props) buildAddresses(zone int) int {
	if zone > 0 || !p.buildsImage() {
		return 0
	}
	return 2
}

// rangeField is where the range of a subnet comes from.
func (p *Props) rangeField(tier string, i int) string {
	if !p.listsSubnets() {
		return "network.cidr"
	}
	return problem.Index("network.subnets."+tier, i)
}

func (p *Props) listsSubnets() bool {
	return len(p.Network.Subnets.Public) > 0
}

func (p *Props) checkWayOut(problems *problem.List) {
	if p.Network.NAT != network.NATNone {
		return
	}
	var missing []string
	services := slices.Concat(p.Web.Services(), p.App.Services(), servicesOfServers)
	if p.buildsImage() {
		services = append(services, servicesOfBuilds...)
	}
	for _, service := range services {
		if !slices.Contains(missing, service) && !slices.Contains(p.Network.InterfaceEndpoints, service) {
			missing = append(missing, service)
		}
	}
	if len(missing) > 0 {
		problems.Addf("network.nat", "none cuts servers off from services that they need; add network.interfaceEndpoints %s", strings.Join(missing, ", "))
	}
}
