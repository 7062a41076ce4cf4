package doctor

import (
	"context"
	"sync"

	"counterpoint/internal/feed"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/wording"
)

const (
	failing = 3  // times in a row that a feed does not answer by accident
	atOnce  = 16 // feeds that are asked at the same time
)

// feeds tells of the feeds of channels what came of the last asking, or asks
// them now. Those that answer are told together. s may be nil: nothing is
// known of them. again is what has one asked again.
func (e *Exam) feeds(ctx context.Context, channels []news.Channel, s *store.Store, again string) {
	sources := sourcesOf(channels)
	if len(sources) == 0 {
		return
	}
	known, err := e.known(ctx, s, sources)
	if err != nil {
		e.unread(err)
		return
	}
	if e.Ask != nil {
		e.askAll(ctx, known)
	}
	answered, unasked := 0, 0
	for _, f := range known {
		switch {
		case f.Tried.IsZero():
			unasked++
		case e.feed(f, again):
			answered++
		}
	}
	switch {
	case unasked == len(known):
		e.note("feeds", again+", or counterpoint doctor --feeds", "whether %s can be read is not known", wording.Count(unasked, "feed"))
	case answered == 0:
		e.fault("feeds", "see whether this machine reaches the web, then counterpoint doctor --feeds", "none of %s answers", wording.Count(len(known), "feed"))
	case unasked > 0:
		e.note("feeds", again, "%d of %d answered, %d were not asked yet", answered, len(known), unasked)
	default:
		e.ok("feeds", "%d of %d answered when they were last asked", answered, len(known))
	}
}

// known is what is remembered of feeds, in their order.
func (e *Exam) known(ctx context.Context, s *store.Store, sources []news.Source) ([]news.Feed, error) {
	ids := make([]string, len(sources))
	for i, src := range sources {
		ids[i] = src.ID()
	}
	kept := map[string]news.Feed{}
	if s != nil {
		feeds, err := s.Feeds(ctx, e.Now(), ids)
		if err != nil {
			return nil, err
		}
		for _, f := range feeds {
			kept[f.ID] = f
		}
	}
	out := make([]news.Feed, len(sources))
	for i, src := range sources {
		out[i] = kept[ids[i]]
		out[i].ID, out[i].Source = ids[i], src
	}
	return out, nil
}

// askAll asks feeds now, with the validators of the last time, so that one that
// has not changed answers in a few bytes. Nothing of it is kept.
func (e *Exam) askAll(ctx context.Context, feeds []news.Feed) {
	places := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i := range feeds {
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			feeds[i] = feed.Get(ctx, e.Ask, feeds[i], e.Now()).Feed
		})
	}
	all.Wait()
}

// feed tells of a feed that did not answer, and reports whether it did.
func (e *Exam) feed(f news.Feed, again string) bool {
	name := "feed " + wording.Shorten(wording.Clean(f.Source.Name(f)), 60)
	switch {
	case f.Parked:
		e.fault(name, again+"; or take it out", "given up, it %s", f.Reason)
	case f.Failures == 0:
		return true
	case f.Failures >= failing || f.Worked.IsZero() || e.Ask != nil:
		e.fault(name, again, "it %s (%s in a row)", f.Reason, wording.Count(f.Failures, "failure"))
	default:
		e.note(name, "", "when it was last asked, it %s; it is asked again at %s", f.Reason, moment(f.Next))
	}
	return false
}
