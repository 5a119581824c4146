package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// guardModule is the npm package that carries the cfn-guard program and the rules of AWS Control Tower.
const (
	guardModule  = "@cdklabs/cdk-validator-cfnguard"
	guardVersion = "0.0.62"
)

// violations is cfn-guard's exit code when rules are broken.
const violations = 19

var (
	controlMessage = regexp.MustCompile(`\[(CT\.[A-Z0-9.]+)\]: (.*?)\s*\[FIX\]: (.*)`)
	resourceInPath = regexp.MustCompile(`^/Resources/([^/]+)`)
)

func (r *Review) guardPackage() string {
	if r.GuardPackage != "" {
		return r.GuardPackage
	}
	return filepath.Join("node_modules", filepath.FromSlash(guardModule))
}

// addGuard adds what cfn-guard finds in a stack's template by the rules of AWS Control Tower, and what is not acknowledged.
func (l *list) addGuard(stack *assembly.Stack, folder string, all bool) error {
	report, err := runGuard(folder, stack.File)
	if err != nil {
		return fmt.Errorf("policy: %s: %w", ControlTower, err)
	}
	for _, file := range report {
		for _, broken := range file.NotCompliant {
			rule, what, fix := control(broken)
			for _, id := range resources(broken) {
				resource := stack.Resources[id]
				if resource == nil || !all && acknowledged(resource, rule) {
					continue
				}
				path := stack.Paths[id]
				if path == "" {
					path = resource.String()
				}
				l.add(path, rule, ControlTower, what, fix)
			}
		}
	}
	return nil
}

type guardReport []struct {
	NotCompliant []any `json:"not_compliant"`
}

func runGuard(folder, template string) (guardReport, error) {
	program, err := guardProgram(folder)
	if err != nil {
		return nil, err
	}
	run := exec.Command(program, "validate", "--data", template, "--rules", filepath.Join(folder, "rules", "control-tower", "cfn-guard"),
		"--output-format", "json", "--structured", "--show-summary", "none")
	var stdout, stderr bytes.Buffer
	run.Stdout, run.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := run.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != violations) {
		return nil, fmt.Errorf("cfn-guard: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	var report guardReport
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		return nil, fmt.Errorf("cfn-guard: %w", err)
	}
	return report, nil
}

// guardProgram returns the program for this machine. npm unpacks it without the permission to run.
func guardProgram(folder string) (string, error) {
	system, known := map[string]string{"linux": "ubuntu", "darwin": "macos"}[runtime.GOOS]
	if !known {
		return "", fmt.Errorf("there is no cfn-guard for %s; leave the pack out", runtime.GOOS)
	}
	machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
	program := filepath.Join(folder, "bin", system, machine, "cfn-guard")
	if _, err := os.Stat(program); err != nil {
		return "", fmt.Errorf("no cfn-guard in %s; run npm install --no-save --legacy-peer-deps %s@%s", folder, guardModule, guardVersion)
	}
	program, err := filepath.Abs(program)
	if err != nil {
		return "", err
	}
	return program, os.Chmod(program, 0o755)
}

// control returns a broken rule's control, what it asks for and how to get there, which are in the message of a clause.
func control(broken any) (rule, what, fix string) {
	each(broken, func(key string, value any) {
		text, ok := value.(string)
		if !ok || key != "custom_message" || rule != "" {
			return
		}
		if m := controlMessage.FindStringSubmatch(strings.Join(strings.Fields(text), " ")); m != nil {
			rule, what, fix = m[1], m[2]+".", m[3]
		}
	})
	return rule, what, fix
}

// resources returns the logical ids of the resources that break a rule.
func resources(broken any) []string {
	var ids []string
	seen := map[string]bool{}
	each(broken, func(key string, value any) {
		path, ok := value.(string)
		if !ok || key != "path" {
			return
		}
		if m := resourceInPath.FindStringSubmatch(path); m != nil && !seen[m[1]] {
			seen[m[1]] = true
			ids = append(ids, m[1])
		}
	})
	return ids
}

// each calls visit with every value of a JSON document that has a key.
func each(document any, visit func(key string, value any)) {
	switch node := document.(type) {
	case map[string]any:
		for key, value := range node {
			visit(key, value)
			each(value, visit)
		}
	case []any:
		for _, value := range node {
			each(value, visit)
		}
	}
}
