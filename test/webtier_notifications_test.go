package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const (
	topic        = "AWS::SNS::Topic"
	subscription = "AWS::SNS::Subscription"
	testTopicARN = "arn:aws:sns:ap-northeast-1:111111111111:operations"
)

// notificationsTo is the configuration of a group that tells a topic of everything that Auto Scaling does.
func notificationsTo(topic any) []any {
	return []any{map[string]any{
		"TopicARN": topic,
		"NotificationTypes": []any{
			"autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
			"autoscaling:EC2_INSTANCE_TERMINATE", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
		},
	}}
}

func TestWebNotificationsByDefault(t *testing.T) {
	tm := defaultWeb(t)
	topic := tm.one(t, topic)
	key := tm.one(t, "AWS::KMS::Key")
	tm.one(t, autoScalingGroup).want(t, "NotificationConfigurations", notificationsTo(ref(topic.ID)))
	topic.wantEach(t, map[string]any{"KmsMasterKeyId": att(key.ID, "Arn"), "TopicName": nil})
	tm.one(t, "AWS::SNS::TopicPolicy").wantEach(t, map[string]any{
		"Topics": []any{ref(topic.ID)},
		"PolicyDocument.Statement": []any{map[string]any{
			"Sid":       "AllowPublishThroughSSLOnly",
			"Effect":    "Deny",
			"Principal": "*",
			"Action":    "sns:Publish",
			"Resource":  ref(topic.ID),
			"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
		}},
	})
	tm.wantNone(t, subscription)
	role := ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
	wantKey(t, key, "Notifications of Test/Web", map[string]any{
		"Sid":       "AutoScalingNotifications",
		"Effect":    "Allow",
		"Principal": map[string]any{"AWS": "*"},
		"Action":    []any{"kms:Decrypt", "kms:GenerateDataKey*"},
		"Resource":  "*",
		"Condition": map[string]any{
			"StringEquals": map[string]any{"kms:CallerAccount": ref("AWS::AccountId")},
			"ArnEquals":    map[string]any{"aws:PrincipalArn": join("arn:", ref("AWS::Partition"), ":iam::", ref("AWS::AccountId"), role)},
		},
	})
	wantPolicies(t, key, "Delete", "Delete")
}

func TestWebNotificationsByEmail(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Notifications: webtier.Notifications{Emails: []string{"operations@example.com", "on-call@example.com"}}})
	topic := tm.one(t, topic)
	if found := tm.all(subscription); len(found) != 2 {
		t.Errorf("%d subscriptions, want 2", len(found))
	}
	for prefix, address := range map[string]string{"WebTopicoperations": "operations@example.com", "WebTopiconcall": "on-call@example.com"} {
		tm.named(t, subscription, prefix).wantEach(t, map[string]any{"Protocol": "email", "Endpoint": address, "TopicArn": ref(topic.ID)})
	}
}

func TestWebNotificationsElsewhere(t *testing.T) {
	var returned *string
	tm := synth(t, func(stack awscdk.Stack) {
		returned = newWeb(stack, webtier.Props{Notifications: webtier.Notifications{TopicARN: testTopicARN}}).Topic().TopicArn()
	})
	tm.one(t, autoScalingGroup).want(t, "NotificationConfigurations", notificationsTo(testTopicARN))
	tm.wantNone(t, topic, "AWS::SNS::TopicPolicy", subscription, "AWS::KMS::Key")
	if *returned != testTopicARN {
		t.Errorf("Topic() is %s, want %s", *returned, testTopicARN)
	}
}

func TestWebWithoutNotifications(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		if got := newWeb(stack, webtier.Props{Notifications: webtier.Notifications{Disable: true}}).Topic(); got != nil {
			t.Errorf("Topic() is %v, want nil", got)
		}
	})
	tm.one(t, autoScalingGroup).want(t, "NotificationConfigurations", nil)
	tm.wantNone(t, topic, "AWS::SNS::TopicPolicy", subscription, "AWS::KMS::Key")
}

func TestWebRefusesNotifications(t *testing.T) {
	const emails = "notifications.emails: are subscribed to a new topic only; leave out disable and topicArn, or subscribe them to your topic"
	for name, c := range map[string]struct {
		notifications webtier.Notifications
		want          []string
	}{
		"a topic that is told nothing": {webtier.Notifications{Disable: true, TopicARN: testTopicARN},
			[]string{"notifications.topicArn: does nothing with disable; leave one of them out"}},
		"addresses that are told nothing": {webtier.Notifications{Disable: true, Emails: []string{"operations@example.com"}}, []string{emails}},
		"addresses for a topic of one's own": {webtier.Notifications{TopicARN: testTopicARN, Emails: []string{"operations@example.com"}},
			[]string{emails}},
		"what are no addresses": {webtier.Notifications{Emails: []string{"operations", "Operations <operations@example.com>", ""}}, []string{
			`notifications.emails[0]: "operations" is not an email address; use one like operations@example.com`,
			`notifications.emails[1]: "Operations <operations@example.com>" is not an email address; use one like operations@example.com`,
			`notifications.emails[2]: "" is not an email address; use one like operations@example.com`,
		}},
		"an address twice": {webtier.Notifications{Emails: []string{"a@example.com", "b@example.com", "a@example.com"}},
			[]string{"notifications.emails[2]: a@example.com is listed twice"}},
		"what is no topic": {webtier.Notifications{TopicARN: "operations"},
			[]string{`notifications.topicArn: "operations" is not such an ARN; use one like ` + testTopicARN}},
		"a subscription": {webtier.Notifications{TopicARN: testTopicARN + ":1234abcd"},
			[]string{`notifications.topicArn: "` + testTopicARN + `:1234abcd" is not such an ARN; use one like ` + testTopicARN}},
		"a FIFO topic": {webtier.Notifications{TopicARN: testTopicARN + ".fifo"},
			[]string{`notifications.topicArn: "` + testTopicARN + `.fifo" is not such an ARN; use one like ` + testTopicARN}},
		"a topic of another Region": {webtier.Notifications{TopicARN: "arn:aws:sns:us-east-1:111111111111:operations"},
			[]string{"notifications.topicArn: the topic is in us-east-1; use one of ap-northeast-1, where the group is"}},
		"no topic":                   {webtier.Notifications{TopicARN: testTopicARN}, nil},
		"no topic that is not known": {webtier.Notifications{TopicARN: "${Token[Topic.1]}"}, nil},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, webtier.Props{Notifications: c.notifications}, c.want...) })
	}
	anywhere := webtier.Props{CertificateARN: webCertificate, Notifications: webtier.Notifications{TopicARN: testTopicARN}}
	wantProblems(t, anywhere.ValidateIn(""))
}
