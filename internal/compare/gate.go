package compare

import (
	_ "embed" // the weights
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// The gate's outputs.
const (
	agreeing = iota
	conflicting
	updating
	outputs
)

// Gate weighs pairs by boosted decision trees (Friedman 2001, "Greedy function
// approximation"). Trees rather than one weighted sum, because a feature means
// different things in company: a negation beside little overlap is nothing,
// beside much it is a contradiction. Thresholds and leaves are whole numbers,
// so that every machine gives the same scores.
type Gate struct {
	Features []string        `json:"features"` // names, to see that code and data belong together
	Outputs  [outputs]Forest `json:"outputs"`  // agreeing, conflicting, updating
	Floors   Floors          `json:"floors"`

	grove *grove     // Outputs, to be weighed; nil where they do not fit
	rooms *sync.Pool // of *[]Features, the largest part of a comparison's memory
}

// Floors are the scores from which a pair counts, chosen with the weights.
type Floors struct {
	Agree     int `json:"agree"`
	AgreeSure int `json:"agree_sure"` // from here a third claim may join
	Dispute   int `json:"dispute"`
	Differ    int `json:"differ"`
	Update    int `json:"update"`
}

// Forest is a sum of trees. Its score is in thousandths of log odds.
type Forest struct {
	Bias  int    `json:"bias"`
	Trees []Tree `json:"trees"`
}

// Tree is a list of nodes; the first is the root.
type Tree []Node

// Node is [feature, threshold, next]: a value up to the threshold goes on at
// next, a greater one at next+1. A leaf is [-1, score, 0].
type Node [3]int

// Score sums the leaves that a pair falls into.
func (f Forest) Score(v *Features) int {
	sum := f.Bias
	for _, t := range f.Trees {
		n := &t[0]
		for n[0] >= 0 {
			next := n[2]
			if v[n[0]] > n[1] {
				next++
			}
			n = &t[next]
		}
		sum += n[1]
	}
	return sum
}

//go:embed gate.json
var gateData []byte

// loadGate reads the weights once. They are part of the program: weights that
// do not fit the features are a fault of the build.
var loadGate = sync.OnceValue(func() *Gate {
	g := &Gate{rooms: &sync.Pool{New: func() any { return new([]Features) }}}
	if err := json.Unmarshal(gateData, g); err != nil {
		panic(fmt.Sprintf("compare: gate.json: %v", err))
	}
	if !slices.Equal(g.Features, FeatureNames[:]) {
		panic("compare: gate.json was trained on other features; run make train")
	}
	g.grove = plant(g.Outputs)
	return g
})

func (g *Gate) scores(f *Features) (s [outputs]int) {
	if g.grove != nil {
		return g.grove.scores(f)
	}
	for i := range s {
		s[i] = g.Outputs[i].Score(f)
	}
	return s
}
