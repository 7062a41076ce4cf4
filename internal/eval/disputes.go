package eval

import (
	"maps"
	"slices"
	"strings"

	"counterpoint/internal/news"
)

// opposed reports whether a dispute puts two passages on different sides.
func opposed(d news.Dispute, left, right Gold) bool {
	for i, p := range d.Positions {
		if !hit(read(p.Evidence), left) {
			continue
		}
		for j, q := range d.Positions {
			if i != j && hit(read(q.Evidence), right) {
				return true
			}
		}
	}
	return false
}

func opposedAny(d news.Dispute, left, right []Gold) bool {
	for _, a := range left {
		for _, b := range right {
			if opposed(d, a, b) {
				return true
			}
		}
	}
	return false
}

// keepsApart is the number of annotated positions that a told dispute shows,
// where it keeps two of them apart, else 0. Words are free: only the quotations
// are compared.
func keepsApart(d news.Dispute, g Dispute) int {
	shows := make([][]string, len(d.Positions)) // the passages of each told position
	for i, p := range d.Positions {
		for _, e := range read(p.Evidence) {
			shows[i] = append(shows[i], e.Article+"\x00"+words(e.Quote))
		}
		slices.Sort(shows[i])
		shows[i] = slices.Compact(shows[i])
	}
	var at [][]int // for each annotated position that is shown, where
	for _, want := range g.Positions {
		var in []int
		for i, p := range d.Positions {
			if Hits(read(p.Evidence), want.Evidence) {
				in = append(in, i)
			}
		}
		if len(in) > 0 {
			at = append(at, in)
		}
	}
	for i, a := range at {
		for _, b := range at[i+1:] {
			if anyApart(shows, a, b) {
				return len(at)
			}
		}
	}
	return 0
}

// anyApart reports whether one of the told positions a is apart from one of b.
// Two that show the very same passages keep nothing apart, unless it is one
// sentence that states both.
func anyApart(shows [][]string, a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if i != j && (len(shows[i]) == 1 || !slices.Equal(shows[i], shows[j])) {
				return true
			}
		}
	}
	return false
}

// disputes counts the disputes that are found, and those that are rightly told.
func (t *Tally) disputes(c Case, said told) {
	right := map[int][]string{} // told dispute -> the annotated ones that it may be
	for _, g := range c.Disputes {
		best, most := -1, 0
		for i, d := range said.disputed {
			n := keepsApart(d, g)
			if n >= 2 {
				right[i] = append(right[i], g.ID)
			}
			if n >= most {
				best, most = i, n
			}
		}
		found := most >= 2
		t.DisputesR.count(found)
		kind := t.KindsR[g.Kind]
		kind.count(found)
		t.KindsR[g.Kind] = kind
		differs := slices.ContainsFunc(said.differ, func(d news.Dispute) bool { return keepsApart(d, g) >= 2 })
		t.OrDifferR.count(found || differs)
		if found {
			t.PositionsR.add(positions(said.disputed[best], g))
		} else {
			t.note("dispute missed (%s): %s", g.Kind, g.Question)
		}
	}
	t.told(said.disputed, right)
}

// told judges the disputes that are told; the same one told twice is right
// once.
func (t *Tally) told(disputed []news.Dispute, right map[int][]string) {
	once := pairing(right)
	for i, d := range disputed {
		t.DisputesP.count(once[i])
		switch {
		case once[i]:
		case right[i] != nil:
			t.note("dispute told again: %s", d.Question)
		default:
			t.note("false dispute: %s: %s", d.Question, answers(d))
		}
	}
}

// positions is how many of the articles that take an annotated position stand
// in the dispute, on whatever side.
func positions(d news.Dispute, g Dispute) Share {
	type stand struct {
		article  string
		position int
	}
	want, got := map[stand]bool{}, map[stand]bool{}
	for k, p := range g.Positions {
		for _, e := range p.Evidence {
			want[stand{e.Article, k}] = true
			for _, q := range d.Positions {
				if hit(read(q.Evidence), e) {
					got[stand{e.Article, k}] = true
				}
			}
		}
	}
	return Share{len(got), len(want)}
}

// pairing pairs as many keys as possible with an option of their own
// (augmenting paths), and returns the keys that are paired.
func pairing(options map[int][]string) map[int]bool {
	owner := map[string]int{}
	var place func(key int, seen map[string]bool) bool
	place = func(key int, seen map[string]bool) bool {
		for _, o := range options[key] {
			if seen[o] {
				continue
			}
			seen[o] = true
			held, taken := owner[o]
			if !taken || place(held, seen) {
				owner[o] = key
				return true
			}
		}
		return false
	}
	paired := map[int]bool{}
	for _, key := range slices.Sorted(maps.Keys(options)) {
		if place(key, map[string]bool{}) {
			paired[key] = true
		}
	}
	return paired
}

// answers is a dispute's positions with their first quotations.
func answers(d news.Dispute) string {
	var out []string
	for _, p := range d.Positions {
		if len(p.Evidence) > 0 {
			e := p.Evidence[0]
			out = append(out, p.Answer+" ["+e.Article+": "+cut(e.Quote, 90)+"]")
		}
	}
	return strings.Join(out, " / ")
}
