package simulate

import "math"

// A Metric is what an alarm looks at, averaged over the servers that have warmed up.
type Metric string

const (
	// CPU is the CPU utilization in percent.
	CPU Metric = "cpu"
	// RequestsPerTarget is the number of requests per server and minute.
	RequestsPerTarget Metric = "requestsPerTarget"
)

func (m Metric) known() bool { return m == CPU || m == RequestsPerTarget }

// A Comparison says on which side of its threshold an alarm breaches, in CloudWatch's words.
type Comparison string

// The comparisons of CloudWatch.
const (
	GreaterThan    Comparison = "GreaterThanThreshold"
	GreaterOrEqual Comparison = "GreaterThanOrEqualToThreshold"
	LessThan       Comparison = "LessThanThreshold"
	LessOrEqual    Comparison = "LessThanOrEqualToThreshold"
)

func (c Comparison) breaches(value, threshold float64) bool {
	switch c {
	case GreaterThan:
		return value > threshold
	case GreaterOrEqual:
		return value >= threshold
	case LessThan:
		return value < threshold
	default:
		return value <= threshold
	}
}

// high reports whether it is a high value that breaches.
func (c Comparison) high() bool { return c == GreaterThan || c == GreaterOrEqual }

// Missing says what an alarm makes of a period without data, in CloudWatch's words.
type Missing string

// CloudWatch's ways to treat missing data. Missed, "missing", is the default.
const (
	Missed       Missing = "missing"
	NotBreaching Missing = "notBreaching"
	Breaching    Missing = "breaching"
	Ignore       Missing = "ignore"
)

// An Alarm is a CloudWatch alarm on one metric of the group.
type Alarm struct {
	// What it is called in the list of events. Default: the policy's name.
	Name string
	// What it looks at. Default: CPU.
	Metric Metric
	// On which side of the threshold it breaches.
	Comparison Comparison
	// The threshold, in the metric's unit.
	Threshold float64
	// The length of a period, a multiple of 60. Default: 60.
	PeriodSeconds int
	// How many of the last periods are looked at. Default: 1.
	Periods int
	// How many of those must breach. Default: all of them.
	Datapoints int
	// What is made of a period without data. Default: Missed.
	Missing Missing
}

func (a Alarm) withDefaults(name string) Alarm {
	if a.Name == "" {
		a.Name = name
	}
	if a.Metric == "" {
		a.Metric = CPU
	}
	if a.PeriodSeconds == 0 {
		a.PeriodSeconds = 60
	}
	if a.Periods == 0 {
		a.Periods = 1
	}
	if a.Datapoints == 0 {
		a.Datapoints = a.Periods
	}
	if a.Missing == "" {
		a.Missing = Missed
	}
	return a
}

// A State is an alarm's.
type State string

// The states of a CloudWatch alarm.
const (
	OK               State = "OK"
	InAlarm          State = "ALARM"
	InsufficientData State = "INSUFFICIENT_DATA"
)

// lookBack is how many more periods than it evaluates an alarm looks back when data is missing.
const lookBack = 2

// A watch is an alarm at work.
type watch struct {
	Alarm
	state  State
	sum    float64
	values int       // how many minutes of the open period have data
	open   int       // how many minutes of the open period are over
	points []float64 // the latest periods, the newest last; NaN where there is no data
}

// newWatch sets an alarm to work on metrics of which the servers' CPU is reported every so many seconds.
func newWatch(a Alarm, metricSeconds int) *watch {
	if a.Metric == CPU {
		a.PeriodSeconds = max(a.PeriodSeconds, metricSeconds)
	}
	return &watch{Alarm: a, state: InsufficientData}
}

// observe takes a minute's value, NaN when there is none, and reports whether the state has changed.
func (w *watch) observe(value float64) (changed bool) {
	if !math.IsNaN(value) {
		w.sum += value
		w.values++
	}
	if w.open++; w.open < w.PeriodSeconds/60 {
		return false
	}
	point := w.sum / float64(w.values) // NaN without data
	w.sum, w.values, w.open = 0, 0, 0
	if len(w.points) == w.Periods+lookBack {
		copy(w.points, w.points[1:])
		w.points[len(w.points)-1] = point
	} else {
		w.points = append(w.points, point)
	}
	before := w.state
	w.state = w.evaluate()
	return w.state != before
}

// evaluate looks at as many of the newest data points as there are periods. Where there are fewer, it counts what is missing
// as the alarm says.
func (w *watch) evaluate() State {
	found, breaching := 0, 0
	for i := len(w.points) - 1; i >= 0 && found < w.Periods; i-- {
		if math.IsNaN(w.points[i]) {
			continue
		}
		found++
		if w.Comparison.breaches(w.points[i], w.Threshold) {
			breaching++
		}
	}
	if lacking := w.Periods - found; lacking > 0 {
		switch w.Missing {
		case Breaching:
			breaching += lacking
		case Ignore:
			if breaching == found { // nothing speaks against the state that it is in
				return w.state
			}
		case Missed:
			if breaching == found && breaching < w.Datapoints {
				return InsufficientData
			}
		}
	}
	if breaching >= w.Datapoints {
		return InAlarm
	}
	return OK
}

// newest returns the data points that are evaluated, the newest first.
func (w *watch) newest() []float64 {
	var values []float64
	for i := len(w.points) - 1; i >= 0 && len(values) < w.Periods; i-- {
		if !math.IsNaN(w.points[i]) {
			values = append(values, w.points[i])
		}
	}
	return values
}
