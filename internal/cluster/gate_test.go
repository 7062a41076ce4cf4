package cluster

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
	"counterpoint/internal/text"
)

// Every walk through the gate ends: a node leads on to two later ones.
func TestGateTreesEnd(t *testing.T) {
	g := loadGate()
	if len(g.Trees) == 0 {
		t.Fatal("the gate has no trees")
	}
	for k, tree := range g.Trees {
		for i, n := range tree {
			switch {
			case n[0] < 0:
			case n[0] >= features:
				t.Errorf("tree %d, node %d asks for feature %d of %d", k, i, n[0], features)
			case n[2] <= i || n[2]+1 >= len(tree):
				t.Errorf("tree %d, node %d leads to %d of %d", k, i, n[2], len(tree))
			}
		}
	}
}

// undated takes titles and times off.
func undated(in []news.Article) []news.Article {
	out := make([]news.Article, len(in))
	for i, a := range in {
		a.Title, a.Published = "", time.Time{}
		out[i] = a
	}
	return out
}

func TestFeaturesAreSymmetric(t *testing.T) {
	in := append(stream(ferryA, ferryB, ferryC, ferryOther, warehouseFire, schoolFire, talksOne, talksTwo), generate(40)...)
	for name, in := range map[string][]news.Article{"dated": in, "bare": undated(in)} {
		s := newWindow(in, frozen)
		for i := range s.sides {
			for j := range i {
				f, c := describe(&s.sides[i], &s.sides[j])
				b, d := describe(&s.sides[j], &s.sides[i])
				if f != b || math.Abs(c-d) > 1e-9 {
					t.Fatalf("%s: %d and %d are described as %v %g, the other way round as %v %g", name, i, j, f, c, b, d)
				}
			}
		}
	}
}

// An article beside itself has all of itself.
func TestFeaturesOfOneText(t *testing.T) {
	in := stream(ferryA, ferryA, ferryOther)
	s := newWindow(in, frozen)
	f, _ := describe(&s.sides[0], &s.sides[1])
	other, _ := describe(&s.sides[0], &s.sides[2])
	for _, k := range []int{fCosine, fLeads, fLeadLeast, fNameCosine, fSpreadLeast, fNames, fNamedLeast, fLeadDays, fDays, fRest} {
		if f[k] <= other[k] {
			t.Errorf("%s is %d of one text twice, %d of two", FeatureNames[k], f[k], other[k])
		}
	}
}

// What one sentence recalls of another event does not count where it is left out.
func TestRestLeavesOutARecall(t *testing.T) {
	yacht := ferryOther
	yacht.Body += " Two weeks ago the ferry Corran Star of Corran Lines ran aground on the Hask bank near Selmouth."
	s := newWindow(stream(ferryA, yacht, ferryC), frozen)
	recall, _ := describe(&s.sides[0], &s.sides[1])
	event, _ := describe(&s.sides[0], &s.sides[2])
	left := func(f Features) float64 { return float64(f[fRest]) / float64(f[fCosine]) }
	if left(recall) >= 0.8*left(event) {
		t.Errorf("without one sentence %.2f of a recall is left, %.2f of a report", left(recall), left(event))
	}
	if recall[fRecallMost] == 0 || event[fRecallMost] != 0 {
		t.Errorf("shared sentences on earlier times: %d%% and %d%%", recall[fRecallMost], event[fRecallMost])
	}
}

func TestRecalls(t *testing.T) {
	for s, want := range map[string]bool{
		"It sank three weeks ago.":             true,
		"Last month's fire cost two lives.":    true,
		"The dam broke in November.":           true,
		"The dam broke on November 20.":        false, // its day is what counts
		"He left two days after the fire.":     true,
		"It is the first since May.":           true,
		"Firemen came at last.":                false,
		"The last ship has left.":              false,
		"She had gone in a hurry.":             false,
		"The fire began on 4 November at six.": false,
	} {
		toks := text.Tokens(s)
		if got := recalls(toks, sentencesOf(s, toks)) != 0; got != want {
			t.Errorf("%q recalls: %v, want %v", s, got, want)
		}
	}
}

