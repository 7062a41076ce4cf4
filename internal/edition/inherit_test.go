package edition

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/news"
)

// Law 8: whose ID a story has. A story is its articles; "s-" and its first
// article is its own ID.
func TestInherit(t *testing.T) {
	story := func(articles string) news.Story {
		s := news.Story{ID: "s-" + articles[:1]}
		for id := range strings.SplitSeq(articles, " ") {
			s.Articles = append(s.Articles, news.Article{ID: id})
		}
		return s
	}
	told := func(rows ...string) Told {
		var t Told
		for _, row := range rows {
			id, articles, _ := strings.Cut(row, ": ")
			b := news.Brief{ID: id}
			for a := range strings.SplitSeq(articles, " ") {
				b.Articles = append(b.Articles, news.BriefArticle{ID: a})
			}
			t.Stories = append(t.Stories, b)
		}
		return t
	}
	for name, tt := range map[string]struct {
		told  []Told
		today []string
		want  []string // empty: an ID that nobody had
	}{
		"nothing told":                {nil, []string{"a b", "c"}, []string{"s-a", "s-c"}},
		"goes on":                     {[]Told{told("s-a: a b")}, []string{"b c"}, []string{"s-a"}},
		"told twice":                  {[]Told{told("s-a: a b"), told("s-a: b c")}, []string{"c d"}, []string{"s-a"}},
		"merged: the older":           {[]Told{told("s-b: b"), told("s-a: a")}, []string{"a b"}, []string{"s-b"}},
		"split: the larger part":      {[]Told{told("s-a: a b c")}, []string{"a d", "b c"}, []string{"", "s-a"}},
		"split: another part's first": {[]Told{told("s-a: a b c")}, []string{"a b", "c d"}, []string{"s-a", "s-c"}},
		"all of it is gone":           {[]Told{told("s-a: a b")}, []string{"c d"}, []string{"s-c"}},
	} {
		t.Run(name, func(t *testing.T) {
			var stories []news.Story
			for _, s := range tt.today {
				stories = append(stories, story(s))
			}
			ids := inherit(stories, tt.told)
			var got []string
			seen := map[string]bool{}
			for i, s := range stories {
				id := ids[s.ID]
				if seen[id] || id == "" {
					t.Errorf("ID %q is empty or another's", id)
				}
				seen[id] = true
				if tt.want[i] == "" && !strings.HasPrefix(id, "s-") {
					id = ""
				}
				got = append(got, id)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
