package check

import (
	"fmt"
	"slices"

	"counterpoint/internal/claims"
	"counterpoint/internal/text"
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
	pairs := subsequence(l, s)
	n := len(pairs)
	if n == 0 || 100*n < inOrder*len(l.Forms) {
		return 0, 0, false
	}
	first, last := pairs[0], pairs[n-1]
	from = max(0, first.there-first.here)
	to = min(len(s.Forms), last.there+len(l.Forms)-last.here)
	d := (to - from) - len(l.Forms)
	room := between + len(l.Forms)/6
	return from, to, -room <= d && d <= room
}

// pair is a word of a line and the same word of a source.
type pair struct{ here, there int }

// subsequence finds the longest common subsequence of words (the textbook
// table, Wagner and Fischer 1974).
func subsequence(l, s *claims.Line) []pair {
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
	var out []pair
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].Norm == b[j].Norm:
			out = append(out, pair{i, j})
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	return out
}

// putOut checks a line against the part of a source that it follows word for
// word: no name, figure or word of time there gave its place to something else.
// What is only left out may be, and a few words may say what many did.
func putOut(l *claims.Line, s source, from, to int) []string {
	more := counted(l.Forms)
	for b, n := range counted(s.Forms[from:to]) {
		more[b] -= n
	}
	own := func(i, room int) bool {
		t := l.Forms[i]
		if more[bare(t)] <= 0 || pronouns[t.Norm] {
			return false
		}
		return t.Upper && i > 0 || t.Digit || timeWords[t.Norm] || l.IDs[i] >= 0 && room < between
	}
	var out []string
	at := pair{-1, -1}
	for _, p := range append(subsequence(l, s.Line), pair{len(l.Forms), len(s.Forms)}) {
		put := false
		for i := at.here + 1; i < p.here; i++ {
			put = put || own(i, (p.there-at.there)-(p.here-at.here))
		}
		for j := at.there + 1; put && j < p.there; j++ {
			if told(s, j, l) {
				out = append(out, fmt.Sprintf("another word for %q", s.Forms[j].Word))
				break
			}
		}
		at = p
	}
	return out
}

// told tells whether a form of a source is one that no other may take the place
// of: a name, a word of time, a figure, a quantity that the line has not.
func told(s source, i int, l *claims.Line) bool {
	t := s.Forms[i]
	for _, n := range s.Numbers {
		if !n.Identifier && n.Start <= t.Start && t.End <= n.End {
			return !slices.ContainsFunc(l.Numbers, func(m claims.Number) bool { return n.Low == m.Low && n.High == m.High })
		}
	}
	return (t.Digit || timeWords[bare(t)] || t.Upper && i > 0) && !retold(s, t, l)
}

// counted tells how often each word stands in a list.
func counted(forms []text.Token) map[string]int {
	out := map[string]int{}
	for _, t := range forms {
		out[bare(t)]++
	}
	return out
}

// pronouns may stand for a name.
var pronouns = setOf(`he she it they his her its their him them this that these those the a an one who which`)
