// Package edition makes a digest of articles: it clusters them into stories,
// reads and compares their claims, and writes each story's brief. It is the
// only package that knows the order of the stages. It is pure: the same
// articles and the same time give the same digest, in whatever order they
// come and on however many cores.
package edition

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"slices"
	"sync"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/cluster"
	"counterpoint/internal/compare"
	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
)

// Options are what a reader may choose.
type Options struct {
	Now     time.Time // zero: the latest publication time
	Stories int       // most stories told, 0 for all
}

// Build makes the digest of articles. Those in leftOut are only named.
func Build(articles []news.Article, leftOut []news.LeftOut, opts Options) news.Digest {
	stories := cluster.Stories(articles)
	briefs := make([]news.Brief, len(stories))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(stories), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				briefs[i] = tell(stories[i])
			}
		})
	}
	for i := range stories {
		next <- i
	}
	close(next)
	wg.Wait()
	slices.SortFunc(briefs, rank)
	d := news.Digest{
		Schema:   news.SchemaVersion,
		Engine:   news.Engine{Name: "extractive"},
		Coverage: coverage(stories, len(articles), leftOut),
	}
	if opts.Stories > 0 && len(briefs) > opts.Stories {
		for _, b := range briefs[opts.Stories:] {
			for _, a := range b.Articles {
				d.Coverage.LeftOut = append(d.Coverage.LeftOut, news.LeftOut{ID: a.ID, Reason: "its story is not among the first that were asked for"})
			}
		}
		briefs = briefs[:opts.Stories]
	}
	slices.SortFunc(d.Coverage.LeftOut, func(a, b news.LeftOut) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Reason, b.Reason))
	})
	d.Stories = briefs
	date(&d, articles, opts.Now)
	d.ID = digestID(articles, d.GeneratedAt)
	return d
}

// tell reads, compares and words one story.
func tell(s news.Story) news.Brief {
	reading := claims.Read(s)
	return summarize.Brief(s, reading, compare.Findings(s, reading))
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

// digestID names a digest by what went into it.
func digestID(articles []news.Article, at *time.Time) string {
	ids := make([]string, 0, len(articles)+1)
	for _, a := range articles {
		ids = append(ids, a.ID)
	}
	slices.Sort(ids)
	if at != nil {
		ids = append(ids, at.UTC().Format(time.RFC3339Nano))
	}
	h := sha256.New()
	for _, id := range ids {
		h.Write([]byte(id))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
