package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// wantInvariants fails the test when something does not hold that must hold of every system.
func wantInvariants(t *testing.T, p *websystem.StageProps, stateful, stateless, edge *template) {
	t.Helper()
	wantDatabase(t, &p.Database, stateful)
	for _, launched := range stateless.all("AWS::EC2::LaunchTemplate") {
		launched.wantEach(t, map[string]any{
			"LaunchTemplateData.MetadataOptions.HttpTokens":          "required",
			"LaunchTemplateData.BlockDeviceMappings.0.Ebs.Encrypted": true,
			"LaunchTemplateData.KeyName":                             nil,
			"LaunchTemplateData.NetworkInterfaces":                   nil,
		})
	}
	if groups := len(stateless.all("AWS::AutoScaling::AutoScalingGroup")); (groups == 2) != (p.Tiers == websystem.ThreeTiers) {
		t.Errorf("there are %d Auto Scaling groups in a system of %s tiers", groups, p.Tiers)
	}
	group := stateless.named(t, "AWS::AutoScaling::AutoScalingGroup", "SystemWebAutoScalingGroup")
	if (group.get("DesiredCapacity") == nil) != (p.Web.DesiredCapacity == 0) {
		t.Errorf("DesiredCapacity is %v", group.get("DesiredCapacity"))
	}
	if existing := p.ExistingVPC.VPCID != ""; !existing {
		zones := max(2, p.Network.ZoneCount, len(p.Network.Zones))
		subnetsOf(t, stateful, group.get("VPCZoneIdentifier"), "NetworkPrivateSubnet", zones)
		if !bringsBalancer(p) {
			wantBalancerSubnets(t, p, stateful, balancerOf(t, p, stateless), zones)
		}
		for _, group := range stateful.all("AWS::RDS::DBSubnetGroup") {
			subnetsOf(t, stateful, group.get("SubnetIds"), "NetworkIsolatedSubnet", zones)
		}
	}
	wantOnePathIn(t, p, stateful, stateless)
	wantEncryption(t, p, stateful, stateless)
	wantFirewall(t, p, stateless, edge)
	wantNames(t, p, stateless)
	if plans := len(stateful.all("AWS::Backup::BackupPlan")); (plans == 0) != p.Database.BackupPlan.Disable {
		t.Errorf("there are %d backup plans", plans)
	}
	if (group.get("NotificationConfigurations") == nil) != p.Web.Notifications.Disable {
		t.Errorf("NotificationConfigurations is %s", show(group.get("NotificationConfigurations")))
	}
	wantWatched(t, p, stateful)
	wantPlainResources(t, stateful)
	wantPlainResources(t, stateless)
}

// wantPlainResources fails the test when a template has code that AWS runs, a schedule that such code rotates a secret by,
// an inline policy, or something without tags.
func wantPlainResources(t *testing.T, tm *template) {
	t.Helper()
	for _, r := range tm.Resources {
		if strings.HasPrefix(r.Type, "AWS::Lambda::") || strings.HasPrefix(r.Type, "Custom::") || r.Type == "AWS::SecretsManager::RotationSchedule" {
			t.Errorf("%s is a %s", r.ID, r.Type)
		}
		if r.Type == "AWS::IAM::Policy" || r.Type == "AWS::IAM::Role" && r.get("Policies") != nil {
			t.Errorf("%s, a %s, has an inline policy", r.ID, r.Type)
		}
		if !slices.Contains(untaggable, r.Type) && !tagged(r, "ManagedBy", "evenkeel") {
			t.Errorf("%s, a %s, has no tag ManagedBy", r.ID, r.Type)
		}
	}
}

// wantOwnKeys fails the test unless every key rotates and is handed on by services only.
func wantOwnKeys(t *testing.T, tm *template) {
	t.Helper()
	for _, key := range tm.all("AWS::KMS::Key") {
		key.wantEach(t, map[string]any{
			"EnableKeyRotation":            true,
			"KeyPolicy.Statement.1.Sid":    "GrantsByServicesOnly",
			"KeyPolicy.Statement.1.Effect": "Deny",
			"KeyPolicy.Statement.1.Action": "kms:CreateGrant",
		})
	}
}

// wantEncryption fails the test unless the keys are as they must be, and encrypt the log groups of constructs that have one of their own, the backup vault and the topic.
func wantEncryption(t *testing.T, p *websystem.StageProps, stateful, stateless *template) {
	t.Helper()
	for _, tm := range []*template{stateful, stateless} {
		wantOwnKeys(t, tm)
		for _, group := range tm.all(logGroup) {
			brought := strings.HasPrefix(group.ID, "DatabaseLogGroup") && p.Database.KMSKeyARN != ""
			if (group.get("KmsKeyId") == nil) != brought {
				t.Errorf("%s has the key %s", group.ID, show(group.get("KmsKeyId")))
			}
		}
		for _, vault := range tm.all(backupVault) {
			vault.want(t, "EncryptionKeyArn", databaseKey(t, &p.Database, stateful))
		}
		for _, topic := range tm.all("AWS::SNS::Topic") {
			owner, _, _ := strings.Cut(topic.ID, "Topic") // Database, SystemWeb or SystemApp
			topic.want(t, "KmsMasterKeyId", att(tm.named(t, "AWS::KMS::Key", owner+"TopicKey").ID, "Arn"))
		}
		for _, bucket := range tm.all("AWS::S3::Bucket") {
			bucket.want(t, "VersioningConfiguration.Status", "Enabled")
		}
	}
}

