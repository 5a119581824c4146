package webtier_test

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// Any type of instance with two to four processors and 8 to 16 GiB, half of them Spot Instances. The base is what
// Group.Spot makes; On-Demand Instances are then the cheapest, since requirements have no order.
func ExampleWebTier_AutoScalingGroup_instanceRequirements() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{
		VPC:            vpc,
		CertificateARN: certificate,
		InstanceType:   "m7g.large",
		Group:          webtier.Group{Spot: webtier.Spot{Percent: 50}},
	})
	group := web.AutoScalingGroup().Node().DefaultChild().(awsautoscaling.CfnAutoScalingGroup)
	group.AddPropertyOverride(jsii.String("MixedInstancesPolicy.InstancesDistribution.OnDemandAllocationStrategy"), "lowest-price")
	group.AddPropertyOverride(jsii.String("MixedInstancesPolicy.LaunchTemplate.Overrides"), []any{map[string]any{
		"InstanceRequirements": map[string]any{
			"VCpuCount":        map[string]any{"Min": 2, "Max": 4},
			"MemoryMiB":        map[string]any{"Min": 8192, "Max": 16384},
			"CpuManufacturers": []string{"amazon-web-services"}, // arm64, as the image is
		},
	}})

	app.Synth(nil)
}

// Servers take what has been reserved first, and start on demand when it is used up.
func ExampleWebTier_AutoScalingGroup_capacityReservation() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: certificate})
	var reserved []*string
	for i, zone := range *vpc.AvailabilityZones() {
		reserved = append(reserved, awsec2.NewCfnCapacityReservation(stack, jsii.String("Reserved"+strconv.Itoa(i)), &awsec2.CfnCapacityReservationProps{
			AvailabilityZone:      zone,
			InstanceType:          jsii.String("t4g.small"),
			InstancePlatform:      jsii.String("Linux/UNIX"),
			InstanceCount:         jsii.Number(2),
			InstanceMatchCriteria: jsii.String("targeted"), // for this group alone
		}).Ref())
	}
	group := web.AutoScalingGroup().Node().DefaultChild().(awsautoscaling.CfnAutoScalingGroup)
	group.SetCapacityReservationSpecification(&awsautoscaling.CfnAutoScalingGroup_CapacityReservationSpecificationProperty{
		CapacityReservationPreference: jsii.String("capacity-reservations-first"),
		CapacityReservationTarget: &awsautoscaling.CfnAutoScalingGroup_CapacityReservationTargetProperty{
			CapacityReservationIds: &reserved,
		},
	})

	app.Synth(nil)
}

// Servers on racks of their own: seven in each zone at most.
func ExampleWebTier_AutoScalingGroup_placementGroup() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: certificate, InstanceType: "m7g.large"})
	apart := awsec2.NewPlacementGroup(stack, jsii.String("Apart"), &awsec2.PlacementGroupProps{
		Strategy:    awsec2.PlacementGroupStrategy_SPREAD,
		SpreadLevel: awsec2.PlacementGroupSpreadLevel_RACK,
	})
	group := web.AutoScalingGroup().Node().DefaultChild().(awsautoscaling.CfnAutoScalingGroup)
	group.SetPlacementGroup(apart.PlacementGroupName())

	app.Synth(nil)
}

// What else a launch template holds: one thread for each core, no more CPU than its credits pay for, names of servers in DNS
// by their ids, and a host of one's own.
func ExampleWebTier_LaunchTemplate() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: certificate, InstanceType: "t3.large"})
	launch := web.LaunchTemplate().Node().DefaultChild().(awsec2.CfnLaunchTemplate)
	for path, value := range map[string]any{
		"CpuOptions":                        map[string]any{"CoreCount": 1, "ThreadsPerCore": 1},
		"CreditSpecification.CpuCredits":    "standard",
		"MaintenanceOptions.AutoRecovery":   "disabled", // the group replaces a server that fails
		"Placement.Tenancy":                 "dedicated",
		"PrivateDnsNameOptions":             map[string]any{"HostnameType": "resource-name", "EnableResourceNameDnsARecord": true},
		"InstanceInitiatedShutdownBehavior": "terminate",
	} {
		launch.AddPropertyOverride(jsii.String("LaunchTemplateData."+path), value)
	}

	app.Synth(nil)
}

// What else the group does: the oldest servers go first, and one that stops has five minutes to hand over what it holds.
func ExampleWebTier_AutoScalingGroup() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Example"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("VPC"), nil)

	web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, CertificateARN: certificate})
	web.AutoScalingGroup().AddLifecycleHook(jsii.String("HandOver"), &awsautoscaling.BasicLifecycleHookProps{
		LifecycleTransition: awsautoscaling.LifecycleTransition_INSTANCE_TERMINATING,
		HeartbeatTimeout:    awscdk.Duration_Minutes(jsii.Number(5)),
		DefaultResult:       awsautoscaling.DefaultResult_CONTINUE,
	})
	group := web.AutoScalingGroup().Node().DefaultChild().(awsautoscaling.CfnAutoScalingGroup)
	group.SetTerminationPolicies(jsii.Strings("OldestInstance", "Default"))

	app.Synth(nil)
}
