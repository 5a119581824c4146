// Package topic creates the SNS topics that constructs tell people by.
package topic

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
)

// New creates a topic, encrypted with a key of its own that the statements let publishers use, and subscribes addresses.
// Nothing is kept in a topic, so its key goes with it.
func New(scope constructs.Construct, emails []string, statements ...key.Statement) awssns.Topic {
	encryption := key.New(scope, "TopicKey", "Notifications of "+*scope.Node().Path(), awscdk.RemovalPolicy_DESTROY, statements...)
	topic := awssns.NewTopic(scope, jsii.String("Topic"), &awssns.TopicProps{
		MasterKey:  encryption,
		EnforceSSL: jsii.Bool(true),
	})
	for _, address := range emails {
		topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(&address, nil))
	}
	return topic
}

// AllowServices lets services publish to a topic for this account. Without that, only the account's own identities may.
// Source: Amazon SNS Developer Guide, "Example cases for Amazon SNS access control".
func AllowServices(topic awssns.Topic, services ...string) {
	topic.AddToResourcePolicy(awsiam.PolicyStatement_FromJson(map[string]any{
		"Sid":       "ServicesOfThisAccount",
		"Effect":    "Allow",
		"Principal": map[string]any{"Service": services},
		"Action":    "sns:Publish",
		"Resource":  topic.TopicArn(),
		"Condition": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}},
	}))
}
