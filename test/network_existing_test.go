package test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func existingVPC() *network.Existing {
	return &network.Existing{
		VPCID:             "vpc-0123456789abcdef0",
		Zones:             zones("ac"),
		PublicSubnetIDs:   []string{"subnet-00000000000000001", "subnet-00000000000000002"},
		PrivateSubnetIDs:  []string{"subnet-00000000000000003", "subnet-00000000000000004"},
		IsolatedSubnetIDs: []string{"subnet-00000000000000005", "subnet-00000000000000006"},
	}
}

func TestAnExistingVPCIsWhatItIsDescribedAs(t *testing.T) {
	existing := existingVPC()
	template := synth(t, func(stack awscdk.Stack) {
		vpc := network.Import(stack, "VPC", existing)
		if got := *vpc.VpcId(); got != existing.VPCID {
			t.Errorf("the VPC's id is %s, want %s", got, existing.VPCID)
		}
		if got := values(vpc.AvailabilityZones()); !slices.Equal(got, existing.Zones) {
			t.Errorf("the zones are %v, want %v", got, existing.Zones)
		}
		for kind, want := range map[awsec2.SubnetType][]string{
			awsec2.SubnetType_PUBLIC:              existing.PublicSubnetIDs,
			awsec2.SubnetType_PRIVATE_WITH_EGRESS: existing.PrivateSubnetIDs,
			awsec2.SubnetType_PRIVATE_ISOLATED:    existing.IsolatedSubnetIDs,
		} {
			selected := vpc.SelectSubnets(&awsec2.SubnetSelection{SubnetType: kind})
			if got := values(selected.SubnetIds); !slices.Equal(got, want) {
				t.Errorf("the %s subnets are %v, want %v", kind, got, want)
			}
			if got := values(selected.AvailabilityZones); !slices.Equal(got, existing.Zones) {
				t.Errorf("the zones of the %s subnets are %v, want %v", kind, got, existing.Zones)
			}
		}
	})
	if len(template.Resources) != 0 {
		t.Errorf("importing a VPC creates %v, want nothing", template.Resources)
	}
	if len(template.warnings) != 0 {
		t.Errorf("importing a VPC warns of %v, want nothing", template.warnings)
	}
}

func TestAnExistingVPCMayBeKnownToTheDeploymentOnly(t *testing.T) {
	synthAnywhere(t, func(stack awscdk.Stack) {
		existing := existingVPC()
		existing.VPCID = *awscdk.Fn_ImportValue(jsii.String("VPC"))
		existing.PrivateSubnetIDs[1] = *awscdk.Fn_ImportValue(jsii.String("PrivateSubnet"))
		network.Import(stack, "VPC", existing)
	})
}

func TestAnExistingVPCIsRefused(t *testing.T) {
	tests := map[string]struct {
		change func(*network.Existing)
		want   []string
	}{
		"without anything": {func(e *network.Existing) { *e = network.Existing{} },
			[]string{
				`vpcId: "" is not such an id; use one like vpc-0123456789abcdef0`,
				"zones: 0 named; name at least 2, so that losing one leaves another",
			}},
		"with the id of something else": {func(e *network.Existing) { e.VPCID = "subnet-0123456789abcdef0" },
			[]string{`vpcId: "subnet-0123456789abcdef0" is not such an id; use one like vpc-0123456789abcdef0`}},
		"with one zone": {func(e *network.Existing) { e.Zones = zones("a") },
			[]string{
				"zones: 1 named; name at least 2, so that losing one leaves another",
				"publicSubnetIds: 2 ids for 1 zones; give one for each zone, in the order of the zones",
				"privateSubnetIds: 2 ids for 1 zones; give one for each zone, in the order of the zones",
				"isolatedSubnetIds: 2 ids for 1 zones; give one for each zone, in the order of the zones",
			}},
		"with a zone named twice": {func(e *network.Existing) { e.Zones = zones("cc") },
			[]string{"zones[1]: ap-northeast-1c is named twice; name each zone once"}},
		"with what is no zone": {func(e *network.Existing) { e.Zones[0] = "apne1-az4" },
			[]string{`zones[0]: "apne1-az4" is not the name of an Availability Zone; use one like ap-northeast-1a`}},
		"with zones of two Regions": {func(e *network.Existing) { e.Zones[1] = "eu-west-1a" },
			[]string{"zones[1]: eu-west-1a is not in ap-northeast-1; name zones of that Region"}},
		"without a tier": {func(e *network.Existing) { e.PublicSubnetIDs = nil },
			[]string{"publicSubnetIds: 0 ids for 2 zones; give one for each zone, in the order of the zones"}},
		"with a subnet missing": {func(e *network.Existing) { e.PrivateSubnetIDs = e.PrivateSubnetIDs[:1] },
			[]string{"privateSubnetIds: 1 ids for 2 zones; give one for each zone, in the order of the zones"}},
		"with a subnet too many": {func(e *network.Existing) {
			e.IsolatedSubnetIDs = append(e.IsolatedSubnetIDs, "subnet-00000000000000007")
		},
			[]string{"isolatedSubnetIds: 3 ids for 2 zones; give one for each zone, in the order of the zones"}},
		"with a subnet that is none": {func(e *network.Existing) { e.PublicSubnetIDs[1] = "subnet-1" },
			[]string{`publicSubnetIds[1]: "subnet-1" is not such an id; use one like subnet-0123456789abcdef0`}},
		"with a subnet listed twice": {func(e *network.Existing) { e.IsolatedSubnetIDs[1] = e.IsolatedSubnetIDs[0] },
			[]string{"isolatedSubnetIds[1]: subnet-00000000000000005 is listed twice; each zone has a subnet of its own"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			existing := existingVPC()
			tt.change(existing)
			wantProblems(t, existing.Validate(), tt.want...)
		})
	}
}

func TestAnExistingVPCOfAnotherRegionIsRefused(t *testing.T) {
	wantProblems(t, existingVPC().ValidateIn(testRegion))
	wantProblems(t, existingVPC().ValidateIn("eu-west-1"),
		"zones[0]: ap-northeast-1a is not in eu-west-1; name zones of that Region",
		"zones[1]: ap-northeast-1c is not in eu-west-1; name zones of that Region")
}

func TestImportRefusesBeforeItCreatesAnything(t *testing.T) {
	stack := awscdk.NewStack(newApp(t), jsii.String("Test"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String("eu-west-1")},
	})
	refuses(t, func() { network.Import(stack, "VPC", existingVPC()) },
		`existing VPC "VPC": zones[0]: ap-northeast-1a is not in eu-west-1; name zones of that Region
zones[1]: ap-northeast-1c is not in eu-west-1; name zones of that Region`)
	refuses(t, func() { network.Import(stack, "VPC", nil) },
		`existing VPC "VPC": vpcId: "" is not such an id; use one like vpc-0123456789abcdef0`)
	if children := *stack.Node().Children(); len(children) != 0 {
		t.Errorf("the stack has %d children after a refusal, want none", len(children))
	}
}

func values(of *[]*string) []string {
	var all []string
	for _, value := range *of {
		all = append(all, *value)
	}
	return all
}
