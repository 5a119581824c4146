package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

// A role for a service of AWS is taken by that service alone, and only for this account's resources.
func TestServiceRolesTrustOneService(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		net := network.New(stack, "Network", nil)
		database.New(stack, "Database", &database.Props{VPC: net.VPC()})
	})
	for role, service := range map[string]string{
		"NetworkFlowLogsRole":    "vpc-flow-logs.amazonaws.com",
		"DatabaseMonitoringRole": "monitoring.rds.amazonaws.com",
	} {
		tm.named(t, "AWS::IAM::Role", role).want(t, "AssumeRolePolicyDocument", map[string]any{
			"Version": "2012-10-17",
			"Statement": []any{map[string]any{
				"Effect":    "Allow",
				"Action":    "sts:AssumeRole",
				"Principal": map[string]any{"Service": service},
				"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": ref("AWS::AccountId")}},
			}},
		})
	}
}
