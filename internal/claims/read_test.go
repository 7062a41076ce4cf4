package claims_test

import (
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// read reads one article that a second one shares words with.
func read(t *testing.T, texts ...string) claims.Reading {
	t.Helper()
	var s news.Story
	for i, body := range texts {
		id := string(rune('a' + i))
		s.Articles = append(s.Articles, news.Article{ID: id, Body: body, Published: time.Date(2026, 5, 21, 12, 0, 0, 0, time.UTC)})
		s.Lineage = append(s.Lineage, news.Lineage{Origin: id})
	}
	return claims.Read(s)
}

func TestHolder(t *testing.T) {
	for text, want := range map[string]string{
		"The dam held all night, mayor Ruth Calder said.":                       "mayor Ruth Calder",
		"Harrow Water, the owner, said the dam had held all night.":             "Harrow Water",
		"According to the county fire brigade the dam held all night.":          "the county fire brigade",
		"“The dam held all night,” said Ruth Calder, who watched it.":           "Ruth Calder",
		"The dam held all night and nobody was hurt in the villages below.":     "",
		"Five people are now said to have seen the dam move during the night.":  "",
		"But there was no sign, he added, that the dam had moved in the night.": "",
	} {
		r := read(t, text)
		if got := r.Claims[0].Holder.Name; got != want {
			t.Errorf("holder of %q = %q, want %q", text, got, want)
		}
	}
}

func TestPronounLeadsBackToTheSpeaker(t *testing.T) {
	r := read(t, "The dam held all night, mayor Ruth Calder said. She said that the valley was safe again.")
	if got := r.Claims[1].Holder.Name; got != "mayor Ruth Calder" {
		t.Errorf("holder of the second sentence = %q, want mayor Ruth Calder", got)
	}
}

func TestCues(t *testing.T) {
	for text, want := range map[string]claims.Cues{
		"The company denied that the valve had failed.":           claims.Denial,
		"No one has been named as a suspect by the police.":       claims.Negation,
		"The cause of the fire is not yet known to the brigade.":  claims.Unknown,
		"Harrow Water did not reply to a request for comment.":    claims.Silence,
		"The bridge will open on Friday if the weather holds.":    claims.Plan,
		"The fire was caused by a fault in the pump of the well.": claims.Cause,
	} {
		if got := read(t, text).Claims[0].Cues; !got.Has(want) {
			t.Errorf("cues of %q lack %b", text, want)
		}
	}
	if read(t, "Not only the bridge but the road was closed by the flood.").Claims[0].Cues.Has(claims.Negation) {
		t.Error("\"not only\" is no negation")
	}
}

func TestTollStandsBesideItsNumber(t *testing.T) {
	r := read(t, "Three people died and twelve were hurt when the roof fell.")
	var got []string
	for _, n := range r.Claims[0].Numbers {
		if n.Toll >= 0 {
			got = append(got, r.Vocabulary[n.Toll])
		}
	}
	if len(got) != 2 || got[0] != "die" || got[1] != "hurt" {
		t.Errorf("tolls = %v, want [die hurt]", got)
	}
}

// A sentence that a copy repeats is one voice's, read once.
func TestCopiedSentenceIsReadOnce(t *testing.T) {
	s := news.Story{
		Articles: []news.Article{{ID: "a", Body: "The dam held all night."}, {ID: "b", Body: "The dam held all night. Farmers came to look at it."}},
		Lineage:  []news.Lineage{{Origin: "o1"}, {Origin: "o1", CopyOf: "a"}},
	}
	if got := len(claims.Read(s).Claims); got != 2 {
		t.Errorf("%d claims, want 2", got)
	}
}

func TestEntriesOfALiveBlogHaveTheirTime(t *testing.T) {
	r := read(t, "9.10 The river is rising at the bridge.\n9.40 The bridge has been closed by police.\n11.05 The river has fallen below the mark.")
	for i, want := range []string{"09:10", "09:40", "11:05"} {
		if got := r.Claims[i].Published.Format("15:04"); got != want {
			t.Errorf("entry %d is of %s, want %s", i, got, want)
		}
	}
}
