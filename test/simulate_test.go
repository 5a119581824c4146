package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// TestEveryPolicyIsSimulated keeps the simulation from missing what scales the shipped environments.
func TestEveryPolicyIsSimulated(t *testing.T) {
	for environment, synthesized := range shippedAssemblies(t) {
		groups, simulated := simulate.FromAssembly(synthesized), 0
		for _, group := range groups {
			simulated += len(group.Settings.Steps) + len(group.Settings.Targets)
			if len(group.Unread) > 0 {
				t.Errorf("%s: %v of %s are not read", environment, group.Unread, group.Resource)
			}
			if err := group.Settings.Validate(); err != nil {
				t.Errorf("%s: %s: %v", environment, group.Resource, err)
			}
		}
		if policies := len(synthesized.All("AWS::AutoScaling::ScalingPolicy")); policies == 0 || simulated != policies {
			t.Errorf("%s: %d of %d policies are simulated", environment, simulated, policies)
		}
		if all := len(synthesized.All("AWS::AutoScaling::AutoScalingGroup")); len(groups) != all {
			t.Errorf("%s: %d of %d groups are read", environment, len(groups), all)
		}
	}
}
