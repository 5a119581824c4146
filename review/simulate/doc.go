// Package simulate tells before a deployment how an Auto Scaling group would follow a load: given the group's scaling
// settings and a trace of the load, it computes minute by minute what the alarms, policies and scheduled actions do, how many
// servers there are, and how busy they are. So one sees whether the group keeps up, overshoots or flaps.
//
//	a, _ := assembly.Read("cdk.out/assembly-prod")
//	load, _ := simulate.ReadCSV(file, time.Time{})
//	load.PerServer = 250 // requests per second that keep one server at 100 % CPU
//	for _, group := range simulate.FromAssembly(a) {
//		result, _ := simulate.Run(group.Settings, load)
//		fmt.Print(result.Summary())
//	}
//
// It is pure Go and deterministic: the same settings and the same load give the same result. review/simulate/chart draws it.
//
// # What it follows
//
// The behavior that AWS documents, in the Amazon EC2 Auto Scaling User Guide ("Step and simple scaling policies", "Target
// tracking scaling policies", "Set the default instance warmup", "Scheduled scaling", "Scaling cooldowns") and the Amazon
// CloudWatch User Guide ("Alarm evaluation"):
//
//   - An alarm makes a data point of each period and is in ALARM while at least so many of the last so many breach its
//     threshold. It invokes its policy when it goes into ALARM, and then every minute for as long as it stays there,
//     whatever its period.
//   - A step policy picks the step by how far the metric is beyond the threshold. Adding, it counts only servers that have
//     warmed up as there, so that it adds no more for the same breach. Removing, it counts those that are being stopped as
//     there still.
//   - Nothing is removed by a policy while a server starts or warms up.
//   - A target tracking policy adds in proportion to the metric, rounded up, after three minutes above its target; it removes
//     after fifteen minutes well below, and only as much as leaves the metric under the target.
//   - Of several policies that want something at once, the largest capacity wins. Target tracking policies remove only when
//     all of them would.
//   - No policy goes beyond the minimum or the maximum.
//
// # What it leaves out
//
// The servers are all alike and share the load evenly at once; what they cannot carry is lost, and neither waits nor comes
// back. Starting takes the same time for each and never fails. Metrics are known as soon as their period ends. There is no
// failing server or zone, no rebalancing, no deployment, no predictive scaling, no warm pool, no CPU credits, and no other
// metric than CPU and requests per target. docs/simulate.md says what each of these means for the result.
package simulate
