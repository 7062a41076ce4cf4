package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"counterpoint/internal/news"
)

// Saved counts what became of the articles of a feed.
type Saved struct {
	New     int
	Updated int
	Same    int
	Old     int // older than articles are kept: left out
	Large   int // too large for an item: left out
	// Stripped counts pages still to be read whose text in the feed was
	// dropped, as the feed's state was too large.
	Stripped int
	// Dropped counts the pages that will not be read, as it was still.
	Dropped int
}

// SaveFeed keeps articles and then what is remembered of their feed, which
// gives it back: it is due at feed.Next, or never where it is parked. The
// articles come first, in as few batches as can be, and the feed with the last
// of them, so that a feed is never remembered as read before its articles are
// kept. Where the lease was lost it returns ErrTaken; articles saved until then
// stay, and saving them again changes nothing.
func (s *Store) SaveFeed(ctx context.Context, now time.Time, taken Taken, feed news.Feed, articles []news.Stamped) (Saved, error) {
	var saved Saved
	last, err := s.giveBack(now, taken, feed, &saved)
	if err != nil {
		return saved, fmt.Errorf("feed %s: %w", taken.Feed.ID, err)
	}
	todo := saved.keepable(now, articles)
	for done := false; !done; {
		var b batch
		keys := firstKeys
		err := again(func() error {
			b = batch{feed: taken.Feed.ID}
			if err := s.fill(ctx, now, &b, todo, keys); err != nil {
				return err
			}
			done = len(b.outcomes) == len(todo) && b.add(last)
			keys = allKeys
			return s.conflict(s.write(ctx, now, b.writes), taken)
		})
		if err != nil {
			return saved, fmt.Errorf("feed %s: %w", taken.Feed.ID, err)
		}
		saved.count(b.outcomes)
		todo = todo[len(b.outcomes):]
	}
	return saved, nil
}

// firstKeys is what is read of an article before it is kept: the head, which
// tells nearly always what to write.
func firstKeys(a news.Stamped) []Key { return []Key{headKey(a.ID)} }

// allKeys is read after a conflict: the version may have been current before,
// or be kept for a digest that cites it.
func allKeys(a news.Stamped) []Key {
	return []Key{headKey(a.ID), versionKey(a.ID, VersionOf(a.Article))}
}

// conflict tells a lost lease from an article that somebody else wrote.
func (s *Store) conflict(err error, taken Taken) error {
	var c ConflictError
	if errors.As(err, &c) && c.Key == turnKey(taken.Feed.ID) {
		return ErrTaken
	}
	return err
}

// keepable are the articles that can be kept, each once.
func (c *Saved) keepable(now time.Time, articles []news.Stamped) []news.Stamped {
	out := make([]news.Stamped, 0, len(articles))
	for _, a := range unique(articles, func(a news.Stamped) string { return a.ID }) {
		stamp := writable(a.Stamp)
		if stamp.IsZero() || !stamp.Add(keepArticle).Truncate(time.Second).After(now) {
			c.Old++
			continue
		}
		out = append(out, news.Stamped{Article: storable(a.Article), Stamp: stamp})
	}
	return out
}

func (c *Saved) count(all []outcome) {
	for _, o := range all {
		switch o {
		case added:
			c.New++
		case updated:
			c.Updated++
		case same:
			c.Same++
		case tooLarge:
			c.Large++
		}
	}
}

// batch gathers writes within the limits.
type batch struct {
	feed     string
	writes   []Write
	bytes    int
	outcomes []outcome
}

// add takes all of the writes, or none where they do not fit.
func (b *batch) add(writes []Write) bool {
	bytes := b.bytes
	for _, w := range writes {
		bytes += w.Item.size()
	}
	if len(b.writes)+len(writes) > MaxWrites || bytes > MaxBatchBytes {
		return false
	}
	b.writes, b.bytes = append(b.writes, writes...), bytes
	return true
}

// roomy is how many new articles a batch has room for beside a feed: three
// items each, and four.
const roomy = (MaxWrites - 4) / 3

// fill plans the writes of the first articles, as many as fit.
func (s *Store) fill(ctx context.Context, now time.Time, b *batch, todo []news.Stamped, keys func(news.Stamped) []Key) error {
	todo = todo[:min(len(todo), roomy)]
	there, err := s.get(ctx, now, slices.Concat(keysOf(todo, keys)...)...)
	if err != nil {
		return err
	}
	for _, a := range todo {
		writes, what, err := s.keep(now, b.feed, a, there)
		if err != nil {
			return err
		}
		if !b.add(writes) {
			break
		}
		b.outcomes = append(b.outcomes, what)
	}
	return nil
}

// giveBack plans the writes that save a feed's state and end its lease.
func (s *Store) giveBack(now time.Time, taken Taken, feed news.Feed, saved *Saved) ([]Write, error) {
	feed.ID, feed.Source = taken.Feed.ID, taken.turn.Source
	next := turn{Source: taken.turn.Source}
	if !feed.Parked {
		next.Due = later(now, feed.Next)
	}
	writes, err := s.moveTurn(now, taken.rev, taken.turn, next)
	if err != nil {
		return nil, err
	}
	state, err := s.feedState(now, feed, saved)
	return append(writes, state), err
}

// feedState is the write of what is remembered of a feed. Where it is too large
// for an item, pages still to be read lose the text that the feed had of them:
// they have an address to read them at. Where that is not enough, the last of
// them go: no feed may keep others from being saved.
func (s *Store) feedState(now time.Time, f news.Feed, saved *Saved) (w Write, err error) {
	f.Pending = slices.Clone(f.Pending)
	for i, e := range f.Pending {
		f.Pending[i].Published, f.Pending[i].Updated = writable(e.Published), writable(e.Updated)
	}
	for {
		w, err = s.put(now, feedKey(f.ID), 0, never, f)
		w.If = Any // the turn in the same batch says whose it is
		if !errors.Is(err, ErrTooLarge) {
			return w, err
		}
		if more := strip(f.Pending); more > 0 {
			saved.Stripped += more
			continue
		}
		if len(f.Pending) == 0 {
			return w, fmt.Errorf("what is remembered of it, with %d entries seen: %w", len(f.Seen), err)
		}
		n := len(f.Pending) / 2
		saved.Dropped += len(f.Pending) - n
		f.Pending = f.Pending[:n]
	}
}

// strip drops the feed's text of the older half of the entries that have one
// and an address, and returns their number.
func strip(pending []news.Pending) int {
	var full []int
	for i, e := range pending {
		if e.URL != "" && e.Content+e.Summary != "" {
			full = append(full, i)
		}
	}
	n := (len(full) + 1) / 2
	for _, i := range full[len(full)-n:] {
		pending[i].Content, pending[i].Summary = "", ""
	}
	return n
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
