package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
)

// teaser is an item whose text stands on its page.
func teaser(n int) item {
	it := report(n)
	it.content, it.summary = "", "The harbour wall has held."
	return it
}

// pageOf is an item's page.
func (s *site) pageOf(it item) {
	s.handle(strings.TrimPrefix(it.link, "http://"), html(page(it.title, it.title+" says that the harbour wall has held. "+wallText)))
}

// A run that is ended while it reads a page loses no article, and leaves no
// feed taken: the next run goes on at once.
func TestEndedRun(t *testing.T) {
	for _, tt := range []struct {
		name, at string
		first    int // articles kept by the run that is ended
	}{
		{"at a page", "echo.example/wall/2", 1},
		{"at the first page, with nothing to keep", "echo.example/wall/1", 0},
		{"at the feed", echo, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			body := rss(teaser(1), teaser(2))
			s.put(echo, "application/rss+xml", body)
			s.pageOf(teaser(1))
			s.pageOf(teaser(2))
			goes := s.pages[tt.at]
			ctx, end := context.WithCancel(t.Context())
			s.handle(tt.at, func(_ http.ResponseWriter, r *http.Request) {
				end()
				<-r.Context().Done()
			})
			src := news.Source{URL: "http://" + echo, Outlet: "The Echo"}
			if err := s.store.Follow(t.Context(), s.now, []news.Source{src}); err != nil {
				t.Fatal(err)
			}
			_, _ = s.fetch.Fetch(ctx, []string{src.ID()})
			if got := len(s.kept(t, echo)); got != tt.first {
				t.Errorf("the ended run kept %d articles, want %d", got, tt.first)
			}
			s.handle(tt.at, goes)
			s.now = s.now.Add(time.Second)
			if tt.first > 0 { // the feed itself was read, and is asked again when it is due
				s.now = s.now.Add(15 * time.Minute)
			}
			rep := s.run(t, echo)[0]
			if got := len(s.kept(t, echo)); got != 2 {
				t.Errorf("after the next run %d articles are kept, want 2: %s, left out %v", got, rep.Status, rep.LeftOut)
			}
		})
	}
}

// What a feed lists is remembered for as long as it says that nothing has
// changed, so that an old item without a date does not come again as new.
func TestUnchangedForLong(t *testing.T) { bothWays(t, unchangedForLong) }

func unchangedForLong(t *testing.T, s *site) {
	t.Helper()
	old, fresh := report(1), report(2)
	old.date, fresh.date = "", ""
	body := rss(old)
	s.handle(echo, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(body)))
		http.ServeContent(w, r, "feed.xml", time.Time{}, strings.NewReader(body))
	})
	s.run(t, echo)
	for range 16 {
		s.now = s.now.Add(24 * time.Hour)
		if rep := s.run(t, echo)[0]; rep.Status != ingest.NotModified {
			t.Fatalf("the feed is %s, want not modified", rep.Status)
		}
	}
	body = rss(fresh, old)
	s.now = s.now.Add(24 * time.Hour)
	if rep := s.run(t, echo)[0]; rep.New != 1 {
		t.Errorf("%d are new, want one: the other was listed all the time", rep.New)
	}
}

// Who begins at a time is not told what a feed's first answer lists without a
// time; what has one keeps it, and what the feed lists later is news. A failure
// is no answer.
func TestFirstAnswer(t *testing.T) {
	s := newSite(t)
	from, src := s.now, news.Source{URL: "http://" + echo, Outlet: "The Echo"}
	if err := s.store.FollowFrom(t.Context(), from, from, []news.Source{src}); err != nil {
		t.Fatal(err)
	}
	old, dated, later := report(1), report(2), report(3)
	old.date, dated.date, later.date = "", at(-5), ""
	s.status(echo, http.StatusNotFound)
	s.run(t, echo)
	items := []item{old, dated}
	for range 12 { // more than a run reads pages of
		it := teaser(len(items) + 10)
		it.date = ""
		s.pageOf(it)
		items = append(items, it)
	}
	s.put(echo, "application/rss+xml", rss(items...))
	for range 2 {
		s.now = s.now.Add(24 * time.Hour)
		s.run(t, echo)
	}
	s.put(echo, "application/rss+xml", rss(append(items, later)...))
	s.now = s.now.Add(time.Hour)
	s.run(t, echo)
	kept := s.kept(t, echo)
	if len(kept) != len(items)+1 {
		t.Errorf("%d articles are kept, want %d", len(kept), len(items)+1)
	}
	for _, a := range kept {
		want := from.Add(-time.Second)
		switch a.Title {
		case dated.title:
			want = noon.Add(-5 * time.Hour)
		case later.title:
			want = s.now
		}
		if !a.Stamp.Equal(want) || !a.Published.Equal(want) {
			t.Errorf("%s is stamped %s and published %s, want %s", a.Title, a.Stamp, a.Published, want)
		}
	}
}

// What is remembered of entries is left as it is while nothing about them is new,
// but for once a day: it is much to write with every answer.
func TestNothingNewIsNotRemembered(t *testing.T) { bothWays(t, nothingNewIsNotRemembered) }

