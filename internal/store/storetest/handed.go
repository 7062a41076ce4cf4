package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

func all(due []news.Source) []news.Source { return due }

// hand hands feeds out for half an hour.
func hand(t *testing.T, s *store.Store, at time.Time, pick func([]news.Source) []news.Source) (store.Handed, []string) {
	t.Helper()
	h := store.Handed{At: at, Until: at.Add(30 * time.Minute)}
	sources, err := s.Hand(t.Context(), at, h, pick)
	must(t, err)
	var ids []string
	for _, s := range sources {
		ids = append(ids, s.ID())
	}
	return h, ids
}

// takeHanded takes the feeds of an errand for five minutes, and returns which.
func takeHanded(t *testing.T, s *store.Store, at time.Time, h store.Handed, feeds []string) (map[string]store.Taken, []string) {
	t.Helper()
	taken, err := s.TakeHanded(t.Context(), at, h, feeds, 5*time.Minute)
	must(t, err)
	return taken, slices.Sorted(maps.Keys(taken))
}

// handing holds that a feed that was handed out is nobody else's, until its
// errand has saved it or the time is over; and that an errand writes once.
func handing(t *testing.T, s *store.Store, d store.Driver) {
	var names, ids []string
	for n := range 12 {
		names = append(names, fmt.Sprint("f", n))
		ids = append(ids, sourceID(names[n]))
	}
	slices.Sort(ids)
	follow(t, s, names...)
	h, got := hand(t, s, now, func(due []news.Source) []news.Source { return due[:10] })
	equal(t, "handed out", got, ids[:10])
	equal(t, "due", due(t, s, now, 0), ids[10:])
	later := now.Add(time.Minute)
	_, got = hand(t, s, later, all)
	equal(t, "handed out by the next plan", got, ids[10:])
	_, got = hand(t, s, later, all)
	equal(t, "handed out by the one after", got, []string(nil))
	n := &noting{Driver: d, written: map[string]int{}}
	for _, id := range ids[:10] {
		_, err := store.New(n).Take(t.Context(), later, id, time.Minute)
		wantError(t, err, store.ErrTaken)
	}
	must(t, store.New(n).Again(t.Context(), later, ids)) // which does not take them from their errand
	equal(t, "written of what is handed out", n.written, map[string]int{})
	doneOnce(t, s, d, h, ids[:10])
	sound(t, s, later, names...)
}

// doneOnce holds of an errand that was handed ten feeds that one run at a time has
// it, and of each feed that it is with the errand until it is saved or the time is
// over.
func doneOnce(t *testing.T, s *store.Store, d store.Driver, h store.Handed, ids []string) {
	t.Helper()
	later, n := h.At.Add(time.Minute), &noting{Driver: d, written: map[string]int{}}
	taken, got := takeHanded(t, store.New(n), later, h, ids)
	equal(t, "taken", got, ids)
	equal(t, "written for it", n.written, map[string]int{"seen": 1})
	_, got = takeHanded(t, s, later, h, ids)
	equal(t, "taken twice", got, []string(nil))
	one := ids[0]
	f := taken[one].Feed
	f.ETag, f.Next = "read", later.Add(10*time.Minute)
	_, err := s.SaveFeed(t.Context(), later, taken[one], f, []news.Stamped{article("1", "one", time.Hour)})
	must(t, err)
	_, err = s.SaveFeed(t.Context(), later, taken[one], f, nil)
	wantError(t, err, store.ErrTaken) // given back once, not twice

	_, got = takeHanded(t, s, later.Add(5*time.Minute+time.Second), h, ids)
	equal(t, "taken by who comes after one that died", got, ids[1:])
	_, err = s.Take(t.Context(), later.Add(9*time.Minute), one, time.Minute)
	wantError(t, err, store.ErrNotDue)
	_, err = s.Take(t.Context(), later.Add(10*time.Minute), one, time.Minute) // saved: the errand is done with it
	must(t, err)
	must(t, s.Again(t.Context(), later.Add(11*time.Minute), []string{one}))
	_, got = takeHanded(t, s, later.Add(11*time.Minute), h, ids)
	equal(t, "an errand that comes again does not have what is due anew", slices.Contains(got, one), false)

	late := h.Until.Add(-5*time.Minute + 1)
	_, got = takeHanded(t, s, late, h, ids)
	equal(t, "taken too late", got, []string(nil))
	equal(t, "due before the end", slices.Contains(due(t, s, h.Until.Add(-1), 0), ids[1]), false)
	equal(t, "due at the end", slices.Contains(due(t, s, h.Until, 0), ids[1]), true)
	_, err = s.Take(t.Context(), h.Until, ids[1], time.Minute)
	must(t, err)
}

