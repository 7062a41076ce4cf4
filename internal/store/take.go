package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// digits are what the partitions of turns end with.
const digits = "0123456789abcdef"

// Handed is when feeds were handed out to an errand, and until when nobody else
// has them.
type Handed struct {
	At    time.Time `json:"at"`
	Until time.Time `json:"until"`
}

// handing is a lease of many feeds in one item, instead of a write a feed. It
// holds for those of them that are still waiting since before it: saving a feed,
// taking it, or asking for it again makes it due later than that.
type handing struct {
	Handed
	Feeds []string `json:"feeds"`
}

// holds reports whether a feed is handed out still.
func (h handing) holds(now time.Time, feed string, t turn) bool {
	return now.Before(h.Until) && !t.Due.After(h.At) && slices.Contains(h.Feeds, feed)
}

// shard is what is known of a sixteenth of the feeds.
type shard struct {
	key    Key // of the item that says what is handed out
	rev    int64
	handed []handing
	due    []turn
}

func (s *Store) handedIn(there found, feed string) (sh shard, err error) {
	sh.key = handedKey(feed)
	if i, ok := there[sh.key]; ok {
		sh.rev, err = i.Rev, s.read(i, &sh.handed)
	}
	return sh, err
}

func (sh shard) holds(now time.Time, feed string, t turn) bool {
	return slices.ContainsFunc(sh.handed, func(h handing) bool { return h.holds(now, feed, t) })
}

// waiting reads the turns of all feeds, and what is handed out.
func (s *Store) waiting(ctx context.Context, now time.Time) ([]shard, error) {
	all := make([]shard, len(digits))
	err := concurrently(ctx, len(digits), func(ctx context.Context, i int) error {
		items, err := s.query(ctx, now, turnPartition(digits[i:]), "", "")
		if err != nil || len(items) == 0 {
			return err
		}
		// Only now: who is handed a feed after the turns were read has it still.
		there, err := s.get(ctx, now, handedKey(digits[i:]))
		if err != nil {
			return err
		}
		all[i], err = s.handedIn(there, digits[i:])
		if err != nil {
			return err
		}
		for _, item := range items {
			var t turn
			if err := s.read(item, &t); err != nil {
				return err
			}
			if t.free(now, item.Rev) == nil && !all[i].holds(now, item.SK, t) {
				all[i].due = append(all[i].due, t)
			}
		}
		return nil
	})
	return all, err
}

// longest puts feeds in order, the longest waiting first.
func longest(shards []shard) []turn {
	var due []turn
	for _, sh := range shards {
		due = append(due, sh.due...)
	}
	slices.SortFunc(due, func(a, b turn) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Source.ID(), b.Source.ID()))
	})
	return due
}

func sourceOf(t turn) news.Source { return t.Source }

// Due returns the feeds that may be asked, the longest waiting first: at most
// limit of them, or all where it is 0. A feed whose lease has ended is due.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]news.Source, error) {
	shards, err := s.waiting(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("which feeds are due: %w", err)
	}
	due := longest(shards)
	if limit > 0 {
		due = due[:min(limit, len(due))]
	}
	return keysOf(due, sourceOf), nil
}

