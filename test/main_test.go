// Package test holds the tests that synthesize templates. They share one jsii kernel, which cannot be used from several
// goroutines: no test here may call t.Parallel.
package test

import (
	"os"
	"syscall"
	"testing"

	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	withoutValidator()
	code := m.Run()
	jsii.Close()
	if shippedFolder != "" {
		_ = os.RemoveAll(shippedFolder)
	}
	os.Exit(code)
}

// withoutValidator turns the CDK's template validator off, which costs seconds; make synth runs it. The kernel's process
// has taken its environment before main starts, so that the only way to change it is to start anew.
func withoutValidator() {
	const variable = "CDK_VALIDATION"
	if os.Getenv(variable) != "" {
		return
	}
	program, err := os.Executable()
	if err != nil {
		panic(err)
	}
	jsii.Close()
	panic(syscall.Exec(program, os.Args, append(os.Environ(), variable+"=false")))
}
