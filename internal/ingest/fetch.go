package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"counterpoint/internal/feed"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// The bounds of a run.
const (
	pagesPerFeed = 10              // read in one run; the rest is read in the next
	pageTries    = 3               // of a page that fails in passing
	lease        = 5 * time.Minute // that a feed is taken for; longer than its slowest pages take
	maxSeen      = 2000            // entries remembered of a feed
	writing      = 128             // feeds that are read or wait for the disk, beside those on the network
)

// Fetcher fetches feeds into a store.
type Fetcher struct {
	Client   *web.Client
	Store    *store.Store
	Now      func() time.Time
	Window   time.Duration    // older entries are dropped
	Parallel int              // feeds and pages asked for at once
	Handed   store.Handed     // how the feeds were handed out; zero: each is taken
	Done     func(FeedReport) // called after each feed, from one goroutine at a time; may be nil
}

// Status is what came of a feed.
type Status string

// The statuses of a feed after a run.
const (
	OK          Status = "ok"
	NotModified Status = "not modified"
	Failed      Status = "failed"
	Parked      Status = "parked"
	NotDue      Status = "not due"
)

// FeedReport is what came of one feed.
type FeedReport struct {
	Feed                   news.Feed
	Status                 Status
	New, Updated           int // articles
	Partial                int // of them, only what the feed says
	Stale, Future, Pending int // entries
	LeftOut                []news.LeftOut
	Bytes                  int64
	Err                    error
}

// FetchReport is what came of a run.
type FetchReport struct {
	Feeds []FeedReport // in the order in which they were asked for
}

// Worked counts the feeds that answered, or did not have to be asked after they
// had answered.
func (r FetchReport) Worked() int {
	n := 0
	for _, f := range r.Feeds {
		if f.Status != Failed && f.Status != Parked && f.Feed.Failures == 0 {
			n++
		}
	}
	return n
}

// Fetch asks for the feeds of the given IDs, which the store has, and keeps
// what is new. That feeds fail is in the report; an error says that the store
// did, or that the run was ended.
func (f Fetcher) Fetch(ctx context.Context, ids []string) (FetchReport, error) {
	rep := FetchReport{Feeds: make([]FeedReport, len(ids))}
	errs := make([]error, len(ids))
	take, err := f.taking(ctx, ids)
	if err != nil {
		return rep, err
	}
	places := places{asking: make(chan struct{}, max(f.Parallel, 1)), reading: make(chan struct{}, max(runtime.GOMAXPROCS(0)-1, 1))}
	var wg sync.WaitGroup
	var mu sync.Mutex
	next := make(chan int)
	for range min(cap(places.asking)+writing, len(ids)) {
		wg.Go(func() {
			for i := range next {
				if errs[i] = ctx.Err(); errs[i] != nil {
					continue
				}
				rep.Feeds[i], errs[i] = f.one(ctx, ids[i], take, places)
				if f.Done != nil && errs[i] == nil {
					mu.Lock()
					f.Done(rep.Feeds[i])
					mu.Unlock()
				}
			}
		})
	}
	for i := range ids {
		next <- i
	}
	close(next)
	wg.Wait()
	return rep, errors.Join(slices.Compact(errs)...)
}

// places bound what many feeds do at a time. Reading texts is bounded too, as
// answers would otherwise wait for a turn of the processor, and their servers
// with them.
type places struct {
	asking  chan struct{} // on the network
	reading chan struct{} // of texts
}

// in does a thing in one of the places.
func in(places chan struct{}, do func()) {
	places <- struct{}{}
	defer func() { <-places }()
	do()
}

// taking is how a feed is taken: by a lease of its own, or with the others that
// were handed out with it.
func (f Fetcher) taking(ctx context.Context, ids []string) (func(now time.Time, id string) (store.Taken, error), error) {
	if f.Handed == (store.Handed{}) {
		return func(now time.Time, id string) (store.Taken, error) { return f.Store.Take(ctx, now, id, lease) }, nil
	}
	all, err := f.Store.TakeHanded(ctx, f.Now(), f.Handed, ids, lease)
	return func(_ time.Time, id string) (store.Taken, error) {
		taken, ok := all[id]
		if !ok {
			return taken, store.ErrTaken
		}
		return taken, nil
	}, err
}

