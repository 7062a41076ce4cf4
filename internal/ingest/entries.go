package ingest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"counterpoint/internal/feed"
	"counterpoint/internal/news"
)

// ahead is how far in the future an entry may be dated: clocks go wrong, and
// some newsrooms date by the local time.
const ahead = time.Hour

// run reads one feed's entries.
type run struct {
	Fetcher
	feed    news.Feed // with what is remembered of its entries
	now     time.Time
	ask     feed.Ask
	reading chan struct{}
	report  FeedReport
	pages   int // read so far
}

// read turns the entries that are new or edited, and those whose pages waited,
// into articles, and remembers them. Where the feed cannot be reached now, its
// pages are left for later: they would only fail too.
func (r *run) read(ctx context.Context, a feed.Answer) []news.Stamped {
	if feed.Passing(a.Err) {
		r.report.Stale, r.report.Pending = r.feed.Stale, len(r.feed.Pending)
		return nil
	}
	seen := map[string]*news.Seen{}
	for i := range r.feed.Seen {
		seen[r.feed.Seen[i].Key] = &r.feed.Seen[i]
	}
	waiting := r.feed.Pending
	r.feed.Pending = nil
	switch {
	case a.Err != nil:
	case r.feed.NotModified:
		r.relist()
	default:
		r.feed.Stale = 0
	}
	first := r.first(a)
	listed := map[string]bool{}
	var fresh []news.Pending
	var added, known []*news.Seen
	for _, e := range a.Entries {
		key := e.Key()
		if listed[key] {
			continue
		}
		listed[key] = true
		s := seen[key]
		if s != nil {
			known = append(known, s)
		}
		if !r.wanted(e, s) {
			continue
		}
		if s == nil {
			s = &news.Seen{Key: key, First: first, Last: r.now}
			seen[key], added = s, append(added, s)
		}
		s.Fingerprint = e.Fingerprint()
		fresh = append(fresh, news.Pending{Entry: e})
	}
	if len(fresh) > 0 || r.dated() {
		for _, s := range known {
			s.Last = r.now
		}
	}
	todo := slices.Concat(fresh, r.still(waiting, fresh))
	slices.SortStableFunc(todo, func(a, b news.Pending) int { return cmp.Compare(has(seen[a.Key()]), has(seen[b.Key()])) })
	own := make([]ownText, len(todo))
	in(r.reading, func() {
		for i, p := range todo {
			own[i] = readOwn(p.Entry)
		}
	})
	var out []news.Stamped
	for i, p := range todo {
		s := seen[p.Key()]
		if s == nil { // forgotten meanwhile: it is older than anything remembered
			continue
		}
		if article, ok := r.article(ctx, p, own[i], *s); ok {
			s.Article = article.ID
			out = append(out, article)
		}
	}
	r.remember(added)
	r.report.Stale, r.report.Pending = r.feed.Stale, len(r.feed.Pending)
	return distinct(out)
}

// first is when entries that were not seen before count as seen first: now, but
// for those of a feed's first answer where it is followed by who begins at a
// time. They were there before.
func (r *run) first(a feed.Answer) time.Time {
	from := r.feed.From
	if from.IsZero() || a.Err != nil {
		return r.now
	}
	r.feed.From = time.Time{}
	return from.Add(-time.Second)
}

// has puts an entry that led to an article already behind those that did not:
// a feed may word its items anew with every answer, and pages are few in a run.
func has(s *news.Seen) int {
	if s != nil && s.Article != "" {
		return 1
	}
	return 0
}

// relisting is how old the note of what a feed lists may become: with less, what
// is remembered would have to be written with every answer that says nothing new.
const relisting = 24 * time.Hour

// dated reports whether the note of what the feed lists is old.
func (r *run) dated() bool {
	return len(r.feed.Seen) > 0 && r.now.Sub(r.feed.Seen[0].Last) >= relisting // the newest come first
}

// relist notes that a feed which has not changed lists what it listed last.
func (r *run) relist() {
	if !r.dated() {
		return
	}
	last := r.feed.Seen[0].Last
	for i := range r.feed.Seen {
		if r.feed.Seen[i].Last.Equal(last) {
			r.feed.Seen[i].Last = r.now
		}
	}
}

// wanted reports whether an entry is new or edited and of the window, and
// counts the others.
func (r *run) wanted(e news.Entry, s *news.Seen) bool {
	stamp := r.stamp(e, s)
	switch {
	case stamp.After(r.now.Add(ahead)):
		r.report.Future++
		r.feed.Stale++
		return false
	case stamp.Before(r.now.Add(-r.Window)):
		r.feed.Stale++
		return false
	}
	return s == nil || s.Fingerprint != e.Fingerprint()
}

// stamp is when an entry was published: as it says, else when it was first
// seen.
func (r *run) stamp(e news.Entry, s *news.Seen) time.Time {
	switch {
	case !e.Published.IsZero():
		return e.Published
	case s != nil:
		return s.First
	}
	return r.now
}

// still gives the entries that wait, without those that the feed has just told
// anew or that have left the window.
func (r *run) still(waiting, fresh []news.Pending) []news.Pending {
	told := map[string]bool{}
	for _, p := range fresh {
		told[p.Key()] = true
	}
	return slices.DeleteFunc(waiting, func(p news.Pending) bool {
		return told[p.Key()] || !p.Published.IsZero() && p.Published.Before(r.now.Add(-r.Window))
	})
}

// remember keeps the entries seen, newest first: those that the feed still
// lists and those that it listed within the window. One that comes back later is
// too old where it bears a date; where it bears none, its article is known.
func (r *run) remember(added []*news.Seen) {
	all := make([]news.Seen, 0, len(added)+len(r.feed.Seen))
	for _, s := range added {
		all = append(all, *s)
	}
	all = append(all, r.feed.Seen...)
	all = slices.DeleteFunc(all, func(s news.Seen) bool {
		return s.Last.Before(r.now.Add(-r.Window-relisting)) && s.Last.Before(r.feed.Worked)
	})
	slices.SortStableFunc(all, func(a, b news.Seen) int { return b.Last.Compare(a.Last) })
	r.feed.Seen = all[:min(len(all), maxSeen)]
}

// distinct keeps the first of articles with one ID: a feed may list one
// address twice.
func distinct(articles []news.Stamped) []news.Stamped {
	seen := map[string]bool{}
	return slices.DeleteFunc(articles, func(a news.Stamped) bool {
		again := seen[a.ID]
		seen[a.ID] = true
		return again
	})
}
