package database

import (
	"fmt"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// warnOfSupport tells of versions that RDS will upgrade by itself before long, or charge for. A replica of another Region has
// its source's version.
// Source: Amazon RDS User Guide, "Using Amazon RDS Extended Support" and "Amazon RDS Extended Support charges".
func (d *Database) warnOfSupport() {
	if d.cfg.ReplicaOf.follows() {
		return
	}
	facts := engines[d.cfg.Engine]
	for _, g := range d.generations() { // of which those of one family warn alike, and once
		family, major := facts.family(g.version), facts.major(g.version)
		switch {
		case d.cfg.ExtendedSupport:
			d.warn("extended-support:"+family, fmt.Sprintf("extendedSupport: from the end of the standard support of %s %s on%s, RDS charges for every hour of each vCPU, "+
				"those of standbys and readers too. Upgrade before (docs/upgrade.md), and leave it out.", d.cfg.Engine, major, facts.ends(major)))
		case slices.Contains(facts.endingMajors, major):
			d.warn("end-of-support:"+family, fmt.Sprintf("engineVersion: the standard support of %s %s ends soon%s, and RDS then upgrades the database by itself, with an "+
				"interruption of many minutes. Upgrade before (docs/upgrade.md), or say extendedSupport: true to keep the version and pay for it.", d.cfg.Engine, major, facts.ends(major)))
		}
	}
}

func (d *Database) warn(id, text string) {
	awscdk.Annotations_Of(d).AddWarningV2(jsii.String("evenkeel:"+id), &text)
}

// ends is when the standard support of a major version does, for a text, or nothing when that is not known.
func (f engineFacts) ends(major string) string {
	if day, known := f.supportEnds[major]; known {
		return ", " + day
	}
	return ""
}
