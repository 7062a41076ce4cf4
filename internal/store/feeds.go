package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"counterpoint/internal/news"
)

// Why a feed cannot be taken.
var (
	ErrTaken  = errors.New("another run is at this feed")
	ErrNotDue = errors.New("this feed is not due yet")
	ErrParked = errors.New("this feed was given up")
)

// turn says whose turn it is at a feed, and what is remembered of it but for its
// entries: one small item beside the large one with these. Most answers of a
// feed tell nothing new, or little, and then move this one alone. The turns of all feeds
// are the index of what is due: reading them all now and then costs less than
// moving a place in an index by time with every answer.
type turn struct {
	Source  news.Source `json:"source"`
	Due     time.Time   `json:"due,omitzero"` // zero: parked, never due
	Leased  bool        `json:"leased,omitempty"`
	Feed    news.Feed   `json:"feed"` // without ID, source and entries
	Recent  *recent     `json:"recent,omitempty"`
	Waiting int         `json:"waiting,omitempty"` // pages still to be read
	Listed  time.Time   `json:"listed,omitzero"`   // when the newest of the entries was last listed
}

// light is a feed as its turn has it.
func light(f news.Feed) news.Feed {
	f.ID, f.Source, f.Seen, f.Pending = "", news.Source{}, nil, nil
	return f
}

// Taken is a feed that the taker alone may save, until the lease ends.
type Taken struct {
	Feed       news.Feed // as it was saved last
	turn       turn
	rev        int64
	entries    entries // as they were written last, without what the turn has of them
	entriesRev int64   // 0 where there are none
	unread     bool    // the entries were not read, nor what the turn has of them
}

// Unread reports whether the feed is without its entries, as TakeHanded has it:
// most answers say nothing about them, and they are much to read. Saved so, it
// keeps the entries that it has.
func (t Taken) Unread() bool { return t.unread }

// Settled reports whether an answer that says nothing new leaves nothing to do
// about the entries: no page waits to be read, and it was noted not so long ago
// that they are listed.
func (t Taken) Settled(now time.Time, ago time.Duration) bool {
	return t.turn.Waiting == 0 && (t.turn.Listed.IsZero() || now.Sub(t.turn.Listed) < ago)
}

// perBatch is how many feeds one batch changes, at up to two writes each.
const perBatch = MaxWrites / 2

// Follow makes feeds that are not there yet, due now. Of those that are it
// keeps what is remembered, and takes the outlet's name.
func (s *Store) Follow(ctx context.Context, now time.Time, sources []news.Source) error {
	return s.FollowFrom(ctx, now, time.Time{}, sources)
}

// FollowFrom is Follow for readers who begin at a time, see Start: what the
// first answer of a feed that is not there yet lists without a time of its own
// counts as published before that. Zero: when it is first seen.
func (s *Store) FollowFrom(ctx context.Context, now, from time.Time, sources []news.Source) error {
	sources = unique(sources, news.Source.ID)
	for chunk := range slices.Chunk(sources, perBatch) {
		err := again(func() error { return s.follow(ctx, now, from, chunk) })
		if err != nil {
			return fmt.Errorf("follow feeds: %w", err)
		}
	}
	return nil
}

func (s *Store) follow(ctx context.Context, now, from time.Time, sources []news.Source) error {
	there, err := s.get(ctx, now, keysOf(sources, func(f news.Source) Key { return turnKey(f.ID()) })...)
	if err != nil {
		return err
	}
	var batch []Write
	for _, source := range sources {
		old, rev, err := s.turnIn(there, source.ID())
		if err != nil {
			return err
		}
		next := old
		next.Source = source
		if rev == 0 { // entries may be there of one that was unfollowed while it was read
			next.Due, next.Feed.URL, next.Feed.From = now, source.URL, from
			batch = append(batch, remove(feedKey(source.ID()), Any))
		}
		if rev > 0 && next.Source == old.Source {
			continue
		}
		w, err := s.putTurn(now, rev, next)
		if err != nil {
			return err
		}
		batch = append(batch, w)
	}
	return s.write(ctx, now, batch)
}

// Again makes feeds due now, those that were parked too. A feed that another
// run is at stays with it.
func (s *Store) Again(ctx context.Context, now time.Time, feeds []string) error {
	for chunk := range slices.Chunk(unique(feeds, itself), perBatch) {
		err := again(func() error { return s.makeDue(ctx, now, chunk) })
		if err != nil {
			return fmt.Errorf("ask feeds again: %w", err)
		}
	}
	return nil
}

func (s *Store) makeDue(ctx context.Context, now time.Time, feeds []string) error {
	there, err := s.get(ctx, now, keysOf(feeds, turnKey)...)
	if err != nil {
		return err
	}
	var batch []Write
	for _, id := range feeds {
		old, rev, err := s.turnIn(there, id)
		if err != nil {
			return err
		}
		if free := old.free(now, rev); free != ErrNotDue && free != ErrParked { //nolint:errorlint // free returns them as they are
			continue
		}
		next := old
		next.Due, next.Leased = now, false
		w, err := s.putTurn(now, rev, next)
		if err != nil {
			return err
		}
		batch = append(batch, w)
	}
	return s.write(ctx, now, batch)
}