// one takes a feed, reads it, and saves what came of it.
func (f Fetcher) one(ctx context.Context, id string, take func(time.Time, string) (store.Taken, error), places places) (FeedReport, error) {
	now := f.Now()
	taken, err := take(now, id)
	switch {
	case errors.Is(err, store.ErrTaken), errors.Is(err, store.ErrNotDue), errors.Is(err, store.ErrParked):
		return f.rest(ctx, now, id)
	case err != nil:
		return FeedReport{}, err
	}
	ask := func(ctx context.Context, r web.Request) (got web.Response, err error) {
		in(places.asking, func() { got, err = f.Client.Get(ctx, r) })
		return got, err
	}
	answer := feed.Get(ctx, ask, taken.Feed, now)
	if ctx.Err() == nil {
		taken, err = f.entries(ctx, now, taken, &answer)
	}
	switch {
	case ctx.Err() != nil:
		return FeedReport{}, f.leave(ctx, now, taken)
	case err != nil:
		return FeedReport{}, err
	}
	r := run{Fetcher: f, feed: answer.Feed, now: now, ask: ask, reading: places.reading, report: FeedReport{Err: answer.Err, Bytes: answer.Bytes}}
	articles := r.read(ctx, answer)
	if ctx.Err() != nil && len(articles) == 0 {
		return FeedReport{}, f.leave(ctx, now, taken)
	}
	saved, err := f.Store.SaveFeed(context.WithoutCancel(ctx), now, taken, r.feed, articles)
	if err != nil && !errors.Is(err, store.ErrTaken) {
		return FeedReport{}, err
	}
	r.report.New, r.report.Updated = saved.New, saved.Updated
	if n := saved.Dropped; n > 0 {
		r.report.Pending -= n
		r.report.LeftOut = append(r.report.LeftOut, news.LeftOut{ID: fmt.Sprintf("%d entries", n), Reason: "the feed tells them at a length that cannot be kept until their pages are read"})
	}
	r.report.Feed, r.report.Status = r.feed, status(r.feed)
	return r.report, nil
}

// entries reads what is remembered of a feed's entries, where it was taken
// without and its answer leaves anything to do about them.
func (f Fetcher) entries(ctx context.Context, now time.Time, taken store.Taken, answer *feed.Answer) (store.Taken, error) {
	idle := answer.Err == nil && answer.Feed.NotModified || feed.Passing(answer.Err)
	if !taken.Unread() || idle && taken.Settled(now, relisting) {
		return taken, nil
	}
	read, err := f.Store.Entries(ctx, now, taken)
	if err != nil {
		return taken, err
	}
	answer.Feed.Seen, answer.Feed.Pending = read.Feed.Seen, read.Feed.Pending
	return read, nil
}

// leave gives a feed back as it was when the run is ended, so that the next run
// need not wait for the end of the lease.
func (f Fetcher) leave(ctx context.Context, now time.Time, taken store.Taken) error {
	if _, err := f.Store.SaveFeed(context.WithoutCancel(ctx), now, taken, taken.Feed, nil); err != nil && !errors.Is(err, store.ErrTaken) {
		return err
	}
	return ctx.Err()
}

// rest reports a feed that is not asked now.
func (f Fetcher) rest(ctx context.Context, now time.Time, id string) (FeedReport, error) {
	feeds, err := f.Store.Feeds(ctx, now, []string{id})
	if err != nil || len(feeds) == 0 {
		return FeedReport{}, err
	}
	st := NotDue
	if feeds[0].Parked {
		st = Parked
	}
	return FeedReport{Feed: feeds[0], Status: st}, nil
}

func status(f news.Feed) Status {
	switch {
	case f.Parked:
		return Parked
	case f.Failures > 0:
		return Failed
	case f.NotModified:
		return NotModified
	}
	return OK
}
