package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

type apiError = smithy.APIError

// toolkit is the stack that bootstrapping makes.
const toolkit = "CDKToolkit"

// stackNames are an environment's stacks, in the order in which they can be deleted.
func (a *account) stackNames() []string {
	if a.second {
		return []string{a.environment + "-Edge"}
	}
	return []string{a.environment + "-Stateless", a.environment + "-Stateful"}
}

// ofStack tells whether CloudFormation has made up a name for one of the environment's stacks.
func (a *account) ofStack(name *string) bool {
	return slices.ContainsFunc(a.stackNames(), func(stack string) bool {
		return strings.HasPrefix(strings.ToLower(aws.ToString(name)), strings.ToLower(stack)+"-")
	})
}

// stack returns a stack, or nil when there is none.
func (a *account) stack(ctx context.Context, name string) (*types.Stack, error) {
	out, err := a.cloudformation.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	if failure := new(apiError); errors.As(err, failure) && strings.Contains((*failure).ErrorMessage(), "does not exist") {
		return nil, nil
	}
	if err != nil || len(out.Stacks) == 0 || out.Stacks[0].StackStatus == types.StackStatusDeleteComplete {
		return nil, err
	}
	return &out.Stacks[0], nil
}

// settled waits until nothing happens to a stack any more, and returns it, or nil when it is gone.
func (a *account) settled(ctx context.Context, name string) (*types.Stack, error) {
	for {
		s, err := a.stack(ctx, name)
		if err != nil || s == nil || !strings.HasSuffix(string(s.StackStatus), "_IN_PROGRESS") || s.StackStatus == types.StackStatusReviewInProgress {
			return s, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("stack %s is %s: %w", name, s.StackStatus, ctx.Err())
		case <-time.After(2 * time.Second):
		}
	}
}

// deleteStack deletes a stack that nothing protects any more, and waits for it.
func (a *account) deleteStack(ctx context.Context, name string) error {
	if _, err := a.cloudformation.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: &name}); err != nil {
		return err
	}
	s, err := a.settled(ctx, name)
	if err == nil && s != nil {
		err = fmt.Errorf("stack %s is %s: %s", name, s.StackStatus, aws.ToString(s.StackStatusReason))
	}
	return err
}
