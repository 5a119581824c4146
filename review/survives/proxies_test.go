package survives_test

import (
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// withProxy is twoTiers with a proxy before its database, which listens elsewhere than the database.
var withProxy = strings.NewReplacer(
	`"Port": "3306"`, `"Port": "13306"`,
	`{"Ref": "AppGroup"}, "IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306`, `{"Ref": "ProxyGroup"}, "IpProtocol": "tcp", "FromPort": 13306, "ToPort": 13306`,
	`"DataSubnets": {`, `"Proxy": {"Type": "AWS::RDS::DBProxy", "Properties": {"EngineFamily": "MYSQL", "VpcSubnetIds": [{"Ref": "A"}, {"Ref": "B"}], "VpcSecurityGroupIds": [{"Ref": "ProxyGroup"}]}},
	"Targets": {"Type": "AWS::RDS::DBProxyTargetGroup", "Properties": {"DBProxyName": {"Ref": "Proxy"}, "DBInstanceIdentifiers": [{"Ref": "Data"}]}},
	"Reader": {"Type": "AWS::RDS::DBProxyEndpoint", "Properties": {"DBProxyName": {"Ref": "Proxy"}, "VpcSubnetIds": [{"Ref": "B"}, {"Ref": "A"}]}},
	"ProxyGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [{"SourceSecurityGroupId": {"Ref": "AppGroup"}, "IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306}]}},
	"DataSubnets": {`,
).Replace(twoTiers)

func TestProxies(t *testing.T) {
	for name, test := range map[string]struct {
		old, new         string
		withoutA, always string
	}{
		"as it should be":             {},
		"a proxy in one zone":         {old: `"VpcSubnetIds": [{"Ref": "A"}, {"Ref": "B"}]`, new: `"VpcSubnetIds": [{"Ref": "A"}]`, withoutA: "AWS::RDS::DBProxy has no subnet left"},
		"an endpoint in one zone":     {old: `"VpcSubnetIds": [{"Ref": "B"}, {"Ref": "A"}]`, new: `"VpcSubnetIds": [{"Ref": "A"}]`, withoutA: "AWS::RDS::DBProxyEndpoint has no subnet left"},
		"a proxy that nobody reaches": {old: `{"Ref": "AppGroup"}, "IpProtocol": "tcp", "FromPort": 3306`, new: `{"Ref": "InnerGroup"}, "IpProtocol": "tcp", "FromPort": 3306`, always: "AWS::RDS::DBProxy does not let the servers of App or of Web in at port 3306"},
		"a proxy that is let in elsewhere": {
			old: `"FromPort": 13306, "ToPort": 13306`, new: `"FromPort": 3306, "ToPort": 3306`, always: "AWS::RDS::DBInstance does not let its proxy Proxy in at port 13306",
		},
		"a proxy of another engine": {old: `"MYSQL"`, new: `"POSTGRESQL"`, always: "AWS::RDS::DBProxy does not let the servers of App or of Web in at port 5432"},
		"a proxy of something else": {
			old: `"DBInstanceIdentifiers": [{"Ref": "Data"}]`, new: `"DBInstanceIdentifiers": [{"Ref": "Other"}]`, always: "AWS::RDS::DBInstance does not let the servers of App or of Web in at port 13306",
		},
		"a target group of no proxy": {
			old: `"DBProxyName": {"Ref": "Proxy"}, "DBInstanceIdentifiers"`, new: `"DBProxyName": "x", "DBInstanceIdentifiers"`, always: "AWS::RDS::DBInstance does not let the servers of App or of Web in at port 13306",
		},
		"a proxy of a cluster": {
			old: `"DBInstanceIdentifiers": [{"Ref": "Data"}]`, new: `"DBClusterIdentifiers": [{"Ref": "Data"}]`,
		},
		"servers that come past it": {
			old: `{"SourceSecurityGroupId": {"Ref": "ProxyGroup"}, "IpProtocol": "tcp"`, new: `{"SourceSecurityGroupId": {"Ref": "AppGroup"}, "IpProtocol": "tcp"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(withProxy, test.old, test.new, 1)
			if test.old != "" && changed == withProxy {
				t.Fatal("the template has not changed")
			}
			stack, err := assembly.Parse("prod", "ap-northeast-1", []byte(changed))
			if err != nil {
				t.Fatal(err)
			}
			found := check(t, &assembly.Assembly{Stacks: []*assembly.Stack{stack}})
			if found["a"] != test.withoutA+test.always || found["b"] != test.always {
				t.Errorf("without a: %q, want %q\nwithout b: %q, want %q", found["a"], test.withoutA+test.always, found["b"], test.always)
			}
		})
	}
}