func nothingNewIsNotRemembered(t *testing.T, s *site) {
	t.Helper()
	s.put(echo, "application/rss+xml", rss(report(1), report(2)))
	s.run(t, echo)
	first := s.seen(t)
	for _, c := range []struct {
		later time.Duration
		same  bool
	}{{time.Hour, true}, {22 * time.Hour, true}, {2 * time.Hour, false}, {time.Hour, true}} {
		s.now = s.now.Add(c.later)
		s.run(t, echo)
		got := s.seen(t)
		if same := cmp.Equal(first, got); same != c.same {
			t.Errorf("after %v more what is remembered is the same: %v, want %v", c.later, same, c.same)
		}
		first = got
	}
	s.put(echo, "application/rss+xml", rss(report(3), report(2)))
	s.now = s.now.Add(time.Hour)
	s.run(t, echo)
	if got := s.seen(t); len(got) != 3 || !got[0].Last.Equal(s.now) || !got[1].Last.Equal(s.now) || got[2].Last.Equal(s.now) {
		t.Errorf("with a new entry, an old and one that is no longer listed: %+v", got)
	}
}

func (s *site) seen(t *testing.T) []news.Seen {
	t.Helper()
	feeds, err := s.store.Feeds(t.Context(), s.now, []string{news.FeedID("http://" + echo)})
	if err != nil || len(feeds) != 1 {
		t.Fatalf("%v, %v", feeds, err)
	}
	return feeds[0].Seen
}

// A feed that words its items anew with every answer does not keep the pages
// beyond the first ten from being read.
func TestChurn(t *testing.T) { bothWays(t, churn) }

func churn(t *testing.T, s *site) {
	t.Helper()
	for run := range 3 {
		var items []item
		for n := range 25 {
			it := teaser(n)
			it.summary += fmt.Sprintf(" %d comments.", run)
			s.pageOf(it)
			items = append(items, it)
		}
		s.put(echo, "application/rss+xml", rss(items...))
		s.run(t, echo)
		s.now = s.now.Add(15 * time.Minute)
	}
	if got := len(s.kept(t, echo)); got != 25 {
		t.Errorf("after three runs %d articles are kept, want 25", got)
	}
}

// Where not even the feed can be reached, its pages are not tried in vain.
func TestOffline(t *testing.T) { bothWays(t, feedOffline) }

func feedOffline(t *testing.T, s *site) {
	t.Helper()
	var items []item
	for n := range 12 {
		items = append(items, teaser(n))
		s.pageOf(teaser(n))
	}
	s.put(echo, "application/rss+xml", rss(items...))
	s.run(t, echo)
	client := s.fetch.Client
	s.fetch.Client = offline(t)
	for range 4 {
		s.now = s.now.Add(7 * time.Hour)
		s.run(t, echo)
	}
	s.fetch.Client = client
	s.now = s.now.Add(7 * time.Hour)
	s.run(t, echo)
	if got := len(s.kept(t, echo)); got != 12 {
		t.Errorf("back on the network %d articles are kept, want 12", got)
	}
}

// Only a feed that is not found time after time is parked, not one that could
// not be reached before.
func TestNotFoundOnce(t *testing.T) {
	s := newSite(t)
	s.status(echo, 500)
	for range 4 {
		s.run(t, echo)
		s.now = s.now.Add(7 * time.Hour)
	}
	s.status(echo, 404)
	if rep := s.run(t, echo)[0]; rep.Status != ingest.Failed {
		t.Errorf("not found for the first time, the feed is %s, want failed", rep.Status)
	}
}

// A feed made to be remembered at great length does not end the run of others.
func TestGreatLength(t *testing.T) { bothWays(t, greatLength) }

func greatLength(t *testing.T, s *site) {
	t.Helper()
	var items []item
	for n := range 2000 {
		it := teaser(n)
		it.link = "http://echo.example/" + noise(n, 1000)
		it.guid = noise(-n-1, 1000)
		items = append(items, it)
	}
	s.put(echo, "application/rss+xml", rss(items...))
	const other = "post.example/feed"
	s.put(other, "application/rss+xml", rss(report(1)))
	reps := s.run(t, echo, other)
	if reps[0].Status != ingest.OK || reps[1].New != 1 {
		t.Errorf("the long feed is %s, the other has %d new; want ok and 1", reps[0].Status, reps[1].New)
	}
	if left := reps[0].LeftOut; len(left) != 11 || !strings.HasSuffix(left[10].ID, "entries") || reps[0].Pending == 0 {
		t.Errorf("%d wait, and left out is %v; want some, and those that cannot be kept counted", reps[0].Pending, left)
	}
}

// Feeds that failed and are not asked again yet did not work.
func TestWorked(t *testing.T) {
	s := newSite(t)
	s.status(echo, 500)
	s.run(t, echo)
	rep := ingest.FetchReport{Feeds: s.run(t, echo)}
	if rep.Feeds[0].Status != ingest.NotDue || rep.Worked() != 0 {
		t.Errorf("a feed that failed and is %s counts as %d that worked", rep.Feeds[0].Status, rep.Worked())
	}
}

// Items that have no page of their own, as they lead nowhere or to the site's
// front page, are as many articles.
func TestNoPageOfTheirOwn(t *testing.T) {
	for _, link := range []string{"", "http://echo.example/"} {
		s := newSite(t)
		a, b := report(1), report(2)
		a.link, b.link = link, link
		s.put(echo, "application/rss+xml", rss(a, b))
		if rep := s.run(t, echo)[0]; rep.New != 2 {
			t.Errorf("with the link %q %d are new, want 2", link, rep.New)
		}
	}
}

// noise is text that does not compress, the same for the same seed.
func noise(seed, n int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"[r.IntN(64)]
	}
	return string(b)
}

// offline is a client whose every connection fails.
func offline(t *testing.T) *web.Client {
	t.Helper()
	c, err := web.New(web.Options{
		UserAgent: "Counterpoint/test", Now: time.Now, HostInterval: time.Nanosecond, Jitter: func(time.Duration) time.Duration { return 0 },
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: errors.New("network is unreachable")}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
