package compare

import (
	_ "embed" // the weights
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"counterpoint/internal/boosted"
)

// The gate's outputs.
const (
	agreeing = iota
	conflicting
	updating
	outputs
)

// Gate weighs pairs, lines and rivals by trained forests.
type Gate struct {
	Features []string                `json:"features"` // names, to see that code and data belong together
	Outputs  [outputs]boosted.Forest `json:"outputs"`  // agreeing, conflicting, updating
	Floors   Floors                  `json:"floors"`

	Lexis Lexis `json:"lexis"`

	AlikeFeatures []string       `json:"alike_features"` // names of those of a second look alone
	Alike         boosted.Forest `json:"alike"`          // whether a pair agrees, in its second look

	// Of whole lines: whether an agreed line tells a fact, whether it joins the
	// sides of a dispute.
	Tells boosted.Forest `json:"tells"`
	Joins boosted.Forest `json:"joins"`

	RivalFeatures []string              `json:"rival_features"` // names of those that no pair has
	Rival         [Sorts]boosted.Forest `json:"rival"`          // whether two rivals are sides of one dispute

	Overtaking *Overtaking `json:"-"` // what is told as an update; kept by itself

	grove  *grove        // Outputs, to be weighed; nil where they do not fit
	rivals [Sorts]*grove // Rival, the same
	alike  *grove        // Alike, the same
	rooms  *sync.Pool    // of *[]Features, the largest part of a comparison's memory
}

// Floors are the scores from which a pair counts, chosen with the weights.
type Floors struct {
	Agree     int `json:"agree"`
	AgreeSure int `json:"agree_sure"` // from here a third claim may join
	Dispute   int `json:"dispute"`
	Update    int `json:"update"`

	Suspect       int        `json:"suspect"`        // two statements may answer one another
	SuspectValues int        `json:"suspect_values"` // the statements of two values
	RivalDispute  [Sorts]int `json:"rival_dispute"`  // rivals are sides of a dispute
	RivalDiffer   [Sorts]int `json:"rival_differ"`   // rivals differ

	Suggest int `json:"suggest"` // a claim is told elsewhere too
	Alike   int `json:"alike"`   // a pair may make an agreed line
	Support int `json:"support"` // a further claim may join it
	Tells   int `json:"tells"`   // of an agreed line
	Joins   int `json:"joins"`   // from here it is not told
}

//go:embed gate.json
var gateData []byte

// loadGate reads the weights once. They are part of the program: weights that
// do not fit the features are a fault of the build.
var loadGate = sync.OnceValue(func() *Gate {
	g := &Gate{}
	if err := json.Unmarshal(gateData, g); err != nil {
		panic(fmt.Sprintf("compare: gate.json: %v", err))
	}
	if !slices.Equal(g.Features, FeatureNames[:]) || !slices.Equal(g.RivalFeatures, RivalFeatureNames[:]) || !slices.Equal(g.AlikeFeatures, AlikeFeatureNames[:]) {
		panic("compare: gate.json was trained on other features; run make train")
	}
	g.Overtaking = loadOvertaking()
	g.Prepare()
	return g
})

// Prepare readies a gate whose forests are set. A gate may be used by many
// goroutines at once from then on.
func (g *Gate) Prepare() {
	g.rooms = &sync.Pool{New: func() any { return new([]Features) }}
	g.grove = plant(g.Outputs)
	g.alike = plant([outputs]boosted.Forest{g.Alike})
	for s, f := range g.Rival {
		g.rivals[s] = plant([outputs]boosted.Forest{f})
	}
}

func (g *Gate) scores(f *Features) (s [outputs]int) {
	if g.grove != nil {
		return g.grove.scores(f[:])
	}
	for i := range s {
		s[i] = g.Outputs[i].Score(f[:])
	}
	return s
}

// weighAlike tells how surely a pair agrees, in its second look.
func (g *Gate) weighAlike(row *alikeRow) int {
	if g.alike != nil {
		return g.alike.scores(row[:])[0]
	}
	return g.Alike.Score(row[:])
}

// weigh tells how surely two rivals are sides of one dispute.
func (g *Gate) weigh(v Rival) int {
	if planted := g.rivals[v.Sort]; planted != nil {
		return planted.scores(v.f[:])[0]
	}
	return g.Rival[v.Sort].Score(v.f[:])
}
