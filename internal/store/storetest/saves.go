package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

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
	three := []news.Stamped{article("1", "one", time.Hour), article("2", "two", 2*time.Hour), article("3", "three", 3*time.Hour)}
	died := 0
	for n := range 20 {
		name, at := "f"+string(rune('a'+n)), now.Add(time.Duration(n)*time.Hour)
		mine := make([]news.Stamped, len(three))
		for i, a := range three {
			a.ID += name
			mine[i] = a
		}
		must(t, s.Follow(t.Context(), at, []news.Source{source(name)}))
		taken := take(t, s, at, name)
		f := taken.Feed
		f.ETag, f.Next = "read", at.Add(time.Hour)
		f.Seen = []news.Seen{{Key: "k", Fingerprint: "f", First: at.UTC()}}
		_, err := store.New(&dying{d, n}).SaveFeed(t.Context(), at, taken, f, mine)
		if err == nil {
			break
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
	equal(t, "writes of a save", died, 3*3+2)
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
