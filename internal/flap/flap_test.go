package flap

import "testing"

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		scaling Scaling
		want    *Flap
	}{
		"thresholds far apart":           {Scaling{OutAbove: 70, InBelow: 30, InBy: 1, Min: 2, Max: 4}, nil},
		"as close as can be":             {Scaling{OutAbove: 70, InBelow: 46, InBy: 1, Min: 2, Max: 4}, nil},
		"one percent closer":             {Scaling{OutAbove: 70, InBelow: 47, InBy: 1, Min: 2, Max: 4}, &Flap{From: 3, To: 2, After: 70, Most: 46}},
		"thresholds that nearly meet":    {Scaling{OutAbove: 70, InBelow: 65, InBy: 1, Min: 2, Max: 4}, &Flap{From: 3, To: 2, After: 97, Most: 46}},
		"exactly the upper threshold":    {Scaling{OutAbove: 60, InBelow: 40, InBy: 1, Min: 2, Max: 4}, nil},
		"a larger group bears more":      {Scaling{OutAbove: 70, InBelow: 63, InBy: 1, Min: 9, Max: 20}, nil},
		"two at once":                    {Scaling{OutAbove: 70, InBelow: 40, InBy: 2, Min: 2, Max: 8}, &Flap{From: 4, To: 2, After: 80, Most: 35}},
		"two at once, with room for one": {Scaling{OutAbove: 70, InBelow: 40, InBy: 2, Min: 2, Max: 3}, nil},
		"more than there are":            {Scaling{OutAbove: 70, InBelow: 40, InBy: 10, Min: 2, Max: 4}, &Flap{From: 4, To: 2, After: 80, Most: 35}},
		"a group of fixed size":          {Scaling{OutAbove: 70, InBelow: 69, InBy: 1, Min: 2, Max: 2}, nil},
		"down to one":                    {Scaling{OutAbove: 70, InBelow: 40, InBy: 1, Min: 1, Max: 4}, &Flap{From: 2, To: 1, After: 80, Most: 35}},
		"a tenth of few is one":          {Scaling{OutAbove: 70, InBelow: 46, InBy: 10, Percent: true, Min: 2, Max: 8}, nil},
		"half at once":                   {Scaling{OutAbove: 70, InBelow: 40, InBy: 50, Percent: true, Min: 2, Max: 4}, &Flap{From: 4, To: 2, After: 80, Most: 35}},
		"rounded towards none":           {Scaling{OutAbove: 70, InBelow: 40, InBy: 40, Percent: true, Min: 2, Max: 4}, nil},
		"a larger group loses more":      {Scaling{OutAbove: 70, InBelow: 45, InBy: 40, Percent: true, Min: 2, Max: 5}, &Flap{From: 5, To: 3, After: 75, Most: 42}},
		"no fewer than two":              {Scaling{OutAbove: 70, InBelow: 40, InBy: 10, Percent: true, AtLeast: 2, Min: 2, Max: 8}, &Flap{From: 4, To: 2, After: 80, Most: 35}},
		"all of them, and yet some stay": {Scaling{OutAbove: 70, InBelow: 40, InBy: 100, Percent: true, Min: 2, Max: 4}, &Flap{From: 4, To: 2, After: 80, Most: 35}},
		"down to none":                   {Scaling{OutAbove: 70, InBelow: 30, InBy: 1, Min: 0, Max: 1}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := Check(tt.scaling)
			if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
				t.Errorf("the flap is %+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestCheckTellsTheMostThatDoesNotFlap goes through every small group, size by size.
func TestCheckTellsTheMostThatDoesNotFlap(t *testing.T) {
	const outAbove = 70
	for low := 1; low <= 4; low++ {
		for high := low; high <= 9; high++ {
			for by := 1; by <= 4; by++ {
				for inBelow := 1; inBelow < outAbove; inBelow++ {
					s := Scaling{OutAbove: outAbove, InBelow: inBelow, InBy: by, Min: low, Max: high}
					found := Check(s)
					if (found != nil) != flapsAnywhere(s) {
						t.Fatalf("%+v: the flap is %+v", s, found)
					}
					if found == nil {
						continue
					}
					s.InBelow = found.Most
					if flapsAnywhere(s) {
						t.Fatalf("%+v flaps, though %d is said not to", s, found.Most)
					}
					s.InBelow++
					if !flapsAnywhere(s) {
						t.Fatalf("%+v does not flap, though %d is said to be the most", s, found.Most)
					}
				}
			}
		}
	}
}

// flapsAnywhere reports whether a group of any size is scaled out again after it was scaled in.
func flapsAnywhere(s Scaling) bool {
	for from := s.Min + 1; from <= s.Max; from++ {
		to := max(from-s.InBy, s.Min)
		if float64(s.InBelow*from)/float64(to) > float64(s.OutAbove) {
			return true
		}
	}
	return false
}
