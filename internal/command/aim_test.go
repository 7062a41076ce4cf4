package command_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/command"
	"counterpoint/internal/news"
)

// In a conversation with the bot alone, questions are about the only channel,
// or about the one that they begin with; settings are refused.
func TestDirect(t *testing.T) {
	w := newWorld(t)
	wants(t, "no channel", w.typed("D1", "U1", ""), "No channel has a digest yet", "/digest add")
	put := func(id, title string) {
		if err := w.store.PutChannel(t.Context(), news.Channel{ID: id, Title: title, Sources: []news.Source{{URL: "https://gull.example/rss"}}, By: "file"}); err != nil {
			t.Fatal(err)
		}
	}
	put("C1", "Ports & <!here>")
	w.tell()
	wants(t, "the only channel", w.typed("D1", "U1", ""), "1. Ferry")
	put("C2", "World  news")
	const both = "Digests go to #C1 (Ports & <!here>) and #C2 (World news)."
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"", []string{"Begin with the channel", "/digest #C1 why 2", both}},
		{"status", []string{both, "!last digest"}},
		{"now", []string{both}},
		{"#C1", []string{"Digest of", "1. Ferry"}},
		{"#c1 why 1", []string{"Port & Co"}},
		{"<#C1|ports> why 1", []string{"Port & Co"}},
		{"#ports-&amp;-&lt;!here&gt; why 1", []string{"No digest goes to"}}, // no name has such letters
		{"#World-News why 1", []string{"no digest yet"}},
		{"<#C1> sources 1", []string{"Gull"}},
		{"#C1 why", []string{"Write /digest why 2"}},
		{"#C1 list", []string{"follows 1 feed"}},
		{"#C2 why 1", []string{"no digest yet"}},
		{"#C3 why 1", []string{"No digest goes to #C3", both}},
		{"<#C3|other> why 1", []string{"No digest goes to other", both}},
		{"help", []string{"/digest schedule"}},
		{"huh", []string{"I do not know “huh”"}},
		{"pause", []string{"those of a channel"}},
		{"#C1 pause", []string{"those of a channel"}},
	} {
		wants(t, c.typed, w.typed("D1", "U1", c.typed), c.want...)
	}
	if len(w.jobs) > 0 {
		t.Fatalf("queued: %v", w.jobs)
	}
	wants(t, "now, of one", w.typed("D1", "U1", "#C2 now"), "your digest comes in about a minute")
	if len(w.jobs) != 1 || w.jobs[0].Do != command.Show || w.jobs[0].Request.Channel != "C2" || !w.jobs[0].Fetch {
		t.Errorf("queued: %+v", w.jobs)
	}
	if diff := cmp.Diff([]command.Do{command.Show}, w.jobsOf()); diff != "" {
		t.Error(diff)
	}
	wants(t, "in a channel", w.typed("C1", "U1", "#C2 why 1"), "I do not know")
}
