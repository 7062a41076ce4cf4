package eval

import (
	"testing"

	"counterpoint/internal/news"
)

var (
	noon   = news.Evidence{Article: "a", Quote: "The dam broke at noon."}
	three  = news.Evidence{Article: "b", Quote: "It was three when water came."}
	both   = news.Evidence{Article: "c", Quote: "Some say noon, others say three."}
	aside  = news.Evidence{Article: "d", Quote: "The dam is made of earth."}
	gNoon  = Gold{"a", "The dam broke at noon."}
	gThree = Gold{"b", "It was three when water came."}
	gBoth  = Gold{"c", "Some say noon, others say three."}
)

func dispute(positions ...[]news.Evidence) news.Dispute {
	var d news.Dispute
	for _, p := range positions {
		d.Positions = append(d.Positions, news.Position{Evidence: p})
	}
	return d
}

func goldDispute(id string, positions ...[]Gold) Dispute {
	d := Dispute{ID: id, Kind: news.Time}
	for _, p := range positions {
		d.Positions = append(d.Positions, struct {
			Answer   string `json:"answer"`
			Evidence []Gold `json:"evidence"`
		}{Evidence: p})
	}
	return d
}

type passages = []news.Evidence

func TestKeepsApart(t *testing.T) {
	gold := goldDispute("d", []Gold{gNoon, gBoth}, []Gold{gThree, gBoth})
	tests := []struct {
		name string
		told news.Dispute
		want int
	}{
		{"the two positions", dispute(passages{noon}, passages{three}), 2},
		{"one position shown twice", dispute(passages{noon}, passages{noon, aside}), 0},
		{"all in one position", dispute(passages{noon, three}, passages{aside}), 0},
		{"the same two sentences on both sides", dispute(passages{noon, three}, passages{three, noon}), 0},
		{"one sentence that states both", dispute(passages{both}, passages{both}), 2},
		{"two sides that share one of their sentences", dispute(passages{noon, three}, passages{three}), 2},
		{"nothing annotated", dispute(passages{aside}, passages{aside}), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := keepsApart(tt.told, gold); got != tt.want {
				t.Errorf("keepsApart = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestOpposed(t *testing.T) {
	tests := []struct {
		name string
		told news.Dispute
		want bool
	}{
		{"on two sides", dispute(passages{noon}, passages{three}), true},
		{"on one side", dispute(passages{noon, three}, passages{aside}), false},
		{"on both sides of each other", dispute(passages{three}, passages{aside}, passages{noon}), true},
		{"one of them missing", dispute(passages{noon}, passages{aside}), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := opposed(tt.told, gNoon, gThree); got != tt.want {
				t.Errorf("opposed = %v, want %v", got, tt.want)
			}
		})
	}
}

// The same dispute told twice is right once, and two annotated disputes that
// one telling covers are both found.
func TestDisputesAreCountedOnce(t *testing.T) {
	c := Case{Disputes: []Dispute{goldDispute("d1", []Gold{gNoon}, []Gold{gThree}), goldDispute("d2", []Gold{gNoon}, []Gold{gThree})}}
	right := dispute(passages{noon}, passages{three})
	tests := []struct {
		name string
		gold int
		told []news.Dispute
		p, r Share
	}{
		{"told twice, annotated once", 1, []news.Dispute{right, right}, Share{1, 2}, Share{1, 1}},
		{"told once, annotated twice", 2, []news.Dispute{right}, Share{1, 1}, Share{2, 2}},
		{"told twice, annotated twice", 2, []news.Dispute{right, right}, Share{2, 2}, Share{2, 2}},
		{"false", 1, []news.Dispute{dispute(passages{noon}, passages{aside})}, Share{0, 1}, Share{0, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tally := Tally{KindsR: map[news.Kind]Share{}}
			tally.disputes(Case{Disputes: c.Disputes[:tt.gold]}, told{disputed: tt.told})
			if tally.DisputesP != tt.p || tally.DisputesR != tt.r {
				t.Errorf("precision %v, recall %v, want %v and %v", tally.DisputesP, tally.DisputesR, tt.p, tt.r)
			}
			if tally.KindsR[news.Time] != tt.r {
				t.Errorf("recall of its kind %v, want %v", tally.KindsR[news.Time], tt.r)
			}
		})
	}
}

// Pairing finds a place for a key whose options are taken by moving the taker.
func TestPairingMovesWhatItPlacedBefore(t *testing.T) {
	got := pairing(map[int][]string{1: {"x", "y"}, 2: {"x"}, 3: {"x", "y"}})
	if len(got) != 2 || !got[1] || !got[2] {
		t.Errorf("pairing = %v, want 1 and 2", got)
	}
}
