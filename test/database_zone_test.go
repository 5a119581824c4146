package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseSingleZone(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Anywhere": {SingleZone: true},
		"Named":    {SingleZone: true, Zone: "ap-northeast-1c"},
	})
	t.Run("in a zone that RDS chooses", func(t *testing.T) {
		template.named(t, rdsInstance, "Anywhere").wantEach(t, map[string]any{"MultiAZ": false, "AvailabilityZone": nil})
	})
	t.Run("in a named zone, of the stack's Region", func(t *testing.T) {
		template.named(t, rdsInstance, "Named").wantEach(t, map[string]any{
			"MultiAZ":          false,
			"AvailabilityZone": map[string]any{"Fn::Sub": "${AWS::Region}c"},
		})
	})
}

func TestDatabaseZoneRefusals(t *testing.T) {
	databaseRefusals(t, []databaseRefusal{
		{"a zone for both", database.Props{Zone: "ap-northeast-1a"},
			"zone: ap-northeast-1a cannot be chosen for a Multi-AZ database, whose standby is in another; leave it out, or say singleZone: true to do without a standby"},
		{"a zone's id", database.Props{SingleZone: true, Zone: "apne1-az4"},
			`zone: "apne1-az4" is not the name of an Availability Zone; use one like ap-northeast-1a`},
		{"a Local Zone", database.Props{SingleZone: true, Zone: "us-west-2-lax-1a"},
			`zone: "us-west-2-lax-1a" is not the name of an Availability Zone; use one like ap-northeast-1a`},
		{"a Region for both", database.Props{Zone: "ap-northeast-1"},
			"zone: ap-northeast-1 cannot be chosen for a Multi-AZ database, whose standby is in another; leave it out, or say singleZone: true to do without a standby\n" +
				`zone: "ap-northeast-1" is not the name of an Availability Zone; use one like ap-northeast-1a`},
		{"a zone of any Region, when that is not known", database.Props{SingleZone: true, Zone: "eu-west-1b"}, ""},
	})
}

// The zone's letter alone is in the template, so that the Region must be the stack's.
func TestDatabaseZoneNeedsARegion(t *testing.T) {
	synthAnywhere(t, func(stack awscdk.Stack) {
		props := database.Props{VPC: databaseVPC(stack), SingleZone: true, Zone: "ap-northeast-1c"}
		refuses(t, func() { database.New(stack, "Database", &props) },
			`database "Database": zone: named for a stack without a Region; give the stack its Region, or leave zone out`)
		props.Zone = ""
		database.New(stack, "Database", &props)
	})
}
