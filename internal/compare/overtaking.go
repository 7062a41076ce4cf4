package compare

import (
	_ "embed" // the weights
	"encoding/json"
	"fmt"
	"sync"

	"counterpoint/internal/boosted"
	"counterpoint/internal/claims"
)

// What a sentence's own words give away of what becomes of it.
const (
	leftOpen = iota // it tells a state that a later report may have ended
	closing         // it ends one
)

// Overtaking weighs what later reports have overtaken. That a state will not
// last shows in how it is told, before anything that ended it is known: nobody
// has been found so far, the road is to stay shut, the company has not replied.
// So the words come first, then what may have ended the state, then the two with
// whatever else is about as likely.
type Overtaking struct {
	Lexis Lexis          `json:"lexis"` // of words: leftOpen, closing
	Pairs boosted.Forest `json:"pairs"` // whether the later of two claims has overtaken the earlier
	Lines boosted.Forest `json:"lines"` // whether what is told as an update is one
	Floor int            `json:"floor"` // the score of a line from which it is told
	Least int            `json:"least"` // and of the pair that it begins with

	pairs *grove
	lines *grove
}

//go:embed overtaking.json
var overtakingData []byte

var loadOvertaking = sync.OnceValue(func() *Overtaking {
	o := &Overtaking{}
	if err := json.Unmarshal(overtakingData, o); err != nil {
		panic(fmt.Sprintf("compare: overtaking.json: %v", err))
	}
	o.Prepare()
	return o
})

// Prepare readies weights that are set.
func (o *Overtaking) Prepare() {
	o.pairs, o.lines = plant([outputs]boosted.Forest{o.Pairs}), plant([outputs]boosted.Forest{o.Lines})
}

func scored(g *grove, f *boosted.Forest, v []int) int {
	if g != nil {
		return g.scores(v)[0]
	}
	return f.Score(v)
}

// Passing is an earlier claim and a later one that may have overtaken it.
type Passing struct {
	A, B  int // indices into Reading.Claims
	f     []int
	score int
}

// Features returns what the forest of pairs weighs.
func (p Passing) Features() []int { return p.f }

// Passings returns what may have overtaken what in a story, in a fixed order,
// unweighed.
func (o *Overtaking) Passings(r claims.Reading) []Passing {
	return newOpenings(newIndex(r), o.Lexis.read(r)).passings()
}
