package e2e

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	roles "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	keys "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	buckets "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// takeKeys leaves out the keys of AWS, and those that are to be deleted.
func (a *account) takeKeys(c *collector) {
	about, managed := map[string]*keys.KeyMetadata{}, a.managedKeys(c)
	collect(c, "Key", kms.NewListKeysPaginator(a.kms, &kms.ListKeysInput{}),
		func(o *kms.ListKeysOutput) []keys.KeyListEntry {
			var ours []keys.KeyListEntry
			for _, key := range o.Keys {
				out, err := a.kms.DescribeKey(c.ctx, &kms.DescribeKeyInput{KeyId: key.KeyId})
				if err != nil {
					c.err = errors.Join(c.err, err)
					return nil
				}
				m := out.KeyMetadata
				if m.KeyManager == keys.KeyManagerTypeCustomer && !managed[*key.KeyId] && m.KeyState != keys.KeyStatePendingDeletion {
					about[*key.KeyId] = m
					ours = append(ours, key)
				}
			}
			return ours
		},
		func(k keys.KeyListEntry) *string { return k.KeyId },
		func(k keys.KeyListEntry) (any, error) { return about[*k.KeyId], nil },
		func(k keys.KeyListEntry) (any, error) {
			return a.kms.ListResourceTags(c.ctx, &kms.ListResourceTagsInput{KeyId: k.KeyId})
		},
		func(k keys.KeyListEntry) (any, error) {
			return a.kms.GetKeyRotationStatus(c.ctx, &kms.GetKeyRotationStatusInput{KeyId: k.KeyId})
		})
}

// managedKeys are the keys that AWS's services use by default: those with an alias of AWS.
func (a *account) managedKeys(c *collector) map[string]bool {
	aliases, err := all(c.ctx, kms.NewListAliasesPaginator(a.kms, &kms.ListAliasesInput{}), func(o *kms.ListAliasesOutput) []keys.AliasListEntry { return o.Aliases })
	c.err = errors.Join(c.err, err)
	managed := map[string]bool{}
	for _, alias := range aliases {
		if strings.HasPrefix(aws.ToString(alias.AliasName), "alias/aws/") {
			managed[aws.ToString(alias.TargetKeyId)] = true
		}
	}
	return managed
}

// takeRoles leaves out the roles that AWS makes for its services, and looks closely at those of the environments only.
func (a *account) takeRoles(c *collector) {
	collect(c, "Role", iam.NewListRolesPaginator(a.iam, &iam.ListRolesInput{}),
		func(o *iam.ListRolesOutput) []roles.Role { return o.Roles },
		func(r roles.Role) *string {
			return unless(strings.HasPrefix(aws.ToString(r.Path), "/aws-service-role/"), r.RoleName)
		},
		func(r roles.Role) (any, error) {
			if !a.ofStack(r.RoleName) {
				return nil, nil
			}
			return a.aboutRole(c.ctx, r.RoleName)
		})
	collect(c, "InstanceProfile", iam.NewListInstanceProfilesPaginator(a.iam, &iam.ListInstanceProfilesInput{}),
		func(o *iam.ListInstanceProfilesOutput) []roles.InstanceProfile { return o.InstanceProfiles },
		func(p roles.InstanceProfile) *string { return p.InstanceProfileName })
	collect(c, "Policy", iam.NewListPoliciesPaginator(a.iam, &iam.ListPoliciesInput{Scope: roles.PolicyScopeTypeLocal}),
		func(o *iam.ListPoliciesOutput) []roles.Policy { return o.Policies },
		func(p roles.Policy) *string { return p.Arn },
		func(p roles.Policy) (any, error) {
			version, err := a.iam.GetPolicyVersion(c.ctx, &iam.GetPolicyVersionInput{PolicyArn: p.Arn, VersionId: p.DefaultVersionId})
			if err != nil {
				return nil, err
			}
			return map[string]any{"Document": at(version.PolicyVersion).Document}, nil
		})
}

// aboutRole is what the list of roles does not say.
func (a *account) aboutRole(ctx context.Context, role *string) (any, error) {
	tags, err := a.iam.ListRoleTags(ctx, &iam.ListRoleTagsInput{RoleName: role})
	if err != nil {
		return nil, err
	}
	attached, err := a.iam.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: role})
	if err != nil {
		return nil, err
	}
	inline, err := a.iam.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: role})
	if err != nil {
		return nil, err
	}
	documents := map[string]string{}
	for _, name := range inline.PolicyNames {
		policy, err := a.iam.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: role, PolicyName: &name})
		if err != nil {
			return nil, err
		}
		documents[name] = aws.ToString(policy.PolicyDocument)
	}
	return map[string]any{"Tags": tags.Tags, "Attached": attached.AttachedPolicies, "Inline": documents}, nil
}

// takeBuckets takes the buckets of the Region, and looks closely at those of the environments only.
func (a *account) takeBuckets(c *collector) {
	collect(c, "Bucket", s3.NewListBucketsPaginator(a.s3, &s3.ListBucketsInput{BucketRegion: &a.region}),
		func(o *s3.ListBucketsOutput) []buckets.Bucket { return o.Buckets },
		func(b buckets.Bucket) *string { return b.Name },
		func(b buckets.Bucket) (any, error) {
			if !a.ofStack(b.Name) {
				return nil, nil
			}
			return a.aboutBucket(c.ctx, b.Name)
		})
}

// aboutBucket asks for what the environments set on a bucket: all of it, so that an answer is never missing.
func (a *account) aboutBucket(ctx context.Context, bucket *string) (any, error) {
	tags, err := a.s3.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	encryption, err := a.s3.GetBucketEncryption(ctx, &s3.GetBucketEncryptionInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	public, err := a.s3.GetPublicAccessBlock(ctx, &s3.GetPublicAccessBlockInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	lifecycle, err := a.s3.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	policy, err := a.s3.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: bucket})
	if missing := new(apiError); errors.As(err, missing) && (*missing).ErrorCode() == "NoSuchBucketPolicy" {
		policy, err = &s3.GetBucketPolicyOutput{}, nil // the policy goes with the stack, the bucket stays
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"Tags": tags.TagSet, "Encryption": encryption.ServerSideEncryptionConfiguration, "Public": public.PublicAccessBlockConfiguration,
		"Lifecycle": lifecycle.Rules, "Policy": policy.Policy,
	}, nil
}
