package cluster

import (
	_ "embed" // the weights
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"

	"counterpoint/internal/news"
)

// Gate weighs pairs of articles: how likely it is that they tell one event, by
// boosted decision trees (Friedman 2001, "Greedy function approximation") whose
// thresholds and leaves are whole numbers.
type Gate struct {
	Features []string `json:"features"` // names, to see that code and data belong together
	Bias     int      `json:"bias"`     // thousandths of log odds, as the leaves
	Trees    []Tree   `json:"trees"`
}

// Tree is a list of nodes; the first is the root.
type Tree []Node

// Node is [feature, threshold, next]: a value up to the threshold goes on at
// next, a greater one at next+1. A leaf is [-1, score, 0].
type Node [3]int

// Score sums the leaves that a pair falls into: thousandths of log odds.
func (g *Gate) Score(f *Features) int {
	sum := g.Bias
	for _, t := range g.Trees {
		n := &t[0]
		for n[0] >= 0 {
			next := n[2]
			if int(f[n[0]]) > n[1] {
				next++
			}
			n = &t[next]
		}
		sum += n[1]
	}
	return sum
}

// similarity is the chance that two articles tell one event, times the root of
// their cosine: the gate knows what parts events, the cosine how near two
// reports are beside the other reports of a stream.
func (g *Gate) similarity(a, b *side, cfg config) float32 {
	f, cosine := describe(a, b)
	chance := 1 / (1 + math.Exp(-float64(g.Score(&f))/1000))
	s := chance * math.Sqrt(max(cosine, 0))
	if otherRank(a.ranks, b.ranks) {
		s *= cfg.rank
	}
	return float32(s)
}

//go:embed gate.json
var gateData []byte

// loadGate reads the weights once. They are part of the program: weights that
// do not fit the features are a fault of the build.
var loadGate = sync.OnceValue(func() *Gate {
	g := &Gate{}
	if err := json.Unmarshal(gateData, g); err != nil {
		panic(fmt.Sprintf("cluster: gate.json: %v", err))
	}
	if !slices.Equal(g.Features, FeatureNames[:]) {
		panic("cluster: gate.json was trained on other features; run make train")
	}
	return g
})

// Stories folds articles into stories by this gate's weights, as Stories does by
// those of the program.
func (g *Gate) Stories(articles []news.Article) []news.Story { return stories(articles, g, frozen) }

// Pair is two articles that are compared, by their places among those given.
type Pair struct {
	A, B     int
	Features Features
}

// Pairs returns the pairs of articles that a gate is asked about: those that
// share enough, and of which neither repeats the other.
func Pairs(given []news.Article) []Pair {
	s := newWindow(given, frozen)
	place := make(map[string]int, len(given))
	for i, a := range given {
		place[a.ID] = i
	}
	var out []Pair
	for _, c := range s.candidates() {
		if s.from.family.root(c.a) == s.from.family.root(c.b) {
			continue
		}
		f, _ := describe(&s.sides[c.a], &s.sides[c.b])
		out = append(out, Pair{place[s.articles[c.a].ID], place[s.articles[c.b].ID], f})
	}
	return out
}
