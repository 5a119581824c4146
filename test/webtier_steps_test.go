package test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// Steps may be listed in any order; a policy counts them from the threshold of its alarm.
func TestWebScalingSteps(t *testing.T) {
	tm := synthWeb(t, webtier.Props{MinCapacity: 4, MaxCapacity: 20, Scaling: webtier.Scaling{Steps: []webtier.ScalingStep{
		{Above: 95, Add: 4}, {Below: 10, Remove: 2}, {Above: 85, Add: 2}, {Below: 5, Remove: 3},
	}}})
	tm.named(t, scalingPolicy, "WebScaleOutPolicy").wantEach(t, map[string]any{
		"AdjustmentType":         "ChangeInCapacity",
		"MinAdjustmentMagnitude": nil,
		"StepAdjustments": []any{
			map[string]any{"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 15, "ScalingAdjustment": 1},
			map[string]any{"MetricIntervalLowerBound": 15, "MetricIntervalUpperBound": 25, "ScalingAdjustment": 2},
			map[string]any{"MetricIntervalLowerBound": 25, "ScalingAdjustment": 4},
		},
	})
	tm.named(t, scalingPolicy, "WebScaleInPolicy").want(t, "StepAdjustments", []any{
		map[string]any{"MetricIntervalLowerBound": -20, "MetricIntervalUpperBound": 0, "ScalingAdjustment": -1},
		map[string]any{"MetricIntervalLowerBound": -25, "MetricIntervalUpperBound": -20, "ScalingAdjustment": -2},
		map[string]any{"MetricIntervalUpperBound": -25, "ScalingAdjustment": -3},
	})
	tm.named(t, alarm, "WebScaleOutAlarm").wantEach(t, map[string]any{
		"Threshold": 70, "AlarmDescription": "CPU above 70 %: adds 1, above 85 % 2, above 95 % 4 to the web servers",
	})
	tm.named(t, alarm, "WebScaleInAlarm").wantEach(t, map[string]any{
		"Threshold": 30, "AlarmDescription": "CPU below 30 %: removes 1, below 10 % 2, below 5 % 3 of the web servers",
	})
}

func TestWebScalingInPercent(t *testing.T) {
	tm := synthWeb(t, webtier.Props{MaxCapacity: 20, Scaling: webtier.Scaling{
		Adjust: webtier.AdjustPercent, AtLeast: 2, ScaleOutBy: 25, ScaleInBy: 10, Steps: []webtier.ScalingStep{{Above: 90, Add: 50}},
	}})
	tm.named(t, scalingPolicy, "WebScaleOutPolicy").wantEach(t, map[string]any{
		"AdjustmentType": "PercentChangeInCapacity", "MinAdjustmentMagnitude": 2, "StepAdjustments.0.ScalingAdjustment": 25,
	})
	tm.named(t, scalingPolicy, "WebScaleInPolicy").wantEach(t, map[string]any{
		"AdjustmentType": "PercentChangeInCapacity", "MinAdjustmentMagnitude": 2, "StepAdjustments.0.ScalingAdjustment": -10,
	})
	tm.named(t, alarm, "WebScaleOutAlarm").want(t, "AlarmDescription", "CPU above 70 %: adds 25 %, above 90 % 50 % to the web servers")

	tm = synthWeb(t, webtier.Props{Scaling: webtier.Scaling{Adjust: webtier.AdjustPercent, ScaleOutBy: 25}})
	tm.named(t, scalingPolicy, "WebScaleOutPolicy").want(t, "MinAdjustmentMagnitude", 1)
}

// wantSteppedBy fails the test unless an alarm triggers its policy, and returns the alarm.
func wantSteppedBy(t *testing.T, tm *template, name string) resource {
	t.Helper()
	found := tm.named(t, alarm, "Web"+name+"Alarm")
	found.wantEach(t, map[string]any{
		"AlarmActions": []any{ref(tm.named(t, scalingPolicy, "Web"+name+"Policy").ID)}, "TreatMissingData": "missing",
	})
	return found
}

func TestWebScalingByAMetric(t *testing.T) {
	tm := synthWeb(t, webtier.Props{DisableDetailedMonitoring: true, Scaling: webtier.Scaling{
		ScaleOutAbove: 400, ScaleInBelow: 100, PeriodSeconds: 60, ScaleInPeriods: 10,
		Metric: webtier.Metric{Namespace: "Shop", Name: "Sessions"},
	}})
	wantSteppedBy(t, tm, "ScaleOut").wantEach(t, map[string]any{
		"AlarmDescription": "Sessions above 400: adds 1 to the web servers", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 400,
		"Namespace": "Shop", "MetricName": "Sessions", "Statistic": "Average", "Period": 60, "EvaluationPeriods": 3, "DatapointsToAlarm": 3,
		"Dimensions": []any{map[string]any{"Name": "AutoScalingGroupName", "Value": ref(tm.one(t, autoScalingGroup).ID)}},
	})
	wantSteppedBy(t, tm, "ScaleIn").wantEach(t, map[string]any{
		"AlarmDescription": "Sessions below 100: removes 1 of the web servers", "ComparisonOperator": "LessThanThreshold", "Threshold": 100,
		"EvaluationPeriods": 10, "DatapointsToAlarm": 10,
	})

	tm = synthWeb(t, webtier.Props{Scaling: webtier.Scaling{ScaleOutAbove: 400, ScaleInBelow: 399, PeriodSeconds: 120, Metric: webtier.Metric{
		Namespace: "AWS/SQS", Name: "ApproximateNumberOfMessagesVisible", Dimensions: map[string]string{"QueueName": "orders"}, Statistic: "Maximum", Total: true,
	}}})
	wantSteppedBy(t, tm, "ScaleOut").wantEach(t, map[string]any{
		"Dimensions": []any{map[string]any{"Name": "QueueName", "Value": "orders"}}, "Statistic": "Maximum", "Period": 120,
	})
}

func TestWebScalingByAMetricOfAProgram(t *testing.T) {
	var alarm *string
	tm := synth(t, func(stack awscdk.Stack) {
		web := newWeb(stack, webtier.Props{Scaling: webtier.Scaling{ScaleOutAbove: 1000, Metric: webtier.Metric{Metric: awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
			Expression: jsii.String("requests / servers"),
			UsingMetrics: &map[string]awscloudwatch.IMetric{
				"requests": awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("Shop"), MetricName: jsii.String("Requests")}),
				"servers":  awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("Shop"), MetricName: jsii.String("Servers")}),
			},
		})}}})
		alarm = web.ScaleOutAlarm().Node().Path()
	})
	if *alarm != "Test/Web/ScaleOutAlarm/Resource" {
		t.Errorf("the alarm is %s", *alarm)
	}
	found := wantSteppedBy(t, tm, "ScaleOut")
	found.wantEach(t, map[string]any{"AlarmDescription": "Metric above 1000: adds 1 to the web servers", "Metrics.0.Expression": "requests / servers", "MetricName": nil})
}

