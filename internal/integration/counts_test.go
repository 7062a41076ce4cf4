package integration_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/errand"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/ingest"
	"counterpoint/internal/lambdatest"
	"counterpoint/internal/news"
	"counterpoint/internal/queue"
	"counterpoint/internal/store"
)

var countsTo = flag.String("counts", "", "write what a day's work asks of AWS into this file, for internal/cost")

// The day whose calls are counted: what the list of prices is applied to.
const (
	papers      = 20 // feeds of a channel
	perDay      = 10 // new articles of a feed
	articleSize = 5 << 10
	planned     = 500 // feeds that a plan finds due
	latency     = 300 * time.Millisecond
	ofTable     = 4 * time.Millisecond
)

// phase is what one kind of work took.
type phase struct {
	Of            int     `json:"of"` // feeds, digests, sweeps or starts that it is for
	ReadUnits     float64 `json:"read_units"`
	WriteUnits    float64 `json:"write_units"`
	Invocations   int     `json:"invocations"`
	Milliseconds  int64   `json:"milliseconds"` // of all invocations
	CPU           int64   `json:"cpu_milliseconds"`
	QueueRequests int     `json:"queue_requests"`
	LogBytes      int     `json:"log_bytes"`
	MemoryMB      int64   `json:"memory_mb"` // the most
	Cited         int     `json:"cited,omitempty"`
	Messages      int     `json:"messages,omitempty"`
	Kept          int     `json:"kept_bytes,omitempty"` // of articles; of a digest its items
}