// errandTakers do one errand at once, and planners plan at once: each feed is
// handed out once, and taken by one.
func errandTakers(t *testing.T, s *store.Store, _ store.Driver) {
	var sources []news.Source
	for n := range 60 {
		sources = append(sources, source(fmt.Sprint("f", n)))
	}
	must(t, s.Follow(t.Context(), now, sources))
	var group sync.WaitGroup
	var handed, taken [8]int
	var mu sync.Mutex
	whose := map[string]int{}
	for n := range 8 {
		group.Go(func() {
			h := store.Handed{At: now.Add(time.Duration(n)), Until: now.Add(time.Hour)}
			mine, err := s.Hand(t.Context(), h.At, h, func(due []news.Source) []news.Source { return due[:min(len(due), 40)] })
			if err != nil {
				t.Error(err)
			}
			handed[n] = len(mine)
			var ids []string
			for _, source := range mine {
				ids = append(ids, source.ID())
			}
			var at sync.WaitGroup
			for range 4 {
				at.Go(func() {
					got, err := s.TakeHanded(t.Context(), h.At, h, ids, 5*time.Minute)
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					taken[n] += len(got)
					for id := range got {
						whose[id]++
					}
				})
			}
			at.Wait()
		})
	}
	group.Wait()
	equal(t, "taken of what was handed out", taken, handed)
	for id, n := range whose {
		if n > 1 {
			t.Errorf("feed %s was taken %d times", id, n)
		}
	}
	_, rest := hand(t, s, now.Add(time.Second), all)
	equal(t, "handed out in all", len(whose)+len(rest), len(sources))
}

// mixedTakers lets plans, errands and single runs take and save feeds at random
// on a clock that goes on: no feed is ever with two of them.
func mixedTakers(t *testing.T, s *store.Store, _ store.Driver) {
	names := []string{"a", "b", "c", "d", "e", "f"}
	follow(t, s, names...)
	var clock atomic.Int64
	var with [6]atomic.Int32
	var saves atomic.Int32
	tick := func() time.Time { return now.Add(time.Duration(clock.Add(1)) * time.Second) }
	index := map[string]int{}
	for i, name := range names {
		index[sourceID(name)] = i
	}
	keep := func(taken store.Taken) {
		i := index[taken.Feed.ID]
		if n := with[i].Add(1); n > 1 {
			t.Errorf("feed %s is with %d", names[i], n)
		}
		f := taken.Feed
		f.Failures++
		with[i].Add(-1)
		switch _, err := s.SaveFeed(t.Context(), tick(), taken, f, nil); {
		case err == nil:
			saves.Add(1)
		case !errors.Is(err, store.ErrTaken): // by a run that stood back from it
			t.Error(err)
		}
	}
	var group sync.WaitGroup
	for n := range 6 {
		group.Go(func() {
			r := rand.New(rand.NewPCG(3, uint64(n)))
			for range 15 {
				if r.IntN(2) == 0 {
					taken, err := s.Take(t.Context(), tick(), sourceID(names[r.IntN(len(names))]), time.Hour)
					if err == nil {
						keep(taken)
					} else if !errors.Is(err, store.ErrTaken) && !errors.Is(err, store.ErrNotDue) {
						t.Error(err)
					}
					continue
				}
				for _, taken := range planAndTake(t, s, tick) {
					keep(taken)
				}
			}
		})
	}
	group.Wait()
	total := 0
	for _, f := range feeds(t, s, names...) {
		total += f.Failures
	}
	equal(t, "saves", total, int(saves.Load()))
	equal(t, "some were saved", total > 10, true)
	sound(t, s, tick(), names...)
}

