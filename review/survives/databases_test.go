package survives_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

func TestAuroraSurvives(t *testing.T) {
	found := check(t, shipped(t, "aurora"))
	if len(found) != 3 || found["ap-northeast-1a"]+found["ap-northeast-1c"]+found["ap-northeast-1d"] != "" {
		t.Errorf("findings are %v, want none for three zones", found)
	}
}

// databases is a template of three zones and what is in them.
func databases(resources string) string {
	var subnets []string
	for _, letter := range []string{"a", "c", "d"} {
		subnets = append(subnets, fmt.Sprintf(`"In%s": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": "ap-northeast-1%[1]s"}}`, letter))
	}
	return `{"Resources": {` + strings.Join(subnets, ",") + `,
		"All": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": [{"Ref": "Ina"}, {"Ref": "Inc"}, {"Ref": "Ind"}]}},
		"Two": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": [{"Ref": "Ina"}, {"Ref": "Inc"}]}},
		` + resources + `}}`
}

func member(zone string) string {
	if zone == "" {
		return `{"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": {"Ref": "Cluster"}}}`
	}
	return fmt.Sprintf(`{"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": {"Ref": "Cluster"}, "AvailabilityZone": "ap-northeast-1%s"}}`, zone)
}

func TestDatabasesAndTheirZones(t *testing.T) {
	const (
		aurora  = `"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"Engine": "aurora-mysql", "DBSubnetGroupName": {"Ref": "All"}}}, `
		multiAZ = `"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"DBClusterInstanceClass": "db.m6gd.large", "DBSubnetGroupName": {"Ref": "%s"}}}`
		primary = `"Primary": {"Type": "AWS::RDS::DBInstance", "Properties": {"MultiAZ": true, "DBSubnetGroupName": {"Ref": "All"}}}, `
		gone    = "AWS::RDS::DBCluster has all its instances in the zone that is gone"
		may     = "AWS::RDS::DBCluster may have all its instances in the zone that is gone"
		three   = "AWS::RDS::DBCluster has subnets in fewer than three zones for its instances"
		alone   = "AWS::RDS::DBInstance is in the zone that is gone and has no standby"
	)
	for is, c := range map[string]struct {
		resources string
		a, d      string // what is found without these zones
	}{
		"a reader in another zone":         {aurora + `"One": ` + member("a") + `, "Two2": ` + member("d"), "", ""},
		"a writer alone":                   {aurora + `"One": ` + member("a"), gone, ""},
		"readers in the writer's own zone": {aurora + `"One": ` + member("a") + `, "Two2": ` + member("a"), gone, ""},
		"an instance anywhere":             {aurora + `"One": ` + member(""), may, may},
		"one anywhere and one that is not": {aurora + `"One": ` + member("") + `, "Two2": ` + member("a"), may, ""},
		"a cluster without instances":      {strings.TrimSuffix(aurora, ", "), "AWS::RDS::DBCluster has no instances", "AWS::RDS::DBCluster has no instances"},
		"readable standbys":                {fmt.Sprintf(multiAZ, "All"), "", ""},
		"readable standbys in two zones":   {fmt.Sprintf(multiAZ, "Two"), three, ""},
		"a replica in one zone": {
			primary + `"Replica": {"Type": "AWS::RDS::DBInstance", "Properties": {"SourceDBInstanceIdentifier": {"Ref": "Primary"}, "AvailabilityZone": "ap-northeast-1a"}}`, "", "",
		},
		"a copy of a point in time in one zone": {
			primary + `"Copy": {"Type": "AWS::RDS::DBInstance", "Properties": {"SourceDBInstanceIdentifier": "x", "UseLatestRestorableTime": true, "AvailabilityZone": "ap-northeast-1a"}}`, alone, "",
		},
		"a copy of an earlier time in one zone": {
			primary + `"Copy": {"Type": "AWS::RDS::DBInstance", "Properties": {"SourceDBInstanceIdentifier": "x", "RestoreTime": "t", "AvailabilityZone": "ap-northeast-1a"}}`, alone, "",
		},
	} {
		t.Run(is, func(t *testing.T) {
			stack, err := assembly.Parse("x", "ap-northeast-1", []byte(databases(c.resources)))
			if err != nil {
				t.Fatal(err)
			}
			found := check(t, &assembly.Assembly{Stacks: []*assembly.Stack{stack}})
			if found["ap-northeast-1a"] != c.a || found["ap-northeast-1d"] != c.d {
				t.Errorf("without a: %q, want %q; without d: %q, want %q", found["ap-northeast-1a"], c.a, found["ap-northeast-1d"], c.d)
			}
		})
	}
}

// The way into a cluster is the cluster's, not that of its instances.
func TestPathsToClusters(t *testing.T) {
	for rule, want := range map[string]string{"5432": "", "3306": "AWS::RDS::DBCluster does not let the servers of Servers in at port 5432"} {
		stack, err := assembly.Parse("x", "ap-northeast-1", []byte(databases(`
			"ServerGroup": {"Type": "AWS::EC2::SecurityGroup"},
			"Data": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [
				{"SourceSecurityGroupId": {"Ref": "ServerGroup"}, "IpProtocol": "tcp", "FromPort": `+rule+`, "ToPort": `+rule+`}]}},
			"Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"SecurityGroupIds": [{"Ref": "ServerGroup"}]}}},
			"Servers": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}}}},
			"Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"Port": 5432, "VpcSecurityGroupIds": [{"Ref": "Data"}]}},
			"One": `+member("a")+`, "Other": `+member("c"))))
		if err != nil {
			t.Fatal(err)
		}
		if found := check(t, &assembly.Assembly{Stacks: []*assembly.Stack{stack}}); found["ap-northeast-1d"] != want {
			t.Errorf("a rule for %s: %q, want %q", rule, found["ap-northeast-1d"], want)
		}
	}
}
