package simulate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// mostMinutes is how long a trace may be: what is longer is a mistake in its times.
const mostMinutes = 31 * 24 * 60

// firstDay is the day of a trace that has times but no dates: a Monday.
var firstDay = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// A Load is what a group has to carry.
type Load struct {
	// When the first minute begins.
	Start time.Time
	// The load of each minute, in requests per second.
	PerMinute []float64
	// How many requests per second keep one server at 100 % CPU.
	PerServer float64
	// The CPU of a server without load, in percent.
	IdleCPU float64
}

// At returns when a minute begins.
func (l Load) At(minute int) time.Time { return l.Start.Add(time.Duration(minute) * time.Minute) }

// Validate returns every problem of the load, joined, or nil.
func (l Load) Validate() error {
	var list problem.List
	if len(l.PerMinute) == 0 {
		list.Addf("perMinute", "there is no load")
	}
	for i, load := range l.PerMinute {
		if !isLoad(load) {
			list.Addf(problem.Index("perMinute", i), "%g is no load", load)
		}
	}
	if !(l.PerServer > 0) || math.IsInf(l.PerServer, 0) {
		list.Addf("perServer", "%g is nothing that a server carries", l.PerServer)
	}
	if !(l.IdleCPU >= 0) || l.IdleCPU >= 100 {
		list.Addf("idleCpu", "%g is out of range; use 0 to less than 100", l.IdleCPU)
	}
	return list.Err()
}

func isLoad(load float64) bool { return load >= 0 && !math.IsInf(load, 0) }

// cpu is the CPU in percent of a server that a load falls upon, and more than 100 when it is too much.
func (l Load) cpu(load float64) float64 { return l.IdleCPU + (100-l.IdleCPU)*load/l.PerServer }

// ReadCSV reads a trace from a CSV file whose first line names its columns. Two are read: load, in requests per second, and
// time, which is the same way in every line
//
//   - a time of day such as 09:30, of the given day, or of a Monday in UTC if that is zero,
//   - a date and a time as in RFC 3339, 2024-01-01T09:30:00+09:00,
//   - or minutes from the start of that day.
//
// A load lasts until the next line's time; the last one lasts as long as the one before. Times are whole minutes. What is
// wrong with the file is told with the line, all of it at once. PerServer is left for the caller to set.
func ReadCSV(r io.Reader, day time.Time) (Load, error) {
	if day.IsZero() {
		day = firstDay
	}
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	rows.TrimLeadingSpace = true
	rows.Comment = '#'
	header, err := rows.Read()
	if err != nil {
		return Load{}, fmt.Errorf("no load: the file has no line with the columns' names, time and load")
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	timeColumn, loadColumn := column(header, "time"), column(header, "load")
	if timeColumn < 0 || loadColumn < 0 {
		return Load{}, fmt.Errorf("no load: the first line is %q; it must name the columns time and load", strings.Join(header, ","))
	}
	var t trace
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Load{}, errors.Join(append(t.problems, err)...) // what follows cannot be told apart
		}
		line, _ := rows.FieldPos(0)
		if len(row) <= max(timeColumn, loadColumn) {
			t.addf(line, "there is no time or no load")
			continue
		}
		t.add(line, day, row[timeColumn], row[loadColumn])
	}
	return t.load()
}

func column(header []string, name string) int {
	return slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) })
}

// A trace is the lines of a file.
type trace struct {
	times    []time.Time
	loads    []float64
	problems []error
}

func (t *trace) addf(line int, format string, args ...any) {
	t.problems = append(t.problems, fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...)))
}

func (t *trace) add(line int, day time.Time, when, much string) {
	at, err := parseTime(day, strings.TrimSpace(when))
	if err != nil {
		t.addf(line, "time: %v", err)
		return
	}
	load, err := strconv.ParseFloat(strings.TrimSpace(much), 64)
	if err != nil || !isLoad(load) {
		t.addf(line, "load: %q is no number of requests per second", much)
		return
	}
	if n := len(t.times); n > 0 {
		switch last := t.times[n-1]; {
		case !at.After(last):
			t.addf(line, "time: %s is not after that of the line before", when)
			return
		case at.Sub(t.times[0]) > mostMinutes*time.Minute:
			t.addf(line, "time: %s is more than 31 days after the first", when)
			return
		}
	}
	t.times, t.loads = append(t.times, at), append(t.loads, load)
}

func parseTime(day time.Time, text string) (time.Time, error) {
	var at time.Time
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= mostMinutes {
		at = day.Add(time.Duration(n) * time.Minute)
	} else if clock, err := time.Parse("15:04", text); err == nil {
		at = time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, day.Location())
	} else if at, err = time.Parse(time.RFC3339, text); err != nil {
		return at, fmt.Errorf("%q is neither 15:04 nor 2024-01-01T15:04:00Z nor a number of minutes", text)
	}
	if at.Second() != 0 || at.Nanosecond() != 0 {
		return at, fmt.Errorf("%s is not a whole minute", text)
	}
	return at, nil
}

// load spreads the lines over the minutes.
func (t *trace) load() (Load, error) {
	if len(t.problems) > 0 {
		return Load{}, errors.Join(t.problems...)
	}
	n := len(t.times)
	if n == 0 {
		return Load{}, fmt.Errorf("no load: the file has no line with a time and a load")
	}
	last := time.Minute
	if n > 1 {
		last = t.times[n-1].Sub(t.times[n-2])
	}
	l := Load{Start: t.times[0]}
	for i, load := range t.loads {
		lasts := last
		if i+1 < n {
			lasts = t.times[i+1].Sub(t.times[i])
		}
		l.PerMinute = append(l.PerMinute, slices.Repeat([]float64{load}, int(lasts/time.Minute))...)
	}
	return l, nil
}
