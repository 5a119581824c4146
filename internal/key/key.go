// Package key creates customer managed keys of AWS KMS.
package key

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Statement is a statement of a key's policy.
type Statement map[string]any

// New creates a key that KMS rotates every year and that the account's IAM policies govern, except that nobody can hand
// on its use by a grant: only AWS services can, for what they encrypt with it. The statements let services use it.
func New(scope constructs.Construct, id, description string, removal awscdk.RemovalPolicy, statements ...Statement) awskms.Key {
	all := []any{
		map[string]any{
			"Effect":    "Allow",
			"Principal": map[string]any{"AWS": "arn:" + *awscdk.Aws_PARTITION() + ":iam::" + *awscdk.Aws_ACCOUNT_ID() + ":root"},
			"Action":    "kms:*",
			"Resource":  "*",
		},
		map[string]any{
			"Sid":       "GrantsByServicesOnly",
			"Effect":    "Deny",
			"Principal": map[string]any{"AWS": "*"},
			"Action":    "kms:CreateGrant",
			"Resource":  "*",
			"Condition": map[string]any{"BoolIfExists": map[string]any{
				"kms:GrantIsForAWSResource": "false",
				"aws:PrincipalIsAWSService": "false",
			}},
		},
	}
	for _, statement := range statements {
		all = append(all, map[string]any(statement))
	}
	return awskms.NewKey(scope, &id, &awskms.KeyProps{
		Description:       &description,
		EnableKeyRotation: jsii.Bool(true),
		RemovalPolicy:     removal,
		Policy:            awsiam.PolicyDocument_FromJson(map[string]any{"Version": "2012-10-17", "Statement": all}),
	})
}

// ForLogGroups lets CloudWatch Logs encrypt the account's log groups of some name, which may end in *.
// Source: Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service".
func ForLogGroups(names ...string) Statement {
	var arns []any
	for _, name := range names {
		arns = append(arns, "arn:"+*awscdk.Aws_PARTITION()+":logs:"+*awscdk.Aws_REGION()+":"+*awscdk.Aws_ACCOUNT_ID()+":log-group:"+name)
	}
	var named any = arns
	if len(arns) == 1 {
		named = arns[0]
	}
	return Statement{
		"Sid":       "LogGroups",
		"Effect":    "Allow",
		"Principal": map[string]any{"Service": "logs." + *awscdk.Aws_REGION() + "." + *awscdk.Aws_URL_SUFFIX()},
		"Action":    []any{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"},
		"Resource":  "*",
		"Condition": map[string]any{"ArnLike": map[string]any{
			"kms:EncryptionContext:aws:logs:arn": named,
		}},
	}
}

// ForAutoScalingNotifications lets Amazon EC2 Auto Scaling publish to topics that the key encrypts. Its role is named in a
// condition: as a principal, it would have to exist before the account's first group does.
// Source: Amazon EC2 Auto Scaling User Guide, "Amazon SNS notification options for Amazon EC2 Auto Scaling".
func ForAutoScalingNotifications() Statement {
	return Statement{
		"Sid":       "AutoScalingNotifications",
		"Effect":    "Allow",
		"Principal": map[string]any{"AWS": "*"},
		"Action":    []any{"kms:Decrypt", "kms:GenerateDataKey*"},
		"Resource":  "*",
		"Condition": map[string]any{
			"StringEquals": map[string]any{"kms:CallerAccount": awscdk.Aws_ACCOUNT_ID()},
			"ArnEquals": map[string]any{
				"aws:PrincipalArn": "arn:" + *awscdk.Aws_PARTITION() + ":iam::" + *awscdk.Aws_ACCOUNT_ID() + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
			},
		},
	}
}

// ForNotifications lets services of AWS publish to topics that the key encrypts, for this account.
// Source: Amazon SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted topics".
func ForNotifications(services ...string) Statement {
	return Statement{
		"Sid":       "Notifications",
		"Effect":    "Allow",
		"Principal": map[string]any{"Service": services},
		"Action":    []any{"kms:Decrypt", "kms:GenerateDataKey*"},
		"Resource":  "*",
		"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}},
	}
}

// ForCopiesIn lets another account read what AWS Backup copies there, and hand that on to AWS services only.
// Source: AWS Backup Developer Guide, "Creating backup copies across AWS accounts".
func ForCopiesIn(account string) Statement {
	return Statement{
		"Sid":       "CopiesIn" + account,
		"Effect":    "Allow",
		"Principal": map[string]any{"AWS": "arn:" + *awscdk.Aws_PARTITION() + ":iam::" + account + ":root"},
		"Action":    []any{"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		"Resource":  "*",
	}
}
