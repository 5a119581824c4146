package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

func TestDatabaseSingleZone(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Anywhere": {SingleZone: true},
		"Named":    {SingleZone: true, Zone: "ap-northeast-1c"},
	})
	t.Run("in a zone that RDS chooses", func(t *testing.T) {
		instance := template.named(t, rdsInstance, "Anywhere")
		instance.wantEach(t, map[string]any{"MultiAZ": false, "AvailabilityZone": nil})
		if instance.Metadata["cfn-lint"] != nil {
			t.Errorf("the metadata is %v; there is nothing for cfn-lint to pass over", instance.Metadata)
		}
	})
	t.Run("in a named zone", func(t *testing.T) {
		instance := template.named(t, rdsInstance, "Named")
		instance.wantEach(t, map[string]any{"MultiAZ": false, "AvailabilityZone": "ap-northeast-1c"})
		if got := dig(instance.Metadata, "cfn-lint.config.ignore_checks"); show(got) != `["W3010"]` {
			t.Errorf("cfn-lint is to pass over %s, want W3010, of hardcoded zones, only", show(got))
		}
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
