package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/store"
)

// A quiet day is said, or not, as the channel wants it; that no feed could be
// read is said in any case.
func TestServeQuietDays(t *testing.T) {
	for _, tt := range []struct {
		name   string
		skip   bool
		read   bool
		posted bool
	}{
		{"said", false, true, true},
		{"skipped", true, true, false},
		{"no feed could be read", true, false, true},
	} {
		d := newDesk(t, sampleConfig(t))
		s, r, _ := d.open(t, d.clock())
		if err := r.applyAll(s); err != nil {
			t.Fatal(err)
		}
		ch := r.cfg.Channels[0]
		ch.SkipQuiet, ch.Sources = tt.skip, ch.Sources[:1]
		if tt.read {
			readNothing(t.Context(), t, r.store, ch, s.now())
		}
		v, err := newServe(s, r, "http://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		if err := v.plan(t.Context(), ch, telling{at: s.now(), slot: s.now()}, map[string]time.Time{}); err != nil {
			t.Fatal(err)
		}
		_, err = r.store.Outbox(t.Context(), s.now(), ch.ID)
		if err != nil && !errors.Is(err, store.ErrNotKept) {
			t.Fatal(err)
		}
		if posted := err == nil; posted != tt.posted {
			t.Errorf("%s: a message is to be posted: %v, want %v", tt.name, posted, tt.posted)
		}
	}
}

// readNothing notes that a channel's feeds were read, and had nothing.
func readNothing(ctx context.Context, t *testing.T, st *store.Store, ch news.Channel, now time.Time) {
	t.Helper()
	for _, src := range ch.Sources {
		taken, err := st.Take(ctx, now, src.ID(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		f := taken.Feed
		f.Tried = now
		if _, err := st.SaveFeed(ctx, now, taken, f, nil); err != nil {
			t.Fatal(err)
		}
	}
}
