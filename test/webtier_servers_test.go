package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func TestWebServersProps(t *testing.T) {
	const policy = "arn:aws:iam::111111111111:policy/web"
	tm := synthWeb(t, webtier.Props{Servers: webtier.Servers{
		SecurityGroupIDs:  []string{"sg-0123456789abcdef0", "sg-0123456789abcdef1"},
		ManagedPolicyARNs: []string{policy},
	}})
	tm.one(t, launchTemplate).want(t, "LaunchTemplateData.SecurityGroupIds", []any{
		att(tm.named(t, "AWS::EC2::SecurityGroup", "WebSecurityGroup").ID, "GroupId"), "sg-0123456789abcdef0", "sg-0123456789abcdef1",
	})
	tm.named(t, "AWS::IAM::Role", "WebRole").want(t, "ManagedPolicyArns.1", policy)
}

func TestWebRefusesServers(t *testing.T) {
	wantWebProblems(t, webtier.Props{Servers: webtier.Servers{SecurityGroupIDs: []string{*awscdk.Aws_STACK_NAME()}, ManagedPolicyARNs: []string{*awscdk.Aws_STACK_NAME()}}})
	wantWebProblems(t, webtier.Props{Servers: webtier.Servers{
		SecurityGroupIDs:  []string{"web", "sg-01234567", "sg-01234567"},
		ManagedPolicyARNs: []string{"ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
	}},
		`servers.securityGroupIds[0]: "web" is not such an id; use one like sg-0123456789abcdef0`,
		"servers.securityGroupIds[2]: sg-01234567 is listed twice",
		`servers.managedPolicyArns[0]: "ReadOnlyAccess" is not a managed policy's ARN; use one like arn:aws:iam::111111111111:policy/web`,
		"servers.managedPolicyArns[2]: arn:aws:iam::aws:policy/ReadOnlyAccess is listed twice")
}
