package key

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
)

// ForVolumes lets whoever may use volumes in this account, and in the other ones given, use encrypted ones, by way of Amazon
// EC2 only, as the policy of AWS's own key for Amazon EBS does. Auto Scaling groups start servers with a role that has no
// other permission for keys, and that cannot be named before the account's first group exists.
// Source: Amazon EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes".
func ForVolumes(others ...string) Statement {
	return Statement{
		"Sid":       "Volumes",
		"Effect":    "Allow",
		"Principal": map[string]any{"AWS": "*"},
		"Action":    []any{"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		"Resource":  "*",
		"Condition": map[string]any{"StringEquals": map[string]any{
			"kms:CallerAccount": append([]string{*awscdk.Aws_ACCOUNT_ID()}, others...),
			"kms:ViaService":    "ec2." + *awscdk.Aws_REGION() + ".amazonaws.com",
		}},
	}
}
