// Command evenkeel synthesizes the environments that config/ describes. The cdk command line runs it:
//
//	npx -y aws-cdk@2.1148.1 synth
//	npx -y aws-cdk@2.1148.1 deploy 'prod/*'
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/internal/kernel"
	"github.com/evenkeel-cdk/evenkeel/review/policy"
)

//go:embed cdk.json
var cdkJSON []byte

// folder is where the environments are, unless the context says otherwise: cdk synth -c config=other/folder.
const folder = "config"

func main() {
	os.Exit(run(os.Stderr))
}

// run synthesizes every environment, or tells everything that is wrong and synthesizes none.
func run(stderr io.Writer) (code int) {
	defer kernel.Close()
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Fprintf(stderr, "nothing was synthesized: %v\n", problem)
			if os.Getenv("EVENKEEL_DEBUG") != "" {
				fmt.Fprintf(stderr, "%s\n", debug.Stack())
			}
			code = 1
		}
	}()
	passed := readContext()
	environments, problems := config.Load(passed.Config)
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(stderr, p)
		}
		fmt.Fprintf(stderr, "%s; nothing was synthesized\n", count(len(problems), "problem"))
		return 1
	}
	props := &awscdk.AppProps{Context: featureFlags(), AnalyticsReporting: jsii.Bool(false)}
	if slices.ContainsFunc(environments, func(e config.Environment) bool { return len(e.Policy) > 0 }) {
		// What the review finds, it reports itself.
		props.PostCliContext = &map[string]any{"@aws-cdk/core:annotationsInValidationReport": false}
	}
	app := awscdk.NewApp(props)
	var review policy.Review
	for _, environment := range environments {
		stage := websystem.NewStage(app, environment.Name, &environment.StageProps)
		if packs := environment.Packs(); len(packs) > 0 {
			review.Add(stage, packs...)
		}
	}
	if err := review.Synth(app); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	data, err := guardData(passed.Config, *app.Outdir(), environments, passed.Identity == "write")
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	for _, line := range append(data.notices, data.refusals...) {
		fmt.Fprintln(stderr, line)
	}
	if len(data.refusals) > 0 {
		fmt.Fprintf(stderr, "%s; do not deploy what was synthesized\n", count(len(data.refusals), "problem"))
		return 1
	}
	return 0
}

// A context is what the cdk command line passes with -c.
type context struct {
	Config   string `json:"config"`   // the folder of the environments
	Identity string `json:"identity"` // write, to write the lists of what keeps data anew
}

// readContext does so without starting the CDK: what is wrong with the files is told at once.
func readContext() context {
	var passed context
	if json.Unmarshal([]byte(os.Getenv("CDK_CONTEXT_JSON")), &passed) != nil || passed.Config == "" {
		passed.Config = folder
	}
	return passed
}

// featureFlags are those of cdk.json, so that templates are the same whether the cdk command line runs the program or not.
func featureFlags() *map[string]any {
	var file struct {
		Context map[string]any `json:"context"`
	}
	if err := json.Unmarshal(cdkJSON, &file); err != nil {
		panic(fmt.Errorf("cdk.json: %w", err))
	}
	return &file.Context
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
