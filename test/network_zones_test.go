package test

import (
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestNamedZonesHaveTheSlotsOfTheirLetters(t *testing.T) {
	found := synthNetwork(t, &network.Props{CIDR: "10.1.0.0/20", Zones: zones("ch")})
	for name, cidr := range map[string]string{
		"PublicSubnetC":   "10.1.1.0/25",
		"PublicSubnetH":   "10.1.3.128/25",
		"PrivateSubnetC":  "10.1.5.0/25",
		"PrivateSubnetH":  "10.1.7.128/25",
		"IsolatedSubnetC": "10.1.9.0/25",
		"IsolatedSubnetH": "10.1.11.128/25",
	} {
		// Linters find fault with a zone's whole name, and rightly so: the template could not be used elsewhere.
		zone := "${AWS::Region}" + strings.ToLower(name[len(name)-1:])
		found.named(t, "AWS::EC2::Subnet", "Network"+name).wantEach(t, map[string]any{
			"CidrBlock":        cidr,
			"AvailabilityZone": map[string]any{"Fn::Sub": zone},
		})
	}
	for id, r := range found.Resources {
		if r.Metadata["cfn-lint"] != nil {
			t.Errorf("%s tells cfn-lint to ignore %v", id, r.Metadata["cfn-lint"])
		}
	}
	found.one(t, "AWS::EC2::VPC").want(t, "CidrBlock", "10.1.0.0/20")
}

func TestTheOrderOfNamedZonesIsNoMatter(t *testing.T) {
	build := func(letters string) *template {
		return synth(t, func(stack awscdk.Stack) {
			net := network.New(stack, "Network", &network.Props{Zones: zones(letters), InterfaceEndpoints: []string{"ssm"}})
			awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{
				Vpc:            net.VPC(),
				InternetFacing: jsii.Bool(true),
			})
		})
	}
	want := build("acd")
	for _, letters := range []string{"adc", "cad", "dca"} {
		if got := build(letters); !reflect.DeepEqual(got, want) {
			t.Errorf("zones %s make another template than acd: %v", letters, differing(want, got))
		}
	}
}

func TestWhatIsAddedLaterLeavesTheRestAsItWas(t *testing.T) {
	tests := map[string]struct{ before, after *network.Props }{
		"a zone in front":       {&network.Props{Zones: zones("ce")}, &network.Props{Zones: zones("ace")}},
		"a zone in the middle":  {&network.Props{Zones: zones("ce")}, &network.Props{Zones: zones("cde")}},
		"a zone at the end":     {&network.Props{Zones: zones("ce")}, &network.Props{Zones: zones("ceh")}},
		"an earlier zone, last": {&network.Props{Zones: zones("ce")}, &network.Props{Zones: zones("cea")}},
		"two zones at once":     {&network.Props{Zones: zones("ce")}, &network.Props{Zones: zones("aecd")}},
		"a third counted zone":  {nil, &network.Props{ZoneCount: 3}},
		"a fourth counted zone": {&network.Props{ZoneCount: 3}, &network.Props{ZoneCount: 4}},
		"a zone to one gateway": {&network.Props{NAT: network.NATSingle, Zones: zones("ce")}, &network.Props{NAT: network.NATSingle, Zones: zones("cea")}},
		"endpoints":             {nil, &network.Props{DynamoDBEndpoint: true, InterfaceEndpoints: []string{"ssm"}}},
		"flow logs in a bucket": {flowLogsTo(network.FlowLogsNone), flowLogsTo(network.FlowLogsToS3)},
		"NAT gateways":          {&network.Props{NAT: network.NATNone}, nil},
		"NAT gateways per zone": {&network.Props{NAT: network.NATSingle, DisableS3Endpoint: true}, &network.Props{DisableS3Endpoint: true}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before, after := synthNetwork(t, tt.before), synthNetwork(t, tt.after)
			if reflect.DeepEqual(before, after) {
				t.Fatal("the templates are the same")
			}
			for _, id := range differing(before, after) {
				switch before.Resources[id].Type {
				case "AWS::EC2::VPCEndpoint": // attached to route tables that were added
				case "AWS::EC2::Route":
					if name != "NAT gateways per zone" {
						t.Errorf("%s has changed", id)
					}
				default:
					t.Errorf("%s has changed from\n%s to\n%s", id, show(before.Resources[id]), show(after.Resources[id]))
				}
			}
		})
	}
}

func TestListedSubnetsAreInTheOrderOfTheZones(t *testing.T) {
	found := synthNetwork(t, &network.Props{Zones: zones("ca"), Subnets: network.SubnetCIDRs{
		Public:   []string{"10.0.0.0/24", "10.0.1.0/24"},
		Private:  []string{"10.0.8.0/22", "10.0.12.0/22"},
		Isolated: []string{"10.0.2.0/28", "10.0.2.16/28"},
	}})
	for name, want := range map[string]string{
		"PublicSubnetC":   "10.0.0.0/24",
		"PublicSubnetA":   "10.0.1.0/24",
		"PrivateSubnetC":  "10.0.8.0/22",
		"PrivateSubnetA":  "10.0.12.0/22",
		"IsolatedSubnetC": "10.0.2.0/28",
		"IsolatedSubnetA": "10.0.2.16/28",
	} {
		found.named(t, "AWS::EC2::Subnet", "Network"+name).want(t, "CidrBlock", want)
	}
}

