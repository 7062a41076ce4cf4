package check

import (
	"slices"

	"counterpoint/internal/claims"
)

// A line follows a source where so many of a hundred of its words stand there
// in the same order, and few were left out or put in between: so many, and one
// in six.
const (
	inOrder = 66
	between = 3
)

// followed returns the part of a source that a line follows word for word:
// forms from to to of the source.
func followed(l, s *claims.Line) (from, to int, ok bool) {
	first, last, n := subsequence(l, s)
	if n == 0 || 100*n < inOrder*len(l.Forms) {
		return 0, 0, false
	}
	from = max(0, first.there-first.here)
	to = min(len(s.Forms), last.there+len(l.Forms)-last.here)
	d := (to - from) - len(l.Forms)
	room := between + len(l.Forms)/6
	return from, to, -room <= d && d <= room
}

// pair is a word of a line and the same word of a source.
type pair struct{ here, there int }

// subsequence finds the longest common subsequence of words, its first and
// last pair and its length (the textbook table, Wagner and Fischer 1974).
func subsequence(l, s *claims.Line) (first, last pair, n int) {
	a, b := l.Forms, s.Forms
	table := make([]int, (len(a)+1)*(len(b)+1))
	at := func(i, j int) *int { return &table[i*(len(b)+1)+j] }
	for i := range slices.Backward(a) {
		for j := range slices.Backward(b) {
			if a[i].Norm == b[j].Norm {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].Norm == b[j].Norm:
			if n == 0 {
				first = pair{i, j}
			}
			last = pair{i, j}
			n++
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	return first, last, n
}
