package simulate

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// A Result is what became of a group under a load.
type Result struct {
	Settings Settings // with the defaults filled in
	Load     Load
	Minutes  []Minute
	Events   []Event
}

// A Minute is the state of a group in one minute.
type Minute struct {
	// Load is what comes in, Capacity what the servers in service carry at most, and Carried what they do carry, in requests
	// per second.
	Load, Capacity, Carried float64
	// Min and Max are the limits of the moment, and Wanted is the group's desired capacity.
	Min, Max, Wanted int
	// InService is how many servers carry the load, Starting how many will, and Stopping how many finish their requests.
	InService, Starting, Stopping int
	// CPU is the average of the servers in service, in percent.
	CPU float64
	// Seen is the average CPU as the alarms see it, of the servers that have warmed up; NaN when there is none.
	Seen float64
	// Bounded says that a policy wanted more servers than the maximum.
	Bounded bool
}

// A Kind is what an event is about.
type Kind string

// The kinds of events.
const (
	AlarmChanged Kind = "alarm"
	ScaledOut    Kind = "scale out"
	ScaledIn     Kind = "scale in"
	Scheduled    Kind = "schedule"
)

// An Event is a change: of an alarm's state, or of the number of servers that are wanted.
type Event struct {
	// Minute is the minute before which it happens.
	Minute int
	At     time.Time
	Kind   Kind
	// By is the name of the alarm, the policy or the scheduled action.
	By string
	// State is the alarm's new state.
	State State
	// From and To are the wanted numbers of servers before and after.
	From, To int
	// Reason says why, for people.
	Reason string
}

// String writes an event on one line.
func (e Event) String() string {
	switch e.Kind {
	case AlarmChanged:
		return fmt.Sprintf("%s  alarm %s: %s", clockTime(e.At), e.By, e.State)
	default:
		return fmt.Sprintf("%s  %d → %d servers by %s: %s", clockTime(e.At), e.From, e.To, e.By, e.Reason)
	}
}

func clockTime(t time.Time) string { return t.Format("Mon 15:04") }

// Run simulates a group under a load. It returns every problem of both instead, if there is any.
func Run(settings Settings, load Load) (*Result, error) {
	if err := errors.Join(settings.Validate(), load.Validate()); err != nil {
		return nil, err
	}
	settings = settings.withDefaults()
	g := newGroup(settings)
	g.at = load.Start
	r := &Result{Settings: settings, Load: load, Minutes: make([]Minute, len(load.PerMinute))}
	bounded := false
	for i, offered := range load.PerMinute {
		g.followSchedule()
		r.Minutes[i] = g.measure(load, offered)
		r.Minutes[i].Bounded = bounded
		// What the minute has brought is known at its end.
		g.now, g.at = i+1, load.At(i+1)
		g.fleet.drained(i + 1)
		bounded = g.scale()
	}
	r.Events = g.events
	return r, nil
}

// A group is an Auto Scaling group at work.
type group struct {
	min, max, desired int
	fleet             fleet
	warmup            int // the group's, in seconds
	cooldown          int // until when simple policies wait

	steppers []*stepper
	trackers []*tracker
	clocks   []*clock
	watches  []*watch

	now    int // in minutes from the start
	at     time.Time
	events []Event
}

func newGroup(s Settings) *group {
	g := &group{min: s.Min, max: s.Max, desired: s.Initial, warmup: s.WarmupSeconds, fleet: newFleet(s)}
	for _, p := range s.Steps {
		stepper := &stepper{p, newWatch(p.Alarm, s.MetricSeconds)}
		g.steppers = append(g.steppers, stepper)
		g.watches = append(g.watches, stepper.alarm)
	}
	for _, p := range s.Targets {
		tracker := newTracker(p, s)
		g.trackers = append(g.trackers, tracker)
		g.watches = append(g.watches, tracker.high, tracker.low)
	}
	for _, a := range s.Schedule {
		g.clocks = append(g.clocks, newClock(a))
	}
	return g
}

