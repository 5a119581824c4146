package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

const scheduledAction = "AWS::AutoScaling::ScheduledAction"

// requestsLabel is the resource label of the tier's target group.
func requestsLabel(t *testing.T, tm *template) map[string]any {
	t.Helper()
	return map[string]any{"Fn::Join": []any{"", []any{
		att(tm.one(t, "AWS::ElasticLoadBalancingV2::LoadBalancer").ID, "LoadBalancerFullName"), "/",
		att(tm.one(t, "AWS::ElasticLoadBalancingV2::TargetGroup").ID, "TargetGroupFullName"),
	}}}
}

func TestWebTargetTracking(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		web := newWeb(stack, webtier.Props{Scaling: webtier.Scaling{DisableSteps: true, WarmupSeconds: 240, TargetTracking: []webtier.TargetTracking{
			{Target: 50},
			{Metric: webtier.ScalingRequests, Target: 1000, DisableScaleIn: true},
			{Metric: webtier.ScalingNetworkIn, Target: 1 << 20},
			{Metric: webtier.ScalingNetworkOut, Target: 1 << 30},
			{Custom: webtier.Metric{Namespace: "CWAgent", Name: "mem_used_percent"}, Target: 60},
			{Custom: webtier.Metric{Metric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
				Namespace: jsii.String("Shop"), MetricName: jsii.String("Sessions"), Statistic: jsii.String("Maximum"),
			})}, Target: 300},
		}}})
		if web.ScaleOutAlarm() != nil || web.ScaleInAlarm() != nil {
			t.Error("there are alarms without steps")
		}
	})
	group := ref(tm.one(t, autoScalingGroup).ID)
	for name, want := range map[string]map[string]any{
		"CPU": {"PredefinedMetricSpecification": map[string]any{"PredefinedMetricType": "ASGAverageCPUUtilization"}, "TargetValue": 50, "DisableScaleIn": false},
		"Requests": {"PredefinedMetricSpecification": map[string]any{"PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": requestsLabel(t, tm)},
			"TargetValue": 1000, "DisableScaleIn": true},
		"NetworkIn":  {"PredefinedMetricSpecification": map[string]any{"PredefinedMetricType": "ASGAverageNetworkIn"}, "TargetValue": 1 << 20},
		"NetworkOut": {"PredefinedMetricSpecification": map[string]any{"PredefinedMetricType": "ASGAverageNetworkOut"}, "TargetValue": 1 << 30},
		"Custom1": {"CustomizedMetricSpecification": map[string]any{
			"Namespace": "CWAgent", "MetricName": "mem_used_percent", "Statistic": "Average", "Dimensions": []any{map[string]any{"Name": "AutoScalingGroupName", "Value": group}},
		}, "TargetValue": 60},
		"Custom2": {"CustomizedMetricSpecification": map[string]any{"Namespace": "Shop", "MetricName": "Sessions", "Statistic": "Maximum"}, "TargetValue": 300},
	} {
		policy := tm.named(t, scalingPolicy, "WebTrack"+name)
		policy.wantEach(t, map[string]any{"AutoScalingGroupName": group, "PolicyType": "TargetTrackingScaling", "EstimatedInstanceWarmup": 240})
		for key, value := range want {
			policy.want(t, "TargetTrackingConfiguration."+key, value)
		}
	}
	if policies, alarms := len(tm.all(scalingPolicy)), len(tm.all(alarm)); policies != 6 || alarms != 0 {
		t.Errorf("%d policies and %d alarms, want 6 and none", policies, alarms)
	}
}

// Steps on something else go with tracking of the CPU.
func TestWebTargetTrackingBesideSteps(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Scaling: webtier.Scaling{
		Metric: webtier.Metric{Namespace: "Shop", Name: "Sessions"}, TargetTracking: []webtier.TargetTracking{{Target: 50}},
	}})
	if policies := len(tm.all(scalingPolicy)); policies != 3 {
		t.Errorf("%d policies, want 3", policies)
	}
}

