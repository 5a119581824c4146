package webtier

import "github.com/evenkeel-cdk/evenkeel/constructs/problem"

// checkWarmPool refuses what Amazon EC2 Auto Scaling does not do with a warm pool, and pools that stay empty.
func (p *Props) checkWarmPool(problems *problem.List) {
	const at = "group.warmPool."
	pool := p.Group.WarmPool
	if pool.State == "" {
		if pool != (WarmPool{}) {
			problems.Addf(at+"state", "missing; say stopped, or running")
		}
		return
	}
	if p.Group.Spot.Percent != 0 || len(p.Group.InstanceTypes) > 0 {
		problems.Addf(at+"state", "AWS keeps no warm pool for a group with Spot Instances or several types; leave out group.spot and group.instanceTypes, or the pool")
	}
	if p.drains() {
		problems.Addf(at+"state", "contradicts drain: stopped servers of the pool would be held, too, and cannot say that they have ended; leave one of them out")
	}
	prepared := pool.MaxPrepared
	if prepared == 0 {
		prepared = p.MaxCapacity
	}
	switch {
	case pool.MinSize > prepared:
		problems.Addf(at+"minSize", "%d is more than the %d servers that are prepared in all; use less, or raise maxPrepared", pool.MinSize, prepared)
	case pool.MinSize == 0 && prepared <= p.MinCapacity:
		problems.Addf(at+"state", "the pool stays empty: of %d prepared servers minCapacity %d are in service; raise maxCapacity or maxPrepared, or give minSize", prepared, p.MinCapacity)
	}
}