// Unfollow forgets feeds. Their articles stay until they expire.
func (s *Store) Unfollow(ctx context.Context, feeds []string) error {
	for chunk := range slices.Chunk(unique(feeds, itself), perBatch) {
		err := again(func() error { return s.unfollow(ctx, chunk) })
		if err != nil {
			return fmt.Errorf("forget feeds: %w", err)
		}
	}
	return nil
}

func (s *Store) unfollow(ctx context.Context, feeds []string) error {
	there, err := s.get(ctx, never, keysOf(feeds, turnKey)...)
	if err != nil {
		return err
	}
	var batch []Write
	for _, id := range feeds {
		_, rev, err := s.turnIn(there, id)
		if err != nil {
			return err
		}
		if rev == 0 {
			continue
		}
		batch = append(batch, remove(turnKey(id), Condition(rev)), remove(feedKey(id), Any))
	}
	return s.write(ctx, never, batch)
}

// Feeds returns what is remembered of the feeds that are followed, in the
// order asked for.
func (s *Store) Feeds(ctx context.Context, now time.Time, feeds []string) ([]news.Feed, error) {
	feeds = unique(feeds, itself)
	there, err := s.get(ctx, now, append(keysOf(feeds, turnKey), keysOf(feeds, feedKey)...)...)
	if err != nil {
		return nil, err
	}
	var out []news.Feed
	for _, id := range feeds {
		t, rev, err := s.turnIn(there, id)
		if err != nil {
			return nil, err
		}
		if rev == 0 {
			continue
		}
		e, _, _, err := s.entriesIn(there, id, t)
		if err != nil {
			return nil, err
		}
		out = append(out, t.of(id, e))
	}
	return out, nil
}

// States returns how the feeds that are followed are, in the order asked for,
// without what is remembered of their entries: that is much to read.
func (s *Store) States(ctx context.Context, now time.Time, feeds []string) ([]news.Feed, error) {
	feeds = unique(feeds, itself)
	there, err := s.get(ctx, now, keysOf(feeds, turnKey)...)
	if err != nil {
		return nil, fmt.Errorf("how feeds are: %w", err)
	}
	var out []news.Feed
	for _, id := range feeds {
		t, rev, err := s.turnIn(there, id)
		if err != nil {
			return nil, err
		}
		if rev != 0 {
			out = append(out, t.of(id, entries{}))
		}
	}
	return out, nil
}

// Sources returns where feeds are, in the order asked for. Those that nobody
// follows are left out.
func (s *Store) Sources(ctx context.Context, now time.Time, feeds []string) ([]news.Source, error) {
	states, err := s.States(ctx, now, feeds)
	return keysOf(states, func(f news.Feed) news.Source { return f.Source }), err
}

// free says why a feed may not be taken, if so.
func (t turn) free(now time.Time, rev int64) error {
	switch {
	case rev == 0:
		return ErrNotKept
	case t.Due.IsZero():
		return ErrParked
	case t.Due.After(now) && t.Leased:
		return ErrTaken
	case t.Due.After(now):
		return ErrNotDue
	}
	return nil
}

// putTurn is the write of a feed's turn. The ID is that of the source.
func (s *Store) putTurn(now time.Time, rev int64, next turn) (Write, error) {
	return s.put(now, turnKey(next.Source.ID()), rev, time.Time{}, next)
}

// turnIn decodes a feed's turn; its revision is 0 where nobody follows it.
func (s *Store) turnIn(there found, feed string) (t turn, rev int64, err error) {
	i, ok := there[turnKey(feed)]
	if !ok {
		return turn{}, 0, nil
	}
	err = s.read(i, &t)
	return t, i.Rev, err
}

// of is a feed as its turn and its entries have it.
func (t turn) of(feed string, e entries) news.Feed {
	f := t.Feed
	f.ID, f.Source, f.Parked, f.Seen, f.Pending = feed, t.Source, t.Due.IsZero(), e.Seen, e.Pending
	return f
}

// write is a batch that may be empty.
func (s *Store) write(ctx context.Context, now time.Time, batch []Write) error {
	if len(batch) == 0 {
		return nil
	}
	return s.d.Write(ctx, now, batch)
}

func itself(s string) string { return s }

// unique keeps the first of those with the same ID.
func unique[T any](all []T, id func(T) string) []T {
	seen := make(map[string]bool, len(all))
	out := make([]T, 0, len(all))
	for _, v := range all {
		if !seen[id(v)] {
			seen[id(v)] = true
			out = append(out, v)
		}
	}
	return out
}

func keysOf[T, K any](all []T, key func(T) K) []K {
	out := make([]K, len(all))
	for i, v := range all {
		out[i] = key(v)
	}
	return out
}
