package test

import (
	"fmt"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// BenchmarkSynth synthesizes apps with more and more environments like bench/config/prod.yaml, all in one process. What one
// environment costs must not grow with their number. Compare with the same system on Node: make bench.
func BenchmarkSynth(b *testing.B) {
	production := timedEnvironment(b)
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

// timedEnvironment returns the props of what is timed.
func timedEnvironment(b *testing.B) websystem.StageProps {
	b.Helper()
	environments, problems := config.Load("bench/config")
	if len(problems) > 0 || len(environments) != 1 {
		b.Fatal(len(environments), problems)
	}
	return environments[0].StageProps
}
