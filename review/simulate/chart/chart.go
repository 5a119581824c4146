// Package chart draws what review/simulate computes: the load and what the servers can carry, the servers, and their CPU,
// one below the other over the same time.
package chart

import (
	"bytes"
	"image/color"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
)

const (
	width  = 9 * vg.Inch
	height = 8 * vg.Inch
)

// The colors tell apart in print and to who does not see red and green: Okabe and Ito's.
var (
	blue       = color.NRGBA{0, 114, 178, 255}
	orange     = color.NRGBA{230, 159, 0, 255}
	vermillion = color.NRGBA{213, 94, 0, 255}
	gray       = color.NRGBA{110, 110, 110, 255}
	lightGray  = color.NRGBA{222, 226, 230, 255}
	lightBlue  = color.NRGBA{171, 209, 232, 255}
)

// Draw writes a picture of a result as SVG. The same result gives the same bytes.
func Draw(w io.Writer, title string, r *simulate.Result) error {
	canvas := vgsvg.New(width, height)
	paint(canvas, title, r)
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	// The letters are spaced for Liberation Sans; those of the others are as wide.
	_, err := w.Write(bytes.ReplaceAll(svg.Bytes(), []byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")))
	return err
}

func paint(canvas vg.CanvasSizer, title string, r *simulate.Result) {
	panels := []*plot.Plot{loadPanel(r), serverPanel(r), cpuPanel(r)}
	panels[0].Title.Text = title
	column := make([][]*plot.Plot, len(panels))
	for i, p := range panels {
		p.X.Min, p.X.Max = 0, float64(len(r.Minutes))
		p.X.Tick.Marker = clockTicks{r}
		column[i] = []*plot.Plot{p}
	}
	const margin = 8
	tiles := draw.Tiles{
		Rows: len(panels), Cols: 1, PadY: vg.Points(14),
		PadTop: vg.Points(margin), PadBottom: vg.Points(margin), PadLeft: vg.Points(margin), PadRight: vg.Points(2 * margin),
	}
	page := draw.New(canvas)
	page.SetColor(color.White)
	page.Fill(page.Rectangle.Path())
	for i, row := range plot.Align(column, tiles, page) {
		panels[i].Draw(row[0])
	}
}

// loadPanel shows the load over what the servers carry; what is above that is lost.
func loadPanel(r *simulate.Result) *plot.Plot {
	p := newPanel("requests per second")
	capacity := func(m simulate.Minute) float64 { return m.Capacity }
	load := func(m simulate.Minute) float64 { return m.Load }
	lost := func(m simulate.Minute) float64 {
		if m.Load > m.Capacity {
			return m.Load
		}
		return 0
	}
	over := area(r, lost, vermillion)
	under := area(r, capacity, lightGray)
	came := line(r, load, blue)
	p.Add(over, under, grid(), came)
	p.Legend.Add("load", came)
	p.Legend.Add("what the servers in service carry", under)
	p.Legend.Add("lost", over)
	return withRoom(p)
}

// serverPanel shows the servers that carry load, those that start, those that are wanted, and the limits.
func serverPanel(r *simulate.Result) *plot.Plot {
	p := newPanel("servers")
	inService := func(m simulate.Minute) float64 { return float64(m.InService) }
	all := func(m simulate.Minute) float64 { return float64(m.InService + m.Starting) }
	starting, serving := area(r, all, orange), area(r, inService, lightBlue)
	least := dashed(line(r, func(m simulate.Minute) float64 { return float64(m.Min) }, gray))
	most := dashed(line(r, func(m simulate.Minute) float64 { return float64(m.Max) }, gray))
	p.Add(starting, serving, grid(), least, most)
	p.Legend.Add("in service", serving)
	p.Legend.Add("starting", starting)
	p.Legend.Add("minimum, maximum", most)
	p.Y.Tick.Marker = wholeTicks{}
	return withRoom(p)
}

// cpuPanel shows the average CPU and the thresholds of the policies.
func cpuPanel(r *simulate.Result) *plot.Plot {
	p := newPanel("CPU, %")
	cpu := line(r, func(m simulate.Minute) float64 { return m.CPU }, blue)
	p.Add(grid(), cpu)
	p.Legend.Add("average of the servers in service", cpu)
	named := map[bool]bool{}
	for _, t := range thresholds(r.Settings) {
		shade, name := gray, "removes below"
		if t.adds {
			shade, name = vermillion, "adds above"
		}
		l := dashed(line(r, func(simulate.Minute) float64 { return t.cpu }, shade))
		if p.Add(l); !named[t.adds] {
			p.Legend.Add(name, l)
			named[t.adds] = true
		}
	}
	p.Y.Max = 100
	p.Y.Tick.Marker = plot.ConstantTicks{{Value: 0, Label: "0"}, {Value: 25}, {Value: 50, Label: "50"}, {Value: 75}, {Value: 100, Label: "100"}}
	return withRoom(p)
}

func newPanel(label string) *plot.Plot {
	p := plot.New()
	sans := func(size float64) font.Font {
		return font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)}
	}
	p.Title.TextStyle.Font = sans(13)
	p.Title.Padding = vg.Points(6)
	p.Y.Label.Text = label
	p.Y.Min = 0
	p.Legend.TextStyle.Font = sans(9)
	p.Legend.Top, p.Legend.Left = true, true
	p.Legend.XOffs, p.Legend.Padding = vg.Points(8), vg.Points(2)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font = sans(10)
		axis.Tick.Label.Font = sans(9)
		axis.Padding = 0
		axis.Color, axis.Tick.Color = gray, gray
	}
	return p
}

