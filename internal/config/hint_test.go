package config_test

import "testing"

func TestKeysThatAreElsewhere(t *testing.T) {
	refusesEach(t, []badFile{
		{"deeper in the section", "web: {allowPlainHttp: true, warmPool: {}}\n", []string{"1:29: web.warmPool: is not a key; did you mean web.group.warmPool?"}},
		{"at the top", good + "app: {sorryPage: {}}\n", []string{"2:7: app.sorryPage: is not a key; did you mean sorryPage at the top of the file?"}},
		{"in another section", "network: {drain: {}}\n" + good, []string{"1:11: network.drain: is not a key; did you mean web.drain or app.drain?"}},
		{"below the top", "warmPool: {}\n" + good, []string{"1:1: warmPool: is not a key; did you mean web.group.warmPool or app.group.warmPool?"}},
		{"beside, not in the other tier", "web: {allowPlainHttp: true, scaling: {spot: {}}}\n", []string{"1:39: web.scaling.spot: is not a key; did you mean web.group.spot?"}},
		{"in an element of a list", good + "database: {replicas: [{name: a, backtrackHours: 1}]}\n", []string{
			"2:33: database.replicas[0].backtrackHours: is not a key; did you mean database.aurora.backtrackHours?",
		}},
		{"in elements of a list", "web: {allowPlainHttp: true, mountPath: /data}\n", []string{"1:29: web.mountPath: is not a key; did you mean web.servers.volumes[].mountPath?"}},
		{"in many places, two of them near", "firewall: {disable: true}\n" + good, []string{"1:12: firewall.disable: is not a key; did you mean firewall.rateLimit.disable or firewall.logs.disable?"}},
		{"in too many places to say", "name: shop\n" + good, []string{"1:1: name: is not a key; docs/configuration.md lists those of the file"}},
	})
}

func TestKeysThatAreNowhere(t *testing.T) {
	refusesEach(t, []badFile{
		{"with the word of one", good + "database: {alarms: {cpuAbove: 80}}\n", []string{"2:21: database.alarms.cpuAbove: is not a key; did you mean cpuPercent?"}},
		{"in a small section", "web: {allowPlainHttp: true, drain: {patience: 1}}\n", []string{"1:37: web.drain.patience: is not a key; use command or seconds"}},
		{"in a large one", "web: {allowPlainHttp: true, kubernetes: 1}\n", []string{"1:29: web.kubernetes: is not a key; docs/configuration.md lists those of web"}},
	})
}