// bringsBalancer reports whether the web tier has no load balancer of its own.
func bringsBalancer(p *websystem.StageProps) bool {
	lb := p.Web.LoadBalancer
	return lb.Listener.ARN != "" || lb.Existing.ARN != "" || lb.TargetGroup.ARN != ""
}

// balancerOf is the web tier's load balancer.
func balancerOf(t *testing.T, p *websystem.StageProps, stateless *template) resource {
	t.Helper()
	if p.Web.LoadBalancer.Kind == webtier.Classic {
		return stateless.named(t, classicLoadBalancer, "SystemWebClassicLoadBalancer")
	}
	return stateless.named(t, loadBalancer, "SystemWebLoadBalancer")
}

// wantBalancerSubnets fails the test unless the load balancer stands in the tier of subnets that it belongs in.
func wantBalancerSubnets(t *testing.T, p *websystem.StageProps, stateful *template, balancer resource, zones int) {
	t.Helper()
	subnets, tier := balancer.get("Subnets"), "NetworkPublicSubnet"
	if p.Web.LoadBalancer.Internal {
		tier = "NetworkPrivateSubnet"
	}
	if mappings, ok := balancer.get("SubnetMappings").([]any); ok {
		var mapped []any
		for _, mapping := range mappings {
			mapped = append(mapped, dig(mapping, "SubnetId"))
		}
		subnets = mapped
	}
	subnetsOf(t, stateful, subnets, tier, zones)
}

// wantOnePathIn fails the test unless the internet reaches the load balancer alone, the load balancer the servers, and the
// servers the database.
func wantOnePathIn(t *testing.T, p *websystem.StageProps, stateful, stateless *template) {
	t.Helper()
	allowed := map[string]bool{
		"0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup":              true,
		"::/0 -> SystemWebLoadBalancerSecurityGroup":                   true,
		"SystemWebLoadBalancerSecurityGroup -> SystemWebSecurityGroup": true,
	}
	hops := []string{"0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup", "SystemWebLoadBalancerSecurityGroup -> SystemWebSecurityGroup"}
	database := "DatabaseSecurityGroup"
	if p.Database.Proxy.Enabled {
		database = "DatabaseProxySecurityGroup"
	}
	inner := []string{"SystemWebSecurityGroup -> " + database}
	if p.Tiers == websystem.ThreeTiers {
		inner = []string{
			"SystemWebSecurityGroup -> SystemAppLoadBalancerSecurityGroup",
			"SystemAppLoadBalancerSecurityGroup -> SystemAppSecurityGroup",
			"SystemAppSecurityGroup -> " + database,
		}
	}
	if p.Database.Proxy.Enabled {
		inner = append(inner, "DatabaseProxySecurityGroup -> DatabaseSecurityGroup")
	}
	if p.App.LoadBalancer.Existing.ARN != "" {
		for i, hop := range inner {
			inner[i] = strings.ReplaceAll(hop, "SystemAppLoadBalancerSecurityGroup", broughtGroup)
		}
	}
	for _, hop := range inner {
		allowed[hop] = true
	}
	hops = append(hops, inner...)
	if p.Web.LoadBalancer.Internal {
		delete(allowed, "0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup")
		delete(allowed, "::/0 -> SystemWebLoadBalancerSecurityGroup")
		hops = hops[1:]
	}
	if behindACDN(p) {
		if !p.CDN.AllowDirect {
			delete(allowed, "0.0.0.0/0 -> SystemWebLoadBalancerSecurityGroup")
			delete(allowed, "::/0 -> SystemWebLoadBalancerSecurityGroup")
		}
		hops[0] = prefixListOf(p) + " -> SystemWebLoadBalancerSecurityGroup"
		allowed[hops[0]] = true
	}
	if bringsBalancer(p) {
		hops = append([]string{broughtGroup + " -> SystemWebSecurityGroup"}, inner...)
		allowed = map[string]bool{}
		for _, hop := range hops {
			allowed[hop] = true
		}
	}
	if len(p.Network.InterfaceEndpoints) > 0 {
		cidr := p.Network.CIDR
		if cidr == "" {
			cidr = "10.0.0.0/16"
		}
		allowed[cidr+" -> NetworkEndpointSecurityGroup"] = true
	}
	seen := map[string]bool{}
	for _, rule := range append(ingress(t, stateful), ingress(t, stateless)...) {
		end := strings.LastIndex(rule, " ")
		hop, ports := rule[:end], rule[end+1:]
		seen[hop] = true
		if !allowed[hop] {
			t.Errorf("there is a way in %s", rule)
		}
		if ports == "22-22" {
			t.Errorf("SSH is open: %s", rule)
		}
	}
	for _, hop := range hops {
		if !seen[hop] {
			t.Errorf("the way %s is missing", hop)
		}
	}
}
