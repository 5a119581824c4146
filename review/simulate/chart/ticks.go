package chart

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

// mostTicks is how many labels fit below a panel.
const mostTicks = 13

// clockTicks labels minutes with the time of day, at round times; midnights are labeled with the day where there are several.
type clockTicks struct{ result *simulate.Result }

// Ticks implements [plot.Ticker].
func (c clockTicks) Ticks(float64, float64) []plot.Tick {
	load, n := c.result.Load, len(c.result.Minutes)
	every := 1440
	for _, step := range []int{1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720} {
		if n/step < mostTicks {
			every = step
			break
		}
	}
	every *= 1 + n/(every*mostTicks) // a month has a label for some of its days
	first := load.Start.Hour()*60 + load.Start.Minute()
	var ticks []plot.Tick
	for i := (every - first%every) % every; i <= n; i += every {
		label := load.At(i).Format("15:04")
		if n > 1440 && label == "00:00" {
			label = load.At(i).Format("Jan 2")
		}
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: label})
	}
	return ticks
}

// wholeTicks labels whole numbers only.
type wholeTicks struct{}

// Ticks implements [plot.Ticker].
func (wholeTicks) Ticks(least, most float64) []plot.Tick {
	every := 1.0
	for _, step := range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500} {
		if every = step; (most-least)/step <= 7 {
			break
		}
	}
	var ticks []plot.Tick
	for v := math.Ceil(least/every) * every; v <= most; v += every {
		ticks = append(ticks, plot.Tick{Value: v, Label: strconv.Itoa(int(v))})
	}
	return ticks
}
