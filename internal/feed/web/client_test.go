package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const front = "http://" + frontHost

// serving makes a world whose front has the handler, and a note of how long its
// client would have waited.
func serving(t *testing.T, h http.HandlerFunc) (w *world, waits *[]time.Duration) {
	w = newWorld(t)
	w.serve(t, false, h)
	waits = new([]time.Duration)
	w.client.sleep = func(ctx context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return ctx.Err()
	}
	return w, waits
}

func TestGet(t *testing.T) {
	var seen http.Header
	w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
		seen = r.Header
		h := rw.Header()
		h.Set("Content-Type", "text/xml; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", `W/"1"`)
		h.Set("Last-Modified", "Mon, 02 Mar 2026 19:00:00 GMT")
		h.Set("Cache-Control", "public, max-age=600")
		h.Set("Set-Cookie", "a=b")
		_, _ = rw.Write(packed([]byte("<rss/>")))
	})
	want := Response{
		URL: front + "/feed", Status: 200, Body: []byte("<rss/>"), ContentType: "text/xml; charset=utf-8", ETag: `W/"1"`,
		LastModified: "Mon, 02 Mar 2026 19:00:00 GMT", Fresh: 10 * time.Minute, Bytes: int64(len(packed([]byte("<rss/>")))),
	}
	for range 2 {
		got, err := w.client.Get(t.Context(), Request{URL: "HTTP://WWW.front.test:80/feed#top", Accept: "text/xml"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	wantSent := http.Header{
		"User-Agent": {"Counterpoint/test (+https://counterpoint.example)"}, "Accept": {"text/xml"}, "Accept-Encoding": {"gzip"},
	} // and the second time no cookie, no Referer
	if diff := cmp.Diff(wantSent, seen); diff != "" {
		t.Error(diff)
	}
}

func TestConditional(t *testing.T) {
	w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"2"`)
		rw.Header().Set("Cache-Control", "max-age=60")
		if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") == "then" {
			rw.WriteHeader(http.StatusNotModified)
		}
	})
	got, err := w.client.Get(t.Context(), Request{URL: front + "/", ETag: `"1"`, LastModified: "then"})
	if diff := cmp.Diff(Response{URL: front + "/", Status: 304, ETag: `"2"`, Fresh: time.Minute}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// A validator that no header may hold, or an overlong one, is neither kept nor
// sent: it would spoil each request after.
func TestValidatorsThatAreNone(t *testing.T) {
	etag := ""
	w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
		if sent := r.Header.Get("If-None-Match"); sent != "" {
			t.Errorf("%.10q was sent", sent)
		}
		rw.Header().Set("ETag", etag)
	})
	long := strings.Repeat("a", 513)
	for _, etag = range []string{long, "\"a\tb\""} {
		if got, err := w.client.Get(t.Context(), Request{URL: front}); err != nil || got.ETag != "" {
			t.Errorf("%.10q: kept %q, %v", etag, got.ETag, err)
		}
	}
	for _, known := range []string{long, "\"a\x00\"", "\"a\"\r\nX-Evil: 1"} {
		if _, err := w.client.Get(t.Context(), Request{URL: front, ETag: known}); err != nil {
			t.Errorf("%.10q: %v", known, err)
		}
	}
}

func TestTries(t *testing.T) {
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	rows := []struct {
		name, later string
		status      []int
		kind        Kind // empty: it is read in the end
		tries       int
		waits       []time.Duration
		retryAfter  time.Duration
	}{
		{"a fault that passes", "", []int{500, 502, 200}, "", 3, []time.Duration{time.Second, 2 * time.Second}, 0},
		{"a fault that stays", "", []int{500, 500, 500, 200}, Status, 3, []time.Duration{time.Second, 2 * time.Second}, 0},
		{"busy", "", []int{429, 503, 200}, "", 3, []time.Duration{time.Second, 2 * time.Second}, 0},
		{"busy, soon", "4", []int{429, 200}, "", 2, []time.Duration{4 * time.Second}, 0},
		{"busy, soon and again", "5", []int{503, 503, 503, 200}, Busy, 3, []time.Duration{5 * time.Second, 5 * time.Second}, 5 * time.Second},
		{"busy, later", "6", []int{429, 200}, Busy, 1, nil, 6 * time.Second},
		{"busy, at a date", date(time.Hour), []int{503, 200}, Busy, 1, nil, time.Hour},
		{"busy for ever", "99999999999999999999", []int{503, 200}, Busy, 1, nil, 24 * time.Hour},
		{"busy until a date far off", "Fri, 31 Dec 9999 23:59:59 GMT", []int{503, 200}, Busy, 1, nil, 24 * time.Hour},
		{"gone", "", []int{410, 200}, Gone, 1, nil, 0},
		{"not found", "", []int{404, 200}, NotFound, 1, nil, 0},
		{"forbidden", "", []int{403, 200}, Status, 1, nil, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			asked := 0
			w, waits := serving(t, func(rw http.ResponseWriter, _ *http.Request) {
				if row.later != "" {
					rw.Header().Set("Retry-After", row.later)
				}
				rw.WriteHeader(row.status[asked])
				asked++
			})
			_, err := w.client.Get(t.Context(), Request{URL: front})
			fault, _ := errors.AsType[*Error](err)
			if fault == nil {
				fault = &Error{}
			}
			if fault.Kind != row.kind || asked != row.tries || (fault.RetryAfter-row.retryAfter).Abs() > 3*time.Second {
				t.Errorf("got %q, %d tries, later by %v", fault.Kind, asked, fault.RetryAfter)
			}
			if fault.Kind != "" && fault.Status != row.status[row.tries-1] {
				t.Errorf("status %d", fault.Status)
			}
			if !slices.Equal(*waits, row.waits) {
				t.Errorf("waited %v, want %v", *waits, row.waits)
			}
		})
	}
}

// A wait that ends after the caller's time is up is not begun.
func TestNoTryTooLate(t *testing.T) {
	asked := 0
	w, waits := serving(t, func(rw http.ResponseWriter, _ *http.Request) {
		asked++
		rw.Header().Set("Retry-After", "5")
		rw.WriteHeader(http.StatusServiceUnavailable)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	_, err := w.client.Get(ctx, Request{URL: front})
	if fault, _ := errors.AsType[*Error](err); fault == nil || fault.Kind != Busy || asked != 1 || len(*waits) != 0 {
		t.Errorf("asked %d times, waited %v: %v", asked, *waits, err)
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w, _ := serving(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := w.client.Get(ctx, Request{URL: front})
	if fault, _ := errors.AsType[*Error](err); fault == nil || fault.Kind != Stopped || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestMoved(t *testing.T) {
	w, _ := serving(t, func(rw http.ResponseWriter, r *http.Request) {
		var code int
		var rest string
		if n, _ := fmt.Sscanf(r.URL.Path, "/%d%s", &code, &rest); n > 0 {
			http.Redirect(rw, r, rest+"/", code)
		}
	})
	rows := []struct{ path, url, moved string }{
		{"/", "/", ""},
		{"/301/", "/", "/"},
		{"/308/", "/", "/"},
		{"/301/308/301/308/301/", "/", "/"},
		{"/302/", "/", ""},
		{"/307/", "/", ""},
		{"/303/", "/", ""},
		{"/301/302/", "/", ""},
		{"/302/301/", "/", ""},
	}
	for _, row := range rows {
		got, err := w.client.Get(t.Context(), Request{URL: front + row.path})
		want := row.moved
		if want != "" {
			want = front + want
		}
		if err != nil || got.URL != front+row.url || got.Moved != want {
			t.Errorf("%s: %q, moved %q, %v", row.path, got.URL, got.Moved, err)
		}
	}
}

// A body that breaks off is handed out, without what would keep the rest away.
func TestTruncated(t *testing.T) {
	text := []byte("<rss>" + strings.Repeat("<item>news</item>", 2000))
	zip := packed(noise(20_000))
	rows := []struct {
		name, head string
		body       []byte
	}{
		{"shorter than announced", "Content-Length: 99999\r\n", text},
		{"chunk cut", "Transfer-Encoding: chunked\r\n", append([]byte("ffff\r\n"), text...)},
		{"garbage between chunks", "Transfer-Encoding: chunked\r\n", []byte("5\r\n<rss>\r\nzz\r\n")},
		{"gzip cut", "Content-Encoding: gzip\r\nConnection: close\r\n", zip[:len(zip)/2]},
		{"gzip with a wrong sum", "Content-Encoding: gzip\r\nConnection: close\r\n", append(slices.Clone(zip[:len(zip)-8]), 0, 0, 0, 0, 0, 0, 0, 0)},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			asked := 0
			w, _ := serving(t, func(rw http.ResponseWriter, _ *http.Request) {
				asked++
				c, _, err := http.NewResponseController(rw).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				defer c.Close() //nolint:errcheck // that is the fault
				_, _ = fmt.Fprintf(c, "%sETag: \"1\"\r\nLast-Modified: then\r\nCache-Control: max-age=60\r\n%s\r\n%s", okHead, row.head, row.body)
			})
			got, err := w.client.Get(t.Context(), Request{URL: front})
			if err != nil || !got.Truncated || len(got.Body) < 5 || asked != 1 {
				t.Fatalf("truncated %t, %d bytes, asked %d times, %v", got.Truncated, len(got.Body), asked, err)
			}
			if got.ETag != "" || got.LastModified != "" || got.Fresh != 0 {
				t.Errorf("the next request would not get the rest: %q, %q, %v", got.ETag, got.LastModified, got.Fresh)
			}
		})
	}
}

// Bodies at the bounds are read.
func TestBodiesThatPass(t *testing.T) {
	rows := []struct {
		name string
		body []byte
		zip  bool
	}{
		{"empty", nil, false},
		{"one byte", []byte("a"), false},
		{"5 MB", noise(maxBody), false},
		{"almost 5 MB, packed as news are at best", markup(maxBody - 10_000), true},
		{"small, packed as well as can be", make([]byte, ratioFloor), true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			sent := row.body
			if row.zip {
				sent = packed(row.body)
			}
			w, _ := serving(t, func(rw http.ResponseWriter, _ *http.Request) {
				if row.zip {
					rw.Header().Set("Content-Encoding", "gzip")
				}
				_, _ = rw.Write(sent)
			})
			got, err := w.client.Get(t.Context(), Request{URL: front})
			if err != nil || string(got.Body) != string(row.body) || got.Bytes != int64(len(sent)) || got.Truncated {
				t.Errorf("%d bytes of %d, %d sent of %d: %v", len(got.Body), len(row.body), got.Bytes, len(sent), err)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []Options{{}, {UserAgent: "Counterpoint/1"}, {Now: time.Now}, {UserAgent: "Counterpoint", Now: time.Now}, {UserAgent: "A/1\r\nB: c", Now: time.Now}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was taken", o.UserAgent)
		}
	}
}

// markup is about n bytes that pack to a fiftieth.
func markup(n int) []byte {
	var b bytes.Buffer
	for part := range slices.Chunk(noise(n), 20) {
		fmt.Fprintf(&b, "%s%s", part, strings.Repeat("<td> </td>", 150))
		if b.Len() >= n {
			break
		}
	}
	return b.Bytes()
}
