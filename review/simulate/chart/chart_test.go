package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/evenkeel-cdk/evenkeel/review/simulate"
	"github.com/evenkeel-cdk/evenkeel/review/simulate/chart"
)

var midnight = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func result(t *testing.T, s simulate.Settings, start time.Time, perMinute ...float64) *simulate.Result {
	t.Helper()
	r, err := simulate.Run(s, simulate.Load{Start: start, PerMinute: perMinute, PerServer: 100})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// picture draws a result and returns the SVG and its texts.
func picture(t *testing.T, title string, r *simulate.Result) (svg string, texts []string) {
	t.Helper()
	var b bytes.Buffer
	if err := chart.Draw(&b, title, r); err != nil {
		t.Fatal(err)
	}
	svg = b.String()
	for decoder, inText := xml.NewDecoder(&b), false; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return svg, texts
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		switch x := token.(type) {
		case xml.StartElement:
			inText = x.Name.Local == "text"
		case xml.EndElement:
			inText = false
		case xml.CharData:
			if inText {
				texts = append(texts, string(x))
			}
		}
	}
}

func TestDraw(t *testing.T) {
	overload := append(slices.Repeat([]float64{100}, 30), slices.Repeat([]float64{380}, 30)...)
	r := result(t, simulate.Default(), midnight, overload...)
	svg, texts := picture(t, "prod <1>", r)
	for _, want := range []string{
		"prod <1>", "requests per second", "servers", "CPU, %", "load", "what the servers in service carry", "lost",
		"in service", "starting", "minimum, maximum", "average of the servers in service", "adds above", "removes below", "00:00", "00:30", "01:00",
	} {
		if !slices.Contains(texts, want) {
			t.Errorf("the picture does not say %q, but %q", want, texts)
		}
	}
	for color, what := range map[string]string{"#D55E00": "what is lost", "#E69F00": "servers that start", "#ABD1E8": "servers in service", "#DEE2E6": "capacity", "#0072B2": "the load"} {
		if !strings.Contains(svg, color) {
			t.Errorf("the picture does not show %s", what)
		}
	}
	if fonts := regexp.MustCompile(`font-family:([^;]*);`).FindAllStringSubmatch(svg, -1); len(fonts) == 0 ||
		slices.ContainsFunc(fonts, func(m []string) bool { return m[1] != "Liberation Sans,Arial,Helvetica,sans-serif" }) {
		t.Errorf("fonts are %v", fonts)
	}
	again, _ := picture(t, "prod <1>", result(t, simulate.Default(), midnight, overload...))
	if svg != again {
		t.Error("two pictures of the same are not the same")
	}
}

// TestDrawTargets names each kind of threshold once, and none for a policy that never removes.
func TestDrawTargets(t *testing.T) {
	s := simulate.Default()
	s.Targets = []simulate.TargetPolicy{{Name: "cpu", Target: 60}, {Name: "requests", Metric: simulate.RequestsPerTarget, Target: 10}}
	count := func(texts []string, text string) int {
		return len(slices.DeleteFunc(slices.Clone(texts), func(x string) bool { return x != text }))
	}
	svg, texts := picture(t, "", result(t, s, midnight, 100))
	if count(texts, "adds above") != 1 || count(texts, "removes below") != 1 {
		t.Errorf("texts are %q", texts)
	}
	dashed := strings.Count(svg, "stroke-dasharray:")
	s.Steps, s.Targets[0].DisableScaleIn = nil, true
	svg, texts = picture(t, "", result(t, s, midnight, 100))
	if count(texts, "removes below") != 0 || strings.Count(svg, "stroke-dasharray:") != dashed-4 { // 70, 30 with its key, and 54
		t.Errorf("texts are %q with %d of %d dashed lines", texts, strings.Count(svg, "stroke-dasharray:"), dashed)
	}
}

// TestDrawAnything has what could make a picture fail: a single minute, no servers, no load, a month.
func TestDrawAnything(t *testing.T) {
	picture(t, "", result(t, simulate.Settings{}, midnight, 0))
	picture(t, "", result(t, simulate.Settings{Max: 500, Initial: 500}, midnight, 1e9))
	picture(t, "", result(t, simulate.Default(), midnight, slices.Repeat([]float64{100, 300}, 31*720)...))
}

func TestTimes(t *testing.T) {
	clock := regexp.MustCompile(`^(\d\d:\d\d|[A-Z][a-z]{2} \d+)$`)
	for name, test := range map[string]struct {
		start   time.Time
		minutes int
		want    string
	}{
		"a few minutes":     {midnight, 5, "00:00 00:01 00:02 00:03 00:04 00:05"},
		"an hour, from odd": {midnight.Add(7*time.Hour + 3*time.Minute), 60, "07:05 07:10 07:15 07:20 07:25 07:30 07:35 07:40 07:45 07:50 07:55 08:00"},
		"a day":             {midnight, 1440, "00:00 02:00 04:00 06:00 08:00 10:00 12:00 14:00 16:00 18:00 20:00 22:00 00:00"},
		"in Tokyo":          {midnight.In(time.FixedZone("", 9*3600)), 240, "09:00 09:30 10:00 10:30 11:00 11:30 12:00 12:30 13:00"},
		"two days":          {midnight, 2880, "Jan 1 06:00 12:00 18:00 Jan 2 06:00 12:00 18:00 Jan 3"},
		"a week":            {midnight, 7 * 1440, "Jan 1 Jan 2 Jan 3 Jan 4 Jan 5 Jan 6 Jan 7 Jan 8"},
		"a month":           {midnight, 31 * 1440, "Jan 1 Jan 4 Jan 7 Jan 10 Jan 13 Jan 16 Jan 19 Jan 22 Jan 25 Jan 28 Jan 31"},
	} {
		t.Run(name, func(t *testing.T) {
			_, texts := picture(t, "", result(t, simulate.Default(), test.start, slices.Repeat([]float64{100}, test.minutes)...))
			times := slices.DeleteFunc(texts, func(text string) bool { return !clock.MatchString(text) })
			if got := strings.Join(times[:len(times)/3], " "); got != test.want {
				t.Errorf("labels are %s, want %s", got, test.want)
			}
		})
	}
}

// TestServersAreWhole labels no half a server.
func TestServersAreWhole(t *testing.T) {
	for most, want := range map[int]string{1: "0 1", 4: "0 1 2 3 4 5", 20: "0 5 10 15 20 25", 900: "0 200 400 600 800 1000 1200"} {
		s := simulate.Default()
		s.Min, s.Max, s.Initial = 1, most, 1
		s.Steps = nil
		_, texts := picture(t, "", result(t, s, midnight, 0.5))
		first := slices.Index(texts, "servers")
		last := first + slices.IndexFunc(texts[first:], func(text string) bool { return text == "in service" })
		numbers := slices.DeleteFunc(texts[first:last], func(text string) bool { return !regexp.MustCompile(`^\d+$`).MatchString(text) })
		if got := strings.Join(numbers, " "); got != want {
			t.Errorf("up to %d: %s, want %s", most, got, want)
		}
	}
}