func TestWebPredictive(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Scaling: webtier.Scaling{Predictive: webtier.Predictive{Metric: webtier.ScalingCPU, Target: 50}}})
	tm.named(t, scalingPolicy, "WebPredictivePolicy").wantEach(t, map[string]any{
		"AutoScalingGroupName": ref(tm.one(t, autoScalingGroup).ID), "PolicyType": "PredictiveScaling",
		"PredictiveScalingConfiguration": map[string]any{
			"Mode": "ForecastOnly", "SchedulingBufferTime": 300,
			"MetricSpecifications": []any{map[string]any{"TargetValue": 50, "PredefinedMetricPairSpecification": map[string]any{"PredefinedMetricType": "ASGCPUUtilization"}}},
		},
	})
	tm = synthWeb(t, webtier.Props{Scaling: webtier.Scaling{Predictive: webtier.Predictive{
		Metric: webtier.ScalingRequests, Target: 500, Mode: webtier.ForecastAndScale, SchedulingBufferSeconds: 600, MaxCapacityBufferPercent: 10,
	}}})
	tm.named(t, scalingPolicy, "WebPredictivePolicy").want(t, "PredictiveScalingConfiguration", map[string]any{
		"Mode": "ForecastAndScale", "SchedulingBufferTime": 600, "MaxCapacityBreachBehavior": "IncreaseMaxCapacity", "MaxCapacityBuffer": 10,
		"MetricSpecifications": []any{map[string]any{"TargetValue": 500, "PredefinedMetricPairSpecification": map[string]any{
			"PredefinedMetricType": "ALBRequestCount", "ResourceLabel": requestsLabel(t, tm),
		}}},
	})
}

func TestWebPredictivePairs(t *testing.T) {
	for metric, want := range map[webtier.ScalingMetric]string{webtier.ScalingNetworkIn: "ASGNetworkIn", webtier.ScalingNetworkOut: "ASGNetworkOut"} {
		tm := synthWeb(t, webtier.Props{Scaling: webtier.Scaling{Predictive: webtier.Predictive{Metric: metric, Target: 50}}})
		tm.named(t, scalingPolicy, "WebPredictivePolicy").want(t, "PredictiveScalingConfiguration.MetricSpecifications.0.PredefinedMetricPairSpecification.PredefinedMetricType", want)
	}
}

func TestWebSchedules(t *testing.T) {
	tm := synthWeb(t, webtier.Props{Scaling: webtier.Scaling{Schedules: []webtier.Schedule{
		{Name: "Open", Cron: "0 8 * * MON-FRI", TimeZone: "Asia/Tokyo", MinCapacity: 4, MaxCapacity: 12, DesiredCapacity: 6},
		{Name: "Close", Cron: "0 20 * * MON-FRI", StopServers: true},
	}}})
	group := ref(tm.one(t, autoScalingGroup).ID)
	tm.named(t, scheduledAction, "WebScheduleOpen").wantEach(t, map[string]any{
		"AutoScalingGroupName": group, "Recurrence": "0 8 * * MON-FRI", "TimeZone": "Asia/Tokyo", "MinSize": 4, "MaxSize": 12, "DesiredCapacity": 6,
		"StartTime": nil, "EndTime": nil,
	})
	tm.named(t, scheduledAction, "WebScheduleClose").wantEach(t, map[string]any{
		"AutoScalingGroupName": group, "Recurrence": "0 20 * * MON-FRI", "TimeZone": "Etc/UTC", "MinSize": 0, "MaxSize": nil, "DesiredCapacity": 0,
	})
	if n := len(defaultWeb(t).all(scheduledAction)); n != 0 {
		t.Errorf("%d schedules by default, want none", n)
	}
}

// The network must have room for what a schedule allows.
func TestWebCapacityOfSchedules(t *testing.T) {
	props := webtier.Props{MinCapacity: 3, MaxCapacity: 6, Scaling: webtier.Scaling{Schedules: []webtier.Schedule{{MinCapacity: 2}, {MaxCapacity: 12}}}}
	if least, most := props.Capacity(); least != 2 || most != 13 {
		t.Errorf("the capacity is %d to %d, want 2 to 13", least, most)
	}
	props.Scaling.Schedules[0] = webtier.Schedule{StopServers: true}
	if least, _ := props.Capacity(); least != 0 {
		t.Errorf("the least capacity is %d, want 0", least)
	}
}

