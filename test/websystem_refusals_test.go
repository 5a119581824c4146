package test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebSystemRefusesWhatItsPartsDo(t *testing.T) {
	system := &websystem.Props{
		Network:  network.Props{NAT: "both"},
		Database: database.Props{Engine: "oracle"},
		Web:      webtier.Props{Port: 70000},
	}
	wantProblems(t, system.Validate(),
		`network.nat: "both" is not known; use perZone, single or none`,
		`database.engine: "oracle" is not known; use mysql, postgres, mariadb, aurora-mysql or aurora-postgres`,
		"web.port: 70000 is out of range; use 1 to 65535",
		"web.certificateArn: missing; give the ARN of a certificate, or say allowPlainHttp: true to serve without TLS",
	)
	system = &websystem.Props{ExistingVPC: *existingVPC(), Web: servesPlainHTTP}
	system.ExistingVPC.VPCID = "vpc-1"
	wantProblems(t, system.Validate(), `existingVpc.vpcId: "vpc-1" is not such an id; use one like vpc-0123456789abcdef0`)
}

func TestWebSystemRefusesAddressesWithoutZones(t *testing.T) {
	web := webtier.Props{
		CertificateARN: webCertificate,
		LoadBalancer:   webtier.LoadBalancer{Kind: webtier.Network, ElasticIPs: []string{"eipalloc-0123456789abcdef0"}},
	}
	wantProblems(t, (&websystem.Props{Web: web}).Validate(), "web.loadBalancer.elasticIps: has 1 for 2 zones; give one for each")
	wantProblems(t, (&websystem.Props{ExistingVPC: *existingVPC(), Web: web}).Validate(), "web.loadBalancer.elasticIps: has 1 for 2 zones; give one for each")
	wantProblems(t, (&websystem.Props{Network: network.Props{CIDR: "x"}, Web: web}).Validate(), `network.cidr: "x" is not an IPv4 CIDR block; use one like 10.0.0.0/16`)
	web.LoadBalancer.ElasticIPs = append(web.LoadBalancer.ElasticIPs, "eipalloc-0123456789abcdef1")
	wantProblems(t, (&websystem.Props{Web: web}).Validate())
}

func TestWebSystemRefusesReadableStandbysInTwoZones(t *testing.T) {
	system := func(zones int) *websystem.Props {
		return &websystem.Props{Network: network.Props{ZoneCount: zones}, Database: database.Props{Topology: database.ReadableStandbys}, Web: servesPlainHTTP}
	}
	const two = "database.topology: readable-standbys are in three zones, and the network has 2; give it another, or use standby"
	wantProblems(t, system(2).Validate(), two)
	wantProblems(t, system(3).Validate())
	existing := system(0)
	existing.ExistingVPC = *existingVPC()
	wantProblems(t, existing.Validate(), two)
	existing.ExistingVPC.Zones = zones("acd")
	for i, ids := range []*[]string{&existing.ExistingVPC.PublicSubnetIDs, &existing.ExistingVPC.PrivateSubnetIDs, &existing.ExistingVPC.IsolatedSubnetIDs} {
		*ids = append(*ids, "subnet-0000000000000001"+string(rune('0'+i)))
	}
	wantProblems(t, existing.Validate())
	unplanned := system(0)
	unplanned.Network.CIDR = "x"
	wantProblems(t, unplanned.Validate(), `network.cidr: "x" is not an IPv4 CIDR block; use one like 10.0.0.0/16`)
}

