package instancetype_test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/instancetype"
)

func TestValid(t *testing.T) {
	for name, want := range map[string]bool{
		"t4g.small": true, "m7i-flex.large": true, "u-6tb1.112xlarge": true, "m7g.metal-48xl": true,
		"": false, "large": false, "T4g.small": false, "4tg.small": false, "db.m7g.large": false,
	} {
		if got := instancetype.Valid(name); got != want {
			t.Errorf("Valid(%q) is %t", name, got)
		}
	}
}

func TestARM64(t *testing.T) {
	for name, want := range map[string]bool{
		"t4g.micro": true, "c7gn.large": true, "x2gd.medium": true, "a1.large": true, "im4gn.large": true, "g5g.xlarge": true,
		"t3.micro": false, "m7i-flex.large": false, "g5.xlarge": false, "g4dn.xlarge": false, "m6a.large": false,
	} {
		if got := instancetype.ARM64(name); got != want {
			t.Errorf("ARM64(%q) is %t", name, got)
		}
	}
}
