package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

// This file cannot be called database_windows_test.go: Go would build it on Windows only.

// windowProblem is what Validate says of a backup and a maintenance window, of which one may be empty.
func windowProblem(backup, maintenance string) string {
	props := database.Props{VPC: noVPC, BackupWindow: backup, MaintenanceWindow: maintenance}
	if err := props.Validate(); err != nil {
		return err.Error()
	}
	return ""
}

func TestDatabaseBackupWindow(t *testing.T) {
	form := " is not a time span in UTC; use one like 17:00-17:30"
	for window, want := range map[string]string{
		"17:00-17:30": "",
		"00:00-00:30": "",
		"23:30-00:00": "",
		"23:45-00:15": "", // over midnight
		"09:05-10:00": "",
		"19:59-20:59": "",
		"00:00-23:59": "",
		"00:01-00:00": "",

		"17:00-17:29": "17:00-17:29 is 29 minutes; use at least 30",
		"23:45-00:14": "23:45-00:14 is 29 minutes; use at least 30",
		"17:00-17:00": "17:00-17:00 is 0 minutes; use at least 30",

		"17:00":                   `"17:00"` + form,
		"7:00-7:30":               `"7:00-7:30"` + form,
		"24:00-24:30":             `"24:00-24:30"` + form,
		"23:30-24:00":             `"23:30-24:00"` + form,
		"17:00-17:60":             `"17:00-17:60"` + form,
		"17:60-18:30":             `"17:60-18:30"` + form,
		"17:00-17:30 ":            `"17:00-17:30 "` + form,
		" 17:00-17:30":            `" 17:00-17:30"` + form,
		"sun:18:00-sun:19:00":     `"sun:18:00-sun:19:00"` + form,
		"17:00-17:30,18:00-18:30": `"17:00-17:30,18:00-18:30"` + form,
	} {
		if want != "" {
			want = "backupWindow: " + want
		}
		if got := windowProblem(window, ""); got != want {
			t.Errorf("backup window %q:\n got %q\nwant %q", window, got, want)
		}
	}
}

func TestDatabaseMaintenanceWindow(t *testing.T) {
	form := " is not a weekly time span in UTC; use one like sun:18:00-sun:19:00"
	for window, want := range map[string]string{
		"sun:18:00-sun:19:00": "",
		"mon:00:00-mon:00:30": "",
		"tue:23:45-wed:00:15": "", // over midnight
		"thu:09:05-thu:10:00": "",
		"fri:19:59-fri:20:59": "",
		"sat:23:30-sun:00:00": "",
		"sun:23:45-mon:00:15": "", // over the end of the week
		"mon:00:00-mon:23:59": "",
		"sun:12:00-mon:11:59": "",

		"sun:18:00-sun:18:29": "sun:18:00-sun:18:29 is 29 minutes; use at least 30",
		"tue:23:45-wed:00:14": "tue:23:45-wed:00:14 is 29 minutes; use at least 30",
		"sun:23:45-mon:00:14": "sun:23:45-mon:00:14 is 29 minutes; use at least 30",
		"sun:18:00-sun:18:00": "sun:18:00-sun:18:00 is 0 minutes; use at least 30",
		"mon:00:00-tue:00:00": "mon:00:00-tue:00:00 is 1440 minutes; use less than a day",
		"sun:12:00-mon:12:00": "sun:12:00-mon:12:00 is 1440 minutes; use less than a day",
		// Exchanged, it is a week less an hour: 7*1440 - 60.
		"sun:19:00-sun:18:00": "sun:19:00-sun:18:00 is 10020 minutes; use less than a day",

		"sun:18:00":             `"sun:18:00"` + form,
		"17:00-17:30":           `"17:00-17:30"` + form,
		"Sun:18:00-Sun:19:00":   `"Sun:18:00-Sun:19:00"` + form,
		"abc:18:00-sun:19:00":   `"abc:18:00-sun:19:00"` + form,
		"sun:18:00-abc:19:00":   `"sun:18:00-abc:19:00"` + form,
		"sun:24:00-mon:00:30":   `"sun:24:00-mon:00:30"` + form,
		"sun:23:00-sun:24:00":   `"sun:23:00-sun:24:00"` + form,
		"sun:18:60-sun:19:30":   `"sun:18:60-sun:19:30"` + form,
		"sun:18:00-sun:18:60":   `"sun:18:00-sun:18:60"` + form,
		"sun:18:00-19:00":       `"sun:18:00-19:00"` + form,
		"sun:18:00-sun:19:00 ":  `"sun:18:00-sun:19:00 "` + form,
		" sun:18:00-sun:19:00":  `" sun:18:00-sun:19:00"` + form,
		"sunday:18:00-mon:1:00": `"sunday:18:00-mon:1:00"` + form,
	} {
		if want != "" {
			want = "maintenanceWindow: " + want
		}
		if got := windowProblem("", window); got != want {
			t.Errorf("maintenance window %q:\n got %q\nwant %q", window, got, want)
		}
	}
}

