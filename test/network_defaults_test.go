package test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestNetworkDefaults(t *testing.T) {
	var net *network.Network
	found := synth(t, func(stack awscdk.Stack) { net = network.New(stack, "Network", nil) })

	t.Run("are two zones of three tiers and no more than they need", func(t *testing.T) {
		got := map[string]int{}
		for _, r := range found.Resources {
			got[r.Type]++
		}
		want := map[string]int{
			"AWS::EC2::VPC":                         1,
			"AWS::EC2::Subnet":                      6,
			"AWS::EC2::InternetGateway":             1,
			"AWS::EC2::VPCGatewayAttachment":        1,
			"AWS::EC2::RouteTable":                  4,
			"AWS::EC2::SubnetRouteTableAssociation": 6,
			"AWS::EC2::Route":                       3,
			"AWS::EC2::EIP":                         2,
			"AWS::EC2::NatGateway":                  2,
			"AWS::EC2::VPCEndpoint":                 1,
			"AWS::EC2::FlowLog":                     1,
			"AWS::Logs::LogGroup":                   1,
			"AWS::IAM::Role":                        1,
			"AWS::IAM::ManagedPolicy":               1,
			"AWS::KMS::Key":                         1,
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the resources are %v, want %v", got, want)
		}
	})

	vpc := found.one(t, "AWS::EC2::VPC")
	t.Run("make a VPC with DNS", func(t *testing.T) {
		vpc.wantEach(t, map[string]any{
			"CidrBlock":          "10.0.0.0/16",
			"EnableDnsHostnames": true,
			"EnableDnsSupport":   true,
			"Tags":               nameTag("Test/Network"),
		})
		if got := *net.CfnVPC().CidrBlock(); got != "10.0.0.0/16" {
			t.Errorf("CfnVPC is the VPC of %s, want 10.0.0.0/16", got)
		}
	})

	t.Run("make subnets without public addresses", func(t *testing.T) {
		for name, want := range map[string]struct {
			tier, cidr string
			zone       int
		}{
			"PublicSubnetA":   {"Public", "10.0.0.0/21", 0},
			"PublicSubnetB":   {"Public", "10.0.8.0/21", 1},
			"PrivateSubnetA":  {"Private", "10.0.64.0/21", 0},
			"PrivateSubnetB":  {"Private", "10.0.72.0/21", 1},
			"IsolatedSubnetA": {"Isolated", "10.0.128.0/21", 0},
			"IsolatedSubnetB": {"Isolated", "10.0.136.0/21", 1},
		} {
			found.named(t, "AWS::EC2::Subnet", "Network"+name).wantEach(t, map[string]any{
				"VpcId":                       ref(vpc.ID),
				"CidrBlock":                   want.cidr,
				"AvailabilityZone":            countedZone(want.zone),
				"MapPublicIpOnLaunch":         false,
				"Ipv6CidrBlock":               nil,
				"AssignIpv6AddressOnCreation": nil,
				"Tags": []map[string]any{
					{"Key": "aws-cdk:subnet-name", "Value": want.tier},
					{"Key": "aws-cdk:subnet-type", "Value": want.tier},
					{"Key": "Name", "Value": "Test/Network/" + name},
				},
			})
		}
	})

	t.Run("route each tier its own way", func(t *testing.T) {
		internet := found.one(t, "AWS::EC2::InternetGateway")
		internet.want(t, "Tags", nameTag("Test/Network"))
		found.one(t, "AWS::EC2::VPCGatewayAttachment").wantEach(t, map[string]any{
			"VpcId":             ref(vpc.ID),
			"InternetGatewayId": ref(internet.ID),
		})
		found.wantRoutes(t, "PublicSubnetA", map[string]any{"0.0.0.0/0": ref(internet.ID)})
		found.wantRoutes(t, "PublicSubnetB", map[string]any{"0.0.0.0/0": ref(internet.ID)})
		for _, zone := range []string{"A", "B"} {
			gateway := found.named(t, "AWS::EC2::NatGateway", "NetworkNATGateway"+zone)
			found.wantRoutes(t, "PrivateSubnet"+zone, map[string]any{"0.0.0.0/0": ref(gateway.ID)})
			found.wantRoutes(t, "IsolatedSubnet"+zone, nil)
		}
		for _, name := range []string{"PublicRouteTable", "PrivateRouteTableA", "PrivateRouteTableB", "IsolatedRouteTable"} {
			found.named(t, "AWS::EC2::RouteTable", "Network"+name).wantEach(t, map[string]any{
				"VpcId": ref(vpc.ID),
				"Tags":  nameTag("Test/Network/" + name),
			})
		}
	})

	t.Run("put a NAT gateway with an address into each zone", func(t *testing.T) {
		for _, zone := range []string{"A", "B"} {
			address := found.named(t, "AWS::EC2::EIP", "NetworkElasticIP"+zone)
			address.wantEach(t, map[string]any{"Domain": "vpc", "Tags": nameTag("Test/Network/NATGateway" + zone)})
			found.named(t, "AWS::EC2::NatGateway", "NetworkNATGateway"+zone).wantEach(t, map[string]any{
				"SubnetId":     ref(found.named(t, "AWS::EC2::Subnet", "NetworkPublicSubnet"+zone).ID),
				"AllocationId": att(address.ID, "AllocationId"),
				"Tags":         nameTag("Test/Network/NATGateway" + zone),
			})
		}
	})

	t.Run("attach the S3 endpoint to the private route tables alone", func(t *testing.T) {
		endpoint := found.one(t, "AWS::EC2::VPCEndpoint")
		endpoint.wantEach(t, map[string]any{
			"VpcId":           ref(vpc.ID),
			"VpcEndpointType": "Gateway",
			"ServiceName":     serviceInRegion("s3"),
			"Tags":            nameTag("Test/Network/S3Endpoint"),
		})
		found.wantPrivateRouteTables(t, endpoint)
	})

	t.Run("record all traffic for 90 days", func(t *testing.T) {
		group := found.one(t, "AWS::Logs::LogGroup")
		group.wantEach(t, map[string]any{"RetentionInDays": 90, "Tags": nameTag("Test/Network/FlowLogGroup")})
		// A deployment that fails leaves nothing behind; a stack that is deleted leaves its records.
		if group.DeletionPolicy != "RetainExceptOnCreate" || group.UpdateReplacePolicy != "Retain" {
			t.Errorf("the log group's policies are %q and %q, want RetainExceptOnCreate and Retain", group.DeletionPolicy, group.UpdateReplacePolicy)
		}
		role := found.one(t, "AWS::IAM::Role")
		found.one(t, "AWS::EC2::FlowLog").wantEach(t, map[string]any{
			"ResourceId":               ref(vpc.ID),
			"ResourceType":             "VPC",
			"TrafficType":              "ALL",
			"MaxAggregationInterval":   60,
			"LogDestinationType":       "cloud-watch-logs",
			"LogGroupName":             ref(group.ID),
			"DeliverLogsPermissionArn": att(role.ID, "Arn"),
			"Tags":                     nameTag("Test/Network/FlowLogs"),
		})
		role.wantEach(t, map[string]any{
			"AssumeRolePolicyDocument.Version": "2012-10-17",
			"AssumeRolePolicyDocument.Statement": []map[string]any{{
				"Effect":    "Allow",
				"Principal": map[string]any{"Service": "vpc-flow-logs.amazonaws.com"},
				"Action":    "sts:AssumeRole",
				"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": ref("AWS::AccountId")}},
			}},
			"Policies":          nil,
			"ManagedPolicyArns": nil,
			"Tags":              nameTag("Test/Network/FlowLogsRole"),
		})
		policy := found.one(t, managedPolicy)
		policy.wantEach(t, map[string]any{
			"PolicyDocument.Version": "2012-10-17",
			"PolicyDocument.Statement": []map[string]any{{
				"Effect":   "Allow",
				"Action":   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
				"Resource": att(group.ID, "Arn"),
			}},
			"Roles":       []any{ref(role.ID)},
			"Description": "Delivery of flow logs",
		})
		wantDependency(t, found.one(t, "AWS::EC2::FlowLog"), policy.ID)
	})

	t.Run("encrypt the records with a key that is kept", func(t *testing.T) {
		key := found.one(t, "AWS::KMS::Key")
		found.one(t, "AWS::Logs::LogGroup").want(t, "KmsKeyId", att(key.ID, "Arn"))
		wantKey(t, key, "Flow logs of Test/Network", forLogGroups("*"))
		wantPolicies(t, key, "RetainExceptOnCreate", "Retain")
	})

	t.Run("carry no metadata that hides findings, and no warnings", func(t *testing.T) {
		for id, r := range found.Resources {
			if r.Metadata["cfn-lint"] != nil {
				t.Errorf("%s tells cfn-lint to ignore %v", id, r.Metadata["cfn-lint"])
			}
		}
		if len(found.warnings) > 0 {
			t.Errorf("warnings: %v", found.warnings)
		}
	})
}

