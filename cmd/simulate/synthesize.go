package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// again starts the program anew without the CDK's template validator, which costs seconds and has nothing to say about
// scaling. The kernel's process has taken its environment before main begins, so that it cannot be changed any more.
func again() (code int, done bool) {
	const variable = "CDK_VALIDATION"
	if os.Getenv(variable) != "" {
		return 0, false
	}
	program, err := os.Executable()
	if err != nil {
		return 0, false // it works with the validator, too
	}
	child := exec.Command(program, os.Args[1:]...)
	child.Env = append(os.Environ(), variable+"=false")
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	var failed *exec.ExitError
	if err := child.Run(); err != nil && !errors.As(err, &failed) {
		return 0, false
	}
	return child.ProcessState.ExitCode(), true
}

// synthesize writes the templates of the environment that a file describes into a folder, and returns where.
func synthesize(file, folder string) (string, error) {
	environment, problems := config.LoadFile(file)
	if len(problems) > 0 {
		all := make([]error, len(problems))
		for i, p := range problems {
			all[i] = p
		}
		return "", errors.Join(append(all, errors.New("nothing was simulated"))...)
	}
	flags, err := featureFlags("cdk.json")
	if err != nil {
		return "", err
	}
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &folder, Context: &flags, AnalyticsReporting: jsii.Bool(false)})
	websystem.NewStage(app, environment.Name, &environment.StageProps)
	app.Synth(nil)
	return filepath.Join(folder, "assembly-"+environment.Name), nil
}

// featureFlags are those that the cdk command line would pass, where there is such a file.
func featureFlags(file string) (map[string]any, error) {
	var project struct {
		Context map[string]any `json:"context"`
	}
	source, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(source, &project); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return project.Context, nil
}
