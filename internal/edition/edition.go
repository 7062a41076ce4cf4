// Package edition makes a digest of articles: it clusters them into stories,
// reads and compares their claims, and writes each story's brief. It is the
// only package that knows the order of the stages.
//
// Build is pure: the same articles, the same time and the same told digests
// give the same digest, in whatever order they come and on however many cores.
// Round has the effects: it reads a channel's window and what its reader was
// told from the store, and keeps what is told. It never reads the web.
package edition

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/cluster"
	"counterpoint/internal/compare"
	"counterpoint/internal/followup"
	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
)

// Options are what a reader may choose, and what was told to that reader.
type Options struct {
	Now     time.Time // zero: the latest publication time
	Stories int       // most stories told, 0 for all

	Told []Told // earlier digests of the same reader, oldest first
	// Since overrides what was told: articles stamped from then on are news,
	// earlier ones context. Zero: what Told does not name is news.
	Since time.Time
	// From is where the reader begins: articles stamped before are context, but
	// for Since. Zero: there is no such time.
	From       time.Time
	MinOrigins int // stories of fewer independent voices are left out
	Mute       news.Mute

	keep bool // what stories were made from, for a Writer
}

// Build makes the digest of articles. Those in leftOut are only named. The
// articles are the whole window that is looked at: those told before are
// context for counts and claims, and a story of them comes again only with
// news in it.
func Build(articles []news.Article, leftOut []news.LeftOut, opts Options) news.Digest {
	d, _ := build(articles, leftOut, opts)
	return d
}

// build makes a digest, and with opts.keep the tellings of its stories.
func build(articles []news.Article, leftOut []news.LeftOut, opts Options) (news.Digest, []telling) {
	heard, hidden := hear(articles, opts.Mute)
	stories := cluster.Stories(heard)
	m := remember(stories, opts)
	tellings := make([]telling, len(stories))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(stories), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				tellings[i] = tell(stories[i], m.of(stories[i]), opts)
			}
		})
	}
	for i := range stories {
		next <- i
	}
	close(next)
	wg.Wait()
	slices.SortFunc(tellings, func(a, b telling) int { return rank(a.brief, b.brief) })
	d := news.Digest{
		Schema:   news.SchemaVersion,
		Engine:   news.Engine{Name: "extractive"},
		Coverage: coverage(stories, len(articles), append(hidden, leftOut...)),
		Stories:  []news.Brief{},
	}
	d.Coverage.Muted = len(hidden)
	for i := range tellings {
		tellings[i].into(&d, opts.Stories)
	}
	slices.SortFunc(d.Coverage.LeftOut, func(a, b news.LeftOut) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Reason, b.Reason))
	})
	date(&d, articles, opts.Now)
	d.ID = digestID(articles, d.GeneratedAt, opts)
	return d, slices.DeleteFunc(tellings, func(t telling) bool { return t.reason != "" })
}

// telling is what becomes of a story: it is told, or left out for a reason.
type telling struct {
	brief     news.Brief
	reason    string          // why the story is left out; empty where it is told
	muted     bool            // left out because of a muted word
	unchanged *news.Unchanged // the line that stands for it
	untold    map[string]bool // its articles that were not told before
	told      map[string]bool // and those that were, where there is a draft

	draft *summarize.Draft // with Options.keep
}

// tell reads, compares and words one story, if there is news in it.
func tell(s news.Story, past past, opts Options) telling {
	t := telling{brief: news.Brief{ID: s.ID, Counts: news.Counts{Articles: len(s.Articles), Origins: s.Origins()}, Articles: []news.BriefArticle{}}, untold: past.untold}
	for _, a := range s.Articles {
		t.brief.Articles = append(t.brief.Articles, news.BriefArticle{ID: a.ID})
	}
	if len(past.untold) == 0 {
		t.reason = ReasonTold
		if past.digest == "" {
			t.reason = ReasonOlder
		}
		return t
	}
	if n := s.Origins(); n < opts.MinOrigins {
		t.reason = fmt.Sprintf("fewer than %d independent sources", opts.MinOrigins)
		return t
	}
	reading := claims.Read(s)
	found := compare.Findings(s, reading)
	t.brief = summarize.Brief(s, reading, found)
	t.brief.ID = past.id
	if reason := muted(t.brief, opts.Mute); reason != "" {
		t.reason, t.muted = reason, true
		return t
	}
	if opts.keep {
		t.draft, t.told = &summarize.Draft{Story: s, Reading: reading}, past.told
	}
	if past.digest == "" {
		return t
	}
	since, news := followup.Since(followup.Input{Story: s, Reading: reading, Today: found, Told: past.told, Before: past.briefs})
	since.Told, since.At = past.digest, past.at
	if !news {
		t.reason, t.unchanged = ReasonNothing, unchanged(t.brief, past)
		return t
	}
	t.brief.Since = &since
	t.brief = again(t.brief, past.told)
	return t
}

