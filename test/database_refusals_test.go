package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

const noVPCProblem = "vpc: missing; give the VPC whose isolated subnets hold the database"

func TestDatabaseWithoutVPC(t *testing.T) {
	var missing *database.Props
	for is, props := range map[string]*database.Props{"no props": missing, "empty props": {}} {
		t.Run(is, func(t *testing.T) {
			if err := props.Validate(); err == nil || err.Error() != noVPCProblem {
				t.Errorf("Validate: %v, want %s", err, noVPCProblem)
			}
			if err := props.ValidateIn(testRegion); err != nil {
				t.Errorf("ValidateIn: %v; a configuration file cannot hold a VPC", err)
			}
		})
	}
}

// manyProblems has one of every kind, of which each is told in this order.
var manyProblems = database.Props{
	BackupRetentionDays:       36,
	EngineVersion:             "9",
	Identifier:                "1",
	MaxAllocatedStorageGiB:    500,
	DisableStorageAutoscaling: true,
	SingleZone:                true,
	Zone:                      "eu-west-1a",
	KMSKeyARN:                 "arn:aws:kms:eu-west-1:111111111111:key/1234abcd",
	BackupWindow:              "now",
	LogRetentionDays:          2,
}

const (
	inAnyRegion = noVPCProblem + `
backupRetentionDays: 36 is out of range; use 1 to 35
engineVersion: "9" is not a version of mysql that is supported; use one in full, like 8.4.8
identifier: "1" is not an identifier; use a small letter, then small letters, digits and single hyphens, 63 at most
maxAllocatedStorageGiB: does nothing with disableStorageAutoscaling; leave one of them out
`
	inThisRegion = `zone: eu-west-1a is not in ap-northeast-1; use a zone of that Region
kmsKeyArn: the key is in eu-west-1; use one of ap-northeast-1, where the database is
`
	inAnyRegionToo = `backupWindow: "now" is not a time span in UTC; use one like 17:00-17:30
logRetentionDays: 2 is not a period that CloudWatch Logs offers; use 1 or 3`
	inNoRegion = `
zone: named for a stack without a Region; give the stack its Region, or leave zone out`
)

func TestDatabaseProblemsAreToldTogether(t *testing.T) {
	if err, want := manyProblems.Validate(), inAnyRegion+inAnyRegionToo; err == nil || err.Error() != want {
		t.Errorf("the problems are\n%v\nwant\n%s", err, want)
	}
}

func TestDatabaseRefusesBeforeItCreates(t *testing.T) {
	for _, c := range []struct {
		is    string
		synth func(testing.TB, func(awscdk.Stack)) *template
		want  string
	}{
		{"the Region is known", synth, inAnyRegion + inThisRegion + inAnyRegionToo},
		{"the Region is not known", synthAnywhere, inAnyRegion + inAnyRegionToo + inNoRegion},
	} {
		t.Run(c.is, func(t *testing.T) {
			c.synth(t, func(stack awscdk.Stack) {
				refuses(t, func() { database.New(stack, "Database", &manyProblems) }, `database "Database": `+c.want)
				refuses(t, func() { database.New(stack, "Other", nil) }, `database "Other": `+noVPCProblem)
				if left := len(*stack.Node().Children()); left > 0 {
					t.Errorf("%d constructs are left behind", left)
				}
			})
		})
	}
}

// What the Region has to do with is refused only when it is another.
func TestDatabaseInItsRegion(t *testing.T) {
	props := database.Props{SingleZone: true, Zone: "ap-northeast-1a", KMSKeyARN: testKeyARN}
	if err := props.ValidateIn(testRegion); err != nil {
		t.Error(err)
	}
	if err := props.ValidateIn("ap-northeast-2"); err == nil || err.Error() != "zone: ap-northeast-1a is not in ap-northeast-2; use a zone of that Region\n"+
		"kmsKeyArn: the key is in ap-northeast-1; use one of ap-northeast-2, where the database is" {
		t.Error(err)
	}
}

// The props are the caller's: defaults are not written into them.
func TestDatabaseLeavesThePropsAlone(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		props := database.Props{VPC: databaseVPC(stack)}
		database.New(stack, "Database", &props)
		if props.Port != 0 || props.Engine != "" || props.LogExports != nil {
			t.Errorf("the props are now %+v", props)
		}
	})
}
