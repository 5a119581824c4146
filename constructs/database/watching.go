package database

import (
	"fmt"
	"math"

	"github.com/evenkeel-cdk/evenkeel/internal/dbclass"
)

// alarms are those of an instance.
func (p *Props) alarms() []alarm {
	all := append(p.loadAlarms(), p.latencyAlarms()...)
	if !p.aurora() {
		all = append(all, p.storageAlarms()...)
	}
	if p.hasReaders() {
		all = append(all, p.lagAlarm())
	}
	return append(all, p.specialAlarms()...)
}

// loadAlarms are about what every database can run out of.
func (p *Props) loadAlarms() []alarm {
	a := p.Alarms
	return []alarm{
		{
			id: "CPU", metric: "CPUUtilization", statistic: "Average", threshold: float64(a.CPUPercent), silence: silenceIsAnAlarm,
			is: fmt.Sprintf("has had more than %d %% of its CPU in use, or told nothing, for a quarter of an hour", a.CPUPercent),
			do: "If there are no metrics, see its status and its events in the RDS console: it may have stopped or be failing over. " +
				"Otherwise find the statements that make the load in Database Insights, and add an index or make the instances larger.",
		},
		{
			id: "Memory", metric: "FreeableMemory", statistic: "Minimum", below: true, threshold: share(p.memoryBytes(), a.FreeableMemoryPercent), silence: silenceIsSilence,
			is: fmt.Sprintf("has less than %d %% of its memory to free", a.FreeableMemoryPercent),
			do: "It will swap, then be restarted by the system. Close idle connections, see the statements that sort or hash much in Database Insights, " +
				"and lower the parameters that reserve memory, or make the instances larger.",
		},
		{
			id: "Connections", metric: "DatabaseConnections", statistic: "Average", threshold: share(p.connections(), a.ConnectionsPercent), silence: silenceIsSilence,
			is: fmt.Sprintf("has more than %d %% of its connections open", a.ConnectionsPercent),
			do: "At the limit it refuses further ones. See which servers hold them, and whether they give them back; make their pools smaller, or put a proxy between.",
		},
	}
}

func (p *Props) latencyAlarms() []alarm {
	a := p.Alarms
	var all []alarm
	for _, of := range []struct {
		id, does     string
		milliseconds int
	}{{"ReadLatency", "read from", a.ReadLatencyMilliseconds}, {"WriteLatency", "write to", a.WriteLatencyMilliseconds}} {
		all = append(all, alarm{
			id: of.id, metric: of.id, statistic: "Average", threshold: float64(of.milliseconds) / 1000, silence: silenceIsSilence,
			is: fmt.Sprintf("waits more than %d ms for each %s its storage", of.milliseconds, of.does),
			do: "See whether operations or bytes a second are at what the storage or the class allows, and what makes them: a large load, a new index, a backup. " +
				"If they are there to stay, raise what limits them; more memory saves reads.",
		})
	}
	return all
}

// storageAlarms are about storage that can be full and slow, which Aurora's cannot.
func (p *Props) storageAlarms() []alarm {
	a := p.Alarms
	all := []alarm{{
		id: "Storage", metric: "FreeStorageSpace", statistic: "Minimum", below: true, threshold: share(float64(p.AllocatedStorageGiB<<30), a.FreeStoragePercent), silence: silenceIsSilence,
		is: fmt.Sprintf("has less than %d %% of its %d GiB free", a.FreeStoragePercent, p.AllocatedStorageGiB),
		do: p.storageAdvice(),
	}}
	if !dbclass.BurstsStorage(p.InstanceClass) {
		return all
	}
	for _, of := range [][2]string{{"BurstIO", "EBSIOBalance%"}, {"BurstBytes", "EBSByteBalance%"}} {
		all = append(all, alarm{
			id: of[0], metric: of[1], statistic: "Minimum", below: true, threshold: float64(a.BurstBalancePercent), silence: silenceIsFine,
			is: fmt.Sprintf("has used up all but %d %% of what its class may burst to its storage", a.BurstBalancePercent),
			do: "At none it is as slow as the class's baseline. If the load is here to stay, take a larger instanceClass.",
		})
	}
	return all
}

