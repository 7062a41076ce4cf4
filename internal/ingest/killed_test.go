package ingest_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

// The child of TestKilledWhileFetching gets its file, the address of the
// server and its time.
var (
	killed      = flag.Int("killed", 20, "how often TestKilledWhileFetching kills a process")
	childFile   = flag.String("child-file", "", "for TestKilledWhileFetching's own use")
	childServer = flag.String("child-server", "", "for TestKilledWhileFetching's own use")
	childServe  = flag.Bool("child-serve", false, "for BenchmarkFetch1000's own use")
	childTime   = flag.String("child-time", "", "for TestKilledWhileFetching's own use")
)

func TestMain(m *testing.M) {
	flag.Parse()
	if *childFile != "" {
		fetchAsChild(*childFile, *childServer, *childTime)
		return
	}
	if *childServe {
		serveFeeds()
	}
	os.Exit(m.Run())
}

const (
	killFeeds = 30
	killItems = 14 // of which most need their pages: more than one run reads
)

// fetchAsChild is one run over all feeds, as the program does it.
func fetchAsChild(path, server, at string) {
	now, err := time.Parse(time.RFC3339, at)
	check(err)
	db, err := bolt.Open(path, "the child of a test")
	check(err)
	ids, err := fetchAll(db, server, now)
	check(err)
	check(db.Close())
	fmt.Println("done", len(ids))
}

func check(err error) {
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}

func fetchAll(db *bolt.DB, server string, now time.Time) ([]string, error) {
	s := store.New(db)
	ctx := context.Background()
	client, err := web.New(web.Options{
		UserAgent: "Counterpoint/test", Now: time.Now, HostInterval: time.Nanosecond,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server)
		},
	})
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var sources []news.Source
	var ids []string
	for n := range killFeeds {
		src := news.Source{URL: fmt.Sprintf("http://outlet%d.example/feed", n)}
		sources, ids = append(sources, src), append(ids, src.ID())
	}
	if err := s.Follow(ctx, now, sources); err != nil {
		return nil, err
	}
	_, err = ingest.Fetcher{Client: client, Store: s, Now: func() time.Time { return now }, Window: 72 * time.Hour, Parallel: 8}.Fetch(ctx, ids)
	return ids, err
}

// killServer has a feed on each host, with an ETag: what a killed run did not
// keep must come all the same. Every second feed lists pages, the others whole
// texts; each feed also lists an article that all share.
func killServer(t *testing.T) string {
	t.Helper()
	feeds := map[string]string{}
	for n := range killFeeds {
		host := fmt.Sprintf("outlet%d.example", n)
		items := []item{{title: "The report that all share", link: "http://wire.example/shared", guid: "shared", date: at(-2), content: "<p>" + longText + "</p>"}}
		for i := range killItems {
			it := report(i)
			it.title, it.link, it.guid = fmt.Sprintf("Wall report number %d of %s", i, host), fmt.Sprintf("http://%s/wall/%d", host, i), fmt.Sprintf("%s-%d", host, i)
			if n%2 == 0 {
				it.content = ""
			}
			items = append(items, it)
		}
		feeds[host] = rss(items...)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if feed, ok := feeds[r.Host]; ok && r.URL.Path == "/feed" {
			w.Header().Set("ETag", `"1"`)
			http.ServeContent(w, r, "feed.xml", time.Time{}, strings.NewReader(feed))
			return
		}
		if strings.HasPrefix(r.URL.Path, "/wall/") {
			html(page("Wall report of "+r.Host, "This is the report of "+r.Host+r.URL.Path+" on the wall. "+wallText))(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv.Listener.Addr().String()
}

// TestKilledWhileFetching kills a process that fetches, at random moments, and
// has another go on, until all is fetched; again and again. The store opens each
// time, and in the end has each article once: none is lost to a validator that
// was kept before what it validates, none is double.
func TestKilledWhileFetching(t *testing.T) {
	server := killServer(t)
	var path string
	now := noon
	fresh, kills, finished := true, 0, 0
	whole := 400 * time.Millisecond // about what a run takes here
	for kills < *killed {
		if fresh {
			path, now = filepath.Join(t.TempDir(), "killed.db"), noon
		}
		began := time.Now()
		if runChild(t, path, server, now, rand.N(whole)) {
			whole = (whole + 2*time.Since(began)) / 2
			finished++
		} else {
			kills++
		}
		left := inspect(t, path, now)
		fresh = left == 0
		now = now.Add(15 * time.Minute) // later than the lease of the killed
		if t.Failed() {
			t.Fatalf("after %d kills", kills)
		}
	}
	for left := 1; left > 0; now = now.Add(15 * time.Minute) {
		runChild(t, path, server, now, time.Minute)
		left = inspect(t, path, now)
		if now.After(noon.Add(48 * time.Hour)) {
			t.Fatalf("%d articles never came", left)
		}
	}
	t.Logf("%d killed, %d finished", kills, finished)
}

// runChild runs a child and kills it after a time. It reports whether the
// child was faster.
func runChild(t *testing.T, path, server string, now time.Time, after time.Duration) bool {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), after+50*time.Millisecond)
	defer stop()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, "-child-file", path, "-child-server", server, "-child-time", now.Format(time.RFC3339))
	out, err := cmd.Output()
	if strings.HasPrefix(string(out), "failed") {
		t.Fatalf("the child %s", out)
	}
	return err == nil
}

// inspect opens the store and returns how many articles are still to come.
func inspect(t *testing.T, path string, now time.Time) int {
	t.Helper()
	db, err := bolt.Open(path, "a test")
	if err != nil {
		t.Fatalf("the store does not open: %v", err)
	}
	defer func() { _ = db.Close() }()
	seen := map[string]string{}
	s := store.New(db)
	for n := range killFeeds {
		articles, err := s.Window(t.Context(), now, []string{news.FeedID(fmt.Sprintf("http://outlet%d.example/feed", n))}, noon.Add(-72*time.Hour), now.Add(time.Hour))
		if err != nil {
			t.Fatalf("the store cannot be read: %v", err)
		}
		for _, a := range articles {
			if at, ok := seen[a.URL]; ok && at != a.ID {
				t.Errorf("%s is kept as %s and as %s", a.URL, at, a.ID)
			}
			seen[a.URL] = a.ID
			if a.Body == "" || a.Partial {
				t.Errorf("%s is kept without its text", a.URL)
			}
		}
	}
	return killFeeds*killItems + 1 - len(seen)
}