func TestWebPolicyRefusals(t *testing.T) {
	tracking := func(all ...webtier.TargetTracking) webtier.Props {
		return webtier.Props{Scaling: webtier.Scaling{DisableSteps: true, TargetTracking: all}}
	}
	predictive := func(p webtier.Predictive) webtier.Props {
		return webtier.Props{Scaling: webtier.Scaling{Predictive: p}}
	}
	custom := webtier.Metric{Namespace: "Shop", Name: "Sessions"}
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"nothing at all":        {tracking(), "scaling.disableSteps: leaves nothing that adds and removes servers; give targetTracking or schedules"},
		"steps and none":        {webtier.Props{Scaling: webtier.Scaling{DisableSteps: true, TargetTracking: []webtier.TargetTracking{{Target: 50}}, Steps: []webtier.ScalingStep{{Above: 80, Add: 1}}}}, "scaling.disableSteps: contradicts steps and metric; leave it or them out"},
		"a metric and no steps": {webtier.Props{Scaling: webtier.Scaling{DisableSteps: true, TargetTracking: []webtier.TargetTracking{{Target: 50}}, Metric: custom}}, "scaling.disableSteps: contradicts steps and metric; leave it or them out"},
		"nothing that removes":  {tracking(webtier.TargetTracking{Target: 50, DisableScaleIn: true}), "scaling.disableSteps: leaves nothing that removes servers, since no targetTracking does; leave one disableScaleIn out"},
		"the same metric thrice": {tracking(webtier.TargetTracking{Target: 50}, webtier.TargetTracking{Metric: webtier.ScalingNetworkIn, Target: 60}, webtier.TargetTracking{Metric: webtier.ScalingNetworkIn, Target: 60}, webtier.TargetTracking{Metric: webtier.ScalingNetworkIn, Target: 70}),
			"scaling.targetTracking[2]: tracks what another one does; leave one of them out\nscaling.targetTracking[3]: tracks what another one does; leave one of them out"},
		"the same metric twice": {tracking(webtier.TargetTracking{Target: 50}, webtier.TargetTracking{Metric: webtier.ScalingCPU, Target: 60}), "scaling.targetTracking[1]: tracks what another one does; leave one of them out"},
		"the same custom twice": {tracking(webtier.TargetTracking{Custom: custom, Target: 50}, webtier.TargetTracking{Target: 50}, webtier.TargetTracking{Custom: custom, Target: 60}), "scaling.targetTracking[2]: tracks what another one does; leave one of them out"},
		"metric and custom":     {tracking(webtier.TargetTracking{Metric: webtier.ScalingCPU, Custom: custom, Target: 50}), "scaling.targetTracking[0].metric: contradicts custom; leave one of them out"},
		"half a custom metric":  {tracking(webtier.TargetTracking{Custom: webtier.Metric{Name: "Sessions"}, Target: 50}), "scaling.targetTracking[0].custom.namespace: missing; give the namespace of Sessions"},
		"a total":               {tracking(webtier.TargetTracking{Custom: webtier.Metric{Namespace: "Shop", Name: "Sessions", Total: true}, Target: 50}), "scaling.targetTracking[0].custom.total: a total cannot be tracked: adding a server does not lower it; track the average per server"},
		"what the steps watch":  {webtier.Props{Scaling: webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Target: 50}}}}, "scaling.targetTracking[0].metric: cpu is what the steps watch too; say disableSteps: true, or track something else"},
		"no target":             {tracking(webtier.TargetTracking{}), "scaling.targetTracking[0].target: missing; give the value to keep"},
		"more than a CPU":       {tracking(webtier.TargetTracking{Target: 100}), "scaling.targetTracking[0].target: 100 is out of range; use 1 to 99"},
		"an unknown metric":     {tracking(webtier.TargetTracking{Metric: "memory", Target: 50}), `scaling.targetTracking[0].metric: "memory" is not known; use cpu, requestsPerTarget, networkIn or networkOut`},
		"requests of another kind": {webtier.Props{
			LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TLS},
			Scaling:      webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Metric: webtier.ScalingRequests, Target: 50}}},
		}, "scaling.targetTracking[0].metric: requestsPerTarget takes an Application Load Balancer, which counts requests; use networkIn or cpu"},
		"requests of a Classic one": {webtier.Props{
			LoadBalancer: webtier.LoadBalancer{Kind: webtier.Classic},
			Scaling:      webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Metric: webtier.ScalingRequests, Target: 50}}},
		}, "scaling.targetTracking[0].metric: requestsPerTarget takes an Application Load Balancer, which counts requests; use networkIn or cpu"},
		"a forecast of nothing":       {predictive(webtier.Predictive{Target: 50}), "scaling.predictive.metric: missing; say what is forecast"},
		"scaling by nothing":          {predictive(webtier.Predictive{Mode: webtier.ForecastAndScale}), "scaling.predictive.metric: missing; say what is forecast"},
		"a buffer of nothing":         {predictive(webtier.Predictive{MaxCapacityBufferPercent: 10}), "scaling.predictive.metric: missing; say what is forecast"},
		"a forecast without target":   {predictive(webtier.Predictive{Metric: webtier.ScalingCPU}), "scaling.predictive.target: missing; give the value to keep"},
		"a forecast beyond a CPU":     {predictive(webtier.Predictive{Metric: webtier.ScalingCPU, Target: 100}), "scaling.predictive.target: 100 is out of range; use 1 to 99"},
		"a buffer for forecasts only": {predictive(webtier.Predictive{Metric: webtier.ScalingCPU, Target: 50, MaxCapacityBufferPercent: 10}), "scaling.predictive.maxCapacityBufferPercent: has no meaning while forecasts are only made; leave it out, or say mode: forecastAndScale"},
		"forecasts of what a Network Load Balancer's servers do": {webtier.Props{
			LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TLS},
			Scaling:      webtier.Scaling{Predictive: webtier.Predictive{Metric: webtier.ScalingNetworkIn, Target: 50}},
		}, ""},
		"forecasts alone beside a schedule": {webtier.Props{Scaling: webtier.Scaling{
			DisableSteps: true, Schedules: []webtier.Schedule{{Name: "Open", Cron: "0 8 * * *", MinCapacity: 3}},
			Predictive: webtier.Predictive{Metric: webtier.ScalingCPU, Target: 50},
		}}, ""},
		"forecasts that only add": {webtier.Props{Scaling: webtier.Scaling{
			DisableSteps: true, Schedules: []webtier.Schedule{{Name: "Open", Cron: "0 8 * * *", MinCapacity: 3}},
			Predictive: webtier.Predictive{Metric: webtier.ScalingCPU, Target: 50, Mode: webtier.ForecastAndScale},
		}}, "scaling.predictive.mode: forecastAndScale only adds servers, and nothing removes them; leave disableSteps out, or give a targetTracking that scales in"},
		"forecast requests of another kind": {webtier.Props{
			LoadBalancer: webtier.LoadBalancer{Kind: webtier.Network, Protocol: webtier.TLS},
			Scaling:      webtier.Scaling{Predictive: webtier.Predictive{Metric: webtier.ScalingRequests, Target: 50}},
		}, "scaling.predictive.metric: requestsPerTarget takes an Application Load Balancer, which counts requests; use networkIn or cpu"},
	} {
		t.Run(name, func(t *testing.T) {
			var want []string
			if c.want != "" {
				want = strings.Split(c.want, "\n")
			}
			wantWebProblems(t, c.props, want...)
		})
	}
	other := func(name string) webtier.TargetTracking {
		return webtier.TargetTracking{Target: 50, Custom: webtier.Metric{Metric: awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("Shop"), MetricName: &name})}}
	}
	wantWebProblems(t, tracking(other("Sessions"), other("Orders")))
}

