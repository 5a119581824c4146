package config

import (
	"reflect"
	"slices"
)

// reportSilent refuses an image of which nothing is said: it is there by what is said of it, and somebody who writes the
// section down means to have one.
func (d *decoder) reportSilent(content *File) {
	misread := slices.ContainsFunc(d.problems, func(p *Problem) bool { return within(p.Field, "image") })
	if d.sections["image"] && !misread && reflect.ValueOf(content.Image).IsZero() {
		d.report("image", "says nothing, so that there is no image; say what is in it, with components, or at least its architecture, or leave the section out")
	}
}