// Hand hands out, of the feeds that are due, those that pick picks, and returns
// them: until h.Until nobody else is handed one of them, or takes it. Who hands
// them out has them asked by one errand each, which calls TakeHanded.
func (s *Store) Hand(ctx context.Context, now time.Time, h Handed, pick func(due []news.Source) []news.Source) ([]news.Source, error) {
	shards, err := s.waiting(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("which feeds are due: %w", err)
	}
	picked := pick(keysOf(longest(shards), sourceOf))
	mine := map[string]bool{}
	for _, source := range picked {
		mine[source.ID()] = true
	}
	ours := make([]map[string]bool, len(shards))
	err = concurrently(ctx, len(shards), func(ctx context.Context, i int) error {
		sh := shards[i]
		sh.due = slices.DeleteFunc(sh.due, func(t turn) bool { return !mine[t.Source.ID()] })
		return again(func() (err error) {
			ours[i], err = s.handOut(ctx, now, h, &sh)
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("hand out feeds: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(picked), func(source news.Source) bool {
		return !slices.ContainsFunc(ours, func(of map[string]bool) bool { return of[source.ID()] })
	}), nil
}

// handOut writes down who has the feeds of a shard that are due, but for those
// that somebody else was handed since they were read.
func (s *Store) handOut(ctx context.Context, now time.Time, h Handed, sh *shard) (map[string]bool, error) {
	next, out := handing{Handed: h}, map[string]bool{}
	for _, t := range sh.due {
		if id := t.Source.ID(); !sh.holds(now, id, t) {
			next.Feeds, out[id] = append(next.Feeds, id), true
		}
	}
	if len(next.Feeds) == 0 {
		return nil, nil
	}
	live := slices.DeleteFunc(slices.Clone(sh.handed), func(h handing) bool { return !now.Before(h.Until) })
	until := h.Until
	for _, h := range live {
		until = later(until, h.Until)
	}
	w, err := s.put(now, sh.key, sh.rev, until.Add(time.Second), append(live, next))
	if err != nil {
		return nil, err
	}
	err = s.write(ctx, now, []Write{w})
	if !errors.Is(err, ErrConflict) {
		return out, err
	}
	there, err2 := s.get(ctx, now, sh.key)
	if err2 != nil {
		return nil, err2
	}
	due := sh.due
	*sh, err2 = s.handedIn(there, sh.key.SK)
	sh.due = due
	return nil, errors.Join(err, err2)
}

// Take reads a feed that is due and keeps others from it for the lease. Where
// that may not be it returns ErrTaken, ErrNotDue, ErrParked or ErrNotKept.
func (s *Store) Take(ctx context.Context, now time.Time, feed string, lease time.Duration) (taken Taken, err error) {
	err = again(func() error {
		taken, err = s.take(ctx, now, feed, lease)
		return err
	})
	if err != nil {
		return Taken{}, fmt.Errorf("feed %s: %w", feed, err)
	}
	return taken, nil
}

func (s *Store) take(ctx context.Context, now time.Time, feed string, lease time.Duration) (Taken, error) {
	there, err := s.get(ctx, now, turnKey(feed), handedKey(feed))
	if err != nil {
		return Taken{}, err
	}
	t, rev, err := s.turnIn(there, feed)
	if err != nil {
		return Taken{}, err
	}
	if err := t.free(now, rev); err != nil {
		return Taken{}, err
	}
	if err := s.handedOut(now, there, feed, t); err != nil {
		return Taken{}, err
	}
	next := t
	next.Due, next.Leased = now.Add(lease), true
	w, err := s.putTurn(now, rev, next)
	if err != nil {
		return Taken{}, err
	}
	if err := s.write(ctx, now, []Write{w}); err != nil {
		return Taken{}, err
	}
	// Only now: before the lease, another run may save the entries between two
	// reads, which are no one moment; and the feed may have been handed out since.
	there, err = s.get(ctx, now, feedKey(feed), handedKey(feed))
	if err != nil {
		return Taken{}, err
	}
	if err := s.handedOut(now, there, feed, t); err != nil {
		return Taken{}, errors.Join(err, s.putBack(ctx, now, w.Item.Rev, t))
	}
	return s.takenOf(there, feed, next, w.Item.Rev)
}

// handedOut is ErrTaken where an errand was handed the feed.
func (s *Store) handedOut(now time.Time, there found, feed string, t turn) error {
	sh, err := s.handedIn(there, feed)
	if err == nil && sh.holds(now, feed, t) {
		return ErrTaken
	}
	return err
}

// putBack ends a lease as if it had not been. An errand that looked meanwhile
// leaves the feed for later.
func (s *Store) putBack(ctx context.Context, now time.Time, rev int64, t turn) error {
	w, err := s.putTurn(now, rev, t)
	if err == nil {
		err = s.write(ctx, now, []Write{w})
	}
	if errors.Is(err, ErrConflict) {
		return nil // somebody has renamed it or no longer follows it: it is due when the lease ends
	}
	return err
}

// TakeHanded reads the feeds of an errand that was handed them: those that are
// still waiting, by ID, without their entries. Of several runs that do the errand one is given them, for
// the lease, and none where the lease would not end by h.Until. It writes once.
func (s *Store) TakeHanded(ctx context.Context, now time.Time, h Handed, feeds []string, lease time.Duration) (map[string]Taken, error) {
	out := make(map[string]Taken, len(feeds))
	if now.Add(lease).After(h.Until) || len(feeds) == 0 {
		return out, nil
	}
	name := "errand " + moment(h.At) + " " + strings.Join(feeds, " ")
	if first, err := s.Once(ctx, now, now.Add(lease), name); err != nil || !first {
		return out, err
	}
	there, err := s.get(ctx, now, keysOf(feeds, turnKey)...)
	if err != nil {
		return nil, fmt.Errorf("take feeds: %w", err)
	}
	for _, id := range feeds {
		t, rev, err := s.turnIn(there, id)
		if err != nil {
			return nil, err
		}
		if t.free(now, rev) == nil && !t.Due.After(h.At) {
			out[id] = Taken{Feed: t.of(id, entries{}), turn: t, rev: rev, unread: true}
		}
	}
	return out, nil
}

// Entries reads the entries of a feed that was taken without them.
func (s *Store) Entries(ctx context.Context, now time.Time, t Taken) (Taken, error) {
	there, err := s.get(ctx, now, feedKey(t.Feed.ID))
	if err != nil {
		return t, fmt.Errorf("feed %s: %w", t.Feed.ID, err)
	}
	return s.takenOf(there, t.Feed.ID, t.turn, t.rev)
}

func (s *Store) takenOf(there found, feed string, t turn, rev int64) (Taken, error) {
	all, written, entriesRev, err := s.entriesIn(there, feed, t)
	return Taken{Feed: t.of(feed, all), turn: t, rev: rev, entries: written, entriesRev: entriesRev}, err
}
