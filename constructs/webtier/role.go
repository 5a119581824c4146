package webtier

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/managedrole"
)

// createRole lets operators in through Session Manager, and a starting server ask the load balancer how it is and tell
// CloudFormation.
func (w *WebTier) createRole() {
	w.role = managedrole.New(w, "Role", &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil),
		ManagedPolicies: &[]awsiam.IManagedPolicy{
			awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AmazonSSMManagedInstanceCore")),
		},
	}, managedrole.Policy{Scope: w, ID: "Policy", Description: "What the " + w.named + " may do"})
	acknowledge.At(resourceOf(w.role), acknowledge.Because{
		Reason: "Session Manager, which is the only way to a shell here, is documented to take this policy of AWS; its actions have no narrower resources.",
		Rules:  []string{"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]"},
	})
	for i, policy := range w.cfg.Servers.ManagedPolicyARNs {
		id := fmt.Sprintf("ManagedPolicy%d", i)
		w.role.AddManagedPolicy(awsiam.ManagedPolicy_FromManagedPolicyArn(w, &id, &policy))
	}
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      w.role,
		Actions:      jsii.Strings(w.health().action),
		ResourceArns: jsii.Strings("*"),
	})
	w.createLogs()
	why := w.health().action + ", by which a starting server learns that it is healthy, has no resource-level permissions. What the tier uses is granted by name."
	if w.cfg.Application.Container.inECR() {
		why += " So it is with ecr:GetAuthorizationToken, which logs in to Amazon ECR and by itself pulls nothing."
	}
	if w.cfg.completes() {
		why += " And so it is with what describes groups in Amazon EC2 Auto Scaling, by which a server learns its own."
	}
	reasons := append(w.grantApplication(), w.cfg.whyAnyGroup()...)
	acknowledge.At(resourceOf(w.role.Policy()), append(reasons, acknowledge.Because{
		Reason: why,
		Rules:  []string{"AwsSolutions-IAM5[Resource::*]"},
	})...)
}
