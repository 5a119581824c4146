package config

import (
	"reflect"
	"slices"
)

// reportSilent refuses sections that are there because something is said in them, and that say nothing: somebody who
// writes one down means to have what it is about.
func (d *decoder) reportSilent(content *File) {
	fields := map[string]target{}
	collect(reflect.ValueOf(content).Elem(), fields)
	for _, section := range []struct{ field, hint string }{
		{"existingVpc", "so that there is a new network; say which VPC it is, or leave the section out"},
		{"image", "so that there is no image; say what is in it, with components, or at least its architecture, or leave the section out"},
	} {
		misread := slices.ContainsFunc(d.problems, func(p *Problem) bool { return within(p.Field, section.field) })
		if d.sections[section.field] && !misread && fields[section.field].value.IsZero() {
			d.report(section.field, "says nothing, %s", section.hint)
		}
	}
}
