package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

func due(t *testing.T, s *store.Store, at time.Time, limit int) []string {
	t.Helper()
	sources, err := s.Due(t.Context(), at, limit)
	must(t, err)
	var ids []string
	for _, s := range sources {
		ids = append(ids, s.ID())
	}
	return ids
}

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func feeds(t *testing.T, s *store.Store, names ...string) []news.Feed {
	t.Helper()
	var ids []string
	for _, n := range names {
		ids = append(ids, sourceID(n))
	}
	out, err := s.Feeds(t.Context(), now, ids)
	must(t, err)
	return out
}

func following(t *testing.T, s *store.Store, _ store.Driver) {
	equal(t, "before", due(t, s, now, 0), []string(nil))
	var sources []news.Source
	var ids []string
	for n := range 130 { // several batches, each twice
		sources = append(sources, source(fmt.Sprint("f", n)), source(fmt.Sprint("f", n)))
		ids = append(ids, sources[len(sources)-1].ID())
	}
	must(t, s.Follow(t.Context(), now, sources))
	got := due(t, s, now, 0)
	slices.Sort(ids)
	equal(t, "due", got, ids)
	equal(t, "due, the first", due(t, s, now, 7), ids[:7])
	equal(t, "due before", due(t, s, now.Add(-1), 0), []string(nil))
	equal(t, "feeds", feeds(t, s, "f3", "none", "f1"), []news.Feed{
		{ID: sourceID("f3"), Source: source("f3"), URL: source("f3").URL},
		{ID: sourceID("f1"), Source: source("f1"), URL: source("f1").URL},
	})
}

func followingAgain(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	taken := take(t, s, now, "a")
	f := taken.Feed
	f.ETag, f.Next, f.URL = `"x"`, now.Add(time.Hour), "https://moved.example/"
	f.Seen = []news.Seen{{Key: "k", Fingerprint: "f", First: now.UTC()}}
	f.Pending = []news.Pending{{Entry: news.Entry{ID: "e", URL: "https://a.example/e", Published: now.UTC()}, Tries: 1}}
	_, err := s.SaveFeed(t.Context(), now, taken, f, nil)
	must(t, err)
	renamed := source("a")
	renamed.Outlet = "The A"
	must(t, s.Follow(t.Context(), now.Add(time.Minute), []news.Source{renamed}))
	f.Source, f.Next = renamed, f.Next.UTC()
	equal(t, "feed", feeds(t, s, "a"), []news.Feed{f})
	states, err := s.States(t.Context(), now, []string{sourceID("none"), sourceID("a")})
	must(t, err)
	light := f
	light.Seen, light.Pending = nil, nil
	equal(t, "without its entries", states, []news.Feed{light})
	equal(t, "due", due(t, s, now.Add(59*time.Minute), 0), []string(nil))
	equal(t, "due later", due(t, s, now.Add(time.Hour), 0), []string{sourceID("a")})
	sound(t, s, now, "a")
}

func notFollowed(t *testing.T, s *store.Store, _ store.Driver) {
	_, err := s.Take(t.Context(), now, sourceID("a"), time.Minute)
	wantError(t, err, store.ErrNotKept)
	follow(t, s, "a", "b")
	save(t, s, now, "a", article("1", "one", time.Hour))
	must(t, s.Unfollow(t.Context(), []string{sourceID("a"), sourceID("none")}))
	_, err = s.Take(t.Context(), now, sourceID("a"), time.Minute)
	wantError(t, err, store.ErrNotKept)
	equal(t, "due", due(t, s, now, 0), []string{sourceID("b")})
	equal(t, "feeds", len(feeds(t, s, "a", "b")), 1)
	sound(t, s, now, "b")
	follow(t, s, "a")
	equal(t, "what was remembered", feeds(t, s, "a"), []news.Feed{{ID: sourceID("a"), Source: source("a"), URL: source("a").URL}})
	equal(t, "articles again", save(t, s, now, "a", article("1", "one", time.Hour)), store.Saved{Same: 1})

	follow(t, s, "c")
	taken := take(t, s, now, "c")
	must(t, s.Unfollow(t.Context(), []string{sourceID("c")}))
	later := now.Add(time.Second)
	must(t, s.Follow(t.Context(), later, []news.Source{source("c")}))
	take(t, s, later, "c")
	_, err = s.SaveFeed(t.Context(), later, taken, taken.Feed, nil)
	wantError(t, err, store.ErrTaken) // the feed of before is not the feed of now
}

func lease(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	take(t, s, now, "a")
	_, err := s.Take(t.Context(), now.Add(59*time.Second), sourceID("a"), time.Minute)
	wantError(t, err, store.ErrTaken)
	equal(t, "due under the lease", due(t, s, now.Add(59*time.Second), 0), []string(nil))
	sound(t, s, now, "a")
	ended := now.Add(time.Minute)
	equal(t, "due after the lease", due(t, s, ended, 0), []string{sourceID("a")})
	taken := take(t, s, ended, "a")
	f := taken.Feed
	f.Next = ended.Add(time.Hour)
	_, err = s.SaveFeed(t.Context(), ended, taken, f, nil)
	must(t, err)
	_, err = s.Take(t.Context(), ended.Add(time.Minute), sourceID("a"), time.Minute)
	wantError(t, err, store.ErrNotDue)
	_, err = s.SaveFeed(t.Context(), ended, taken, f, nil)
	wantError(t, err, store.ErrTaken) // given back once, not twice
	sound(t, s, now, "a")
}

