package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// The rule is RDS's own: letters, digits and single hyphens, a letter first, no hyphen last, 63 characters at most.
var validIdentifier = regexp.MustCompile(`^[a-z](-?[a-z0-9]){0,62}$`)

func identifierOf(t *testing.T, r resource) string {
	t.Helper()
	identifier, _ := r.get("DBInstanceIdentifier").(string)
	if !validIdentifier.MatchString(identifier) || len(identifier) > 63 {
		t.Errorf("%s: RDS refuses the identifier %q", r.ID, identifier)
	}
	return identifier
}

// A changed identifier replaces the database, so that the first one must stay in every release.
func TestDatabaseIdentifierIsMadeOfThePath(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{"Database": {}, "Database2": {}, "Orders": {}})
	template.named(t, rdsInstance, "DatabaseInstance").want(t, "DBInstanceIdentifier", "test-database-2a4228c6")
	seen := map[string]bool{}
	for _, instance := range template.all(rdsInstance) {
		seen[identifierOf(t, instance)] = true
	}
	if len(seen) != 3 {
		t.Errorf("3 databases have the identifiers %v", seen)
	}
}

// A long path is cut in its middle. Where that leaves two hyphens in a row, which RDS refuses, one goes.
func TestDatabaseIdentifierOfALongPath(t *testing.T) {
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		scope := constructs.NewConstruct(stack, jsii.String(strings.Repeat("a", 21)))
		scope = constructs.NewConstruct(scope, jsii.String("Between"))
		database.New(scope, strings.Repeat("b", 25), &database.Props{VPC: vpc})
		database.New(scope, strings.Repeat("c", 200), &database.Props{VPC: vpc})
	})
	cut, long := template.all(rdsInstance)[0], template.all(rdsInstance)[1]
	if got := identifierOf(t, cut); !strings.HasPrefix(got, "test-aaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbb-") {
		t.Errorf("the identifier is %s; the path is not cut where this test expects it", got)
	}
	if got := identifierOf(t, long); !strings.HasPrefix(got, "test-aaaaaaaaaaaaaaaaaaaaa-cccc") {
		t.Errorf("the identifier is %s", got)
	}
}

func TestDatabaseIdentifierOfOnesOwn(t *testing.T) {
	template := synthDatabase(t, database.Props{Identifier: "orders-1"})
	template.one(t, rdsInstance).want(t, "DBInstanceIdentifier", "orders-1")
	template.named(t, logGroup, "DatabaseLogGrouperror").want(t, "LogGroupName", "/aws/rds/instance/orders-1/error")
}
