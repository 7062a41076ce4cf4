package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"counterpoint/sample"
)

func TestShift(t *testing.T) {
	for old, want := range map[string]string{
		"<pubDate>Tue, 13 Oct 2026 09:40:00 +0100</pubDate>": "<pubDate>Thu, 15 Oct 2026 10:40:00 +0100</pubDate>",
		"<pubDate>Tue, 13 Oct 2026 09:40:00 GMT</pubDate>":   "<pubDate>Thu, 15 Oct 2026 10:40:00 GMT</pubDate>",
		`datetime="2026-10-13T19:10+01:00"`:                  `datetime="2026-10-15T20:10+01:00"`,
		`"2026-10-13T23:40:00Z"`:                             `"2026-10-16T00:40:00Z"`,
		"On 13 October 2026 at 19:10, she said.":             "On 13 October 2026 at 19:10, she said.",
	} {
		if got := string(shift([]byte(old), 49*time.Hour)); got != want {
			t.Errorf("%s: %s, want %s", old, got, want)
		}
	}
}

// Every feed of the bundled day is told as of now: no time for programs is left
// as it was.
func TestToday(t *testing.T) {
	now := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	h, err := today(sample.One(), now)
	if err != nil {
		t.Fatal(err)
	}
	all, err := sources()
	if err != nil || len(all) < 10 {
		t.Fatalf("%d feeds, %v", len(all), err)
	}
	dated := 0
	for _, s := range all {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil))
		raw, err := io.ReadAll(w.Body)
		if err != nil || (w.Code != http.StatusOK) != (s.Outlet == sample.Down) {
			t.Errorf("%s: %d, %v", s.URL, w.Code, err)
		}
		for _, stale := range []string{"2026-10-13T", "Oct 2026"} {
			if strings.Contains(string(raw), stale) {
				t.Errorf("%s has still %q", s.URL, stale)
			}
		}
		if strings.Contains(string(raw), "2031") {
			dated++
		}
	}
	if dated < len(all)-1 {
		t.Errorf("%d of %d feeds have today's times", dated, len(all))
	}
}
