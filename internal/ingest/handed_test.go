package ingest_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/ingest"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

// reading counts how often what is remembered of a feed's entries is read.
type reading struct {
	store.Driver
	n atomic.Int32
}

func (r *reading) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	for _, k := range keys {
		if strings.HasPrefix(k.PK, "feed#") && k.SK == "state" {
			r.n.Add(1)
		}
	}
	return r.Driver.Get(ctx, keys)
}

// Of a feed that is handed out the entries are read only where there is something
// to do about them: not where it has not changed, or is not there; but where a
// page waits to be read, and once a day.
func TestEntriesAreLeft(t *testing.T) {
	s := newSite(t)
	d := &reading{Driver: &memory.DB{}}
	s.store = store.New(d)
	s.fetch.Store, s.hands = s.store, true
	body := rss(report(1), teaser(2))
	feed := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		http.ServeContent(w, r, "feed.xml", time.Time{}, strings.NewReader(body))
	}
	down := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	s.status(strings.TrimPrefix(teaser(2).link, "http://"), http.StatusServiceUnavailable)
	for n, c := range []struct {
		answers http.HandlerFunc
		later   time.Duration
		want    ingest.Status
		read    int32
		kept    int
	}{
		{feed, 0, ingest.OK, 1, 1},
		{feed, time.Hour, ingest.NotModified, 1, 1}, // a page waits
		{feed, time.Hour, ingest.NotModified, 1, 2}, // and is there
		{feed, time.Hour, ingest.NotModified, 0, 2},
		{down, time.Hour, ingest.Failed, 0, 2},
		{feed, 3 * time.Hour, ingest.NotModified, 0, 2},
		{feed, 20 * time.Hour, ingest.NotModified, 1, 2}, // once a day
		{feed, time.Hour, ingest.NotModified, 0, 2},
	} {
		if n == 2 {
			s.pageOf(teaser(2))
		}
		s.handle(echo, c.answers)
		s.now = s.now.Add(c.later)
		before := d.n.Load()
		rep := s.run(t, echo)[0]
		if got := d.n.Load() - before; rep.Status != c.want || got != c.read {
			t.Errorf("run %d: %s (%v), and its entries are read %d times; want %s, %d", n, rep.Status, rep.Err, got, c.want, c.read)
		}
		if got := len(s.kept(t, echo)); got != c.kept {
			t.Errorf("run %d: %d articles are kept, want %d", n, got, c.kept)
		}
		if got := s.seen(t); len(got) != 2 {
			t.Errorf("run %d: %d entries are remembered", n, len(got))
		}
	}
}
