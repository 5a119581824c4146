package policy

import (
	"regexp"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

var (
	// What cdk-nag says of a resource: the rule, what is wrong, the controls, and what to do.
	nagMessage = regexp.MustCompile(`^(\S+): (.*?)(?: - \(Control IDs?: [^)]*(?:\([^)]*\)[^)]*)*\))?\. (.*)$`)
	// What it says when it cannot tell: that may hide anything, so it is a finding.
	nagFailure = regexp.MustCompile(`^CdkNagValidationFailure\[(\S+)\]: (.*)$`)
	granular   = regexp.MustCompile(`\s*This is a granular rule that returns individual findings.*$`)
)

// addNag adds what cdk-nag noted at a construct. Warnings count as errors do.
func (l *list) addNag(annotation assembly.Annotation) {
	text := strings.Join(strings.Fields(annotation.Text), " ")
	if m := nagFailure.FindStringSubmatch(text); m != nil {
		if pack, rule := packOf(m[1]); pack != "" {
			l.add(annotation.Path, rule, pack, "cdk-nag cannot tell: "+m[2],
				"write the value that the rule reads into the template, or acknowledge CdkNagValidationFailure with what you know")
		}
		return
	}
	m := nagMessage.FindStringSubmatch(text)
	if m == nil || annotation.Level == "info" {
		return
	}
	pack, rule := packOf(m[1])
	if pack == "" {
		return // somebody else's annotation
	}
	l.add(annotation.Path, rule, pack, m[2]+".", granular.ReplaceAllString(m[3], ""))
}
