package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"counterpoint/internal/blocks"
	"counterpoint/internal/config"
	"counterpoint/internal/edition"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/page"
	"counterpoint/internal/terminal"
	"counterpoint/internal/wording"
)

type digestCmd struct {
	Articles string `xor:"from" placeholder:"FILE|DIR|-" help:"Articles to read: a JSON Lines file, a directory of .txt and .html files, or - for standard input."`
	Config   string `xor:"from" placeholder:"FILE" help:"Configuration whose feeds are fetched first; without it and --articles, counterpoint.yaml."`
	Channel  string `placeholder:"ID" help:"With --config: the channel, where there are several."`
	Since    string `placeholder:"TIME" help:"With --config: take for news all that was published since then, told before or not: RFC 3339, or a span such as 24h."`
	Preview  bool   `help:"With --config: do not remember what is told."`
	Offline  bool   `help:"With --config: fetch nothing, and go by what was fetched before."`
	Format   string `enum:"text,json,html,slack" default:"text" help:"Form of the result: text, json, html (the evidence page) or slack (Block Kit)."`
	Stories  int    `placeholder:"N" help:"Tell at most N stories; the others are named as left out."`
	Model    string `placeholder:"DRIVER:NAME" help:"A language model that words what the engine checks: bedrock:MODEL, chat:MODEL@URL, or files:DIR, which writes requests and reads replies there."`
	Now      string `placeholder:"TIME" help:"The digest's own time, RFC 3339; without it, the latest publication time, or with --config the clock's."`
}

// Help is shown under "digest --help".
func (digestCmd) Help() string {
	return `Example:
  counterpoint digest --config counterpoint.yaml
  counterpoint digest --config counterpoint.yaml --since 24h --preview
  counterpoint digest --articles articles.jsonl
  counterpoint digest --articles pages/ --format html > digest.html

With --config a story that was told before comes again only with news in it. What is printed here
does not count as told in Slack.

A line of articles.jsonl is one article:
  {"id":"a1","url":"https://…","outlet":"The Echo","title":"…","published":"2026-05-21T11:30:00Z","text":"…"}
Only "text" (or "html") is required.`
}

// Run makes the digest.
func (c digestCmd) Run(s streams) error {
	now, err := c.now()
	if err != nil {
		return err
	}
	if c.Stories < 0 {
		return usageError("--stories must be 1 or more")
	}
	if c.Articles == "" {
		c.Config = cmp.Or(c.Config, "counterpoint.yaml")
		return c.fromConfig(s, now)
	}
	if c.Channel != "" || c.Since != "" || c.Preview || c.Offline {
		return usageError("--channel, --since, --preview and --offline go with --config")
	}
	debug.SetGCPercent(gcMaking)
	rep, err := ingest.Articles(c.Articles, s.in)
	for _, l := range rep.LeftOut {
		s.warn("left out %s: %s", wording.Clean(l.ID), wording.Clean(l.Reason))
	}
	if err != nil {
		return err
	}
	w, done, err := openModel(s, config.Model{Use: c.Model}, nil)
	if err != nil {
		return err
	}
	defer done()
	d := edition.BuildWith(s.ctx, rep.Articles, rep.LeftOut, edition.Options{Now: now, Stories: c.Stories}, w)
	if w != nil && d.Engine.Note != "" {
		s.warn("%s: %s", d.Engine.Name, d.Engine.Note)
	}
	return write(s, d, c.Format)
}

func (c digestCmd) now() (time.Time, error) {
	if c.Now == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, c.Now)
	if err != nil {
		return t, usageError(fmt.Sprintf("--now %q is not an RFC 3339 time such as 2026-05-21T11:30:00Z", c.Now))
	}
	return t, nil
}

// write prints a digest in one of its forms.
func write(s streams, d news.Digest, format string) error {
	switch format {
	case "json":
		return writeJSON(s.out, d)
	case "html":
		return page.Render(s.out, d)
	case "slack":
		return writeSlack(s.out, d)
	}
	return terminal.Render(s.out, d, terminal.Options{Width: columns(s.getenv), Color: colored(s)})
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

func writeSlack(w io.Writer, d news.Digest) error {
	return writeJSON(w, map[string]any{"messages": blocks.Render(d, blocks.Options{})})
}

// colored reports whether the result goes to a terminal that shows colours.
func colored(s streams) bool {
	return s.getenv("NO_COLOR") == "" && s.getenv("TERM") != "dumb" && onTerminal(s.out)
}

// onTerminal reports whether a person looks at what is written.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// columns is the width to print at; 0 leaves it to the form.
func columns(getenv func(string) string) int {
	n, err := strconv.Atoi(getenv("COLUMNS"))
	if err != nil {
		return 0
	}
	return min(max(n, 80), 100)
}
