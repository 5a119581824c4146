package database

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

const (
	minutesPerDay  = 24 * 60
	minutesPerWeek = 7 * minutesPerDay
	shortestWindow = 30 // minutes; source: Amazon RDS User Guide, "Backup window"
	longestWindow  = minutesPerDay - 1
)

var (
	days              = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	backupWindow      = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$`)
	maintenanceWindow = regexp.MustCompile(`^([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)-([a-z]{3}):([01]\d|2[0-3]):([0-5]\d)$`)
)

// A window is a time span in minutes; it may run past the end of its day or week.
type window struct {
	start, length int
}

func parseBackupWindow(s string) (window, error) {
	m := backupWindow.FindStringSubmatch(s)
	if m == nil {
		return window{}, fmt.Errorf("%q is not a time span in UTC; use one like 17:00-17:30", s)
	}
	start, end := clock(m[1], m[2]), clock(m[3], m[4])
	return newWindow(s, start, end, minutesPerDay)
}

func parseMaintenanceWindow(s string) (window, error) {
	m := maintenanceWindow.FindStringSubmatch(s)
	var from, to int
	if m != nil {
		from, to = slices.Index(days, m[1]), slices.Index(days, m[4])
	}
	if m == nil || from < 0 || to < 0 {
		return window{}, fmt.Errorf("%q is not a weekly time span in UTC; use one like sun:18:00-sun:19:00", s)
	}
	start := from*minutesPerDay + clock(m[2], m[3])
	end := to*minutesPerDay + clock(m[5], m[6])
	return newWindow(s, start, end, minutesPerWeek)
}

func newWindow(s string, start, end, cycle int) (window, error) {
	w := window{start, (end - start + cycle) % cycle}
	if w.length < shortestWindow {
		return window{}, fmt.Errorf("%s is %d minutes; use at least %d", s, w.length, shortestWindow)
	}
	if w.length > longestWindow {
		return window{}, fmt.Errorf("%s is %d minutes; use less than a day", s, w.length)
	}
	return w, nil
}

func clock(hours, minutes string) int {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return 60*h + m
}

// overlapsDaily reports whether a weekly window meets a daily one on any day.
func (w window) overlapsDaily(daily window) bool {
	for day := -1; day <= len(days); day++ {
		start := day*minutesPerDay + daily.start
		if start < w.start+w.length && w.start < start+daily.length {
			return true
		}
	}
	return false
}

func (p *Props) checkWindows(problems *problem.List) {
	var daily, weekly window
	var dailyErr, weeklyErr error
	if p.BackupWindow != "" {
		if daily, dailyErr = parseBackupWindow(p.BackupWindow); dailyErr != nil {
			problems.Addf("backupWindow", "%v", dailyErr)
		}
	}
	if p.MaintenanceWindow != "" {
		if weekly, weeklyErr = parseMaintenanceWindow(p.MaintenanceWindow); weeklyErr != nil {
			problems.Addf("maintenanceWindow", "%v", weeklyErr)
		}
	}
	if p.BackupWindow == "" || p.MaintenanceWindow == "" || dailyErr != nil || weeklyErr != nil {
		return
	}
	if weekly.overlapsDaily(daily) {
		problems.Addf("maintenanceWindow", "%s overlaps the backup window %s; move one of them", p.MaintenanceWindow, p.BackupWindow)
	}
}
