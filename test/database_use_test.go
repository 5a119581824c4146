package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// databaseUser is what uses a database: a security group that lets nothing out unless told, and a role.
func databaseUser(stack awscdk.Stack, vpc awsec2.IVpc) (awsec2.SecurityGroup, awsiam.Role) {
	group := awsec2.NewSecurityGroup(stack, jsii.String("Servers"), &awsec2.SecurityGroupProps{Vpc: vpc, AllowAllOutbound: jsii.Bool(false)})
	role := awsiam.NewRole(stack, jsii.String("Role"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil)})
	return group, role
}

// usePolicy is what a database's user may do: read that secret, and decrypt with that key for Secrets Manager only.
func usePolicy(secretARN, keyARN any) []any {
	return []any{
		map[string]any{
			"Effect":   "Allow",
			"Action":   []any{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"},
			"Resource": secretARN,
		},
		map[string]any{
			"Effect":   "Allow",
			"Action":   "kms:Decrypt",
			"Resource": keyARN,
			"Condition": map[string]any{"StringEquals": map[string]any{
				"kms:ViaService": map[string]any{"Fn::Join": []any{"", []any{"secretsmanager.", ref("AWS::Region"), ".amazonaws.com"}}},
			}},
		},
	}
}

func TestDatabaseUse(t *testing.T) {
	var environment, orders, accessors any
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc})
		group, role := databaseUser(stack, vpc)
		db.Connections().AllowDefaultPortFrom(group, jsii.String("Servers"))
		db.GrantUse(role)
		environment = stack.Resolve(db.Environment())
		if _, there := db.Environment()["DATABASE_READER_HOSTS"]; there {
			t.Error("servers are told of several readers")
		}
		accessors = stack.Resolve([]*string{db.Instance().DbInstanceEndpointAddress(), db.Secret().SecretArn(), db.Key().KeyArn()})
		orders = stack.Resolve(database.New(stack, "Orders", &database.Props{
			VPC: vpc, Engine: database.PostgreSQL, DatabaseName: "orders", Port: 15432,
		}).Environment())
	})
	instance := template.named(t, rdsInstance, "Database")
	key := template.named(t, "AWS::KMS::Key", "DatabaseKey")
	host, secret := att(instance.ID, "Endpoint.Address"), att(instance.ID, "MasterUserSecret.SecretArn")

	t.Run("the environment", func(t *testing.T) {
		wantValue(t, environment, map[string]any{
			"DATABASE_ENGINE":      "mysql",
			"DATABASE_IDENTIFIER":  instance.get("DBInstanceIdentifier"),
			"DATABASE_HOST":        host,
			"DATABASE_READER_HOST": host, // nothing else can be read
			"DATABASE_PORT":        "3306",
			"DATABASE_NAME":        "app",
			"DATABASE_SECRET_ARN":  secret,
		})
	})
	t.Run("the environment of another", func(t *testing.T) {
		instance := template.named(t, rdsInstance, "Orders")
		other := instance.ID
		wantValue(t, orders, map[string]any{
			"DATABASE_ENGINE":      "postgres",
			"DATABASE_IDENTIFIER":  instance.get("DBInstanceIdentifier"),
			"DATABASE_HOST":        att(other, "Endpoint.Address"),
			"DATABASE_READER_HOST": att(other, "Endpoint.Address"),
			"DATABASE_PORT":        "15432",
			"DATABASE_NAME":        "orders",
			"DATABASE_SECRET_ARN":  att(other, "MasterUserSecret.SecretArn"),
		})
	})
	t.Run("the accessors", func(t *testing.T) {
		wantValue(t, accessors, []any{host, secret, att(key.ID, "Arn")})
	})
	t.Run("the permissions", func(t *testing.T) {
		policy := template.one(t, "AWS::IAM::Policy")
		policy.wantEach(t, map[string]any{
			"PolicyDocument.Statement": usePolicy(secret, att(key.ID, "Arn")),
			"Roles":                    []any{ref(template.named(t, "AWS::IAM::Role", "Role").ID)},
		})
	})
	t.Run("the key stays as it was", func(t *testing.T) {
		logs := forLogGroups("/aws/rds/instance/" + instance.get("DBInstanceIdentifier").(string) + "/*")
		wantKey(t, key, "Database Test/Database", logs)
	})
	t.Run("the path", func(t *testing.T) {
		template.one(t, "AWS::EC2::SecurityGroupIngress").wantEach(t, map[string]any{
			"GroupId":               att(template.named(t, "AWS::EC2::SecurityGroup", "DatabaseSecurityGroup").ID, "GroupId"),
			"SourceSecurityGroupId": att(template.named(t, "AWS::EC2::SecurityGroup", "Servers").ID, "GroupId"),
			"IpProtocol":            "tcp",
			"FromPort":              3306,
			"ToPort":                3306,
			"CidrIp":                nil,
			"Description":           "Servers",
		})
	})
}

