package topic

import (
	"net/mail"
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

var inARN = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Notifications are what a construct's props of that name say.
type Notifications struct {
	Disable  bool
	TopicARN string
	Emails   []string
}

// Check adds what is wrong with notifications to the problems. Where says what must be in the topic's Region, which may
// be empty.
func (n Notifications) Check(region, where string, problems *problem.List) {
	if n.Disable && n.TopicARN != "" {
		problems.Addf("notifications.topicArn", "does nothing with disable; leave one of them out")
	}
	if len(n.Emails) > 0 && (n.Disable || n.TopicARN != "") {
		problems.Addf("notifications.emails", "are subscribed to a new topic only; leave out disable and topicArn, or subscribe them to your topic")
	}
	for i, address := range n.Emails {
		field := problem.Index("notifications.emails", i)
		if parsed, err := mail.ParseAddress(address); err != nil || parsed.Address != address {
			problems.Addf(field, "%q is not an email address; use one like operations@example.com", address)
		} else if slices.Index(n.Emails, address) < i {
			problems.Addf(field, "%s is listed twice", address)
		}
	}
	if n.TopicARN == "" || arn.Unresolved(n.TopicARN) {
		return
	}
	of, err := arn.Check(n.TopicARN, "sns", inARN, "arn:aws:sns:ap-northeast-1:111111111111:operations")
	if err != nil {
		problems.Addf("notifications.topicArn", "%v", err)
	} else if region != "" && of != region {
		problems.Addf("notifications.topicArn", "the topic is in %s; use one of %s, where %s is", of, region, where)
	}
}