// TestCounts counts what planning, fetching and telling ask of AWS, for feeds
// and articles as the aims for cost have them.
func TestCounts(t *testing.T) {
	if *countsTo == "" {
		t.Skip(`"make cost" counts`)
	}
	w := newWorld(t, calm, nil)
	now := time.Now()
	ch := w.history(now)
	w.table.latency, w.feeds.latency = ofTable, latency
	out := map[string]phase{"fetch start": w.start(w.fetch), "digest start": w.start(w.digest)}
	out["plan"] = w.planMany(now)
	w.ask(ch) // the first run of a process, and its first look at robots.txt
	out["unchanged"] = w.count("fetch", papers, func() { w.ask(ch) })
	w.send(w.digestQ, `{"do":"sweep"}`)
	w.until("a sweep", time.Minute, w.quiet) // starts the process
	out["digest"] = w.count("digest", 1, func() {
		w.send(w.digestQ, errand.Errand{Do: errand.Tell, Channel: channel, Slot: time.Now().UTC()}.Body())
		w.until("the digest", 3*time.Minute, func() bool { return w.state() == store.Posted && w.quiet() && len(w.posted()) > 0 })
	})
	out["sweep"] = w.count("digest", 1, func() {
		w.send(w.digestQ, `{"do":"sweep"}`)
		w.until("a sweep", time.Minute, w.quiet)
	})
	out["new"] = w.newsOfADay(ch)
	d := out["digest"]
	told, err := w.store.Told(t.Context(), time.Now(), channel, now)
	if err != nil || len(told) != 1 {
		t.Fatalf("%d digests, %v", len(told), err)
	}
	cited, err := w.store.Cited(t.Context(), time.Now(), told[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	d.Cited, d.Messages, d.Kept = len(cited), len(w.posted()), w.bytesKept(told[0])
	out["digest"] = d
	raw, err := json.MarshalIndent(out, "", " ")
	if err == nil {
		err = os.WriteFile(*countsTo, append(raw, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", raw)
}

// bytesKept is what is kept for as long as a digest.
func (w *world) bytesKept(t store.Told) int {
	w.t.Helper()
	items, err := w.driver.Query(w.t.Context(), "digest#"+t.Digest, "", "", 0)
	if err != nil || len(items) < 4 {
		w.t.Fatalf("%d items of a digest, %v", len(items), err)
	}
	sum := 0
	for _, i := range items {
		sum += bytesOf(i)
	}
	return sum
}

// count does a piece of work with one function, and tells what it took.
func (w *world) count(function string, of int, do func()) phase {
	w.t.Helper()
	f := map[string]*lambdatest.Function{"fetch": w.fetch, "digest": w.digest}[function]
	requests := func() int {
		a, b := w.fetchQ.Counts(), w.digestQ.Counts()
		return a.Sends + a.Receives - a.Empty + a.Deletes + b.Sends + b.Receives - b.Empty + b.Deletes
	}
	read, write := w.table.units[function+" read"], w.table.units[function+" write"]
	before, sent, logged := f.Stats(), requests(), len(w.logs.text())
	do()
	after := f.Stats()
	if after.Starts > before.Starts && before.Starts > 0 {
		w.t.Errorf("%s was started anew", function)
	}
	return phase{
		Of: of, ReadUnits: w.table.units[function+" read"] - read, WriteUnits: w.table.units[function+" write"] - write,
		Invocations: after.Invocations - before.Invocations, Milliseconds: (after.Took - before.Took).Milliseconds(),
		CPU: (after.CPU - before.CPU).Milliseconds(), QueueRequests: requests() - sent, LogBytes: len(w.logs.text()) - logged, MemoryMB: after.Memory >> 20,
	}
}

// start starts a function that does not run, and tells what it took, all of it on
// the processor.
func (w *world) start(f *lambdatest.Function) phase {
	w.t.Helper()
	f.Stop()
	took, err := f.Start(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return phase{Of: 1, Milliseconds: took.Milliseconds(), CPU: took.Milliseconds()}
}

// articles counts what is in the channel's window.
func (w *world) articles(ch news.Channel, now time.Time) int {
	w.t.Helper()
	var ids []string
	for _, s := range ch.Sources {
		ids = append(ids, s.ID())
	}
	all, err := w.store.Window(w.t.Context(), now, ids, now.Add(-ch.Window), now.Add(time.Hour))
	if err != nil {
		w.t.Fatal(err)
	}
	return len(all)
}

// ask makes the channel's feeds due and has them asked.
func (w *world) ask(ch news.Channel) {
	w.t.Helper()
	var ids []string
	for _, s := range ch.Sources {
		ids = append(ids, s.ID())
	}
	if err := w.store.Again(w.t.Context(), time.Now(), ids); err != nil {
		w.t.Fatal(err)
	}
	var all []queue.Outgoing
	now := time.Now()
	h := store.Handed{At: now.UTC(), Until: now.Add(30 * time.Minute).UTC()}
	sources, err := w.store.Hand(w.t.Context(), now, h, func([]news.Source) []news.Source { return ch.Sources })
	if err != nil || len(sources) != papers {
		w.t.Fatalf("%d feeds are handed out, %v", len(sources), err)
	}
	for _, e := range errand.ForFeeds(sources, ch.Window) {
		e.Handed, e.Until = h.At, h.Until
		all = append(all, queue.Outgoing{Body: e.Body()})
	}
	if err := w.fetchQ.SendAll(w.t.Context(), all); err != nil {
		w.t.Fatal(err)
	}
	for w.fetchQ.Len() > 0 {
		if _, err := w.fetchQ.Deliver(w.t.Context(), 1, invoke(w.fetch)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// planMany has a plan find many feeds due, each on a host of its own.
func (w *world) planMany(now time.Time) phase {
	w.t.Helper()
	if _, err := w.fetch.Invoke(w.t.Context(), []byte(`{"do":"plan"}`)); err != nil { // starts the process: nothing is due
		w.t.Fatal(err)
	}
	var sources []news.Source
	for i := range planned {
		sources = append(sources, news.Source{URL: fmt.Sprintf("https://www.newspaper-number-%d.example/feeds/world/news.rss", i), Outlet: fmt.Sprintf("Newspaper number %d", i)})
	}
	if err := w.store.Follow(w.t.Context(), now, sources); err != nil {
		w.t.Fatal(err)
	}
	for _, s := range sources { // each is remembered as one that was read
		taken, err := w.store.Take(w.t.Context(), now, s.ID(), time.Minute)
		if err != nil {
			w.t.Fatal(err)
		}
		f := taken.Feed
		f.Title, f.ETag, f.LastModified = s.Outlet+": world news", `W/"0123456789abcdef0123"`, now.Format(time.RFC1123)
		f.Tried, f.Worked, f.Next, f.Stale = now, now, now, 3
		if _, err := w.store.SaveFeed(w.t.Context(), now, taken, f, nil); err != nil {
			w.t.Fatal(err)
		}
	}
	p := w.count("fetch", planned+papers, func() {
		if _, err := w.fetch.Invoke(w.t.Context(), []byte(`{"do":"plan"}`)); err != nil {
			w.t.Fatal(err)
		}
	})
	if sent := w.fetchQ.Len(); sent != planned/10 {
		w.t.Errorf("%d errands for %d feeds", sent, planned)
	}
	w.fetchQ.Purge()
	return p
}

func host(i int) string { return fmt.Sprintf("paper%02d.example", i) }

// history lets a channel's feeds be read for fourteen days, and its digests be
// told for three, up to now: what is remembered then is what it is on any day.
func (w *world) history(now time.Time) news.Channel {
	w.t.Helper()
	ch := news.Channel{ID: channel, Window: 72 * time.Hour, Stories: 12, MinOrigins: 1, By: "slack", Times: []string{"08:00"}, Zone: "UTC"}
	var ids []string
	for i := range papers {
		s := news.Source{URL: "http://" + host(i) + "/feed", Outlet: fmt.Sprintf("Paper %d", i)}
		ch.Sources, ids = append(ch.Sources, s), append(ids, s.ID())
	}
	first := now.Add(-15 * 24 * time.Hour)
	err := w.store.PutChannel(w.t.Context(), ch)
	if err == nil {
		err = w.store.Follow(w.t.Context(), first, ch.Sources)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	clock := first
	client, err := web.New(web.Options{
		UserAgent: "Counterpoint/test", Now: time.Now, HostInterval: time.Nanosecond, Jitter: func(time.Duration) time.Duration { return 0 },
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, w.feeds.plain)
		},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	defer client.Close()
	f := ingest.Fetcher{Client: client, Store: w.store, Now: func() time.Time { return clock }, Window: ch.Window, Parallel: 16}
	for day := 13; day >= 0; day-- {
		clock = now.Add(-time.Duration(day)*24*time.Hour - time.Minute)
		for i := range papers {
			var items []item
			for n := range perDay {
				items = append(items, w.paper(i, day, clock, n))
			}
			w.feeds.print(host(i), items...)
		}
		if err := w.store.Again(w.t.Context(), clock, ids); err != nil {
			w.t.Fatal(err)
		}
		rep, err := f.Fetch(w.t.Context(), ids)
		if err != nil || rep.Worked() != papers {
			w.t.Fatalf("day %d: %d feeds worked, %v", day, rep.Worked(), err)
		}
		if day > 3 || day == 0 {
			continue
		}
		p, err := edition.Round{Store: w.store, Channel: ch, Reader: ch.ID, Now: clock}.Make(w.t.Context())
		if err == nil {
			err = p.Tell(w.t.Context(), clock, store.Posted)
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return ch
}
