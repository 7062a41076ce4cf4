package ingest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/ingest"
)

const echo = "echo.example/feed.xml"

// Where an article's text comes from, and what is said of it.
func TestText(t *testing.T) {
	const teaser = "The harbour wall at Selby has held through the night, with two ships waiting outside of the port."
	tests := []struct {
		name    string
		item    item
		page    http.HandlerFunc
		robots  string
		has     string // what the text has
		hasNot  string
		partial bool
		asked   int // times that the page is asked for
	}{
		{name: "a whole text in the feed", item: item{summary: teaser, content: "<p>" + longText + "</p>"}, has: "four in the morning", asked: 0},
		{name: "a whole text as summary", item: item{summary: "<p>" + longText + "</p>"}, has: "four in the morning", asked: 0},
		{name: "a summary", item: item{summary: teaser}, page: html(page("Wall holds", wallText)), has: "four in the morning", asked: 1},
		{name: "a content cut short", item: item{content: "<p>" + wallText + "</p><p>It was the worst night since…</p>"}, page: html(page("Wall holds", longText)), has: "sandbags", asked: 1},
		{name: "a page that is gone", item: item{summary: teaser}, page: nil, has: "waiting outside", partial: true, asked: 1},
		{name: "a page that robots.txt keeps", item: item{summary: teaser}, robots: "User-agent: *\nDisallow: /wall", page: html(page("Wall holds", wallText)), has: "waiting outside", partial: true, asked: 0},
		{name: "a picture in place of a page", item: item{summary: teaser}, page: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("\x89PNG"))
		}, has: "waiting outside", partial: true, asked: 1},
		{name: "a consent wall", item: item{summary: teaser}, page: html(page("Before you continue", strings.Repeat("We and our 812 partners store cookies on your device. You can accept all of them, or manage your choices at any time. ", 4))), has: "waiting outside", hasNot: "cookies", partial: true, asked: 1},
		{name: "a thin page", item: item{summary: teaser}, page: html(page("Wall holds", "The harbour wall has held.")), has: "waiting outside", partial: true, asked: 1},
		{name: "a paywall", item: item{summary: teaser}, page: html(page("Wall holds", wallText+" Subscribe to continue reading this article.")), has: "sandbags", hasNot: "Subscribe", partial: true, asked: 1},
		{name: "the front page in place of a page", item: item{summary: teaser}, page: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }, has: "waiting outside", partial: true, asked: 1},
		{name: "hidden text of a feed", item: item{content: `<p>` + longText + `</p><p style="display:none">SECRET</p><p aria-hidden="true">SECRET</p><!-- SECRET --><p style="font-size:0">SECRET</p><p hidden>SECRET</p>`}, has: "four in the morning", hasNot: "SECRET"},
		{name: "hidden text of a page", item: item{summary: teaser}, page: html(strings.Replace(page("Wall holds", wallText), "</article>", `<p style="display:none">SECRET words that nobody sees, and that are long enough.</p></article>`, 1)), has: "sandbags", hasNot: "SECRET", asked: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			tt.item.title, tt.item.link, tt.item.date = "Harbour wall holds", "http://echo.example/wall", at(-1)
			s.put(echo, "application/rss+xml", rss(tt.item))
			s.put("echo.example/", "text/html", page("The Echo", strings.Repeat("Here are the stories of the harbour wall at Selby and the ships of the day. ", 5)))
			if tt.page != nil {
				s.handle("echo.example/wall", tt.page)
			}
			if tt.robots != "" {
				s.put("echo.example/robots.txt", "text/plain", tt.robots)
			}
			rep := s.run(t, echo)[0]
			kept := s.kept(t, echo)
			if len(kept) != 1 {
				t.Fatalf("%d articles are kept, want 1; the report is %+v", len(kept), rep)
			}
			a := kept[0]
			if !strings.Contains(a.Body, tt.has) || tt.hasNot != "" && strings.Contains(a.Text(), tt.hasNot) {
				t.Errorf("the text is %q, want it to have %q and not %q", a.Body, tt.has, tt.hasNot)
			}
			if a.Partial != tt.partial {
				t.Errorf("partial is %v, want %v; text %q", a.Partial, tt.partial, a.Body)
			}
			if got := s.asked["echo.example/wall"]; got != tt.asked {
				t.Errorf("the page was asked for %d times, want %d", got, tt.asked)
			}
		})
	}
}