// What is in another Region is refused in every part.
func TestWebSystemRefusesOtherRegions(t *testing.T) {
	system := &websystem.Props{
		Network:  network.Props{Zones: []string{"ap-northeast-1a", "ap-northeast-1c"}},
		Database: database.Props{KMSKeyARN: "arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		Web:      webtier.Props{CertificateARN: "arn:aws:acm:ap-northeast-1:111111111111:certificate/12345678-1234-1234-1234-123456789012"},
	}
	wantProblems(t, system.Validate())
	wantProblems(t, system.ValidateIn("ap-northeast-1"))
	wantProblems(t, system.ValidateIn("us-east-1"),
		"network.zones[0]: ap-northeast-1a is not in us-east-1; name zones of that Region",
		"network.zones[1]: ap-northeast-1c is not in us-east-1; name zones of that Region",
		"database.kmsKeyArn: the key is in ap-northeast-1; use one of us-east-1, where the database is",
		"web.certificateArn: the certificate is in ap-northeast-1; use one of us-east-1, where the load balancer is",
	)
	wantProblems(t, (&websystem.Props{ExistingVPC: *existingVPC(), Web: servesPlainHTTP}).ValidateIn("us-east-1"),
		"existingVpc.zones[0]: ap-northeast-1a is not in us-east-1; name zones of that Region",
		"existingVpc.zones[1]: ap-northeast-1c is not in us-east-1; name zones of that Region",
	)
}

func TestWebSystemRefusesWhatDoesNotGoTogether(t *testing.T) {
	tokyo := []string{"ap-northeast-1a", "ap-northeast-1c"}
	dualStack := webtier.Props{AllowPlainHTTP: true, IPv6: true}
	replicas := func(zones ...string) []database.Replica {
		var all []database.Replica
		for i, zone := range zones {
			all = append(all, database.Replica{Name: string(rune('a' + i)), Zone: zone})
		}
		return all
	}
	for name, c := range map[string]struct {
		props websystem.Props
		want  []string
	}{
		"a network beside an existing VPC": {
			websystem.Props{Network: network.Props{CIDR: "10.1.0.0/16"}, ExistingVPC: *existingVPC(), Web: servesPlainHTTP},
			[]string{"network: contradicts existingVpc; leave one of them out"},
		},
		"a database outside the network's zones": {
			websystem.Props{Network: network.Props{Zones: tokyo}, Database: database.Props{SingleZone: true, Zone: "ap-northeast-1d"}, Web: servesPlainHTTP},
			[]string{"database.zone: ap-northeast-1d is not one of the network's zones; use ap-northeast-1a or ap-northeast-1c"},
		},
		"a database outside the existing VPC's zones": {
			websystem.Props{ExistingVPC: *existingVPC(), Database: database.Props{SingleZone: true, Zone: "ap-northeast-1d"}, Web: servesPlainHTTP},
			[]string{"database.zone: ap-northeast-1d is not one of the network's zones; use ap-northeast-1a or ap-northeast-1c"},
		},
		"a replica outside the network's zones": {
			websystem.Props{Network: network.Props{Zones: tokyo}, Database: database.Props{Replicas: replicas("", "ap-northeast-1c", "ap-northeast-1d")}, Web: servesPlainHTTP},
			[]string{"database.replicas[2].zone: ap-northeast-1d is not one of the network's zones; use ap-northeast-1a or ap-northeast-1c"},
		},
		"a replica in a zone of a network whose zones are counted": {
			websystem.Props{Database: database.Props{Replicas: replicas("ap-northeast-1d")}, Web: servesPlainHTTP},
			nil,
		},
		"a zone that a Multi-AZ database cannot have anyway": {
			websystem.Props{Network: network.Props{Zones: tokyo}, Database: database.Props{Zone: "ap-northeast-1d"}, Web: servesPlainHTTP},
			[]string{"database.zone: ap-northeast-1d cannot be chosen for a Multi-AZ database, whose standby is in another; leave it out, or say singleZone: true to do without a standby"},
		},
		"a database in a zone that RDS chooses": {
			websystem.Props{Network: network.Props{Zones: tokyo}, Database: database.Props{SingleZone: true}, Web: servesPlainHTTP},
			nil,
		},
		"a database in one of the network's zones": {
			websystem.Props{Network: network.Props{Zones: tokyo}, Database: database.Props{SingleZone: true, Zone: "ap-northeast-1c"}, Web: servesPlainHTTP},
			nil,
		},
		"a database in a zone of a network whose zones are counted": {
			websystem.Props{Database: database.Props{SingleZone: true, Zone: "ap-northeast-1d"}, Web: servesPlainHTTP},
			nil,
		},
		"IPv6 without the network's": {
			websystem.Props{Web: dualStack},
			[]string{"web.ipv6: needs a network with IPv6; say network.ipv6: true too"},
		},
		"IPv6 with the network's":           {websystem.Props{Network: network.Props{IPv6: true}, Web: dualStack}, nil},
		"IPv6 in an existing VPC":           {websystem.Props{ExistingVPC: *existingVPC(), Web: dualStack}, nil},
		"IPv6 of the network that none use": {websystem.Props{Network: network.Props{IPv6: true}, Web: servesPlainHTTP}, nil},
		"no way out": {
			websystem.Props{Network: network.Props{NAT: network.NATNone}, Web: servesPlainHTTP},
			[]string{"network.nat: none cuts servers off from services that they need; add network.interfaceEndpoints cloudformation, elasticloadbalancing, secretsmanager, ssm, ssmmessages"},
		},
		"no way out to the application": {
			websystem.Props{
				Network: network.Props{NAT: network.NATNone, InterfaceEndpoints: []string{"cloudformation", "elasticloadbalancing", "secretsmanager", "ssm", "ssmmessages"}},
				Web:     webtier.Props{AllowPlainHTTP: true, Application: container(ecrImage)},
			},
			[]string{"network.nat: none cuts servers off from services that they need; add network.interfaceEndpoints ecr.api, ecr.dkr, logs"},
		},
		"no way out to the applications of two tiers": {
			websystem.Props{
				Network: network.Props{NAT: network.NATNone, InterfaceEndpoints: []string{"cloudformation", "elasticloadbalancing", "secretsmanager", "ssm", "ssmmessages"}},
				Tiers:   websystem.ThreeTiers,
				Web:     webtier.Props{AllowPlainHTTP: true, Application: container(ecrImage)},
				App:     webtier.Props{Application: container(ecrImage)},
			},
			[]string{"network.nat: none cuts servers off from services that they need; add network.interfaceEndpoints ecr.api, ecr.dkr, logs"},
		},
		"no way out but to some": {
			websystem.Props{Network: network.Props{NAT: network.NATNone, InterfaceEndpoints: []string{"ssm", "cloudformation", "logs", "elasticloadbalancing"}}, Web: servesPlainHTTP},
			[]string{"network.nat: none cuts servers off from services that they need; add network.interfaceEndpoints secretsmanager, ssmmessages"},
		},
		"no way out but to all that it takes": {
			websystem.Props{
				Network: network.Props{NAT: network.NATNone, InterfaceEndpoints: []string{"cloudformation", "elasticloadbalancing", "secretsmanager", "ssm", "ssmmessages"}},
				Web:     servesPlainHTTP,
			},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) { wantProblems(t, c.props.Validate(), c.want...) })
	}
}

