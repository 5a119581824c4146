package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
)

// wantVolumesStatement fails the test unless a statement of a key's policy lets those who may use volumes in the accounts
// use the key.
func wantVolumesStatement(t *testing.T, key resource, path string, accounts ...any) {
	t.Helper()
	key.want(t, path, map[string]any{
		"Sid": "Volumes", "Effect": "Allow", "Principal": map[string]any{"AWS": "*"}, "Resource": "*",
		"Action": []any{"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"},
		"Condition": map[string]any{"StringEquals": map[string]any{
			"kms:CallerAccount": append([]any{ref("AWS::AccountId")}, accounts...),
			"kms:ViaService":    join("ec2.", ref("AWS::Region"), ".amazonaws.com"),
		}},
	})
}

func TestImageKeyByDefault(t *testing.T) {
	tm := synthImage(t, image.Props{Name: "web"})
	key := tm.one(t, "AWS::KMS::Key")
	key.wantEach(t, map[string]any{"Description": "Images of Test/Image", "EnableKeyRotation": true})
	if key.DeletionPolicy != "RetainExceptOnCreate" || key.UpdateReplacePolicy != "Retain" {
		t.Errorf("DeletionPolicy is %s, UpdateReplacePolicy is %s", key.DeletionPolicy, key.UpdateReplacePolicy)
	}
	wantVolumesStatement(t, key, "KeyPolicy.Statement.2")
	key.wantEach(t, map[string]any{
		"KeyPolicy.Statement.3.Sid": "LogGroups",
		"KeyPolicy.Statement.3.Condition.ArnLike": map[string]any{"kms:EncryptionContext:aws:logs:arn": join(
			"arn:", ref("AWS::Partition"), ":logs:", ref("AWS::Region"), ":", ref("AWS::AccountId"), ":log-group:/aws/imagebuilder/web/*")},
		"KeyPolicy.Statement.4": nil,
	})
	for _, group := range tm.all(logGroup) {
		group.want(t, "KmsKeyId", att(key.ID, "Arn"))
	}
}

// A key of one's own encrypts the images. One of the app lets in what needs it; one that is imported is its owner's.
func TestImageKeyOfOnesOwn(t *testing.T) {
	for _, c := range []struct {
		is    string
		props func(awscdk.Stack) image.Props
		arn   func(*template) any
	}{
		{"an object", func(stack awscdk.Stack) image.Props {
			return image.Props{Key: awskms.NewKey(stack, jsii.String("Own"), nil)}
		}, func(tm *template) any { return att(tm.one(t, "AWS::KMS::Key").ID, "Arn") }},
		{"an object that is imported", func(stack awscdk.Stack) image.Props {
			return image.Props{Key: awskms.Key_FromKeyArn(stack, jsii.String("Own"), jsii.String(testKeyARN))}
		}, func(*template) any { return testKeyARN }},
		{"an ARN", func(awscdk.Stack) image.Props { return image.Props{KMSKeyARN: testKeyARN} },
			func(*template) any { return testKeyARN }},
		{"an ARN that only the deployment knows", func(awscdk.Stack) image.Props {
			return image.Props{KMSKeyARN: *awscdk.Fn_ImportValue(jsii.String("ImageKey"))}
		}, func(*template) any { return map[string]any{"Fn::ImportValue": "ImageKey"} }},
	} {
		t.Run(c.is, func(t *testing.T) {
			var returned any
			tm := synth(t, func(stack awscdk.Stack) {
				props := c.props(stack)
				props.Name = "web"
				returned = stack.Resolve(newImage(stack, props).Key().KeyArn())
			})
			arn := c.arn(tm)
			tm.one(t, imageRecipe).want(t, "BlockDeviceMappings.0.Ebs.KmsKeyId", arn)
			for _, group := range tm.all(logGroup) {
				group.want(t, "KmsKeyId", nil) // whose policy does not say that CloudWatch Logs may use it
			}
			if show(returned) != show(arn) {
				t.Errorf("Key returns %s, want %s", show(returned), show(arn))
			}
			keys := tm.all("AWS::KMS::Key")
			if c.is != "an object" {
				if len(keys) > 0 {
					t.Errorf("%d keys are made", len(keys))
				}
				return
			}
			wantVolumesStatement(t, keys[0], "KeyPolicy.Statement.1")
		})
	}
}

// Accounts may start servers: from the image, and with the key. What they use is never deleted.
func TestImageForOtherAccounts(t *testing.T) {
	tm := synthImage(t, image.Props{Name: "web", Accounts: []string{"222222222222", "333333333333"}})
	tm.one(t, imageDistribution).want(t, "Distributions.0.AmiDistributionConfiguration.LaunchPermissionConfiguration",
		map[string]any{"UserIds": []any{"222222222222", "333333333333"}})
	wantVolumesStatement(t, tm.one(t, "AWS::KMS::Key"), "KeyPolicy.Statement.2", "222222222222", "333333333333")
	if found := tm.all(imageLifecycle); len(found) > 0 {
		t.Errorf("%d lifecycle policies delete what other accounts use", len(found))
	}
}

func TestImageKeyRefusals(t *testing.T) {
	const example = " is not such an ARN; use one like " + testKeyARN
	key := struct{ awskms.IKey }{}
	imageRefusals(t, []imageRefusal{
		{"two keys", image.Props{Key: key, KMSKeyARN: testKeyARN}, []string{"kmsKeyArn: contradicts Key; give one of them"}},
		{"two keys, one not known yet", image.Props{Key: key, KMSKeyARN: "${Token[TOKEN.1]}"}, []string{"kmsKeyArn: contradicts Key; give one of them"}},
		{"an alias", image.Props{KMSKeyARN: "arn:aws:kms:ap-northeast-1:111111111111:alias/images"},
			[]string{`kmsKeyArn: "arn:aws:kms:ap-northeast-1:111111111111:alias/images"` + example}},
		{"another Region's", image.Props{KMSKeyARN: "arn:aws:kms:eu-west-1:111111111111:key/1234abcd"},
			[]string{"kmsKeyArn: the key is in eu-west-1; use one of ap-northeast-1, where the images are"}},
		{"a key", image.Props{Key: key}, nil},
		{"an ARN", image.Props{KMSKeyARN: testKeyARN}, nil},
		{"an ARN not known yet", image.Props{KMSKeyARN: "${Token[TOKEN.1]}"}, nil},
	})
}
