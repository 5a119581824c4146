package simulate

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Undone is how soon the opposite must follow for a change to count as undone.
const Undone = 30 * time.Minute

// A Summary says in a few numbers what became of a group.
type Summary struct {
	// PeakLoad is the greatest load in requests per second, PeakAt when it first came.
	PeakLoad float64
	PeakAt   time.Time
	// PeakCPU is the greatest average CPU of the servers in service, in percent.
	PeakCPU float64
	// Threshold is the lowest CPU at which a policy adds servers, in percent; 0 if none goes by CPU. MinutesAbove is how long
	// the CPU was above it.
	Threshold    float64
	MinutesAbove int
	// Overloads are the times when more came than the servers could carry, and Lost is the part of all requests that was not
	// carried, 0 to 1.
	Overloads []Span
	Lost      float64
	// Bounded are the times when a policy wanted more servers than the maximum.
	Bounded []Span
	// Needed is how many servers carry the peak without going above the threshold. PeakServers is how many carried load at
	// once at most.
	Needed, PeakServers int
	// ScaleOuts and ScaleIns are how often policies added and removed servers.
	ScaleOuts, ScaleIns int
	// Flaps are servers removed by a policy and added again within half an hour; Overshoots are servers added and removed
	// again.
	Flaps, Overshoots []Reversal
	// ServerHours is how long servers ran, which is what they cost: those that start and stop count.
	ServerHours float64
}

// A Span is a time from the beginning of one minute to the end of another.
type Span struct {
	From, To time.Time
}

// String returns the beginning and the end.
func (s Span) String() string {
	to := s.To.Format("15:04")
	if s.To.Sub(s.From) >= 24*time.Hour {
		to = clockTime(s.To)
	}
	return "from " + clockTime(s.From) + " to " + to
}

// A Reversal is a change of the number of servers and the one that undid it.
type Reversal struct {
	Done, Undone Event
}

// Summary sums a result up.
func (r *Result) Summary() Summary {
	s := Summary{Threshold: r.threshold()}
	var offered, carried float64
	for i, m := range r.Minutes {
		if m.Load > s.PeakLoad || i == 0 {
			s.PeakLoad, s.PeakAt = m.Load, r.Load.At(i)
		}
		s.PeakCPU = max(s.PeakCPU, m.CPU)
		s.PeakServers = max(s.PeakServers, m.InService)
		if s.Threshold > 0 && m.CPU > s.Threshold {
			s.MinutesAbove++
		}
		offered, carried = offered+m.Load, carried+m.Carried
		s.ServerHours += float64(m.InService+m.Starting+m.Stopping) / 60
	}
	if offered > 0 {
		s.Lost = 1 - carried/offered
	}
	s.Overloads = r.spans(func(m Minute) bool { return m.Load > m.Capacity })
	s.Bounded = r.spans(func(m Minute) bool { return m.Bounded })
	s.Needed = r.needed(s.PeakLoad, s.Threshold)
	s.countChanges(r.Events)
	return s
}

// threshold is the lowest CPU at which a policy adds servers.
func (r *Result) threshold() float64 {
	lowest := 0.0
	lower := func(cpu float64) {
		if lowest == 0 || cpu < lowest {
			lowest = cpu
		}
	}
	for _, p := range r.Settings.Steps {
		if p.Alarm.Metric == CPU && p.Alarm.Comparison.high() {
			lower(p.Alarm.Threshold)
		}
	}
	for _, p := range r.Settings.Targets {
		if p.Metric == CPU {
			lower(p.Target)
		}
	}
	return lowest
}

// needed is how many servers carry a load at a CPU, or at 100 % where there is no threshold that a server could stay under.
func (r *Result) needed(load, cpu float64) int {
	if cpu <= r.Load.IdleCPU || cpu > 100 {
		cpu = 100
	}
	each := r.Load.PerServer * (cpu - r.Load.IdleCPU) / (100 - r.Load.IdleCPU)
	return int(math.Ceil(load/each - 1e-9))
}

func (r *Result) spans(is func(Minute) bool) []Span {
	var spans []Span
	for i, m := range r.Minutes {
		switch n := len(spans); {
		case !is(m):
		case n > 0 && spans[n-1].To.Equal(r.Load.At(i)):
			spans[n-1].To = r.Load.At(i + 1)
		default:
			spans = append(spans, Span{r.Load.At(i), r.Load.At(i + 1)})
		}
	}
	return spans
}

// countChanges counts what policies did, and what they undid of it.
func (s *Summary) countChanges(events []Event) {
	var last Event
	for _, e := range events {
		switch e.Kind {
		case ScaledOut:
			s.ScaleOuts++
			if last.Kind == ScaledIn && e.At.Sub(last.At) <= Undone {
				s.Flaps = append(s.Flaps, Reversal{last, e})
			}
		case ScaledIn:
			s.ScaleIns++
			if last.Kind == ScaledOut && e.At.Sub(last.At) <= Undone {
				s.Overshoots = append(s.Overshoots, Reversal{last, e})
			}
		default:
			continue
		}
		last = e
	}
}

// KeepsUp reports whether everything was carried.
func (s Summary) KeepsUp() bool { return len(s.Overloads) == 0 }

// Verdict says in words whether the group keeps up, overshoots, flaps or comes to its maximum, a line for each.
func (s Summary) Verdict() []string {
	var lines []string
	if s.KeepsUp() {
		lines = append(lines, "keeps up: every request is carried")
	}
	for _, span := range s.Overloads {
		lines = append(lines, "is overloaded "+span.String())
	}
	if !s.KeepsUp() {
		lines = append(lines, fmt.Sprintf("loses %.2g %% of the requests", 100*s.Lost))
	}
	for _, span := range s.Bounded {
		lines = append(lines, "wants more servers than its maximum "+span.String())
	}
	for _, r := range s.Flaps {
		lines = append(lines, fmt.Sprintf("flaps: removes at %s and adds again at %s", clockTime(r.Done.At), clockTime(r.Undone.At)))
	}
	for _, r := range s.Overshoots {
		lines = append(lines, fmt.Sprintf("overshoots: adds at %s and removes again at %s", clockTime(r.Done.At), clockTime(r.Undone.At)))
	}
	return lines
}

// String writes the verdict and the numbers, for people.
func (s Summary) String() string {
	var b strings.Builder
	for _, line := range s.Verdict() {
		fmt.Fprintln(&b, line)
	}
	above := ""
	if s.Threshold > 0 {
		above = fmt.Sprintf(", above %g %% for %d min", s.Threshold, s.MinutesAbove)
	}
	fmt.Fprintf(&b, "peak: %.4g requests per second at %s; CPU %.0f %%%s\n", s.PeakLoad, clockTime(s.PeakAt), s.PeakCPU, above)
	fmt.Fprintf(&b, "servers: at most %d in service, %d needed at the peak, %.1f server hours\n", s.PeakServers, s.Needed, s.ServerHours)
	fmt.Fprintf(&b, "scaling: added %s, removed %s\n", times(s.ScaleOuts), times(s.ScaleIns))
	return b.String()
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
