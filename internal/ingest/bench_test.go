package ingest_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"counterpoint/internal/benchtest"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/news"
	"counterpoint/internal/store"
	"counterpoint/internal/store/bolt"
)

const (
	benchFeeds   = 1000
	benchItems   = 20
	benchAtOnce  = 64
	benchLatency = 100 * time.Millisecond
)

// A thousand feeds of twenty whole items, each on a host of its own that
// answers after 100 ms, 64 at once, kept in bbolt; then the same again with
// nothing changed. The aims: at most 1.5 times what the latency alone takes,
// 5 % of the bytes at the second run, 200 MB of heap. The server is a process of
// its own, so that its latency is not that of this one's work.
func BenchmarkFetch1000(b *testing.B) {
	server := benchServer(b)
	before := debug.SetGCPercent(200) // as the program has it
	defer debug.SetGCPercent(before)
	for range b.N {
		b.StopTimer()
		r := newBenchRun(b, server)
		debug.FreeOSMemory()
		done := make(chan struct{})
		peak := benchtest.WatchHeap(done)
		b.StartTimer()
		began := time.Now()
		first := r.fetch(b, noon)
		took := time.Since(began)
		if first.New != benchFeeds*benchItems {
			b.Fatalf("%d articles are new, want %d", first.New, benchFeeds*benchItems)
		}
		moved := r.bytes.Swap(0)
		again := r.fetch(b, noon.Add(time.Hour))
		close(done)
		b.StopTimer()
		if again.New != 0 || again.Updated != 0 {
			b.Fatalf("the second run has %d new, %d updated, want none", again.New, again.Updated)
		}
		alone := (benchFeeds + benchAtOnce - 1) / benchAtOnce * benchLatency
		b.ReportMetric(took.Seconds()/alone.Seconds(), "x-latency")
		b.ReportMetric(100*float64(r.bytes.Load())/float64(moved), "%-bytes-again")
		b.ReportMetric(float64(moved)/(1<<20), "MB-moved")
		b.ReportMetric(<-peak, "MB-peak")
		r.close()
	}
}

// benchServer starts a process that serves the feeds of every host, and
// returns its address.
func benchServer(b *testing.B) string {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), self, "-child-serve")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// serveFeeds is the other process: it prints its address, and serves until it
// is killed.
func serveFeeds() {
	template := benchFeed()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // until the process is killed
	check(err)
	fmt.Println(l.Addr())
	srv := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(benchLatency)
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(bytes.ReplaceAll(template, []byte("HOST"), []byte(r.Host)))
	})}
	check(srv.Serve(l))
}

// A hundred feeds that list ten pages each: what reading pages takes beside
// the feeds, with their hosts' answers after 100 ms, two at a time of each.
func BenchmarkPages1000(b *testing.B) {
	const feeds, pages = 100, 10
	s := newSite(b)
	s.fetch.Parallel = benchAtOnce
	var names []string
	for n := range feeds {
		host := fmt.Sprintf("host%d.example", n)
		var items []item
		for i := range pages {
			it := item{title: fmt.Sprintf("Wall report number %d of %s", i, host), link: fmt.Sprintf("http://%s/wall/%d", host, i), date: at(-1)}
			items = append(items, it)
			body := page(it.title, fmt.Sprintf("This is wall report number %d of %s. %s", i, host, longText))
			s.handle(fmt.Sprintf("%s/wall/%d", host, i), func(w http.ResponseWriter, r *http.Request) {
				time.Sleep(benchLatency)
				html(body)(w, r)
			})
		}
		s.put(host+"/feed", "application/rss+xml", rss(items...))
		names = append(names, host+"/feed")
	}
	for range b.N {
		b.StopTimer()
		fresh := newSite(b)
		s.store, s.fetch.Store = fresh.store, fresh.store
		b.StartTimer()
		got := 0
		for _, rep := range s.run(b, names...) {
			got += rep.New
		}
		if got != feeds*pages {
			b.Fatalf("%d pages were read, want %d", got, feeds*pages)
		}
	}
	b.ReportMetric(float64(feeds*pages*b.N)/b.Elapsed().Seconds(), "pages/s")
}

type benchRun struct {
	store *store.Store
	ids   []string
	bytes *atomic.Int64
	fetch func(b *testing.B, now time.Time) ingest.FeedReport
	close func()
}

func newBenchRun(b *testing.B, address string) benchRun {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), "a benchmark")
	if err != nil {
		b.Fatal(err)
	}
	r := benchRun{store: store.New(db), bytes: new(atomic.Int64)}
	client, err := web.New(web.Options{
		UserAgent: "Counterpoint/test", Now: time.Now,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			c, err := new(net.Dialer).DialContext(ctx, network, address)
			return countingConn{c, r.bytes}, err
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	var sources []news.Source
	for n := range benchFeeds {
		src := news.Source{URL: fmt.Sprintf("http://host%d.example/feed", n)}
		sources, r.ids = append(sources, src), append(r.ids, src.ID())
	}
	if err := r.store.Follow(b.Context(), noon, sources); err != nil {
		b.Fatal(err)
	}
	r.fetch = func(b *testing.B, now time.Time) (sum ingest.FeedReport) {
		rep, err := ingest.Fetcher{Client: client, Store: r.store, Now: func() time.Time { return now }, Window: 72 * time.Hour, Parallel: benchAtOnce}.Fetch(b.Context(), r.ids)
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range rep.Feeds {
			if f.Err != nil {
				b.Fatal(f.Feed.Source.URL, f.Err)
			}
			sum.New += f.New
			sum.Updated += f.Updated
		}
		return sum
	}
	r.close = func() {
		client.Close()
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return r
}

// countingConn counts the bytes of a connection, both ways.
type countingConn struct {
	net.Conn
	n *atomic.Int64
}

func (c countingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (c countingConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.n.Add(int64(n))
	return n, err
}

// benchFeed is a feed of whole items of about 2,000 characters each, in words
// of English; HOST stands for the host.
func benchFeed() []byte {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields(longText)
	var items []item
	for n := range benchItems {
		var body strings.Builder
		for body.Len() < 2000 {
			body.WriteString("<p>")
			for range 2 {
				body.WriteString("The ")
				for range 14 + r.IntN(10) {
					body.WriteString(strings.Trim(words[r.IntN(len(words))], ".,") + " ")
				}
				body.WriteString("that day. ")
			}
			body.WriteString("</p>")
		}
		link := fmt.Sprintf("http://HOST/news/%d", n)
		items = append(items, item{title: fmt.Sprintf("The report of HOST, number %d", n), link: link, guid: link, date: at(-float64(n)), summary: "A report of HOST.", content: body.String()})
	}
	return []byte(rss(items...))
}
