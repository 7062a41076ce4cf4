package cluster

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// vector is an article in the space of the stream's shared terms, of length 1.
type vector []weight

type weight struct {
	term int32
	w    float32
}

// vectors weighs the terms of each article by their rarity. Terms that only
// one article has lengthen its vector and are left out of it.
func vectors(docs []reading, cfg config) (out []vector, terms int) {
	count := map[uint64]int32{}
	for _, d := range docs {
		for _, t := range d.terms {
			count[t.key]++
		}
	}
	var shared []uint64
	for k, n := range count {
		if n > 1 {
			shared = append(shared, k)
		}
	}
	slices.Sort(shared)
	id := make(map[uint64]int32, len(shared))
	for i, k := range shared {
		id[k] = int32(i)
	}
	n := float64(len(docs))
	out = make([]vector, len(docs))
	for i, d := range docs {
		var norm float64
		v := make(vector, 0, len(d.terms))
		for _, t := range d.terms {
			x := float64(t.tf) * math.Pow(max(0.1, rarity(float64(t.share), float64(count[t.key]), n, cfg.prior+cfg.share*n)), cfg.power)
			norm += x * x
			if term, ok := id[t.key]; ok {
				v = append(v, weight{term, float32(x)})
			}
		}
		scale := float32(1 / math.Sqrt(max(norm, 1e-9)))
		for k := range v {
			v[k].w *= scale
		}
		out[i] = slices.Clip(v)
	}
	return out, len(shared)
}

// cosine is the inner product of two vectors.
func cosine(a, b vector) float64 {
	var sum float64
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			sum += float64(a[i].w) * float64(b[j].w)
			i++
			j++
		}
	}
	return sum
}

const (
	widest = 200 // of the articles with a term, so many nearest in time are candidates: a
	// word that a thousand have would otherwise make half a million pairs
	keyTerms       = 48   // so many of an article's terms find it
	mostCandidates = 300  // an article is compared with so many others
	leastShared    = 0.04 // by those terms; less is taken for nothing
)

// edge is the similarity of two articles, a before b.
type edge struct {
	a, b int32
	s    float32
}

// similar compares each article with the earlier ones with which it shares
// rare terms.
func similar(vs []vector, terms int, docs []reading, when []time.Time, cfg config) []edge {
	postings := make([][]weight, terms) // the articles so far that are known by a term
	sum := make([]float32, len(vs))
	var out []edge
	var touched []int32
	for i := range vs {
		touched = touched[:0]
		for _, w := range heaviest(vs[i]) {
			posting := postings[w.term]
			for _, o := range posting[max(0, len(posting)-widest):] {
				if sum[o.term] == 0 {
					touched = append(touched, o.term)
				}
				sum[o.term] += w.w * o.w
			}
			postings[w.term] = append(posting, weight{int32(i), w.w})
		}
		out = append(out, best(i, touched, sum, vs, docs, when, cfg)...)
		for _, j := range touched {
			sum[j] = 0
		}
	}
	return out
}

// heaviest returns the terms that an article is known by.
func heaviest(v vector) vector {
	if len(v) <= keyTerms {
		return v
	}
	out := slices.Clone(v)
	slices.SortFunc(out, func(x, y weight) int {
		return cmp.Or(cmp.Compare(y.w, x.w), cmp.Compare(x.term, y.term))
	})
	return out[:keyTerms:keyTerms]
}

// best keeps the likeliest candidates of article i and compares them exactly.
func best(i int, touched []int32, sum []float32, vs []vector, docs []reading, when []time.Time, cfg config) []edge {
	touched = slices.DeleteFunc(slices.Clone(touched), func(j int32) bool { return sum[j] < leastShared })
	if len(touched) > mostCandidates {
		slices.SortFunc(touched, func(x, y int32) int {
			return cmp.Or(cmp.Compare(sum[y], sum[x]), cmp.Compare(x, y))
		})
		touched = touched[:mostCandidates]
	}
	out := make([]edge, 0, len(touched))
	for _, j := range touched {
		a, b := j, int32(i)
		s := cosine(vs[a], vs[b]) * near(when[a], when[b], cfg.decay)
		if disjoint(docs[a].days, docs[b].days) {
			s *= cfg.apart
		}
		if otherRank(docs[a].ranks, docs[b].ranks) {
			s *= cfg.rank
		}
		out = append(out, edge{a, b, float32(s)})
	}
	return out
}

// near lessens a similarity by the time between two articles. It falls slowly:
// some stories are told again after months, and then by the same names.
func near(a, b time.Time, decay float64) float64 {
	if a.IsZero() || b.IsZero() {
		return 1
	}
	days := math.Abs(a.Sub(b).Hours()) / 24
	return 1 / (1 + decay*math.Log(1+days))
}

// between averages the similarities of articles to those of the units that
// they belong to.
func between(units [][]int32, n int, edges []edge) []edge {
	of := make([]int32, n)
	for u, members := range units {
		for _, m := range members {
			of[m] = int32(u)
		}
	}
	sums := map[[2]int32]float32{}
	var out []edge
	for _, e := range edges {
		a, b := min(of[e.a], of[e.b]), max(of[e.a], of[e.b])
		if a == b {
			continue
		}
		if _, ok := sums[[2]int32{a, b}]; !ok {
			out = append(out, edge{a: a, b: b})
		}
		sums[[2]int32{a, b}] += e.s
	}
	for i := range out {
		e := &out[i]
		e.s = sums[[2]int32{e.a, e.b}] / float32(len(units[e.a])*len(units[e.b]))
	}
	return out
}
