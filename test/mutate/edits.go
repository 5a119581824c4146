package main

import (
	"slices"
	"strings"
)

// edits are changes to a source. What is put before something is put outside of what is put there later; what is put behind
// it, too.
type edits struct {
	source  string
	pieces  []piece
	nesting int
}

type piece struct {
	at, end int // what is replaced
	text    string
	// The order of those at the same place.
	rank int
}

// wrap puts texts before and behind a part of the source.
func (e *edits) wrap(from, to int, before, behind string) {
	e.nesting++
	e.pieces = append(e.pieces, piece{from, from, before, e.nesting}, piece{to, to, behind, -e.nesting})
}

// replace puts a text in the place of a part of the source.
func (e *edits) replace(from, to int, text string) {
	e.nesting++
	e.pieces = append(e.pieces, piece{from, to, text, e.nesting})
}

// apply returns the changed source.
func (e *edits) apply() string {
	slices.SortStableFunc(e.pieces, func(a, b piece) int {
		if a.at != b.at {
			return a.at - b.at
		}
		return a.rank - b.rank
	})
	var out strings.Builder
	done := 0
	for _, p := range e.pieces {
		out.WriteString(e.source[done:p.at])
		out.WriteString(p.text)
		done = p.end
	}
	out.WriteString(e.source[done:])
	return out.String()
}
