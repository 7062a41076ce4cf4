package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/errand"
	"counterpoint/internal/feed/web"
	"counterpoint/internal/news"
	"counterpoint/internal/ops"
	"counterpoint/internal/queue"
	"counterpoint/internal/store"
	"counterpoint/internal/store/memory"
)

var now = time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)

const rss = `<rss version="2.0"><channel><title>Gull</title><item><title>Goat found on a roof</title><link>http://gull.example/1</link>
<pubDate>Mon, 02 Mar 2026 07:00:00 +0000</pubDate><description>A goat was found on a roof, the town said, and nobody knows how it got there or what it wants.</description></item></channel></rss>`

// world is a fetcher before an invented web in which only gull.example is up.
type world struct {
	fetcher
	queue *queue.Local
	out   bytes.Buffer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/rss" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, rss)
	}))
	t.Cleanup(srv.Close)
	clock := func() time.Time { return now }
	client, err := web.New(web.Options{
		UserAgent: "test/1", Now: clock, HostInterval: time.Millisecond, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "gull.example:") {
				address = srv.Listener.Addr().String()
			} else {
				return nil, errors.New("nobody is there")
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{queue: queue.NewLocal(queue.Options{Now: clock})}
	w.fetcher = fetcher{store: store.New(&memory.DB{}), queue: w.queue, client: client, now: clock, run: ops.Begin(t.Context(), &w.out, "test", "fetch")}
	all := []news.Source{{URL: "http://gull.example/rss"}, {URL: "http://heron.example/rss"}}
	if err := w.store.Follow(t.Context(), now, all); err != nil {
		t.Fatal(err)
	}
	ch := news.Channel{ID: "C1", Sources: all, Window: 48 * time.Hour, By: "file"}
	if err := w.store.PutChannel(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	return w
}

// What is due is planned with the longest window of all channels, then asked;
// of what failed the operator is told.
func TestPlanAndAsk(t *testing.T) {
	w := newWorld(t)
	if err := w.do(t.Context(), errand.Errand{Do: errand.Plan}); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, m := range w.queue.Receive(10) {
		e, err := errand.Read(m.Body)
		if err != nil || e.Do != errand.Feeds || e.Window != 48*time.Hour {
			t.Errorf("%+v, %v", e, err)
		}
		asked += len(e.Feeds)
		if err := w.do(t.Context(), e); err != nil {
			t.Error(err)
		}
	}
	w.run.End(now)
	if log := w.out.String(); asked != 2 || !strings.Contains(log, `"Failed":1,"Fetched":1,"NewArticles":1`) {
		t.Errorf("%d feeds asked\n%s", asked, log)
	}
	before := w.queue.Counts().Sends
	if err := w.do(t.Context(), errand.Errand{Do: errand.Plan}); err != nil || w.queue.Counts().Sends != before {
		t.Errorf("nothing is due, and is planned: %v", err)
	}
}

// An errand that comes twice is done once; one that comes so late that its feeds
// may be handed out anew before it is done is not done, and what is due stays so.
func TestTwiceAndLate(t *testing.T) {
	w := newWorld(t)
	at := now
	w.now = func() time.Time { return at }
	if err := w.do(t.Context(), errand.Errand{Do: errand.Plan}); err != nil {
		t.Fatal(err)
	}
	var gull errand.Errand
	for _, m := range w.queue.Receive(10) {
		e, err := errand.Read(m.Body)
		if err != nil || !e.Handed.Equal(now) || !e.Until.Equal(now.Add(handed)) {
			t.Fatalf("%+v, %v", e, err)
		}
		if slices.Contains(e.Feeds, news.FeedID("http://gull.example/rss")) {
			gull = e
		}
	}
	asked := func() int { return strings.Count(w.out.String(), `"fetched":1`) }
	late := gull
	late.Until = now.Add(4 * time.Minute)
	for n, c := range []struct {
		errand errand.Errand
		want   int
	}{{late, 0}, {gull, 1}, {gull, 1}} {
		if err := w.do(t.Context(), c.errand); err != nil || asked() != c.want {
			t.Errorf("errand %d: asked %d times, %v\n%s", n, asked(), err, &w.out)
		}
		if n == 0 && !strings.Contains(w.out.String(), "came too late") {
			t.Errorf("nobody is told:\n%s", &w.out)
		}
	}
}

// Where there is no time left, the feeds stay due, and the message is done.
func TestNoTime(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithTimeout(t.Context(), margin-time.Second)
	defer cancel()
	id := news.FeedID("http://gull.example/rss")
	if err := w.do(ctx, errand.Errand{Do: errand.Feeds, Feeds: []string{id}}); err != nil || !strings.Contains(w.out.String(), "no time for all feeds") {
		t.Errorf("%v\n%s", err, &w.out)
	}
	due, err := w.store.Due(t.Context(), now, 0)
	if err != nil || len(due) != 2 {
		t.Errorf("%d feeds are due, %v", len(due), err)
	}
}

func TestWrongErrand(t *testing.T) {
	w := newWorld(t)
	for _, do := range []errand.Do{errand.Tell, errand.Wake, errand.Sweep, errand.Job, "dance"} {
		if w.do(t.Context(), errand.Errand{Do: do}) == nil {
			t.Errorf("%s is done", do)
		}
	}
}

// Whatever is wrong is told at the first start, all at once.
func TestFaultsAtOnce(t *testing.T) {
	_, err := newFunction(func(name string) string { return map[string]string{"CONTACT": "a\nb"}[name] })
	for _, fault := range []string{"TABLE_NAME", "FETCH_QUEUE_URL", "user agent"} {
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s is not told: %v", fault, err)
		}
	}
}
