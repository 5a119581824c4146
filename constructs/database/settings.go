package database

import (
	"maps"
	"strconv"
)

// defaultCharacterSet is that of engines which take one by parameter.
const defaultCharacterSet = "utf8mb4"

// parameters are the construct's, those of the settings and the user's, whose word is the last.
func (p Props) parameters() map[string]string {
	facts := engines[p.Engine]
	merged := map[string]string{facts.tlsParameter: facts.tlsValues[0]}
	if p.AllowUnencryptedConnections {
		merged[facts.tlsParameter] = facts.noTLS
	}
	maps.Copy(merged, p.settings())
	maps.Copy(merged, p.Parameters)
	return merged
}

// settings are the parameters that the settings stand for.
func (p Props) settings() map[string]string {
	s := p.Settings
	parameters := map[string]string{}
	set := func(name, value string) {
		if value != "" {
			parameters[name] = value
		}
	}
	if s.MaxConnections != 0 {
		set(maxConnections, strconv.Itoa(s.MaxConnections))
	}
	if engines[p.Engine].dialect == PostgreSQL {
		set("log_min_duration_statement", strconv.Itoa(s.SlowQueryMilliseconds))
		set("timezone", s.TimeZone)
		return parameters
	}
	// Slow statements are written where log exports find them.
	set("log_output", "FILE")
	set("slow_query_log", "1")
	set("long_query_time", strconv.FormatFloat(float64(s.SlowQueryMilliseconds)/1000, 'f', -1, 64))
	set("time_zone", s.TimeZone)
	set("character_set_server", s.CharacterSet)
	set("collation_server", s.Collation)
	return parameters
}