// Every day of the week counts from the same Monday: from noon to the next noon but a minute is always just under a day.
func TestDatabaseMaintenanceWindowKnowsTheDays(t *testing.T) {
	week := []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	for i, day := range week {
		next := week[(i+1)%len(week)]
		if got := windowProblem("", day+":12:00-"+next+":11:59"); got != "" {
			t.Errorf("%s to %s: %s", day, next, got)
		}
		afterNext := week[(i+2)%len(week)]
		window := day + ":12:00-" + afterNext + ":11:59"
		if got, want := windowProblem("", window), "maintenanceWindow: "+window+" is 2879 minutes; use less than a day"; got != want {
			t.Errorf("got %q\nwant %q", got, want)
		}
	}
}

// A window that is none overlaps nothing, not even where it would be at midnight.
func TestDatabaseWindowsOneOfWhichIsNone(t *testing.T) {
	if got, want := windowProblem("now", "sun:23:30-mon:00:30"), `backupWindow: "now" is not a time span in UTC; use one like 17:00-17:30`; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got, want := windowProblem("23:30-00:30", "now"), `maintenanceWindow: "now" is not a weekly time span in UTC; use one like sun:18:00-sun:19:00`; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestDatabaseWindowsThatOverlap(t *testing.T) {
	for _, c := range []struct {
		is                  string
		maintenance, backup string
		overlap             bool
	}{
		{"apart", "sun:18:00-sun:19:00", "16:00-16:30", false},
		{"backup ends as maintenance starts", "sun:18:00-sun:19:00", "17:30-18:00", false},
		{"backup ends a minute later", "sun:18:00-sun:19:00", "17:31-18:01", true},
		{"backup starts as maintenance ends", "sun:18:00-sun:19:00", "19:00-19:30", false},
		{"backup starts a minute earlier", "sun:18:00-sun:19:00", "18:59-19:29", true},
		{"the same", "wed:18:00-wed:19:00", "18:00-19:00", true},
		{"backup within maintenance", "wed:18:00-wed:20:00", "18:30-19:00", true},
		{"maintenance within backup", "wed:18:30-wed:19:00", "18:00-20:00", true},
		{"on the first day", "mon:18:00-mon:19:00", "18:30-19:30", true},
		{"on the last day", "sun:18:00-sun:19:00", "18:30-19:30", true},

		// A backup over midnight is in two days.
		{"backup over midnight, its evening", "wed:23:00-wed:23:45", "23:30-00:30", true},
		{"backup over midnight, its morning", "wed:00:15-wed:01:00", "23:30-00:30", true},
		{"backup over midnight, just before it", "wed:23:00-wed:23:30", "23:30-00:30", false},
		{"backup over midnight, just after it", "wed:00:30-wed:01:00", "23:30-00:30", false},
		{"backup over midnight, Sunday's on the first morning", "mon:00:00-mon:00:30", "23:30-00:30", true},
		{"backup over midnight, just after Sunday's", "mon:00:30-mon:01:00", "23:30-00:30", false},
		{"backup over midnight, on the last evening", "sun:23:15-sun:23:45", "23:30-00:30", true},
		{"backup over midnight, just before the last one", "sun:23:00-sun:23:30", "23:30-00:30", false},

		// Maintenance over midnight.
		{"maintenance over midnight, its evening", "tue:23:00-wed:01:00", "23:15-23:45", true},
		{"maintenance over midnight, its morning", "tue:23:00-wed:01:00", "00:15-00:45", true},
		{"maintenance over midnight, just before it", "tue:23:00-wed:01:00", "22:30-23:00", false},
		{"maintenance over midnight, just after it", "tue:23:00-wed:01:00", "01:00-01:30", false},
		{"maintenance ends at midnight, backup starts there", "tue:23:00-wed:00:00", "00:00-00:30", false},

		// Maintenance over the end of the week: its second part is Monday's.
		{"over the week's end, its evening", "sun:23:00-mon:01:00", "23:15-23:45", true},
		{"over the week's end, its morning", "sun:23:00-mon:01:00", "00:15-00:45", true},
		{"over the week's end, the last minute", "sun:23:00-mon:01:00", "00:59-01:29", true},
		{"over the week's end, just before it", "sun:23:00-mon:01:00", "22:30-23:00", false},
		{"over the week's end, just after it", "sun:23:00-mon:01:00", "01:00-01:30", false},
		{"over the week's end, both over midnight", "sun:23:45-mon:00:15", "23:30-00:30", true},
		{"over the week's end, nearly a day", "sun:12:00-mon:11:30", "11:00-11:31", true},

		// Windows of nearly a day leave one gap.
		{"backup in the gap of a long maintenance", "mon:12:00-tue:11:30", "11:30-12:00", false},
		{"backup a minute before that gap", "mon:12:00-tue:11:30", "11:29-11:59", true},
		{"backup a minute behind that gap", "mon:12:00-tue:11:30", "11:31-12:01", true},
		{"maintenance in the gap of a long backup", "thu:00:00-thu:00:30", "00:30-00:00", false},
		{"maintenance a minute before that gap", "wed:23:59-thu:00:29", "00:30-00:00", true},
		{"maintenance a minute behind that gap", "thu:00:01-thu:00:31", "00:30-00:00", true},
		{"maintenance in that gap at the week's start", "mon:00:00-mon:00:30", "00:30-00:00", false},
		{"maintenance before that gap at the week's end", "sun:23:59-mon:00:29", "00:30-00:00", true},
	} {
		want := ""
		if c.overlap {
			want = "maintenanceWindow: " + c.maintenance + " overlaps the backup window " + c.backup + "; move one of them"
		}
		if got := windowProblem(c.backup, c.maintenance); got != want {
			t.Errorf("%s:\n got %q\nwant %q", c.is, got, want)
		}
	}
}

// A window that is wrong in itself is one problem, not two.
func TestDatabaseWindowsWrongInThemselves(t *testing.T) {
	for _, c := range []struct{ backup, maintenance, want string }{
		{"18:00-18:10", "sun:18:00-sun:19:00", "backupWindow: 18:00-18:10 is 10 minutes; use at least 30"},
		{"18:00-18:30", "sun:18:00-sun:18:10", "maintenanceWindow: sun:18:00-sun:18:10 is 10 minutes; use at least 30"},
		{"18:00-18:10", "sun:18:00-sun:18:10", "backupWindow: 18:00-18:10 is 10 minutes; use at least 30\n" +
			"maintenanceWindow: sun:18:00-sun:18:10 is 10 minutes; use at least 30"},
	} {
		if got := windowProblem(c.backup, c.maintenance); got != c.want {
			t.Errorf("%s and %s:\n got %q\nwant %q", c.backup, c.maintenance, got, c.want)
		}
	}
}
