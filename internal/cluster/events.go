package cluster

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"

	"counterpoint/internal/news"
)

// vector is an article in the space of the stream's shared terms, of length 1.
type vector []mark

// mark is a term in an article: its weight and where it stands.
type mark struct {
	term  int32
	w     float32
	where uint32
	kind  kind
	often bool // in the stream: the name of the town, or of the event of the day
}

// window is the articles as the package compares them, in canonical order.
type window struct {
	articles []news.Article
	sides    []side
	terms    int // that two articles or more have
	from     ancestry
	cfg      config
}

func newWindow(given []news.Article, cfg config) *window {
	s := &window{articles: canonical(given), cfg: cfg}
	docs := readAll(s.articles, cfg)
	s.from = trace(len(docs), kin(docs))
	count, id := terms(docs)
	s.terms = len(id)
	s.sides = make([]side, len(docs))
	for i := range docs {
		s.sides[i] = side{reading: &docs[i], published: s.articles[i].Published}
		s.sides[i].place(count, id, float64(len(docs)), cfg)
	}
	return s
}

// What more articles have, and more than this share of a stream, stands often in
// it.
const (
	oftenLeast = 8
	oftenShare = 1.0 / 12
)

// terms counts the articles with each term, and numbers those that two have.
func terms(docs []reading) (count, id map[uint64]int32) {
	count = map[uint64]int32{}
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
	id = make(map[uint64]int32, len(shared))
	for i, k := range shared {
		id[k] = int32(i)
	}
	return count, id
}

// place weighs the terms of an article by their rarity among n. Terms that only
// one article has lengthen its vector and are left out of it.
func (d *side) place(count, id map[uint64]int32, n float64, cfg config) {
	var norm, lead float64
	v := make(vector, 0, len(d.terms))
	for _, t := range d.terms {
		x := float64(t.tf) * math.Pow(max(0.1, rarity(float64(t.share), float64(count[t.key]), n, cfg.prior+cfg.share*n)), cfg.power)
		norm += x * x
		if t.where&inLead != 0 {
			lead += x * x
		}
		if term, ok := id[t.key]; ok {
			v = append(v, mark{term, float32(x), t.where, t.kind, float64(count[t.key]) > max(oftenLeast, n*oftenShare)})
		}
	}
	scale := 1 / math.Sqrt(max(norm, tiny))
	for k := range v {
		v[k].w *= float32(scale)
	}
	d.vector, d.lead = slices.Clip(v), math.Sqrt(lead)*scale
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

// candidates pairs each article with the earlier ones with which it shares rare
// terms.
func (s *window) candidates() []edge {
	postings := make([][]weight, s.terms) // the articles so far that are known by a term
	sum := make([]float32, len(s.sides))
	var out []edge
	var touched []int32
	for i := range s.sides {
		touched = touched[:0]
		for _, w := range heaviest(s.sides[i].vector) {
			posting := postings[w.of]
			for _, o := range posting[max(0, len(posting)-widest):] {
				if sum[o.of] == 0 {
					touched = append(touched, o.of)
				}
				sum[o.of] += w.w * o.w
			}
			postings[w.of] = append(posting, weight{int32(i), w.w})
		}
		for _, j := range best(touched, sum) {
			out = append(out, edge{a: j, b: int32(i)})
		}
		for _, j := range touched {
			sum[j] = 0
		}
	}
	return out
}

// weight is what a term weighs in an article: of the one it tells, the other is
// known.
type weight struct {
	of int32
	w  float32
}

// heaviest returns the terms that an article is known by.
func heaviest(v vector) []weight {
	out := make([]weight, len(v))
	for i, m := range v {
		out[i] = weight{m.term, m.w}
	}
	if len(out) <= keyTerms {
		return out
	}
	slices.SortFunc(out, func(x, y weight) int {
		return cmp.Or(cmp.Compare(y.w, x.w), cmp.Compare(x.of, y.of))
	})
	return out[:keyTerms]
}

// best keeps the likeliest of the articles that share terms with one.
func best(touched []int32, sum []float32) []int32 {
	out := slices.DeleteFunc(slices.Clone(touched), func(j int32) bool { return sum[j] < leastShared })
	if len(out) > mostCandidates {
		slices.SortFunc(out, func(x, y int32) int {
			return cmp.Or(cmp.Compare(sum[y], sum[x]), cmp.Compare(x, y))
		})
		out = out[:mostCandidates]
	}
	return out
}

// weigh sets the similarity of each pair, on all cores.
func (s *window) weigh(edges []edge, g *Gate) {
	workers := min(runtime.GOMAXPROCS(0), 1+len(edges)/1024)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(edges); i += workers {
				e := &edges[i]
				e.s = g.similarity(&s.sides[e.a], &s.sides[e.b], s.cfg)
			}
		})
	}
	wg.Wait()
}

// averages averages the similarities of articles to those of the units that
// they belong to.
func averages(units [][]int32, n int, edges []edge) []edge {
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