// The synthesis looks nothing up in either: synth fails a test whose manifest asks for context.
func TestANetworkIsTheSameWithoutAnAccountAndARegion(t *testing.T) {
	build := func(stack awscdk.Stack) {
		network.New(stack, "Network", &network.Props{
			ZoneCount:          3,
			InterfaceEndpoints: []string{"ssm"},
			FlowLogs:           network.FlowLogs{Destination: network.FlowLogsToS3},
			IPv6:               true,
		})
	}
	here, anywhere := synth(t, build), synthAnywhere(t, build)
	if ids := differing(here, anywhere); len(ids) > 0 || len(here.Resources) != len(anywhere.Resources) {
		t.Errorf("these differ: %v", ids)
	}
}

// serviceInRegion is the name of an endpoint's service.
func serviceInRegion(service string) map[string]any {
	return join("com.amazonaws.", ref("AWS::Region"), "."+service)
}

func nameTag(name string) []map[string]any {
	return []map[string]any{{"Key": "Name", "Value": name}}
}

// join is a string of several parts as a template has it.
func join(parts ...any) map[string]any {
	return map[string]any{"Fn::Join": []any{"", parts}}
}

// countedZone is the i-th zone of the stack's Region.
func countedZone(i int) map[string]any {
	return map[string]any{"Fn::Select": []any{i, map[string]any{"Fn::GetAZs": ""}}}
}

