package wording_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

func TestSince(t *testing.T) {
	now := time.Date(2026, 10, 14, 6, 30, 0, 0, time.UTC)
	d := news.Digest{GeneratedAt: &now}
	east := time.FixedZone("", 2*60*60)
	for _, tt := range []struct {
		told string
		zone *time.Location
		want string
	}{
		{"2026-10-14T05:00:00Z", nil, "since 05:00"},
		{"2026-10-13T20:00:00Z", nil, "since yesterday 20:00"},
		{"2026-10-13T23:00:00Z", east, "since 01:00"},
		{"2026-10-11T20:00:00Z", nil, "since Sun 11 Oct 20:00"},
	} {
		at, err := time.Parse(time.RFC3339, tt.told)
		if err != nil {
			t.Fatal(err)
		}
		if got := wording.Since(&news.Since{At: &at}, d, tt.zone); got != tt.want {
			t.Errorf("told at %s: %q, want %q", tt.told, got, tt.want)
		}
	}
	if got := wording.Since(nil, d, nil); got != "since the last digest" {
		t.Errorf("never told: %q", got)
	}
}

func TestNews(t *testing.T) {
	ev := func(id string) []news.Evidence { return []news.Evidence{{Article: id}} }
	got := wording.News(&news.Since{
		New:     []news.Statement{{Text: "A\nnew thing.", By: news.ByEngine, Support: ev("a")}, {Text: " "}},
		Changed: []news.Update{{Question: "How many?", Earlier: news.Said{Text: "Seven.", Evidence: ev("a")}, Later: news.Said{Text: "Eight.", Evidence: ev("b")}}},
		Opened:  []news.Dispute{{Question: "Who?", Positions: []news.Position{{Answer: "she", Evidence: ev("a")}, {Answer: "he", Evidence: ev("b")}}}},
		Settled: []news.Settled{{Question: "When?", Outcome: news.Statement{Text: "At 7.17.", Support: ev("b")}}},
	})
	want := []wording.NewsLine{
		{Label: "new", Text: "A new thing.", By: news.ByEngine, Evidence: ev("a")},
		{Label: "changed", Text: "Eight.", Aside: "earlier: Seven.", Evidence: append(ev("b"), ev("a")...)},
		{Label: "newly disputed", Text: "Who?", Aside: "she · he", Evidence: append(ev("a"), ev("b")...)},
		{Label: "settled", Text: "At 7.17.", Aside: "was disputed: When?", Evidence: ev("b")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnchanged(t *testing.T) {
	d := news.Digest{Unchanged: []news.Unchanged{{Headline: "One"}, {Headline: " "}, {Headline: "Two and more"}, {Headline: "Three"}}}
	if got, want := wording.Unchanged(d, 2, 8), "Unchanged: One · Two and… · and 1 more story"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := wording.Unchanged(news.Digest{}, 2, 8); got != "" {
		t.Errorf("nothing: %q", got)
	}
}
