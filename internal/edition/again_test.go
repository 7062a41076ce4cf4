package edition_test

import (
	"slices"
	"testing"

	"counterpoint/internal/news"
)

// A story that is told again does not lead with what its reader was told, and
// agrees on nothing that it says has been overtaken.
func TestAStoryToldAgainLeadsWithNews(t *testing.T) {
	one, _, _, second := bothDays(t)
	told := map[string]bool{}
	for _, a := range one {
		told[a.ID] = true
	}
	again := 0
	for _, b := range second.Stories {
		if b.Since == nil {
			continue
		}
		again++
		if len(b.Summary) == 0 {
			t.Errorf("%q has no summary", b.Headline)
		}
		for _, s := range b.Summary {
			if !slices.ContainsFunc(s.Support, func(e news.Evidence) bool { return !told[e.Article] }) {
				t.Errorf("%q leads with what was told: %q", b.Headline, s.Text)
			}
		}
		for _, u := range b.Since.Changed {
			for _, s := range slices.Concat(b.Agreed, b.Summary) {
				if slices.ContainsFunc(s.Support, func(e news.Evidence) bool { return slices.Contains(u.Earlier.Evidence, e) }) {
					t.Errorf("%q states what has been overtaken: %q", b.Headline, s.Text)
				}
			}
		}
	}
	if again < 5 {
		t.Errorf("%d stories are told again, want the six of the sample that go on with news", again)
	}
}
