package test

import "testing"

// The first server needs its role at once: to fetch the application, and to tell how its start went.
func TestWebServersWaitForTheirRole(t *testing.T) {
	tm := defaultWeb(t)
	wantDependency(t, tm.one(t, autoScalingGroup), tm.named(t, "AWS::IAM::Role", "WebRole").ID)
}
