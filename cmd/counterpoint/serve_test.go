package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"counterpoint/internal/post"
	"counterpoint/internal/slackfake"
)

// A local process from feeds to the channel: /digest now fetches, posts the
// digest once, and the view shows it.
func TestServe(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	d.serveSample(t)
	s, r, said := d.open(t, d.clock())
	if err := r.applyAll(s); err != nil {
		t.Fatal(err)
	}
	l, err := listen(s.ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	v, err := newServe(s, r, "http://"+l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: only(l.Addr().String(), v.mux()), ReadHeaderTimeout: time.Second}
	go func() { _ = srv.Serve(l) }()
	done := make(chan struct{})
	go func() { defer close(done); v.run(s.ctx) }()
	t.Cleanup(func() { <-done; _ = srv.Close() }) // its context has ended by then

	if status := slash(v, "now"); status != http.StatusOK {
		t.Fatalf("/digest now is answered with %d", status)
	}
	var posted []slackfake.Posted
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if posted = v.fake.Posted("news"); len(posted) > 3 {
			break
		}
	}
	if len(posted) < 3 {
		t.Fatalf("%d messages were posted; the process said:\n%s", len(posted), said)
	}
	if !strings.Contains(string(posted[0].Blocks), "Port Maddern") || posted[0].ThreadTS != "" || posted[1].ThreadTS != posted[0].TS {
		t.Errorf("the first message is no digest with a thread: %.300s", posted[0].Blocks)
	}
}

// slash sends a command as Slack does, and returns the status of the answer.
func slash(v *serve, text string) int {
	req := slackfake.Command(v.secret, v.fake.Slash("news", "U0READER", text), v.streams.now())
	rec := httptest.NewRecorder()
	v.handler.ServeHTTP(rec, req)
	return rec.Code
}

// lockedBuffer is a writer that several goroutines share.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// clock begins at the desk's time and goes on as ours does.
func (d *desk) clock() func() time.Time {
	began, from := time.Now(), d.now
	return func() time.Time { return from.Add(time.Since(began)) }
}

// The view of the channels answers to its own address alone.
func TestServeOneHost(t *testing.T) {
	h := only("127.0.0.1:8080", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for host, want := range map[string]int{"127.0.0.1:8080": http.StatusOK, "evil.example": http.StatusForbidden, "evil.example:8080": http.StatusForbidden, "localhost:8080": http.StatusFound, "localhost:9090": http.StatusForbidden} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Host = host
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != want {
			t.Errorf("a request for %s is answered with %d, want %d", host, rec.Code, want)
		}
	}
}

// What the file says of a message that cannot be found holds for posting.
func TestServeDelivery(t *testing.T) {
	for line, want := range map[string]post.Policy{"": post.AtLeastOnce, "delivery: at-least-once\n": post.AtLeastOnce, "delivery: at-most-once\n": post.AtMostOnce} {
		d := newDesk(t, line+sampleConfig(t))
		s, r, _ := d.open(t, d.clock())
		v, err := newServe(s, r, "http://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		if v.poster.Policy != want {
			t.Errorf("%q posts by policy %v, want %v", line, v.poster.Policy, want)
		}
	}
}
