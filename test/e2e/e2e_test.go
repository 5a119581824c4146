package e2e

import "testing"

// TestSystem deploys the environments, looks at them, changes them, breaks them, and takes them away again.
func TestSystem(t *testing.T) {
	s := begin(t)
	s.prepare(t)
	s.bootstrap(t)
	s.assembly = s.synthesize(t, "shipped", s.shipped)
	if err := s.each(func(a *account) error { _, err := deploy(s.ctx, t, a, s.assembly); return err }); err != nil {
		t.Fatal(err)
	}

	for _, a := range s.environments() {
		t.Run(a.environment, func(t *testing.T) { s.systemIs(t, a) })
	}
	t.Run("accounts hold nothing of each other", s.isolation)
	if t.Failed() {
		return // what follows changes systems that are as they should be
	}
	// One after the other, and none from a system in an unknown state.
	_ = t.Run("the same again changes nothing", s.sameAgain) &&
		t.Run("maintenance changes the rules of a listener only, and changes them back", s.maintenance) &&
		t.Run("more capacity changes the capacity only", s.moreCapacity) &&
		t.Run("an update that is refused changes nothing", s.refusedUpdate) &&
		t.Run("an update that fails is rolled back", s.failedUpdate) &&
		t.Run("what is protected is not destroyed", s.protected) &&
		t.Run("restores stand beside what they restore", s.restore) &&
		t.Run("dev is destroyed but for what is meant to stay", s.destroyDev) &&
		t.Run("prod is destroyed in the two steps of the README", s.destroyProd) &&
		t.Run("prod behind CloudFront, where prod was", s.withCDN)
}

// systemIs looks at an environment.
func (s *suite) systemIs(t *testing.T, a *account) {
	t.Helper()
	e := s.look(t, a)
	t.Run("stacks", e.stacks)
	t.Run("everything that the stacks list, and nothing else", e.everything)
	t.Run("subnets", e.subnets)
	t.Run("way out", e.wayOut)
	t.Run("flow logs", e.flowLogs)
	t.Run("load balancer", e.loadBalancerIs)
	t.Run("listeners", e.listeners)
	t.Run("names", e.names)
	t.Run("access logs", e.accessLogs)
	t.Run("firewall", e.firewall)
	t.Run("target group", e.targetGroupIs)
	t.Run("Auto Scaling group", e.groupIs)
	t.Run("launch template", e.launchTemplate)
	t.Run("servers", e.servers)
	t.Run("scaling", e.scaling)
	t.Run("database's subnets", e.databaseSubnets)
	if e.cluster != nil {
		t.Run("cluster", e.clusterIs)
		t.Run("cluster's key and secret", e.clusterSecrets)
		t.Run("cluster's members", e.members)
		t.Run("cluster's parameters", e.clusterParameters)
		t.Run("cluster fails over", e.failover)
	} else {
		t.Run("database", e.databaseIs)
		t.Run("database's parameters", e.databaseParameters)
		t.Run("database's key and secret", e.databaseSecrets)
		t.Run("database's logs", e.databaseLogs)
		t.Run("database's alarms", e.databaseAlarms)
		t.Run("database's events", e.databaseEvents)
	}
	t.Run("who reaches whom", e.whoReachesWhom)
	t.Run("tags", e.tags)
	t.Run("notifications", e.notifications)
	t.Run("backup plan", e.backupPlan)
	t.Run("keys of the logs", e.logKeys)
	if s.edge != nil && a == s.prod {
		t.Run("health check", e.healthCheck)
		t.Run("page's certificate", e.pageCertificate)
		t.Run("page's distribution", e.pageDistribution)
		t.Run("page's function", e.pageFunction)
		t.Run("page's logs", e.pageLogs)
		t.Run("page's alarm", e.pageAlarm)
	}
	t.Run("site", e.site)
	if e.app != nil {
		t.Run("inner load balancer", e.app.innerBalancerIs)
		t.Run("application servers' target group", e.app.targetGroupIs)
		t.Run("application servers' group", e.app.groupIs)
		t.Run("application servers' launch template", e.app.launchTemplate)
		t.Run("application servers", e.app.servers)
		t.Run("application servers' scaling", e.app.scaling)
		t.Run("application servers' notifications", e.app.notifications)
	}
}
