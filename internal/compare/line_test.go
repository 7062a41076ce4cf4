package compare

import (
	"slices"
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// threeVoices tell one event; the third, a day later, of its end.
func threeVoices() news.Story {
	at := time.Date(2026, 5, 21, 8, 0, 0, 0, time.UTC)
	s := news.Story{}
	for i, body := range []string{
		"The lake ferry Marigold ran aground off Tarn Point on Thursday with sixty passengers aboard. One passenger is still missing, the coastguard said.",
		"With sixty passengers aboard the ferry Marigold ran aground off Tarn Point on Thursday. Divers are searching the lake for a missing passenger.",
		"The missing passenger of the ferry Marigold has been found safe, the coastguard said. The ferry ran aground off Tarn Point on Thursday.",
	} {
		id := string(rune('a' + i))
		s.Articles = append(s.Articles, news.Article{ID: id, Outlet: id, Body: body, Published: at.Add(time.Duration(12*i) * time.Hour)})
		s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
	}
	return s
}

func TestLinesAreSuggested(t *testing.T) {
	s := threeVoices()
	r := claims.Read(s)
	lines := loadGate().Lines(s, r)
	updates := loadOvertaking().Updates(r)
	if len(lines) == 0 || len(updates) == 0 {
		t.Fatalf("%d agreed lines and %d updates suggested, want some of each", len(lines), len(updates))
	}
	wide := len(lines[0].Features())
	for _, l := range lines {
		origins := map[string]bool{}
		for _, m := range l.Members {
			origins[r.Claims[m].Origin] = true
		}
		if len(origins) < 2 || len(l.Features()) != wide {
			t.Errorf("line %v of %d origins with %d features, want two origins and %d features", l.Members, len(origins), len(l.Features()), wide)
		}
	}
	for _, l := range updates {
		if a, b := r.Claims[l.Members[0]], r.Claims[l.Later[0]]; !a.Published.Before(b.Published) {
			t.Errorf("%q is not earlier than %q", a.Text, b.Text)
		}
		if slices.ContainsFunc(l.Members, func(i int) bool { return slices.Contains(l.Later, i) }) {
			t.Errorf("update %v, %v: a claim on both sides", l.Members, l.Later)
		}
	}
}

// What stands on two sides of a dispute that is told is no agreed line.
func TestOpposedClaimsDoNotAgree(t *testing.T) {
	s := threeVoices()
	r := claims.Read(s)
	x := loadGate().comparer(s, r, new([]Features))
	before := x.agreedLines()
	if len(before) == 0 {
		t.Fatal("no line to take apart")
	}
	a, b := before[0].Members[0], before[0].Members[1]
	x.opposed[key(a, b)] = true
	for _, l := range x.agreedLines() {
		if slices.Contains(l.Members, a) && slices.Contains(l.Members, b) {
			t.Errorf("line %v joins %d and %d, which are opposed", l.Members, a, b)
		}
	}
}

// A paragraph on something else does not move the sentences below it.
func TestPlacesSkipWhatNobodyElseTells(t *testing.T) {
	s := threeVoices()
	place := func(s news.Story) int {
		r := claims.Read(s)
		x := loadGate().comparer(s, r, new([]Features))
		i := slices.IndexFunc(r.Claims, func(c claims.Claim) bool { return c.Evidence.Article == "b" && c.Text[:6] == "Divers" })
		return x.order[i]
	}
	want := place(s)
	s.Articles[1].Body = "Tomatoes want much sun and little wind. Plant them in May, no sooner.\n\n" + s.Articles[1].Body
	if got := place(s); got != want {
		t.Errorf("place %d below a foreign paragraph, %d without it", got, want)
	}
}

func TestStepStaysWithinAForestsThresholds(t *testing.T) {
	for score, want := range map[int]int{-most: 0, -scoreSpan: 0, 0: scoreSpan / scoreStep, scoreSpan: 2 * scoreSpan / scoreStep, most: 2 * scoreSpan / scoreStep} {
		if got := step(score); got != want {
			t.Errorf("step(%d) = %d, want %d", score, got, want)
		}
	}
}

func TestMarksStandOnce(t *testing.T) {
	got := Marks(claims.Claim{Text: "The mayor said the bridge of 1911 and the bridge of 1954 were closed.", Cues: claims.Denial, Quoted: true}, nil)
	want := []string{"the", "mayor", "said", "bridge", "of", "0", "and", "were", "closed", "^cue 1", "^length 2", "^quoted"}
	if !slices.Equal(got, want) {
		t.Errorf("marks %q, want %q", got, want)
	}
}
