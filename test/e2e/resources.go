package e2e

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// part is the kind of what the inventory has as a part of something else: a route of its route table, for example.
const part = ""

// kinds are the kinds of the inventory, by the type that CloudFormation has for them. What has none here is only known
// from its stack's list.
var kinds = map[string]string{
	"AWS::AutoScaling::AutoScalingGroup":        "AutoScalingGroup",
	"AWS::AutoScaling::ScalingPolicy":           "ScalingPolicy",
	"AWS::Backup::BackupPlan":                   "BackupPlan",
	"AWS::Backup::BackupVault":                  "BackupVault",
	"AWS::CDK::Metadata":                        part,
	"AWS::CertificateManager::Certificate":      "Certificate",
	"AWS::CloudFront::Distribution":             "Distribution",
	"AWS::CloudWatch::Alarm":                    "Alarm",
	"AWS::EC2::EIP":                             "ElasticIP",
	"AWS::EC2::FlowLog":                         "FlowLog",
	"AWS::EC2::InternetGateway":                 "InternetGateway",
	"AWS::EC2::LaunchTemplate":                  "LaunchTemplate",
	"AWS::EC2::NatGateway":                      "NATGateway",
	"AWS::EC2::Route":                           part,
	"AWS::EC2::RouteTable":                      "RouteTable",
	"AWS::EC2::SecurityGroup":                   "SecurityGroup",
	"AWS::EC2::SecurityGroupEgress":             part,
	"AWS::EC2::SecurityGroupIngress":            part,
	"AWS::EC2::Subnet":                          "Subnet",
	"AWS::EC2::SubnetRouteTableAssociation":     part,
	"AWS::EC2::VPC":                             "VPC",
	"AWS::EC2::VPCEndpoint":                     "VPCEndpoint",
	"AWS::EC2::VPCGatewayAttachment":            part,
	"AWS::ElasticLoadBalancingV2::Listener":     "Listener",
	"AWS::ElasticLoadBalancingV2::ListenerRule": part,
	"AWS::ElasticLoadBalancingV2::LoadBalancer": "LoadBalancer",
	"AWS::ElasticLoadBalancingV2::TargetGroup":  "TargetGroup",
	"AWS::IAM::InstanceProfile":                 "InstanceProfile",
	"AWS::IAM::ManagedPolicy":                   "Policy",
	"AWS::IAM::Policy":                          part,
	"AWS::IAM::Role":                            "Role",
	"AWS::KMS::Key":                             "Key",
	"AWS::Logs::Delivery":                       "Delivery",
	"AWS::Logs::DeliveryDestination":            "DeliveryDestination",
	"AWS::Logs::DeliverySource":                 "DeliverySource",
	"AWS::Logs::LogGroup":                       "LogGroup",
	"AWS::RDS::DBCluster":                       "DBCluster",
	"AWS::RDS::DBClusterParameterGroup":         "DBClusterParameterGroup",
	"AWS::RDS::DBInstance":                      "DBInstance",
	"AWS::RDS::DBParameterGroup":                "DBParameterGroup",
	"AWS::RDS::DBSubnetGroup":                   "DBSubnetGroup",
	"AWS::RDS::EventSubscription":               "EventSubscription",
	"AWS::Route53::HealthCheck":                 "HealthCheck",
	"AWS::Route53::RecordSet":                   part,
	"AWS::S3::Bucket":                           "Bucket",
	"AWS::S3::BucketPolicy":                     part,
	"AWS::SNS::Topic":                           "Topic",
	"AWS::SNS::TopicPolicy":                     part,
	"AWS::WAFv2::LoggingConfiguration":          part,
	"AWS::WAFv2::WebACLAssociation":             part,
}

// stackResources are what a stack consists of.
func (a *account) stackResources(ctx context.Context, stack string) ([]types.StackResourceSummary, error) {
	found, err := all(ctx, cloudformation.NewListStackResourcesPaginator(a.cloudformation, &cloudformation.ListStackResourcesInput{StackName: &stack}),
		func(o *cloudformation.ListStackResourcesOutput) []types.StackResourceSummary {
			return o.StackResourceSummaries
		})
	return slices.DeleteFunc(found, func(r types.StackResourceSummary) bool { return r.ResourceStatus == types.ResourceStatusDeleteComplete }), err
}

// resources are the physical ids of a stack's resources of one type.
func (a *account) resources(ctx context.Context, stack, resourceType string) ([]string, error) {
	found, err := a.stackResources(ctx, stack)
	var ids []string
	for _, r := range found {
		if aws.ToString(r.ResourceType) == resourceType {
			ids = append(ids, aws.ToString(r.PhysicalResourceId))
		}
	}
	return ids, err
}

// takeResources takes what only its stack tells of, so that its coming, going and being replaced show.
func (a *account) takeResources(c *collector) {
	for _, stack := range c.of("Stack") {
		if c.err != nil || !slices.Contains(a.stackNames(), stack.id) {
			continue
		}
		var found []types.StackResourceSummary
		found, c.err = a.stackResources(c.ctx, stack.id)
		for _, r := range found {
			if _, known := kinds[aws.ToString(r.ResourceType)]; !known {
				c.take(unseen, stack.id+"/"+aws.ToString(r.LogicalResourceId), map[string]any{"Type": r.ResourceType, "ID": r.PhysicalResourceId})
			}
		}
	}
}

// unseen is the kind of such a thing.
const unseen = "Resource"

// skipped are the resources that CloudFormation has left behind when it deleted a stack, which then only has its id.
func (a *account) skipped(ctx context.Context, stackID string) ([]types.StackEvent, error) {
	events, err := all(ctx, cloudformation.NewDescribeStackEventsPaginator(a.cloudformation, &cloudformation.DescribeStackEventsInput{StackName: &stackID}),
		func(o *cloudformation.DescribeStackEventsOutput) []types.StackEvent { return o.StackEvents })
	var left []types.StackEvent
	for _, event := range events { // the latest one first
		if event.ResourceStatus == types.ResourceStatusDeleteInProgress && aws.ToString(event.PhysicalResourceId) == stackID {
			break
		}
		if event.ResourceStatus == types.ResourceStatusDeleteSkipped {
			left = append(left, event)
		}
	}
	return left, err
}

// find returns the thing of a kind that CloudFormation knows by an id, which need not be the one that the inventory has:
// it is the address of an Elastic IP.
func (i inventory) find(kind, id string) (thing, bool) {
	for _, t := range i.of(kind) {
		if strings.EqualFold(t.id, id) {
			return t, true
		}
	}
	for _, t := range i.of(kind) {
		for _, value := range t.fields {
			if value == id {
				return t, true
			}
		}
	}
	return thing{}, false
}
