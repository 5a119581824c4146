// Package managedrole creates IAM roles whose permissions are in a managed policy, which has versions and can be read and
// rolled back by itself: the CDK's own roles keep theirs in an inline one.
package managedrole

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// Role is a role whose every grant ends in its managed policy.
type Role struct {
	awsiam.Role
	at     Policy
	policy awsiam.ManagedPolicy
}

// Policy says where a role's managed policy is made, with its first permission: an empty one cannot be.
type Policy struct {
	// Default: the role, so that whatever waits for the role waits for its permissions too.
	Scope       constructs.Construct
	ID          string
	Description string
}

// New creates a role. It has no policy but those of its props until it is granted something.
func New(scope constructs.Construct, id string, props *awsiam.RoleProps, policy Policy) *Role {
	r := &Role{at: policy}
	awsiam.NewRole_Override(r, scope, &id, props)
	if r.at.Scope == nil {
		r.at.Scope = r
	}
	return r
}

// Policy returns the managed policy, or nil before the first grant.
func (r *Role) Policy() awsiam.ManagedPolicy { return r.policy }

// AddToPrincipalPolicy is where every grant ends.
func (r *Role) AddToPrincipalPolicy(statement awsiam.PolicyStatement) *awsiam.AddToPrincipalPolicyResult {
	if r.policy == nil {
		r.policy = awsiam.NewManagedPolicy(r.at.Scope, &r.at.ID, &awsiam.ManagedPolicyProps{
			Description: &r.at.Description,
			Roles:       &[]awsiam.IRole{r},
		})
	}
	r.policy.AddStatements(statement)
	return &awsiam.AddToPrincipalPolicyResult{StatementAdded: jsii.Bool(true), PolicyDependable: r.policy}
}