func TestWebScalingStepRefusals(t *testing.T) {
	steps := func(all ...webtier.ScalingStep) webtier.Props {
		return webtier.Props{Scaling: webtier.Scaling{Steps: all}}
	}
	twenty := make([]webtier.ScalingStep, 20)
	for i := range twenty {
		twenty[i] = webtier.ScalingStep{Above: 71 + i, Add: 1}
	}
	wantWebProblems(t, webtier.Props{Scaling: webtier.Scaling{ScaleOutAbove: 99}})
	for name, c := range map[string]struct {
		props webtier.Props
		want  string
	}{
		"both ways":          {steps(webtier.ScalingStep{Above: 80, Add: 2, Below: 20, Remove: 2}), "scaling.steps[0]: above and below contradict each other; make two steps of it"},
		"no threshold":       {steps(webtier.ScalingStep{Add: 2}), "scaling.steps[0]: has no threshold; give it above and add, or below and remove"},
		"above and remove":   {steps(webtier.ScalingStep{Above: 80, Add: 1, Remove: 2}), "scaling.steps[0].remove: contradicts above; use add"},
		"below and add":      {steps(webtier.ScalingStep{Below: 20, Remove: 1, Add: 2}), "scaling.steps[0].add: contradicts below; use remove"},
		"nothing added":      {steps(webtier.ScalingStep{Above: 80}), "scaling.steps[0].add: missing; say how many servers are added"},
		"nothing removed":    {steps(webtier.ScalingStep{Below: 20}), "scaling.steps[0].remove: missing; say how many servers are removed"},
		"too many":           {steps(twenty...), "scaling.steps: 21 steps one way are more than the 20 that a policy can have; leave some out"},
		"not above":          {steps(webtier.ScalingStep{Above: 85, Add: 2}, webtier.ScalingStep{Above: 70, Add: 3}), "scaling.steps[1].above: 70 is not above scaleOutAbove 70, where the first step is"},
		"not below":          {steps(webtier.ScalingStep{Below: 15, Remove: 1}, webtier.ScalingStep{Below: 30, Remove: 2}), "scaling.steps[1].below: 30 is not below scaleInBelow 30, where the first step is"},
		"twice above":        {steps(webtier.ScalingStep{Above: 80, Add: 2}, webtier.ScalingStep{Above: 80, Add: 3}), "scaling.steps[1].above: 80 is the threshold of another step; leave one of them out"},
		"twice below":        {steps(webtier.ScalingStep{Below: 20, Remove: 2}, webtier.ScalingStep{Below: 20, Remove: 3}), "scaling.steps[1].below: 20 is the threshold of another step; leave one of them out"},
		"less above":         {steps(webtier.ScalingStep{Above: 90, Add: 2}, webtier.ScalingStep{Above: 80, Add: 3}), "scaling.steps[0].add: 2 is less than the 3 that are added above 80; use 3 or more"},
		"less below":         {steps(webtier.ScalingStep{Below: 10, Remove: 1}, webtier.ScalingStep{Below: 20, Remove: 2}), "scaling.steps[0].remove: 1 is less than the 2 that are removed below 20; use 2 or more"},
		"beyond a CPU":       {steps(webtier.ScalingStep{Above: 100, Add: 2}), "scaling.steps[0].above: 100 is out of range; use 1 to 99"},
		"at first":           {webtier.Props{Scaling: webtier.Scaling{ScaleOutAbove: 100}}, "scaling.scaleOutAbove: 100 is out of range; use 1 to 99"},
		"at least, in units": {webtier.Props{Scaling: webtier.Scaling{AtLeast: 2}}, "scaling.atLeast: 2 has no meaning for steps in servers; leave it out, or say adjust: percent"},
		"a step that flaps": {
			webtier.Props{MaxCapacity: 8, Scaling: webtier.Scaling{ScaleInBelow: 45, Steps: []webtier.ScalingStep{{Below: 40, Remove: 2}}}},
			"scaling.steps[0].below: 40 makes the group flap: at 40 % on 4 servers, removing 2 leaves 80 % on each of 2, above scaleOutAbove 70, so it is added again; use 35 or less",
		},
		"a percentage that flaps": {
			webtier.Props{MaxCapacity: 8, Scaling: webtier.Scaling{ScaleInBelow: 45, Adjust: webtier.AdjustPercent, ScaleInBy: 50}},
			"scaling.scaleInBelow: 45 makes the group flap: at 45 % on 4 servers, removing 2 leaves 90 % on each of 2, above scaleOutAbove 70, so it is added again; use 35 or less",
		},
		"a least number that flaps": {
			webtier.Props{MaxCapacity: 8, Scaling: webtier.Scaling{ScaleInBelow: 36, Adjust: webtier.AdjustPercent, AtLeast: 2}},
			"scaling.scaleInBelow: 36 makes the group flap: at 36 % on 4 servers, removing 2 leaves 72 % on each of 2, above scaleOutAbove 70, so it is added again; use 35 or less",
		},
		"a metric that flaps": {
			webtier.Props{Scaling: webtier.Scaling{ScaleOutAbove: 700, ScaleInBelow: 500, Metric: webtier.Metric{Namespace: "Shop", Name: "Sessions"}}},
			"scaling.scaleInBelow: 500 makes the group flap: at 500 on 3 servers, removing 1 leaves 750 on each of 2, above scaleOutAbove 700, so it is added again; use 466 or less",
		},
		"steps that contradict themselves and flap": {
			webtier.Props{Scaling: webtier.Scaling{ScaleInBelow: 65, Steps: []webtier.ScalingStep{{Above: 80, Below: 20, Add: 1}}}},
			"scaling.steps[0]: above and below contradict each other; make two steps of it",
		},
		"a metric without name":      {webtier.Props{Scaling: webtier.Scaling{Metric: webtier.Metric{Namespace: "Shop"}}}, "scaling.metric.name: missing; give the metric's name"},
		"nothing but total":          {webtier.Props{Scaling: webtier.Scaling{Metric: webtier.Metric{Total: true}}}, "scaling.metric.name: missing; give the metric's name"},
		"nothing but a statistic":    {webtier.Props{Scaling: webtier.Scaling{Metric: webtier.Metric{Statistic: "Sum"}}}, "scaling.metric.name: missing; give the metric's name"},
		"nothing but dimensions":     {webtier.Props{Scaling: webtier.Scaling{Metric: webtier.Metric{Dimensions: map[string]string{"a": "b"}}}}, "scaling.metric.name: missing; give the metric's name"},
		"a metric without namespace": {webtier.Props{Scaling: webtier.Scaling{Metric: webtier.Metric{Name: "Sessions"}}}, "scaling.metric.namespace: missing; give the namespace of Sessions"},
		"an unknown statistic": {webtier.Props{Scaling: webtier.Scaling{Metric: webtier.Metric{Namespace: "Shop", Name: "Sessions", Statistic: "Median"}}},
			`scaling.metric.statistic: "Median" is not known; use Average, Maximum, Minimum, SampleCount or Sum`},
		"an unknown adjustment": {webtier.Props{Scaling: webtier.Scaling{Adjust: "exact"}}, `scaling.adjust: "exact" is not known; use servers or percent`},
	} {
		t.Run(name, func(t *testing.T) { wantWebProblems(t, c.props, c.want) })
	}
	if err := (&webtier.Props{CertificateARN: webCertificate, MaxCapacity: 40, Scaling: webtier.Scaling{Steps: twenty[:19]}}).ValidateIn(""); err != nil {
		t.Errorf("twenty steps are refused: %v", err)
	}
}

func TestWebScalingRefusesAMetricGivenTwice(t *testing.T) {
	metric := awscloudwatch.NewMetric(&awscloudwatch.MetricProps{Namespace: jsii.String("Shop"), MetricName: jsii.String("Sessions")})
	for _, twice := range []webtier.Metric{{Namespace: "Shop"}, {Name: "Sessions"}, {Dimensions: map[string]string{"a": "b"}}, {Statistic: "Sum"}} {
		twice.Metric = metric
		wantWebProblems(t, webtier.Props{Scaling: webtier.Scaling{Metric: twice}},
			"scaling.metric: Metric contradicts namespace, name, dimensions and statistic; leave it or them out")
	}
}
