package test

import "maps"

// Random scaling has its values here.
func init() {
	maps.Copy(texts, map[string][]string{
		"web.scaling.targetTracking[].custom.namespace": {"CWAgent"},
		"web.scaling.targetTracking[].custom.name":      {"mem_used_percent"},
		"web.group.instanceTypes[]":                     {"t4g.medium", "m7g.large", "m7i.xlarge"},
		"web.scaling.schedules[].name":                  {"Open", "Close", "9"},
		"web.scaling.schedules[].cron":                  {"0 8 * * MON-FRI", "0 20 * * *", "daily"},
		"web.scaling.schedules[].timeZone":              {"Asia/Tokyo", "Tokyo"},
	})
	maps.Copy(numbers, map[string][]int{
		"web.scaling.targetTracking[].target":            {50, 1000},
		"web.group.warmPool.minSize":                     {1, 3, 9},
		"web.group.warmPool.maxPrepared":                 {2, 4, 9},
		"web.scaling.schedules[].minCapacity":            {1, 2, 4},
		"web.scaling.schedules[].maxCapacity":            {4, 8},
		"web.scaling.schedules[].desiredCapacity":        {3, 9},
		"web.scaling.predictive.target":                  {50, 1000},
		"web.scaling.predictive.schedulingBufferSeconds": {600},
	})
}
