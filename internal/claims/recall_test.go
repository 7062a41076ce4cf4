package claims_test

import (
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// The trap "last year's event recalled as background": what was so then is no
// state of today's event, and what has been so since then is.
func TestRecalls(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"In 2019 four workers were killed in Port Maddern when a quay crane toppled over.", true},
		{"On 3 March 2021 a fire in the same hall hurt nine traders.", true},
		{"The driver was then taken to hospital.", false},
		{"Four workers were killed on Tuesday when the roof of the hall came down.", false},
		{"On Tuesday four workers were killed when the roof of the hall came down.", false},
		{"Four workers are missing in the hall, which was built in 1874.", false},
		{"It was their first meeting since the election on 3 March 2021.", false},
	} {
		at := time.Date(2026, 10, 13, 8, 0, 0, 0, time.UTC)
		s := news.Story{Articles: []news.Article{{ID: "a", Outlet: "a", Body: c.text, Published: at}}, Lineage: []news.Lineage{{Origin: "a"}}}
		if got := claims.Read(s).Claims[0]; got.Recalls() != c.want {
			t.Errorf("%q: %v, want %v", c.text, got.Recalls(), c.want)
		}
	}
}

// A dispute over pay denies nothing; who disputes a report does.
func TestADisputeIsNoDenial(t *testing.T) {
	for text, want := range map[string]bool{
		"Each day of the dispute cost the company two million crowns.": false,
		"The ministry disputes the report on the bridge.":              true,
		"They dispute that the bridge was closed.":                     true,
	} {
		s := news.Story{Articles: []news.Article{{ID: "a", Outlet: "a", Body: text}}, Lineage: []news.Lineage{{Origin: "a"}}}
		if got := claims.Read(s).Claims[0].Cues.Has(claims.Denial); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