func TestTheVPCKnowsItsSubnets(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		vpc := network.New(stack, "Network", &network.Props{Zones: zones("dac")}).VPC()
		if got, want := values(vpc.AvailabilityZones()), zones("acd"); !slices.Equal(got, want) {
			t.Errorf("the zones are %v, want %v", got, want)
		}
		if got := *vpc.VpcCidrBlock(); got != "10.0.0.0/16" {
			t.Errorf("the VPC's range is %s, want 10.0.0.0/16", got)
		}
		for tier, want := range map[string][]string{
			"Public":   {"10.0.0.0/21", "10.0.16.0/21", "10.0.24.0/21"},
			"Private":  {"10.0.64.0/21", "10.0.80.0/21", "10.0.88.0/21"},
			"Isolated": {"10.0.128.0/21", "10.0.144.0/21", "10.0.152.0/21"},
		} {
			// By name, which an app may ask for as well as by type.
			selected := vpc.SelectSubnets(&awsec2.SubnetSelection{SubnetGroupName: &tier})
			var ranges []string
			tables := map[string]bool{}
			for _, subnet := range *selected.Subnets {
				ranges = append(ranges, *subnet.Ipv4CidrBlock())
				tables[*subnet.RouteTable().RouteTableId()] = true
			}
			if !slices.Equal(ranges, want) {
				t.Errorf("the %s subnets are %v, want %v", tier, ranges, want)
			}
			if got, want := len(tables), map[string]int{"Public": 1, "Private": 3, "Isolated": 1}[tier]; got != want {
				t.Errorf("the %s subnets have %d route tables, want %d", tier, got, want)
			}
		}
	})
}

func TestThePlanIsWhatTheNetworkBecomes(t *testing.T) {
	for name, props := range map[string]*network.Props{
		"the default":           nil,
		"named zones":           {CIDR: "10.2.0.0/18", Zones: zones("dac")},
		"counted zones":         {ZoneCount: 4},
		"listed subnets":        {CIDR: "10.0.0.0/25", Zones: zones("ca"), Subnets: smallestSubnets()},
		"a problem elsewhere":   {NAT: "double"},
		"problems of addresses": {ElasticIPs: []string{"none"}},
	} {
		t.Run(name, func(t *testing.T) {
			plan := props.Plan()
			if len(plan) == 0 {
				t.Fatal("there is no plan")
			}
			if props.Validate() != nil {
				return
			}
			found := synthNetwork(t, props)
			if subnets := found.all("AWS::EC2::Subnet"); len(plan) != len(subnets) {
				t.Errorf("%d subnets are planned, the network has %d", len(plan), len(subnets))
			}
			for _, s := range plan {
				found.named(t, "AWS::EC2::Subnet", "Network"+s.Tier+"Subnet"+s.Zone).want(t, "CidrBlock", s.CIDR.String())
			}
		})
	}
}

func TestThePlanIsInTheOrderOfTheZones(t *testing.T) {
	plan := (&network.Props{CIDR: "10.0.0.0/23", Zones: zones("ca")}).Plan()
	want := []network.PlannedSubnet{
		{Tier: "Public", Zone: "C", CIDR: netip.MustParsePrefix("10.0.0.32/28")},
		{Tier: "Public", Zone: "A", CIDR: netip.MustParsePrefix("10.0.0.0/28")},
		{Tier: "Private", Zone: "C", CIDR: netip.MustParsePrefix("10.0.0.160/28")},
		{Tier: "Private", Zone: "A", CIDR: netip.MustParsePrefix("10.0.0.128/28")},
		{Tier: "Isolated", Zone: "C", CIDR: netip.MustParsePrefix("10.0.1.32/28")},
		{Tier: "Isolated", Zone: "A", CIDR: netip.MustParsePrefix("10.0.1.0/28")},
	}
	if !slices.Equal(plan, want) {
		t.Errorf("the plan is %v, want %v", plan, want)
	}
	if got := plan[0].Addresses(); got != 11 {
		t.Errorf("%s has %d addresses, want 11", plan[0].CIDR, got)
	}
}

func TestThereIsNoPlanForWhatCannotBePlanned(t *testing.T) {
	for name, props := range map[string]network.Props{
		"the VPC's range": {CIDR: "10.0.0.0/24"},
		"the zones":       {Zones: zones("a")},
		"a zone":          {Zones: []string{"tokyo", "osaka"}},
		"the count":       {ZoneCount: 5},
		"a subnet":        {Subnets: network.SubnetCIDRs{Public: []string{"10.0.0.0/24"}}},
	} {
		if plan := props.Plan(); plan != nil {
			t.Errorf("with a problem of %s the plan is %v, want none", name, plan)
		}
	}
}

func flowLogsTo(destination network.FlowLogsDestination) *network.Props {
	return &network.Props{FlowLogs: network.FlowLogs{Destination: destination}}
}

func synthNetwork(t testing.TB, props *network.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) { network.New(stack, "Network", props) })
}

// zones names the zones of the tests' Region with the letters.
func zones(letters string) []string {
	var names []string
	for _, letter := range letters {
		names = append(names, testRegion+string(letter))
	}
	return names
}

// differing returns the ids of the resources of one template that are not the same in the other.
func differing(one, other *template) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(one.Resources)) {
		if !reflect.DeepEqual(one.Resources[id], other.Resources[id]) {
			ids = append(ids, id)
		}
	}
	return ids
}
