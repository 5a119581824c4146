package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

const testKeyARN = "arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// A key of one's own encrypts everything that the construct's would, and takes its place.
func TestDatabaseKeyOfOnesOwn(t *testing.T) {
	for _, c := range []struct {
		is      string
		props   func(awscdk.Stack) database.Props
		wantARN func(*template) any
		newKeys int
	}{
		{
			is: "an object",
			props: func(stack awscdk.Stack) database.Props {
				return database.Props{Key: awskms.NewKey(stack, jsii.String("Own"), nil)}
			},
			wantARN: func(tpl *template) any { return att(tpl.named(t, "AWS::KMS::Key", "Own").ID, "Arn") },
			newKeys: 1,
		},
		{
			is:      "an ARN",
			props:   func(awscdk.Stack) database.Props { return database.Props{KMSKeyARN: testKeyARN} },
			wantARN: func(*template) any { return testKeyARN },
		},
		{
			is: "an ARN that only the deployment knows",
			props: func(awscdk.Stack) database.Props {
				return database.Props{KMSKeyARN: *awscdk.Fn_ImportValue(jsii.String("DatabaseKey"))}
			},
			wantARN: func(*template) any { return map[string]any{"Fn::ImportValue": "DatabaseKey"} },
		},
	} {
		t.Run(c.is, func(t *testing.T) {
			var returned any
			tpl := synth(t, func(stack awscdk.Stack) {
				props := c.props(stack)
				props.VPC, props.Notifications.Disable = databaseVPC(stack), true // whose topic has a key of its own
				db := database.New(stack, "Database", &props)
				role := awsiam.NewRole(stack, jsii.String("Role"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
				db.GrantUse(role)
				returned = stack.Resolve(db.Key().KeyArn())
			})
			arn := c.wantARN(tpl)
			if keys := tpl.all("AWS::KMS::Key"); len(keys) != c.newKeys {
				t.Errorf("%d keys are made, want %d", len(keys), c.newKeys)
			}
			tpl.one(t, rdsInstance).wantEach(t, map[string]any{
				"StorageEncrypted":            true,
				"KmsKeyId":                    arn,
				"MasterUserSecret.KmsKeyId":   arn,
				"PerformanceInsightsKMSKeyId": arn,
			})
			tpl.one(t, backupVault).want(t, "EncryptionKeyArn", arn)
			for _, group := range tpl.all(logGroup) {
				group.want(t, "KmsKeyId", nil) // whether CloudWatch Logs may use it is not known
			}
			tpl.one(t, "AWS::IAM::Policy").wantEach(t, map[string]any{
				"PolicyDocument.Statement.1.Action":   "kms:Decrypt",
				"PolicyDocument.Statement.1.Resource": arn,
			})
			if show(returned) != show(arn) {
				t.Errorf("Key returns %s, want %s", show(returned), show(arn))
			}
		})
	}
}

func TestDatabaseKeyRefusals(t *testing.T) {
	const example = " is not such an ARN; use one like " + testKeyARN
	key := struct{ awskms.IKey }{}
	databaseRefusals(t, []databaseRefusal{
		{"two keys", database.Props{Key: key, KMSKeyARN: testKeyARN}, "kmsKeyArn: contradicts Key; give one of them"},
		{"two keys, one wrong", database.Props{Key: key, KMSKeyARN: "mine"},
			"kmsKeyArn: contradicts Key; give one of them\n" + `kmsKeyArn: "mine"` + example},
		{"two keys, one not known yet", database.Props{Key: key, KMSKeyARN: "${Token[TOKEN.1]}"}, "kmsKeyArn: contradicts Key; give one of them"},
		{"an id", database.Props{KMSKeyARN: "1234abcd-12ab-34cd-56ef-1234567890ab"},
			`kmsKeyArn: "1234abcd-12ab-34cd-56ef-1234567890ab"` + example},
		{"an alias", database.Props{KMSKeyARN: "arn:aws:kms:ap-northeast-1:111111111111:alias/database"},
			`kmsKeyArn: "arn:aws:kms:ap-northeast-1:111111111111:alias/database"` + example},
		{"another service's ARN", database.Props{KMSKeyARN: "arn:aws:rds:ap-northeast-1:111111111111:key/1234abcd"},
			`kmsKeyArn: "arn:aws:rds:ap-northeast-1:111111111111:key/1234abcd"` + example},
		{"an ARN with more behind it", database.Props{KMSKeyARN: testKeyARN + "/2"}, `kmsKeyArn: "` + testKeyARN + `/2"` + example},

		{"a key", database.Props{Key: key}, ""},
		{"an ARN", database.Props{KMSKeyARN: testKeyARN}, ""},
		{"a multi-Region key's ARN", database.Props{KMSKeyARN: "arn:aws:kms:us-east-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab"}, ""},
		{"an ARN not known yet", database.Props{KMSKeyARN: "${Token[TOKEN.1]}"}, ""},
	})
}
