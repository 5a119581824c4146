package test

import "testing"

// wantKey fails the test unless a key rotates, is the account's to govern, is handed on by services only, and has these
// statements behind that.
func wantKey(t *testing.T, key resource, description string, statements ...map[string]any) {
	t.Helper()
	want := append([]map[string]any{
		{
			"Effect":    "Allow",
			"Principal": map[string]any{"AWS": join("arn:", ref("AWS::Partition"), ":iam::", ref("AWS::AccountId"), ":root")},
			"Action":    "kms:*",
			"Resource":  "*",
		},
		{
			"Sid":       "GrantsByServicesOnly",
			"Effect":    "Deny",
			"Principal": map[string]any{"AWS": "*"},
			"Action":    "kms:CreateGrant",
			"Resource":  "*",
			"Condition": map[string]any{"BoolIfExists": map[string]any{
				"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false",
			}},
		},
	}, statements...)
	key.wantEach(t, map[string]any{
		"Description":         description,
		"EnableKeyRotation":   true,
		"KeyPolicy.Statement": want,
	})
}

// forLogGroups lets CloudWatch Logs use a key for this account's log groups of a name.
func forLogGroups(name string) map[string]any {
	return map[string]any{
		"Sid":       "LogGroups",
		"Effect":    "Allow",
		"Principal": map[string]any{"Service": join("logs.", ref("AWS::Region"), ".", ref("AWS::URLSuffix"))},
		"Action":    []any{"kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		"Resource":  "*",
		"Condition": map[string]any{"ArnLike": map[string]any{"kms:EncryptionContext:aws:logs:arn": join(
			"arn:", ref("AWS::Partition"), ":logs:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":log-group:"+name,
		)}},
	}
}

func wantPolicies(t *testing.T, r resource, deletion, replacement string) {
	t.Helper()
	if r.DeletionPolicy != deletion || r.UpdateReplacePolicy != replacement {
		t.Errorf("%s: DeletionPolicy is %q, UpdateReplacePolicy is %q, want %q and %q", r.ID, r.DeletionPolicy, r.UpdateReplacePolicy, deletion, replacement)
	}
}
