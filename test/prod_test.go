package test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestProdSurvivesReview asserts of the shipped production environment what a strict reviewer looks for first.
func TestProdSurvivesReview(t *testing.T) {
	templates := shipped(t)
	stateful, stateless := templates["prod-Stateful"], templates["prod-Stateless"]
	both := []*template{stateful, stateless}

	t.Run("servers are in private subnets and the load balancer in public ones", func(t *testing.T) {
		group := stateless.one(t, "AWS::AutoScaling::AutoScalingGroup")
		subnetsOf(t, stateful, group.get("VPCZoneIdentifier"), "NetworkPrivateSubnet", 2)
		balancer := stateless.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer")
		subnetsOf(t, stateful, balancer.get("Subnets"), "NetworkPublicSubnet", 2)
		for _, subnet := range stateful.all("AWS::EC2::Subnet") {
			subnet.want(t, "MapPublicIpOnLaunch", false)
		}
		stateless.one(t, "AWS::EC2::LaunchTemplate").want(t, "LaunchTemplateData.NetworkInterfaces", nil)
	})

	t.Run("the database is redundant, encrypted, private and protected", func(t *testing.T) {
		db := stateful.one(t, "AWS::RDS::DBInstance")
		db.wantEach(t, map[string]any{
			"Engine": "mysql", "MultiAZ": true, "StorageEncrypted": true, "PubliclyAccessible": false,
			"DeletionProtection": true, "ManageMasterUserPassword": true, "MasterUserPassword": nil, "DeleteAutomatedBackups": false,
		})
		if db.DeletionPolicy != "Snapshot" || db.UpdateReplacePolicy != "Snapshot" {
			t.Errorf("deletion policy %q and update replace policy %q, want Snapshot", db.DeletionPolicy, db.UpdateReplacePolicy)
		}
		subnetsOf(t, stateful, stateful.one(t, "AWS::RDS::DBSubnetGroup").get("SubnetIds"), "NetworkIsolatedSubnet", 2)
	})

	t.Run("there is one path in at each step and no other", func(t *testing.T) {
		want := []string{
			"0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup 443-443",
			"0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup 80-80",
			"SystemWebLoadBalancerSecurityGroup -> SystemWebSecurityGroup 8080-8080",
			"SystemWebSecurityGroup -> DatabaseSecurityGroup 13306-13306",
		}
		var got []string
		for _, tm := range both {
			got = append(got, ingress(t, tm)...)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("ingress is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})

	t.Run("the alarms at 70 and 30 trigger policies of that group", func(t *testing.T) {
		group := stateless.one(t, "AWS::AutoScaling::AutoScalingGroup")
		for prefix, want := range map[string]struct {
			comparison string
			threshold  int
			adjustment int
		}{
			"SystemWebScaleOut": {"GreaterThanThreshold", 70, 1},
			"SystemWebScaleIn":  {"LessThanThreshold", 30, -1},
		} {
			policy := stateless.named(t, "AWS::AutoScaling::ScalingPolicy", prefix)
			policy.want(t, "AutoScalingGroupName", ref(group.ID))
			policy.want(t, "StepAdjustments.0.ScalingAdjustment", want.adjustment)
			stateless.named(t, "AWS::CloudWatch::Alarm", prefix).wantEach(t, map[string]any{
				"Threshold": want.threshold, "ComparisonOperator": want.comparison, "MetricName": "CPUUtilization",
				"Dimensions":   []any{map[string]any{"Name": "AutoScalingGroupName", "Value": ref(group.ID)}},
				"AlarmActions": []any{ref(policy.ID)},
			})
		}
		group.wantEach(t, map[string]any{"MinSize": "2", "MaxSize": "4", "DesiredCapacity": nil})
	})

	t.Run("there is nothing that a reviewer would not let pass", func(t *testing.T) {
		for _, tm := range both {
			for _, r := range tm.Resources {
				if strings.HasPrefix(r.Type, "AWS::Lambda::") || strings.HasPrefix(r.Type, "Custom::") || r.Type == "AWS::CloudFormation::CustomResource" {
					t.Errorf("%s is a %s", r.ID, r.Type)
				}
			}
			for _, word := range []string{`"FromPort":22,`, "KeyName", `"MasterUserPassword":`, "Fn::ImportValue", "\"Export\"", "{{resolve:"} {
				if strings.Contains(compact(t, tm), word) {
					t.Errorf("a template contains %s", word)
				}
			}
		}
	})

	t.Run("everything that can be tagged is", func(t *testing.T) {
		for _, tm := range both {
			for _, id := range slices.Sorted(maps.Keys(tm.Resources)) {
				if r := tm.Resources[id]; !slices.Contains(untaggable, r.Type) && !tagged(r, "Environment", "prod") {
					t.Errorf("%s, a %s, has no tag Environment", id, r.Type)
				}
			}
		}
	})
}

// untaggable are the types that have no tags in CloudFormation.
var untaggable = []string{
	"AWS::AutoScaling::LifecycleHook",
	"AWS::AutoScaling::ScalingPolicy",
	"AWS::AutoScaling::WarmPool",
	"AWS::CloudFront::CachePolicy",
	"AWS::CloudFront::ResponseHeadersPolicy",
	"AWS::WAFv2::LoggingConfiguration",
	"AWS::WAFv2::WebACLAssociation",
	"AWS::Backup::BackupSelection",
	"AWS::EC2::Route",
	"AWS::EC2::SecurityGroupEgress",
	"AWS::EC2::SecurityGroupIngress",
	"AWS::EC2::SubnetRouteTableAssociation",
	"AWS::EC2::VPCCidrBlock",
	"AWS::EC2::VPCGatewayAttachment",
	"AWS::ElasticLoadBalancingV2::ListenerCertificate",
	"AWS::IAM::InstanceProfile",
	"AWS::RDS::DBProxyTargetGroup",
	"AWS::IAM::ManagedPolicy",
	"AWS::Route53::RecordSet",
	"AWS::S3::BucketPolicy",
	"AWS::SNS::Subscription",
	"AWS::SNS::TopicPolicy",
}

func tagged(r resource, key, value string) bool {
	for _, of := range []string{"BackupPlanTags", "BackupVaultTags", "Tags"} { // AWS Backup and Image Builder have maps
		if dig(r.get(of), key) == value {
			return true
		}
	}
	lists := []any{r.get("Tags"), r.get("TagSpecifications.0.Tags"), r.get("HostedZoneTags"), r.get("HealthCheckTags")}
	for _, list := range lists {
		tags, _ := list.([]any)
		for _, tag := range tags {
			if dig(tag, "Key") == key && dig(tag, "Value") == value {
				return true
			}
		}
	}
	return false
}

// subnetsOf fails the test unless a list holds that many different subnets of a tier, by reference or by weak reference.
func subnetsOf(t *testing.T, stateful *template, list any, prefix string, count int) {
	t.Helper()
	ids := map[string]bool{}
	values, _ := list.([]any)
	for _, value := range values {
		id, ok := dig(value, "Ref").(string)
		if output, weak := dig(value, "Fn::GetStackOutput.OutputName").(string); weak {
			id, ok = dig(stateful.Outputs[output], "Value.Ref").(string)
		}
		if !ok || stateful.Resources[id].Type != "AWS::EC2::Subnet" || !strings.HasPrefix(id, prefix) {
			t.Errorf("%s is not one of the %ss", show(value), prefix)
		}
		ids[id] = true
	}
	if len(ids) != count {
		t.Errorf("%d different subnets, want %d", len(ids), count)
	}
}

// ingress lists who may reach whom: "source -> security group ports", with the hashes of logical ids cut off.
func ingress(t *testing.T, tm *template) []string {
	t.Helper()
	var rules []string
	add := func(group string, rule any) {
		var source string
		switch {
		case dig(rule, "CidrIp") != nil:
			source = fmt.Sprint(dig(rule, "CidrIp"))
		case dig(rule, "CidrIpv6") != nil:
			source = fmt.Sprint(dig(rule, "CidrIpv6"))
		case dig(rule, "SourcePrefixListId") != nil:
			source = fmt.Sprint(dig(rule, "SourcePrefixListId"))
		default:
			source = groupName(t, dig(rule, "SourceSecurityGroupId"))
		}
		rules = append(rules, fmt.Sprintf("%s -> %s %v-%v", source, group, dig(rule, "FromPort"), dig(rule, "ToPort")))
	}
	for _, group := range tm.all("AWS::EC2::SecurityGroup") {
		inline, _ := group.get("SecurityGroupIngress").([]any)
		for _, rule := range inline {
			add(withoutHash(group.ID), rule)
		}
	}
	for _, rule := range tm.all("AWS::EC2::SecurityGroupIngress") {
		add(groupName(t, rule.get("GroupId")), rule.Properties)
	}
	return rules
}

// groupName is the logical id of a security group, in this stack or behind a weak reference.
func groupName(t *testing.T, value any) string {
	t.Helper()
	if id, ok := value.(string); ok {
		return id
	}
	if id, ok := dig(value, "Fn::GetAtt.0").(string); ok {
		return withoutHash(id)
	}
	output, ok := dig(value, "Fn::GetStackOutput.OutputName").(string)
	if !ok {
		t.Fatalf("%s is no security group", show(value))
	}
	output = strings.TrimPrefix(output, "PublishOutputFnGetAtt")
	id, _, _ := strings.Cut(output, "GroupId")
	return withoutHash(id)
}

func compact(t *testing.T, tm *template) string {
	t.Helper()
	out, err := json.Marshal(tm.Resources)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
