package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// dying does so many writes of a save, and dies.
type dying struct {
	store.Driver
	left int
}

var errDied = errors.New("died")

func (d *dying) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	n := min(d.left, len(batch))
	d.left -= n
	if err := d.Driver.WriteEach(ctx, now, batch[:n]); err != nil {
		return err
	}
	if n < len(batch) {
		return errDied
	}
	return nil
}

// dyingSaves lets a run die after each of its writes: until it is done again,
// the feed is not remembered as read, and then nothing is missing.
func dyingSaves(t *testing.T, s *store.Store, d store.Driver) {
	equal(t, "writes of a save", dyingSave(t, s, d, "f", 1), 3*2+1)
	equal(t, "writes of a save with much to remember", dyingSave(t, s, d, "g", 40), 3*2+2)
}

func dyingSave(t *testing.T, s *store.Store, d store.Driver, prefix string, entries int) (died int) {
	t.Helper()
	three := []news.Stamped{article("1", "one", time.Hour), article("2", "two", 2*time.Hour), article("3", "three", 3*time.Hour)}
	for n := range 20 {
		name, at := prefix+string(rune('a'+n)), now.Add(time.Duration(n)*time.Hour)
		mine := make([]news.Stamped, len(three))
		for i, a := range three {
			a.ID += name
			mine[i] = a
		}
		must(t, s.Follow(t.Context(), at, []news.Source{source(name)}))
		taken := take(t, s, at, name)
		f := taken.Feed
		f.ETag, f.Next = "read", at.Add(time.Hour)
		for i := range entries {
			f.Seen = append(f.Seen, entrySeen(i, at))
		}
		_, err := store.New(&dying{d, n}).SaveFeed(t.Context(), at, taken, f, mine)
		if err == nil {
			return died
		}
		wantError(t, err, errDied)
		died++
		equal(t, "remembered too early", feeds(t, s, name)[0].ETag, "")
		_, err = s.Take(t.Context(), at.Add(30*time.Second), sourceID(name), time.Minute)
		wantError(t, err, store.ErrTaken)
		at = at.Add(time.Minute)
		again := take(t, s, at, name)
		saved, err := s.SaveFeed(t.Context(), at, again, f, mine)
		must(t, err)
		equal(t, "kept by then", saved.New+saved.Same, 3)
		equal(t, "remembered", feeds(t, s, name)[0].Seen, f.Seen)
		equal(t, "window", len(window(t, s, at, name)), 3)
		sound(t, s, at, name)
	}
	return died
}

// entrySeen is an entry as it is remembered: digits that do not compress well.
func entrySeen(n int, at time.Time) news.Seen {
	sum := sha256.Sum256(fmt.Append(nil, n))
	name := hex.EncodeToString(sum[:])
	return news.Seen{Key: name[:16], Fingerprint: name[16:32], First: at.UTC(), Last: at.UTC(), Article: name[32:48]}
}

// remembering holds that what is remembered of entries comes back as it was
// saved, whatever happened to them, and also where a run died over it; though it
// is seldom written in an item of its own.
func remembering(t *testing.T, s *store.Store, d store.Driver) {
	follow(t, s, "a")
	r := rand.New(rand.NewPCG(1, 2))
	n := &noting{Driver: d, written: map[string]int{}}
	var seen []news.Seen
	saves := 0
	for step := range 100 {
		at := now.Add(time.Duration(step) * time.Hour)
		before, pending := slices.Clone(seen), []news.Pending(nil)
		seen = another(r, seen, step, at)
		if r.IntN(20) == 0 {
			pending = []news.Pending{{Entry: news.Entry{ID: fmt.Sprint("p", step), Published: at.UTC()}}}
		}
		taken := take(t, s, at, "a")
		equal(t, fmt.Sprint("taken at ", step), taken.Feed.Seen, before)
		f := taken.Feed
		f.Seen, f.Pending, f.Next = seen, pending, at
		if r.IntN(5) == 0 {
			if _, err := store.New(&dying{d, r.IntN(2)}).SaveFeed(t.Context(), at, taken, f, nil); err != nil {
				if got := feeds(t, s, "a")[0].Seen; !cmp.Equal(got, before, cmpopts.EquateEmpty()) && !cmp.Equal(got, seen) {
					t.Errorf("a run that died left neither what was remembered nor what was to be: %v", got)
				}
				taken = take(t, s, at.Add(2*time.Minute), "a")
			}
		}
		if f.Failures = step; step%2 == 0 { // a turn with more to say has less room
			f.Reason = strings.Repeat("it does not answer; ", r.IntN(30))
		}
		saves++
		if _, err := store.New(n).SaveFeed(t.Context(), at, taken, f, nil); err != nil && !errors.Is(err, store.ErrTaken) {
			t.Fatal(err)
		}
		got := feeds(t, s, "a")[0]
		equal(t, fmt.Sprint("remembered at ", step), got.Seen, seen)
		equal(t, "pages to be read", got.Pending, pending)
	}
	if wrote := n.written["feed"]; wrote == 0 || wrote > saves/2 {
		t.Errorf("of %d saves %d wrote the entries in an item of their own", saves, wrote)
	}
}

// another is what is remembered after an answer: a new entry at times, an edited
// one, some that are no longer listed, and some that are forgotten.
func another(r *rand.Rand, seen []news.Seen, step int, at time.Time) []news.Seen {
	var out []news.Seen
	if r.IntN(2) == 0 {
		return seen // not modified
	}
	for range r.IntN(3) {
		out = append(out, entrySeen(100*step+len(out), at))
	}
	for i, e := range seen {
		if r.IntN(30) == 0 {
			e.Fingerprint = fmt.Sprint("edited ", step)
		}
		if i < 10 && r.IntN(15) > 0 {
			e.Last = at.UTC()
		}
		if e.Last.After(at.Add(-20*time.Hour)) || r.IntN(4) > 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Seen) int { return b.Last.Compare(a.Last) })
	return out
}

