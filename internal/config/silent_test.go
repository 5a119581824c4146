package config_test

import "testing"

// A section that is there by what it says must say something.
func TestSilentSections(t *testing.T) {
	refusesEach(t, []badFile{
		{"an image of nothing", good + "image: {}\n", []string{
			"2:1: image: says nothing, so that there is no image; say what is in it, with components, or at least its architecture, or leave the section out",
		}},
		{"what is the default", good + "image:\n  disableUpdates: false\n", []string{
			"2:1: image: says nothing, so that there is no image; say what is in it, with components, or at least its architecture, or leave the section out",
		}},
		{"a VPC of nothing", good + "existingVpc: {}\n", []string{
			"2:1: existingVpc: says nothing, so that there is a new network; say which VPC it is, or leave the section out",
		}},
		{"what is left of a section", good + "image:\nexistingVpc:\nregion: here\n", []string{
			`4:9: region: "here" is not a Region; use one like ap-northeast-1`,
		}},
		{"what cannot be read is told once", good + "image: {colour: red}\n", []string{
			"2:9: image.colour: is not a key",
		}},
	})
}
