package test

import (
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

const (
	rdsInstance       = "AWS::RDS::DBInstance"
	rdsParameterGroup = "AWS::RDS::DBParameterGroup"
	logGroup          = "AWS::Logs::LogGroup"
	backupVault       = "AWS::Backup::BackupVault"
	managedPolicy     = "AWS::IAM::ManagedPolicy"
)

var databaseSubnets = []string{"subnet-0123456789abcdef4", "subnet-0123456789abcdef5"}

// databaseVPC is a VPC of all three tiers that adds nothing to a template.
func databaseVPC(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
		VpcId:                       jsii.String("vpc-0123456789abcdef0"),
		AvailabilityZones:           jsii.Strings("ap-northeast-1a", "ap-northeast-1c"),
		PublicSubnetIds:             jsii.Strings("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
		PublicSubnetRouteTableIds:   jsii.Strings("rtb-0123456789abcdef0", "rtb-0123456789abcdef0"),
		PrivateSubnetIds:            jsii.Strings("subnet-0123456789abcdef2", "subnet-0123456789abcdef3"),
		PrivateSubnetRouteTableIds:  jsii.Strings("rtb-0123456789abcdef2", "rtb-0123456789abcdef3"),
		IsolatedSubnetIds:           jsii.Strings(databaseSubnets...),
		IsolatedSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef4", "rtb-0123456789abcdef4"),
	})
}

// synthDatabase is the template of a stack with a database and nothing else.
func synthDatabase(t testing.TB, props database.Props) *template {
	t.Helper()
	return synthDatabases(t, map[string]database.Props{"Database": props})
}

// synthDatabases is the template of a stack with several databases, whose logical ids start with their names.
func synthDatabases(t testing.TB, named map[string]database.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		for _, name := range slices.Sorted(maps.Keys(named)) {
			props := named[name]
			props.VPC = vpc
			database.New(stack, name, &props)
		}
	})
}

// noVPC stands for a VPC where nothing but its presence matters.
var noVPC = struct{ awsec2.IVpc }{}

// A databaseRefusal is what Validate says of props that are wrong: every problem, one a line, or nothing when they are right.
type databaseRefusal struct {
	is    string
	props database.Props
	want  string
}

// databaseRefusals wants of each what Validate says, when there is a VPC and the Region is not known.
func databaseRefusals(t *testing.T, refusals []databaseRefusal) {
	t.Helper()
	for _, c := range refusals {
		t.Run(c.is, func(t *testing.T) {
			t.Helper()
			c.props.VPC = noVPC
			got := ""
			if err := c.props.Validate(); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("the problems are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
