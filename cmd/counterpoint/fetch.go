package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"counterpoint/internal/ingest"
	"counterpoint/internal/wording"
)

type fetchCmd struct {
	Config string `default:"counterpoint.yaml" placeholder:"FILE" help:"The configuration; \"counterpoint init\" writes one."`
	All    bool   `help:"Ask every feed now: also those that are not due yet, and those that were given up."`
}

// Help is shown under "fetch --help".
func (fetchCmd) Help() string {
	return `Example:
  counterpoint fetch
  counterpoint fetch --config news/counterpoint.yaml --all

Each feed is asked no sooner than it wants to be. For each feed a line says what came of it and
when it is asked next; one that is gone for good is parked until --all.`
}

// Run fetches the feeds of all channels and reports each.
func (c fetchCmd) Run(s streams) error {
	r, err := openRound(s, c.Config)
	if err != nil {
		return err
	}
	defer r.close()
	rep, err := r.fetch(s, r.cfg.Channels, c.All)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fetched(&b, rep, s.now())
	if _, err := b.WriteTo(s.out); err != nil {
		return fmt.Errorf("print the report: %w", err)
	}
	if len(rep.Feeds) > 0 && rep.Worked() == 0 {
		return errDead
	}
	return nil
}

// progress is one line that is written over.
type progress struct {
	to   io.Writer
	on   bool
	n    int
	of   int
	last int
}

func (p *progress) done(f ingest.FeedReport) {
	if !p.on {
		return
	}
	p.n++
	line := fmt.Sprintf("%d of %d feeds · %s", p.n, p.of, wording.Shorten(wording.Clean(f.Feed.Source.Name(f.Feed)), 50))
	fmt.Fprintf(p.to, "\r%-*s", p.last, line)
	p.last = len(line)
}

func (p *progress) end() {
	if p.on && p.n > 0 {
		fmt.Fprintf(p.to, "\r%*s\r", p.last, "")
	}
}

// fetched prints a line for each feed, and one for all.
func fetched(w io.Writer, rep ingest.FetchReport, now time.Time) {
	count := map[ingest.Status]int{}
	total := 0
	for _, f := range rep.Feeds {
		count[f.Status]++
		total += f.New
		fmt.Fprintf(w, "%-12s  %-32s  %s\n", f.Status, wording.Shorten(wording.Clean(f.Feed.Source.Name(f.Feed)), 32), strings.Join(outcome(f, now), " · "))
		for _, l := range f.LeftOut {
			fmt.Fprintf(w, "%14s%s: %s\n", "", wording.Shorten(wording.Clean(l.ID), 100), l.Reason)
		}
	}
	parts := []string{wording.Count(len(rep.Feeds), "feed")}
	for _, st := range []ingest.Status{ingest.OK, ingest.NotModified, ingest.NotDue, ingest.Failed, ingest.Parked} {
		if count[st] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[st], st))
		}
	}
	fmt.Fprintf(w, "%s · %s new\n", strings.Join(parts, " · "), wording.Count(total, "article"))
}

// outcome says in parts what came of a feed and when it is asked next.
func outcome(f ingest.FeedReport, now time.Time) []string {
	var parts []string
	for _, n := range []struct {
		n    int
		what string
	}{{f.New, "new"}, {f.Updated, "updated"}, {f.Partial, "in part"}, {f.Pending, "to be read next time"}, {f.Stale, "outside of the window"}} {
		if n.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.n, n.what))
		}
	}
	if f.Feed.Reason != "" {
		parts = append(parts, wording.Clean(f.Feed.Reason))
	}
	if f.Feed.Mended != "" {
		parts = append(parts, "mended: "+wording.Clean(f.Feed.Mended))
	}
	if f.Feed.Parked {
		return append(parts, "given up: take it out of the configuration, or ask again with --all")
	}
	switch {
	case f.Feed.Next.After(now):
		parts = append(parts, "next try in "+span(f.Feed.Next.Sub(now)))
	case f.Status == ingest.NotDue: // taken, by a run that was broken off or is not done
		parts = append(parts, "another run was at it: asked again within 5 min")
	}
	return parts
}

// span is a time to wait, as a person says it, to the minute.
func span(d time.Duration) string {
	m := int(d.Round(time.Minute) / time.Minute)
	switch {
	case m < 1:
		return "less than a minute"
	case m < 60:
		return fmt.Sprintf("%d min", m)
	case m%60 == 0:
		return fmt.Sprintf("%d h", m/60)
	}
	return fmt.Sprintf("%d h %d min", m/60, m%60)
}
