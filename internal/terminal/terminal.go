// Package terminal prints a digest as text that people like to read: who
// agrees, who disputes what, and where each line comes from.
//
// Lines are wrapped by the columns that a terminal shows, after the East
// Asian Width of Unicode (annex 11, from golang.org/x/text/width), with
// ambiguous characters narrow. Text from a feed cannot steer the terminal:
// control characters are replaced before anything is measured. Colour is
// added last, only where it is asked for, and carries no meaning of its own.
package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// Options are what the reader's terminal allows.
type Options struct {
	Width int            // columns, 80 to 100; 0 is 92, others are brought into the range
	Color bool           // escape sequences for colour and weight
	Zone  *time.Location // for dates and times; nil is that of the digest's slot
}

const (
	narrowest    = 80
	widest       = 100
	defaultWidth = 92
)

// Render prints a digest. It fails only where writing fails.
func Render(w io.Writer, d news.Digest, opts Options) error {
	p := &page{digest: d, width: columns(opts.Width), color: opts.Color, zone: wording.Zone(d, opts.Zone), day: wording.Date(d, opts.Zone)}
	headline := title(d, opts, true)
	if columnsOf(headline) > p.width {
		headline = title(d, opts, false)
	}
	p.flow(0, 2, bold, headline)
	if len(d.Stories) == 0 {
		p.blank()
		p.flow(0, 2, normal, quiet(d.Coverage))
	}
	for _, b := range d.Stories {
		p.blank()
		p.story(b)
	}
	if line := wording.Unchanged(d, 6, 100); line != "" {
		p.blank()
		p.flow(0, 2, faint, line)
	}
	p.ending(d)
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("print digest: %w", err)
	}
	return nil
}

func columns(width int) int {
	if width == 0 {
		return defaultWidth
	}
	return min(max(width, narrowest), widest)
}

// title names the digest, its day and its size.
func title(d news.Digest, opts Options, outlets bool) string {
	parts := []string{"COUNTERPOINT"}
	if name := wording.Clean(d.Title); name != "" && !strings.EqualFold(name, parts[0]) {
		parts = append(parts, wording.Shorten(name, 100))
	}
	if date := wording.Date(d, opts.Zone); date != "" {
		parts = append(parts, date)
	}
	if len(d.Stories) > 0 {
		parts = append(parts, size(d.Stories, outlets))
	}
	return strings.Join(parts, " · ")
}

// size counts what stories rest on; outlets only where there is room.
func size(stories []news.Brief, outlets bool) string {
	articles, origins := 0, 0
	names := map[string]bool{}
	for _, b := range stories {
		articles += b.Counts.Articles
		origins += b.Counts.Origins
		for _, a := range b.Articles {
			names[wording.Outlet(a)] = true
		}
	}
	text := wording.Count(len(stories), "story") + " from " + wording.Count(articles, "article")
	if outlets {
		text += ", " + wording.Count(len(names), "outlet")
	}
	return text + ", " + wording.Count(origins, "origin")
}

// quiet says that there is nothing to tell, calmly only where the feeds could
// be read.
func quiet(c news.Coverage) string {
	if c.Feeds > 0 && len(c.FeedsFailed) >= c.Feeds {
		return "⚠ No digest: none of " + wording.Count(c.Feeds, "feed") + " could be read."
	}
	text := "A quiet day: nothing new in " + wording.Count(c.Articles, "article")
	if c.Feeds > 0 {
		text += " from " + wording.Count(c.Feeds, "feed")
	}
	return text + "."
}