func TestWebScheduleRefusals(t *testing.T) {
	daily := func(s webtier.Schedule) webtier.Props {
		s.Cron = "0 8 * * *"
		if s.Name == "" {
			s.Name = "Daily"
		}
		return webtier.Props{Scaling: webtier.Scaling{Schedules: []webtier.Schedule{s}}}
	}
	twice := daily(webtier.Schedule{MinCapacity: 2})
	twice.Scaling.Schedules = append(twice.Scaling.Schedules, twice.Scaling.Schedules[0])
	yearly := daily(webtier.Schedule{MinCapacity: 2})
	yearly.Scaling.Schedules[0].Cron = "0 8 1 1 * 2027"
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"no name":             {daily(webtier.Schedule{Name: "9 o'clock", MinCapacity: 2}), `scaling.schedules[0].name: "9 o'clock" is not a schedule's name; use a letter, then letters, digits and hyphens, 64 at most`},
		"a name twice":        {twice, "scaling.schedules[1].name: Daily is taken; use another"},
		"an expression":       {yearly, `scaling.schedules[0].cron: "0 8 1 1 * 2027" has 6 fields; use five, like 0 8 * * MON-FRI: minute, hour, day of the month, month, day of the week`},
		"a zone":              {daily(webtier.Schedule{MinCapacity: 2, TimeZone: "Tokyo"}), `scaling.schedules[0].timeZone: "Tokyo" is not a time zone; use one like Asia/Tokyo`},
		"nothing":             {daily(webtier.Schedule{}), "scaling.schedules[0]: changes nothing; give it minCapacity, maxCapacity or desiredCapacity"},
		"one server":          {daily(webtier.Schedule{MinCapacity: 1}), "scaling.schedules[0].minCapacity: 1 does not survive the loss of a server; use 2 or more, or say singleServer: true"},
		"least above most":    {daily(webtier.Schedule{MinCapacity: 4, MaxCapacity: 3, DesiredCapacity: 9}), "scaling.schedules[0].minCapacity: 4 is more than maxCapacity 3"},
		"more than the tier":  {daily(webtier.Schedule{MinCapacity: 5, DesiredCapacity: 4}), "scaling.schedules[0].minCapacity: 5 is more than the tier's maxCapacity 4; give the schedule a maxCapacity too"},
		"less than the tier":  {daily(webtier.Schedule{MaxCapacity: 1, DesiredCapacity: 2}), "scaling.schedules[0].maxCapacity: 1 is less than the tier's minCapacity 2; give the schedule a minCapacity too"},
		"too many desired":    {daily(webtier.Schedule{DesiredCapacity: 5}), "scaling.schedules[0].desiredCapacity: 5 is outside 2 to 4"},
		"too few desired":     {daily(webtier.Schedule{MinCapacity: 3, MaxCapacity: 9, DesiredCapacity: 2}), "scaling.schedules[0].desiredCapacity: 2 is outside 3 to 9"},
		"stopped and desired": {daily(webtier.Schedule{StopServers: true, MinCapacity: 1, DesiredCapacity: 2}), "scaling.schedules[0].stopServers: contradicts minCapacity, maxCapacity and desiredCapacity; leave it or them out"},
		"stopped for good":    {daily(webtier.Schedule{StopServers: true}), "scaling.schedules[0].stopServers: stops the servers for good; give another schedule a minCapacity that starts them again"},
	} {
		if name == "stopped and desired" {
			c.props.Scaling.Schedules = append(c.props.Scaling.Schedules, webtier.Schedule{Name: "Open", Cron: "0 9 * * *", MinCapacity: 2})
		}
		t.Run(name, func(t *testing.T) { wantWebProblems(t, c.props, c.want) })
	}
	one := daily(webtier.Schedule{MinCapacity: 1})
	one.SingleServer, one.CertificateARN = true, webCertificate
	if err := one.ValidateIn(""); err != nil {
		t.Errorf("one server is refused though it may be: %v", err)
	}
}

