// Package flap does the arithmetic that tells whether a pair of step scaling thresholds makes a group flap: remove an
// instance because the load is low, find that the rest are overloaded, add it again.
package flap

// A Scaling is what decides whether a group flaps.
type Scaling struct {
	OutAbove int // percent
	InBelow  int // percent
	InBy     int // instances that one scale-in removes, or percent of them
	Percent  bool
	AtLeast  int // the least that a scale-in in percent removes; 0 is 1
	Min      int // the least that the group scales in to
	Max      int // the most that the group scales out to
}

// A Flap is the first scale-in that would be undone at once.
type Flap struct {
	From, To int // instances before and after
	After    int // percent on each of the rest, rounded down
	// Most is the highest scale-in threshold, in whole percent, that does not flap.
	Most int
}

// Check returns how the group flaps, or nil. After removing InBy of n instances at the lower threshold, each of the rest
// carries n/(n-InBy) times the load; that must not be above the upper threshold. The fewer instances the worse, unless a
// percentage removes more of a larger group, so every size is looked at. A scale-in stops at the minimum, so it may remove
// less. Where there are several steps, each is checked by itself against the lowest threshold that adds instances.
func Check(s Scaling) *Flap {
	var worst *Flap
	for from := s.Min + 1; from <= s.Max; from++ {
		to := max(from-s.removes(from), s.Min)
		if s.InBelow*from <= s.OutAbove*to {
			continue
		}
		if to == 0 {
			continue // a group without instances has no load to measure
		}
		f := &Flap{From: from, To: to, After: s.InBelow * from / to, Most: s.OutAbove * to / from}
		if worst == nil || f.Most < worst.Most {
			worst = f
		}
	}
	return worst
}

// removes is how many of n instances a scale-in removes. Source: Amazon EC2 Auto Scaling User Guide, "Step and simple
// scaling policies for Amazon EC2 Auto Scaling": percentages are rounded towards zero, but not to it.
func (s Scaling) removes(n int) int {
	if !s.Percent {
		return s.InBy
	}
	return max(n*s.InBy/100, s.AtLeast, 1)
}
