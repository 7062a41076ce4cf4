package blocks

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// footer says what the digest was made from, by what, and when the next comes.
func footer(d news.Digest, opts Options) string {
	c := d.Coverage
	parts := []string{read(c)}
	if c.Copies > 0 {
		parts = append(parts, wording.Count(c.Copies, "copy")+" folded")
	}
	if c.Stale > 0 {
		parts = append(parts, strconv.Itoa(c.Stale)+" too old")
	}
	if c.Muted > 0 {
		parts = append(parts, strconv.Itoa(c.Muted)+" muted")
	}
	if n := len(c.LeftOut) - c.Muted; n > 0 {
		parts = append(parts, strconv.Itoa(n)+" left out")
	}
	parts = append(parts, failed(c), engine(d.Engine))
	return join(append(parts, next(d, opts)))
}

func next(d news.Digest, opts Options) string {
	if at := wording.Next(d, opts.Zone); at != "" {
		return "next digest " + at
	}
	return ""
}

func join(parts []string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

func read(c news.Coverage) string {
	text := wording.Count(c.Articles, "article")
	if c.Feeds > 0 {
		text += " from " + wording.Count(c.Feeds, "feed")
	}
	return text
}

// failed names the feeds that could not be read; the thread has the reasons.
func failed(c news.Coverage) string {
	var names []string
	for _, f := range c.FeedsFailed {
		names = append(names, oneLine(f.Feed, 60))
	}
	if len(names) == 0 {
		return ""
	}
	return "⚠ could not read " + wording.AtMost(names, 3)
}

// engine names what made the digest, and what it cost.
func engine(e news.Engine) string {
	name := oneLine(e.Name, 60)
	if name == "" {
		return ""
	}
	text := "engine: " + name
	if note := oneLine(e.Note, 200); note != "" {
		text += " (" + note + ")"
	}
	if cost := oneLine(e.Cost, 60); cost != "" {
		return text + ", " + cost
	}
	return text + ", at no cost"
}

// coverageChapter tells in the thread which feeds failed and why articles
// were left out.
func coverageChapter(d news.Digest) (c chapter, ok bool) {
	g := group{head: runs(nil).bold("Coverage", headlineLimit)}
	for _, f := range d.Coverage.FeedsFailed {
		r := runs(nil).own("⚠ could not read ").said(or(f.Feed, "a feed"), 200)
		if f.Reason != "" {
			r = r.own(": ").said(f.Reason, 300)
		}
		g.rows = append(g.rows, row{level: 1, runs: r})
	}
	for _, f := range d.Coverage.FeedsMended {
		g.rows = append(g.rows, row{level: 1, runs: runs(nil).own("mended ").said(or(f.Feed, "a feed"), 200).own(": ").said(or(f.Reason, "it was broken"), 300)})
	}
	for _, l := range wording.Reasons(d.Coverage.LeftOut) {
		r := runs(nil).own("left out "+wording.Count(len(l.IDs), "article")+": ").said(or(l.Text, "no reason given"), 300)
		g.rows = append(g.rows, row{level: 1, runs: r})
	}
	if len(g.rows) == 0 {
		return chapter{}, false
	}
	return chapter{
		units: g.units(),
		again: runs(nil).bold("Coverage", headlineLimit).note(" (continued)"),
		text:  "Coverage: what could not be read and what was left out.",
		name:  "Coverage",
	}, true
}

// warning is a line that nobody should overlook.
func warning(text string) runs { return runs(nil).strong("⚠ " + text) }

// quiet is the digest without stories: a line in the channel. Where no feed
// could be read it is an alarm, with the reasons in the thread.
func quiet(d news.Digest, opts Options) []Message {
	if d.Coverage.Dead() {
		return silent(d, opts)
	}
	parts := []string{"A quiet day: nothing new in " + read(d.Coverage), failed(d.Coverage)}
	if n := len(d.Coverage.LeftOut); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" left out")
	}
	text := heading(d, opts) + ". " + join(append(parts, next(d, opts))) + "."
	bs := []slack.Block{slack.NewContextBlock("", plain(text))}
	unchanged := wording.Unchanged(d, alsoStories, 80)
	if unchanged != "" {
		bs = append(bs, slack.NewContextBlock("", plain(unchanged)))
	}
	return []Message{{Text: fallback([]string{text}, "line", unchanged), Blocks: bs}}
}

// silent is the alarm that stands for a digest.
func silent(d news.Digest, opts Options) []Message {
	what := "No digest: none of " + wording.Count(d.Coverage.Feeds, "feed") + " could be read."
	then := "The thread says what each answered."
	if at := next(d, opts); at != "" {
		then += " N" + at[1:] + "."
	}
	bs := []slack.Block{
		slack.NewHeaderBlock(plain(heading(d, opts))),
		richText([]row{{runs: warning(what)}, {runs: runs(nil).own(then)}}),
	}
	text := fallback([]string{heading(d, opts) + ". " + what + " " + then}, "line", "")
	c, _ := coverageChapter(d) // of a digest with feeds that failed there is one
	return append([]Message{{Text: text, Blocks: bs}}, thread([]chapter{c})...)
}