func html(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(body))
	}
}

func report(n int) item {
	link := fmt.Sprintf("http://echo.example/wall/%d", n)
	return item{title: fmt.Sprintf("Wall report number %d", n), link: link, guid: fmt.Sprint("wall-", n), date: at(-1), content: fmt.Sprintf("<p>Report %d. %s</p>", n, longText)}
}

// Running again finds nothing new; an edit is an update of the same article,
// whatever it edits; a moved time of update is nothing.
func TestEdits(t *testing.T) {
	s := newSite(t)
	s.put(echo, "application/rss+xml", rss(report(1), report(2)))
	if rep := s.run(t, echo)[0]; rep.New != 2 || rep.Status != ingest.OK {
		t.Fatalf("first run: %+v, want two new", rep)
	}
	first := s.kept(t, echo)
	edited := report(1)
	edited.title, edited.date = "Wall holds after all", at(0)
	moved := report(2)
	moved.date = at(0.1)
	for i, step := range []struct {
		name    string
		items   []item
		updated int
	}{
		{"the same again", []item{report(1), report(2)}, 0},
		{"a later date, and nothing else", []item{report(1), moved}, 0},
		{"another title", []item{edited, report(2)}, 1},
		{"gone from the feed", []item{edited}, 0},
		{"back in the feed", []item{edited, report(2)}, 0},
	} {
		s.now = noon.Add(time.Duration(i+1) * 15 * time.Minute)
		s.put(echo, "application/rss+xml", rss(step.items...))
		if rep := s.run(t, echo)[0]; rep.New != 0 || rep.Updated != step.updated {
			t.Errorf("%s: %d new and %d updated, want 0 and %d", step.name, rep.New, rep.Updated, step.updated)
		}
		kept := s.kept(t, echo)
		if len(kept) != 2 {
			t.Fatalf("%s: %d articles are kept, want 2", step.name, len(kept))
		}
		for j := range kept {
			if kept[j].ID != first[j].ID || !kept[j].Stamp.Equal(first[j].Stamp) {
				t.Errorf("%s: article %s of %v became %s of %v", step.name, first[j].ID, first[j].Stamp, kept[j].ID, kept[j].Stamp)
			}
		}
	}
}

// Items without a date take the time they were first seen; items of the future
// and those older than the window are dropped and counted.
func TestDates(t *testing.T) {
	s := newSite(t)
	var items []item
	for i, date := range []string{"", at(0.9), at(1.1), at(-71), at(-73), at(-9000)} {
		it := report(i)
		it.date = date
		items = append(items, it)
	}
	s.put(echo, "application/rss+xml", rss(items...))
	rep := s.run(t, echo)[0]
	if rep.New != 3 || rep.Stale != 3 || rep.Future != 1 {
		t.Errorf("%d new, %d stale, %d of the future; want 3, 3, 1", rep.New, rep.Stale, rep.Future)
	}
	stamps := map[string]time.Time{}
	for _, a := range s.kept(t, echo) {
		stamps[a.Title] = a.Stamp
		if a.Published.After(noon) {
			t.Errorf("%s is published at %v, after the run", a.Title, a.Published)
		}
	}
	if got := stamps["Wall report number 0"]; !got.Equal(noon) {
		t.Errorf("the item without date is stamped %v, want the time that it was seen first, %v", got, noon)
	}
	s.now = noon.Add(30 * time.Minute)
	s.run(t, echo)
	for _, a := range s.kept(t, echo) {
		if a.Title == "Wall report number 0" && !a.Stamp.Equal(noon) {
			t.Errorf("the item without date is stamped %v at the second run, want %v still", a.Stamp, noon)
		}
		if a.Title == "Wall report number 2" && a.Stamp.After(s.now) {
			t.Errorf("the item of the future came, stamped %v", a.Stamp)
		}
	}
}

