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
	rdsCluster               = "AWS::RDS::DBCluster"
	rdsClusterParameterGroup = "AWS::RDS::DBClusterParameterGroup"
)

var wideSubnets = []string{"subnet-0123456789abcdef4", "subnet-0123456789abcdef5", "subnet-0123456789abcdef6"}

// wideVPC is a VPC of three zones that adds nothing to a template.
func wideVPC(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Wide"), &awsec2.VpcAttributes{
		VpcId:                       jsii.String("vpc-0123456789abcdef1"),
		AvailabilityZones:           jsii.Strings("ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"),
		IsolatedSubnetIds:           jsii.Strings(wideSubnets...),
		IsolatedSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef4", "rtb-0123456789abcdef4", "rtb-0123456789abcdef4"),
	})
}

// synthWide is synthDatabases in a VPC of three zones.
func synthWide(t testing.TB, named map[string]database.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) {
		vpc := wideVPC(stack)
		for _, name := range slices.Sorted(maps.Keys(named)) {
			props := named[name]
			props.VPC = vpc
			database.New(stack, name, &props)
		}
	})
}