func TestSentencesOf(t *testing.T) {
	s := "One two. Three! Four\nfive"
	want := []uint32{sentence(0), sentence(0), sentence(1), sentence(2), sentence(3)}
	if d := cmp.Diff(want, sentencesOf(s, text.Tokens(s))); d != "" {
		t.Error(d)
	}
	if sentence(500) != 1<<lastSentence {
		t.Error("what comes far down has no sentence")
	}
}

func TestDaysBetween(t *testing.T) {
	for _, row := range []struct {
		a, b uint16
		want int
	}{
		{day(5, 3), day(5, 3), 0},
		{day(5, 3), day(5, 9), 6},
		{day(5, 9), day(5, 3), -6},
		{day(12, 30), day(1, 2), 3},
		{day(1, 2), day(12, 30), -3},
	} {
		if got := between(row.a, row.b); got != row.want {
			t.Errorf("from %d to %d: %d days, want %d", row.a, row.b, got, row.want)
		}
	}
	if gap, ok := nearest([]uint16{day(1, 2), day(6, 1)}, []uint16{day(6, 5), day(12, 30)}); gap != 3 || !ok {
		t.Errorf("nearest days %d apart (%v), want 3", gap, ok)
	}
	if _, ok := nearest(nil, []uint16{day(6, 5)}); ok {
		t.Error("no day is near to one")
	}
}

func TestAfter(t *testing.T) {
	at := time.Date(2026, 12, 30, 9, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		days []uint16
		want uint8
	}{
		"unknown":     {nil, 1},
		"all later":   {[]uint16{day(12, 31), day(1, 4)}, 2},
		"the day too": {[]uint16{day(12, 30), day(1, 4)}, 0},
		"before":      {[]uint16{day(12, 20)}, 0},
	} {
		if got := after(at, row.days); got != row.want {
			t.Errorf("%s: %d, want %d", name, got, row.want)
		}
	}
}

func TestPairsNameTheArticlesGiven(t *testing.T) {
	in := stream(ferryC, ferryA, ferryB, ferryA)
	in[0].Published = in[3].Published.Add(time.Hour) // the first is read last
	seen := map[[2]int]bool{}
	for _, p := range Pairs(in) {
		seen[[2]int{min(p.A, p.B), max(p.A, p.B)}] = true
	}
	want := map[[2]int]bool{{0, 1}: true, {0, 2}: true, {0, 3}: true, {1, 2}: true, {2, 3}: true} // the second and the fourth are one text
	if d := cmp.Diff(want, seen); d != "" {
		t.Error(d)
	}
}

// The town that nine articles of ten name proves less than the street that two do.
func TestWhatStandsOftenIsNotSeldom(t *testing.T) {
	var in []news.Article
	streets := []string{"Brack", "Brack", "Corven", "Dulse", "Ferrin", "Gorse", "Harn", "Ibbet", "Jarrow", "Kelm"}
	for _, street := range streets {
		in = append(in, report("", "The council met in Orrel on the matter of houses near "+street+" Row, and adjourned."))
	}
	s := newWindow(stream(in...), frozen)
	one, _ := describe(&s.sides[0], &s.sides[1])
	two, _ := describe(&s.sides[2], &s.sides[3])
	if two[fNames] == 0 || two[fSeldomNames] != 0 || two[fSeldom] != 0 {
		t.Errorf("two streets: %d names shared, %d of them seldom, cosine %d of what is seldom", two[fNames], two[fSeldomNames], two[fSeldom])
	}
	if one[fSeldomNames] == 0 || one[fSeldom] == 0 {
		t.Errorf("one street: %d names seldom, cosine %d of what is seldom", one[fSeldomNames], one[fSeldom])
	}
}
