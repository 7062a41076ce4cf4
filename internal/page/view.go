package page

import (
	"fmt"
	"html/template"
	"sort"
	"strings"

	"counterpoint/internal/news"
)

// pageView is what the template prints, worded and linked.
type pageView struct {
	Style     template.CSS
	Policy    string
	Title     string
	Channel   string
	Made      moment
	Slot      moment
	Next      moment
	From, To  moment
	Zone      string
	Engine    news.Engine
	Coverage  coverageView
	Stories   []storyView
	Empty     string // what to say where there is no story
	Unchanged []string
	LeftOut   []reasonView
	LeftOuts  int
}

// coverageView says what the digest was made from.
type coverageView struct {
	Facts  []string
	Failed []news.FeedFailed
	Mended []news.FeedFailed
}

// reasonView is the articles that were left out for one reason.
type reasonView struct {
	Reason string
	IDs    []string
}

func newPageView(d news.Digest) pageView {
	c := newClock(d)
	v := pageView{
		Title:     d.Title,
		Channel:   d.Channel,
		Made:      c.long(d.GeneratedAt),
		Slot:      c.long(d.Slot),
		Next:      c.long(d.Next),
		Zone:      c.zone.String(),
		Engine:    d.Engine,
		Coverage:  coverageView{Facts: coverageFacts(d), Failed: d.Coverage.FeedsFailed, Mended: d.Coverage.FeedsMended},
		Unchanged: unchanged(d.Unchanged),
		LeftOut:   byReason(d.Coverage.LeftOut),
		LeftOuts:  len(d.Coverage.LeftOut),
	}
	// The program's own name stands above the title.
	if rest, own := strings.CutPrefix(v.Title+" · ", "Counterpoint · "); own || v.Title == "" {
		v.Title = strings.TrimSuffix("Digest · "+strings.TrimPrefix(rest, " · "), " · ")
	}
	if len(d.Stories) == 0 {
		v.Empty = nothing(d.Coverage)
	}
	if d.Window != nil {
		v.From, v.To = c.short(&d.Window.From), c.short(&d.Window.To)
	}
	taken := map[string]bool{}
	for i, b := range d.Stories {
		anchor := "story-" + slug(b.ID)
		if b.ID == "" || taken[anchor] {
			anchor = fmt.Sprintf("story-%s-n%d", slug(b.ID), i+1)
		}
		taken[anchor] = true
		story := newDesk(c, anchor, b).story()
		if n := len(d.Stories); n > 1 {
			story.Place = fmt.Sprintf("Story %d of %d", i+1, n)
		}
		v.Stories = append(v.Stories, story)
	}
	return v
}

// nothing tells a quiet day from a deaf one.
func nothing(c news.Coverage) string {
	if c.Feeds > 0 && len(c.FeedsFailed) >= c.Feeds {
		return "No story, because no feed could be read."
	}
	return "No story in this digest."
}

// coverageFacts words the counts, without those that say nothing.
func coverageFacts(d news.Digest) []string {
	c := d.Coverage
	facts := []string{count(len(d.Stories), "story", "stories") + " from " + count(c.Articles, "article", "articles")}
	if c.Feeds > 0 {
		facts = append(facts, fmt.Sprintf("%d of %s read", c.Feeds-len(c.FeedsFailed), count(c.Feeds, "feed", "feeds")))
	}
	for _, f := range []struct {
		n    int
		text string
	}{
		{c.NotModified, "unchanged since the last fetch"},
		{c.Copies, "folded as copies"},
		{c.Stale, "dropped as too old"},
		{c.Muted, "muted"},
		{len(c.LeftOut), "left out"},
	} {
		if f.n > 0 {
			facts = append(facts, fmt.Sprintf("%d %s", f.n, f.text))
		}
	}
	return facts
}

// byReason gathers what was left out, the most frequent reason first.
func byReason(left []news.LeftOut) []reasonView {
	at := map[string]int{}
	var rows []reasonView
	for _, l := range left {
		i, ok := at[l.Reason]
		if !ok {
			i = len(rows)
			at[l.Reason] = i
			rows = append(rows, reasonView{Reason: l.Reason})
		}
		rows[i].IDs = append(rows[i].IDs, l.ID)
	}
	sort.SliceStable(rows, func(i, j int) bool { return len(rows[i].IDs) > len(rows[j].IDs) })
	return rows
}

// count words a number of things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// dotted joins facts as a line of the page does.
func dotted(facts ...string) string { return strings.Join(facts, " · ") }
