package main

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInstrumentTest(t *testing.T) {
	changed, hasMain, tests, err := instrumentTest("f_test.go", `package p

func TestMain(m *testing.M) { code := m.Run(); os.Exit(code) }

func TestA(t *testing.T) { t.Run("a", func(tt *testing.T) { x() }) }

func TestB(_ *testing.T) {}

func testC(t *testing.T) {}

func (s) TestD(t *testing.T) {}

var a, b *int
var _, c = 1, 2
`)
	if err != nil {
		t.Fatal(err)
	}
	if !hasMain || !slices.Equal(tests, []string{"TestA"}) {
		t.Errorf("has TestMain: %v; tests: %v", hasMain, tests)
	}
	want := `package p; import toggle "github.com/evenkeel-cdk/evenkeel/test/mutate/toggle"

func TestMain(m *testing.M) { code := toggle.Main(m.Run); os.Exit(code) }

func TestA(t *testing.T) { defer toggle.Caught(t); t.Run("a", func(tt *testing.T) { defer toggle.Caught(tt); toggle.Started(tt); x() }) }

func TestB(_ *testing.T) {}

func testC(t *testing.T) {}

func (s) TestD(t *testing.T) {}

var a, b *int
var _, c = 1, 2

func init() { toggle.Forget(&a, &b) }
`
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("the source (-want +got):\n%s", diff)
	}
	plain := "package p\n\nfunc helper() {}\n"
	if changed, hasMain, tests, err := instrumentTest("f_test.go", plain); err != nil || changed != plain || hasMain || tests != nil {
		t.Errorf("a file without tests becomes %q (%v), with tests %v", changed, err, tests)
	}
}
