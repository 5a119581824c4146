package test

import (
	"fmt"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// BenchmarkSynth synthesizes apps with more and more environments like config/prod.yaml, all in one process. What one
// environment costs must not grow with their number. Compare with the same system on Node: make bench.
func BenchmarkSynth(b *testing.B) {
	production := environment(b, "prod")
	synthMany(b, &production, 10) // what is timed runs warm
	for _, environments := range []int{1, 10, 50} {
		b.Run(fmt.Sprintf("environments=%d", environments), func(b *testing.B) {
			for b.Loop() {
				synthMany(b, &production, environments)
			}
			perEnvironment := b.Elapsed() / time.Duration(b.N*environments)
			b.ReportMetric(float64(perEnvironment.Microseconds())/1000, "ms/environment")
		})
	}
}

func synthMany(b *testing.B, props *websystem.StageProps, environments int) {
	b.Helper()
	app := newApp(b)
	for i := range environments {
		websystem.NewStage(app, fmt.Sprintf("prod-%d", i+1), props)
	}
	app.Synth(nil)
}

// environment returns the props of one of the repository's own environments.
func environment(t testing.TB, name string) websystem.StageProps {
	t.Helper()
	environments, problems := config.Load("../config")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, e := range environments {
		if e.Name == name {
			return e.StageProps
		}
	}
	t.Fatalf("no environment %s", name)
	return websystem.StageProps{}
}
