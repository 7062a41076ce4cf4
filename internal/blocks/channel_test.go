package blocks_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/slack-go/slack"

	"counterpoint/internal/blocks"
	"counterpoint/internal/news"
)

// seen is what a reader of a message sees, in order: texts, and the labels of
// links.
func seen(m blocks.Message) string { return strings.Join(plainRows(m), "\n") }

// The message in the channel is run over in a minute: some 500 words, be the
// day as it may, with as many whole stories as that has room for.
func TestTheChannelIsReadInAMinute(t *testing.T) {
	shared, _ := filepath.Glob(digests + "*.json")
	days, _ := filepath.Glob("testdata/day/*.json")
	all := map[string]news.Digest{
		"forty long ones":  small(40, strings.Repeat("A sentence of a story. ", 10)),
		"forty short ones": small(40, "S."),
	}
	for _, name := range slices.Concat(shared, days) {
		all[name] = readDigest(t, name)
	}
	for name, d := range all {
		m := blocks.Render(d, options())[0]
		words := len(strings.FieldsFunc(seen(m), func(r rune) bool { return unicode.IsSpace(r) || r == '·' || r == '→' }))
		if words > 520 {
			t.Errorf("%s: %d words in the channel", name, words)
		}
		if whole := len(m.Tells); whole < min(3, len(d.Stories)) {
			t.Errorf("%s: the channel tells %d whole stories of %d", name, whole, len(d.Stories))
		}
	}
}