// followSchedule does what is due.
func (g *group) followSchedule() {
	for _, c := range g.clocks {
		if !c.due(g.at) {
			continue
		}
		before := g.desired
		least, most, desired, err := c.sizes(g.min, g.max, g.desired)
		if err != nil {
			g.add(Event{Kind: Scheduled, By: c.Name, From: before, To: before, Reason: err.Error()})
			continue
		}
		g.min, g.max, g.desired = least, most, desired
		g.fleet.resize(desired, g.now, minutes(g.warmup))
		g.add(Event{Kind: Scheduled, By: c.Name, From: before, To: desired, Reason: fmt.Sprintf("it is time; minimum %d, maximum %d", least, most)})
	}
}

// measure lets a load fall upon the servers and tells the alarms.
func (g *group) measure(load Load, offered float64) Minute {
	carrying, counted := g.fleet.carrying(g.now)
	m := Minute{
		Load: offered, Capacity: float64(carrying) * load.PerServer,
		Min: g.min, Max: g.max, Wanted: g.desired,
		InService: carrying, Starting: len(g.fleet.servers) - carrying, Stopping: len(g.fleet.draining),
		Seen: math.NaN(),
	}
	m.Carried = min(offered, m.Capacity)
	share := 0.0 // of each server that carries, in requests per second
	if carrying > 0 {
		share = offered / float64(carrying)
		m.CPU = min(100, load.cpu(share))
	}
	requests := math.NaN()
	if warm := g.fleet.warm(g.now); warm > 0 {
		part := float64(counted) / float64(warm) // the rest have warmed up, as AWS sees it, and do nothing yet
		m.Seen = part*m.CPU + (1-part)*load.IdleCPU
		requests = part * share * 60
	}
	for _, w := range g.watches {
		value := m.Seen
		if w.Metric == RequestsPerTarget {
			value = requests
		}
		if w.observe(value) {
			g.add(Event{Kind: AlarmChanged, By: w.Name, State: w.state, Minute: g.now + 1, At: g.at.Add(time.Minute)})
		}
	}
	return m
}

// A proposal is what a policy would have the group do.
type proposal struct {
	policy   string
	capacity int
	removes  bool // it would remove, if it does anything
	tracks   bool // it is a target tracking policy's
	simple   bool
	cooldown int // of a simple policy, in seconds
	warmup   int // of what it starts, in seconds
	reason   string
}

func one(p proposal) []proposal { return []proposal{p} }

// scale does what the policies want. It reports whether they want more than the maximum.
func (g *group) scale() (bounded bool) {
	var proposals []proposal
	for _, p := range g.steppers {
		proposals = append(proposals, p.propose(g)...)
	}
	for _, p := range g.trackers {
		proposals = append(proposals, p.propose(g)...)
	}
	best, found := g.choose(proposals)
	if !found {
		return false
	}
	before := g.desired
	g.desired = min(max(best.capacity, g.min), g.max)
	if bounded = best.capacity > g.max; g.desired == before {
		return bounded
	}
	g.fleet.resize(g.desired, g.now, minutes(best.warmup))
	event := Event{Kind: ScaledOut, By: best.policy, From: before, To: g.desired, Reason: best.reason}
	activity := g.fleet.start
	if g.desired < before {
		event.Kind, activity = ScaledIn, g.fleet.drain
	}
	if best.simple {
		g.cooldown = g.now + activity + minutes(best.cooldown)
	}
	g.add(event)
	return bounded
}

// choose returns the proposal with the largest capacity. One that adds, or that holds on to what there is, wins over all that
// remove; and nothing is removed while a server starts or warms up.
func (g *group) choose(proposals []proposal) (best proposal, found bool) {
	larger := func(p proposal) {
		if !found || p.capacity > best.capacity {
			best, found = p, true
		}
	}
	for _, p := range proposals {
		if !p.removes {
			larger(p)
		}
	}
	if found || g.fleet.warm(g.now) < len(g.fleet.servers) {
		return best, found
	}
	allReady := !slices.ContainsFunc(g.trackers, func(t *tracker) bool { return !t.ready() })
	for _, p := range proposals {
		if p.removes && (allReady || !p.tracks) {
			larger(p)
		}
	}
	return best, found
}

// add notes an event of now, unless it says when it was.
func (g *group) add(e Event) {
	if e.At.IsZero() {
		e.Minute, e.At = g.now, g.at
	}
	g.events = append(g.events, e)
}