// withRoom makes room for the legend above all that is drawn.
func withRoom(p *plot.Plot) *plot.Plot {
	p.Y.Max = max(1, p.Y.Max) * 1.4
	return p
}

func grid() *plotter.Grid {
	g := plotter.NewGrid()
	faint := color.NRGBA{A: 30}
	g.Vertical.Color, g.Horizontal.Color = faint, faint
	return g
}

// steps are the corners of a value that holds for a minute.
func steps(r *simulate.Result, value func(simulate.Minute) float64) plotter.XYs {
	var corners plotter.XYs
	before := 0.0
	for i, m := range r.Minutes {
		v := value(m)
		if i > 0 && v == before {
			continue
		}
		if i > 0 {
			corners = append(corners, plotter.XY{X: float64(i), Y: before})
		}
		corners = append(corners, plotter.XY{X: float64(i), Y: v})
		before = v
	}
	return append(corners, plotter.XY{X: float64(len(r.Minutes)), Y: before})
}

func line(r *simulate.Result, value func(simulate.Minute) float64, c color.Color) *plotter.Line {
	l, err := plotter.NewLine(steps(r, value))
	if err != nil {
		panic(err) // there are points, and none is infinite
	}
	l.Color = c
	l.Width = vg.Points(1.2)
	return l
}

func dashed(l *plotter.Line) *plotter.Line {
	l.Width = vg.Points(0.8)
	l.Dashes = []vg.Length{vg.Points(4), vg.Points(3)}
	return l
}

func area(r *simulate.Result, value func(simulate.Minute) float64, c color.Color) *plotter.Polygon {
	corners := steps(r, value)
	corners = append(corners, plotter.XY{X: float64(len(r.Minutes))}, plotter.XY{})
	p, err := plotter.NewPolygon(corners)
	if err != nil {
		panic(err) // there are points, and none is infinite
	}
	p.Color = c
	p.Width = 0
	return p
}

// A threshold is a CPU at which a policy adds or removes servers.
type threshold struct {
	cpu  float64
	adds bool
}

func thresholds(s simulate.Settings) []threshold {
	var all []threshold
	for _, p := range s.Steps {
		if a := p.Alarm; a.Metric == simulate.CPU {
			all = append(all, threshold{a.Threshold, a.Comparison == simulate.GreaterThan || a.Comparison == simulate.GreaterOrEqual})
		}
	}
	for _, p := range s.Targets {
		if p.Metric == simulate.CPU {
			all = append(all, threshold{p.Target, true})
			if !p.DisableScaleIn {
				all = append(all, threshold{p.Target * float64(p.ScaleInPercent) / 100, false})
			}
		}
	}
	return all
}
