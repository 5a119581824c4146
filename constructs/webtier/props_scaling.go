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
	// Leaves the steps out, and their alarms: something else must scale the group. Default: false.
	DisableSteps bool `yaml:"disableSteps"`
	// Metrics that AWS keeps near a target, each with two alarms of its own. Beside steps, or one another, the policy that
	// asks for the most servers wins (source: Amazon EC2 Auto Scaling User Guide, "Dynamic scaling for Amazon EC2 Auto
	// Scaling"). A group has 50 policies at most, of which steps take two and predictive one (source: the same, "Quotas for
	// Auto Scaling resources and groups").
	// Default: no metric is tracked.
	TargetTracking []TargetTracking `yaml:"targetTracking"`
	// Times at which the numbers of servers change, whatever the load is, 125 at most (source: Amazon EC2 Auto
	// Scaling User Guide, "Quotas for Auto Scaling resources and groups"). Default: they stay as they are.
	Schedules []Schedule `yaml:"schedules"`
	// Starts servers before the load that is forecast from the last two weeks.
	Predictive Predictive `yaml:"predictive"`
}

// TargetTracking is a metric that is kept near a target: AWS adds servers quickly and removes them slowly.
type TargetTracking struct {
	// What is kept: cpu in percent, requests for each server in a minute, or bytes in or out for each server in a minute;
	// an average over the servers. requestsPerTarget takes an Application Load Balancer. Default: cpu, or custom if given.
	Metric ScalingMetric `yaml:"metric" oneof:"cpu requestsPerTarget networkIn networkOut"`
	// A metric of your own instead. It must be an average per server: adding one must lower it. Default: metric.
	Custom Metric `yaml:"custom"`
	// The value to keep it near. Required.
	Target int `yaml:"target" range:"1,1000000000000"`
	// Adds servers only; something else must remove them. Default: false.
	DisableScaleIn bool `yaml:"disableScaleIn"`
}

// ScalingMetric is a metric that AWS defines for scaling.
type ScalingMetric string

const (
	// ScalingCPU is the average CPU utilization in percent.
	ScalingCPU ScalingMetric = "cpu"
	// ScalingRequests is how many requests each server gets in a minute from an Application Load Balancer.
	ScalingRequests ScalingMetric = "requestsPerTarget"
	// ScalingNetworkIn is how many bytes each server receives.
	ScalingNetworkIn ScalingMetric = "networkIn"
	// ScalingNetworkOut is how many bytes each server sends.
	ScalingNetworkOut ScalingMetric = "networkOut"
)

// Schedule is a change of the numbers of servers at a time that comes again and again.
type Schedule struct {
	// The schedule's name: a letter, then letters, digits and hyphens, 64 at most. Changing it replaces it. Required.
	Name string `yaml:"name"`
	// When, in five fields: minute, hour, day of the month, month and day of the week, like 0 8 * * MON-FRI (source: Amazon
	// EC2 Auto Scaling User Guide, "Scheduled scaling for Amazon EC2 Auto Scaling"). Required.
	Cron string `yaml:"cron"`
	// The time zone of cron, by its IANA name, like Asia/Tokyo. It follows daylight saving time. Default: Etc/UTC.
	TimeZone string `yaml:"timeZone" default:"Etc/UTC"`
	// The least number of servers from then on, at least 2 without singleServer. Default: it stays as it is.
	MinCapacity int `yaml:"minCapacity" range:"1,1000"`
	// The greatest number of servers from then on. Default: it stays as it is.
	MaxCapacity int `yaml:"maxCapacity" range:"1,1000"`
	// How many servers there are then, which the load may change at once. Default: as many as there were.
	DesiredCapacity int `yaml:"desiredCapacity" range:"1,1000"`
	// Stops every server: the site is down until another schedule with a minCapacity starts some. Default: false.
	StopServers bool `yaml:"stopServers"`
}

// Predictive configures scaling ahead of a load that comes again every day or week. It only adds servers. A forecast needs
// a day of data (source: Amazon EC2 Auto Scaling User Guide, "How predictive scaling works").
type Predictive struct {
	// What is forecast: as in targetTracking. Default: nothing is.
	Metric ScalingMetric `yaml:"metric" oneof:"cpu requestsPerTarget networkIn networkOut"`
	// The value of the metric on each server that capacity is forecast for. Required with metric.
	Target int `yaml:"target" range:"1,1000000000000"`
	// Whether forecasts are only made, so that they can be compared with what happens, or servers started by them too.
	// Default: forecastOnly.
	Mode PredictiveMode `yaml:"mode" default:"forecastOnly" oneof:"forecastOnly forecastAndScale"`
	// How long before the hour of the forecast servers are started, in seconds, less than an hour. Default: 300.
	SchedulingBufferSeconds int `yaml:"schedulingBufferSeconds" default:"300" range:"1,3599"`
	// Lets a forecast raise maxCapacity, to itself and this many percent more. AWS does not lower it again, and charges
	// for what is started. Default: maxCapacity stays.
	MaxCapacityBufferPercent int `yaml:"maxCapacityBufferPercent" range:"1,100"`
}

// PredictiveMode is what is done with forecasts.
type PredictiveMode string

const (
	// ForecastOnly makes forecasts and scales nothing.
	ForecastOnly PredictiveMode = "forecastOnly"
	// ForecastAndScale starts servers ahead of the load.
	ForecastAndScale PredictiveMode = "forecastAndScale"
)

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
