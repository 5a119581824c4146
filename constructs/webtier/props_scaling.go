package webtier

import "github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

// Scaling configures when servers are added and removed: in steps, by their average CPU utilization.
type Scaling struct {
	// Adds servers while the average is above this: in percent, up to 99, or in the unit of metric. Default: 70.
	ScaleOutAbove int `yaml:"scaleOutAbove" default:"70" range:"1,1000000000"`
	// Removes servers while the average is below this: in percent, up to 99, or in the unit of metric. Default: 30.
	ScaleInBelow int `yaml:"scaleInBelow" default:"30" range:"1,1000000000"`
	// How many servers are added at a time. Default: 1.
	ScaleOutBy int `yaml:"scaleOutBy" default:"1" range:"1,100"`
	// How many servers are removed at a time. Default: 1.
	ScaleInBy int `yaml:"scaleInBy" default:"1" range:"1,100"`
	// The length of a period in seconds: 60, or a multiple of 60 up to 3600. Default: 60, or 300 without detailed
	// monitoring.
	PeriodSeconds int `yaml:"periodSeconds" range:"60,3600"`
	// How many periods in a row the average must be above. Default: 3.
	ScaleOutPeriods int `yaml:"scaleOutPeriods" default:"3" range:"1,100"`
	// How many periods in a row the average must be below. Default: 15, or 3 without detailed monitoring.
	ScaleInPeriods int `yaml:"scaleInPeriods" range:"1,100"`
	// How long a new server takes to carry its share, in seconds; until then it does not count in the average.
	// It takes the place of a cooldown, which steps do not have. Default: 180.
	WarmupSeconds int `yaml:"warmupSeconds" default:"180" range:"1,3600"`
	// Further steps, for when the load is far above scaleOutAbove or far below scaleInBelow. AWS allows 20 in each
	// direction (source: Amazon EC2 Auto Scaling User Guide, "Quotas for Auto Scaling resources and groups").
	// Default: one step each way.
	Steps []ScalingStep `yaml:"steps"`
	// What steps count in: servers, or percent of those there are, rounded down but never to nothing. Default: servers.
	Adjust Adjustment `yaml:"adjust" default:"servers" oneof:"servers percent"`
	// The least number of servers that a step in percent adds or removes. Default: 1.
	AtLeast int `yaml:"atLeast" default:"1" range:"1,100"`
	// What the steps watch instead of the CPU.
	Metric Metric `yaml:"metric"`
}

// Adjustment is what scaling steps count in.
type Adjustment string

const (
	// AdjustServers counts servers.
	AdjustServers Adjustment = "servers"
	// AdjustPercent counts percent of the servers there are.
	AdjustPercent Adjustment = "percent"
)

// ScalingStep is a further step of scaling: above and add, or below and remove. It takes the place of the ones before it
// where its threshold is passed too.
type ScalingStep struct {
	// Adds servers while the average is above this, which must be more than scaleOutAbove. Default: the step removes.
	Above int `yaml:"above" range:"1,1000000000"`
	// How many servers are added at a time, or percent of them; not fewer than the steps below it. Required with above.
	Add int `yaml:"add" range:"1,100"`
	// Removes servers while the average is below this, which must be less than scaleInBelow. Default: the step adds.
	Below int `yaml:"below" range:"1,1000000000"`
	// How many servers are removed at a time, or percent of them; not fewer than the steps above it. Required with below.
	Remove int `yaml:"remove" range:"1,100"`
}

// Metric is a metric of Amazon CloudWatch: one made by a program, or one named in a file. It should be an average per
// server, so that adding one lowers it.
type Metric struct {
	// The metric, or a mathematical expression of several, instead of the other fields. Its period is its own.
	// Default: namespace and name.
	Metric awscloudwatch.IMetric `yaml:"-"`
	// The metric's namespace, such as CWAgent. Required with name.
	Namespace string `yaml:"namespace"`
	// The metric's name, such as mem_used_percent. Default: the CPU utilization of the servers.
	Name string `yaml:"name"`
	// The metric's dimensions. Default: AutoScalingGroupName, with the name of the servers' group.
	Dimensions map[string]string `yaml:"dimensions"`
	// What is made of a period's values. Default: Average.
	Statistic string `yaml:"statistic" oneof:"Average Maximum Minimum SampleCount Sum"`
	// Says that the metric is a total, such as the length of a queue, which does not rise when a server is removed: what
	// would make steps on an average flap is then allowed. Default: false.
	Total bool `yaml:"total"`
}
