package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// protected tries to destroy prod's network and database.
func (s *suite) protected(t *testing.T) {
	changed := s.changes(t, func() {
		out, err := s.destroy(t, s.prod, "prod/Stateful", "--exclusively")
		if err == nil || !strings.Contains(out, "TerminationProtection") {
			t.Errorf("the stateful stack is not protected: %v", err)
		}
	})
	sameSet(t, "changes", changed, nil)
}

func (s *suite) destroyDev(t *testing.T) {
	s.destroyAll(t, s.dev)
}

// destroyProd does what the README says under "Tearing down".
func (s *suite) destroyProd(t *testing.T) {
	s.assembly = s.synthesize(t, "unprotected", s.unprotected(t).only("prod"))
	if _, err := deploy(s.ctx, t, s.prod, s.assembly); err != nil {
		t.Fatal(err)
	}
	s.destroyAll(t, s.prod)
}

// unprotected are the settings with which prod can be destroyed.
func (s *suite) unprotected(t *testing.T) settings {
	t.Helper()
	return must(s.bigger.with("prod",
		set("policy", "[]"),
		add("", "disableTerminationProtection: true"),
		add("database", "disableDeletionProtection: true"),
		add("web", "disableDeletionProtection: true"),
	))(t)
}

// destroyAll destroys an environment, and asserts that only what holds data, and what opens it, is left.
func (s *suite) destroyAll(t *testing.T, a *account) {
	t.Helper()
	e := &environment{suite: s, account: a}
	there := e.everywhere(t)
	database := only(t, "databases", there.of("DBInstance"))
	stays := []string{"LogGroup " + e.flowLogGroup(t), "DBSnapshot of " + database.id}
	for _, thing := range there.of("BackupVault", "Bucket", "DBAutomatedBackup") {
		stays = append(stays, thing.String())
	}
	for _, key := range must(a.resources(s.ctx, e.stackName("Stateful"), "AWS::KMS::Key"))(t) { // of what stays, and a topic does not
		if !slices.ContainsFunc(there.of("Topic"), func(topic thing) bool {
			return strings.HasSuffix(topic.fields["Attributes.KmsMasterKeyId"], ":key/"+key)
		}) {
			stays = append(stays, "Key "+key)
		}
	}
	stays = append(stays, e.keptByFirewall(t)...)
	stackIDs := map[*account][]string{}
	for _, region := range s.regions(a) {
		for _, name := range region.stackNames() {
			stackIDs[region] = append(stackIDs[region], aws.ToString(at(must(region.stack(s.ctx, name))(t)).StackId))
		}
	}
	if _, err := s.destroy(t, a, a.environment+"/*"); err != nil {
		t.Fatal(err)
	}
	for _, region := range s.regions(a) {
		for _, name := range region.stackNames() {
			if must(region.stack(s.ctx, name))(t) != nil {
				t.Errorf("stack %s is still there", name)
			}
		}
	}
	e.again()
	left := e.everywhere(t)
	delete(left, "LogGroup "+osMetrics) // every database of the account writes there
	var names []string
	for name, thing := range left {
		if thing.kind == "DBSnapshot" { // whose name CloudFormation makes up
			name = "DBSnapshot of " + thing.fields["DBInstanceIdentifier"]
			same(t, "encryption of the snapshot", thing.fields["Encrypted"], "true")
			same(t, "key of the snapshot", thing.fields["KmsKeyId"], database.fields["KmsKeyId"])
		}
		names = append(names, name)
	}
	sameSet(t, "what is left", names, stays)
	for _, key := range left.of("Key") {
		same(t, "state of "+key.String(), key.fields["Enabled"], "true")
	}
	for region, ids := range stackIDs {
		for _, id := range ids {
			for _, r := range must(region.skipped(s.ctx, id))(t) {
				if _, known := kinds[aws.ToString(r.ResourceType)]; !known {
					t.Errorf("%s %s stays, and this suite cannot remove it", aws.ToString(r.ResourceType), aws.ToString(r.PhysicalResourceId))
				}
			}
		}
	}
}

func (s *suite) destroy(t *testing.T, a *account, args ...string) (string, error) {
	t.Helper()
	return cdk(s.ctx, t, a, ".", append([]string{"destroy", "--app", s.assembly, "--force"}, args...)...)
}
