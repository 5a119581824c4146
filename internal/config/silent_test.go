package config_test

import "testing"

// An image is there by what is said of it, so that something must be said.
func TestAnImageOfNothing(t *testing.T) {
	refusesEach(t, []badFile{
		{"an image of nothing", good + "image: {}\n", []string{
			"2:1: image: says nothing, so that there is no image; say what is in it, with components, or at least its architecture, or leave the section out",
		}},
		{"what is the default", good + "image:\n  disableUpdates: false\n", []string{
			"2:1: image: says nothing, so that there is no image; say what is in it, with components, or at least its architecture, or leave the section out",
		}},
		{"what is left of a section", good + "image:\nregion: here\n", []string{
			`3:9: region: "here" is not a Region; use one like ap-northeast-1`,
		}},
		{"what cannot be read is told once", good + "image: {colour: red}\n", []string{
			"2:9: image.colour: is not a key; docs/configuration.md lists those of image",
		}},
	})
}