// The port of a path is the one of the props, as a number: a token would hide from linters which port is open.
func TestDatabasePathToItsPort(t *testing.T) {
	template := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		group, _ := databaseUser(stack, vpc)
		group.Connections().AllowToDefaultPort(database.New(stack, "Pg", &database.Props{VPC: vpc, Engine: database.PostgreSQL}), nil)
		group.Connections().AllowToDefaultPort(database.New(stack, "Own", &database.Props{VPC: vpc, Port: 13306}), nil)
	})
	for name, port := range map[string]int{"Pg": 5432, "Own": 13306} {
		want := map[string]any{"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
		template.named(t, "AWS::EC2::SecurityGroupIngress", name).wantEach(t, want)
	}
}

// A user in another stack brings its rule and its permissions along, so that the database's stack never waits for it.
func TestDatabaseUsedFromAnotherStack(t *testing.T) {
	for strength, function := range map[string]string{"weak": "Fn::GetStackOutput", "strong": "Fn::ImportValue"} {
		t.Run(strength, func(t *testing.T) {
			app := newApp(t)
			app.Node().SetContext(jsii.String("@aws-cdk/core:defaultCrossStackReferences"), strength)
			env := &awscdk.StackProps{Env: &awscdk.Environment{Account: jsii.String(testAccount), Region: jsii.String(testRegion)}}
			data, web := awscdk.NewStack(app, jsii.String("Data"), env), awscdk.NewStack(app, jsii.String("Web"), env)
			db := database.New(data, "Database", &database.Props{VPC: databaseVPC(data)})
			group, role := databaseUser(web, databaseVPC(web))
			group.Connections().AllowToDefaultPort(db, nil)
			db.GrantUse(role)
			templates := synthApp(t, app)

			source, user := templates["Data"], templates["Web"]
			if rules := source.all("AWS::EC2::SecurityGroupIngress"); len(rules) > 0 {
				t.Errorf("the database's stack has the rules %v", rules)
			}
			rule := user.one(t, "AWS::EC2::SecurityGroupIngress")
			rule.wantEach(t, map[string]any{
				"SourceSecurityGroupId": att(user.one(t, "AWS::EC2::SecurityGroup").ID, "GroupId"),
				"FromPort":              3306,
				"ToPort":                3306,
			})
			referred := func(reference any) any { return referredTo(t, source, function, reference) }
			wantValue(t, referred(rule.get("GroupId")), att(source.one(t, "AWS::EC2::SecurityGroup").ID, "GroupId"))

			policy := user.one(t, "AWS::IAM::Policy")
			secret, key := policy.get("PolicyDocument.Statement.0.Resource"), policy.get("PolicyDocument.Statement.1.Resource")
			policy.want(t, "PolicyDocument.Statement", usePolicy(secret, key))
			wantValue(t, referred(secret), att(source.one(t, rdsInstance).ID, "MasterUserSecret.SecretArn"))
			wantValue(t, referred(key), att(source.named(t, "AWS::KMS::Key", "DatabaseKey").ID, "Arn"))
			if roles := source.all("AWS::IAM::Role"); len(roles) != 2 { // enhanced monitoring's and AWS Backup's
				t.Errorf("the database's stack has the roles %v", roles)
			}
		})
	}
}

// referredTo is the value of the output that a reference to another stack names.
func referredTo(t *testing.T, source *template, function string, reference any) any {
	t.Helper()
	named := dig(reference, function)
	for name, output := range source.Outputs {
		if dig(named, "OutputName") == name || named != nil && dig(output, "Export.Name") == named {
			return dig(output, "Value")
		}
	}
	t.Fatalf("%s is no %s of an output of that stack", show(reference), function)
	return nil
}

// wantValue fails the test unless the value has the given one's JSON.
func wantValue(t *testing.T, got, want any) {
	t.Helper()
	if show(got) != show(want) {
		t.Errorf("got %s\nwant %s", show(got), show(want))
	}
}
