package simulate

import (
	"fmt"
	"time"
)

// A ScheduledAction sets the group's size at certain times.
type ScheduledAction struct {
	// What it is called in the list of events.
	Name string
	// When it acts: the five fields of cron. Default: once, at From.
	Recurrence string
	// The time zone of the recurrence, such as Asia/Tokyo. Default: UTC.
	TimeZone string
	// The times between which it recurs. Default: always.
	From, Until time.Time
	// What it sets; nil leaves a size as it is.
	Min, Max, Desired *int
}

// A clock is a scheduled action at work.
type clock struct {
	ScheduledAction
	cron cron
	zone *time.Location
}

func newClock(a ScheduledAction) *clock {
	c := &clock{ScheduledAction: a, zone: time.UTC}
	if a.Recurrence != "" {
		c.cron, _ = parseCron(a.Recurrence) // Validate has refused what is wrong
	}
	if a.TimeZone != "" {
		c.zone, _ = time.LoadLocation(a.TimeZone)
	}
	return c
}

// due reports whether the action acts in the minute that begins then.
func (c *clock) due(minute time.Time) bool {
	if c.Recurrence == "" {
		return !c.From.Before(minute) && c.From.Before(minute.Add(time.Minute))
	}
	if !c.From.IsZero() && minute.Before(c.From) || !c.Until.IsZero() && minute.After(c.Until) {
		return false
	}
	return c.cron.matches(minute.In(c.zone))
}

// sizes returns what the action makes of the group's sizes. The desired capacity is kept within the limits.
func (c *clock) sizes(least, most, desired int) (int, int, int, error) {
	if c.Min != nil {
		least = *c.Min
	}
	if c.Max != nil {
		most = *c.Max
	}
	if least > most {
		return 0, 0, 0, fmt.Errorf("%s would make the minimum %d greater than the maximum %d and is refused", c.Name, least, most)
	}
	if c.Desired != nil {
		desired = *c.Desired
	}
	return least, most, min(max(desired, least), most), nil
}