// Ten pages a feed are read in a run, the rest in the next ones, also when the
// feed has not changed.
func TestTenPagesARun(t *testing.T) {
	s := newSite(t)
	var items []item
	for n := range 23 {
		it := report(n)
		it.content = ""
		items = append(items, it)
		s.handle(strings.TrimPrefix(it.link, "http://"), html(page(it.title, fmt.Sprintf("Wall report number %d tells this. %s", n, wallText))))
	}
	body := rss(items...)
	s.handle(echo, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		http.ServeContent(w, r, "feed.xml", time.Time{}, strings.NewReader(body))
	})
	for i, want := range []struct{ fresh, pending int }{{10, 13}, {10, 3}, {3, 0}, {0, 0}} {
		s.now = noon.Add(time.Duration(i) * 15 * time.Minute)
		rep := s.run(t, echo)[0]
		if rep.New != want.fresh || rep.Pending != want.pending {
			t.Errorf("run %d: %d new and %d left, want %d and %d", i+1, rep.New, rep.Pending, want.fresh, want.pending)
		}
		if i > 0 && rep.Status != ingest.NotModified {
			t.Errorf("run %d: the feed is %q, want %q", i+1, rep.Status, ingest.NotModified)
		}
	}
	if got := len(s.kept(t, echo)); got != 23 {
		t.Errorf("%d articles are kept, want 23", got)
	}
}

// A page that fails in passing is read at the next run; until then the feed's
// text stands in.
func TestPageReadLater(t *testing.T) {
	s := newSite(t)
	it := item{title: "Wall holds", link: "http://echo.example/wall", date: at(-1), summary: "The harbour wall at Selby has held through the night, and the ships could leave before noon."}
	s.put(echo, "application/rss+xml", rss(it))
	s.status("echo.example/wall", http.StatusServiceUnavailable)
	if rep := s.run(t, echo)[0]; rep.New != 1 || rep.Partial != 1 || rep.Pending != 1 {
		t.Fatalf("first run: %d new, %d in part, %d pending; want 1, 1, 1", rep.New, rep.Partial, rep.Pending)
	}
	s.handle("echo.example/wall", html(page("Wall holds", wallText)))
	s.now = noon.Add(time.Hour)
	if rep := s.run(t, echo)[0]; rep.New != 0 || rep.Updated != 1 || rep.Pending != 0 {
		t.Errorf("second run: %d new, %d updated, %d pending; want 0, 1, 0", rep.New, rep.Updated, rep.Pending)
	}
	if kept := s.kept(t, echo); len(kept) != 1 || kept[0].Partial || !strings.Contains(kept[0].Body, "sandbags") {
		t.Errorf("kept is %+v, want the whole article, once", kept)
	}
}

// One article in two feeds, under addresses that vary, is one article.
func TestOneArticleInTwoFeeds(t *testing.T) {
	s := newSite(t)
	a, b := report(1), report(1)
	b.link, b.guid = "https://www.echo.example/wall/1/?utm_source=rss#top", "other"
	const second = "echo.example/harbour.xml"
	s.put(echo, "application/rss+xml", rss(a))
	s.put(second, "application/rss+xml", rss(b))
	s.run(t, echo, second)
	if kept := s.kept(t, echo, second); len(kept) != 1 {
		t.Errorf("%d articles are kept, want 1", len(kept))
	}
	if kept := s.kept(t, second); len(kept) != 1 {
		t.Errorf("%d articles are in the second feed's window, want 1", len(kept))
	}
}

