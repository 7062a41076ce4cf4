package compare

import (
	"math/rand/v2"
	"testing"

	"counterpoint/internal/boosted"
)

// The forests planted score as they do tree by tree.
func TestGroveScoresAsItsForests(t *testing.T) {
	g := loadGate()
	rng := rand.New(rand.NewPCG(3, 1))
	for range 2000 {
		var f Features
		for i := range f {
			f[i] = rng.IntN(101) * rng.IntN(2)
		}
		got := g.grove.scores(f[:])
		for i, want := range g.Outputs {
			if got[i] != want.Score(f[:]) {
				t.Fatalf("output %d: %d, want %d", i, got[i], want.Score(f[:]))
			}
		}
	}
}

// Trees need not be of one height.
func TestGroveOfUnevenTrees(t *testing.T) {
	f := boosted.Forest{Bias: 7, Trees: []boosted.Tree{
		{{-1, 3, 0}},
		{{0, 5, 1}, {-1, 10, 0}, {1, 2, 3}, {-1, 20, 0}, {-1, 40, 0}},
	}}
	g := plant([outputs]boosted.Forest{f, {}, f})
	for _, v := range []Features{{}, {6}, {6, 3}, {5, 3}} {
		if got, want := g.scores(v[:]), f.Score(v[:]); got != [outputs]int{want, 0, want} {
			t.Errorf("%v: %d, want %d", v[:2], got, want)
		}
	}
}

// What does not fit is walked as it stands.
func TestGroveRefusesWhatDoesNotFit(t *testing.T) {
	high := boosted.Tree{{0, 1, 1}, {0, 0, 3}, {-1, 1, 0}, {0, 0, 5}, {-1, 1, 0}, {-1, 1, 0}, {0, 0, 7}, {-1, 2, 0}, {-1, 2, 0}}
	for name, f := range map[string]boosted.Forest{"a high tree": {Trees: []boosted.Tree{high}}, "a large number": {Bias: most + 1}} {
		if plant([outputs]boosted.Forest{f}) != nil {
			t.Errorf("%s: planted", name)
		}
	}
}

func BenchmarkGate(b *testing.B) {
	g := loadGate()
	rng := rand.New(rand.NewPCG(3, 1))
	var fs [512]Features // more than a processor learns by heart
	for k := range fs {
		for i := range fs[k] {
			fs[k][i] = rng.IntN(101) * rng.IntN(2)
		}
	}
	for i := 0; b.Loop(); i++ {
		g.scores(&fs[i%len(fs)])
	}
}