// A schedule may make the group smaller, or larger, than the flapping of steps was looked at for.
func TestWebSchedulesMakeGroupsFlap(t *testing.T) {
	props := webtier.Props{MinCapacity: 8, MaxCapacity: 8, Scaling: webtier.Scaling{ScaleInBelow: 60, Schedules: []webtier.Schedule{{Name: "Night", Cron: "0 20 * * *", MinCapacity: 2}}}}
	wantWebProblems(t, props, "scaling.scaleInBelow: 60 makes the group flap: at 60 % on 3 servers, removing 1 leaves 90 % on each of 2, above scaleOutAbove 70, so it is added again; use 46 or less")
	props.Scaling.Schedules[0] = webtier.Schedule{Name: "Day", Cron: "0 8 * * *", MaxCapacity: 9}
	props.Scaling.ScaleInBelow = 65
	wantWebProblems(t, props, "scaling.scaleInBelow: 65 makes the group flap: at 65 % on 9 servers, removing 1 leaves 73 % on each of 8, above scaleOutAbove 70, so it is added again; use 62 or less")
}

func TestRequestsAreNotCountedBehindSomebodysListener(t *testing.T) {
	props := webtier.Props{
		LoadBalancer: webtier.LoadBalancer{Listener: brought()},
		Scaling:      webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Metric: webtier.ScalingRequests, Target: 50}}},
	}
	wantProblems(t, props.ValidateIn(testRegion),
		"scaling.targetTracking[0].metric: requestsPerTarget takes a load balancer that is known, by whose name requests are counted; use networkIn or cpu")
}

