package simulate

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A cron is a recurrence in the five fields of Unix cron: which minutes, hours, days, months and days of the week it means,
// a bit for each.
type cron struct {
	minute, hour, day, month, weekday uint64
	anyDay, anyWeekday                bool
}

var (
	monthNames   = []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
	weekdayNames = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
)

func parseCron(text string) (cron, error) {
	fields := strings.Fields(text)
	if len(fields) != 5 {
		return cron{}, fmt.Errorf("%q has %d fields, not the five of cron", text, len(fields))
	}
	c := cron{anyDay: isAny(fields[2]), anyWeekday: isAny(fields[4])}
	for i, f := range []struct {
		bits        *uint64
		least, most int
		names       []string
	}{{&c.minute, 0, 59, nil}, {&c.hour, 0, 23, nil}, {&c.day, 1, 31, nil}, {&c.month, 1, 12, monthNames}, {&c.weekday, 0, 7, weekdayNames}} {
		bits, err := parseField(fields[i], f.least, f.most, f.names)
		if err != nil {
			return cron{}, fmt.Errorf("%q: %w", text, err)
		}
		*f.bits = bits
	}
	c.weekday |= c.weekday >> 7 & 1 // Sunday is 0 and 7
	return c, nil
}

func isAny(field string) bool { return field == "*" || field == "?" }

// parseField reads a list of values, ranges and steps.
func parseField(field string, least, most int, names []string) (bits uint64, err error) {
	for part := range strings.SplitSeq(field, ",") {
		span, every, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			if step, err = strconv.Atoi(every); err != nil || step < 1 {
				return 0, fmt.Errorf("%s is no step", part)
			}
		}
		from, to := least, most
		if !isAny(span) {
			first, last, ranged := strings.Cut(span, "-")
			if from, err = parseValue(first, least, most, names); err != nil {
				return 0, err
			}
			switch {
			case ranged:
				if to, err = parseValue(last, least, most, names); err != nil {
					return 0, err
				}
			case !stepped:
				to = from
			}
		}
		if from > to {
			return 0, fmt.Errorf("%s ends before it begins", part)
		}
		for v := from; v <= to; v += step {
			bits |= 1 << v
		}
	}
	return bits, nil
}

func parseValue(text string, least, most int, names []string) (int, error) {
	for i, name := range names {
		if strings.EqualFold(text, name) {
			return least + i, nil
		}
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%q is not between %d and %d", text, least, most)
	}
	return n, nil
}

// matches reports whether the recurrence means the minute of a time. Where both a day and a weekday are given, either will do.
func (c cron) matches(t time.Time) bool {
	has := func(bits uint64, value int) bool { return bits>>value&1 == 1 }
	day, weekday := has(c.day, t.Day()), has(c.weekday, int(t.Weekday()))
	onDay := day && weekday
	if !c.anyDay && !c.anyWeekday {
		onDay = day || weekday
	}
	return has(c.minute, t.Minute()) && has(c.hour, t.Hour()) && has(c.month, int(t.Month())) && onDay
}