func parked(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	taken := take(t, s, now, "a")
	f := taken.Feed
	f.Parked, f.Reason, f.Next = true, "gone", now.Add(time.Hour)
	_, err := s.SaveFeed(t.Context(), now, taken, f, nil)
	must(t, err)
	later := now.Add(1000 * time.Hour)
	equal(t, "due", due(t, s, later, 0), []string(nil))
	_, err = s.Take(t.Context(), later, sourceID("a"), time.Minute)
	wantError(t, err, store.ErrParked)
	equal(t, "parked", feeds(t, s, "a")[0].Parked, true)
	sound(t, s, now, "a")
	must(t, s.Follow(t.Context(), later, []news.Source{source("a")}))
	equal(t, "due after it is followed again", due(t, s, later, 0), []string(nil))
	must(t, s.Again(t.Context(), later, []string{sourceID("a"), sourceID("none")}))
	got := take(t, s, later, "a").Feed
	equal(t, "asked for again", []any{got.Parked, got.Reason}, []any{false, "gone"})
}

func takers(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	var won atomic.Int32
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			switch _, err := s.Take(t.Context(), now, sourceID("a"), time.Minute); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, store.ErrTaken):
				t.Error(err)
			}
		})
	}
	group.Wait()
	equal(t, "takers", won.Load(), int32(1))
	sound(t, s, now, "a")
}

// dueIndex lets runs take, save, drop and follow feeds at random on a clock
// that goes on: no feed may be lost from the index, or stand in it twice, and
// no two runs may save under one lease.
func dueIndex(t *testing.T, s *store.Store, _ store.Driver) {
	names := []string{"a", "b", "c", "d"}
	follow(t, s, names...)
	var clock atomic.Int64
	var saved [4]atomic.Int32
	var group sync.WaitGroup
	for n := range 6 {
		group.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(n)))
			for range 15 {
				i := r.IntN(len(names))
				at := now.Add(time.Duration(clock.Add(int64(r.IntN(20)))) * time.Second)
				taken, err := s.Take(t.Context(), at, sourceID(names[i]), 10*time.Second)
				switch {
				case errors.Is(err, store.ErrTaken) || errors.Is(err, store.ErrNotDue) || errors.Is(err, store.ErrParked):
					if err := s.Again(t.Context(), at, []string{sourceID(names[i])}); err != nil {
						t.Error(err)
					}
					continue
				case err != nil:
					t.Error(err)
					return
				case r.IntN(4) == 0: // this run dies
					continue
				}
				f := taken.Feed
				f.Failures++
				f.Next, f.Parked = at.Add(time.Duration(r.IntN(20))*time.Second), r.IntN(5) == 0
				_, err = s.SaveFeed(t.Context(), at, taken, f, []news.Stamped{article(fmt.Sprint("x", r.IntN(3)), strconv.Itoa(r.IntN(2)), time.Hour)})
				if err == nil {
					saved[i].Add(1)
				} else if !errors.Is(err, store.ErrTaken) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for i, f := range feeds(t, s, names...) {
		if f.Failures != int(saved[i].Load()) {
			t.Errorf("feed %s counts %d saves, and %d were acknowledged", names[i], f.Failures, saved[i].Load())
		}
	}
	sound(t, s, now, names...)
	must(t, s.Again(t.Context(), now.Add(time.Hour), []string{sourceID("a"), sourceID("b"), sourceID("c"), sourceID("d")}))
	equal(t, "due in the end", len(due(t, s, now.Add(2*time.Hour), 0)), len(names))
}

func lostLease(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	slow := take(t, s, now, "a")
	f := slow.Feed
	f.ETag = "slow"
	quick := take(t, s, now.Add(time.Minute), "a")
	g := quick.Feed
	g.ETag, g.Next = "quick", now.Add(time.Hour)
	_, err := s.SaveFeed(t.Context(), now.Add(time.Minute), quick, g, []news.Stamped{article("1", "quick", time.Hour)})
	must(t, err)
	_, err = s.SaveFeed(t.Context(), now.Add(time.Minute), slow, f, []news.Stamped{article("2", "slow", time.Hour)})
	wantError(t, err, store.ErrTaken)
	equal(t, "who saved", feeds(t, s, "a")[0].ETag, "quick")
	sound(t, s, now, "a")
}

func largeFeed(t *testing.T, s *store.Store, _ store.Driver) {
	follow(t, s, "a")
	taken := take(t, s, now, "a")
	f := taken.Feed
	r := rand.New(rand.NewPCG(3, 4))
	noise := func(n int) string { // which does not compress
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(' ' + 1 + r.IntN(90))
		}
		return string(b)
	}
	for i := range 60 {
		f.Pending = append(f.Pending, news.Pending{Entry: news.Entry{URL: fmt.Sprint("https://a.example/", i), Content: noise(10 << 10)}})
	}
	f.Next = now
	saved, err := s.SaveFeed(t.Context(), now, taken, f, nil)
	must(t, err)
	equal(t, "stripped", saved.Stripped, 30)
	equal(t, "the caller's feed", len(f.Pending[59].Content), 10<<10)
	got := feeds(t, s, "a")[0].Pending
	if len(got) != 60 || got[0].Content != f.Pending[0].Content || got[59].Content != "" || got[59].URL != f.Pending[59].URL {
		t.Error("the newest pages keep their text, the oldest their address")
	}
	taken = take(t, s, now, "a")
	f.Pending, f.ETag = nil, noise(500<<10)
	_, err = s.SaveFeed(t.Context(), now, taken, f, []news.Stamped{article("1", "one", time.Hour)})
	wantError(t, err, store.ErrTooLarge)
	if !strings.Contains(fmt.Sprint(err), sourceID("a")) {
		t.Errorf("%v does not name the feed", err)
	}
	sound(t, s, now, "a")
}
