package database

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

// monitoringRole lets enhanced monitoring write, for this account's databases only. The CDK's own role does not say whose.
func (d *Database) monitoringRole() awsiam.CfnRole {
	if d.role != nil {
		return d.role
	}
	role := d.serviceRole("MonitoringRole", "monitoring.rds.amazonaws.com", "AmazonRDSEnhancedMonitoringRole")
	acknowledge.At(role, acknowledge.Because{
		Reason: "Enhanced monitoring is documented to take this policy of AWS, which lets it write to the log groups named RDS* and do nothing else.",
		Rules:  []string{"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]"},
	})
	d.role = role
	return role
}

// serviceRole is a role for a service that acts on this account's databases, with the policy that AWS keeps for it.
func (d *Database) serviceRole(id, service, policy string) awsiam.CfnRole {
	return awsiam.NewCfnRole(d, &id, &awsiam.CfnRoleProps{
		AssumeRolePolicyDocument: map[string]any{
			"Version": "2012-10-17",
			"Statement": []any{map[string]any{
				"Effect":    "Allow",
				"Principal": map[string]any{"Service": service},
				"Action":    "sts:AssumeRole",
				"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}},
			}},
		},
		ManagedPolicyArns: &[]any{"arn:" + *awscdk.Aws_PARTITION() + ":iam::aws:policy/service-role/" + policy},
	})
}
