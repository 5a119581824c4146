// Package test holds the tests that synthesize templates. They share one jsii kernel, which cannot be used from several
// goroutines: no test here may call t.Parallel.
package test

import (
	"os"
	"testing"

	"github.com/aws/jsii-runtime-go"
)

func TestMain(m *testing.M) {
	os.Setenv("CDK_VALIDATION", "false") // the template validator costs seconds; CI runs it through the command line
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}
