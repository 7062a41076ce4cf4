package edition_test

import (
	"strings"
	"testing"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
)

// What a reader does not want is left out with a reason, and nothing else.
func TestWhatAReaderDoesNotWant(t *testing.T) {
	articles := read(t, ferry(t))
	tests := []struct {
		name    string
		opts    edition.Options
		stories int
		muted   int
		reason  string // of the first article that is left out
	}{
		{"nothing chosen", edition.Options{}, 2, 0, ""},
		{"two voices at least", edition.Options{MinOrigins: 2}, 1, 0, "fewer than 2 independent sources"},
		{"a word of the headline", edition.Options{Mute: news.Mute{Words: []string{"FERRY"}}}, 1, 4, "about a muted word"},
		{"a phrase", edition.Options{Mute: news.Mute{Words: []string{"no such ferry"}}}, 2, 0, ""},
		{"part of a word", edition.Options{Mute: news.Mute{Words: []string{"ferr"}}}, 2, 0, ""},
		{"an empty word", edition.Options{Mute: news.Mute{Words: []string{" ", "."}}}, 2, 0, ""},
		{"a word, but enough voices", edition.Options{Mute: news.Mute{Words: []string{"ferry"}, Breakout: 4}}, 2, 0, ""},
		{"a word, and too few voices", edition.Options{Mute: news.Mute{Words: []string{"ferry"}, Breakout: 5}}, 1, 4, "about a muted word"},
		{"a story by its ID, whatever breaks out", edition.Options{Mute: news.Mute{Stories: []string{edition.Build(articles, nil, edition.Options{}).Stories[0].ID}, Breakout: 2}}, 1, 4, "its story is muted"},
		{"a host that alone tells a story", edition.Options{Mute: news.Mute{Hosts: []string{"goat.example"}}}, 1, 1, "from a muted source"},
		{"a host among others", edition.Options{Mute: news.Mute{Hosts: []string{"WWW.A1.example"}}}, 2, 1, "from a muted source"},
		{"a host in whose name another ends", edition.Options{Mute: news.Mute{Hosts: []string{"oat.example"}}}, 2, 0, ""},
		{"a domain", edition.Options{Mute: news.Mute{Hosts: []string{"example"}}}, 0, 5, "from a muted source"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := edition.Build(articles, nil, tt.opts)
			if len(d.Stories) != tt.stories || d.Coverage.Muted != tt.muted {
				t.Errorf("%d stories and %d muted, want %d and %d", len(d.Stories), d.Coverage.Muted, tt.stories, tt.muted)
			}
			if got := strings.Join(reasons(d), "; "); tt.reason == "" && got != "" || !strings.HasPrefix(got, tt.reason) {
				t.Errorf("left out: %q, want %q", got, tt.reason)
			}
			if where := placed(t, d); len(where) != len(articles) {
				t.Errorf("%d of %d articles have a place", len(where), len(articles))
			}
		})
	}
}

func reasons(d news.Digest) []string {
	var out []string
	for _, l := range d.Coverage.LeftOut {
		out = append(out, l.Reason)
	}
	return out
}

// What is left out for want of voices is not told: it is news when more tell it.
func TestTooFewVoicesAreNotTold(t *testing.T) {
	articles := read(t, ferry(t))
	first := edition.Build(articles[:1], nil, edition.Options{MinOrigins: 2})
	if len(first.Stories) > 0 {
		t.Fatal("one voice is told")
	}
	next := edition.Build(articles, nil, edition.Options{MinOrigins: 2, Told: []edition.Told{edition.Record(first)}})
	if len(next.Stories) != 1 || next.Stories[0].Since != nil {
		t.Errorf("%d stories, want the ferry as a new one", len(next.Stories))
	}
}
