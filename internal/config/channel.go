package config

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"time"

	"github.com/goccy/go-yaml/ast"

	"counterpoint/internal/news"
	"counterpoint/internal/opml"
)

// What a channel has that says nothing else, and the bounds of what it may say.
const (
	defaultWindow  = 72 * time.Hour
	minWindow      = time.Hour
	maxWindow      = 14 * 24 * time.Hour // as long as articles are kept
	defaultStories = 12
	maxStories     = 50
	maxOrigins     = 50
	maxTitle       = 150 // bytes
)

// What a channel may have at most, whoever sets it.
const (
	MaxFeeds = 1000
	MaxTimes = 24
	MaxMuted = 500 // words, and hosts
)

// Fresh is a channel of which nothing is said but who sets it.
func Fresh(by string) news.Channel {
	return news.Channel{Window: defaultWindow, Stories: defaultStories, MinOrigins: 1, By: by}
}

type readFile = func(name string) ([]byte, error)

func (r *reader) channels(n ast.Node, read readFile) []news.Channel {
	if _, ok := n.(*ast.SequenceNode); !ok {
		r.fault(n, "channels is a list: begin each with a dash, as in - id: news")
		return nil
	}
	var out []news.Channel
	lines := map[string]int{}
	for _, entry := range r.list(n, "channels", maxChannels) {
		c := r.channel(entry, read)
		if line := lines[c.ID]; line > 0 && c.ID != "" {
			r.fault(entry, "channel %s stands here and in line %d: give one another id", c.ID, line)
		}
		lines[c.ID] = start(entry).Position.Line
		out = append(out, c)
	}
	return out
}

// sourceReader gathers the feeds of a channel, each once.
type sourceReader struct {
	sources []news.Source
	lines   map[string]int // by comparable address: where it stands; -1 in an OPML file
	faulty  bool           // some could not be read
}

func (r *reader) channel(n ast.Node, read readFile) news.Channel {
	c := Fresh("file")
	feeds := sourceReader{lines: map[string]int{}}
	if _, ok := n.(ast.MapNode); !ok {
		r.fault(n, "a channel is written as keys with values, such as id:")
		return c
	}
	var id, times, days, zone ast.Node
	var files []ast.Node // read after the feeds, whose names go before those in OPML
	r.mapping(n, "a channel",
		field{"id", func(n ast.Node) { id, c.ID = n, r.id(n) }},
		field{"title", func(n ast.Node) { c.Title, _ = r.line(n, "title", maxTitle) }},
		field{"feeds", func(n ast.Node) { r.feeds(n, &feeds) }},
		field{"opml", func(n ast.Node) { files = r.list(n, "OPML files", 20) }},
		field{"times", func(n ast.Node) { times, c.Times = n, r.times(n) }},
		field{"days", func(n ast.Node) { days, c.Days = n, r.days(n) }},
		field{"zone", func(n ast.Node) { zone, c.Zone = n, r.zone(n) }},
		field{"paused", func(n ast.Node) { c.Paused = r.yes(n, "paused") }},
		field{"window", func(n ast.Node) { c.Window = r.window(n) }},
		field{"stories", func(n ast.Node) { c.Stories = r.number(n, "stories", 1, maxStories) }},
		field{"min_origins", func(n ast.Node) { c.MinOrigins = r.number(n, "min_origins", 1, maxOrigins) }},
		field{"mute", func(n ast.Node) { c.Mute = r.mute(n) }},
		field{"quiet_days", func(n ast.Node) { c.SkipQuiet = r.quietDays(n) }},
		field{"languages", func(n ast.Node) { c.Languages = r.languages(n) }},
	)
	for _, f := range files {
		r.opml(f, read, &feeds)
	}
	c.Sources = feeds.sources
	if id == nil {
		r.fault(n, "the channel has no id: write id: with a name, or with a Slack channel ID such as C0123456789")
	}
	if len(c.Sources) == 0 && !feeds.faulty {
		r.fault(n, "the channel has no feeds: list addresses under feeds:, or name a file with opml:")
	}
	if len(c.Sources) > MaxFeeds {
		r.fault(n, "the channel has %d feeds, more than %d: make two of it", len(c.Sources), MaxFeeds)
	}
	if times != nil && zone == nil {
		r.fault(times, "times need a zone: write zone: UTC, or a place such as zone: Europe/Berlin")
	}
	if days != nil && times == nil {
		r.fault(days, `days need times: write times: ["08:30"]`)
	}
	return c
}

func (r *reader) feeds(n ast.Node, out *sourceReader) {
	before := len(r.faults)
	defer func() { out.faulty = out.faulty || len(r.faults) > before }()
	for _, entry := range r.list(n, "feeds", MaxFeeds) {
		s := news.Source{}
		at := entry // where the address stands
		if _, ok := entry.(ast.MapNode); ok {
			r.mapping(entry, "a feed",
				field{"url", func(n ast.Node) { at = n; s.URL, _ = r.text(n, "url") }},
				field{"outlet", func(n ast.Node) { s.Outlet, _ = r.line(n, "outlet", maxTitle) }},
			)
			if at == entry {
				r.fault(entry, "the feed has no url: write url: https://…")
			}
		} else {
			s.URL, _ = r.text(entry, "a feed")
		}
		if s.URL == "" {
			continue
		}
		if err := CheckAddress(s.URL); err != nil {
			r.fault(at, "%v", err)
			continue
		}
		key := Comparable(s.URL)
		if line := out.lines[key]; line > 0 {
			r.fault(at, "the same feed stands in line %d: leave one", line)
			continue
		}
		out.lines[key] = start(at).Position.Line
		out.sources = append(out.sources, s)
	}
}

// opml adds the feeds of an OPML file. Another program wrote it, so a feed
// that cannot be followed is left out with a warning.
func (r *reader) opml(n ast.Node, read readFile, out *sourceReader) {
	before := len(r.faults)
	defer func() { out.faulty = out.faulty || len(r.faults) > before }()
	name, ok := r.line(n, "opml", 1024)
	if !ok {
		return
	}
	raw, err := read(name)
	if errors.Is(err, fs.ErrNotExist) {
		r.fault(n, "there is no file %s: its name is relative to this file", name)
		return
	}
	if err != nil {
		r.fault(n, "%s cannot be read: %v", name, err)
		return
	}
	sources, err := opml.Read(raw)
	if err != nil {
		r.fault(n, "%s: %v", name, err)
		return
	}
	for i, s := range sources {
		if err := CheckAddress(s.URL); err != nil {
			r.warn(n, "%s: feed %d (%s) is left out: %v", name, i+1, cmp.Or(s.Outlet, "without a name"), err)
			continue
		}
		if key := Comparable(s.URL); out.lines[key] == 0 {
			out.lines[key] = -1
			out.sources = append(out.sources, s)
		}
	}
}

func (r *reader) mute(n ast.Node) news.Mute {
	var m news.Mute
	r.mapping(n, "mute",
		field{"words", func(n ast.Node) {
			for _, e := range r.list(n, "muted words", MaxMuted) {
				if w, ok := r.line(e, "a muted word", maxTitle); ok && !slices.Contains(m.Words, w) {
					m.Words = append(m.Words, w)
				}
			}
		}},
		field{"hosts", func(n ast.Node) {
			for _, e := range r.list(n, "muted hosts", MaxMuted) {
				if h, ok := r.host(e); ok && !slices.Contains(m.Hosts, h) {
					m.Hosts = append(m.Hosts, h)
				}
			}
		}},
		field{"breakout", func(n ast.Node) { m.Breakout = r.number(n, "breakout", 0, maxOrigins) }},
	)
	return m
}