// What a feed answers, what is remembered of it, and when it is asked again.
func TestAnswers(t *testing.T) {
	feed := rss(report(1))
	tests := []struct {
		name   string
		answer http.HandlerFunc
		status ingest.Status
		reason string
		next   time.Duration // from now
	}{
		{"a feed", xml(feed), ingest.OK, "", 10 * time.Minute},
		{"a feed that is fresh for two hours", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "max-age=7200")
			xml(feed)(w, r)
		}, ingest.OK, "", 2 * time.Hour},
		{"an error", code(500), ingest.Failed, "answers 500", 10 * time.Minute},
		{"busy, and back in an hour", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		}, ingest.Failed, "429", time.Hour},
		{"gone", code(410), ingest.Parked, "410", 0},
		{"not found", code(404), ingest.Failed, "404", 10 * time.Minute},
		{"a web page", html(page("Wall", wallText)), ingest.Failed, "web page, not a feed", 10 * time.Minute},
		{"nothing", xml(""), ingest.Failed, "nothing", 10 * time.Minute},
		{"a feed without items", xml(rss()), ingest.OK, "", 10 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.handle(echo, tt.answer)
			rep := s.run(t, echo)[0]
			if rep.Status != tt.status || !strings.Contains(rep.Feed.Reason, tt.reason) || tt.reason == "" && rep.Feed.Reason != "" {
				t.Errorf("%s: %q, want %s: %q", rep.Status, rep.Feed.Reason, tt.status, tt.reason)
			}
			if tt.next > 0 && !rep.Feed.Next.Equal(noon.Add(tt.next)) {
				t.Errorf("asked again %v later, want %v", rep.Feed.Next.Sub(noon), tt.next)
			}
		})
	}
}

func xml(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write([]byte(body))
	}
}

func code(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) }
}

// A feed that is not found five times is parked, and asked no more until it is
// asked for again.
func TestParked(t *testing.T) {
	s := newSite(t)
	s.status(echo, 404)
	for i := range 5 {
		rep := s.run(t, echo)[0]
		want := ingest.Failed
		if i == 4 {
			want = ingest.Parked
		}
		if rep.Status != want {
			t.Fatalf("time %d: %s, want %s", i+1, rep.Status, want)
		}
		s.now = s.now.Add(7 * time.Hour)
	}
	asked := s.asked[echo]
	if rep := s.run(t, echo)[0]; rep.Status != ingest.Parked || s.asked[echo] != asked || rep.Feed.Reason == "" {
		t.Errorf("a parked feed is %s (%q) and was asked %d times more, want it left alone, with the reason", rep.Status, rep.Feed.Reason, s.asked[echo]-asked)
	}
	s.put(echo, "application/rss+xml", rss(report(1)))
	rep := s.run(t, echo)[0]
	if rep.Status != ingest.Parked {
		t.Errorf("following a parked feed again makes it %s", rep.Status)
	}
	if err := s.store.Again(t.Context(), s.now, []string{rep.Feed.ID}); err != nil {
		t.Fatal(err)
	}
	if rep := s.run(t, echo)[0]; rep.Status != ingest.OK || rep.Feed.Failures != 0 || rep.Feed.Reason != "" {
		t.Errorf("asked again it is %s, %d failures, %q; want all well", rep.Status, rep.Feed.Failures, rep.Feed.Reason)
	}
}

// A permanent move is remembered; one to a page that is no feed is not; a
// site's page leads to the feed that it names.
func TestMoves(t *testing.T) {
	s := newSite(t)
	s.handle(echo, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/new.xml", http.StatusMovedPermanently)
	})
	s.put("echo.example/new.xml", "application/rss+xml", rss(report(1)))
	s.put("site.example/", "text/html", `<html><head><title>Site</title><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><p>`+wallText+`</p></body></html>`)
	s.put("site.example/rss", "application/rss+xml", rss(report(2)))
	s.handle("lost.example/feed", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusMovedPermanently) })
	s.put("lost.example/", "text/html", page("Lost", wallText))
	feeds := []string{echo, "site.example/", "lost.example/feed"}
	for range 3 {
		reps := s.run(t, feeds...)
		for i, want := range []string{"http://echo.example/new.xml", "http://site.example/rss", "http://lost.example/feed"} {
			if reps[i].Feed.URL != want {
				t.Errorf("%s is now at %s, want %s", feeds[i], reps[i].Feed.URL, want)
			}
		}
		s.now = s.now.Add(12 * time.Hour)
	}
	if s.asked[echo] != 1 {
		t.Errorf("the old address was asked %d times, want once", s.asked[echo])
	}
}

