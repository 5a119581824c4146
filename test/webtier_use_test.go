package test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const cacheARN = "arn:aws:elasticache:ap-northeast-1:111111111111:serverlesscache:cache"

// A cache is a backend that this library knows nothing of.
type cache struct {
	connections awsec2.Connections
	environment map[string]*string
}

var _ webtier.Backend = (*cache)(nil)

func newCache(stack awscdk.Stack, vpc awsec2.IVpc, environment map[string]*string) *cache {
	group := awsec2.NewSecurityGroup(stack, jsii.String("Cache"), &awsec2.SecurityGroupProps{
		Vpc: vpc, Description: jsii.String("Cache"), AllowAllOutbound: jsii.Bool(false),
	})
	return &cache{
		connections: awsec2.NewConnections(&awsec2.ConnectionsProps{
			SecurityGroups: &[]awsec2.ISecurityGroup{group},
			DefaultPort:    awsec2.Port_Tcp(jsii.Number(6379)),
		}),
		environment: environment,
	}
}

func (c *cache) Connections() awsec2.Connections { return c.connections }

func (c *cache) GrantUse(grantee awsiam.IGrantable) {
	grantee.GrantPrincipal().AddToPrincipalPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("elasticache:Connect"), Resources: jsii.Strings(cacheARN),
	}))
}

func (c *cache) Environment() map[string]*string { return c.environment }

// wantStatement fails the test unless the servers' role is allowed this.
func wantStatement(t *testing.T, tm *template, want map[string]any) {
	t.Helper()
	statements, _ := tm.named(t, managedPolicy, "WebPolicy").get("PolicyDocument.Statement").([]any)
	for _, got := range statements {
		if show(got) == show(want) {
			return
		}
	}
	t.Errorf("the servers' role is allowed\n%s\nwant among it\n%s", show(statements), show(want))
}

func TestWebUsesBackend(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		newWeb(stack, webtier.Props{VPC: vpc}).Use(newCache(stack, vpc, map[string]*string{
			"CACHE_PORT": jsii.String("6379"),
			"CACHE_HOST": jsii.String("cache.example.com"),
		}))
	})
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
		"web servers: out tcp 6379 to cache",
		"cache: in tcp 6379 from web servers",
		"cache: out icmp 252-86 to 255.255.255.255/32", // the CDK's way to allow nothing
	})
	wantStatement(t, tm, map[string]any{"Effect": "Allow", "Action": "elasticache:Connect", "Resource": cacheARN})
	wantEnvironment(t, tm, "AWS_REGION=<AWS::Region>", "CACHE_HOST=cache.example.com", "CACHE_PORT=6379")
}

func TestWebUsesDatabase(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc})
		newWeb(stack, webtier.Props{VPC: vpc}).Use(db)
	})
	wantRules(t, tm, []string{
		"load balancer: in tcp 443 from 0.0.0.0/0",
		"load balancer: in tcp 80 from 0.0.0.0/0",
		"load balancer: out tcp 8080 to web servers",
		"web servers: in tcp 8080 from load balancer",
		"web servers: out tcp 443 to 0.0.0.0/0",
		"web servers: out tcp 443 to ::/0",
		"web servers: out tcp 3306 to database",
		"database: in tcp 3306 from web servers",
		"database: out icmp 252-86 to 255.255.255.255/32",
	})
	// A server may connect from its first minute: it waits for both ends of the path.
	for _, kind := range []string{"AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"} {
		for _, rule := range tm.all(kind) {
			wantDependency(t, tm.one(t, autoScalingGroup), rule.ID)
		}
	}
	db := tm.one(t, "AWS::RDS::DBInstance").ID
	secret := att(db, "MasterUserSecret.SecretArn")
	wantStatement(t, tm, map[string]any{
		"Effect":   "Allow",
		"Action":   []any{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
		"Resource": secret,
	})
	wantStatement(t, tm, map[string]any{
		"Effect":    "Allow",
		"Action":    "kms:Decrypt",
		"Resource":  att(tm.named(t, "AWS::KMS::Key", "DatabaseKey").ID, "Arn"),
		"Condition": map[string]any{"StringEquals": map[string]any{"kms:ViaService": join("secretsmanager.", ref("AWS::Region"), ".amazonaws.com")}},
	})
	wantEnvironment(t, tm,
		"AWS_REGION=<AWS::Region>",
		"DATABASE_ENGINE=mysql",
		"DATABASE_HOST=<"+db+".Endpoint.Address>",
		"DATABASE_IDENTIFIER="+tm.one(t, "AWS::RDS::DBInstance").get("DBInstanceIdentifier").(string),
		"DATABASE_NAME=app",
		"DATABASE_PORT=3306",
		"DATABASE_READER_HOST=<"+db+".Endpoint.Address>",
		"DATABASE_SECRET_ARN=<"+db+".MasterUserSecret.SecretArn>",
	)
}

// A web tier is granted things like anything else of the CDK.
func TestWebIsGrantable(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		uploads := awss3.Bucket_FromBucketName(stack, jsii.String("Uploads"), jsii.String("uploads-111111111111"))
		uploads.GrantDelete(newWeb(stack, webtier.Props{}), nil)
	})
	wantStatement(t, tm, map[string]any{
		"Effect": "Allow", "Action": "s3:DeleteObject*",
		"Resource": "arn:aws:s3:::uploads-111111111111/*",
	})
}

func TestWebRefusesVariables(t *testing.T) {
	synth(t, func(stack awscdk.Stack) {
		vpc := webVPC(stack)
		web := newWeb(stack, webtier.Props{VPC: vpc})
		backend := newCache(stack, vpc, map[string]*string{"CACHE_HOST": jsii.String("cache.example.com"), "A": jsii.String("1")})
		web.Use(backend)
		for message, environment := range map[string]map[string]*string{
			"the servers already have a variable CACHE_HOST": {"CACHE_HOST": jsii.String("other.example.com"), "B": jsii.String("1")},
			"the servers already have a variable AWS_REGION": {"AWS_REGION": jsii.String("eu-west-1")},
			`"CACHE-PORT" is not a variable's name`:          {"CACHE-PORT": jsii.String("1")},
			"CACHE_KEY has no value":                         {"CACHE_KEY": nil},
			"the value of CACHE_KEY has more than one line":  {"CACHE_KEY": jsii.String("one\ntwo")},
		} {
			backend.environment = environment
			refuses(t, func() { web.Use(backend) }, `web tier "Web": use: `+message)
		}
	})
}

// wantEnvironment fails the test unless the file with the servers' variables has exactly these lines. What only the
// deployment knows stands in angle brackets.
func wantEnvironment(t *testing.T, tm *template, want ...string) {
	t.Helper()
	script := webScript(t, tm, func(intrinsic string) string { return "<" + intrinsic + ">" })
	_, rest, _ := strings.Cut(script, "<<'END_OF_ENVIRONMENT'\n")
	got, _, found := strings.Cut(rest, "END_OF_ENVIRONMENT\n")
	if lines := strings.Join(want, "\n") + "\n"; !found || got != lines {
		t.Errorf("the environment is\n%s\nwant\n%s", got, lines)
	}
}
