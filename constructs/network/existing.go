package network

import (
	"fmt"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
	"github.com/evenkeel-cdk/evenkeel/internal/zone"
)

// Existing describes a VPC that exists already, by its ids, so that no lookup is needed. Every field is required.
type Existing struct {
	// The VPC's id, such as vpc-0123456789abcdef0. Required.
	VPCID string `yaml:"vpcId"`
	// The Availability Zones that the subnets are in, two or more. Required.
	Zones []string `yaml:"zones"`
	// The ids of subnets with a route to an internet gateway, one for each zone in the order of the zones. Required.
	PublicSubnetIDs []string `yaml:"publicSubnetIds"`
	// The ids of subnets with a route to a NAT gateway, one for each zone in the order of the zones. Required.
	PrivateSubnetIDs []string `yaml:"privateSubnetIds"`
	// The ids of subnets without a route out of the VPC, one for each zone in the order of the zones. Required.
	IsolatedSubnetIDs []string `yaml:"isolatedSubnetIds"`
}

// Import returns the VPC for everything that takes one. It creates nothing. It panics with the error of
// [Existing.Validate] when the description is wrong.
func Import(scopeOf constructs.Construct, id string, existing *Existing) awsec2.IVpc {
	if err := existing.ValidateIn(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("existing VPC %q: %w", id, err))
	}
	vpc := awsec2.Vpc_FromVpcAttributes(scopeOf, &id, &awsec2.VpcAttributes{
		VpcId:             &existing.VPCID,
		AvailabilityZones: jsii.Strings(existing.Zones...),
		PublicSubnetIds:   jsii.Strings(existing.PublicSubnetIDs...),
		PrivateSubnetIds:  jsii.Strings(existing.PrivateSubnetIDs...),
		IsolatedSubnetIds: jsii.Strings(existing.IsolatedSubnetIDs...),
	})
	awscdk.Annotations_Of(vpc).AcknowledgeWarning(jsii.String("@aws-cdk/aws-ec2:noSubnetRouteTableId"),
		jsii.String("Nothing is added to the route tables of a VPC that exists already"))
	return vpc
}

// Validate returns every problem of the description, or nil.
func (e *Existing) Validate() error {
	return e.ValidateIn("")
}

// ValidateIn is [Existing.Validate] for a known Region: it also refuses zones of another one.
func (e *Existing) ValidateIn(region string) error {
	var problems problem.List
	if e == nil {
		e = &Existing{}
	}
	if err := checkID(e.VPCID, "vpc"); err != nil {
		problems.Addf("vpcId", "%v", err)
	}
	if len(e.Zones) < 2 {
		problems.Addf("zones", "%d named; name at least 2, so that losing one leaves another", len(e.Zones))
	}
	checkZoneNames(e.Zones, region, &problems)
	for _, tier := range []struct {
		field string
		ids   []string
	}{
		{"publicSubnetIds", e.PublicSubnetIDs},
		{"privateSubnetIds", e.PrivateSubnetIDs},
		{"isolatedSubnetIds", e.IsolatedSubnetIDs},
	} {
		if len(tier.ids) != len(e.Zones) {
			problems.Addf(tier.field, "%d ids for %d zones; give one for each zone, in the order of the zones", len(tier.ids), len(e.Zones))
		}
		for i, id := range tier.ids {
			field := problem.Index(tier.field, i)
			if err := checkID(id, "subnet"); err != nil {
				problems.Addf(field, "%v", err)
			} else if slices.Index(tier.ids, id) < i {
				problems.Addf(field, "%s is listed twice; each zone has a subnet of its own", id)
			}
		}
	}
	return problems.Err()
}

// checkZoneNames refuses names that are no zones, zones named twice, and zones of different Regions or not of the one
// that is known.
func checkZoneNames(names []string, region string, problems *problem.List) {
	for i, name := range names {
		field := problem.Index("zones", i)
		of, _, err := zone.Parse(name)
		switch {
		case err != nil:
			problems.Addf(field, "%v", err)
		case slices.Index(names, name) < i:
			problems.Addf(field, "%s is named twice; name each zone once", name)
		case region == "":
			region = of
		case of != region:
			problems.Addf(field, "%s is not in %s; name zones of that Region", name, region)
		}
	}
}
