package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// Whatever an app grants to the servers, whichever way and from whichever stack, is in the one managed policy.
func TestWebGrantsAreInAManagedPolicy(t *testing.T) {
	app := newApp(t)
	app.Node().SetContext(jsii.String("@aws-cdk/core:defaultCrossStackReferences"), "weak")
	env := &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String(testRegion)}}
	data, servers := awscdk.NewStack(app, jsii.String("Data"), env), awscdk.NewStack(app, jsii.String("Servers"), env)
	web := newWeb(servers, webtier.Props{})
	web.Use(database.New(data, "Database", &database.Props{VPC: databaseVPC(data)}))
	awss3.NewBucket(data, jsii.String("Uploads"), nil).GrantRead(web, nil)
	awskms.NewKey(servers, jsii.String("Own"), nil).GrantDecrypt(web)
	statement := func(action string) awsiam.PolicyStatement {
		return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(action), Resources: jsii.Strings(cacheARN)})
	}
	if !*web.Role().AddToPolicy(statement("elasticache:Connect")) {
		t.Error("AddToPolicy says that it has added nothing")
	}
	if !*web.Role().AddToPrincipalPolicy(statement("elasticache:DescribeUsers")).StatementAdded {
		t.Error("AddToPrincipalPolicy says that it has added nothing")
	}
	templates := synthApp(t, app)
	tm := templates["Servers"]

	policy := tm.one(t, managedPolicy)
	policy.wantEach(t, map[string]any{"Description": "What the web servers may do", "Roles": []any{ref(tm.one(t, "AWS::IAM::Role").ID)}})
	var got []any
	statements, _ := policy.get("PolicyDocument.Statement").([]any)
	for _, s := range statements {
		got = append(got, dig(s, "Action"))
	}
	wantValue(t, got, []any{
		"elasticloadbalancing:DescribeTargetHealth",
		"cloudformation:SignalResource",
		[]any{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
		"kms:Decrypt",
		[]any{"s3:GetBucket*", "s3:GetObject*", "s3:List*"},
		"kms:Decrypt",
		[]any{"elasticache:Connect", "elasticache:DescribeUsers"},
	})
	tm.one(t, "AWS::IAM::Role").want(t, "Policies", nil)
	for _, tm := range templates {
		tm.wantNone(t, "AWS::IAM::Policy")
	}
}

// An inline policy of the app's own is the app's business.
func TestWebTakesAnInlinePolicy(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		newWeb(stack, webtier.Props{}).Role().AttachInlinePolicy(awsiam.NewPolicy(stack, jsii.String("Own"), &awsiam.PolicyProps{
			Statements: &[]awsiam.PolicyStatement{awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Actions: jsii.Strings("elasticache:Connect"), Resources: jsii.Strings(cacheARN),
			})},
		}))
	})
	tm.one(t, "AWS::IAM::Policy").wantEach(t, map[string]any{
		"Roles":                             []any{ref(tm.one(t, "AWS::IAM::Role").ID)},
		"PolicyDocument.Statement.0.Action": "elasticache:Connect",
	})
	tm.one(t, managedPolicy).want(t, "PolicyDocument.Statement.2", nil) // behind what every tier may do
}