// wantNone fails the test unless there is no resource of any of the types.
func (t *template) wantNone(tb testing.TB, kinds ...string) {
	tb.Helper()
	for _, kind := range kinds {
		if found := t.all(kind); len(found) != 0 {
			tb.Errorf("there are %d resources of type %s, want none", len(found), kind)
		}
	}
}

// wantRoutes fails the test unless the subnet of the network has a route table of its own with those targets, by
// destination.
func (t *template) wantRoutes(tb testing.TB, subnet string, want map[string]any) {
	tb.Helper()
	table := t.routeTable(tb, subnet)
	got := map[string]any{}
	for _, r := range t.all("AWS::EC2::Route") {
		if r.get("RouteTableId.Ref") != table {
			continue
		}
		destination, target := "", any(nil)
		for property, value := range r.Properties {
			switch property {
			case "RouteTableId":
			case "DestinationCidrBlock", "DestinationIpv6CidrBlock":
				destination = value.(string)
			default:
				target = value
			}
		}
		got[destination] = target
	}
	if !maps.EqualFunc(got, want, func(a, b any) bool { return reflect.DeepEqual(a, normal(b)) }) {
		tb.Errorf("%s routes to %s, want %s", subnet, show(got), show(want))
	}
}

// routeTable returns the id of the route table of a network's subnet.
func (t *template) routeTable(tb testing.TB, subnet string) any {
	tb.Helper()
	id := t.named(tb, "AWS::EC2::Subnet", "Network"+subnet).ID
	for _, r := range t.all("AWS::EC2::SubnetRouteTableAssociation") {
		if r.get("SubnetId.Ref") == id {
			return r.get("RouteTableId.Ref")
		}
	}
	tb.Fatalf("%s has no route table", subnet)
	return nil
}

// wantPrivateRouteTables fails the test unless the gateway endpoint is attached to the route table of each private subnet and no other.
func (t *template) wantPrivateRouteTables(tb testing.TB, endpoint resource) {
	tb.Helper()
	var got, want []string
	for _, table := range endpoint.get("RouteTableIds").([]any) {
		got = append(got, show(table))
	}
	for _, table := range t.all("AWS::EC2::RouteTable") {
		if strings.HasPrefix(table.ID, "NetworkPrivateRouteTable") {
			want = append(want, show(ref(table.ID)))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		tb.Errorf("%s is attached to %v, want %v", endpoint.ID, got, want)
	}
}