// racing lets another run be first with something before a save.
type racing struct {
	store.Driver
	first func()
}

func (r *racing) WriteEach(ctx context.Context, now time.Time, batch []store.Write) error {
	if do := r.first; do != nil {
		r.first = nil
		do()
	}
	return r.Driver.WriteEach(ctx, now, batch)
}

// otherStamp holds that an article that two runs keep at once, with two stamps,
// is in both windows at the one that was first, and at no other.
func otherStamp(t *testing.T, s *store.Store, d store.Driver) {
	follow(t, s, "a", "b")
	early := []news.Stamped{article("1", "one", 80*time.Hour)}
	late := []news.Stamped{article("0", "zero", time.Hour), article("1", "one, edited", 2*time.Hour), article("2", "two", time.Hour)}
	r := &racing{Driver: d, first: func() { save(t, s, now, "a", early...) }}
	equal(t, "saved", save(t, store.New(r), now, "b", late...), store.Saved{New: 2, Updated: 1})
	equal(t, "window", window(t, s, now, "b"), []string{"0 zero", "2 two"})
	sound(t, s, now, "a", "b")
}

// dyingEdits lets a run die after each of its writes of an edit that another feed
// brings: a window has the one version or the other, whole, and the next run
// makes it the other.
func dyingEdits(t *testing.T, s *store.Store, d store.Driver) {
	died := 0
	for n := range 20 {
		first, other, at := "f"+string(rune('a'+n)), "g"+string(rune('a'+n)), now.Add(time.Duration(n)*time.Hour)
		must(t, s.Follow(t.Context(), at, []news.Source{source(first), source(other)}))
		before := article("1"+first, "before", time.Hour)
		after := before
		after.Body = "after"
		save(t, s, at, first, before)
		taken := take(t, s, at, other)
		_, err := store.New(&dying{d, n}).SaveFeed(t.Context(), at, taken, taken.Feed, []news.Stamped{after})
		if err == nil {
			break
		}
		wantError(t, err, errDied)
		died++
		if got := window(t, s, at, first); len(got) != 1 || got[0] != "1"+first+" before" && got[0] != "1"+first+" after" {
			t.Errorf("after %d writes the window has %v", n, got)
		}
		sound(t, s, at, first, other)
		save(t, s, at.Add(time.Minute), other, after)
		equal(t, "the first window", window(t, s, at, first), []string{"1" + first + " after"})
		equal(t, "the other window", window(t, s, at, other), []string{"1" + first + " after"})
		v, err := s.Version(t.Context(), at, before.ID, store.VersionOf(before.Article))
		must(t, err)
		equal(t, "the version before", v.Body, "before")
		sound(t, s, at.Add(time.Minute), first, other)
	}
	equal(t, "writes of a save", died, 4) // the version, that it is current, the window, the turn
}

// leftBehind has a run die between an article's place and the article: whoever
// lists it next puts it there, with the stamp of the first sight, and the first
// feed's next run changes nothing.
func leftBehind(t *testing.T, s *store.Store, d store.Driver) {
	follow(t, s, "a", "b")
	taken := take(t, s, now, "a")
	one := article("1", "one", time.Hour)
	_, err := store.New(&dying{d, 1}).SaveFeed(t.Context(), now, taken, taken.Feed, []news.Stamped{one})
	wantError(t, err, errDied)
	equal(t, "half kept", window(t, s, now, "a"), []string(nil))
	_, err = s.Version(t.Context(), now, "1", store.VersionOf(one.Article))
	wantError(t, err, store.ErrNotKept)
	equal(t, "kept by another feed", save(t, s, now, "b", article("1", "one", 5*time.Hour)), store.Saved{New: 1})
	equal(t, "its window", window(t, s, now, "b"), []string{"1 one"})
	got, err := s.Window(t.Context(), now, []string{sourceID("a"), sourceID("b")}, one.Stamp, one.Stamp.Add(1))
	must(t, err)
	equal(t, "once, at the stamp of the first sight", len(got), 1)
	equal(t, "and again", save(t, s, now.Add(time.Minute), "a", one), store.Saved{Same: 1})
	sound(t, s, now.Add(time.Minute), "a", "b")
}

// editors save other texts of one article at once, from several feeds.
func editors(t *testing.T, s *store.Store, _ store.Driver) {
	names := []string{"a", "b", "c", "d", "e", "f"}
	follow(t, s, names...)
	save(t, s, now, "a", article("1", "as it was", time.Hour))
	var group sync.WaitGroup
	for n, name := range names {
		taken := take(t, s, now, name)
		group.Go(func() {
			if _, err := s.SaveFeed(t.Context(), now, taken, taken.Feed, []news.Stamped{article("1", "edited by "+names[n/2], time.Hour)}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	all := window(t, s, now, names...)
	for _, name := range names {
		equal(t, "the window of "+name, window(t, s, now, name), all)
	}
	if len(all) != 1 || !strings.HasPrefix(all[0], "1 edited by ") {
		t.Errorf("the windows have %v", all)
	}
	for n := range 3 {
		_, err := s.Version(t.Context(), now, "1", store.VersionOf(article("1", "edited by "+names[n], time.Hour).Article))
		must(t, err)
	}
	sound(t, s, now, names...)
}
