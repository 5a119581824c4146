package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
)

// role is an IAM role whose permissions are in a managed policy, which has versions and can be read and rolled back by
// itself: the CDK's own role keeps them in an inline one.
type role struct {
	awsiam.Role
	policy awsiam.ManagedPolicy
}

// AddToPrincipalPolicy is where every grant ends.
func (r *role) AddToPrincipalPolicy(statement awsiam.PolicyStatement) *awsiam.AddToPrincipalPolicyResult {
	r.policy.AddStatements(statement)
	return &awsiam.AddToPrincipalPolicyResult{StatementAdded: jsii.Bool(true), PolicyDependable: r.policy}
}

// createRole lets operators in through Session Manager, and a starting server ask the load balancer how it is and tell
// CloudFormation.
func (w *WebTier) createRole() {
	w.role = &role{}
	awsiam.NewRole_Override(w.role, w, jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil),
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AmazonSSMManagedInstanceCore")),
		},
	})
	acknowledge.At(resourceOf(w.role), acknowledge.Because{
		Reason: "Session Manager, which is the only way to a shell here, is documented to take this policy of AWS; its actions have no narrower resources.",
		Rules:  []string{"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]"},
	})
	w.role.policy = awsiam.NewManagedPolicy(w, jsii.String("Policy"), &awsiam.ManagedPolicyProps{
		Description: jsii.String("What the web servers may do"),
		Roles:       &[]awsiam.IRole{w.role},
	})
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      w.role,
		Actions:      jsii.Strings("elasticloadbalancing:DescribeTargetHealth"),
		ResourceArns: jsii.Strings("*"),
	})
	acknowledge.At(resourceOf(w.role.policy), acknowledge.Because{
		Reason: "elasticloadbalancing:DescribeTargetHealth, by which a starting server learns that it is healthy, has no resource-level permissions. What the tier uses is granted by name.",
		Rules:  []string{"AwsSolutions-IAM5[Resource::*]"},
	})
}
