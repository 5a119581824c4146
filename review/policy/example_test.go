package policy_test

import (
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

// In place of app.Synth: what the packs find is told at once, each with where it is and what to do, and nothing is deployed.
func ExampleSynth() {
	app := awscdk.NewApp(nil)
	network.New(awscdk.NewStack(app, jsii.String("Example"), nil), "Network", nil)

	if err := policy.Synth(app, policy.AWSSolutions, policy.NIST80053R5); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