func TestFooter(t *testing.T) {
	next := time.Date(2031, 3, 11, 16, 30, 0, 0, time.UTC)
	d := small(1, "S.")
	d.Next = &next
	d.Engine = news.Engine{Name: "a model", Note: "3 of 4 sentences", Cost: "$0.03"}
	d.Coverage = news.Coverage{
		Feeds: 5, Articles: 74, Copies: 8, Stale: 31, Muted: 2,
		LeftOut:     []news.LeftOut{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		FeedsFailed: []news.FeedFailed{{Feed: "Echo"}, {Feed: "Post"}},
	}
	want := "74 articles from 5 feeds · 8 copies folded · 31 too old · 2 muted · 1 left out · ⚠ could not read Echo and Post" +
		" · engine: a model (3 of 4 sentences), $0.03 · next digest Tue 11 Mar 17:30 Europe/Berlin"
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	m := blocks.Render(d, blocks.Options{Zone: berlin})[0]
	if got := seen(m); !strings.HasSuffix(got, "\n"+want) || !strings.HasSuffix(m.Text, "\n"+want) {
		t.Errorf("the footer is not %q: %q, and in the text %q", want, got, m.Text)
	}
	d = news.Digest{Stories: d.Stories, Engine: news.Engine{Name: "extractive"}}
	if got := seen(blocks.Render(d, blocks.Options{})[0]); !strings.HasSuffix(got, "\n0 articles · engine: extractive, at no cost") {
		t.Errorf("the footer of a digest that knows little is %q", got)
	}
}

// The stories that the minute has no room for are named, and those beyond the
// ninth counted.
func TestFurtherStories(t *testing.T) {
	for stories := 5; stories < 20; stories++ {
		m := blocks.Render(small(stories, "S."), blocks.Options{})[0]
		if stories > 12 {
			m = blocks.Render(small(stories, strings.Repeat("A sentence of a story. ", 30)), blocks.Options{})[0]
		}
		rest, text := stories-len(m.Tells), seen(m)
		want := fmt.Sprintf("\n%d. H%d", stories, stories-1)
		if rest > 9 {
			want = fmt.Sprintf("\nand %d further stories, in the thread too", rest-8)
		}
		if !strings.Contains(text, want) || strings.Contains(text, "further") != (rest > 9) {
			t.Errorf("%d stories: %q, want %q in it", stories, text, want)
		}
	}
}

// That no feed could be read stands at the top, and first in the text, also
// where there are stories left from before; a feed that could be read makes it
// a note.
func TestDeadFeedsAreAnAlarm(t *testing.T) {
	d := small(1, "S.")
	failed := news.FeedFailed{Feed: "Echo", Reason: "answers 503"}
	d.Coverage = news.Coverage{Feeds: 2, FeedsFailed: []news.FeedFailed{failed, failed}}
	const alarm = "None of 2 feeds could be read. What follows had been read before."
	m := blocks.Render(d, blocks.Options{})[0]
	if lines := strings.Split(seen(m), "\n"); lines[1] != "⚠ "+alarm {
		t.Errorf("the channel begins with %q", lines[:2])
	}
	if lines := strings.Split(m.Text, "\n"); lines[1] != alarm {
		t.Errorf("the text begins with %q", lines[:2])
	}
	d.Coverage.FeedsFailed = d.Coverage.FeedsFailed[:1]
	if text := seen(blocks.Render(d, blocks.Options{})[0]); strings.Contains(text, "None of") || !strings.Contains(text, "⚠ could not read Echo") {
		t.Errorf("with one feed dead: %q", text)
	}
	d.Stories = nil
	if messages := blocks.Render(d, blocks.Options{}); len(messages) != 1 || !strings.Contains(messages[0].Text, "A quiet day: nothing new") {
		t.Errorf("a quiet day with one feed dead: %+v", messages)
	}
}

func TestQuietDayNamesWhatIsUnchanged(t *testing.T) {
	d := news.Digest{Unchanged: []news.Unchanged{{ID: "s", Headline: "Ferry aground"}}}
	messages := blocks.Render(d, blocks.Options{})
	if len(messages) != 1 || seen(messages[0]) != "Counterpoint. A quiet day: nothing new in 0 articles.\nUnchanged: Ferry aground" {
		t.Errorf("%q", seen(messages[0]))
	}
}

// An outlet stands once among the sources, whatever it has published.
func TestSourcesNameAnOutletOnce(t *testing.T) {
	d := small(1, "S.")
	d.Stories[0].Counts.Articles = 3
	d.Stories[0].Articles = []news.BriefArticle{
		{ID: "a", Outlet: "Echo", URL: "https://echo.example/1"},
		{ID: "b", Outlet: "Post", URL: "https://post.example/"},
		{ID: "c", Outlet: "Echo", URL: "https://echo.example/2"},
		{ID: "d", Outlet: "Wire", CopyOf: "a"},
	}
	if text := seen(blocks.Render(d, blocks.Options{})[0]); !strings.Contains(text, "\nSources: Echo · Post + 1 copy\n") {
		t.Errorf("%q", text)
	}
}

// A question that is cut still reads as one.
func TestCutQuestionsEndAsQuestions(t *testing.T) {
	d := small(1, "S.")
	long := strings.Repeat("and the brigade came ", 10)
	for question, want := range map[string]string{
		"Is it so that “" + long + "”?":    "came…”? ",
		"When was it (" + long + ")?":      "came…)? ",
		"What happened when " + long + "?": "brigade…? ",
	} {
		d.Stories[0].Disputed = []news.Dispute{{Question: question}}
		if text := seen(blocks.Render(d, blocks.Options{})[0]); !strings.Contains(text, want) {
			t.Errorf("%.30q is cut to %q, want %q in it", question, text, want)
		}
	}
}

// A sentence that only lists the questions is left to the lines that do so.
func TestQuestionsAreAskedOnce(t *testing.T) {
	d := small(1, "S.")
	b := &d.Stories[0]
	b.Disputed = []news.Dispute{{Question: "How long was it?", Positions: []news.Position{{Answer: "short"}, {Answer: "long"}}}}
	b.Summary = append(b.Summary, news.Statement{Text: "Sources differ: How long was it?"})
	for i, m := range blocks.Render(d, blocks.Options{}) {
		if n := strings.Count(seen(m), "How long was it?"); n != 1 {
			t.Errorf("message %d asks %d times", i, n)
		}
	}
}

// plainRows are the lines of a message as a reader sees them.
func plainRows(m blocks.Message) []string {
	var rows []string
	for _, b := range m.Blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			rows = append(rows, b.Text.Text)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if text, ok := e.(*slack.TextBlockObject); ok {
					rows = append(rows, text.Text)
				}
			}
		case *slack.RichTextBlock:
			for _, e := range b.Elements {
				rows = append(rows, richRows(e)...)
			}
		}
	}
	return rows
}

func richRows(e slack.RichTextElement) []string {
	switch e := e.(type) {
	case *slack.RichTextList:
		var rows []string
		for _, item := range e.Elements {
			rows = append(rows, richRows(item)...)
		}
		return rows
	case *slack.RichTextSection:
		var line strings.Builder
		for _, run := range e.Elements {
			switch run := run.(type) {
			case *slack.RichTextSectionTextElement:
				line.WriteString(run.Text)
			case *slack.RichTextSectionLinkElement:
				line.WriteString(run.Text)
			}
		}
		return []string{line.String()}
	}
	return nil
}