// A VPC of /22 has slots of /27: 32 addresses without the five that AWS keeps are 27 servers. With one zone of n gone,
// the n-1 others hold (n-1)×27, one or more of them for what an update starts.
func TestWebSystemRefusesTooLittleRoomForServers(t *testing.T) {
	five := []string{"logs", "monitoring", "sqs", "ssm", "sts"}
	twelve := append([]string{"ec2", "ecr.api", "ecr.dkr", "kms", "sns", "states", "xray"}, five...)
	unequal := network.SubnetCIDRs{
		Public:   []string{"10.0.0.0/24", "10.0.1.0/24"},
		Private:  []string{"10.0.2.0/24", "10.0.3.0/28"},
		Isolated: []string{"10.0.4.0/24", "10.0.5.0/24"},
	}
	for name, c := range map[string]struct {
		network network.Props
		most    int // the greatest maxCapacity that fits
		batch   int
		want    string // about one more
	}{
		"one zone of two left": {
			network.Props{CIDR: "10.0.0.0/22"}, 26, 1, // 26 + 1 = 27
			"network.cidr: leaves room for 27 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 28 of the 28 that web.maxCapacity and an update may start; use larger subnets or a lower maxCapacity",
		},
		"larger batches": {
			network.Props{CIDR: "10.0.0.0/22"}, 22, 5, // 22 + 5 = 27
			"network.cidr: leaves room for 27 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 28 of the 28 that",
		},
		"two zones of three left": {
			network.Props{CIDR: "10.0.0.0/22", ZoneCount: 3}, 53, 1, // 53 + 1 = 2×27
			"network.cidr: leaves room for 27 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 28 of the 55 that",
		},
		"three zones of four left": {
			network.Props{CIDR: "10.0.0.0/22", ZoneCount: 4}, 80, 1, // 80 + 1 = 3×27
			"network.cidr: leaves room for 27 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 28 of the 82 that",
		},
		"interface endpoints take room": {
			network.Props{CIDR: "10.0.0.0/22", InterfaceEndpoints: five}, 21, 1, // 21 + 1 = 27 - 5
			"network.cidr: leaves room for 22 servers in 10.0.1.0/27, the private subnet of zone A; with another zone gone it must hold 23 of the 23 that",
		},
		"named zones": {
			network.Props{CIDR: "10.0.0.0/22", Zones: []string{"ap-northeast-1c", "ap-northeast-1d"}}, 26, 1, // slot 8+2 of /27
			"network.cidr: leaves room for 27 servers in 10.0.1.64/27, the private subnet of zone C; with another zone gone it must hold 28 of the 28 that",
		},
		"the smaller of unequal subnets": {
			network.Props{CIDR: "10.0.0.0/16", Subnets: unequal}, 10, 1, // 10 + 1 = 16 - 5
			"network.subnets.private[1]: leaves room for 11 servers in 10.0.3.0/28, the private subnet of zone B; with another zone gone it must hold 12 of the 12 that",
		},
	} {
		t.Run(name, func(t *testing.T) {
			props := websystem.Props{Network: c.network, Web: webtier.Props{AllowPlainHTTP: true, MaxCapacity: c.most, Rollout: webtier.Rollout{BatchSize: c.batch}}}
			wantProblems(t, props.Validate())
			props.Web.MaxCapacity++
			problems := problem.All(props.Validate())
			if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), c.want) {
				t.Errorf("with one more than %d the problems are %v, want %s", c.most, problems, c.want)
			}
		})
	}
	t.Run("the defaults", func(t *testing.T) {
		props := websystem.Props{Network: network.Props{CIDR: "10.0.0.0/16", Subnets: unequal}, Web: servesPlainHTTP} // 2×2 + 1
		props.Network.InterfaceEndpoints = twelve[:6]                                                                 // 11 - 6 = 5
		wantProblems(t, props.Validate())
		props.Network.InterfaceEndpoints = twelve
		wantProblems(t, props.Validate(), "network.subnets.private[1]: leaves room for 0 servers in 10.0.3.0/28, the private subnet of zone B; with another zone gone it must hold 5 of the 5 that web.maxCapacity and an update may start; use larger subnets or a lower maxCapacity")
	})
}

func TestWebSystemRefusesTooSmallSubnetsForTheLoadBalancer(t *testing.T) {
	props := websystem.Props{Network: network.Props{CIDR: "10.0.0.0/23"}, Web: servesPlainHTTP}
	wantProblems(t, props.Validate(), "network.cidr: leaves 10.0.0.0/28 for the public subnet of zone A, which is too small for a load balancer; use /22 or larger")
	props.Network.CIDR = "10.0.0.0/22"
	wantProblems(t, props.Validate())
	props.Network = network.Props{CIDR: "10.0.0.0/16", Subnets: network.SubnetCIDRs{
		Public:   []string{"10.0.0.0/27", "10.0.1.0/28"},
		Private:  []string{"10.0.2.0/24", "10.0.3.0/24"},
		Isolated: []string{"10.0.4.0/28", "10.0.5.0/28"},
	}}
	wantProblems(t, props.Validate(), "network.subnets.public[1]: leaves 10.0.1.0/28 for the public subnet of zone B, which is too small for a load balancer; use /27 or larger")
	props.Network = network.Props{}
	props.ExistingVPC = *existingVPC()
	wantProblems(t, props.Validate())
}
