package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/topic"
)

// notify returns where Auto Scaling tells of every server that it starts or stops, or fails to.
func (w *WebTier) notify() *[]*awsautoscaling.NotificationConfiguration {
	if w.cfg.Notifications.Disable {
		return nil
	}
	w.createTopic()
	return &[]*awsautoscaling.NotificationConfiguration{{
		Topic:         w.topic,
		ScalingEvents: awsautoscaling.ScalingEvents_ALL(),
	}}
}

func (w *WebTier) createTopic() {
	if arn := w.cfg.Notifications.TopicARN; arn != "" {
		w.topic = awssns.Topic_FromTopicArn(w, jsii.String("Topic"), &arn)
		return
	}
	w.topic = topic.New(w, w.cfg.Notifications.Emails, key.ForAutoScalingNotifications())
}