func (p *Props) storageAdvice() string {
	if !p.growsStorage() {
		return "When it is full it stops. Delete what is not needed, or raise allocatedStorageGiB, which takes no downtime."
	}
	return fmt.Sprintf("RDS has not added any, though it may up to %d GiB: it does so once in six hours, and not above maxAllocatedStorageGiB. "+
		"See its events, and raise allocatedStorageGiB or the maximum, which takes no downtime; when it is full it stops.", p.MaxAllocatedStorageGiB)
}

// lagAlarm is about readers that are behind. Replication that is broken counts as the longest lag: RDS reports it as -1.
func (p *Props) lagAlarm() alarm {
	lag := alarm{
		id: "Lag", metric: "ReplicaLag", statistic: "Maximum", threshold: float64(p.Alarms.ReplicaLagSeconds), silence: silenceIsFine,
		expression: "IF(metric < 0, 86400, metric)",
		is:         fmt.Sprintf("is more than %d seconds behind the writer, or no longer follows it", p.Alarms.ReplicaLagSeconds),
		do: "Its readers see old data, and it takes that much longer to fail over. See whether the writer writes more than usual, whether a long statement " +
			"on the reader holds replication up, and whether the reader has as much CPU and storage as the writer.",
	}
	if p.aurora() {
		lag.metric, lag.expression, lag.threshold = "AuroraReplicaLag", "", 1000*lag.threshold // milliseconds, and no broken ones
	}
	return lag
}

// proxyAlarms are those of a proxy, which are silent while nobody uses it.
// Source: Amazon RDS User Guide, "Monitoring RDS Proxy metrics with Amazon CloudWatch".
func (p *Props) proxyAlarms() []alarm {
	wait := p.Alarms.BorrowLatencyMilliseconds
	return []alarm{{
		id: "BorrowLatency", metric: "DatabaseConnectionsBorrowLatency", statistic: "Average", threshold: float64(wait) * 1000, silence: silenceIsFine, // in microseconds
		is: fmt.Sprintf("has a proxy that lets its clients wait more than %d ms for a connection", wait),
		do: "Its pool is in use, or new connections take long to open. See in the proxy's metrics how many sessions are pinned to a connection, and by what in its log; " +
			"make transactions shorter, or raise proxy.maxConnectionsPercent or the class.",
	}}
}

// specialAlarms are about what one engine or one kind of class has.
func (p *Props) specialAlarms() []alarm {
	a := p.Alarms
	var all []alarm
	if engines[p.Engine].dialect == PostgreSQL {
		all = append(all, alarm{
			id: "TransactionIDs", metric: "MaximumUsedTransactionIDs", statistic: "Maximum", threshold: float64(a.TransactionIDsMillions) * 1e6, silence: silenceIsSilence,
			is: fmt.Sprintf("has transactions that vacuum has not frozen for %d million others", a.TransactionIDsMillions),
			do: "At about 2100 million it takes no more writes. Find what holds vacuum up: a transaction that has been open for days, " +
				"an abandoned replication slot, or autovacuum that is off for a table. Then vacuum the oldest tables.",
		})
	}
	if dbclass.Burstable(p.InstanceClass) {
		all = append(all, alarm{
			id: "CPUCredits", metric: "CPUSurplusCreditsCharged", statistic: "Maximum", silence: silenceIsFine, // any at all
			is: "has used more CPU than its class earns in a day, and is charged for it",
			do: "A burstable class is no longer the cheapest for this load: take one of the m or r families.",
		})
	}
	if p.serverless() {
		all = append(all, alarm{
			id: "Capacity", metric: "ACUUtilization", statistic: "Average", threshold: float64(a.CPUPercent), silence: silenceIsFine,
			is: fmt.Sprintf("has grown to more than %d %% of maxAcu %d", a.CPUPercent, p.Aurora.Serverless.MaxACU),
			do: "It will soon not grow further. Find the statements that make the load in Database Insights, or raise maxAcu.",
		})
	}
	return all
}

// hasReaders reports whether there are instances that follow a writer.
func (p *Props) hasReaders() bool { return p.clustered() && !p.SingleZone || p.ReplicaOf.follows() }

// growsStorage reports whether RDS adds storage by itself.
func (p *Props) growsStorage() bool { return !p.DisableStorageAutoscaling && !p.clustered() }

// share is a whole number.
func share(of float64, percent int) float64 { return math.Floor(of * float64(percent) / 100) }
