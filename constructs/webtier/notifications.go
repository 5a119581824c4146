package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
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
	// Nothing is kept in a topic, so its key can go with it.
	encryption := key.New(w, "TopicKey", "Notifications of "+*w.Node().Path(), awscdk.RemovalPolicy_DESTROY, key.ForAutoScalingNotifications())
	w.topic = awssns.NewTopic(w, jsii.String("Topic"), &awssns.TopicProps{
		MasterKey:  encryption,
		EnforceSSL: jsii.Bool(true),
	})
	for _, address := range w.cfg.Notifications.Emails {
		w.topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(&address, nil))
	}
}
