package blocks_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
	"counterpoint/internal/news/newstest"
)

// told is a digest of one story of two articles with a text in every place
// that a feed, an article or a model writes.
func told(text, address string) news.Digest {
	said := []news.Evidence{{Article: "a", Quote: text, End: len(text)}}
	statement := []news.Statement{{Text: text, By: news.ByModel, Origins: 2, Support: said}}
	position := news.Position{Answer: text, Holder: text, Origins: 1, Evidence: said}
	dispute := []news.Dispute{{Question: text, By: news.ByModel, Note: text, Positions: []news.Position{position, position}}}
	b := news.Brief{
		ID: "st-1", Headline: text, Because: []string{text}, Summary: statement,
		Since: &news.Since{
			New: statement, Opened: dispute, Settled: []news.Settled{{Question: text, By: news.ByModel, Outcome: statement[0]}},
			Changed: []news.Update{{Question: text, Earlier: news.Said{Text: text, Evidence: said}, Later: news.Said{Text: text, Evidence: said}}},
		},
		Counts:   news.Counts{Articles: 2, Outlets: 2, Origins: 2},
		Articles: []news.BriefArticle{{ID: "a", Outlet: text, Title: text, URL: address, Origin: "o1"}, {ID: "b", Outlet: "B", Origin: "o2"}},
		Findings: news.Findings{
			Agreed: statement, Disputed: dispute, Differ: dispute, OneSource: statement,
			Superseded: []news.Update{{Question: text, Earlier: news.Said{Text: text, Evidence: said}, Later: news.Said{Text: text, Evidence: said}}},
		},
	}
	return news.Digest{
		Title: text, Engine: news.Engine{Name: text, Note: text}, Stories: []news.Brief{b}, Unchanged: []news.Unchanged{{ID: "st-2", Headline: text}},
		Coverage: news.Coverage{Feeds: 2, FeedsFailed: []news.FeedFailed{{Feed: text, Reason: text}}, LeftOut: []news.LeftOut{{ID: text, Reason: text}}},
	}
}

func TestNothingOfAFeedIsMarkup(t *testing.T) {
	for _, text := range []string{"<!channel>", "<@U123>", "<!subteam^S1>", "<https://evil.example|bank>", "R&D", ":tada:", "*bold* _it_ ~no~ `code`", "@here"} {
		t.Run(text, func(t *testing.T) {
			messages := blocks.Render(told(text, "https://a.example/"), options())
			if err := blocks.Validate(messages); err != nil {
				t.Error(err)
			}
			escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
			for i, m := range messages {
				if strings.ContainsAny(strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(m.Text), "<>&") {
					t.Errorf("message %d: text %q is not escaped", i, m.Text)
				}
				if !strings.Contains(m.Text, escaped) {
					t.Errorf("message %d: text %q has not %q", i, m.Text, escaped)
				}
				if raw := string(marshal(t, []blocks.Message{m})); strings.Contains(raw, `"mrkdwn"`) {
					t.Errorf("message %d has mrkdwn", i)
				}
			}
		})
	}
}

func TestLinksOfAFeed(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"https://a.example/b?x=1&y=2", "https://a.example/b?x=1&y=2"},
		{"https://a.example/<@U1>|b c", "https://a.example/%3C@U1%3E%7Cb%20c"},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"https://user@a.example/", ""},
		{"https://a.example/" + strings.Repeat("a", 3000), ""},
		{"", ""},
	} {
		opts := options()
		opts.Evidence = ""
		got := map[string]bool{}
		for _, m := range blocks.Render(told("x", tt.address), opts) {
			for _, u := range urls(t, m) {
				got[u] = true
			}
		}
		want := map[string]bool{}
		if tt.want != "" {
			want[tt.want] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("links for %.40q (-want +got):\n%s", tt.address, diff)
		}
	}
}

func urls(t *testing.T, m blocks.Message) []string {
	t.Helper()
	var found []string
	for _, part := range strings.Split(string(marshal(t, []blocks.Message{m})), `"url": `)[1:] {
		var u string
		if err := json.NewDecoder(strings.NewReader(part)).Decode(&u); err != nil {
			t.Fatal(err)
		}
		found = append(found, u)
	}
	return found
}

func TestButtons(t *testing.T) {
	d := newstest.Random(3, 12)
	for len(d.Stories) < 4 {
		d.Stories = append(d.Stories, d.Stories...)
	}
	for i := range d.Stories {
		d.Stories[i].ID = fmt.Sprintf("st-%d", i)
	}
	d.Stories[1].ID = strings.Repeat("x", 2001)
	counts := map[string]int{}
	raw := string(marshal(t, blocks.Render(d, blocks.Options{Buttons: true})))
	for _, action := range []string{blocks.ActionWhy, blocks.ActionMute, blocks.ActionHelpful, blocks.ActionNotHelpful} {
		counts[action] = strings.Count(raw, `"action_id": "`+action+`"`)
		if want := len(d.Stories) - 1; counts[action] != want {
			t.Errorf("%d buttons %s, want %d: one for each story whose ID fits", counts[action], action, want)
		}
	}
	for i := range d.Stories {
		if n := strings.Count(raw, fmt.Sprintf(`"value": "st-%d"`, i)); n != 4 && i != 1 {
			t.Errorf("%d buttons have the ID of story %d, want 4", n, i)
		}
	}
	if raw := string(marshal(t, blocks.Render(d, blocks.Options{}))); strings.Contains(raw, "action_id") {
		t.Error("buttons although they are off")
	}
}

func TestMessagesReadBack(t *testing.T) {
	messages := blocks.Render(readDigest(t, digests+"three-stories.json"), options())
	want := marshal(t, messages)
	var back struct{ Messages []blocks.Message }
	if err := json.Unmarshal(want, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(marshal(t, back.Messages))); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}