// What is just within the bounds, or differs just enough, is no contradiction.
func TestWebPoliciesThatAgree(t *testing.T) {
	shop := webtier.Metric{Namespace: "Shop", Name: "Sessions"}
	named, counted, measured := shop, shop, shop
	named.Name, counted.Namespace, measured.Statistic = "Carts", "Bazaar", "Maximum"
	divided := shop
	divided.Dimensions = map[string]string{"Site": "main"}
	differ := []webtier.TargetTracking{{Target: 99}}
	for _, custom := range []webtier.Metric{shop, named, counted, measured, divided} {
		differ = append(differ, webtier.TargetTracking{Custom: custom, Target: 100})
	}
	schedules := func(all ...webtier.Schedule) webtier.Scaling {
		for i := range all {
			all[i].Name, all[i].Cron = fmt.Sprintf("S%d", i), "0 8 * * *"
		}
		return webtier.Scaling{Schedules: all}
	}
	var many []webtier.Schedule
	for range 125 {
		many = append(many, webtier.Schedule{MinCapacity: 2})
	}
	for name, props := range map[string]webtier.Props{
		"metrics that differ":                 {Scaling: webtier.Scaling{DisableSteps: true, TargetTracking: differ}},
		"steps remove what tracking adds":     {Scaling: webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Metric: webtier.ScalingNetworkIn, Target: 50, DisableScaleIn: true}}}},
		"the first removes, the second not":   {Scaling: webtier.Scaling{DisableSteps: true, TargetTracking: []webtier.TargetTracking{{Target: 50}, {Metric: webtier.ScalingNetworkIn, Target: 50, DisableScaleIn: true}}}},
		"custom beside steps":                 {Scaling: webtier.Scaling{TargetTracking: []webtier.TargetTracking{{Custom: shop, Target: 50}}}},
		"the CPU beside steps on more":        {Scaling: webtier.Scaling{Metric: shop, ScaleOutAbove: 70, ScaleInBelow: 30, TargetTracking: []webtier.TargetTracking{{Target: 50}}}},
		"no steps, whatever their thresholds": {Scaling: webtier.Scaling{DisableSteps: true, ScaleInBelow: 65, TargetTracking: []webtier.TargetTracking{{Target: 50}}}},
		"a forecast that acts":                {Scaling: webtier.Scaling{Predictive: webtier.Predictive{Metric: webtier.ScalingCPU, Target: 99, Mode: webtier.ForecastAndScale, MaxCapacityBufferPercent: 10}}},
		"as few as many":                      {Scaling: schedules(webtier.Schedule{MinCapacity: 3, MaxCapacity: 3, DesiredCapacity: 3})},
		"as many as the tier":                 {Scaling: schedules(webtier.Schedule{MinCapacity: 4, DesiredCapacity: 4})},
		"as few as the tier":                  {Scaling: schedules(webtier.Schedule{MaxCapacity: 2, DesiredCapacity: 2})},
		"more than the tier, both":            {Scaling: schedules(webtier.Schedule{MinCapacity: 5, MaxCapacity: 9})},
		"fewer than the tier, both":           {SingleServer: true, MinCapacity: 2, Scaling: schedules(webtier.Schedule{MinCapacity: 1, MaxCapacity: 1})},
		"as many schedules as there may be":   {Scaling: schedules(many...)},
	} {
		t.Run(name, func(t *testing.T) {
			props.CertificateARN = webCertificate
			if err := props.ValidateIn(testRegion); err != nil {
				t.Error(err)
			}
		})
	}
	wantWebProblems(t, webtier.Props{Scaling: schedules(append(many, webtier.Schedule{MinCapacity: 2})...)}, "scaling.schedules: there are 126; a group has 125 at most")
}

// Steps are two policies, and a forecast is one.
func TestWebPoliciesInAll(t *testing.T) {
	var tracked []webtier.TargetTracking
	for i := range 50 {
		tracked = append(tracked, webtier.TargetTracking{Custom: webtier.Metric{Namespace: "Shop", Name: fmt.Sprintf("M%d", i)}, Target: 50})
	}
	forecast := webtier.Predictive{Metric: webtier.ScalingCPU, Target: 50}
	for _, fits := range []webtier.Scaling{{DisableSteps: true, TargetTracking: tracked}, {TargetTracking: tracked[:48]}, {TargetTracking: tracked[:47], Predictive: forecast}} {
		props := webtier.Props{CertificateARN: webCertificate, Scaling: fits}
		if err := props.ValidateIn(testRegion); err != nil {
			t.Error(err)
		}
	}
	for _, many := range []webtier.Scaling{{TargetTracking: tracked[:49]}, {TargetTracking: tracked[:48], Predictive: forecast}} {
		wantWebProblems(t, webtier.Props{Scaling: many}, "scaling.targetTracking: makes 51 policies, with those of steps and predictive; a group has 50 at most")
	}
}
