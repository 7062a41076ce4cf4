package cluster

import (
	_ "embed" // the weights
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"

	"counterpoint/internal/boosted"
	"counterpoint/internal/news"
)

// Gate weighs pairs of articles: how likely it is that they tell one event.
type Gate struct {
	Features []string `json:"features"` // names, to see that code and data belong together
	boosted.Forest
}

// Score is of a pair: thousandths of log odds.
func (g *Gate) Score(f *Features) int {
	var v [features]int
	for i, x := range f {
		v[i] = int(x)
	}
	return g.Forest.Score(v[:])
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
