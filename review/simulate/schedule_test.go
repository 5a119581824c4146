package simulate_test

import (
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

func TestScheduledActions(t *testing.T) {
	minute := func(n int) time.Time { return midnight.Add(time.Duration(n) * time.Minute) }
	for name, test := range map[string]struct {
		actions []simulate.ScheduledAction
		want    string
	}{
		"once":                           {[]simulate.ScheduledAction{{From: minute(5), Desired: new(3)}}, "5: 2→3 on time"},
		"every day":                      {[]simulate.ScheduledAction{{Recurrence: "10 0 * * *", Desired: new(3)}}, "10: 2→3 on time"},
		"in Tokyo":                       {[]simulate.ScheduledAction{{Recurrence: "10 9 * * *", TimeZone: "Asia/Tokyo", Desired: new(3)}}, "10: 2→3 on time"},
		"a higher minimum adds":          {[]simulate.ScheduledAction{{Recurrence: "10 0 * * *", Min: new(4), Max: new(6)}}, "10: 2→4 on time"},
		"a lower maximum removes":        {[]simulate.ScheduledAction{{Recurrence: "10 0 * * *", Min: new(1), Max: new(1)}}, "10: 2→1 on time"},
		"within the limits":              {[]simulate.ScheduledAction{{Recurrence: "10 0 * * *", Desired: new(99)}}, "10: 2→4 on time"},
		"not yet":                        {[]simulate.ScheduledAction{{Recurrence: "*/10 * * * *", From: minute(25), Until: minute(30), Desired: new(3)}}, "30: 2→3 on time"},
		"no more":                        {[]simulate.ScheduledAction{{Recurrence: "*/20 * * * *", Until: minute(19), Desired: new(3)}}, "0: 2→3 on time"},
		"one after the other":            {[]simulate.ScheduledAction{{Recurrence: "10 0 * * *", Desired: new(4)}, {Recurrence: "20 0 * * *", Desired: new(2)}}, "10: 2→4 on time, 20: 4→2 on time"},
		"minimum above the maximum":      {[]simulate.ScheduledAction{{Recurrence: "10 0 * * *", Min: new(9)}}, "10: 2→2 on time"},
		"not on that day of the week":    {[]simulate.ScheduledAction{{Recurrence: "10 0 * * SUN", Desired: new(3)}}, ""},
		"on that day of the week":        {[]simulate.ScheduledAction{{Recurrence: "10 0 * * MON-FRI", Desired: new(3)}}, "10: 2→3 on time"},
		"in another zone, another day":   {[]simulate.ScheduledAction{{Recurrence: "10 19 * * SUN", TimeZone: "America/New_York", Desired: new(3)}}, "10: 2→3 on time"},
		"on that day or day of the week": {[]simulate.ScheduledAction{{Recurrence: "10 0 13 * MON", Desired: new(3)}}, "10: 2→3 on time"},
	} {
		t.Run(name, func(t *testing.T) {
			s := between(2, 4, 2)
			s.Schedule = test.actions
			wantChanges(t, s, load(40, 10), test.want)
		})
	}
}

// TestScheduledLimitsHold keeps policies within the limits that the clock has set.
func TestScheduledLimitsHold(t *testing.T) {
	s := atOnce(simulate.Default())
	s.Schedule = []simulate.ScheduledAction{{Name: "day", Recurrence: "5 0 * * *", Min: new(3), Max: new(6)}}
	r := wantChanges(t, s, load(40, 10), "5: 2→3 on time")
	if m := r.Minutes[39]; m.Min != 3 || m.Max != 6 {
		t.Errorf("the limits are %d and %d", m.Min, m.Max)
	}
	wantChanges(t, s, load(10, 900), "3: 2→3 out, 4: 3→4 out, 5: 4→4 on time, 6: 4→5 out, 7: 5→6 out")
}

func TestScheduledRefusalIsSaid(t *testing.T) {
	s := between(2, 4, 2)
	s.Schedule = []simulate.ScheduledAction{{Name: "night", Recurrence: "5 0 * * *", Min: new(9)}}
	r := run(t, s, load(10, 10))
	const want = "Mon 00:05  2 → 2 servers by night: night would make the minimum 9 greater than the maximum 4 and is refused"
	if len(r.Events) != 1 || r.Events[0].String() != want {
		t.Errorf("events are %v, want %s", r.Events, want)
	}
}

func TestRecurrenceRefusals(t *testing.T) {
	for recurrence, want := range map[string]string{
		"10 0 * *":       `"10 0 * *" has 4 fields, not the five of cron`,
		"60 0 * * *":     `"60 0 * * *": "60" is not between 0 and 59`,
		"0 24 * * *":     `"0 24 * * *": "24" is not between 0 and 23`,
		"0 0 0 * *":      `"0 0 0 * *": "0" is not between 1 and 31`,
		"0 0 * 13 *":     `"0 0 * 13 *": "13" is not between 1 and 12`,
		"0 0 * * 8":      `"0 0 * * 8": "8" is not between 0 and 7`,
		"0 0 * * FOO":    `"0 0 * * FOO": "FOO" is not between 0 and 7`,
		"*/0 0 * * *":    `"*/0 0 * * *": */0 is no step`,
		"30-10 0 * * *":  `"30-10 0 * * *": 30-10 ends before it begins`,
		"1-x 0 * * *":    `"1-x 0 * * *": "x" is not between 0 and 59`,
		"@daily":         `"@daily" has 1 fields, not the five of cron`,
		"0 0 * * MON-":   `"0 0 * * MON-": "" is not between 0 and 7`,
		"0 0 * JAN-13 *": `"0 0 * JAN-13 *": "13" is not between 1 and 12`,
	} {
		s := between(2, 4, 2)
		s.Schedule = []simulate.ScheduledAction{{Recurrence: recurrence, Min: new(2)}}
		if err := s.Validate(); err == nil || err.Error() != "schedule[0].recurrence: "+want {
			t.Errorf("error is %v, want %s", err, want)
		}
	}
}

func TestRecurrenceFields(t *testing.T) {
	for recurrence, want := range map[string]string{
		"5,15-20/2,50/5 0 * * *": "5 15 17 19 50 55",
		"0 1 * * *":              "60",
		"30 * 1 jan ?":           "30 90",
		"30 * ? * 1":             "30 90",
		"30 * * * 0":             "",
		"30 * * * 7":             "",
		"30 * 2 * *":             "",
		"57/1,*/60 0 * * *":      "0 57 58 59",
		"30 * * FEB *":           "",
	} {
		s := between(1, 9, 1)
		s.Schedule = []simulate.ScheduledAction{{Recurrence: recurrence, Desired: new(1)}}
		var got []string
		for _, e := range run(t, s, load(120, 0)).Events {
			got = append(got, strconv.Itoa(e.Minute))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s acts in minutes %v, want %s", recurrence, got, want)
		}
	}
}
