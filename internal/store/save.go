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
// gives it back: it is due at feed.Next, or never where it is parked. Each is
// written after what it rests on, so that they need not be written together,
// which would cost twice as much: of an article its place, and then the article
// in the feed's window; after all articles the feed's entries, if there is anything new about them; then the feed's turn. So
// a feed is never remembered as read before its articles are kept. Where the
// lease was lost it returns ErrTaken; what was saved until then stays, and
// saving it again changes nothing.
func (s *Store) SaveFeed(ctx context.Context, now time.Time, taken Taken, feed news.Feed, articles []news.Stamped) (Saved, error) {
	var saved Saved
	last, err := s.giveBack(now, taken, feed, &saved)
	if err != nil {
		return saved, fmt.Errorf("feed %s: %w", taken.Feed.ID, err)
	}
	todo := saved.keepable(now, articles)
	for failed := 0; failed < tries; {
		b := batch{feed: taken.Feed.ID}
		if err := s.fill(ctx, now, &b, todo); err != nil {
			return saved, fmt.Errorf("feed %s: %w", taken.Feed.ID, err)
		}
		whole := len(b.outcomes) == len(todo) && b.add(last)
		n, err := s.writeArticles(ctx, now, b, taken)
		saved.count(b.outcomes[:n])
		todo = todo[n:]
		switch {
		case err == nil && whole:
			return saved, nil
		case err == nil:
			failed = 0
		case errors.Is(err, ErrConflict):
			failed++
		default:
			return saved, fmt.Errorf("feed %s: %w", taken.Feed.ID, err)
		}
	}
	return saved, fmt.Errorf("feed %s: given up after %d tries: %w", taken.Feed.ID, tries, ErrConflict)
}

// writeArticles does the writes of a batch in their order, and returns how many
// of its articles are kept. A conflict about the feed is ErrTaken.
func (s *Store) writeArticles(ctx context.Context, now time.Time, b batch, taken Taken) (int, error) {
	err := s.d.WriteEach(ctx, now, b.writes)
	if err == nil {
		return len(b.outcomes), nil
	}
	c, ok := errors.AsType[ConflictError](err)
	if !ok {
		return 0, err
	}
	if id := taken.Feed.ID; c.Key == turnKey(id) || c.Key == feedKey(id) {
		return len(b.outcomes), ErrTaken
	}
	at := slices.IndexFunc(b.writes, func(w Write) bool { return w.Item.Key == c.Key })
	n, _ := slices.BinarySearch(b.ends, at+1)
	return n, err
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
	ends     []int // of each article's writes
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

// roomy is how many articles a batch has room for beside a feed: three writes
// each at most, and two.
const roomy = (MaxWrites - 2) / 3

// fill plans the writes of the first articles, as many as fit.
func (s *Store) fill(ctx context.Context, now time.Time, b *batch, todo []news.Stamped) error {
	todo = todo[:min(len(todo), roomy)]
	if len(todo) == 0 {
		return nil
	}
	there, err := s.look(ctx, now, b.feed, todo)
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
		b.outcomes, b.ends = append(b.outcomes, what), append(b.ends, len(b.writes))
	}
	return nil
}

// giveBack plans the writes that save a feed and end its lease: last the turn,
// on the condition that it is still the taker's.
func (s *Store) giveBack(now time.Time, taken Taken, feed news.Feed, saved *Saved) ([]Write, error) {
	next := turn{Source: taken.turn.Source, Feed: light(feed), Waiting: len(feed.Pending), Listed: newest(feed.Seen)}
	if !feed.Parked {
		next.Due = later(now, feed.Next)
	}
	if taken.unread {
		next.Recent, next.Waiting, next.Listed = taken.turn.Recent, taken.turn.Waiting, taken.turn.Listed
		w, err := s.putTurn(now, taken.rev, next)
		return []Write{w}, err
	}
	if w, ok := s.withRecent(now, taken, feed, next); ok {
		return []Write{w}, nil
	}
	writes, err := s.entriesOf(now, taken, feed, saved)
	if err != nil {
		return nil, err
	}
	w, err := s.putTurn(now, taken.rev, next)
	return append(writes, w), err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
