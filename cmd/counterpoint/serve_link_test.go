package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/news"
)

// The links of a posted message lead to the evidence page of the digest that it
// tells, in the same process.
func TestServeLinks(t *testing.T) {
	d := newDesk(t, sampleConfig(t))
	s := streams{ctx: t.Context(), out: io.Discard, err: &lockedBuffer{}, getenv: func(string) string { return "" }, now: d.clock(), web: d.web}
	r, err := openRound(s, d.dir+"/counterpoint.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	if err := r.applyAll(s); err != nil {
		t.Fatal(err)
	}
	ch := r.cfg.Channels[0]
	at := s.now().Add(-time.Hour)
	taken, err := r.store.Take(t.Context(), s.now(), ch.Sources[0].ID(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	article := news.Stamped{Stamp: at, Article: news.Article{ID: "a", URL: "https://gull.example/a", Outlet: "Gull", Title: "Goat found on a roof", Body: "A goat was found on a roof, the town said.", Lang: "en", Published: at.UTC()}}
	if _, err := r.store.SaveFeed(t.Context(), s.now(), taken, taken.Feed, []news.Stamped{article}); err != nil {
		t.Fatal(err)
	}
	const base = "http://127.0.0.1:1"
	v, err := newServe(s, r, base)
	if err != nil {
		t.Fatal(err)
	}
	wake := map[string]time.Time{}
	if err := v.tell(t.Context(), edition.Round{Channel: ch, Slot: s.now()}, time.Time{}, wake); err != nil {
		t.Fatal(err)
	}
	if err := v.wakeDue(t.Context(), s.now().Add(time.Second), wake); err != nil {
		t.Fatal(err)
	}
	posted := v.fake.Posted(ch.ID)
	if len(posted) == 0 {
		t.Fatal("nothing was posted")
	}
	link := regexp.MustCompile(`"http://127\.0\.0\.1:1(/[^"#]*)(#[^"]*)?"`).FindStringSubmatch(string(posted[0].Blocks))
	if link == nil {
		t.Fatalf("no link to a page in %s", posted[0].Blocks)
	}
	for path, want := range map[string]int{link[1]: http.StatusOK, link[1] + "A": http.StatusForbidden} {
		rec := httptest.NewRecorder()
		v.mux().ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if got := rec.Body.String(); rec.Code != want || strings.Contains(got, "Goat found on a roof") != (want == http.StatusOK) {
			t.Errorf("%s: %d %.200s", path, rec.Code, got)
		}
	}
	if !strings.Contains(string(posted[0].Blocks), link[0][1:len(link[0])-1]) || link[2] == "" {
		t.Errorf("the link %q leads to no story", link[0])
	}
}
