package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// cli is the cdk command line, by its exact version: npm's latest is not the newest.
const cli = "aws-cdk@2.1148.1"

// repository is the folder with cdk.json.
const repository = "../.."

// cdk runs the cdk command line with an account's credentials and returns all that it says.
func cdk(ctx context.Context, t *testing.T, a *account, folder string, args ...string) (string, error) {
	t.Helper()
	environ, err := a.environ(ctx)
	if err != nil {
		return "", err
	}
	begun := time.Now()
	run := exec.CommandContext(ctx, "npx", append([]string{"-y", cli}, args...)...)
	run.Dir = folder
	// make synth runs the template validator; here it would only cost time.
	run.Env = slices.Concat(environ, []string{"CDK_VALIDATION=false", "CDK_DISABLE_CLI_TELEMETRY=1", "CI=true"})
	run.Cancel = func() error { return run.Process.Signal(os.Interrupt) }
	run.WaitDelay = 20 * time.Second
	out, err := run.CombinedOutput()
	command := fmt.Sprintf("%s: cdk %s", a.environment, strings.Join(args, " "))
	t.Logf("%s: %.1f s", command, time.Since(begun).Seconds())
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", command, err, lastLines(string(out), 40))
	}
	return string(out), err
}

// bootstrap prepares an account for the cdk command line, from a folder without an app, so that nothing is synthesized.
func bootstrap(ctx context.Context, t *testing.T, a *account) error {
	t.Helper()
	_, err := cdk(ctx, t, a, t.TempDir(), "bootstrap", "aws://"+a.id+"/"+a.region)
	return err
}

// synthesize writes the templates of every environment in a folder of configuration files.
func synthesize(ctx context.Context, t *testing.T, a *account, config, assembly string) error {
	t.Helper()
	_, err := cdk(ctx, t, a, repository, "synth", "--quiet", "--output", assembly, "-c", "config="+config)
	return err
}

// deploy brings an account's environment to what the assembly says.
func deploy(ctx context.Context, t *testing.T, a *account, assembly string) (string, error) {
	t.Helper()
	return deployStacks(ctx, t, a, assembly, a.environment+"/*")
}

// deployStacks does so with some of its stacks.
func deployStacks(ctx context.Context, t *testing.T, a *account, assembly string, stacks ...string) (string, error) {
	t.Helper()
	return cdk(ctx, t, a, ".", append([]string{"deploy", "--app", assembly, "--require-approval", "never", "--progress", "events"}, stacks...)...)
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
