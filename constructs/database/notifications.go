package database

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/key"
	"github.com/evenkeel-cdk/evenkeel/internal/topic"
)

// publishers are who publishes to the topic: alarms and RDS's events.
var publishers = []string{"cloudwatch.amazonaws.com", "events.rds.amazonaws.com"}

// instanceEvents are the categories of what happens to an instance that somebody should know. The others, of backups and
// creation, are routine.
// Source: Amazon RDS User Guide, "Amazon RDS event categories and event messages".
var instanceEvents = []string{
	"availability", "configuration change", "deletion", "failover", "failure", "low storage", "maintenance", "notification",
	"read replica", "recovery", "restoration",
}

// clusterEvents are those of a cluster. Each of its instances has its own besides, of which RDS tells of those in the template
// only.
var clusterEvents = []string{"configuration change", "deletion", "failover", "failure", "maintenance", "notification"}

// Topic returns the topic that is told of alarms and events, or nil when nobody is.
func (d *Database) Topic() awssns.ITopic { return d.topic }

// notify makes the topic, or takes the user's, and subscribes it to the database's events.
func (d *Database) notify() {
	cfg := d.cfg.Notifications
	switch {
	case cfg.Disable:
		return
	case cfg.Topic != nil:
		d.topic = cfg.Topic
	case cfg.TopicARN != "":
		d.topic = awssns.Topic_FromTopicArn(d, jsii.String("Topic"), &cfg.TopicARN)
	default:
		own := topic.New(d, cfg.Emails, key.ForNotifications(publishers...))
		topic.AllowServices(own, publishers...)
		d.topic = own
	}
	if d.instance != nil {
		// That a replica no longer follows is told by the replica.
		d.subscribe("Events", "db-instance", instanceEvents, append([]*string{d.instance.InstanceIdentifier()}, refs(d.replicas)...)...)
		return
	}
	d.subscribe("Events", "db-cluster", clusterEvents, d.cluster.Ref())
	if len(d.members) > 0 {
		d.subscribe("MemberEvents", "db-instance", instanceEvents, refs(d.members)...)
	}
}

func refs(instances []awsrds.CfnDBInstance) []*string {
	var all []*string
	for _, instance := range instances {
		all = append(all, instance.Ref())
	}
	return all
}

// subscribe has events of some sources published. RDS tries the topic first, so that its policy must be there.
func (d *Database) subscribe(id, kind string, categories []string, sources ...*string) {
	var ids []any
	for _, source := range sources {
		ids = append(ids, source)
	}
	subscription := awsrds.NewCfnEventSubscription(d, &id, &awsrds.CfnEventSubscriptionProps{
		SnsTopicArn:     d.topic.TopicArn(),
		SourceType:      &kind,
		SourceIds:       &ids,
		EventCategories: jsii.Strings(categories...),
		Enabled:         true,
	})
	if d.cfg.Notifications.brought() {
		return
	}
	subscription.Node().AddDependency(d.topic.Node().FindChild(jsii.String("Policy")))
}

// brought reports whether the topic is the user's.
func (n Notifications) brought() bool { return n.Topic != nil || n.TopicARN != "" }
