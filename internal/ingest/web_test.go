package ingest_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// site is an invented web: what it answers by address without scheme.
type site struct {
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked map[string]int
	now   time.Time
	store *store.Store
	fetch ingest.Fetcher
	hands bool // feeds are handed out to an errand, as a plan does it, and not taken one by one
}

// bothWays runs a test of feeds that are taken one by one, and handed out.
func bothWays(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	for name, hands := range map[string]bool{"taken": false, "handed out": true} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.hands = hands
			test(t, s)
		})
	}
}

// newSite serves an empty web on loopback, and a store beside it.
func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{pages: map[string]http.HandlerFunc{}, asked: map[string]int{}, now: noon}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	db, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), "a test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	client, err := web.New(web.Options{
		UserAgent: "Counterpoint/test", Now: time.Now, HostInterval: time.Nanosecond,
		Jitter: func(time.Duration) time.Duration { return 0 },
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, srv.Listener.Addr().String())
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	s.store = store.New(db)
	s.fetch = ingest.Fetcher{Client: client, Store: s.store, Now: func() time.Time { return s.now }, Window: 72 * time.Hour, Parallel: 4}
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.Host+r.URL.RequestURI()]++
	h := s.pages[r.Host+r.URL.RequestURI()]
	s.mu.Unlock()
	if h == nil {
		http.NotFound(w, r)
		return
	}
	h(w, r)
}

func (s *site) put(address, kind, body string) {
	s.handle(address, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body))
	})
}

func (s *site) handle(address string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[address] = h
}

func (s *site) status(address string, code int) {
	s.handle(address, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

// run follows and fetches feeds once, and returns what came of each.
func (s *site) run(t testing.TB, feeds ...string) []ingest.FeedReport {
	t.Helper()
	var sources []news.Source
	var ids []string
	for _, f := range feeds {
		src := news.Source{URL: "http://" + f, Outlet: "The Echo"}
		sources, ids = append(sources, src), append(ids, src.ID())
	}
	if err := s.store.Follow(t.Context(), s.now, sources); err != nil {
		t.Fatal(err)
	}
	if s.hands {
		s.fetch.Handed = store.Handed{At: s.now, Until: s.now.Add(30 * time.Minute)}
		if _, err := s.store.Hand(t.Context(), s.now, s.fetch.Handed, func([]news.Source) []news.Source { return sources }); err != nil {
			t.Fatal(err)
		}
	}
	rep, err := s.fetch.Fetch(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	return rep.Feeds
}

// kept are the articles of feeds that the store has.
func (s *site) kept(t *testing.T, feeds ...string) []news.Stamped {
	t.Helper()
	var ids []string
	for _, f := range feeds {
		ids = append(ids, news.FeedID("http://"+f))
	}
	all, err := s.store.Window(t.Context(), s.now, ids, s.now.Add(-72*time.Hour), s.now.Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

type item struct{ title, link, guid, date, summary, content string }

func rss(items ...item) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Echo</title><link>http://echo.example/</link>`)
	for _, i := range items {
		b.WriteString("<item>")
		for _, f := range []struct{ tag, text string }{{"title", i.title}, {"link", i.link}, {"guid", i.guid}, {"pubDate", i.date}, {"description", i.summary}, {"content:encoded", i.content}} {
			if f.text != "" {
				fmt.Fprintf(&b, "<%s><![CDATA[%s]]></%s>", f.tag, f.text, f.tag)
			}
		}
		b.WriteString("</item>")
	}
	return b.String() + "</channel></rss>"
}

const wallText = `The harbour wall at Selby has held through the night, the engineers said on Monday morning. ` +
	`Two ships that had waited outside could enter the port before noon. ` +
	`The mayor thanked the crews who had carried sandbags until four in the morning, and asked people to stay away from the quay.`

// longText is as long as reports are, and no sentence stands in it twice.
const longText = wallText + ` The wall was built in 1911 and had last been mended eleven years ago, after a winter in which the sea broke through at the same place. ` +
	`Engineers had asked for money to raise it by half a metre, and the county had put the decision off until the spring. ` +
	`At the height of the storm the water stood a hand below the top, and spray ran down the inner face into the gardens of Quay Street. ` +
	`Forty families left their homes before midnight and slept in the school, where neighbours had brought blankets and soup. ` +
	`One man broke an arm when he slipped on the steps of the lighthouse, and nobody else was hurt. ` +
	`The ferry to the islands will stay in port until Wednesday, and its passengers have been put up in hotels. ` +
	`Insurers said that it was too early to speak of costs, but that most of the damage seemed to be in cellars. ` +
	`A second storm is on its way from the west, and is expected to arrive in the night to Thursday with somewhat weaker winds. ` +
	`Until then volunteers are to fill four thousand more sandbags in the yard of the brewery, which has lent its lorries and its cranes. ` +
	`The council meets on Tuesday at six in the evening to decide whether the wall is to be raised this summer after all. ` +
	`Children will have no school until the families in it can go home, the head teacher said, and few of them seemed to mind.`

// page is a news page with furniture around its text.
func page(title, text string) string {
	return "<!DOCTYPE html><html lang=en><head><title>" + title + "</title></head><body><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>" + title +
		"</h1><p>" + strings.ReplaceAll(text, ". ", ".</p><p>") + "</p></article><footer>© The Echo</footer></body></html>"
}

func at(hours float64) string {
	return noon.Add(time.Duration(hours * float64(time.Hour))).Format(time.RFC1123Z)
}
