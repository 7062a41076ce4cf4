package blocks

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// footer says what the digest was made from, by what, and when the next comes.
func footer(d news.Digest, opts Options) slack.Block {
	parts := []string{read(d.Coverage)}
	if d.Coverage.Copies > 0 {
		parts = append(parts, wording.Count(d.Coverage.Copies, "copy")+" folded")
	}
	if n := len(d.Coverage.LeftOut); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" left out")
	}
	parts = append(parts, failed(d.Coverage), engine(d.Engine))
	if next := wording.Next(d, opts.Zone); next != "" {
		parts = append(parts, "next digest "+next)
	}
	return slack.NewContextBlock("", plain(join(parts)))
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

func engine(e news.Engine) string {
	text := ""
	if name := oneLine(e.Name, 60); name != "" {
		text = "engine: " + name
	}
	if note := oneLine(e.Note, 200); note != "" {
		text += " (" + note + ")"
	}
	return strings.TrimSpace(text)
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
	}, true
}

// quiet is the digest without stories. It says so calmly only where the feeds
// could be read: no news and no feeds are two things.
func quiet(d news.Digest, opts Options) Message {
	c := d.Coverage
	what := "A quiet day: nothing new in " + read(c)
	if c.Feeds > 0 && len(c.FeedsFailed) >= c.Feeds {
		what = "⚠ No digest: none of " + wording.Count(c.Feeds, "feed") + " could be read"
	}
	parts := []string{what, failed(c)}
	if n := len(c.LeftOut); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" left out")
	}
	if next := wording.Next(d, opts.Zone); next != "" {
		parts = append(parts, "next digest "+next)
	}
	text := heading(d, opts, 150) + ". " + join(parts) + "."
	return Message{Text: escape(text), Blocks: []slack.Block{slack.NewContextBlock("", plain(text))}}
}
