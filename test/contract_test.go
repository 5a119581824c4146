package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// importedVPC is a VPC that creates nothing, for constructs that want one.
func importedVPC(scope constructs.Construct) awsec2.IVpc {
	return network.Import(scope, "VPC", existingVPC())
}

// every makes each construct with a minimum of props.
var every = map[string]func(scope constructs.Construct, id string, vpc awsec2.IVpc) constructs.Construct{
	"network": func(scope constructs.Construct, id string, _ awsec2.IVpc) constructs.Construct {
		return network.New(scope, id, nil)
	},
	"database": func(scope constructs.Construct, id string, vpc awsec2.IVpc) constructs.Construct {
		return database.New(scope, id, &database.Props{VPC: vpc})
	},
	"firewall": func(scope constructs.Construct, id string, _ awsec2.IVpc) constructs.Construct {
		return firewall.New(scope, id, nil)
	},
	"image": func(scope constructs.Construct, id string, vpc awsec2.IVpc) constructs.Construct {
		return image.New(scope, id, &image.Props{VPC: vpc})
	},
	"webtier": func(scope constructs.Construct, id string, vpc awsec2.IVpc) constructs.Construct {
		return webtier.New(scope, id, &webtier.Props{VPC: vpc, AllowPlainHTTP: true})
	},
	"websystem": func(scope constructs.Construct, id string, _ awsec2.IVpc) constructs.Construct {
		return websystem.New(scope, id, &websystem.Props{Web: webtier.Props{AllowPlainHTTP: true}})
	},
}

// kindOf reports whether a construct has the Go type that its constructor returns.
var kindOf = map[string]func(constructs.IConstruct) bool{
	"network":   func(c constructs.IConstruct) bool { _, ok := c.(*network.Network); return ok },
	"database":  func(c constructs.IConstruct) bool { _, ok := c.(*database.Database); return ok },
	"firewall":  func(c constructs.IConstruct) bool { _, ok := c.(*firewall.Firewall); return ok },
	"image":     func(c constructs.IConstruct) bool { _, ok := c.(*image.Pipeline); return ok },
	"webtier":   func(c constructs.IConstruct) bool { _, ok := c.(*webtier.WebTier); return ok },
	"websystem": func(c constructs.IConstruct) bool { _, ok := c.(*websystem.WebSystem); return ok },
}

func TestEveryConstructIsAConstruct(t *testing.T) {
	for name, create := range every {
		t.Run(name, func(t *testing.T) {
			app := newApp(t)
			for _, id := range []string{"One", "Other"} {
				stack := awscdk.NewStack(app, jsii.String(id), nil)
				vpc := importedVPC(stack)
				first := create(stack, "First", vpc)
				create(stack, "Second", vpc)
				bucket := awss3.NewBucket(first, jsii.String("Child"), nil)
				waiting := awss3.NewBucket(stack, jsii.String("Waiting"), nil)
				waiting.Node().AddDependency(first)
				awscdk.Tags_Of(first).Add(jsii.String("Owner"), jsii.String("first"), nil)
				if !kindOf[name](stack.Node().FindChild(jsii.String("First"))) {
					t.Error("the construct is not found again as its Go type")
				}
				if got := *bucket.Node().Path(); got != id+"/First/Child" {
					t.Errorf("as a scope it gives its child the path %s", got)
				}
			}
			for id, tm := range synthApp(t, app) {
				var first, second int
				for _, r := range tm.Resources {
					switch {
					case strings.HasPrefix(r.ID, "First"):
						first++
					case strings.HasPrefix(r.ID, "Second"):
						second++
						if tagged(r, "Owner", "first") {
							t.Errorf("%s has the other construct's tag", r.ID)
						}
					}
				}
				if first != second+1 {
					t.Errorf("%s: %d resources of the first, its child included, and %d of the second", id, first, second)
				}
				if waiting := tm.named(t, "AWS::S3::Bucket", "Waiting"); len(waiting.DependsOn) != first {
					t.Errorf("%s: what depends on the construct waits for %d of its %d resources", id, len(waiting.DependsOn), first)
				}
				if child := tm.named(t, "AWS::S3::Bucket", "FirstChild"); !tagged(child, "Owner", "first") {
					t.Errorf("%s: tags of the construct do not reach its child", id)
				}
			}
		})
	}
}

func TestConnectables(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := importedVPC(stack)
		client := awsec2.NewSecurityGroup(stack, jsii.String("Client"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
		db := database.New(stack, "Database", &database.Props{VPC: vpc})
		web := webtier.New(stack, "Web", &webtier.Props{VPC: vpc, AllowPlainHTTP: true})
		client.Connections().AllowToDefaultPort(db, nil)
		client.Connections().AllowTo(web, awsec2.Port_Tcp(jsii.Number(9090)), nil)
		bucket := awss3.NewBucket(stack, jsii.String("Uploads"), nil)
		bucket.GrantRead(web, nil)
		var _ awsiam.IGrantable = web
	})
	client := tm.named(t, "AWS::EC2::SecurityGroup", "Client")
	from := map[string]any{}
	for _, rule := range tm.all("AWS::EC2::SecurityGroupIngress") {
		if rule.get("SourceSecurityGroupId.Fn::GetAtt.0") == client.ID {
			from[rule.get("GroupId.Fn::GetAtt.0").(string)] = rule.get("FromPort")
		}
	}
	if got := from[tm.named(t, "AWS::EC2::SecurityGroup", "DatabaseSecurityGroup").ID]; got != float64(3306) {
		t.Errorf("the client reaches the database at %v, want 3306", got)
	}
	if got := from[tm.named(t, "AWS::EC2::SecurityGroup", "WebSecurityGroup").ID]; got != float64(9090) {
		t.Errorf("the client reaches the servers at %v, want 9090", got)
	}
}
