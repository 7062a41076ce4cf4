package eval

import (
	"cmp"
	"maps"
	"slices"

	"counterpoint/internal/news"
)

// BCubed is precision and recall of a grouping, summed over articles.
type BCubed struct {
	P, R     float64 // sums
	Articles int
}

// Values are the means over the articles, and their harmonic mean.
func (b BCubed) Values() (p, r, f float64) {
	if b.Articles == 0 {
		return 0, 0, 0
	}
	p, r = b.P/float64(b.Articles), b.R/float64(b.Articles)
	return p, r, f1(p, r)
}

func (b *BCubed) add(o BCubed) {
	b.P += o.P
	b.R += o.R
	b.Articles += o.Articles
}

// grouping maps the ID of an article to its group.
type grouping map[string]string

// goldGroups is the grouping of a case, IDs and events behind a prefix.
func goldGroups(c Case, prefix string) grouping {
	g := grouping{}
	for _, e := range c.Events {
		for _, id := range e.Articles {
			g[prefix+id] = prefix + e.ID
		}
	}
	return g
}

// toldGroups is the grouping that a digest makes of the articles of gold; one
// that is in no story stands alone.
func toldGroups(gold grouping, d news.Digest) grouping {
	g := grouping{}
	for id := range gold {
		g[id] = "alone " + id
	}
	for _, s := range d.Stories {
		for _, a := range s.Articles {
			if _, ok := gold[a.ID]; ok {
				g[a.ID] = "story " + s.ID
			}
		}
	}
	return g
}

// bcubed compares two groupings of the same articles.
func bcubed(gold, got grouping) BCubed {
	type cell struct{ gold, got string }
	inGold, inGot, both := map[string]int{}, map[string]int{}, map[cell]int{}
	for id, g := range gold {
		inGold[g]++
		inGot[got[id]]++
		both[cell{g, got[id]}]++
	}
	b := BCubed{Articles: len(gold)}
	// in an order of its own, since a sum of floats depends on it
	for _, c := range slices.SortedFunc(maps.Keys(both), func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.gold, b.gold), cmp.Compare(a.got, b.got))
	}) {
		n := both[c] // each of the n articles shares its two groups with the n
		b.P += float64(n*n) / float64(inGot[c.got])
		b.R += float64(n*n) / float64(inGold[c.gold])
	}
	return b
}

// pairwise is precision and recall of the pairs of articles that are together.
func pairwise(gold, got grouping) (p, r Share) {
	type cell struct{ gold, got string }
	inGold, inGot, both := map[string]int{}, map[string]int{}, map[cell]int{}
	for id, g := range gold {
		inGold[g]++
		inGot[got[id]]++
		both[cell{g, got[id]}]++
	}
	right := pairs(both)
	return Share{right, pairs(inGot)}, Share{right, pairs(inGold)}
}

func pairs[K comparable](sizes map[K]int) int {
	n := 0
	for _, size := range sizes {
		n += size * (size - 1) / 2
	}
	return n
}