// A feed that has moved, and is gone from there, is looked for where it was.
func TestMovedBack(t *testing.T) {
	s := newSite(t)
	s.handle(echo, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/new.xml", http.StatusMovedPermanently)
	})
	s.put("echo.example/new.xml", "application/rss+xml", rss(report(1)))
	s.run(t, echo)
	s.status("echo.example/new.xml", http.StatusGone)
	s.put(echo, "application/rss+xml", rss(report(1), report(2)))
	s.now = s.now.Add(time.Hour)
	if rep := s.run(t, echo)[0]; rep.Status != ingest.Failed {
		t.Fatalf("gone from where it moved to, the feed is %s, want failed", rep.Status)
	}
	s.now = s.now.Add(time.Hour)
	if rep := s.run(t, echo)[0]; rep.Status != ingest.OK || rep.New != 1 || rep.Feed.URL != "http://"+echo {
		t.Errorf("back where it was, the feed is %s with %d new, at %s", rep.Status, rep.New, rep.Feed.URL)
	}
}

// A page's own word on its address goes before the feed's, as far as it is of
// the same site: two entries that lead to one article are one article.
func TestCanonicalLink(t *testing.T) {
	s := newSite(t)
	amp := item{title: "Wall holds", link: "http://echo.example/amp-pages/77", guid: "a", date: at(-1), summary: "The harbour wall at Selby has held through the night."}
	own := amp
	own.link, own.guid = "http://echo.example/wall", "b"
	elsewhere := amp
	elsewhere.link, elsewhere.guid = "http://echo.example/other", "c"
	s.put(echo, "application/rss+xml", rss(amp, own, elsewhere))
	canonical := func(to string) string {
		return strings.Replace(page("Wall holds", wallText), "<title>", `<link rel="canonical" href="`+to+`"><title>`, 1)
	}
	s.handle("echo.example/amp-pages/77", html(canonical("http://www.echo.example/wall/?utm_source=amp")))
	s.handle("echo.example/wall", html(canonical("/wall")))
	s.handle("echo.example/other", html(canonical("http://thief.example/wall")))
	s.run(t, echo)
	var urls []string
	for _, a := range s.kept(t, echo) {
		urls = append(urls, a.URL)
	}
	slices.Sort(urls)
	if len(urls) != 2 || urls[0] != "http://echo.example/other" || !strings.HasSuffix(strings.TrimSuffix(urls[1], "/"), "echo.example/wall") {
		t.Errorf("kept are %v, want the wall once, and the page that names another site under its own address", urls)
	}
}

// A feed that works, and once answers with a page that names another feed, is
// itself again when it is back.
func TestPageInPlaceOfAFeed(t *testing.T) {
	s := newSite(t)
	s.put(echo, "application/rss+xml", rss(report(1)))
	s.put("echo.example/all.xml", "application/rss+xml", rss(report(9)))
	s.run(t, echo)
	s.put(echo, "text/html", `<html><head><title>Sorry</title><link rel="alternate" type="application/rss+xml" href="/all.xml"></head><body><p>`+wallText+`</p></body></html>`)
	s.now = s.now.Add(time.Hour)
	if rep := s.run(t, echo)[0]; rep.Status != ingest.Failed {
		t.Errorf("with a page in its place the feed is %s, want failed", rep.Status)
	}
	s.put(echo, "application/rss+xml", rss(report(1), report(2)))
	s.now = s.now.Add(time.Hour)
	if rep := s.run(t, echo)[0]; rep.Status != ingest.OK || rep.New != 1 || rep.Feed.URL != "http://"+echo {
		t.Errorf("back, the feed is %s with %d new, at %s", rep.Status, rep.New, rep.Feed.URL)
	}
}
