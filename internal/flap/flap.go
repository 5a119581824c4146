// Package flap does the arithmetic that tells whether a pair of step scaling thresholds makes a group flap: remove an
// instance because the load is low, find that the rest are overloaded, add it again.
package flap

// A Scaling is what decides whether a group flaps.
type Scaling struct {
	OutAbove int // percent
	InBelow  int // percent
	InBy     int // instances that one scale-in removes
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
// carries n/(n-InBy) times the load; that must not be above the upper threshold. The fewer instances the worse, so the
// smallest group that a scale-in can start from decides. A scale-in stops at the minimum, so it may remove less.
func Check(s Scaling) *Flap {
	var worst *Flap
	for from := s.Min + 1; from <= min(s.Min+s.InBy, s.Max); from++ {
		to := max(from-s.InBy, s.Min)
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
