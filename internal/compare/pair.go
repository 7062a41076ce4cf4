package compare

import (
	"math"
	"slices"

	"counterpoint/internal/claims"
)

// Pair is two claims of different articles that may be about one thing. A is
// the earlier one.
type Pair struct {
	A, B int // indices into Reading.Claims
	f    *Features
}

// Features returns what the gate weighs.
func (p Pair) Features() *Features { return p.f }

// Of a claim this many best partners are kept: a sentence is seldom answered
// by more, and big stories stay linear in their sentences.
const maxPartners = 24

// A pair must share words of this much weight (hundredths of a bit), or a
// quantity of one kind.
const minShared = 150

// Candidates returns the pairs of claims that share enough to be compared, in
// a fixed order.
func (g *Gate) Candidates(r claims.Reading) []Pair {
	_, pairs := candidates(r, g.Lexis.read(r), new([]Features))
	return pairs
}

// candidates puts the pairs' features into room, which may hold some of before
// that nobody needs any more.
func candidates(r claims.Reading, lexis []LexisScores, room *[]Features) (*index, []Pair) {
	idx := newIndex(r)
	idx.lexis = lexis
	var out []Pair
	shared := make([]int, len(r.Claims))
	for i := range r.Claims {
		for _, j := range idx.partners(i, shared) {
			a, b := i, j
			if later(r.Claims[a], r.Claims[b]) {
				a, b = b, a
			}
			out = append(out, Pair{A: a, B: b})
		}
	}
	if cap(*room) < len(out) {
		*room = make([]Features, len(out)+len(out)/4)
	}
	features := (*room)[:len(out)]
	for k := range out {
		p := &out[k]
		features[k] = idx.features(p.A, p.B)
		p.f = &features[k]
	}
	idx.rank(out)
	return idx, out
}

// rank tells each pair how many sentences of B's article are closer to A, and
// the other way round: a sentence's counterpart is the closest one.
func (x *index) rank(pairs []Pair) {
	type view struct{ from, article int }
	closeness := map[view][]int{}
	for _, p := range pairs {
		a, b := view{p.A, x.r.Claims[p.B].Article}, view{p.B, x.r.Claims[p.A].Article}
		closeness[a] = append(closeness[a], p.f[Cosine])
		closeness[b] = append(closeness[b], p.f[Cosine])
	}
	closer := func(v view, cosine int) (n int) {
		for _, c := range closeness[v] {
			n += flag(c > cosine)
		}
		return min(n, 9)
	}
	for i := range pairs {
		p := &pairs[i]
		p.f[RankA] = closer(view{p.A, x.r.Claims[p.B].Article}, p.f[Cosine])
		p.f[RankB] = closer(view{p.B, x.r.Claims[p.A].Article}, p.f[Cosine])
		p.f[BestForBoth] = flag(p.f[RankA] == 0 && p.f[RankB] == 0)
	}
}

// later reports whether a was published after b; ties go by article and place.
func later(a, b claims.Claim) bool {
	if !a.Published.Equal(b.Published) {
		return a.Published.After(b.Published)
	}
	if a.Article != b.Article {
		return a.Article > b.Article
	}
	return a.Index > b.Index
}

// index finds the claims that share words.
type index struct {
	r       claims.Reading
	holding [][]int32 // word -> claims
	total   []int     // claim -> weight of its words
	norm    []int     // claim -> sum of squared weights
	words   [][]int   // claim -> its words
	near    [][]int   // claim -> words of the sentences beside it
	lexis   []LexisScores
	denies  [][]denial // claim -> what it denies, where that was asked for
}

func newIndex(r claims.Reading) *index {
	x := &index{r: r, holding: make([][]int32, len(r.Vocabulary)), total: make([]int, len(r.Claims)), norm: make([]int, len(r.Claims)), words: make([][]int, len(r.Claims)), near: make([][]int, len(r.Claims))}
	for i, c := range r.Claims {
		x.words[i] = make([]int, 0, len(c.Words))
		for _, w := range c.Words {
			x.words[i] = append(x.words[i], w.ID)
			x.holding[w.ID] = append(x.holding[w.ID], int32(i))
			x.total[i] += r.Weight[w.ID]
			x.norm[i] += r.Weight[w.ID] * r.Weight[w.ID]
		}
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(r.Claims) && r.Claims[j].Article == c.Article {
				for _, w := range r.Claims[j].Words {
					x.near[i] = append(x.near[i], w.ID)
				}
			}
		}
		slices.Sort(x.near[i])
		x.near[i] = slices.Compact(x.near[i])
	}
	return x
}

// partners returns the later-numbered claims that i is compared with. shared
// is room for the weight that each claim shares with i: zeros, and left so.
func (x *index) partners(i int, shared []int) []int {
	a := &x.r.Claims[i]
	var touched, out []int
	for _, w := range a.Words {
		if len(x.holding[w.ID]) > 200 {
			continue // a word of the whole story parts nothing
		}
		for _, j := range x.holding[w.ID] {
			if int(j) > i {
				if shared[j] == 0 {
					touched = append(touched, int(j))
				}
				shared[j] += x.r.Weight[w.ID]
			}
		}
	}
	for _, j := range touched {
		b := &x.r.Claims[j]
		if a.Article != b.Article && a.Origin != b.Origin && shared[j] >= minShared {
			out = append(out, j)
		}
	}
	slices.SortFunc(out, func(p, q int) int {
		if d := x.closeness(shared[q], q) - x.closeness(shared[p], p); d != 0 {
			return d
		}
		return p - q
	})
	if len(out) > maxPartners {
		out = out[:maxPartners]
	}
	slices.Sort(out)
	for _, j := range touched {
		shared[j] = 0
	}
	return out
}

// closeness prefers partners of which much is shared.
func (x *index) closeness(shared, j int) int {
	return shared * shared / max(1, x.total[j])
}

// cosine of two claims' words, in hundredths.
func (x *index) cosine(shared2, a, b int) int {
	if x.norm[a] == 0 || x.norm[b] == 0 {
		return 0
	}
	return int(100 * float64(shared2) / math.Sqrt(float64(x.norm[a])*float64(x.norm[b])))
}

// overlap is the share of the smaller of two sorted word lists, by weight,
// that stands in the other, in hundredths.
func (x *index) overlap(a, b []int) int {
	shared, wa, wb, j := 0, 0, 0, 0
	for _, id := range a {
		wa += x.r.Weight[id]
		for j < len(b) && b[j] < id {
			j++
		}
		if j < len(b) && b[j] == id {
			shared += x.r.Weight[id]
		}
	}
	for _, id := range b {
		wb += x.r.Weight[id]
	}
	if least := min(wa, wb); least > 0 {
		return 100 * shared / least
	}
	return 0
}
