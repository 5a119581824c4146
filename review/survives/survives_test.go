package survives_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/survives"
)

// shipped reads the committed templates of an environment.
func shipped(t *testing.T, environment string) *assembly.Assembly {
	t.Helper()
	a := &assembly.Assembly{}
	for _, name := range []string{environment + "-Stateful", environment + "-Stateless"} {
		source, err := os.ReadFile(filepath.Join("../../test/testdata/golden", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		stack, err := assembly.Parse(name, "ap-northeast-1", source)
		if err != nil {
			t.Fatal(err)
		}
		a.Stacks = append(a.Stacks, stack)
	}
	return a
}

func check(t *testing.T, a *assembly.Assembly) map[string]string {
	t.Helper()
	losses, err := survives.Check(a)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, loss := range losses {
		var findings []string
		for _, f := range loss.Findings {
			findings = append(findings, f.Resource.Type+" "+f.Message)
		}
		found[loss.Zone] = strings.Join(findings, "\n")
	}
	return found
}

func TestProdSurvives(t *testing.T) {
	found := check(t, shipped(t, "prod"))
	if len(found) != 2 || found["ap-northeast-1a"]+found["ap-northeast-1c"] != "" {
		t.Errorf("findings are %v, want none for two zones", found)
	}
}

// TestDevDoesNot is the counterpart: dev gives up a NAT gateway and the standby, and lives on in the other zone's loss.
func TestDevDoesNot(t *testing.T) {
	found := check(t, shipped(t, "dev"))
	want := "AWS::AutoScaling::AutoScalingGroup servers in NetworkPrivateSubnetC868BFC38 have no way out: NetworkNATGatewayAAAD29B5E is in the zone that is gone\n" +
		"AWS::RDS::DBInstance is in the zone that is gone and has no standby"
	if found["ap-northeast-1a"] != want {
		t.Errorf("without zone a:\n%s\nwant\n%s", found["ap-northeast-1a"], want)
	}
	if found["ap-northeast-1c"] != "" {
		t.Errorf("without zone c:\n%s\nwant nothing", found["ap-northeast-1c"])
	}
}

// TestWhatIsMissingIsFound breaks production's templates in one way at a time.
func TestWhatIsMissingIsFound(t *testing.T) {
	const a, c = "ap-northeast-1a", "ap-northeast-1c"
	for name, test := range map[string]struct {
		damage func(*assembly.Assembly)
		zones  []string // whose loss is no longer survived; the other one's must be
		want   string
	}{
		"load balancer in one zone": {
			func(s *assembly.Assembly) { keep(one(s, "AWS::ElasticLoadBalancingV2::LoadBalancer"), "Subnets", 1) },
			[]string{a}, "has no node left that the internet reaches",
		},
		"public route gone": {
			func(s *assembly.Assembly) { remove(s, "NetworkPublicDefaultRoute") },
			[]string{a, c}, "has no node left that the internet reaches",
		},
		"internet gateway not attached": {
			func(s *assembly.Assembly) { remove(s, "NetworkInternetGatewayAttachment") },
			[]string{a, c}, "has none",
		},
		"servers in one zone": {
			func(s *assembly.Assembly) { keep(one(s, "AWS::AutoScaling::AutoScalingGroup"), "VPCZoneIdentifier", 1) },
			[]string{a}, "has room for 0 of its minimum of 2 servers",
		},
		"subnets too small for the minimum": {
			func(s *assembly.Assembly) {
				one(s, "AWS::AutoScaling::AutoScalingGroup").Properties["MinSize"] = "12"
				named(s, "NetworkPrivateSubnetC").Properties["CidrBlock"] = "10.1.72.0/28"
			},
			[]string{a}, "has room for 11 of its minimum of 12 servers",
		},
		"both zones through one NAT gateway": {
			func(s *assembly.Assembly) {
				named(s, "NetworkPrivateDefaultRouteC").Properties["NatGatewayId"] = named(s, "NetworkPrivateDefaultRouteA").Properties["NatGatewayId"]
			},
			[]string{a}, "is in the zone that is gone",
		},
		"a zone's route to its NAT gateway gone": {
			func(s *assembly.Assembly) { remove(s, "NetworkPrivateDefaultRouteA") },
			[]string{c}, "servers in NetworkPrivateSubnetA1672077B have no way out, and others of the group do",
		},
		"NAT gateways crossed": {
			func(s *assembly.Assembly) {
				left, right := named(s, "NetworkPrivateDefaultRouteA"), named(s, "NetworkPrivateDefaultRouteC")
				left.Properties["NatGatewayId"], right.Properties["NatGatewayId"] = right.Properties["NatGatewayId"], left.Properties["NatGatewayId"]
			},
			[]string{a, c}, "is in the zone that is gone",
		},
		"no standby": {
			func(s *assembly.Assembly) { one(s, "AWS::RDS::DBInstance").Properties["MultiAZ"] = false },
			[]string{a, c}, "may be in the zone that is gone and has no standby",
		},
		"subnet group of one zone": {
			func(s *assembly.Assembly) { keep(one(s, "AWS::RDS::DBSubnetGroup"), "SubnetIds", 1) },
			[]string{a}, "has no subnet left for its standby",
		},
		"no way from the load balancer to the servers": {
			func(s *assembly.Assembly) { remove(s, "SystemWebSecurityGroupfromprodStatelessSystemWebLoadBalancer") },
			[]string{a, c}, "do not let SystemWebLoadBalancer",
		},
		"no way from the servers to the database": {
			func(s *assembly.Assembly) { remove(s, "SystemWebSecurityGroupprodStatefulDatabase") },
			[]string{a, c}, "does not let the servers of",
		},
		"way to the database at another port": {
			func(s *assembly.Assembly) {
				rule := named(s, "SystemWebSecurityGroupprodStatefulDatabase")
				rule.Properties["FromPort"], rule.Properties["ToPort"] = 5432.0, 5432.0
			},
			[]string{a, c}, "at port 13306",
		},
	} {
		t.Run(name, func(t *testing.T) {
			system := shipped(t, "prod")
			test.damage(system)
			found := check(t, system)
			for _, zone := range []string{a, c} {
				lost := strings.Contains(strings.Join(test.zones, " "), zone)
				if lost && !strings.Contains(found[zone], test.want) {
					t.Errorf("without %s: %q, want %q", zone, found[zone], test.want)
				}
				if !lost && found[zone] != "" {
					t.Errorf("without %s: %q, want nothing", zone, found[zone])
				}
			}
		})
	}
}

func TestNothingToSay(t *testing.T) {
	if _, err := survives.Check(&assembly.Assembly{}); err == nil || !strings.Contains(err.Error(), "no subnets") {
		t.Errorf("error is %v", err)
	}
}

func TestReport(t *testing.T) {
	losses, err := survives.Check(shipped(t, "dev"))
	if err != nil {
		t.Fatal(err)
	}
	want := `without ap-northeast-1a: the system does not go on as it was
  dev-Stateless/SystemWebAutoScalingGroupASG176304A6: servers in NetworkPrivateSubnetC868BFC38 have no way out: NetworkNATGatewayAAAD29B5E is in the zone that is gone
  dev-Stateful/DatabaseInstanceAA8A5FDE: is in the zone that is gone and has no standby
without ap-northeast-1c: the system goes on
`
	if got := survives.Report(losses); got != want {
		t.Errorf("report is\n%s\nwant\n%s", got, want)
	}
}

func one(s *assembly.Assembly, kind string) *assembly.Resource {
	all := s.All(kind)
	if len(all) != 1 {
		panic(kind)
	}
	return all[0]
}

// named returns the resource whose logical id is the prefix and a hash.
func named(s *assembly.Assembly, prefix string) *assembly.Resource {
	for _, stack := range s.Stacks {
		for id, r := range stack.Resources {
			if strings.HasPrefix(id, prefix) {
				return r
			}
		}
	}
	panic(prefix)
}

func remove(s *assembly.Assembly, prefix string) {
	r := named(s, prefix)
	delete(r.Stack.Resources, r.ID)
}

func keep(r *assembly.Resource, list string, n int) {
	r.Properties[list] = r.Properties[list].([]any)[:n]
}
