package webtier

import (
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

func (p *Props) checkDrain(problems *problem.List) {
	const ofSpot = 120 // seconds from its notice to its end
	d := p.Drain
	switch {
	case d.Seconds == 0 && d.Command != "":
		problems.Addf("drain.seconds", "missing; say how long the command may take")
	case strings.Contains(d.Command, "\n"):
		problems.Addf("drain.command", "has more than one line; put them into a script of the image or the application")
	case d.Seconds != 0 && d.Command == "" && !p.deliversApplication():
		problems.Addf("drain.command", "missing; without application nobody knows what to stop: give a command like systemctl stop shop")
	}
	if d.Seconds == 0 {
		return
	}
	if update, takes := 60*(p.Rollout.TimeoutMinutes+minutesToBoot), p.DeregistrationDelaySeconds+d.Seconds; takes > update {
		problems.Addf("drain.seconds", "%d after deregistrationDelaySeconds %d are more than the %d that an update waits for each server; use less of either, or raise rollout.timeoutMinutes to %d, 55 at most",
			d.Seconds, p.DeregistrationDelaySeconds, update, (takes+59)/60-minutesToBoot)
	}
	if p.Group.Spot.Percent != 0 && d.Seconds > ofSpot {
		problems.Addf("drain.seconds", "%d are more than the %d after which AWS takes a Spot Instance away whatever it does; use %d or less, or no group.spot", d.Seconds, ofSpot, ofSpot)
	}
}
