package conventions

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// dependencies are all packages that a package compiles, of this module without the module's path.
func dependencies(t *testing.T, of string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", module+of).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, dependency := range strings.Fields(string(out)) {
		if dependency != module+of {
			all = append(all, strings.TrimPrefix(dependency, module))
		}
	}
	return all
}

// folder lists the packages right below one.
func folder(t *testing.T, of string) []string {
	t.Helper()
	found, err := filepath.Glob("../../" + of + "/*/*.go")
	if err != nil || len(found) == 0 {
		t.Fatalf("no package in %s: %v", of, err)
	}
	var names []string
	for _, file := range found {
		names = append(names, of+"/"+filepath.Base(filepath.Dir(file)))
	}
	return slices.Compact(names)
}

// TestConstructsDoNotImportEachOther but for the one that composes them, so that an app takes any of them alone.
func TestConstructsDoNotImportEachOther(t *testing.T) {
	const composer = "constructs/websystem"
	all := folder(t, "constructs")
	for _, name := range all {
		for _, dependency := range dependencies(t, name) {
			if name != composer && slices.Contains(all, dependency) && dependency != "constructs/problem" {
				t.Errorf("%s depends on %s", name, dependency)
			}
		}
	}
}

// TestReviewsKnowNoConstructs keeps what judges templates to templates, of any app, and the CDK to the one review that
// adds itself to an app.
func TestReviewsKnowNoConstructs(t *testing.T) {
	for _, name := range folder(t, "review") {
		for _, dependency := range dependencies(t, name) {
			switch {
			case dependency == "constructs/problem", dependency == "review/assembly":
			case strings.HasPrefix(dependency, "constructs/"), strings.HasPrefix(dependency, "review/"), dependency == "gonum.org/v1/plot":
				t.Errorf("%s depends on %s", name, dependency)
			case name != "review/policy" && ofTheCDK(dependency):
				t.Errorf("%s depends on %s", name, dependency)
			}
		}
	}
}

func ofTheCDK(dependency string) bool {
	return strings.Contains(dependency, "aws-cdk-go") || strings.HasSuffix(dependency, "jsii-runtime-go")
}

// TestImports keeps what a user does not import out of what they compile.
func TestImports(t *testing.T) {
	for pattern, forbidden := range map[string][]string{
		"constructs/network":    {"awswafv2", "awsrds", "awsautoscaling", "awsimagebuilder", "awselasticloadbalancingv2"},
		"constructs/database":   {"awswafv2", "awsautoscaling", "awsimagebuilder", "awselasticloadbalancingv2"},
		"constructs/image":      {"awswafv2", "awsrds", "awsautoscaling", "awselasticloadbalancingv2"},
		"constructs/webtier":    {"awsimagebuilder"},
		"constructs/firewall":   {"awsec2", "awsrds", "awsautoscaling", "awsimagebuilder", "awselasticloadbalancingv2", "awscloudfront"},
		"constructs/domain":     {"awsrds", "awsautoscaling", "awselasticloadbalancingv2", "awscloudfront"},
		"constructs/cdn":        {"awsrds", "awsautoscaling"},
		"constructs/edge":       {"awsrds", "awsautoscaling", "awsroute53targets"},
		"constructs/problem":    {"awscdk"},
		"constructs/websystem":  {"internal/config"},
		"internal/arn":          {"awscdk"},
		"internal/cidrplan":     {"awscdk"},
		"internal/cron":         {"awscdk"},
		"internal/country":      {"awscdk"},
		"internal/originfacing": {"awscdk"},
		"internal/visitors":     {"awscdk"},
		"internal/dnsname":      {"awscdk"},
		"internal/flap":         {"awscdk"},
		"internal/dbclass":      {"awscdk"},
		"internal/instancetype": {"awscdk"},
		"internal/logs":         {"awscdk"},
		"internal/nocopy":       {"awscdk"},
		"internal/props":        {"awscdk"},
		"internal/sorrypage":    {"awscdk"},
		"internal/zone":         {"awscdk"},
		"review/simulate/chart": {"awscdk"},
		"internal/logbucket":    {"awsrds", "awsautoscaling", "awselasticloadbalancingv2"},
		"internal/key":          {"awsrds", "awsautoscaling", "awselasticloadbalancingv2"},
		"internal/acknowledge":  {"awsiam", "awsec2"},
	} {
		for _, dependency := range dependencies(t, pattern) {
			for _, bad := range forbidden {
				if strings.HasSuffix("/"+dependency, "/"+bad) || bad == "awscdk" && ofTheCDK(dependency) {
					t.Errorf("%s depends on %s", pattern, dependency)
				}
			}
		}
	}
}
