package database

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/cron"
	"github.com/evenkeel-cdk/evenkeel/internal/dbparameter"
)

var (
	parameterName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)
	setName       = regexp.MustCompile(`^[a-z0-9]+$`)
	collationName = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
)

// What some parameters may be.
var parameterValues = map[string]struct {
	form *regexp.Regexp
	says string
}{
	"log_min_duration_statement": {regexp.MustCompile(`^(-1|\d+)$`), "a number of milliseconds, or -1 for none"},
	"log_output":                 {regexp.MustCompile(`^(FILE|TABLE|NONE)$`), "FILE, TABLE or NONE"},
	"long_query_time":            {regexp.MustCompile(`^\d+(\.\d+)?$`), "a number of seconds"},
	"slow_query_log":             {regexp.MustCompile(`^(0|1|ON|OFF)$`), "0 or 1"},
}

// checkSettings refuses settings that the engine does not have. Given are the props without their defaults.
func (p *Props) checkSettings(given *Props, problems *problem.List) {
	s, postgres := given.Settings, engines[p.Engine].dialect == PostgreSQL
	most, least := 100000, 1
	if postgres {
		most, least = 262143, 6
	}
	if n := s.MaxConnections; p.Engine.known() && n != 0 && (n < least || n > most) && !problems.Has("settings.maxConnections") {
		problems.Addf("settings.maxConnections", "%d is not what %s takes; use %d to %d", n, p.Engine, least, most)
	}
	if s.TimeZone != "" {
		if err := cron.CheckZone(s.TimeZone); err != nil {
			problems.Addf("settings.timeZone", "%v", err)
		}
	}
	if !p.Engine.known() {
		return
	}
	if postgres {
		for _, of := range [][2]string{{"characterSet", s.CharacterSet}, {"collation", s.Collation}} {
			if of[1] != "" {
				problems.Addf("settings."+of[0], "is chosen with CREATE DATABASE in %s, which makes them of UTF8; leave it out", p.Engine)
			}
		}
		return
	}
	switch {
	case !setName.MatchString(p.Settings.CharacterSet):
		problems.Addf("settings.characterSet", "%q is not a character set; use one like utf8mb4", s.CharacterSet)
	case s.Collation != "" && (!collationName.MatchString(s.Collation) || !strings.HasPrefix(s.Collation, p.Settings.CharacterSet+"_")):
		problems.Addf("settings.collation", "%q is not a collation of %s; use one that begins with %s_", s.Collation, p.Settings.CharacterSet, p.Settings.CharacterSet)
	}
}

// checkParameters refuses what RDS would refuse in the middle of a deployment, as far as it can be known: which parameters there
// are only RDS knows.
func (p *Props) checkParameters(given *Props, problems *problem.List) {
	settings := Props{Engine: p.Engine, Settings: given.Settings}.settings()
	for _, name := range slices.Sorted(maps.Keys(p.Parameters)) {
		field, value := "parameters."+name, p.Parameters[name]
		known, isKnown := parameterValues[name]
		is := ""
		if p.Engine.known() {
			is = dbparameter.Problem(string(p.Engine), name)
		}
		switch {
		case !parameterName.MatchString(name):
			problems.Addf("parameters", "%q is not the name of a parameter; use letters, digits, underscores, dots and hyphens", name)
		case is != "":
			problems.Addf(field, "%s", is)
		case strings.TrimSpace(value) == "" || strings.ContainsAny(value, "\r\n"):
			problems.Addf(field, "%q is not a value; leave it out to have RDS's own", value)
		case isKnown && !known.form.MatchString(value):
			problems.Addf(field, "%q is not %s", value, known.says)
		case p.setTwice(given, name, settings):
			problems.Addf(field, "contradicts settings, which have it too; give one of them")
		}
	}
}

// setTwice reports whether a parameter's setting is given too.
func (p *Props) setTwice(given *Props, name string, settings map[string]string) bool {
	switch name {
	case "log_min_duration_statement", "long_query_time":
		return given.Settings.SlowQueryMilliseconds != 0
	case "log_output", "slow_query_log":
		return false
	}
	_, set := settings[name]
	return set
}
