package database

import (
	"strconv"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/dbclass"
	"github.com/evenkeel-cdk/evenkeel/internal/topic"
)

func (p *Props) checkNotifications(region string, problems *problem.List) {
	n := p.Notifications
	if n.Topic != nil && n.TopicARN != "" {
		problems.Addf("notifications.topicArn", "contradicts Topic; give one of them")
	}
	if n.Topic != nil && n.Disable {
		problems.Addf("notifications.disable", "contradicts Topic; leave one of them out")
	}
	if n.Topic != nil && len(n.Emails) > 0 {
		problems.Addf("notifications.emails", "are subscribed to a new topic only; subscribe them to your Topic")
	}
	topic.Notifications{Disable: n.Disable, TopicARN: n.TopicARN, Emails: n.Emails}.Check(region, "the database", problems)
}

// resolveAlarms applies the default that depends on another prop.
func (p *Props) resolveAlarms() {
	switch {
	case p.Alarms.FreeStoragePercent != 0:
	case p.growsStorage():
		p.Alarms.FreeStoragePercent = 5
	default:
		p.Alarms.FreeStoragePercent = 10
	}
}

// checkAlarms makes sure that what alarms are derived from is known, and that every field does something.
func (p *Props) checkAlarms(given *Props, problems *problem.List) {
	a := given.Alarms
	if a.Disable {
		a.Disable = false
		if a != (Alarms{}) {
			problems.Addf("alarms.disable", "leaves nothing for the other fields of alarms to do; leave it out, or leave them out")
		}
		return
	}
	if a.TransactionIDsMillions != 0 && p.Engine.known() && engines[p.Engine].dialect != PostgreSQL {
		problems.Addf("alarms.transactionIdsMillions", "is of postgres and aurora-postgres alone; leave it out")
	}
	if a.FreeStoragePercent != 0 && p.aurora() {
		problems.Addf("alarms.freeStoragePercent", "Aurora's storage grows by itself; leave it out")
	}
	if a.ReplicaLagSeconds != 0 && p.Engine.known() && !p.hasReaders() && len(p.Replicas) == 0 {
		problems.Addf("alarms.replicaLagSeconds", "there are no readers that could lag; leave it out")
	}
	if a.BorrowLatencyMilliseconds != 0 && !p.Proxy.Enabled {
		problems.Addf("alarms.borrowLatencyMilliseconds", "there is no proxy to wait for; leave it out")
	}
	if bursts := dbclass.BurstsStorage(p.InstanceClass) && !p.aurora(); a.BurstBalancePercent != 0 && p.Engine.known() && !bursts {
		problems.Addf("alarms.burstBalancePercent", "the storage of %s does not burst; leave it out", p.InstanceClass)
	}
	if p.memoryGiB() == 0 && instanceClass.MatchString(p.InstanceClass) {
		problems.Addf("instanceClass", "the memory of %s is not known, from which alarms are derived; say alarms.memoryGiB", p.InstanceClass)
	}
	if limit, ok := p.Parameters[maxConnections]; ok {
		if n, err := strconv.Atoi(limit); err != nil || n < 1 {
			problems.Addf("parameters."+maxConnections, "%q is no number, so that the alarm of connections has nothing to be a share of; use a number, or say alarms.disable: true", limit)
		}
	}
}