// planAndTake hands out what is due, and takes it.
func planAndTake(t *testing.T, s *store.Store, tick func() time.Time) map[string]store.Taken {
	t.Helper()
	at := tick()
	h := store.Handed{At: at, Until: at.Add(time.Hour)}
	mine, err := s.Hand(t.Context(), at, h, all)
	if err != nil {
		t.Error(err)
	}
	var ids []string
	for _, source := range mine {
		ids = append(ids, source.ID())
	}
	got, err := s.TakeHanded(t.Context(), tick(), h, ids, 5*time.Minute)
	if err != nil {
		t.Error(err)
	}
	return got
}

// unread holds that a feed that is handed out comes without its entries, keeps
// them where it is saved so, and can be saved with others when they were read.
func unread(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	taken := take(t, s, now, "a")
	f := taken.Feed
	for i := range 50 { // an item of their own, and then some in the turn
		f.Seen = append(f.Seen, entrySeen(i, now))
	}
	equal(t, "unread", taken.Unread(), false)
	for n := range 3 {
		if n > 0 {
			f.Seen = append([]news.Seen{entrySeen(100+n, now.Add(time.Minute))}, f.Seen...)
		}
		if n == 2 {
			f.Pending = []news.Pending{{Entry: news.Entry{ID: "e"}}}
		}
		at := now.Add(time.Duration(n) * time.Hour)
		f.Next = at
		if n > 0 {
			taken = take(t, s, at, "a")
		}
		_, err := s.SaveFeed(t.Context(), at, taken, f, nil)
		must(t, err)
		h, ids := hand(t, s, at.Add(time.Second), all)
		got, _ := takeHanded(t, s, at.Add(time.Second), h, ids)
		taken = got[sourceID("a")]
		equal(t, "unread", taken.Unread(), true)
		equal(t, "entries", len(taken.Feed.Seen)+len(taken.Feed.Pending), 0)
		listed := now
		if n > 0 {
			listed = now.Add(time.Minute)
		}
		equal(t, "settled", taken.Settled(listed.Add(time.Hour-1), time.Hour), n < 2)
		equal(t, "settled after an hour", taken.Settled(listed.Add(time.Hour), time.Hour), false)
		read, err := s.Entries(t.Context(), at, taken)
		must(t, err)
		equal(t, "entries", read.Feed, feeds(t, s, "a")[0])
		equal(t, "entries", read.Feed.Seen, f.Seen)
		g := taken.Feed
		g.ETag, g.Next = fmt.Sprint("read ", n), at.Add(time.Minute)
		_, err = s.SaveFeed(t.Context(), at.Add(2*time.Second), taken, g, nil)
		must(t, err)
		after := feeds(t, s, "a")[0]
		equal(t, "saved without them", after.ETag, g.ETag)
		equal(t, "entries", after.Seen, f.Seen)
		equal(t, "pages", after.Pending, f.Pending)
	}
}

// handedMeanwhile has a feed handed out between a run's look at it and its lease:
// the run stands back, and leaves the feed as it was.
func handedMeanwhile(t *testing.T, s *store.Store, d store.Driver) {
	follow(t, s, "a")
	var h store.Handed
	var ids []string
	first := &before{Driver: d, do: func() { h, ids = hand(t, s, now, all) }}
	_, err := store.New(first).Take(t.Context(), now, sourceID("a"), time.Minute)
	wantError(t, err, store.ErrTaken)
	equal(t, "handed out", ids, []string{sourceID("a")})
	_, got := takeHanded(t, s, now, h, ids)
	equal(t, "taken by the errand", got, ids)
}

// before lets somebody else be first with something before a write.
type before struct {
	store.Driver
	do func()
}

func (b *before) Write(ctx context.Context, at time.Time, batch []store.Write) error {
	if do := b.do; do != nil {
		b.do = nil
		do()
	}
	return b.Driver.Write(ctx, at, batch)
}
