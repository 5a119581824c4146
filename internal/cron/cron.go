// Package cron checks the schedules of Amazon EC2 Auto Scaling: expressions with five fields, in a time zone.
package cron

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the same zones are known on every machine
)

// A part is one field of an expression.
type part struct {
	name      string
	low, high int
	names     []string // instead of numbers, from low on
}

// parts are the fields, in their order. Source: Amazon EC2 Auto Scaling User Guide, "Scheduled scaling for Amazon EC2 Auto
// Scaling", on recurring schedules.
var parts = []part{
	{name: "minute", low: 0, high: 59},
	{name: "hour", low: 0, high: 23},
	{name: "day of the month", low: 1, high: 31},
	{name: "month", low: 1, high: 12, names: strings.Fields("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")},
	{name: "day of the week", low: 0, high: 7, names: strings.Fields("SUN MON TUE WED THU FRI SAT")},
}

// Check returns what is wrong with an expression, or nil.
func Check(expression string) error {
	fields := strings.Fields(expression)
	if len(fields) != len(parts) {
		return fmt.Errorf("%q has %d fields; use five, like 0 8 * * MON-FRI: minute, hour, day of the month, month, day of the week", expression, len(fields))
	}
	for i, field := range fields {
		for _, element := range strings.Split(field, ",") {
			if !parts[i].holds(element) {
				return fmt.Errorf("%q is no %s; use %d to %d, a range like %[3]d-%[4]d, a step like */%[5]d, or *", element, parts[i].name, parts[i].low, parts[i].high, parts[i].low+2)
			}
		}
	}
	return nil
}

// holds reports whether an element of a list is a value, a range or all values, perhaps with a step.
func (p part) holds(element string) bool {
	span, step, stepped := strings.Cut(element, "/")
	if stepped {
		if n, err := strconv.Atoi(step); err != nil || n < 1 || n > p.high {
			return false
		}
	}
	if span == "*" {
		return true
	}
	from, to, ranged := strings.Cut(span, "-")
	low, ok := p.value(from)
	if !ok || !ranged {
		return ok && !stepped
	}
	high, ok := p.value(to)
	return ok && low <= high
}

func (p part) value(text string) (int, bool) {
	if i := slices.Index(p.names, strings.ToUpper(text)); i >= 0 {
		return p.low + i, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && text[0] != '+' && n >= p.low && n <= p.high
}

// form keeps what the time package would read as a file's path or as this machine's own zone from being taken for a zone.
var form = regexp.MustCompile(`^[A-Za-z0-9]+([/_+-][A-Za-z0-9]+)*$`)

// CheckZone returns an error unless a time zone is one of the IANA's.
func CheckZone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || !form.MatchString(name) || name == "Local" {
		return fmt.Errorf("%q is not a time zone; use one like Asia/Tokyo", name)
	}
	return nil
}
