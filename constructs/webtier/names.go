package webtier

import "regexp"

// nameable are the ids that every description may hold: that of a security group takes few characters.
var nameable = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 _-]{0,63}$`)

// servers is what descriptions call the servers of a tier with an id, at a sentence's start and within, so that two tiers
// of a system can be told from each other. Another text would replace security groups and policies.
func servers(id string) (start, within string) {
	if id == "Web" || !nameable.MatchString(id) {
		return "Web servers", "web servers"
	}
	return id + " servers", id + " servers"
}