// into puts a story into the digest, or its articles among those left out.
func (t *telling) into(d *news.Digest, most int) {
	if t.reason == "" && most > 0 && len(d.Stories) >= most {
		t.reason = "its story is not among the first that were asked for"
	}
	if t.reason == "" {
		d.Stories = append(d.Stories, t.brief)
		return
	}
	if t.unchanged != nil {
		d.Unchanged = append(d.Unchanged, *t.unchanged)
	}
	for _, a := range t.brief.Articles {
		reason := t.reason
		if reason == ReasonNothing && !t.untold[a.ID] {
			reason = ReasonTold
		}
		d.Coverage.LeftOut = append(d.Coverage.LeftOut, news.LeftOut{ID: a.ID, Reason: reason})
		if t.muted {
			d.Coverage.Muted++
		}
	}
}

// rank puts the stories first that most independent voices tell, then those
// with most to settle, then the newest.
func rank(a, b news.Brief) int {
	return cmp.Or(
		cmp.Compare(b.Counts.Origins, a.Counts.Origins),
		cmp.Compare(len(b.Disputed), len(a.Disputed)),
		cmp.Compare(b.Counts.Articles, a.Counts.Articles),
		latest(b).Compare(latest(a)),
		cmp.Compare(a.ID, b.ID),
	)
}

func latest(b news.Brief) time.Time {
	var t time.Time
	for _, a := range b.Articles {
		if a.Published != nil && a.Published.After(t) {
			t = *a.Published
		}
	}
	return t
}

func coverage(stories []news.Story, articles int, leftOut []news.LeftOut) news.Coverage {
	c := news.Coverage{Articles: articles, FeedsFailed: []news.FeedFailed{}, LeftOut: append([]news.LeftOut{}, leftOut...)}
	for _, s := range stories {
		for _, l := range s.Lineage {
			if l.CopyOf != "" {
				c.Copies++
			}
		}
	}
	return c
}

// date sets the times of a digest. Without a time of publication and without
// now there is none.
func date(d *news.Digest, articles []news.Article, now time.Time) {
	var from, to time.Time
	for _, a := range articles {
		if p := a.Published; !p.IsZero() {
			if from.IsZero() || p.Before(from) {
				from = p
			}
			if p.After(to) {
				to = p
			}
		}
	}
	if !to.IsZero() {
		d.Window = &news.Window{From: from, To: to}
	}
	at := cmp.Or(now, to)
	d.Title = "Counterpoint"
	if !at.IsZero() {
		d.GeneratedAt = &at
	}
}

// digestID names a digest by what went into it and what was told before.
func digestID(articles []news.Article, at *time.Time, opts Options) string {
	ids := make([]string, 0, len(articles)+1)
	for _, a := range articles {
		ids = append(ids, a.ID)
	}
	slices.Sort(ids)
	if at != nil {
		ids = append(ids, at.UTC().Format(time.RFC3339Nano))
	}
	for _, t := range opts.Told {
		ids = append(ids, t.Digest)
	}
	if !opts.Since.IsZero() {
		ids = append(ids, "since "+opts.Since.UTC().Format(time.RFC3339Nano))
	}
	if !opts.From.IsZero() {
		ids = append(ids, "from "+opts.From.UTC().Format(time.RFC3339Nano))
	}
	h := sha256.New()
	for _, id := range ids {
		h.Write([]byte(id))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
