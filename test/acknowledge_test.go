package test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// acknowledged are the rules that a resource's metadata answers, in order. It fails the test when one has no reason.
func acknowledged(t *testing.T, r resource) []string {
	t.Helper()
	var rules []string
	list, _ := dig(r.Metadata["cdk_nag"], "rules_to_suppress").([]any)
	if _, there := r.Metadata["cdk_nag"]; there && len(list) == 0 {
		t.Errorf("%s: its metadata answers no rule", r.ID)
	}
	for _, entry := range list {
		rule, _ := dig(entry, "id").(string)
		if finding, finer := dig(entry, "applies_to.0").(string); finer {
			rule += "[" + finding + "]"
		}
		if reason, _ := dig(entry, "reason").(string); len(reason) < 20 || !strings.HasSuffix(reason, ".") {
			t.Errorf("%s: the reason of %s is %q", r.ID, rule, reason)
		}
		rules = append(rules, rule)
	}
	return rules
}

// wantAcknowledged fails the test unless these resources answer these rules, and no others do any.
func wantAcknowledged(t *testing.T, tm *template, want map[string][]string) {
	t.Helper()
	got := map[string][]string{}
	for id, r := range tm.Resources {
		if rules := acknowledged(t, r); rules != nil {
			got[withoutHash(id)] = rules
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the acknowledgements are\n%s\nwant\n%s", show(got), show(want))
	}
}

func inPacks(rule string) []string {
	return []string{"NIST.800.53.R5-" + rule, "HIPAA.Security-" + rule, "PCI.DSS.321-" + rule}
}

const awsPolicy = "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/"

var bucketRules = slices.Concat(
	inPacks("S3BucketLoggingEnabled"), []string{"AwsSolutions-S1", "CT.S3.PR.2"},
	inPacks("S3DefaultEncryptionKMS"), []string{"CT.S3.PR.10"},
	inPacks("S3BucketReplicationEnabled"), []string{"CT.S3.PR.4", "CT.S3.PR.9"},
)
